"""What is found wrong with a row while it is read, in sentences that a data officer can act on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from everychild.formats.facts import Fact
from everychild.formats.reading import Recognised, RowProblem, Sent, SentRow
from everychild.formats.tables import Row

# No file that is read here was written before this: a file's date of 1980 (an archive unpacked without dates) says nothing.
_NOT_BEFORE = date(2026, 1, 1)


class Remarks:
    """The problems of one row at a time."""

    __slots__ = ("as_at", "line", "path", "problems", "record_id", "refused", "table")

    def __init__(self, path: str, table: str, as_at: date):
        self.path, self.table, self.as_at = path, table, as_at
        self.begin(0, None)

    @classmethod
    def on(cls, files: Recognised, path: str, table: str) -> "Remarks":
        """Remarks on one table of a batch."""
        return cls(path, table, day_of(files, path))

    def begin(self, line: int, record_id: str | None) -> None:
        """Turn to the next row."""
        self.line, self.record_id = line, record_id
        self.problems: list[RowProblem] = []
        self.refused = False

    def flag(self, field: str | None, value: str | None, code: str, message: str, do: str) -> None:
        """The row stands, with a doubt."""
        shown = None if value is None else value[:80]
        self.problems.append(RowProblem(self.path, self.table, self.line, self.record_id, field, shown, "flagged", code, message, do))

    def refuse(self, field: str | None, value: str | None, code: str, message: str, do: str) -> None:
        """The row is quarantined: it brings no facts."""
        shown = None if value is None else value[:80]
        self.problems.append(RowProblem(self.path, self.table, self.line, self.record_id, field, shown, "quarantined", code, message, do))
        self.refused = True

    def sent_row(self, row: Row) -> SentRow:
        """The row as it stood."""
        return SentRow(self.path, self.table, row.line, row.sent)

    def sent(self, kind: str, local_id: str, row: Row, facts: Iterable[Fact]) -> Sent:
        """All that one row says of one thing."""
        rows = (SentRow(self.path, self.table, row.line, row.sent),)
        return Sent(kind, local_id, rows, () if self.refused else tuple(facts), tuple(self.problems))

    def unread(self, kind: str, row: Row) -> Sent:
        """A row that could not be told apart into columns, or has no id."""
        problems = (row.trouble,) if row.trouble else tuple(self.problems)
        return Sent(kind, "", (self.sent_row(row),), (), problems)


def day_of(files: Recognised, path: str) -> date:
    """The day to judge birth dates by: the one that the office gave, or the day the file was written."""
    if files.as_at is not None:
        return files.as_at
    written = datetime.fromtimestamp(Path(path).stat().st_mtime, tz=UTC).date()
    return max(written, _NOT_BEFORE)
