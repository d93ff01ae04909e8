"""Rows once sent, made into a small file that their reader reads again: how a row that somebody corrected meets the same checks as a row of any file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from everychild.formats import child_health, cin_census, contacts, early_help, mapped, nccis, police, registry, school_census
from everychild.formats.mapped import load_mapping
from everychild.formats.reading import Recognised, RowProblem, Sent, SentRow
from everychild.formats.school_census.tables import SCHOOLS
from everychild.formats.tables import Table

_TABLES = {shape.table: shape for reader in (child_health, contacts, early_help, police, school_census) for shape in reader.SHAPES}
_ELEMENTS = {"nccis": (nccis.ROOT, "YoungPersonsRecord", "PersonalDetails"), "cin_census": (cin_census.ROOT, "Child", "ChildIdentifiers")}
READ_AGAIN = frozenset({*_ELEMENTS, mapped.NAME, *(reader.NAME for reader in (child_health, contacts, early_help, police, school_census))})
"""Readers one of whose rows says enough by itself. In a transfer file and in the case system's extract rows lean on those of other people."""
NOT_COLUMNS = frozenset({"ragged_row", "quotation_marks"})
"""Problems of rows whose columns could not be told apart: no field of theirs can be corrected."""


def context_of(files: Recognised) -> tuple[dict[str, list[dict]], str]:
    """(the rows of tables about schools, the council's mapping): what the rows of these files cannot be read without."""
    tables = {
        files.tables[path]: [row.sent for row in Table.of(files, path, SCHOOLS[files.tables[path]]).rows() if row.trouble is None]
        for path in files.paths
        if files.reader == school_census.NAME and files.tables[path] in SCHOOLS
    }
    return tables, Path(files.mapping).read_text("utf-8") if files.mapping else ""


def fields_of(reader: str, row: SentRow, mapping: str = "") -> list[str]:
    """The fields of a row that may be corrected, in the order of the format; of an element those that it has and those of the person's own part."""
    if reader in _ELEMENTS:
        return list(dict.fromkeys(_leaves(row.sent)))
    if reader == mapped.NAME:
        return list(row.sent) if not mapping else _columns_of(mapping)
    known = _TABLES[row.table].known if row.table in _TABLES else ()
    return list(dict.fromkeys([*known, *row.sent]))


def value_of(row: SentRow, field: str) -> str:
    """What stands in a field of a row; nothing where it is empty."""
    found = row.sent.get(field)
    if isinstance(found, str):
        return found
    return next((value for name, value in _pairs(row.sent) if name == field), "")


def corrected(reader: str, row: SentRow, field: str, value: str) -> SentRow:
    """The row with another value in one field."""
    if reader not in _ELEMENTS:
        return replace(row, sent={**row.sent, field: value})
    sent, found = _with(row.sent, field, value)
    if not found:
        part = _ELEMENTS[reader][2]
        sent = {**sent, part: {**(sent.get(part) if isinstance(sent.get(part), dict) else {}), field: value}}
    return replace(row, sent=sent)


@contextmanager
def again(*, reader: str, source: str, rows: Sequence[SentRow], as_at: date, tables: Mapping[str, list[dict]], mapping: str) -> Iterator[Recognised]:
    """The rows of one thing as files of their own, which are gone afterwards."""
    with TemporaryDirectory(prefix="everychild-again-") as folder:
        known, its_mapping = Path(folder), None
        if mapping:
            its_mapping = str(known / "mapping.toml")
            Path(its_mapping).write_text(mapping, "utf-8")
        if reader in _ELEMENTS:
            written = {str(_element(known, reader, rows)): rows[0].table}
        else:
            of = {name: list(some) for name, some in tables.items()}
            for row in rows:
                of.setdefault(row.table, []).append(row.sent)
            written = {str(_table(known, name, some, its_mapping)): name for name, some in of.items()}
        yield Recognised(reader, source, tuple(written), written, dict.fromkeys(written, "utf-8"), as_at=as_at, lenient=True, mapping=its_mapping)


def things_again(files: Recognised, rows: Sequence[SentRow]) -> Iterator[Sent]:
    """What the reader makes of rows written again; each row and problem stands where the row stood that was sent."""
    for thing in registry.read(files):
        stood: dict[tuple[str, int], SentRow] = {}
        for table in {row.table for row in thing.rows}:
            before = sorted((row for row in rows if row.table == table), key=lambda row: row.line)
            now = sorted(row.line for row in thing.rows if row.table == table)
            stood |= {(table, line): row for line, row in zip(now, before, strict=False)}
        yield replace(
            thing,
            rows=tuple(replace(row, path=stood[row.table, row.line].path, line=stood[row.table, row.line].line) for row in thing.rows),
            problems=tuple(_moved(problem, stood, rows[0]) for problem in thing.problems),
        )


def _moved(problem: RowProblem, stood: Mapping[tuple[str, int], SentRow], first: SentRow) -> RowProblem:
    row = stood.get((problem.table, problem.line), first)
    return replace(problem, path=row.path, line=row.line)


def _columns_of(mapping: str) -> list[str]:
    with TemporaryDirectory(prefix="everychild-again-") as folder:
        path = Path(folder) / "mapping.toml"
        path.write_text(mapping, "utf-8")
        return list(load_mapping(str(path)).shape().known)


def _table(folder: Path, name: str, rows: Sequence[Mapping[str, str]], mapping: str | None) -> Path:
    shape = load_mapping(mapping).shape() if mapping else _TABLES[name]
    headings = list(dict.fromkeys([*shape.known, *(heading for row in rows for heading in row)]))
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _element(folder: Path, reader: str, rows: Sequence[SentRow]) -> Path:
    root_name, name, _ = _ELEMENTS[reader]
    root = etree.Element(root_name)
    for row in rows:
        _grow(etree.SubElement(root, name), row.sent)
    path = folder / "again.xml"
    path.write_bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return path


def _grow(element: etree._Element, node: Mapping) -> None:
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            child = etree.SubElement(element, name)
            if isinstance(one, Mapping):
                _grow(child, one)
            else:
                child.text = str(one)


def _pairs(node: Mapping) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from _pairs(one)
            else:
                yield name, str(one)


def _leaves(node: Mapping) -> Iterator[str]:
    return (name for name, _ in _pairs(node))


def _with(node: Mapping, field: str, value: str) -> tuple[dict, bool]:
    """The element with another text in its first leaf of that name; whether it has one."""
    made, found = dict(node), False
    for name, inner in node.items():
        if found:
            break
        if name == field and isinstance(inner, str):
            made[name], found = value, True
        elif isinstance(inner, Mapping):
            made[name], found = _with(inner, field, value)
    return made, found
