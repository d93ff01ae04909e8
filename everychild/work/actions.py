"""Alerts are raised when rooms below announce something, and answered by whose they are."""

import json
from datetime import datetime

from django.db import connection, transaction

from everychild.kit.problems import Problem, Refused
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.people.announcements import RecordsMoved
from everychild.sharing.announcements import InvolvementsBegan, Opened
from everychild.work.models import Alert
from everychild.work.rules import due_at, tells_of_look, told_of


def tell_of_a_look(said: Opened) -> None:
    """Whoever is allocated hears that somebody with no ground of their own opened the record: in which role, and not who, nor why."""
    if not tells_of_look(role=said.role, purpose=said.purpose, involved=said.involved):
        return
    sentence = f"Somebody in the role {said.role_label} opened this child's record."
    with connection.cursor() as sql:
        sql.execute("select work_tell_of_look(%s, %s, %s, %s, %s)", [said.opening, said.role, sentence, said.at, due_at("look", said.at)])


def tell_of_involvements(said: InvolvementsBegan) -> None:
    """Workers of the children hear that a service is new, where their role may know of it. One statement for a whole file."""
    with connection.cursor() as sql:
        sql.execute(
            "select work_tell_of_involvements(%s, %s::jsonb, %s, %s)",
            [list(said.involvements), json.dumps(dict(told_of())), said.at, due_at("involvement", said.at)],
        )


def tell_of_joins(said: RecordsMoved) -> None:
    """Workers of both sides hear that two records are now thought to be one child."""
    with connection.cursor() as sql:
        sql.execute("select work_tell_of_joins(%s, %s, %s)", [said.at, list(told_of()), due_at("join", said.at)])


@transaction.atomic
def answer_alert(*, by: User, alert: Alert, outcome: str, passed_to: str = "", at: datetime) -> Alert:
    """Whose alert it is says what came of it."""
    if alert.owner_id != by.pk:
        raise Refused("Only the worker whose alert this is can answer it.")
    if alert.answered_at:
        raise Problem("This has been answered already.")
    if outcome not in Alert.Outcome.values:
        raise Problem("Say what came of it: one of the four answers.")
    if outcome == Alert.Outcome.PASSED_ON and not passed_to:
        raise Problem("Say to whom you passed it on.")
    alert.outcome, alert.passed_to, alert.answered_at, alert.answered_by = outcome, passed_to[:160], at, by
    alert.save(update_fields=["outcome", "passed_to", "answered_at", "answered_by"])
    ledger_record("alert_answered", person=alert.person_id, refs={"alert": str(alert.pk)}, words={"outcome": outcome, "passed_to": alert.passed_to})
    return alert
