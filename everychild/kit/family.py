"""The household drawn: who lives where, and who is what to the child."""

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from everychild.kit.charts import DEEP, INK, LINE, MIST, NOTHING, QUIET, TONES, figure, line, rect, short, text, twin

WIDE, HIGH, GAP, PAD, TOP = 180, 80, 14, 14, 34


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody in the drawing. `about` says what they are to the child; `household` groups those of one address, "" is not known to live with anyone."""

    key: str
    name: str
    about: str = ""
    adult: bool = False
    subject: bool = False
    household: str = ""
    caution: str = ""


@dataclasses.dataclass(frozen=True)
class Tie:
    """What two people are to one another; `apart` when there must be no contact between them."""

    one: str
    other: str
    words: str
    apart: bool = False


def family_svg(members: Sequence[Member], ties: Sequence[Tie], title: str = "Household and relationships") -> Markup:
    """A box for each household, adults above children; a line for each tie, broken where there must be no contact."""
    places, boxes, size = _arranged(members)
    parts = [_box(name, *box) for name, box in boxes.items()]
    parts += [_tie(tie, places) for tie in ties if tie.one in places and tie.other in places]
    parts += [_member(member, *places[member.key]) for member in members]
    subject = next((member.name for member in members if member.subject), "the child")
    description = f"{len(members)} people in {len(boxes)} households around {subject}." if members else NOTHING
    rows = [(member.name, member.about, member.household or "Not known", _tied(member, members, ties)) for member in members]
    table = twin(title, ("Who", "To the child", "Lives at", "Ties"), rows)
    return figure(title, description, size, Markup("").join(parts), table, wide=size[0] > 420)


def _arranged(members: Sequence[Member]) -> tuple[dict, dict, tuple[float, float]]:
    """Where everybody stands: the child's own household first, each household as wide as its longer row."""
    homes: dict[str, list[Member]] = {}
    for member in sorted(members, key=lambda member: not member.subject):
        homes.setdefault(member.household, []).append(member)
    places, boxes, x = {}, {}, 0.0
    for home, inside in homes.items():
        rows = ([each for each in inside if each.adult], [each for each in inside if not each.adult])
        width = max(len(row) for row in rows) * (WIDE + GAP) - GAP + 2 * PAD
        for level, row in enumerate(rows):
            start = x + (width - len(row) * (WIDE + GAP) + GAP) / 2
            for at, member in enumerate(row):
                places[member.key] = (start + at * (WIDE + GAP), TOP + level * (HIGH + 44))
        boxes[home] = (x, 0.5, width)
        x += width + 26
    return places, boxes, (max(1.0, x - 26), TOP + 2 * HIGH + 44 + PAD + 1)


def _box(name: str, x: float, y: float, width: float) -> Markup:
    words = name or "Address not known"
    height = TOP + 2 * HIGH + 44 + PAD - 1
    return rect(x + 0.5, y, width - 1, height, MIST, stroke=LINE, round_by=6, dashed=not name) + text(x + PAD, 22, short(words, width - 2 * PAD), fill=QUIET)


def _member(member: Member, x: float, y: float) -> Markup:
    fill, ink, quiet = (DEEP, "#ffffff", "#ffffff") if member.subject else ("#ffffff", INK, QUIET)
    edge = TONES["red"][1] if member.caution else DEEP
    whole = ", ".join(part for part in (member.name, member.about, member.caution) if part)
    told = [(words, True, ink, 15) for words in _name_lines(member.name)] + [(member.about, False, quiet, 13)]
    if member.caution:
        told.append((member.caution, True, TONES["red"][1], 13))
    parts = [rect(x, y, WIDE, HIGH, fill, stroke=edge, round_by=4 if member.adult else 14)]
    first = y + HIGH / 2 - 9 * len(told) + 13
    for at, (words, bold, colour, size) in enumerate(told):
        said = short(words, WIDE - 12, size, bold=bold)
        parts.append(text(x + WIDE / 2, first + 18 * at, said, size=size, fill=colour, anchor="middle", bold=bold))
    return Markup("<g><title>{}</title>{}</g>").format(whole, Markup("").join(parts))


def _name_lines(name: str) -> list[str]:
    """A long name takes two lines, parted where its words are."""
    if len(name) * 9 <= WIDE - 12 or " " not in name:
        return [name]
    given, _, family = name.rpartition(" ")
    return [given, family]


def _tie(tie: Tie, places: dict) -> Markup:
    one, other = sorted((places[tie.one], places[tie.other]), key=lambda place: (place[1], place[0]))
    stroke = TONES["red"][1] if tie.apart else QUIET
    if one[1] == other[1]:
        start, end = (one[0] + WIDE, one[1] + HIGH / 2), (other[0], other[1] + HIGH / 2)
    else:
        start, end = (one[0] + WIDE / 2, one[1] + HIGH), (other[0] + WIDE / 2, other[1])
    drawn = line(*start, *end, stroke=stroke, width=2 if tie.apart else 1.5, dashed=tie.apart)
    if not tie.apart:
        return drawn
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return drawn + rect(x - 40, y - 10, 80, 19, "#ffffff", stroke=stroke) + text(x, y + 4, "no contact", size=13, fill=stroke, anchor="middle", bold=True)


def _tied(member: Member, members: Sequence[Member], ties: Sequence[Tie]) -> str:
    names = {each.key: each.name for each in members}
    told = [
        f"{tie.words}{' (no contact)' if tie.apart else ''}: {names.get(tie.other if tie.one == member.key else tie.one, 'somebody not shown')}"
        for tie in ties
        if member.key in (tie.one, tie.other)
    ]
    return "; ".join(([member.caution] if member.caution else []) + told)
