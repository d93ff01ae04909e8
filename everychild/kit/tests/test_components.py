"""Components escape what sources sent, and say in words what they also say in colour."""

import datetime

import pytest
from lxml import html

from everychild.kit.pages import environment

HOSTILE = "<img src=x onerror=alert(1)>"


def drawn(call: str, module: str, **given: object) -> html.HtmlElement:
    name = call.partition("(")[0]
    source = f'{{% from "kit/components/{module}.jinja" import {name} %}}<div>{{{{ {call} }}}}</div>'
    return html.fromstring(environment().from_string(source).render(**given))


@pytest.mark.parametrize(
    ("call", "module"),
    [
        ('facts([{"label": x, "value": x, "source": x, "rule": x, "others": [{"value": x, "source": x}]}])', "facts"),
        ('identity(x, x, x, [{"label": x, "value": x}], [{"text": x}])', "facts"),
        ('glance([{"label": x, "value": x, "more": x}])', "facts"),
        ('people([{"name": x, "role": x, "team": x, "telephone": x, "email": x, "source": x}])', "facts"),
        ('table(x, [{"key": "a", "text": x}, {"key": "b", "text": x}], [{"a": {"text": x, "href": x, "more": x}, "b": x}])', "tables"),
        ('timeline([{"on": none, "what": x, "more": x, "source": x, "href": x}])', "timeline"),
        ("stub(x, x, x)", "notices"),
        ("staff_safety(x, x, none)", "notices"),
        ("safe_contact(x, x)", "notices"),
        ("nothing(x, x, x, x)", "notices"),
        ('note(x, "amber", x)', "notices"),
        ('answers([{"service": x, "answer": "has", "more": x}])', "marks"),
        ('counts([{"figure": 3, "words": x, "href": x}])', "marks"),
        ('search_box("/find/", x, x, hint=x)', "forms"),
    ],
)
def test_a_hostile_value_is_only_shown(call: str, module: str) -> None:
    page = drawn(call, module, x=HOSTILE)

    assert page.findall(".//img") == []
    assert not [each for each in page.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    assert HOSTILE in page.text_content()


def test_each_of_the_five_answers_has_its_own_words_and_its_own_shape() -> None:
    shown = [drawn(f'answer("{kind}")', "marks") for kind in ("has", "none", "silent", "unasked", "closed")]

    assert [each.text_content() for each in shown] == ["Has a record", "Has no record", "Did not answer", "Was not asked", "You may not know"]
    assert len({html.tostring(each.find(".//svg")) for each in shown}) == 5


def test_a_fact_that_is_not_known_says_so_and_zero_and_no_are_facts() -> None:
    page = drawn('facts([{"label": "A", "value": none}, {"label": "B", "value": ""}, {"label": "C", "value": 0}, {"label": "D", "value": false}])', "facts")

    assert [" ".join(each.text_content().split()) for each in page.iter("dd")] == ["Not known", "Not known", "0", "No"]


def test_where_sources_disagree_both_are_shown_with_their_dates() -> None:
    row = {
        "label": "Date of birth",
        "value": datetime.date(2017, 3, 27),
        "source": "Child health",
        "on": "2026-11-01",
        "rule": "prime source",
        "others": [{"value": datetime.date(2017, 4, 3), "source": "Early help", "on": "2026-06-02"}],
    }

    words = " ".join(" ".join(drawn("facts([row])", "facts", row=row).itertext()).split())

    assert "27 March 2017 Child health, 1 November 2026 · prime source" in words
    assert "Sources disagree 3 April 2017 : Early help, 2 June 2026" in words


def test_an_empty_table_says_what_to_do_next() -> None:
    page = drawn('table("Children", [], [], empty={"title": "None yet", "text": "They come with a load.", "href": "/x", "action": "See loads"})', "tables")

    assert page.find(".//table") is None
    assert page.find(".//a").text == "See loads"
