"""Under which id a pupil's row is kept: the school and the UPN, which last. The extract's own row ids join its tables and may be new each term.

The UPN stands in it as a digest: an id of ours is seen by readers who may know the child and not the number.
"""

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from everychild.formats.school_census.pupils import Schools
from everychild.formats.tables import Table
from everychild.formats.values import Cells, code

_UPN = re.compile("[A-Z][0-9]{11}[0-9A-Z]")
_NEEDED = ("NativeId", "schoolcensustableid", "upn", "surname", "forename", "dob", "entrydate")
SHARED = "upn_of_two_pupils"
TWICE = "pupil_twice"


class _Repeated(NamedTuple):
    main: str
    line: int
    who: str
    entered: str


class Keys:
    """The ids of an extract's pupils. One row of a school and UPN has just these for its id; only where several have them does more come into it.

    Two pupils with one UPN are two: each id says whose it is, and both rows are flagged. A pupil's second row at a school (an earlier spell) has
    the day of entry in its id; where even that is the same, a number, and a flag.
    """

    def __init__(self, tables: Mapping[str, Table], schools: Schools):
        """`tables`: those of pupils on the roll first."""
        self._schools = schools
        self._apart: dict[tuple[str, int], tuple[str, str | None]] = {}
        hashes = array("q", (hash(self.plain(cells)) for table in tables.values() for _, cells in _needed(table)))
        several = _several(hashes)
        groups: dict[str, list[_Repeated]] = defaultdict(list)
        if several:
            for main, table in tables.items():
                for line, cells in _needed(table):
                    key = self.plain(cells)
                    if hash(key) in several:
                        groups[key].append(_Repeated(main, line, _who(cells), _day(cells)))
        for key, rows in groups.items():
            if len(rows) > 1:
                self._tell_apart(key, rows)

    def plain(self, cells: Cells) -> str:
        """School and UPN; without a UPN, the school, and name and birth date."""
        upn = re.sub("[ -]", "", cells.get("upn") or "").upper()
        return f"{self._schools.of(cells)[0]}/{short_of(upn) if _UPN.fullmatch(upn) else f'no-upn-{_who(cells)}'}"

    def of(self, main: str, line: int, cells: Cells) -> tuple[str, str | None]:
        """(the id of a row, and what has to be said of it: SHARED, TWICE or nothing)."""
        return self._apart.get((main, line)) or (self.plain(cells), None)

    def _tell_apart(self, key: str, rows: list[_Repeated]) -> None:
        several = len({row.who for row in rows}) > 1
        spells: dict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            own = f"{key}/{row.who}" if several else key
            name, said, before = own, SHARED if several else None, spells[own]
            if before:
                name = f"{own}/{row.entered}"
            if row.entered in before:
                name, said = f"{name}/{before[row.entered] + 1}", TWICE
            before[row.entered] += 1
            self._apart[row.main, row.line] = (name, said)


def _needed(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, the cells that an id is made of) of every row that is whole."""
    places = [(column, table.headings.index(column)) for column in _NEEDED if column in table.headings]
    for line, cells, trouble in table.raw():
        if trouble is None:
            yield line, {column: cells[place] for column, place in places if cells[place]}


def _several(hashes: array) -> set[int]:
    """Those that stand more than once."""
    return {one for one, following in pairwise(sorted(hashes)) if one == following}


def _who(cells: Cells) -> str:
    """Names and birth date, spelt alike whatever the case, the accents and the hyphens."""
    folded = unicodedata.normalize("NFKD", " ".join(cells.get(column) or "" for column in ("surname", "forename"))).casefold()
    said = "".join(letter for letter in folded if letter.isalnum()) + "/" + (cells.get("dob") or "")[:11].strip().casefold()
    return short_of(said)


def short_of(said: str) -> str:
    """A digest short enough for an id.

    >>> short_of("A123456789012")
    '7e98b6c8dca48d3f'
    """
    return sha256(said.encode()).hexdigest()[:16]


def _day(cells: Cells) -> str:
    return (code(cells.get("entrydate")) or "no-date")[:11].strip()
