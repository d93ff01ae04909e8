"""Numbers that name children, schools and homes: valid where meant, unique in a town, and nobody's.

NHS numbers lie in the test range (999), ULNs begin with 99, URNs with 9, telephone numbers are those kept for drama.
Every child has a slot; a slot gives the same number without asking what other blocks gave.
"""

from everychild.formats.identifiers import UPN_ALPHABET, nhs_check_digit, uln_check_digit, upn_check_letter
from everychild.town.chance import Chance

SLOTS_A_BLOCK = 1100
"""A thousand children, and room for the new identities of adopted ones."""

SLOTS = 900_000
"""How many NHS numbers of the test range a town can use: nine or ten of each ten are valid, nine are used."""

_DIGITS = "0123456789"


def nhs_number(slot: int) -> str:
    """The NHS number of a slot, in the test range, scattered so that neighbours in number are not family."""
    return _scattered(slot, "999", nhs_check_digit)


def uln(slot: int) -> str:
    return _scattered(slot, "991", uln_check_digit)


def _scattered(slot: int, prefix: str, check) -> str:
    """Of the ten numbers that share eight digits at most one has no check digit: take the slot's turn among the others."""
    group = slot // 9 * 38573 % 100_000
    first_eight = f"{prefix}{group:05d}"
    turn = slot % 9
    for digit in _DIGITS:
        last = check(first_eight + digit)
        if last is not None:
            if turn == 0:
                return first_eight + digit + last
            turn -= 1
    raise ValueError(slot)


def upn(authority: str, establishment: str, year: int, serial: int) -> str:
    """A UPN as a school issues it: authority, establishment, year of issue, serial number, and the letter before."""
    rest = f"{authority}{establishment}{year % 100:02d}{serial:03d}"
    return upn_check_letter(rest) + rest


def temporary_upn(chance: Chance, authority: str, establishment: str, year: int) -> str:
    """A temporary UPN: its last character is a letter."""
    rest = f"{authority}{establishment}{year % 100:02d}{chance.whole(0, 99):02d}{chance.pick(UPN_ALPHABET)}"
    return upn_check_letter(rest) + rest


def one_digit_wrong(chance: Chance, number: str) -> str:
    """The number with one digit mistaken."""
    place = chance.pick([place for place, character in enumerate(number) if character in _DIGITS])
    return number[:place] + str((int(number[place]) + chance.whole(1, 9)) % 10) + number[place + 1 :]


def row_key(number: int) -> str:
    """A row's key as COLLECT makes it, for a number below 2**44: no two are the same, and order says nothing.

    >>> row_key(1)
    '9e3779b9-7f5'
    """
    mixed = number * 0x9E3779B97F5 % (1 << 44)
    return f"{mixed >> 12:08x}-{mixed & 0xFFF:03x}"


def shuffled(number: int) -> int:
    """A number below 100,000,000 moved to another: no two meet."""
    return (number * 61_803_399 + 14_142_135) % 100_000_000


def telephone(chance: Chance) -> str:
    """A telephone number of the ranges kept for drama: 01632 960xxx and 07700 900xxx."""
    return f"07700 900{chance.whole(0, 999):03d}" if chance.happens(0.75) else f"01632 960{chance.whole(0, 999):03d}"
