"""Names for things: keys that sort by age, and references that can be read over a telephone.

A reference is nine random characters and a check character, all in Crockford's Base32 (no I, L, O or U), shown as
`K7P-M2QX-9TB`. Crockford's own check, modulo 37, needs five symbols that are not in the alphabet, so the check here
works in the field of 32 elements instead: with weights a, a², a³ … the ten characters sum to nothing. A single wrong
character, or two characters exchanged, anywhere, changes that sum, because no two weights are equal.
"""

import secrets
import threading
import time
import uuid
from collections.abc import Iterator

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LENGTH = 9
_FIELD = 0b100101  # x⁵ + x² + 1, whose root generates every non-zero element of the field

_latest = 0
_one_at_a_time = threading.Lock()


def new_id() -> uuid.UUID:
    """A version 7 UUID: made by the application, so that an insert need not read back a row that it may not see.

    Later ids of one process sort after earlier ones, even within a millisecond or when the clock steps back.
    """
    stamp = _next_stamp()
    version_and_fraction = 0x7000 | stamp & 0xFFF
    variant_and_chance = 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=(stamp >> 12) << 80 | version_and_fraction << 64 | variant_and_chance)


def _next_stamp() -> int:
    """48 bits of milliseconds and 12 of their fraction (RFC 9562, section 6.2, method 3), each greater than the last."""
    global _latest
    with _one_at_a_time:
        _latest = max(_latest + 1, time.time_ns() * 4096 // 1_000_000)
        return _latest


def new_id_texts() -> Iterator[str]:
    """Ids without end, as text, for rows by the thousand: the same as `new_id`, with chance drawn in large draughts."""
    while True:
        draught = secrets.token_bytes(8 * 1024)
        for place in range(0, len(draught), 8):
            stamp = _next_stamp()
            tail = (draught[place : place + 8].hex(), "89ab"[draught[place] >> 6])
            head = f"{stamp >> 12:012x}"
            yield f"{head[:8]}-{head[8:]}-7{stamp & 0xFFF:03x}-{tail[1]}{tail[0][1:4]}-{tail[0][4:16]}"


def public_ref() -> str:
    """A fresh reference as it is stored: ten characters, no hyphens."""
    body = "".join(ALPHABET[chance & 31] for chance in secrets.token_bytes(_LENGTH))
    return body + check_character(body)


def show_ref(ref: str) -> str:
    """The reference as people write it.

    >>> show_ref("K7PM2QX9TB")
    'K7P-M2QX-9TB'
    """
    return f"{ref[:3]}-{ref[3:7]}-{ref[7:]}"


def read_ref(text: str) -> str | None:
    """The stored form of a reference that somebody typed or said, or None when it cannot be one.

    Case, spaces and hyphens do not matter; O is read as 0, and I and L as 1.

    >>> read_ref(" 000-0000 00o ")
    '0000000000'
    """
    letters = [letter for letter in text.upper() if letter not in " -\u2010\u2011\u2012\u2013\u2014\u00a0"]
    if len(letters) != _LENGTH + 1 or any(letter not in _VALUES for letter in letters):
        return None
    ref = "".join(ALPHABET[_VALUES[letter]] for letter in letters)
    return ref if check_character(ref[:-1]) == ref[-1] else None


def check_character(body: str) -> str:
    """The character that makes the weighted sum come to nothing; its own weight is one."""
    total = 0
    for letter in body:
        total = _times_the_root(total ^ _VALUES[letter])
    return ALPHABET[total]


def _times_the_root(element: int) -> int:
    doubled = element << 1
    return doubled ^ _FIELD if doubled & 0b100000 else doubled
