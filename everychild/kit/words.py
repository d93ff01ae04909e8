"""Dates, ages and numbers in the words that people use."""

import datetime

from markupsafe import Markup

from everychild.kit.time import LONDON


def day(on: datetime.date | datetime.datetime | str | None) -> str:
    """A date as people write it.

    >>> day(datetime.date(2026, 3, 27))
    '27 March 2026'
    >>> day("2026-11-05")
    '5 November 2026'
    >>> day(None)
    ''
    """
    on = _read(on)
    if on is None:
        return ""
    if isinstance(on, datetime.datetime):
        on = _in_london(on).date()
    return f"{on.day} {on:%B} {on.year}"


def month(on: datetime.date | None) -> str:
    """A month and a year, where the day is not known or does not matter.

    >>> month(datetime.date(2026, 3, 27))
    'March 2026'
    """
    return "" if on is None else f"{on:%B} {on.year}"


def clock(at: datetime.datetime | None) -> str:
    """A time of day in London.

    >>> clock(datetime.datetime(2026, 7, 1, 8, 5, tzinfo=datetime.UTC))
    '9:05am'
    """
    if at is None:
        return ""
    at = _in_london(at)
    return f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


def instant(at: datetime.datetime | str | None) -> str:
    """A date and a time in London.

    >>> instant(datetime.datetime(2026, 1, 1, 13, 30, tzinfo=datetime.UTC))
    '1 January 2026, 1:30pm'
    """
    at = _read(at)
    return f"{day(at)}, {clock(at)}" if isinstance(at, datetime.datetime) else day(at)


def age(born_on: datetime.date | None, on: datetime.date) -> str:
    """How old somebody is on a day, in the unit that a worker would say aloud.

    >>> age(datetime.date(2019, 11, 22), datetime.date(2026, 11, 21))
    '6 years'
    >>> age(datetime.date(2026, 10, 1), datetime.date(2026, 11, 21))
    '7 weeks'
    >>> age(datetime.date(2027, 2, 1), datetime.date(2026, 11, 21))
    'not yet born'
    """
    if born_on is None:
        return ""
    if born_on > on:
        return "not yet born"
    months = (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)
    if months >= 24:
        return f"{months // 12} years"
    if months >= 3:
        return f"{months} months"
    weeks = (on - born_on).days // 7
    return f"{weeks} week{'' if weeks == 1 else 's'}" if weeks else _days((on - born_on).days)


def ref(reference: str | None) -> str:
    """A person's reference in the groups in which it is read over a telephone.

    >>> ref("K7PM2QX9TB")
    'K7P-M2QX-9TB'
    """
    plain = (reference or "").replace("-", "")
    return f"{plain[:3]}-{plain[3:7]}-{plain[7:]}" if len(plain) == 10 else (reference or "")


def number(count: int | float | None) -> str:
    """A number with its thousands apart.

    >>> number(20000)
    '20,000'
    """
    return "" if count is None else f"{count:,}"


def shown(value: object) -> object:
    """Any value of a cell or a fact, in words: dates and numbers as above, yes and no, nothing as an empty string."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.datetime):
        return instant(value)
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, int):
        return number(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(shown(each)) for each in value)
    return str(value)


def sentence(words: str) -> str:
    """The same words with a capital first letter and a full stop, whatever the source sent.

    >>> sentence("no postcode")
    'No postcode.'
    """
    words = str(words).strip()
    return words and words[0].upper() + words[1:] + ("" if words[-1] in ".!?" else ".")


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _read(value: datetime.date | str | None) -> datetime.date | datetime.datetime | None:
    """Provenance that has been through JSON comes back as text; anything that is not a date is left out."""
    if not value or not isinstance(value, str):
        return value or None
    try:
        return datetime.date.fromisoformat(value) if len(value) == 10 else datetime.datetime.fromisoformat(value)
    except ValueError:
        return None


def _in_london(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(LONDON) if at.tzinfo else at
