"""Every drawing has a title, a description and a table that says the same; nothing in it runs, whatever a source called a child."""

from datetime import date

import pytest
from lxml import html

from everychild.kit.charts import DEEP, INK, MIST, QUIET, TONES, Bar, Span, Weight, bars_svg, timeline_svg, weight_svg
from everychild.kit.family import Member, Tie, family_svg

HOSTILE = "<script>alert('x')</script>\" onload=\"y & <b>Bobby</b>"
FROM, TO = date(2016, 1, 1), date(2026, 11, 21)


def _timeline(name: str) -> str:
    return timeline_svg([Span(date(2020, 9, 1), name, name, lasting=True), Span(date(2024, 5, 2), "Missing", "Police", tone="red")], FROM, TO, name)


def _family(name: str) -> str:
    members = [Member("c", name, "the child", subject=True, household=name), Member("f", name, "father", adult=True, caution="must not have contact")]
    return family_svg(members, [Tie("f", "c", name, apart=True)], name)


def _weights(name: str) -> str:
    return weight_svg([Weight(name, 4.0, name), Weight("Postcode", -1.0, "different")], name, so=name)


def _bars(name: str) -> str:
    return bars_svg([Bar(name, 12), Bar("Police", 3, "three")], name, label_heading=name)


DRAWINGS = {"timeline": _timeline, "family": _family, "weights": _weights, "bars": _bars}
EMPTY = {
    "timeline": lambda: timeline_svg([], FROM, TO),
    "family": lambda: family_svg([], []),
    "weights": lambda: weight_svg([]),
    "bars": lambda: bars_svg([], "Nothing"),
}


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_has_a_title_a_description_and_its_table(kind: str) -> None:
    page = html.fromstring(DRAWINGS[kind]("Amara Okonkwo"))

    svg = page.find(".//svg")
    named = svg.get("aria-labelledby").split()

    assert [page.get_element_by_id(each).tag for each in named] == ["title", "desc"]
    assert all(page.get_element_by_id(each).text for each in named)
    assert len(page.findall(".//tbody/tr")) == 2
    assert page.find(".//caption").text == "Amara Okonkwo"


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_hostile_name_is_only_a_name(kind: str) -> None:
    drawn = str(DRAWINGS[kind](HOSTILE))

    page = html.fromstring(drawn)

    assert page.findall(".//script") == page.findall(".//b") == []
    assert not [each for each in page.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    assert HOSTILE in page.text_content()


@pytest.mark.parametrize("kind", EMPTY)
def test_nothing_to_draw_is_said(kind: str) -> None:
    page = html.fromstring(EMPTY[kind]())

    assert "There is no" in page.find(".//desc").text
    assert page.findall(".//tbody/tr") == []


def test_what_is_cut_short_in_the_drawing_stands_whole_in_the_table() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"

    page = html.fromstring(family_svg([Member("c", name, "the child", subject=True)], []))

    assert name not in "".join(page.find(".//svg").xpath(".//text/text()"))
    assert page.xpath("//tbody/tr/th/text()") == [name]


def test_a_tie_to_somebody_who_is_not_shown_does_not_name_them() -> None:
    drawn = family_svg([Member("c", "Amara", subject=True)], [Tie("c", "hidden-key", "father")])

    assert "hidden-key" not in drawn
    assert "father: somebody not shown" in drawn


def test_what_must_not_meet_is_said_in_words_and_not_by_a_broken_line_alone() -> None:
    drawn = _family("Amara")

    assert "stroke-dasharray" in drawn
    assert "no contact" in html.fromstring(drawn).text_content()


def test_events_outside_the_drawn_years_stay_on_the_paper() -> None:
    drawn = timeline_svg([Span(date(1999, 1, 1), "Born", "Health"), Span(date(2030, 1, 1), "Review", "School")], FROM, TO)

    places = [float(circle.get("cx")) for circle in html.fromstring(drawn).iter("circle")]

    assert places == [150.0, 740.0]


def _lightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ground", "words"), [*TONES.values(), ("#ffffff", QUIET), ("#ffffff", INK), (MIST, QUIET), (DEEP, "#ffffff"), ("#ffffff", TONES["red"][1])]
)
def test_words_in_a_drawing_stand_out_from_their_ground(ground: str, words: str) -> None:
    """axe cannot measure words over a drawn box, so it is measured here: WCAG 2.2, 1.4.3."""
    light, dark = sorted((_lightness(ground), _lightness(words)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5
