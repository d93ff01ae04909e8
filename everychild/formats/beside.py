"""Tables that stand beside the one with the people: read first, held small, handed out person by person."""

from collections.abc import Iterator
from pathlib import Path

from everychild.formats.reading import Recognised, Sent, Unreadable
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.tables import Row, Table

# No file with a NUL byte is ever read, so that it parts the cells safely.
_PART = "\0"


def path_of_each(files: Recognised) -> dict[str, str]:
    """table -> path. Two files of one table in a folder are two extracts, and nobody here can tell which is meant."""
    found: dict[str, str] = {}
    for path in files.paths:
        table = files.tables[path]
        if table in found:
            raise Unreadable(
                f"Two files of this folder are the table {table}: {Path(found[table]).name} and {Path(path).name}.",
                file=path,
                do="Put each extract into a folder of its own.",
            )
        found[table] = path
    return found


class Beside:
    """The rows of side tables by the id of the person that they are about."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[int, int, str]]] = {}
        self._tables: list[tuple[Table, Remarks]] = []

    def hold(self, files: Recognised, path: str, shape: Shape, key: str) -> Iterator[Sent]:
        """Read one side table; what cannot be told apart into columns, or names nobody, comes back at once, quarantined."""
        table, remarks = Table.of(files, path, shape), Remarks.on(files, path, shape.table)
        number = len(self._tables)
        self._tables.append((table, remarks))
        place = table.headings.index(key) if key in table.headings else None
        for line, cells, trouble in table.raw():
            person = "" if trouble or place is None else cells[place].strip()
            if person:
                self._held.setdefault(person, []).append((number, line, _PART.join(cells)))
            elif trouble:
                yield remarks.unread("child", trouble)
            elif any(cells):
                remarks.begin(line, None)
                remarks.refuse(key, None, "id_missing", "The row does not say whom it is about.", "Send the id of the person.")
                yield remarks.unread("child", Row(line, {heading: cell for heading, cell in zip(table.headings, cells, strict=True) if cell}))

    def of(self, person: str) -> dict[str, list[tuple[Remarks, Row]]]:
        """The rows about one person, by table; each person's can be had once."""
        found: dict[str, list[tuple[Remarks, Row]]] = {}
        for number, line, packed in self._held.pop(person, ()):
            table, remarks = self._tables[number]
            sent = {heading: cell for heading, cell in zip(table.headings, packed.split(_PART), strict=True) if cell}
            found.setdefault(table.name, []).append((remarks, Row(line, sent)))
        return found

    def people(self) -> Iterator[str]:
        """The ids for which rows are held."""
        return iter(self._held)

    def left(self, field: str, who: str) -> Iterator[Sent]:
        """The rows that nobody took, quarantined: they are about a person whom the extract does not have."""
        for person in list(self._held):
            for rows in self.of(person).values():
                for remarks, row in rows:
                    remarks.begin(row.line, person)
                    remarks.refuse(field, person, "no_such_person", f"There is no such {who} in this extract.", f"Send the {who}'s row in the same extract, or take this one out.")
                    yield remarks.sent("child", person, row, ())
