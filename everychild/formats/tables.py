"""Reading a CSV row by row: headings checked first, nothing trusted, never more than one row in memory."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from everychild.formats.bytes import text_of
from everychild.formats.limits import LIMITS, Limits
from everychild.formats.reading import Recognised, RowProblem, Stopped, Unreadable
from everychild.formats.shapes import Shape, plain

csv.field_size_limit(LIMITS.line)

_SEPARATORS = ",;\t|"


class Row(NamedTuple):
    """One row as sent, without its empty cells; `trouble` says why it could not be read."""

    line: int
    sent: dict[str, str]
    trouble: RowProblem | None = None


def key_of(values: Sequence[str | None]) -> str:
    """An id made of one cell or several.

    >>> key_of(["INC7 ", "2"])
    'INC7/2'
    """
    return "/".join([value.strip() if value else "" for value in values])


class Table:
    """A CSV file of a known shape, open for reading from its first row as often as wanted."""

    def __init__(self, path: str, encoding: str, shape: Shape, *, lenient: bool = False, limits: Limits = LIMITS):
        self.path, self.encoding, self.shape, self.limits = path, encoding, shape, limits
        self.name = shape.table
        with text_of(path, encoding) as stream:
            cells, self.separator, line = _heading_row(path, stream, limits)
        self.headings = _known_headings(path, line, _named(cells), shape, lenient)
        self._width_with_tail = len(cells)

    @classmethod
    def of(cls, files: Recognised, path: str, shape: Shape) -> "Table":
        """The table that `path` is, read in the manner that the caller asked for."""
        return cls(path, files.encodings[path], shape, lenient=files.lenient, limits=files.limits)

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank. A ragged or badly quoted one comes with its trouble; a file cut short raises Unreadable."""
        headings = self.headings
        for line, cells, trouble in self.raw():
            if trouble is not None:
                yield trouble
            else:
                sent = {heading: cell for heading, cell in zip(headings, cells, strict=False) if cell}
                if sent:
                    yield Row(line, sent)

    def keys(self, columns: tuple[str, ...]) -> Iterator[str]:
        """What stands in these columns, joined by a stroke, for every row that is whole: a first, quick look."""
        if any(column not in self.headings for column in columns):
            return
        places = [self.headings.index(column) for column in columns]
        if len(places) == 1:
            (place,) = places
            yield from (cells[place].strip() for _, cells, trouble in self.raw() if trouble is None)
        else:
            yield from (key_of([cells[place] for place in places]) for _, cells, trouble in self.raw() if trouble is None)

    def raw(self) -> Iterator[tuple[int, list[str], Row | None]]:
        """(line, cells, None) of each row with a cell for each heading; (line, [], a row with its trouble) of any other."""
        with text_of(self.path, self.encoding) as stream:
            try:
                yield from self._raw(_Feed(self.path, stream, self.limits))
            except UnicodeDecodeError as error:
                raise Unreadable("The file changed while it was being read.", file=self.path, do="Load it again.") from error

    def _raw(self, feed: "_Feed") -> Iterator[tuple[int, list[str], Row | None]]:
        reader, width = csv.reader(feed.lines(), strict=True, delimiter=self.separator), len(self.headings)
        _pass_headings(reader)
        while True:
            feed.pending, starts = 0, reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield starts, [], self._unquotable(starts, reader.line_num, feed, error)
                continue
            except _TooLong:
                raise _too_long(self.path, starts, self.limits.line) from None
            if len(cells) == width:
                yield starts, cells, None
            elif cells:
                yield from self._ragged(starts, cells, feed.unended)

    def _ragged(self, line: int, cells: list[str], unended: bool) -> Iterator[tuple[int, list[str], Row | None]]:
        width, beyond = len(self.headings), cells[len(self.headings) :]
        # \x1a is how old systems end a file.
        if not any(map(str.strip, cells)) or cells == ["\x1a"]:
            return
        if len(cells) == self._width_with_tail and not any(beyond):
            yield line, cells[:width], None
            return
        if unended and len(cells) < width:
            raise Unreadable(
                f"The file seems cut short: its last row, on line {line}, breaks off after {len(cells)} of {width} columns.",
                file=self.path,
                line=line,
                do="Ask for the file again.",
            )
        sent = {heading: cell for heading, cell in zip(self.headings, cells, strict=False) if cell}
        if beyond:
            sent["(beyond the last heading)"] = "; ".join(cell for cell in beyond[:20] if cell)[:500]
        message = f"The row has {len(cells):,} columns and the heading row has {width:,}."
        do = "Look for a comma or a quotation mark inside a value, put it right at the source and send the file again."
        yield line, [], Row(line, sent, self._trouble(line, "ragged_row", message, do))

    def _unquotable(self, line: int, ended: int, feed: "_Feed", error: csv.Error) -> Row:
        if "unexpected end of data" in str(error):
            raise Unreadable(
                f"The file seems cut short: a quotation mark opened in the row on line {line} is never closed.",
                file=self.path,
                line=line,
                do="Ask for the file again.",
            ) from error
        message = "The quotation marks in the row do not pair, so its columns cannot be told apart."
        do = "Double each quotation mark that is part of a value, and send the file again."
        return Row(line, {"(as sent)": feed.line(ended)[:500]}, self._trouble(line, "quotation_marks", message, do))

    def _trouble(self, line: int, code: str, message: str, do: str) -> RowProblem:
        return RowProblem(self.path, self.name, line, None, None, None, "quarantined", code, message, do)


class _TooLong(Exception):
    """A row has passed the limit."""


class _Feed:
    """A file's lines for the csv module, piece by piece, so that no row longer than the limit is ever held."""

    def __init__(self, path: str, stream: io.TextIOWrapper, limits: Limits):
        self.path, self.stream, self.limit, self.size = path, stream, limits.line, min(1 << 16, limits.line)
        self.pending, self.unended = 0, False
        self._piece, self._before, self._through = "", 0, 0

    def lines(self) -> Iterator[str]:
        """Each line with its end as it stands."""
        return chain.from_iterable(self._pieces())

    def line(self, number: int) -> str:
        """The text of a line of the piece at hand."""
        lines = self._piece.splitlines()
        place = number - self._before - 1
        return lines[place] if 0 <= place < len(lines) else ""

    def _pieces(self) -> Iterator[io.StringIO]:
        """Whole lines, some 64 KiB at a time. `pending` is set back to nothing whenever a row is complete."""
        carried = ""
        while piece := self.stream.read(self.size):
            self.pending += len(piece)
            if self.pending > self.limit + self.size or len(carried) > self.limit:
                raise _TooLong
            text = carried + piece
            # A `\r` at the very end may be the half of a line end whose other half is still to come.
            end = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
            carried = text[end:]
            if end:
                yield self._counted(text[:end])
        if carried:
            self.unended = not carried.endswith("\r")
            yield self._counted(carried)

    def _counted(self, text: str) -> io.StringIO:
        self._piece, self._before = text, self._through
        self._through += text.count("\n") or text.count("\r")
        return io.StringIO(text, newline="")


def _pass_headings(reader) -> None:
    for cells in reader:
        if len(cells) > 1 or (cells and cells[0].strip()):
            return


def _too_long(path: str, line: int, limit: int) -> Unreadable:
    return Unreadable(
        f"The row that begins on line {line} is longer than {limit:,} characters: a quotation mark is never closed, or this is not a table of rows.",
        file=path,
        line=line,
        do="Check the quotation marks near that line, and that the file is the one that was meant.",
    )


def heading_row(path: str, encoding: str, limits: Limits = LIMITS) -> list[str]:
    """The headings of a CSV, as they stand."""
    with text_of(path, encoding) as stream:
        return _named(_heading_row(path, stream, limits)[0])


def _heading_row(path: str, stream: io.TextIOWrapper, limits: Limits) -> tuple[list[str], str, int]:
    """(its cells, the separator, its line). Blank lines before it are passed over."""
    first, line = "", 0
    while not first.strip():
        first, line = stream.readline(limits.line + 1), line + 1
        if not first:
            raise Unreadable("The file has no heading row.", file=path, do="Ask for it to be sent again.")
        if len(first) > limits.line:
            raise _too_long(path, line, limits.line)
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(chain([first], _Feed(path, stream, limits).lines()), strict=True, delimiter=separator)
    try:
        cells = next(reader)
    except (csv.Error, _TooLong) as error:
        raise Unreadable("The heading row's quotation marks do not pair.", file=path, line=line, do="Ask for the file again.") from error
    if len(cells) > limits.columns:
        raise Unreadable(
            f"The heading row has {len(cells):,} columns; no table here has more than {limits.columns:,}.",
            file=path,
            line=line,
            do="Check that the file is the one that was meant.",
        )
    return cells, separator, line


def _named(cells: list[str]) -> list[str]:
    """Without the empty cells that a spreadsheet leaves behind the last heading."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _known_headings(path: str, line: int, cells: list[str], shape: Shape, lenient: bool) -> tuple[str, ...]:
    """The headings in our spelling. Two alike, one unknown or one missing stops the file, unless the office has said to load it all the same."""
    spelt = {plain(heading): heading for heading in shape.known}
    headings = [spelt.get(plain(cell), " ".join(cell.split())) for cell in cells]
    seen: set[str] = set()
    for place, heading in enumerate(headings):
        if heading in seen:
            if not lenient:
                raise Stopped(f"The heading {_shown(heading)} stands twice.", file=path, line=line, field=_shown(heading), do="Leave out one of the two columns.")
            headings[place] = f"{heading} ({place + 1})"
        seen.add(headings[place])
    if lenient:
        return tuple(headings)
    for heading in shape.required:
        if heading not in seen:
            raise Stopped(f"The column {heading} is missing.", file=path, line=line, field=heading, do=f"Ask for the {shape.table} table with that column.")
    for heading in headings:
        if heading not in shape.known:
            do = "Leave the column out, or have somebody add it to the reader if the format has changed."
            raise Stopped(f"The column {_shown(heading) or '(no heading)'} is not known here.", file=path, line=line, field=_shown(heading), do=do)
    return tuple(headings)


def _shown(heading: str) -> str:
    return heading[:80]
