"""Questions about rolls: where a child is and was, and who is on the roll of a school."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from everychild.people.queries import RecordOf, hanging_on
from everychild.schooling.models import Roll

YEARS = ("E1", "E2", "N1", "N2", "R", *map(str, range(1, 15)), "X", "M", "")
"""National curriculum years from the youngest; no year comes last."""


def rolls_of(records: Sequence[RecordOf]) -> list[Roll]:
    """Spells on rolls that these records speak of, the present and the latest first; two sources may tell of one spell."""
    found = hanging_on(records, Roll.objects.select_related("school"))
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


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil of the asker's school, as a class list has them. Names and birth date are None where no source says them or the role does not include them."""

    roll: UUID
    record: UUID
    person: UUID
    ref: str
    given_names: str | None
    family_name: str | None
    known_as: str | None
    born_on: date | None
    year_group: str
    entered_on: date | None
    flags: int
    """The number of doubts about the record."""


def own_pupils(*, on: date) -> list[Pupil]:
    """Pupils on the roll of the asker's own school on a day, by surname: one statement for the whole school."""
    with connection.cursor() as sql:
        sql.execute("select * from schooling_pupils(%s)", [on])
        return [Pupil(*row) for row in sql.fetchall()]


def who_fit(pupils: Sequence[Pupil], *, year_group: str | None = None, name: str = "", flagged: bool = False) -> list[Pupil]:
    """Those of a year, with every word of `name` somewhere in their names, with a flag: as far as each is asked."""
    words = name.upper().split()
    return [one for one in pupils if year_group in (None, one.year_group) and (one.flags or not flagged) and all(word in _names(one) for word in words)]


def counts_by_year(pupils: Sequence[Pupil]) -> dict[str, int]:
    """Year group -> how many pupils, from the youngest."""
    counted = Counter(one.year_group for one in pupils)
    return {year: counted[year] for year in YEARS if year in counted}


def _names(one: Pupil) -> str:
    return " ".join(part for part in (one.given_names, one.family_name, one.known_as) if part).upper()
