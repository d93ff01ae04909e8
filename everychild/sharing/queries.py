"""Questions about who is involved and what was opened."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from everychild.sharing.models import Involvement


def records_under_an_adoption_order(*, source: str, on: date) -> list[str]:
    """Records of a source that says of their child: adopted, on a day that has come. Their persons may be sealed already."""
    found = Involvement.objects.filter(service="adoption", record__source_code=source, from_on__lte=on)
    return [str(record) for record in found.values_list("record_id", flat=True).distinct()]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the child who is looked for. Names folded; dates a range, because people remember ages better than birthdays."""

    names: str = ""
    born_from: date | None = None
    born_to: date | None = None
    born_swapped: date | None = None
    upn: str = ""
    nhs_number: str = ""
    uln: str = ""
    postcode: str = ""
    house: str = ""
    school: UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A child to choose from: no more than is needed to choose."""

    person: UUID
    ref: str
    record: UUID
    name: str
    born_on: date | None
    sex: str
    nearness: float
    agreed: int


AT_MOST = 10


def find(asked: Asked) -> list[Found]:
    """Children near to what was asked, those with whom most facts agree first; one more than may be shown, so that it is known when to ask for another fact."""
    with connection.cursor() as sql:
        sql.execute(
            "select * from sharing_find(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [asked.names, asked.born_from, asked.born_to, asked.born_swapped, asked.upn, asked.nhs_number, asked.uln, asked.postcode, asked.house, asked.school, AT_MOST + 1],
        )
        return [Found(*row) for row in sql.fetchall()]


@dataclass(frozen=True, slots=True)
class Mine:
    """A child on the reader's list. `reasons`: (service, since), the gravest first; `own` where the reader is named, not only the team; `with_whom` the colleague who is."""

    person: UUID
    ref: str
    name: str
    born_on: date | None
    own: bool
    with_whom: str
    reasons: tuple[tuple[str, date | None], ...]

    @property
    def since(self) -> date | None:
        """The day of the gravest reason."""
        return self.reasons[0][1]


GRAVEST_FIRST = ("missing", "protection_plan", "enquiry", "looked_after", "child_in_need", "refuge")

_GRAVE = """
select m.person_id, i.service, min(i.from_on) from sharing_involvement i join people_membership m on m.record_id = i.record_id
where m.person_id = any (%s) and (i.to_on is null or i.to_on >= current_date) and i.service = any (%s) group by 1, 2
"""


def my_children(*, at_most: int = 5000) -> list[Mine]:
    """The children with whom the reader or the reader's team is involved now, one for each child: the reader's own first, the gravest reason first, the latest first."""
    with connection.cursor() as sql:
        sql.execute("select * from sharing_caseload()")
        rows = sql.fetchall()
        sql.execute(_GRAVE, [[row[0] for row in rows], list(GRAVEST_FIRST)])
        grave: dict[UUID, list[tuple[str, date | None]]] = {}
        for person, service, since in sorted(sql.fetchall(), key=lambda row: GRAVEST_FIRST.index(row[1])):
            grave.setdefault(person, []).append((service, since))
    made = [_mine(row, grave.get(row[0], [])) for row in rows]
    return sorted(made, key=lambda one: (not one.own, _gravity(one), -(one.since or date.min).toordinal(), one.name))[:at_most]


def _mine(row: tuple, grave: list[tuple[str, date | None]]) -> Mine:
    person, ref, given, family, _known_as, born_on, own, with_whom, service, since = row
    reasons = tuple(grave) if any(one == service for one, _ in grave) else (*grave, (service, since))
    return Mine(person, ref, " ".join(part for part in (given, family) if part) or "Name not known", born_on, own, with_whom, reasons)


def _gravity(one: Mine) -> int:
    service = one.reasons[0][0]
    return GRAVEST_FIRST.index(service) if service in GRAVEST_FIRST else len(GRAVEST_FIRST)


def is_involved(person: UUID) -> bool:
    """Whether the asker, their team or their school is involved with this child now: their own, without declaring anything."""
    with connection.cursor() as sql:
        sql.execute("select exists (select 1 from sharing_my_involvements i join people_membership m on m.record_id = i.record_id where m.person_id = %s)", [person])
        return sql.fetchone()[0]
