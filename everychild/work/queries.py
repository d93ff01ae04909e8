"""Questions about alerts: one's own, and what waits in the teams that one leads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from everychild.organisations.models import User
from everychild.work.models import Alert


def waiting_alerts(user: User) -> QuerySet[Alert]:
    """The user's alerts that wait for an answer, what is due first at the head. The policy leaves out those of a child whom they may no longer see."""
    return Alert.objects.filter(owner=user, answered_at=None).order_by("due_at", "pk")


@dataclass(frozen=True, slots=True)
class TeamAlert:
    """An alert that a member of the asker's team has not answered; of which child is not told."""

    id: UUID
    owner: int
    owner_name: str
    kind: str
    raised_at: datetime
    due_at: datetime


def team_alerts() -> list[TeamAlert]:
    """What waits with the members of the teams that the asker leads."""
    with connection.cursor() as sql:
        sql.execute("select * from work_team_alerts()")
        return [TeamAlert(*row) for row in sql.fetchall()]
