"""A worker decides what a source has raised: whether a death that was reported is so, and whether an address may be shown again."""

from uuid import UUID

from django.db import connection, transaction

from everychild.kit.ids import new_id
from everychild.kit.problems import Problem, Refused
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.sharing.rules import may_decide


@transaction.atomic
def decide(*, by: User, person: UUID, answer: str, reason: str) -> UUID:
    """The worker's answer stands until another is given; the same report again does not undo it. Refused where the role decides no such thing or there is nothing to decide."""
    if by.role is None or not may_decide(by.role.code):
        raise Refused("Your role does not decide this. Ask the child's social worker, the front door or the emergency duty team.")
    decision = new_id()
    with connection.cursor() as sql:
        sql.execute("select sharing_decide(%s, %s, %s, %s)", [decision, person, answer, reason])
        (done,) = sql.fetchone()
    if not done:
        raise Problem("There is nothing of that kind to decide any more. Open the record again.")
    ledger_record("decided", person=person, refs={"decision": str(decision)}, words={"answer": answer, "reason": reason})
    return decision
