"""Something is not told: the decision, and its review."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from everychild.kit.ids import new_id
from everychild.kit.problems import Problem, Refused
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.sharing.gateways import kind_of, roles_of
from everychild.sharing.models import Withholding
from everychild.sharing.rules import can_withhold

LONGEST = timedelta(days=366)


@transaction.atomic
def withhold(
    *, by: User, person: UUID, known_by: UUID, items: Sequence[str], organisation: str, kind: str, reason: str, why: str, review_on: date, on: date
) -> UUID:
    """A practitioner decides not to tell an organisation something about a child whom they may see. The id of the decision, which that organisation's readers never see."""
    if by.role is None or not can_withhold(by.role.scope):
        raise Refused("Your role takes no decision not to share. Ask the safeguarding lead of your organisation.")
    check_review_day(review_on, on=on)
    decision = new_id()
    hidden = [] if kind == kind_of(by.role_id) else roles_of(kind)
    with connection.cursor() as sql:
        sql.execute(
            "select sharing_withhold(%s, %s, %s::text[], %s, %s, %s::text[], %s, %s, %s)",
            [decision, known_by, list(items), organisation, kind, hidden, Withholding.Reason(reason).value, why, review_on],
        )
        (made,) = sql.fetchone()
    if not made:
        raise Problem("There is no such record.")
    ledger_record(
        "withheld", person=person, refs={"withholding": str(decision)}, words={"items": list(items), "organisation": organisation, "reason": reason, "why": why}
    )
    return decision


@transaction.atomic
def review_withholding(*, by: User, withholding: Withholding, outcome: str, note: str, review_on: date | None, on: date) -> None:
    """A decision is looked at again: confirmed until another day, shared by now, or withdrawn. What ended stays on the record as having been."""
    if outcome == Withholding.Outcome.CONFIRMED:
        if review_on is None:
            raise Problem("Say when the decision is looked at again.")
        check_review_day(review_on, on=on)
    again_on = review_on if outcome == Withholding.Outcome.CONFIRMED else None
    with connection.cursor() as sql:
        sql.execute("select sharing_review_withholding(%s, %s, %s, %s)", [withholding.pk, Withholding.Outcome(outcome).value, note, again_on])
        (person,) = sql.fetchone()
    if person is None:
        raise Problem("This decision has ended already, or you may not review it.")
    words = {"outcome": outcome, "note": note, "was_due": withholding.review_on.isoformat(), "again_on": again_on.isoformat() if again_on else ""}
    ledger_record("withholding_reviewed", person=person, refs={"withholding": str(withholding.pk)}, words=words)


def check_review_day(review_on: date, *, on: date) -> None:
    """A decision not to tell is looked at again within a year, and not today."""
    if review_on <= on:
        raise Problem("Choose a day after today for the review.")
    if review_on > on + LONGEST:
        raise Problem("Choose a day within a year for the review.")
