"""Dates asked for in three boxes, which a telephone, a keyboard and a screen reader all manage."""

import calendar
import dataclasses
import datetime

from django import forms
from django.core.exceptions import ValidationError

MONTHS = {name.lower(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names) if name}


@dataclasses.dataclass(frozen=True)
class ApproximateDate:
    """A date of which the year is known, and perhaps the month and the day.

    >>> ApproximateDate(2016, 5).earliest, ApproximateDate(2016, 5).latest
    (datetime.date(2016, 5, 1), datetime.date(2016, 5, 31))
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def exact(self) -> bool:
        return self.month is not None and self.day is not None


class DateParts(forms.MultiWidget):
    """Day, month and year, each in its own box."""

    def __init__(self, attrs: dict | None = None) -> None:
        boxes = {part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in ("day", "month", "year")}
        super().__init__(boxes, attrs)

    def decompress(self, value: object) -> list:
        if value is None or value == "":
            return [None, None, None]
        if isinstance(value, str):
            value = datetime.date.fromisoformat(value)
        return [value.day, value.month, value.year]


class DateInParts(forms.MultiValueField):
    """A whole date. Months may be named: 27 March 2026, 27 mar 2026 and 27 3 2026 are one day."""

    widget = DateParts
    default_error_messages = {
        "required": "Enter a date",
        "invalid": "Enter a real date, for example 27 3 2026",
        "incomplete": "Enter a day, a month and a year",
    }

    def __init__(self, **kwargs: object) -> None:
        boxes = tuple(forms.CharField(required=False, max_length=12) for _ in range(3))
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, values: list) -> datetime.date | None:
        day, month, year = (value.strip() for value in values or ("", "", ""))
        if not (day or month or year):
            return None
        if not (day and month and year):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return self._real(year, month, day)

    def _real(self, year: str, month: str, day: str) -> datetime.date:
        try:
            return datetime.date(_year(year), _month(month), _figures(day))
        except (ValueError, OverflowError):  # a day of twelve figures is more than a date can even refuse
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ApproximateDateInParts(DateInParts):
    """A date of which only the year must be told."""

    default_error_messages = {"incomplete": "Enter at least a year", "day_alone": "Enter a month as well as a day"}

    def compress(self, values: list) -> ApproximateDate | None:
        day, month, year = (value.strip() for value in values or ("", "", ""))
        if not (day or month or year):
            return None
        if not year:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if day and not month:
            raise ValidationError(self.error_messages["day_alone"], code="day_alone")
        real = self._real(year, month or "1", day or "1")
        return ApproximateDate(real.year, real.month if month else None, real.day if day else None)


def _month(told: str) -> int:
    return MONTHS.get(told.lower().rstrip("."), 0) or _figures(told)


def _year(told: str) -> int:
    """Four figures, and a year that somebody now living could have been born in or could plan for."""
    year = _figures(told)
    if not 1900 <= year <= 2100:
        raise ValueError(told)
    return year


def _figures(told: str) -> int:
    """A number in figures alone: Python would read 2_015 and +5 as numbers too."""
    if not told.isdecimal():
        raise ValueError(told)
    return int(told)
