"""Why these records are thought to be one child: in words that hold no value, and in a drawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from everychild.kit.charts import Weight, weight_svg
from everychild.people.matching.explain import WORDS, explain
from everychild.portals.presenting.identity import name_of
from everychild.sharing.record import Record

FIELD = {
    "given_name": ("name", "First name"), "second_name": ("name", "Second name"), "family_name": ("name", "Surname"), "birth_date": ("date_of_birth", "Date of birth"),
    "address": ("address", "Address"), "sex": ("sex", "Sex"), "nhs_number": ("identifiers", "NHS number"), "upn": ("identifiers", "UPN"), "uln": ("identifiers", "ULN"),
}  # fmt: skip
"""Field of the comparison -> the item of a role that covers it, and its name."""

METHOD = {
    "identifier": "They hold the same valid identifier.", "model": "Comparing them makes it likely. No identifier settles it, and no person has.",
    "attached": "The sender says so with its own id.", "person": "A person decided it.", "sealed": "They are kept apart.",
}  # fmt: skip
SURE = ((30, "about as sure as comparing can be"), (20, "very sure"), (12, "sure"), (float("-inf"), "fairly sure"))
"""From so many bits of evidence upward, how sure a comparison is, in words: a number of bits says nothing to a reader."""


@dataclass(frozen=True)
class Joined:
    """One record, and the decision that put it with the others; without one it stands alone until it is matched."""

    source: str
    as_at: object
    beside: str
    how: str
    sure: str
    at: datetime | None
    reason: str
    drawing: object
    certain: bool


def joined(record: Record) -> list[Joined]:
    """Each record that the reader may see, with its latest decision, the certain ones first."""
    latest: dict = {}
    for link in record.links:
        latest.setdefault(link.record_id, link)
    sources = {one.id: f"{name_of(record, one.source)}, {one.as_at.day} {one.as_at:%B %Y}" for one in record.records}
    leaned_on = {link.beside for link in latest.values()}
    found = [_joined(record, one, latest.get(one.id), sources, one.id in leaned_on) for one in record.records]
    return sorted(found, key=lambda one: (not one.certain, one.source))


def _joined(record: Record, one, link, sources: Mapping, leaned_on: bool) -> Joined:
    name = name_of(record, one.source)
    if link is None:
        how = "Other records were joined to this one." if leaned_on else "Nothing has joined it to another record yet."
        return Joined(name, one.as_at, "", how, "", None, "", None, True)
    beside = sources.get(link.beside, "a record that you may not see") if link.beside else ""
    sure = next(words for least, words in SURE if (link.weight or 0) >= least) if link.method == "model" else ""
    reason = link.reason if link.method == "person" else ""
    return Joined(name, one.as_at, beside, METHOD.get(link.method, ""), sure, link.at, reason, _drawing(record, name, link.levels), link.method != "model")


def may_compare(record: Record, field: str) -> bool:
    """Whether the reader may know how a field compares: the role includes it, and it is not where a child is hidden."""
    return record.may(FIELD[field][0]) and not (field == "address" and record.address_withheld)


def _drawing(record: Record, name: str, levels: object):
    """The comparison as a drawing; None where nothing was compared, or nothing that the reader may know."""
    if not isinstance(levels, dict):
        return None
    shown = {field: code for field, code in levels.items() if field in FIELD and code in WORDS[field] and may_compare(record, field)}
    weights = [Weight(FIELD[reason.field][1], reason.weight, reason.words) for reason in explain(shown) if reason.direction != "neither"]
    return weight_svg(weights, title=f"What was compared for the record of {name}") if weights else None
