"""How fresh a source is. Plain Python: the day is told."""

from dataclasses import dataclass
from datetime import date

FRESH, LATE, SILENT, NEVER, UNTIMED = "fresh", "late", "silent", "never", "untimed"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether a source has answered lately; `days` since the day that its last file speaks of."""

    state: str
    days: int | None


def freshness(*, as_at: date | None, interval_days: int | None, on: date) -> Freshness:
    """Fresh within its interval, late after it, silent (it did not answer) after twice that; a source without an interval is never late.

    >>> freshness(as_at=date(2026, 11, 1), interval_days=7, on=date(2026, 11, 15)).state
    'late'
    >>> freshness(as_at=date(2026, 11, 1), interval_days=7, on=date(2026, 11, 16)).state
    'silent'
    """
    if as_at is None:
        return Freshness(NEVER, None)
    days = max(0, (on - as_at).days)
    if interval_days is None:
        return Freshness(UNTIMED, days)
    if days > 2 * interval_days:
        return Freshness(SILENT, days)
    return Freshness(LATE if days > interval_days else FRESH, days)
