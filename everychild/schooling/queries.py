"""Questions about rolls: where a child is and was, and who is on the roll of a school."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, F, Func, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from everychild.organisations.models import School
from everychild.people.queries import RecordOf
from everychild.schooling.models import Roll

YEARS = ("E1", "E2", "N1", "N2", "R", *map(str, range(1, 15)), "X", "M", "")
"""National curriculum years from the youngest; no year comes last."""


def rolls_of(records: Sequence[RecordOf]) -> list[Roll]:
    """Spells on rolls that these records speak of, the present and the latest first; two sources may tell of one spell."""
    found = Roll.objects.filter(record_id__in=[one.id for one in records]).select_related("school", "record")
    return sorted(found, key=lambda one: (one.left_on is None, one.entered_on or date.min, one.record.as_at), reverse=True)


def present_rolls(rolls: Sequence[Roll], on: date) -> list[Roll]:
    """Those that have not ended, one for each school: the newest word on each."""
    newest: dict[UUID, Roll] = {}
    for roll in rolls:
        if roll.left_on is None or roll.left_on >= on:
            known = newest.get(roll.school_id)
            if known is None or known.record.as_at < roll.record.as_at:
                newest[roll.school_id] = roll
    return list(newest.values())


def roll_of(school: School, *, on: date, year_group: str | None = None, name: str = "", flagged: bool = False) -> QuerySet[Roll]:
    """Pupils on a school's roll on a day, by surname; each with `flags`, the number of doubts about the record. `name`: any part of a name."""
    found = (
        Roll.objects.filter(_present(on), school=school).select_related("record__described", "record__membership__person")
        .annotate(family=_said("family_name"), given=_said("given_names"), flags=Count("record__flags")).order_by("family", "given", "id")
    )  # fmt: skip
    if year_group is not None:
        found = found.filter(year_group=year_group)
    for word in name.split():
        found = found.annotate(whole=Concat(F("given"), F("family"), _said("known_as"), output_field=CharField())).filter(whole__icontains=word)
    return found.filter(flags__gt=0) if flagged else found


def roll_counts(school: School, *, on: date) -> dict[str, int]:
    """Year group -> how many pupils are on the roll, from the youngest."""
    counted = dict(Roll.objects.filter(_present(on), school=school).values_list("year_group").annotate(Count("id")))
    return {year: counted[year] for year in YEARS if year in counted}


def _present(on: date) -> Q:
    return (Q(entered_on=None) | Q(entered_on__lte=on)) & (Q(left_on=None) | Q(left_on__gte=on))


def _said(field: str) -> Func:
    return KeyTextTransform(field, "record__described__fields")
