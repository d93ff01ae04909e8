"""The clock, asked in one place, so that everything else can be told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on an English wall calendar: at 00:30 in July it is already tomorrow, though UTC disagrees."""
    return datetime.now(LONDON).date()


def day_of(moment: datetime) -> date:
    """The day on which a moment fell here."""
    return moment.astimezone(LONDON).date()
