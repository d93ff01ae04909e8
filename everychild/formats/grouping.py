"""Bringing together the rows of a file that share an id, without keeping the file in memory."""

from array import array
from collections.abc import Callable, Iterable, Iterator

from everychild.formats.facts import Fact
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.tables import Row, Table, key_of

LONGEST_ID = 100

Describe = Callable[[Remarks, str, dict[str, str]], tuple[str, list[Fact]]]
Call = Callable[[Remarks, Row], str]


def repeated(keys: Iterable[str]) -> dict[int, int]:
    """How often each key stands that stands more than once: hash -> times. Eight bytes a row while reading."""
    times: dict[int, int] = {}
    before = None
    for key in sorted(array("q", map(hash, keys))):
        if key == before:
            times[key] = times.get(key, 1) + 1
        before = key
    return times


def together(table: Table, columns: tuple[str, ...]) -> Iterator[list[Row]]:
    """The rows of a table, those with one key in one list, as each list becomes whole. Rows without a key, or in trouble, come alone."""
    awaited = repeated(key for key in table.keys(columns) if key.strip("/"))
    held: dict[str, list[Row]] = {}
    for row in table.rows():
        times = 1
        if awaited and row.trouble is None:
            its = key_of([row.sent.get(column) for column in columns])
            times = awaited.get(hash(its), 1)
        if times == 1:
            yield [row]
            continue
        rows = held.setdefault(its, [])
        rows.append(row)
        if len(rows) == times:
            yield held.pop(its)
    # Two keys with one hash would wait for each other for ever: let go of what is left.
    yield from held.values()


def readable_id(remarks: Remarks, field: str, value: str) -> bool:
    """Whether an id can be kept and shown; the row is quarantined where it cannot."""
    if not value.strip("/"):
        remarks.refuse(field, None, "id_missing", "The row has no id, so nothing can ever be traced back to it.", "Send the source's own id of the person.")
    elif len(value) > LONGEST_ID or not value.isprintable():
        remarks.refuse(field, value, "id_unreadable", "The id is too long or holds characters that cannot be shown.", "Correct the id at the source.")
    else:
        return True
    return False


def each_described(files: Recognised, path: str, shape: Shape, columns: tuple[str, ...], kind: str, describe: Describe, call: Call | None = None) -> Iterator[Sent]:
    """One Sent for each id of a table with one row for each thing.

    A row sent twice alike counts once, and the second is flagged. Rows that share an id and differ are all quarantined: nobody here can tell which is right.
    `call` gives the thing another id than the one in `columns`, where that one does not outlast the file.
    """
    table, remarks = Table.of(files, path, shape), Remarks.on(files, path, shape.table)
    for rows in together(table, columns):
        row = rows[0]
        local_id = key_of([row.sent.get(column) for column in columns])
        remarks.begin(row.line, local_id)
        if row.trouble or not readable_id(remarks, columns[0], local_id):
            yield remarks.unread(kind, row)
        elif any(other.sent != row.sent for other in rows[1:]):
            yield _at_odds(remarks, kind, columns[0], local_id, rows)
        else:
            if call is not None:
                local_id = call(remarks, row)
            its_kind, facts = describe(remarks, local_id, row.sent)
            sent = remarks.sent(its_kind, local_id, row, facts)
            yield sent if len(rows) == 1 else _with_copies(remarks, sent, columns[0], rows)


def _at_odds(remarks: Remarks, kind: str, field: str, local_id: str, rows: list[Row]) -> Sent:
    problems = []
    for row in rows:
        remarks.begin(row.line, local_id)
        remarks.refuse(
            field, local_id, "id_used_twice",
            f"{len(rows)} rows with different contents have this id, so nobody can tell which is right.",
            "Find out at the source which one is right, and send one row for each id.",
        )
        problems += remarks.problems
    return Sent(kind, local_id, tuple(map(remarks.sent_row, rows)), (), tuple(problems))


def _with_copies(remarks: Remarks, sent: Sent, field: str, rows: list[Row]) -> Sent:
    problems = list(sent.problems)
    verdict = remarks.refuse if remarks.refused else remarks.flag
    for row in rows[1:]:
        remarks.begin(row.line, sent.local_id)
        verdict(field, sent.local_id, "sent_twice", "The same row stands in the file more than once.", "Nothing is lost; send it once.")
        problems += remarks.problems
    return Sent(sent.kind, sent.local_id, tuple(map(remarks.sent_row, rows)), sent.facts, tuple(problems))
