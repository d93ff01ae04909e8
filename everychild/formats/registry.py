"""Which reader claims which file: told by headings and root elements, never by names."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from everychild.formats import child_health, cin_census, contacts, ctf, early_help, gias, mapped, nccis, police, school_census, ssd
from everychild.formats.bytes import Opened, look, reading
from everychild.formats.elements import root_of
from everychild.formats.limits import LIMITS, Limits
from everychild.formats.reading import Recognised, Sent, Unclaimed, Unreadable
from everychild.formats.shapes import Shape, best_shape, plain
from everychild.formats.tables import heading_row

IN_TABLES: tuple[ModuleType, ...] = (gias, school_census, contacts, child_health, ssd, early_help, police)
IN_ELEMENTS: tuple[ModuleType, ...] = (ctf, cin_census, nccis)
READERS: dict[str, ModuleType] = {reader.NAME: reader for reader in (*IN_TABLES, *IN_ELEMENTS, mapped)}
TOGETHER = frozenset({"school_census", "ssd"})
"""Readers whose files of one folder are one batch."""

_SHAPES: dict[Shape, ModuleType] = {shape: reader for reader in IN_TABLES for shape in (*reader.SHAPES, *getattr(reader, "NOT_READ", ()))}
_NOT_READ = frozenset(shape for reader in IN_TABLES for shape in getattr(reader, "NOT_READ", ()))
_ROOTS = {reader.ROOT: reader for reader in IN_ELEMENTS}
# Several of the department's returns have the root element Message.
_CIN = re.compile(r"<(?:[\w.-]+:)?Collection>\s*CIN\s*<")
_ANSWERS = (frozenset({"record_id", "source", "local_id", "person"}), frozenset({"person", "name_community", "deprivation_decile"}))


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """Everything that a batch says, by the reader that claimed it."""
    return READERS[files.reader].read(files, items)


def recognise(
    paths: Iterable[str], *, source: str | None = None, mappings: Sequence[str] = (), limits: Limits = LIMITS
) -> tuple[list[Recognised], list[Unclaimed]]:
    """Look at files and at everything in folders; say which batches they make, and why any file makes none. Each file is scanned once, nothing is kept."""
    single: list[Recognised] = []
    grouped: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    unclaimed: list[Unclaimed] = []
    files = files_of(paths)
    known = list(_mappings([*mappings, *filter(mapped.is_mapping, files)], unclaimed))
    for path in files:
        try:
            claimed = _claim(path, known, limits)
        except Unreadable as problem:
            unclaimed.append(Unclaimed(path, "unreadable", problem.message, problem.do or "", problem.line, problem.field))
            continue
        if isinstance(claimed, Unclaimed):
            unclaimed.append(claimed)
        elif claimed is not None:
            reader, table, encoding, mapping = claimed
            if reader.NAME in TOGETHER:
                grouped.setdefault((reader.NAME, str(Path(path).parent)), {})[path] = (table, encoding)
            else:
                code = source or (mapping.source if mapping else reader.SOURCE)
                its_path = mapping.path if mapping else None
                single.append(Recognised(reader.NAME, code, (path,), {path: table}, {path: encoding}, mapping=its_path, limits=limits))
    for (name, _), found in grouped.items():
        tables, encodings = ({path: both[place] for path, both in found.items()} for place in (0, 1))
        single.append(Recognised(name, source or READERS[name].SOURCE, tuple(found), tables, encodings, limits=limits))
    return single, unclaimed


def files_of(paths: Iterable[str]) -> list[str]:
    """The files named, and those inside the folders named, each once, in order."""
    return list(dict.fromkeys(_walk(paths)))


def _walk(paths: Iterable[str]) -> Iterator[str]:
    """The files named, and those inside the folders named, in order; hidden ones are passed over, links to folders are not followed."""
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            yield from (str(Path(folder) / name) for name in sorted(names) if not name.startswith("."))


def _mappings(paths: Iterable[str], unclaimed: list[Unclaimed]) -> Iterator["mapped.Mapping"]:
    for path in dict.fromkeys(paths):
        try:
            yield mapped.load_mapping(path)
        except Unreadable as problem:
            unclaimed.append(Unclaimed(path, "unreadable", problem.message, problem.do or "", problem.line, problem.field))


def _claim(path: str, mappings: Sequence["mapped.Mapping"], limits: Limits) -> tuple[ModuleType, str, str, "mapped.Mapping | None"] | Unclaimed | None:
    if mapped.is_mapping(path):
        return None
    if _is_manifest(path):
        return Unclaimed(path, "not_for_loading", "This lists a town's files; it is not one to load.", "Nothing needs doing.")
    opened = look(path, limits)
    root = root_of(path, opened.head)
    if root is not None:
        return _claim_elements(path, root, opened)
    headings = heading_row(path, opened.encoding, limits)
    found = {plain(heading) for heading in headings}
    if any(answer <= found for answer in _ANSWERS):
        return Unclaimed(path, "not_for_loading", "This is a town's answer sheet; it is not one to load.", "Nothing needs doing.")
    for mapping in mappings:
        if mapping.fits(headings):
            return mapped, mapping.name, opened.encoding, mapping
    shape = best_shape(headings, _SHAPES)
    if shape is None:
        return _unknown(path, headings)
    if shape in _NOT_READ:
        return Unclaimed(path, "not_read_yet", f"This is the table {shape.table}, which nothing here reads yet.", "Leave it where it is; nothing is lost.")
    return _SHAPES[shape], shape.table, opened.encoding, None


def _is_manifest(path: str) -> bool:
    try:
        if not Path(path).is_file():
            return False
        with reading(path) as stream:
            head = stream.read(1000).lstrip()
    except (OSError, ValueError, Unreadable):
        return False
    return head.startswith(b"{") and all(word in head for word in (b'"children"', b'"seed"', b'"authority"'))


def _claim_elements(path: str, root: str, opened: Opened) -> tuple[ModuleType, str, str, None] | Unclaimed:
    reader = _ROOTS.get(root)
    if reader is None or (reader is cin_census and not _CIN.search(opened.head)):
        return Unclaimed(path, "unknown", f"No reader knows XML whose root element is {root[:60]}.", "Check that the file is the one that was meant.")
    return reader, reader.TABLE, opened.encoding, None


def _unknown(path: str, headings: Sequence[str]) -> Unclaimed:
    if len(headings) < 2:
        return Unclaimed(path, "unknown", "The file is not a table: its first line is one cell.", "Ask for CSV or XML.")
    shown = ", ".join(" ".join(heading.split())[:30] for heading in headings[:5])
    return Unclaimed(
        path, "unknown", f"No reader knows a table whose headings begin {shown}.",
        "If it is the council's own, write a mapping: `everychild load --propose-mapping FILE` makes a start.",
    )
