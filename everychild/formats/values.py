"""Cells into values: dates, sexes, postcodes, identifiers, codes. What cannot be read becomes None and a remark; nothing is guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from everychild.formats.remarks import Remarks
from everychild.formats.words import words

_BLANKS = frozenset({"null", "n/a", "nan", "nat", "none", "-", "--", "nil", "(null)", "placeholder_data", "not known", "unknown"})
_MONTHS = {name: number for number, name in enumerate(words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T].*)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?:[ T].*)?")
_WITH_MONTH_NAME = re.compile(r"([0-9]{4}|[0-9]{1,2})[- /]([A-Za-z]{3})[a-z]*[- /]([0-9]{4}|[0-9]{1,2})(?:[ T].*)?")
_RUN_TOGETHER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")
_SEXES = {"f": "F", "female": "F", "girl": "F", "2": "F", "m": "M", "male": "M", "boy": "M", "1": "M"} | dict.fromkeys(
    ("u", "unknown", "not known", "n", "0", "9", "i", "x", "w", "indeterminate", "not specified"), "U"
)
_DIALLED = re.compile(r"(?:[^0-9]*[0-9]){5,16}[^0-9]*")
_YES, _NO = frozenset({"y", "yes", "true", "1", "t"}), frozenset({"n", "no", "false", "0", "f"})

_SAID = {"Y": True, "N": False, "True": True, "False": False, "true": True, "false": False}

Cells = Mapping[str, str]


def text(value: str | None) -> str | None:
    """The words of a cell with single spaces; None when there are none."""
    if not value:
        return None
    # Only short cells are remembered: what anybody sends must not fill the memory.
    return _words(value) if len(value) < 64 else " ".join(value.split()) or None


@lru_cache(maxsize=1 << 15)
def _words(value: str) -> str | None:
    return " ".join(value.split()) or None


def code(value: str | None) -> str | None:
    """A cell that holds a code, an id or a date: None also for the ways in which systems write nothing."""
    if not value:
        return None
    return _word(value) if len(value) < 64 else text(value)


@lru_cache(maxsize=1 << 15)
def _word(value: str) -> str | None:
    value = " ".join(value.split())
    return None if not value or value.casefold() in _BLANKS else value


@lru_cache(maxsize=1 << 16)
def _day(value: str) -> date | None:
    """A date however English systems write it; day before month where the year is last.

    >>> _day("2026-Oct-01 00:00:00"), _day("01/10/2026"), _day("31/02/2026")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), None)
    """
    try:
        if found := _YEAR_FIRST.fullmatch(value):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _DAY_FIRST.fullmatch(value):
            return date(int(found[4]), int(found[3]), int(found[1]))
        if found := _RUN_TOGETHER.fullmatch(value):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _WITH_MONTH_NAME.fullmatch(value):
            first, last = (found[3], found[1]) if len(found[1]) == 4 else (found[1], found[3])
            return date(int(last), _MONTHS[found[2].casefold()], int(first)) if len(last) == 4 else None
    except (ValueError, KeyError):
        return None
    return None


def day(remarks: Remarks, field: str, cells: Cells) -> date | None:
    """A date, or None with a remark where the cell holds something else."""
    value = code(cells.get(field))
    if value is None:
        return None
    found = _day(value) if len(value) < 64 else None
    if found is None:
        remarks.flag(field, value, "date_unreadable", "There is no such date, or it is written in a way that cannot be read.", "Correct the date at the source; write it as 2026-11-21.")
    elif not 1900 < found.year < 2200:
        remarks.flag(field, value, "placeholder_date", "The date looks like a system's way of saying that there is none.", "Send nothing where there is no date.")
        return None
    return found


def instant(remarks: Remarks, field: str, cells: Cells) -> datetime | date | None:
    """A moment such as 2026-11-21T09:30; a date alone stays a date."""
    value = code(cells.get(field))
    if value is None:
        return None
    try:
        if len(value) > 10:
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        pass
    return day(remarks, field, cells)


def born(remarks: Remarks, field: str, cells: Cells, *, child: bool = True) -> date | None:
    """A birth date that a living person could have, with remarks on the doubtful ones.

    Quarantines the row when the date is more than ten months (305 days) ahead or more than 130 years ago.
    """
    value = code(cells.get(field))
    if value is None:
        if child:
            remarks.flag(field, None, "birth_date_missing", "There is no date of birth.", "Ask the source for it: without it few records can be matched.")
        return None
    found = _day(value) if len(value) < 64 else None
    if found is None:
        remarks.flag(field, value, "date_unreadable", "There is no such date of birth, or it is written in a way that cannot be read.", "Correct it at the source; write it as 2016-04-27.")
        return None
    age = (remarks.as_at - found).days
    if not 0 <= age < 9_500 or (found.day == 1 and found.month == 1):
        return _doubtful_birth(remarks, field, value, found, age, child)
    return found


def _doubtful_birth(remarks: Remarks, field: str, value: str, found: date, age: int, child: bool) -> date | None:
    if age < -305:
        remarks.refuse(field, value, "born_in_future", "The date of birth is more than ten months ahead.", "Correct the date of birth at the source.")
    elif age > 130 * 365.25:
        remarks.refuse(field, value, "born_too_long_ago", "The date of birth is more than 130 years ago.", "Correct the date of birth at the source.")
    elif child and age > 100 * 365.25:
        remarks.flag(field, value, "placeholder_date", "The date of birth looks like a system's way of saying that it is not known.", "Ask the source for the true date.")
        return None
    elif age < 0:
        remarks.flag(field, value, "not_yet_born", "The date of birth is still to come.", "Check whether this is an unborn child and the date is the one expected.")
    elif child and age >= 9_500:
        remarks.flag(field, value, "not_a_child", "By the date of birth this person is over 26.", "Check the date of birth, and whether the person belongs in this file.")
    if found.day == 1 and found.month == 1:
        remarks.flag(field, value, "first_of_january", "The date of birth is 1 January, which often stands for a day that nobody knows.", "Check the date with the family, or record it as estimated.")
    return found


def sex(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """F, M or U."""
    value = text(cells.get(field))
    if value is None:
        return None
    if (found := _SEXES.get(value.casefold())) is None:
        remarks.flag(field, value, "unknown_code", "This is not a code for a sex.", "Send F, M or U.")
    return found


_NOWHERE = "ZZ99"


@lru_cache(maxsize=1 << 15)
def _postcode(value: str) -> str | None:
    plain = value.upper().replace(" ", "")
    if plain.startswith(_NOWHERE) and len(plain) == 7:
        return _NOWHERE
    found = _POSTCODE.fullmatch(plain)
    return f"{found[1]} {found[2]}" if found else None


def postcode(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A postcode in capitals with its one space."""
    value = code(cells.get(field))
    if value is None:
        return None
    found = _postcode(value) if len(value) < 64 else None
    if found == _NOWHERE:
        remarks.flag(field, value, "no_true_postcode", "ZZ99 postcodes stand for no fixed abode, abroad or not known.", "Ask the source where the person lives.")
        return None
    if found:
        return found
    remarks.flag(field, value, "postcode_unreadable", "This does not read as a postcode.", "Correct the postcode at the source.")
    return None


def yes_no(remarks: Remarks, field: str, cells: Cells) -> bool | None:
    """True, False, or None where the source does not say."""
    said = cells.get(field)
    if not said:
        return None
    if said in _SAID:
        return _SAID[said]
    value = code(said)
    if value is None:
        return None
    plain = value.casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    remarks.flag(field, value, "unknown_code", "This is neither yes nor no.", "Send Y, N or nothing.")
    return None


def number(remarks: Remarks, field: str, cells: Cells, *, most: int = 10**9) -> int | None:
    """A whole number; 3.0 counts as 3."""
    value = code(cells.get(field))
    if value is None:
        return None
    digits = value.removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) < 12 and int(digits) <= most:
        return int(digits)
    remarks.flag(field, value, "number_unreadable", "This is not a number that can stand here.", "Correct the number at the source.")
    return None


def one_of(remarks: Remarks, field: str, cells: Cells, allowed: frozenset[str], what: str) -> str | None:
    """A code of a list, in capitals; one that the list lacks is left out with a remark."""
    said = cells.get(field)
    if not said or said in allowed:
        return said or None
    value = code(said)
    if value is None:
        return None
    if (found := value.upper()) in allowed:
        return found
    remarks.flag(field, value, "unknown_code", f"This is not a code for {what}.", "Check the code list, and correct the code at the source.")
    return None


def telephone(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A telephone number as written, when there are digits enough to ring."""
    value = code(cells.get(field))
    if value is None:
        return None
    if len(value) <= 40 and _DIALLED.fullmatch(value):
        return value
    remarks.flag(field, value, "telephone_unreadable", "This does not read as a telephone number.", "Correct the number at the source.")
    return None


def email(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """An e-mail address as written."""
    value = code(cells.get(field))
    if value is None:
        return None
    if 3 <= len(value) <= 254 and value.count("@") == 1 and " " not in value and not value.startswith("@") and not value.endswith("@"):
        return value
    remarks.flag(field, value, "email_unreadable", "This does not read as an e-mail address.", "Correct the address at the source.")
    return None


_ETHNICITY = re.compile("[WMABCO][A-Z]{3}|REFU|NOBT|ZZZZ")
_LANGUAGE = re.compile("[A-Z]{3,4}")


def ethnicity(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A code of the shape of the department's ethnicity codes; the extended list is the authority's own, so only the shape is judged."""
    return _shaped(remarks, field, cells, _ETHNICITY, "ethnicity")


def language(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A code of the shape of the department's language codes."""
    return _shaped(remarks, field, cells, _LANGUAGE, "a language")


def _shaped(remarks: Remarks, field: str, cells: Cells, shape: re.Pattern[str], what: str) -> str | None:
    value = code(cells.get(field))
    if value is None:
        return None
    if shape.fullmatch(found := value.upper()):
        return found
    remarks.flag(field, value, "unknown_code", f"This is not a code for {what}.", "Check the code list, and correct the code at the source.")
    return None


def parsed_day(value: str | None) -> date | None:
    """A cell's date without remarks, for a first look."""
    value = code(value)
    return None if value is None or len(value) > 63 else _day(value)


def reads_as_postcode(value: str) -> bool:
    """Whether a cell could be a postcode."""
    return _POSTCODE.fullmatch(value.upper().replace(" ", "")[:12]) is not None


def reads_as_sex(value: str) -> bool:
    """Whether a cell could be a sex."""
    return value.strip().casefold() in _SEXES
