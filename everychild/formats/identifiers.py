"""Whether a number that names a child, a learner, a school or a provider could have been issued: pure checks, and the check characters to make one.

Rules: UPN, the Department's guide of 2023; ULN, the Learning Records Service; NHS number, the NHS Data Dictionary (modulus 11).
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path
from typing import Literal

Problem = Literal["empty", "not_text", "length", "character", "check", "not_issued"]

UPN_ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a UPN: no I, O or S."""

_DIGITS = frozenset("0123456789")
_VALUES = {digit: int(digit) for digit in "0123456789"} | {letter: place for place, letter in enumerate(UPN_ALPHABET)}
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_RAISE_AND_DROP = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"} | {ord(mark): None for mark in _HYPHENS}


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be said of one identifier without asking anybody."""

    kind: str
    value: object
    normalised: str | None
    valid: bool
    temporary: bool = False
    problem: Problem | None = None
    warnings: tuple[str, ...] = ()


def normalised(value: str) -> str:
    """Spaces and hyphens dropped, the letters a to z raised; other alphabets are left alone, so that they fail as what they are.

    >>> normalised(" b801-2000 05001")
    'B801200005001'
    """
    if value.isascii() and value.isalnum():
        return value.upper()
    return "".join(value.split()).translate(_RAISE_AND_DROP)


@cache
def authorities() -> dict[str, str]:
    """Every three-digit authority code that may stand in a UPN or LAEstab, former ones too: code -> name."""
    lists = tomllib.loads((Path(__file__).parent / "codes" / "authorities.toml").read_text("utf-8"))
    return {code: name for part in ("england", "wales", "elsewhere", "former") for code, name in lists[part].items()}


def upn_check_letter(rest: str) -> str:
    """The first letter of a UPN, from its other twelve characters.

    >>> upn_check_letter("801200005001")
    'B'
    """
    return UPN_ALPHABET[sum(map(mul, range(2, 14), map(_VALUES.__getitem__, rest))) % 23]


def uln_check_digit(first_nine: str) -> str | None:
    """The tenth digit of a ULN; None where no ULN begins so.

    >>> uln_check_digit("100000004"), uln_check_digit("100000006")
    ('3', None)
    """
    left = sum(map(mul, range(10, 1, -1), map(int, first_nine))) % 11
    return None if left == 0 else str(10 - left)


def nhs_check_digit(first_nine: str) -> str | None:
    """The tenth digit of an NHS number; None where no NHS number begins so.

    >>> nhs_check_digit("943476591")
    '9'
    """
    check = 11 - sum(map(mul, range(10, 1, -1), map(int, first_nine))) % 11
    return None if check == 10 else "0" if check == 11 else str(check)


def _all_digits(text: str) -> bool:
    return _DIGITS.issuperset(text)


def _unknown_authority(code: str) -> tuple[str, ...]:
    return () if code in authorities() else ("unknown_authority",)


def _upn(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 13:
        return "length", False, ()
    first, last = text[0], text[12]
    if first not in UPN_ALPHABET or not _all_digits(text[1:12]) or (last not in _DIGITS and last not in UPN_ALPHABET):
        return "character", False, ()
    temporary = last not in _DIGITS
    return ("check" if upn_check_letter(text[1:]) != first else None), temporary, _unknown_authority(text[1:4])


def _uln(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 10:
        return "length", False, ()
    if not _all_digits(text) or text[0] == "0":
        return "character", False, ()
    return ("check" if uln_check_digit(text[:9]) != text[9] else None), text == "9999999999", ()


def _nhs_number(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 10:
        return "length", False, ()
    if not _all_digits(text):
        return "character", False, ()
    if len(set(text)) == 1:
        return "not_issued", False, ()
    return ("check" if nhs_check_digit(text[:9]) != text[9] else None), False, (("test_range",) if text.startswith("999") else ())


def _urn(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 6:
        return "length", False, ()
    if not _all_digits(text):
        return "character", False, ()
    return ("not_issued" if text == "000000" else None), False, ()


def _ukprn(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 8:
        return "length", False, ()
    return ("character" if not _all_digits(text) or text[0] != "1" else None), False, ()


def _laestab(text: str) -> tuple[Problem | None, bool, tuple[str, ...]]:
    if len(text) != 7:
        return "length", False, ()
    if not _all_digits(text):
        return "character", False, ()
    return None, False, _unknown_authority(text[:3])


KINDS: dict[str, Callable[[str], tuple[Problem | None, bool, tuple[str, ...]]]] = {
    "upn": _upn,
    "uln": _uln,
    "nhs_number": _nhs_number,
    "urn": _urn,
    "ukprn": _ukprn,
    "laestab": _laestab,
}


def check(kind: str, value: object) -> Checked:
    """Judge one value; `kind` is one of `KINDS`. The first thing wrong is named, in the order: not text, empty, length, character, not issued, check.

    A temporary UPN is valid; the temporary ULN 9999999999 is not; an NHS number in the test range is valid with a warning.
    """
    if not isinstance(value, str):
        return Checked(kind, value, None, False, problem="not_text")
    text = normalised(value)
    if not text:
        return Checked(kind, value, "", False, problem="empty")
    problem, temporary, warnings = KINDS[kind](text)
    return Checked(kind, value, text, problem is None, temporary, problem, warnings if problem is None else ())
