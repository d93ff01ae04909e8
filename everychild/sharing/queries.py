"""Questions about who is involved and what was opened."""

import json
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


AT_MOST = 10


def find(asked: Asked) -> list[Found]:
    """Children near to what was asked, the nearest first; one more than may be shown, so that the page knows to ask for another fact."""
    with connection.cursor() as sql:
        sql.execute(
            "select * from sharing_find(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [asked.names, asked.born_from, asked.born_to, asked.born_swapped, asked.upn, asked.nhs_number, asked.uln, asked.postcode, asked.house, asked.school, AT_MOST + 1],
        )
        return [Found(*row) for row in sql.fetchall()]


@dataclass(frozen=True, slots=True)
class Mine:
    """A child on the reader's own list, and why."""

    ref: str
    name: str
    born_on: date | None
    service: str
    since: date | None


def my_children(*, at_most: int = 500) -> list[Mine]:
    """The children with whom the reader or the reader's team is involved now, the latest first: one for each child."""
    with connection.cursor() as sql:
        sql.execute(
            """select distinct on (p.id) p.ref, d.fields, i.service, i.from_on
               from sharing_my_involvements mine join sharing_involvement i on i.id = mine.id
               join people_membership m on m.record_id = i.record_id join people_person p on p.id = m.person_id
               join people_described d on d.record_id = i.record_id
               order by p.id, i.from_on desc nulls last limit %s""",
            [at_most],
        )
        rows = sql.fetchall()
    made = [Mine(ref, _name(said), _date(said.get("born_on")), service, since) for ref, said, service, since in _read(rows)]
    return sorted(made, key=lambda one: (one.since or date.min), reverse=True)


def _read(rows: list[tuple]) -> list[tuple]:
    return [(ref, json.loads(said) if isinstance(said, str) else said, service, since) for ref, said, service, since in rows]


def _name(said: dict) -> str:
    return " ".join(str(said[part]) for part in ("given_names", "family_name") if said.get(part)) or "Name not known"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
