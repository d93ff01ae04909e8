"""One child's record as a whole page: every part that the template draws, made once."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from everychild.kit.words import age, day
from everychild.portals.presenting.family import RELATIVES, adults, contact_note, family_drawing, relative_rows
from everychild.portals.presenting.glance import glance_items, header_tags
from everychild.portals.presenting.history import LISTED, drawn, history, listed, undated
from everychild.portals.presenting.identity import disagreements, fact_rows, name_of
from everychild.portals.presenting.involved import PLANS, ended, open_now, own_entries, people_rows, responsible
from everychild.portals.presenting.withholding import row as withheld_row
from everychild.portals.presenting.words import ENROLMENTS, in_words, one_line, service, year_group
from everychild.schooling.models import Roll
from everychild.schooling.queries import present_rolls
from everychild.sharing.answers import Answered
from everychild.sharing.record import Record
from everychild.sharing.rules import can_withhold, own_services
from everychild.sharing.withheld import withholdings_about


def page_of_a_child(record: Record, answers: Mapping[str, Answered], rolls: Sequence[Roll], own: str) -> dict:
    """What child.jinja draws. `own`: the code of this authority."""
    present, found, events = present_rolls(rolls, record.on), adults(record), history(record, rolls)
    open_ones = sorted(open_now(record), key=lambda one: one.service in PLANS)
    involved = people_rows(record, open_ones)
    return {
        "record": record, "header": _header(record), "tags": header_tags(record), "glance": glance_items(record, answers, present, own), "contact": contact_note(record, found),
        "cautions": _cautions(record), "counts": _counts(record, involved), "facts": fact_rows(record), "disagreements": disagreements(record),
        "family": family_drawing(record, found) if found else None, "relatives": relative_rows(record, found), "relative_columns": RELATIVES,
        "involved": involved, "ended": people_rows(record, ended(record)), "thought": [service(code) for code in record.thought_services], "own": own_entries(record),
        "may_add": bool(own_services(record.role.code)), "may_withhold": can_withhold(record.role.scope), "withheld": _withheld(record),
        "authorities": responsible(record, present, own), "rolls": _rolls(record, rolls), "drawing": drawn(events, record),
        "events": listed(events), "more_events": max(0, len(events) - LISTED), "undated": undated(record, rolls), "answers": answer_rows(answers), "flags": _flags(record),
    }  # fmt: skip


def _header(record: Record) -> list[dict]:
    born = record.born_on
    sex = {"F": "Female", "M": "Male"}.get(str(record.fields["sex"].value)) if "sex" in record.fields else None
    told = [("Born", one_line((day(born), age(born, record.on))) if born else "Not known" if record.may("date_of_birth") else None), ("Sex", sex)]
    return [{"label": label, "value": value} for label, value in told if value]


def _cautions(record: Record) -> list[dict]:
    return [
        {"text": one.kind, "owner": one.owner or f"not named; ask {name_of(record, one.record.source_code)}", "review_on": one.review_on,
         "overdue": bool(one.review_on and one.review_on < record.on)}
        for one in record.cautions
    ]  # fmt: skip


def _counts(record: Record, involved: Sequence) -> list[dict]:
    """Numbers, each of which opens its list."""
    told = [
        (len(record.records), "record joined here", "records joined here", f"/child/{record.ref}/why/"), (len(involved), "worker or service involved", "workers and services involved", "#involved"),
        (len(disagreements(record)), "fact on which sources disagree", "facts on which sources disagree", "#identity"),
        (len(record.flags), "data-quality flag", "data-quality flags", "#flags"),
    ]  # fmt: skip
    return [{"figure": figure, "words": one if figure == 1 else many, "href": href} for figure, one, many, href in told]


def _withheld(record: Record) -> list[dict]:
    """Decisions not to share, for those who may know the child for certain."""
    if not can_withhold(record.role.scope):
        return []
    return [withheld_row(one, reverse("withholding", args=[record.ref, one.pk]), record.on) for one in withholdings_about(record.person)]


def _rolls(record: Record, rolls: Sequence[Roll]) -> list[dict]:
    return [
        {
            "school": {"text": one.school.name, "more": one_line((one.school.telephone, in_words(one.enrolment, ENROLMENTS) if one.enrolment in ENROLMENTS else ""))},
            "year": year_group(one.year_group) or None, "entered": one.entered_on, "left": one.left_on or "On the roll now",
            "source": {"text": name_of(record, one.record.source_code), "more": day(one.record.as_at)},
        }
        for one in rolls
    ]  # fmt: skip


def answer_rows(answers: Mapping[str, Answered]) -> list[dict]:
    """Rows of the `answers` macro: what is certain first, then what is not."""
    order = ("has", "none", "silent", "closed", "unasked")
    rows = sorted(answers.values(), key=lambda one: order.index(one.answer))
    return [{"service": service(one.service), "answer": one.answer, "more": _more(one)} for one in rows]


def _more(one: Answered) -> str:
    heard = day(one.heard_on)
    if one.answer == "none":
        return one_line((f"as it stood on {heard}", "but a record is thought to be this child’s" if one.thought else ""))
    thought = "; a record is thought to be this child’s" if one.thought else ""
    if one.answer == "silent":
        return f"since {heard}{'; what it said then is shown' if one.held else ''}{thought}"
    if one.answer == "unasked":
        return f"it covers ages {one.covers[0]} to {one.covers[-1]}" if one.covers else "it sends nothing here yet"
    return f"as it stood on {heard}{thought}" if heard else ""


def _flags(record: Record) -> list[dict]:
    return [
        {
            "message": {"text": one.message, "more": f"In the column {one.field}" if one.field else ""},
            "source": {"text": name_of(record, one.record.source_code), "more": day(one.record.as_at)},
        }
        for one in record.flags
    ]
