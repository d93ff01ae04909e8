"""Questions about decisions not to tell. The row policy says which of them the asker may read."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from everychild.sharing.models import Withholding

SOON = timedelta(days=30)


def withholdings_about(person: UUID) -> QuerySet[Withholding]:
    """The decisions about one child that the asker may read, the latest first."""
    with connection.cursor() as sql:
        sql.execute("select id from sharing_withholdings_about(%s)", [person])
        about = [decision for (decision,) in sql.fetchall()]
    return Withholding.objects.filter(pk__in=about).select_related("decided_by__role", "reviewed_by__role").order_by("-decided_at")


def withholdings(*, state: str = "", on: date) -> QuerySet[Withholding]:
    """The decisions about any child that the asker may read: those whose review is the longest due come first."""
    found = Withholding.objects.select_related("decided_by__role", "reviewed_by__role").order_by("review_on", "decided_at")
    return found.filter(_of(on)[state]) if state else found


@dataclass(frozen=True, slots=True)
class HowMany:
    """How many decisions there are, in all and in each state."""

    all: int
    overdue: int
    soon: int
    standing: int
    ended: int


def how_many_withheld(*, on: date) -> HowMany:
    """The numbers of the decisions that the asker may read."""
    counts = {state: Count("pk", filter=of) for state, of in _of(on).items()}
    return HowMany(**Withholding.objects.aggregate(all=Count("pk"), **counts))


def _of(on: date) -> dict[str, Q]:
    ended = Q(outcome__in=[Withholding.Outcome.SHARED, Withholding.Outcome.WITHDRAWN])
    return {"overdue": ~ended & Q(review_on__lt=on), "soon": ~ended & Q(review_on__range=(on, on + SOON)), "standing": ~ended, "ended": ended}
