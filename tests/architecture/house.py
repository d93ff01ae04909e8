"""Reads the source as text and says, in sentences, where it leaves the plan of the house. Nothing here imports a room."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {"town"}  # beside the house: allowed to know formats and kit, known by nobody
FLOORLESS = {"__main__", "cli", "settings", "urls", "wsgi"}


def floors() -> list[list[str]]:
    """The rooms of the import contract, from the roof down; siblings share a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["containers"] == ["everychild"])
    return [re.findall(r"\w+", layer) for layer in layers]


FLOORS = floors()
ROOMS = {room for floor in FLOORS for room in floor} | OUTSIDE


def may_know(room: str) -> set[str]:
    """The rooms that this one may name: those on the floors beneath it, and itself."""
    if room in OUTSIDE:
        return {room, "formats", "kit"}
    floor = next(at for at, siblings in enumerate(FLOORS) if room in siblings)
    return {room} | {lower for siblings in FLOORS[floor + 1 :] for lower in siblings}


@dataclass(frozen=True)
class Module:
    """One source file of a room."""

    path: Path
    room: str
    inside: tuple[str, ...]  # the path inside the room without `.py`: ("actions", "links")
    tree: ast.Module

    @property
    def where(self) -> str:
        return "/".join(("everychild", self.room, *self.inside)) + ".py"

    def is_any(self, *furniture: str) -> bool:
        """Whether this is one of these pieces of furniture, as a file or as a folder of files."""
        return self.inside[0] in furniture

    def at(self, node: ast.AST) -> str:
        return f"{self.where}:{node.lineno}"

    def __iter__(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)


def modules(root: Path, *, tests: bool = False, migrations: bool = False) -> Iterator[Module]:
    """Every module of every room under this checkout."""
    for path in sorted((root / "everychild").glob("*/**/*.py")):
        room, *inside = path.relative_to(root / "everychild").with_suffix("").parts
        if (not tests and "tests" in inside) or (not migrations and "migrations" in inside):
            continue
        yield Module(path, room, tuple(inside), ast.parse(path.read_text(), str(path)))


def own_words(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module that is not a docstring or a bare comment-string; the texts in f-strings too."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node


def called(node: ast.AST) -> str:
    """The last name of what is called: `save` for `child.save()`; empty for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
