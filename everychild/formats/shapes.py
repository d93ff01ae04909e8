"""What a table of a format looks like, and which table a heading row is: by its headings, never by the file's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns: all that are known, those without which it cannot be read, and those that nothing else has."""

    table: str
    known: tuple[str, ...]
    required: tuple[str, ...]
    key: tuple[str, ...]
    """Headings that together name this table and no other."""


def plain(heading: str) -> str:
    """A heading without the accidents: case, stray spaces.

    >>> plain("  LA  (Code) ")
    'la (code)'
    """
    return " ".join(heading.split()).casefold()


def best_shape(headings: Sequence[str], shapes: Iterable[Shape]) -> Shape | None:
    """The table that these headings are most like; None when they are like none.

    A table is a candidate when its key headings are there and half of the file's headings are its own, or when four fifths of its columns are there.
    """
    found = {plain(heading) for heading in headings if heading.strip()}
    best, best_score = None, float("-inf")
    for shape in shapes:
        known = {plain(heading) for heading in shape.known}
        shared = len(found & known)
        has_key = all(plain(heading) in found for heading in shape.key)
        if not ((has_key and 2 * shared >= len(found)) or 5 * shared >= 4 * len(known)):
            continue
        score = shared - len(found - known) - len(known - found) / 4
        if score > best_score:
            best, best_score = shape, score
    return best
