"""What happened when: spells on rolls, services, moves and dated events, drawn on one line of time and listed beneath it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from everychild.kit.charts import Span, timeline_svg
from everychild.portals.presenting.identity import name_of
from everychild.portals.presenting.involved import worker_of
from everychild.portals.presenting.words import HAPPENINGS, in_words, one_line, service, year_group
from everychild.schooling.models import Roll
from everychild.sharing.record import Record

TONES = {"protection_plan": "red", "missing": "red", "enquiry": "red", "looked_after": "amber", "child_in_need": "amber", "police": "plum", "school": "teal"}
LANES = {
    "protection_plan": "social_care",
    "child_in_need": "social_care",
    "looked_after": "social_care",
    "enquiry": "social_care",
    "contact": "social_care",
    "missing": "social_care",
}
DRAWN, LISTED = 60, 200
"""The most that a drawing and a list can hold and still be read; the list says when there is more."""


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day or lasted."""

    on: date
    what: str
    lane: str
    source: str
    as_at: date
    to_on: date | None = None
    lasting: bool = False
    tone: str = "teal"
    more: str = ""


def history(record: Record, rolls: Sequence[Roll]) -> list[Event]:
    """Everything with a day, the latest first. What a source gives without a day is not here, and stands under its own heading."""
    found = [*_services(record), *_rolls(record, rolls), *_moves(record), *_happenings(record)]
    return sorted(found, key=lambda event: (event.on, event.what), reverse=True)


def undated(record: Record, rolls: Sequence[Roll]) -> int:
    """How many things have no day and so are not on the line of time."""
    of_services = sum(1 for one in record.involvements if one.from_on is None and one.school_id is None)
    return of_services + sum(1 for roll in rolls if roll.entered_on is None) + sum(1 for one in record.happenings if one.on is None)


def _services(record: Record) -> Iterator[Event]:
    for one in record.involvements:
        if one.from_on is None or one.school_id is not None:
            continue
        lane, on_one_day = service(LANES.get(one.service, one.service)), one.to_on == one.from_on
        yield Event(
            one.from_on, service(one.service), lane, name_of(record, one.record.source_code), one.record.as_at, None if on_one_day else one.to_on, one.to_on is None,
            TONES.get(one.service, "teal"), one_line((worker_of(one), one.team.name if one.team else "")),
        )  # fmt: skip


def _rolls(record: Record, rolls: Sequence[Roll]) -> Iterator[Event]:
    seen = set()
    for roll in rolls:
        if roll.entered_on is None or (key := (roll.school_id, roll.entered_on, roll.left_on)) in seen:
            continue
        seen.add(key)
        yield Event(
            roll.entered_on,
            f"On roll at {roll.school.name}",
            "School",
            name_of(record, roll.record.source_code),
            roll.record.as_at,
            roll.left_on,
            roll.left_on is None,
            "teal",
            year_group(roll.year_group),
        )


def _moves(record: Record) -> Iterator[Event]:
    for one in record.addresses:
        if one.from_on is not None:
            place = one_line((*one.lines.splitlines()[:1], one.postcode))
            yield Event(
                one.from_on,
                f"Lived at {place}" if one.to_on else f"Lives at {place}",
                "Home",
                name_of(record, one.record.source_code),
                one.record.as_at,
                one.to_on,
                one.to_on is None,
                "plain",
            )


def _happenings(record: Record) -> Iterator[Event]:
    for one in record.happenings:
        if one.on is not None:
            lane = service(LANES.get(one.service, one.service))
            yield Event(
                one.on, in_words(one.kind, HAPPENINGS), lane, name_of(record, one.record.source_code), one.record.as_at, tone=TONES.get(one.service, "plain")
            )


def drawn(events: Sequence[Event], record: Record):
    """The drawing, from the child's birth or the first event to today; None where nothing has a day."""
    if not events:
        return None
    shown = events[:DRAWN]
    spans = [Span(event.on, event.what, event.lane, event.to_on, event.lasting, event.tone) for event in shown]
    first = min(event.on for event in shown)
    return timeline_svg(sorted(spans, key=lambda span: span.lane), min(first, record.born_on or first), record.on)


def listed(events: Sequence[Event]) -> list[dict]:
    """Rows of the `timeline` macro."""
    return [
        {"on": event.on, "to_on": event.to_on, "what": event.what, "more": event.more, "source": event.source, "tone": event.tone} for event in events[:LISTED]
    ]
