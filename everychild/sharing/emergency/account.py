"""Questions about extracts: whether there is a fresh one, and who used which."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from everychild.sharing.models import EmergencyExtract, EmergencyUse

LATE_AFTER = timedelta(hours=26)
"""A night, and two hours for a night that went wrong."""


def extracts() -> QuerySet[EmergencyExtract]:
    """Every extract that was made, the latest first, with how many uses of it the asker may know."""
    return EmergencyExtract.objects.annotate(times_used=Count("uses")).order_by("-made_at")


def last_extract() -> EmergencyExtract | None:
    """The latest that was made."""
    return EmergencyExtract.objects.order_by("-made_at").first()


def is_late(extract: EmergencyExtract | None, at: datetime) -> bool:
    """Whether the night went by without one."""
    return extract is None or at - extract.made_at > LATE_AFTER


def extract_known_as(words: str) -> EmergencyExtract | None:
    """The one extract whose digest begins so, or that was made on this day; None where there is none, or more than one."""
    text = words.strip().lower()
    known = Q(digest__startswith=text) if len(text) >= 6 and "-" not in text else Q(pk=None)
    found = list(EmergencyExtract.objects.filter(known | (Q(made_at__date=text) if _is_a_day(text) else Q(pk=None)))[:2])
    return found[0] if len(found) == 1 else None


def _is_a_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 (a day, no instant)
    except ValueError:
        return False
    return True


def uses(*, waiting: bool = False) -> QuerySet[EmergencyUse]:
    """Uses that the asker may know, those that wait for review first, then the latest."""
    found = EmergencyUse.objects.select_related("extract", "written_by", "reviewed_by").order_by(F("reviewed_at").desc(nulls_first=True), "-from_at")
    return found.filter(reviewed_at=None) if waiting else found
