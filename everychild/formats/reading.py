"""What every reader gives: for each thing that a file describes, the rows as sent, what they say in the house's words, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from everychild.formats.facts import Fact
from everychild.formats.limits import LIMITS, Limits

Verdict = Literal["flagged", "quarantined"]


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row (or one person's element) exactly as sent, and where it stood. `line` counts from 1 as an editor does; a CSV's first data row is line 2."""

    path: str
    table: str
    line: int
    sent: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row, where, and what the sender can do. A quarantined row brings no facts; a flagged one does."""

    path: str
    table: str
    line: int
    record_id: str | None
    field: str | None
    value: str | None
    verdict: Verdict
    code: str
    message: str
    do: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Everything that one batch says of one thing: a child, an adult, a school. Quarantined rows stand in `rows` and `problems` and bring no facts."""

    kind: Literal["child", "adult", "school"]
    local_id: str
    rows: tuple[SentRow, ...]
    facts: tuple[Fact, ...]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file (or several that belong together) and the reader that claims it."""

    reader: str
    source: str
    """The source code that the office gave, or the reader's usual one."""
    paths: tuple[str, ...]
    tables: Mapping[str, str]
    """path -> table."""
    encodings: Mapping[str, str]
    as_at: date | None = None
    """The day that the file speaks of, where the office says so; a birth date is judged by it. Without it, the day the file was written."""
    lenient: bool = False
    """True when the office loads a file all the same whose columns are unknown or missing (`--because`)."""
    mapping: str | None = None
    """The path of the council's own mapping, for the reader `mapped`."""
    limits: Limits = LIMITS


class Unreadable(Exception):
    """The file cannot be read at all: one clear sentence, where, and what to do."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None, field: str | None = None, do: str | None = None):
        super().__init__(message)
        self.message, self.file, self.line, self.field, self.do = message, file, line, field, do


class Stopped(Unreadable):
    """The file could be read, but its columns are not those agreed: the office may load it all the same, with its reason."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A file that no reader takes, and why."""

    path: str
    code: str
    """unreadable, unknown, not_read_yet, or not_for_loading (a town's own answer sheet)."""
    message: str
    do: str
    line: int | None = None
    field: str | None = None


class Reader(Protocol):
    """A folder of `formats`: NAME, SOURCE, `recognises` (heading list or root element -> table or None) and the one agreed function `read`."""

    def read(self, files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]: ...
