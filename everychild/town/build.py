"""Writing a town: blocks are made by up to two processes and written in order, so that the same arguments give the same bytes."""

import hashlib
import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from everychild.kit.commands import Wrong
from everychild.town import transfers
from everychild.town.census import schools_of_the_census
from everychild.town.establishments import register
from everychild.town.making import Made, make_block
from everychild.town.rates import AS_AT, AUTHORITY
from everychild.town.services import Town, make_town
from everychild.town.sheets import SHEETS, Sheet
from everychild.town.social_care import town_tables

Transfers = dict[tuple[str, str], list[tuple[str, str, str]]]
"""(sender, receiver) -> each pupil's element, the UPN in it, and whose record it is."""

_WORTH_TWO_PROCESSES = 3
"""Blocks from which on a second process saves more than it costs."""


class Writing:
    """A file while it is written: its digest and count grow with it."""

    def __init__(self, out: Path, sheet: Sheet) -> None:
        self.sheet, self.records, self.digest = sheet, 0, hashlib.sha256()
        target = out / sheet.path
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = target.open("wb", buffering=1 << 20)
        self._put(sheet.head)

    def add(self, text: str, records: int) -> None:
        self.records += records
        self._put(text)

    def close(self) -> None:
        if not self._file.closed:
            self._put(self.sheet.foot)
            self._file.close()

    def _put(self, text: str) -> None:
        data = text.encode(self.sheet.encoding)
        self.digest.update(data)
        self._file.write(data)

    @property
    def entry(self) -> dict[str, object]:
        sheet = self.sheet
        return {"path": sheet.path, "source": sheet.source, "format": sheet.format, "records": self.records, "sha256": self.digest.hexdigest()}


def build_town(
    children: int, seed: int, out: Path, *, twins: bool = False, tell: Callable[[str], None] = lambda text: None, processes: int = 2
) -> dict[str, object]:
    """Write a town's files into `out` and return its manifest. `children` counts all, twins too."""
    _make_room(out)
    town = make_town(children, seed, twins=twins)
    files = {path: Writing(out, sheet) for path, sheet in SHEETS.items()}
    for path, lines in _town_wide(town).items():
        files[path].add("\n".join(lines) + "\n", len(lines))
    pupils: Transfers = {}
    names = {school.laestab: school.name for schools in town.schools.values() for school in schools}
    made_children = 0
    for number, made in enumerate(_blocks(town, processes), 1):
        for path, (text, records) in made.texts.items():
            files[path].add(text, records)
        for pair, elements in made.transfers.items():
            pupils.setdefault(pair, []).extend(elements)
        names |= made.senders
        made_children += made.children
        if number % 20 == 0 or number == town.blocks:
            tell(f"{made_children:,} of {children:,} children")
    _write_transfers(out, files, pupils, names)
    for file in files.values():
        file.close()
    return _manifest(out, town, files)


def _write_transfers(out: Path, files: dict[str, Writing], pupils: Transfers, names: dict[str, str]) -> None:
    """A file for each school that sent pupils on; only now are all its pupils together."""
    for pair, elements in sorted(pupils.items()):
        sheet = Sheet(transfers.path_of(*pair), "ctf", "ctf", transfers.head_of(*pair, names.get(pair[0], "")), transfers.FOOT)
        file = Writing(out, sheet)
        file.add("\n".join(element for element, _, _ in elements) + "\n", len(elements))
        file.close()
        files[sheet.path] = file
        true = transfers.true_lines(sheet.path, pair[0], elements)
        files["truth.csv"].add("\n".join(true) + "\n", len(true))


def _town_wide(town: Town) -> dict[str, list[str]]:
    return {"schools/gias.csv": register(town)} | schools_of_the_census(town) | town_tables(town)


def _blocks(town: Town, processes: int) -> Iterator[Made]:
    """Every block in order, whoever made it."""
    make = partial(make_block, town)
    if processes < 2 or town.blocks < _WORTH_TWO_PROCESSES:
        yield from map(make, range(town.blocks))
        return
    ways = multiprocessing.get_all_start_methods()
    with multiprocessing.get_context("fork" if "fork" in ways else "spawn").Pool(processes) as pool:
        yield from pool.imap(make, range(town.blocks))


def _manifest(out: Path, town: Town, files: dict[str, Writing]) -> dict[str, object]:
    entries = [file.entry for path, file in sorted(files.items()) if file.sheet.source]
    manifest = {"children": town.children, "seed": town.seed, "as_at": AS_AT.isoformat(), "authority": AUTHORITY, "files": entries}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def _make_room(out: Path) -> None:
    """An empty folder to write into: a town that was there before is taken away, anything else is left and refused."""
    if out.exists() and not out.is_dir():
        raise Wrong("This is a file, and a town needs a folder.", file=out, do="Name a folder that is empty or not there yet.")
    ours = {Path(path).parts[0] for path in SHEETS} | {"manifest.json", "ctf"}
    found = sorted(out.iterdir()) if out.exists() else []
    if found and not ((out / "manifest.json").exists() and all(entry.name in ours for entry in found)):
        raise Wrong("This folder holds something that is not a town.", file=out, do="Name a folder that is empty or not there yet.")
    for entry in found:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    out.mkdir(parents=True, exist_ok=True)
