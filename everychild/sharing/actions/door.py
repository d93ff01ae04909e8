"""A child is looked for, and a purpose is declared at the door."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from everychild.kit.announcing import announce
from everychild.kit.ids import new_id
from everychild.kit.problems import Problem, Refused
from everychild.kit.time import day_of
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.sharing.announcements import Opened
from everychild.sharing.passing import check_gateway
from everychild.sharing.queries import AT_MOST, Asked, Found, find, is_involved
from everychild.sharing.rules import worth_showing


@transaction.atomic
def find_children(*, by: User, asked: Asked, words: Mapping[str, object]) -> list[Found] | None:
    """The children near to what was asked, the nearest first; None where there are more than ten, and then nobody is shown.

    A search is a read: `words`, what was asked as the worker put it, and everyone it showed stand in one entry of the ledger.
    """
    if by.role is None or by.role.searches == "none":
        raise Refused("Your role does not search for children. Ask your manager if your work has come to need it.")
    near = find(asked)
    showing = worth_showing([one.agreed for one in near], AT_MOST)
    found = None if showing is None else near[:showing]
    ledger_record("searched", refs={"found": [str(one.person) for one in found or ()]}, words={"asked": dict(words), "too_many": found is None})
    return found


MINUTES_OPEN = 30


@transaction.atomic
def open_record(*, by: User, found: UUID, purpose: str, reason: str, at: datetime) -> UUID:
    """A purpose is declared at the door, and the record is open for half an hour. The person's id; refused where the role may not or there is nobody."""
    if by.role is None or purpose not in by.role.purposes:
        raise Refused("Your role does not include this purpose. Ask your manager which one fits.")
    gateway = check_gateway(purpose=purpose, role=by.role_id, on=day_of(at))
    opening = new_id()
    with connection.cursor() as sql:
        sql.execute("select sharing_open(%s, %s, %s, %s, 'door', %s)", [opening, found, purpose, reason, MINUTES_OPEN])
        (person,) = sql.fetchone()
    if person is None:
        raise Problem("There is no such record.")
    ledger_record("opened", person=person, purpose=purpose, refs={"gateway": gateway}, words={"reason": reason})
    announce(Opened(opening, by.role.code, by.role.label, purpose, is_involved(person), at))
    return person
