"""Drawings made on the server: an SVG with a title and a description, and the same facts as a table beneath it.

Pure functions. Colours are presentation attributes, because the policy allows no inline style; everything that came from
a source is escaped; nothing is said by colour or shape alone.
"""

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from everychild.kit.words import day

INK, QUIET, LINE, DEEP, MIST = "#14232a", "#4a5a60", "#cfd8d6", "#0e4f5c", "#f3f6f5"
TONES = {
    "plain": ("#dfe5e5", "#33434a"),
    "teal": ("#bfe0e3", "#0a4a56"),
    "green": ("#c5e6d0", "#14532f"),
    "amber": ("#f8dfa9", "#6b4100"),
    "red": ("#f3c6c2", "#8f1c15"),
    "plum": ("#e6c8dc", "#5b214a"),
}
NOTHING = "There is nothing to draw."
_ids = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Span:
    """Something that happened on a day, or lasted: `lane` is the service or source that says so. `to_on` None with `lasting` is still going on."""

    on: datetime.date
    what: str
    lane: str
    to_on: datetime.date | None = None
    lasting: bool = False
    tone: str = "teal"


@dataclasses.dataclass(frozen=True)
class Bar:
    """A named number; `words` is how the number is said."""

    label: str
    value: float
    words: str = ""


@dataclasses.dataclass(frozen=True)
class Weight:
    """One comparison of two records: above nothing it speaks for one child, below against; `words` say how strongly and why."""

    label: str
    weight: float
    words: str


def figure(title: str, description: str, size: tuple[float, float], inside: Markup, table: Markup, *, wide: bool = False, scale: float = 1.15) -> Markup:
    """The frame of every drawing. A wide one keeps its size on a phone and scrolls inside a box that a keyboard reaches."""
    if description == NOTHING:
        inside, size, wide = text(0, 20, NOTHING), (320, 30), False
    at = next(_ids) % 1_000_000
    box = Markup(' tabindex="0" role="region" aria-label="{}"').format(f"Drawing: {title}") if wide else Markup()
    return Markup(
        '<figure class="chart{wide}"><figcaption>{title}</figcaption><div class="chart__box"{box}>'
        '<svg viewBox="0 0 {width:g} {height:g}" width="{drawn:g}" role="img" aria-labelledby="chart-{at}-title chart-{at}-desc" focusable="false">'
        '<title id="chart-{at}-title">{title}</title><desc id="chart-{at}-desc">{description}</desc>{inside}</svg></div>'
        '<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">'
        'The same as a table<span class="govuk-visually-hidden">: {title}</span></span></summary>'
        '<div class="govuk-details__text">{table}</div></details></figure>'
    ).format(
        wide=" chart--drawn-wide" if wide else "",
        title=title,
        box=box,
        width=size[0],
        height=size[1],
        drawn=round(size[0] * scale),
        at=at,
        description=description,
        inside=inside,
        table=table,
    )


def twin(caption: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """The table that says what the drawing shows."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" if at else f'<th scope="row">{escape(cell)}</th>' for at, cell in enumerate(row)) + "</tr>" for row in rows)
    hidden = f'<caption class="govuk-visually-hidden">{escape(caption)}</caption>'
    return Markup(f'<table class="table table--tight">{hidden}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')  # noqa: S704 (every word of it is escaped above)


def text(x: float, y: float, words: object, *, size: int = 14, fill: str = INK, anchor: str = "start", bold: bool = False) -> Markup:
    """Words in a drawing."""
    weight = ' font-weight="700"' if bold else ""
    return Markup(f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>{escape(words)}</text>')  # noqa: S704 (escaped)


def rect(x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "none", round_by: float = 2, dashed: bool = False) -> Markup:
    """A box in a drawing."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return Markup(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by:g}" fill="{fill}" stroke="{stroke}"{dash}/>')  # noqa: S704 (numbers and our own colours)


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1, dashed: bool = False) -> Markup:
    """A line in a drawing."""
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return Markup(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}" stroke-width="{width:g}"{dash}/>')  # noqa: S704 (numbers and our own colours)


def short(words: str, room: float, size: int = 14, *, bold: bool = False) -> str:
    """Words cut to the room that a drawing has, by Arial's usual width; the table beneath has all of them.

    >>> short("Wolfeschlegelsteinhausen", 80)
    'Wolfeschl…'
    """
    fits = max(1, int(room / (size * (0.57 if bold else 0.54))))
    return words if len(words) <= fits else words[: fits - 1].rstrip() + "…"


def bars_svg(rows: Sequence[Bar], title: str, *, value_heading: str = "Number", label_heading: str = "What") -> Markup:
    """Numbers side by side, each written at the end of its bar."""
    longest = max((row.value for row in rows), default=0) or 1
    across, step = 320, 44
    parts = []
    for at, row in enumerate(rows):
        y = at * step
        parts.append(text(0, y + 14, short(row.label, 230, 15), size=15))
        parts.append(text(across, y + 14, row.words or f"{row.value:,g}", size=15, anchor="end", bold=True))
        parts.append(rect(0, y + 20, across, 12, MIST))
        parts.append(rect(0, y + 20, max(1.5, across * max(0, row.value) / longest), 12, DEEP))
    highest = max(rows, key=lambda row: row.value, default=None)
    description = f"{len(rows)} bars. The longest is {highest.label}, {highest.words or format(highest.value, ',g')}." if highest else NOTHING
    table = twin(title, (label_heading, value_heading), ((row.label, row.words or f"{row.value:,g}") for row in rows))
    return figure(title, description, (across, max(1, len(rows)) * step), Markup("").join(parts), table, scale=1.2)


def weight_svg(rows: Sequence[Weight], title: str = "Why these are thought to be one child", *, so: str = "") -> Markup:
    """What speaks for one child lies to the right of the line, what speaks against to the left; each is also said in words."""
    most = max((abs(row.weight) for row in rows), default=0) or 1
    across, step, top = 340, 66, 24
    middle = across / 2
    parts = [text(middle - 8, 14, "against", size=14, fill=QUIET, anchor="end"), text(middle + 8, 14, "for one child", size=14, fill=QUIET)]
    for at, row in enumerate(rows):
        y, length = top + at * step, (middle - 2) * abs(row.weight) / most
        parts.append(text(0, y + 16, short(row.label, across, 15, bold=True), size=15, bold=True))
        parts.append(text(0, y + 34, short(row.words, across, 14), size=14, fill=QUIET))
        fill, edge = TONES["teal"] if row.weight >= 0 else TONES["amber"]
        parts.append(rect(0, y + 41, across, 14, MIST))
        parts.append(rect(middle if row.weight >= 0 else middle - length, y + 41, max(2, length), 14, fill, stroke=edge))
        parts.append(line(middle, y + 38, middle, y + 58, stroke=QUIET, width=1.5))
    for_it = sum(1 for row in rows if row.weight > 0)
    against = sum(1 for row in rows if row.weight < 0)
    description = f"{for_it} comparisons speak for one child, {against} against. {so}".strip() if rows else NOTHING
    table = twin(title, ("What was compared", "How much it says"), ((row.label, row.words) for row in rows))
    return figure(title, description, (across, top + max(1, len(rows)) * step), Markup("").join(parts), table, scale=1.2)


def timeline_svg(events: Sequence[Span], from_on: datetime.date, to_on: datetime.date, title: str = "What happened when") -> Markup:
    """A lane for each service, a bar for what lasted, a mark for what happened on a day."""
    lanes = list(dict.fromkeys(event.lane for event in events))
    left, across, step, top = 150, 590, 34, 26
    days = max(1, (to_on - from_on).days)

    def x(on: datetime.date) -> float:
        return left + across * min(max((on - from_on).days, 0), days) / days

    height = top + max(1, len(lanes)) * step + 8
    parts = _years(from_on, to_on, x, height)
    for at, lane in enumerate(lanes):
        y = top + at * step
        parts.append(line(0, y, left + across, y))
        parts.append(text(0, y + 22, short(lane, left - 8, bold=True), bold=True))
        parts += [_event(event, x, y, to_on) for event in events if event.lane == lane]
    description = f"From {day(from_on)} to {day(to_on)}: {len(events)} entries from {len(lanes)} services." if events else NOTHING
    rows = ((event.what, event.lane, day(event.on), _until(event)) for event in sorted(events, key=lambda event: event.on, reverse=True))
    return figure(title, description, (left + across, height), Markup("").join(parts), twin(title, ("What", "Who says so", "From", "To"), rows), wide=True)


def _until(event: Span) -> str:
    return day(event.to_on) if event.to_on else "still going on" if event.lasting else ""


def _years(from_on: datetime.date, to_on: datetime.date, x, height: float) -> list[Markup]:
    years = to_on.year - from_on.year
    every = 1 if years <= 9 else 2 if years <= 18 else 5
    parts = []
    for year in range(from_on.year + 1, to_on.year + 1):
        if (to_on.year - year) % every == 0:
            at = x(datetime.date(year, 1, 1))
            parts += [line(at, 18, at, height), text(at, 13, year, size=13, fill=QUIET, anchor="middle")]
    return parts


def _event(event: Span, x, y: float, to_on: datetime.date) -> Markup:
    fill, edge = TONES.get(event.tone, TONES["plain"])
    words = escape(f"{event.what}, {day(event.on)}" + (f" to {_until(event)}" if event.to_on or event.lasting else ""))
    start = x(event.on)
    if event.to_on or event.lasting:
        width = max(5, x(event.to_on or to_on) - start)
        inner = rect(start, y + 7, width, 21, fill, stroke=edge)
        label = text(start + 5, y + 22, short(event.what, width - 8, 13), size=13, fill=edge) if width > 34 else Markup()
        return Markup("<g><title>{}</title>{}{}</g>").format(words, inner, label)
    return Markup('<g><title>{}</title><circle cx="{:g}" cy="{:g}" r="6" fill="{}" stroke="#ffffff" stroke-width="1.5"/></g>').format(
        words, start, y + 17.5, edge
    )
