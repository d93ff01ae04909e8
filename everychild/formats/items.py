"""The items that an agreement lists, and dropping at the door whatever it does not list."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from everychild.formats import facts as kinds
from everychild.formats.facts import Fact
from everychild.formats.item_columns import item_of
from everychild.formats.reading import Sent, SentRow

ITEMS: dict[str, str] = {
    "name": "given, family, middle, former and preferred names, and title",
    "date_of_birth": "date of birth, how sure it is, and birth order",
    "sex": "sex",
    "address": "address, postcode and property reference",
    "nhs_number": "NHS number",
    "upn": "UPN, now and before",
    "uln": "ULN",
    "ethnicity": "ethnicity",
    "language": "first language, interpreter and communication needs",
    "nationality": "nationality",
    "telephone": "telephone and e-mail of a person",
    "school": "schools, registers, year group and enrolment",
    "sen": "provision for special educational needs",
    "relations": "adults and how they stand to the child",
    "involvement": "which service, from when to when, and its reference",
    "worker": "the worker's and team's names and how to reach them",
    "category": "why a service is involved: need, abuse, activity, reason",
    "events": "dated things that happened: contacts, notifications",
    "death": "date of death",
    "cautions": "staff-safety warnings",
    "establishment": "schools as the national register has them",
    "other": "columns that bring no fact",
}
"""item -> what it covers. Ids are always kept: without them nothing can be traced."""

_FACT_ITEM = {kinds.Relation: "relations", kinds.AtAddress: "address", kinds.OnRoll: "school", kinds.Involved: "involvement", kinds.Happened: "events",
              kinds.Cautioned: "cautions", kinds.Establishment: "establishment"}
_FIELD_ITEM = {
    "given_names": "name", "family_name": "name", "middle_names": "name", "known_as": "name", "known_as_family": "name", "previous_family_names": "name",
    "title": "name", "born_on": "date_of_birth", "birth_date_is": "date_of_birth", "birth_order": "date_of_birth", "sex": "sex", "nhs_number": "nhs_number",
    "upn": "upn", "former_upns": "upn", "child_upn": "upn", "uln": "uln", "ethnicity": "ethnicity", "first_language": "language", "language": "language",
    "interpreter": "language", "communication_needs": "language", "nationality": "nationality", "died_on": "death", "telephone": "telephone",
    "email": "telephone", "sen_provision": "sen", "team": "worker", "worker": "worker", "worker_name": "worker", "worker_role": "worker",
    "category": "category", "ended_because": "category", "grading": "category",
}
_IN_ELEMENTS = frozenset({"pupil", "contact", "child", "young_person"})
"""Tables whose rows are elements of XML, with branches."""
_WORKERS_TELEPHONE = {(kinds.Involved, "telephone"): "worker", (kinds.Establishment, "telephone"): "establishment"}


def keep(sent: Sent, items: Iterable[str] | None, columns: Mapping[str, str] | None = None) -> tuple[Sent, Counter[str]]:
    """(what the agreement lets in, item -> how many values as sent were dropped; 0 where only a fact made of others went). None lets everything in. Ids, line numbers and problems stay, but a
    problem's value goes with its item. `columns` says which item each column of a council's own file is (`mapped.item_columns`)."""
    if items is None:
        return sent, Counter()
    allowed = items if isinstance(items, frozenset) else frozenset(items)
    dropped: Counter[str] = Counter()
    facts = tuple(kept for fact in sent.facts if (kept := _kept_fact(fact, allowed)) is not None)
    rows = tuple(_kept_row(row, allowed, dropped, columns) for row in sent.rows)
    if facts != sent.facts:
        dropped.update(dict.fromkeys(_items_of_facts_gone(sent.facts, allowed), 0))
    elif not dropped:
        return sent, dropped
    problems = tuple(
        each if each.field is None or _allowed(_item(each.table, each.field, columns), allowed) else replace(each, value=None) for each in sent.problems
    )
    return Sent(sent.kind, sent.local_id, rows, facts, problems), dropped


def _item(table: str, column: str, columns: Mapping[str, str] | None) -> str:
    return item_of(table, column) if columns is None else columns.get(column, "other")


def _allowed(item: str, allowed: frozenset[str]) -> bool:
    return item == "id" or item in allowed


def _kept_fact(fact: Fact, allowed: frozenset[str]) -> Fact | None:
    kind = type(fact)
    whole, values_of, droppable = _of_kind(kind, allowed)
    if whole is not None and whole not in allowed:
        return None
    values = None
    for name, place, empty in droppable:
        if getattr(fact, name) != empty:
            values = list(values_of(fact)) if values is None else values
            values[place] = empty
    return fact if values is None else kind(*values)


def _items_of_facts_gone(facts: Iterable[Fact], allowed: frozenset[str]) -> set[str]:
    gone = set()
    for fact in facts:
        whole, _, droppable = _of_kind(type(fact), allowed)
        if whole is not None and whole not in allowed:
            gone.add(whole)
        else:
            gone |= {_WORKERS_TELEPHONE.get((type(fact), name)) or _FIELD_ITEM[name] for name, _, empty in droppable if getattr(fact, name) != empty}
    return gone


@lru_cache(maxsize=512)
def _of_kind(kind: type, allowed: frozenset[str]) -> tuple[str | None, Callable[[Fact], tuple], tuple[tuple[str, int, object], ...]]:
    """(the item that the whole fact is, its fields in order, and of each field that the agreement does not let in: name, place, what it becomes)."""
    names = [field.name for field in fields(kind)]
    found = []
    for place, field in enumerate(fields(kind)):
        item = _WORKERS_TELEPHONE.get((kind, field.name)) or _FIELD_ITEM.get(field.name)
        if item and item not in allowed:
            found.append((field.name, place, "unknown" if field.name == "birth_date_is" else () if field.default == () else None))
    return _FACT_ITEM.get(kind), attrgetter(*names), tuple(found)


def _kept_row(row: SentRow, allowed: frozenset[str], dropped: Counter[str], columns: Mapping[str, str] | None) -> SentRow:
    if columns is None and row.table not in _IN_ELEMENTS:
        refused = _refused(row.table, tuple(row.sent), allowed)
        if not refused:
            return row
        dropped.update(refused.values())
        return SentRow(row.path, row.table, row.line, {name: value for name, value in row.sent.items() if name not in refused})
    kept = _kept_node(row.table, row.sent, allowed, dropped, columns)
    return row if kept == row.sent else SentRow(row.path, row.table, row.line, kept)


@lru_cache(maxsize=1 << 14)
def _refused(table: str, columns: tuple[str, ...], allowed: frozenset[str]) -> dict[str, str]:
    """column -> item of each column of such a row that the agreement does not let in."""
    return {column: item for column in columns if not _allowed(item := item_of(table, column), allowed)}


def _kept_node(table: str, node: Mapping[str, Any], allowed: frozenset[str], dropped: Counter[str], columns: Mapping[str, str] | None) -> dict[str, Any]:
    """A row's columns, or an element's leaves however deep, that the agreement lets in."""
    kept = {}
    for name, value in node.items():
        if isinstance(value, dict):
            if inner := _kept_node(table, value, allowed, dropped, columns):
                kept[name] = inner
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            if inner := [each for each in (_kept_node(table, one, allowed, dropped, columns) for one in value if isinstance(one, dict)) if each]:
                kept[name] = inner
        elif _allowed(item := _item(table, name, columns), allowed):
            kept[name] = value
        else:
            dropped[item] += 1
    return kept
