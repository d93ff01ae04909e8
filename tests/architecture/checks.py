"""What the import contract cannot see, one check a function. Each answers with the places that break it."""

import ast
import re
import tomllib
from pathlib import Path

from tests.architecture.house import OUTSIDE, ROOMS, ROOT, Module, called, may_know, modules, own_words

ENTRANCES = ("commands", "jobs", "api")  # where the outer world comes in, with its clock
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "getdate"}
WRITES = {"save", "create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
SQL_WRITE = re.compile(
    r"(?:^|[\s(;])(insert\s+into\s|update\s+[\w.\"{}]+\s+(?:as\s+\w+\s+|\w+\s+)?set\s|delete\s+from\s|truncate\s|merge\s+into\s|copy\s[^;]*\sfrom\s+stdin)",
    re.I,
)
TEMPLATE_REFERENCE = re.compile(r"\{%-?\s*(?:extends|include|import|from)\s+(.+?)(?:\s+(?:import|as|with|without|ignore)\b.*?)?\s*-?%\}", re.S)


def undeclared_rooms(root: Path) -> list[str]:
    """A folder of `everychild` that the contract does not name, or that is no package: import-linter passes over the latter."""
    found = []
    for folder in sorted(path for path in (root / "everychild").iterdir() if path.is_dir() and path.name != "__pycache__"):
        if folder.name not in ROOMS:
            found.append(f"everychild/{folder.name} is not a declared room")
        elif not (folder / "__init__.py").exists():
            found.append(f"everychild/{folder.name} has no __init__.py")
        for inner in sorted({path.parent for path in folder.rglob("*.py")}):
            if not (inner / "__init__.py").exists():
                found.append(f"{inner.relative_to(root)} has no __init__.py")
    return found


def rooms_named_upward(root: Path) -> list[str]:
    """A string that names a room above: `"everychild.people.models"`, or `apps.get_model("people", …)`."""
    found = []
    for module in modules(root, migrations=True):
        allowed = may_know(module.room)
        for word in own_words(module.tree):
            dotted = re.match(r"everychild\.(\w+)", word.value)
            if dotted and dotted[1] in ROOMS - allowed:
                found.append(f"{module.at(word)} names everychild.{dotted[1]}")
        for node in module:
            if called(node) in ("get_model", "get_app_config") and node.args and _text(node.args[0]).split(".")[0] in ROOMS - allowed:
                found.append(f"{module.at(node)} asks for a model of {_text(node.args[0])}")
    return found


def imports_by_name(root: Path) -> list[str]:
    """A call that imports what a variable names: the contract cannot see where it leads. A name that begins in plain sight may."""
    found = []
    for module in modules(root):
        own = tuple(f"everychild.{room}." for room in may_know(module.room))
        for node in module:
            if called(node) in ("import_module", "import_string", "__import__"):
                start = _start(node.args[0]) if node.args else ""
                if not start or (start.startswith("everychild") and not start.startswith(own)):
                    found.append(f"{module.at(node)} imports by name")
    return found


def keys_that_point_up(root: Path) -> list[str]:
    """A foreign key by string, or a migration's dependency, on a room above."""
    found = []
    for module in modules(root, migrations=True):
        allowed = may_know(module.room)
        for node in module:
            for target in _targets(node):
                if target.lower() in ROOMS - allowed:
                    found.append(f"{module.at(node)} points at {target}")
    return found


def _targets(node: ast.AST) -> list[str]:
    if called(node) in ("ForeignKey", "OneToOneField", "ManyToManyField"):
        said = [*node.args[:1], *(word.value for word in node.keywords if word.arg in ("to", "through"))]
        return [_text(word).split(".")[0] for word in said if "." in _text(word)]
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("dependencies", "run_before"):
        return [_text(pair.elts[0]) for pair in ast.walk(node.value) if isinstance(pair, ast.Tuple) and pair.elts]
    return []


def rules_that_know_us(root: Path) -> list[str]:
    """Rules decide in plain Python: they import nothing of ours but other rules of the same room."""
    found = []
    for module in modules(root):
        if not module.is_any("rules"):
            continue
        own = f"everychild.{module.room}.rules"
        for node in module:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in names:
                if name.split(".")[0] in ("everychild", "django", "psycopg") and not name.startswith(own):
                    found.append(f"{module.at(node)} imports {name}")
    return found


def writes_outside_actions(root: Path) -> list[str]:
    """Only actions write: no other module saves, creates, updates or deletes a row, by Django or by SQL.

    Known by their look: `.save(`, `.create(` and their kin; `.update(name=…)`, which a dict spells `|=`; `.delete()`;
    `Pour(…)`, kit's way of writing many rows; a string that holds a writing statement. `super().save(…)` of a model is
    not a write of its own. The kit has tools for writing and no rows; matching reckons in DuckDB tables of its own, in memory.
    """
    found = []
    for module in modules(root):
        if module.is_any("actions") or module.room in {"kit", *OUTSIDE} or (module.room, *module.inside[:1]) == ("people", "matching"):
            continue
        found += [f"{module.at(node)} calls {called(node)}()" for node in module if _writes(node)]
        found += [f"{module.at(word)} says {SQL_WRITE.search(word.value)[1].split()[0]}" for word in own_words(module.tree) if SQL_WRITE.search(word.value)]
    return found


def _writes(node: ast.AST) -> bool:
    if called(node) == "Pour":
        return True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of = node.func.value
    if called(of) == "super":
        return False
    match node.func.attr:
        case "update":
            return bool(node.keywords) and not node.args
        case "delete":
            return not node.args and not node.keywords
        case "save" if isinstance(of, ast.Name) and of.id == "letter":
            return False  # a form of allauth's that sends a letter calls that saving
        case name:
            return name in WRITES


def clocks_below_the_door(root: Path) -> list[str]:
    """Nothing below `portals` asks what time it is, but the entrances; everything else is told."""
    found = []
    for module in modules(root):
        if module.room in {"portals", *OUTSIDE} or module.is_any(*ENTRANCES) or (module.room, *module.inside) == ("kit", "time"):
            continue
        for node in module:
            name = node.attr if isinstance(node, ast.Attribute) else called(node)
            if name in CLOCKS and not _is_a_column(node):
                found.append(f"{module.at(node)} asks for {name}")
    return found


def _is_a_column(node: ast.AST) -> bool:
    # `row.today` of our own rows is not a clock; `datetime.now`, `timezone.now`, `date.today`, `time.now` are.
    clocks = {"datetime", "date", "timezone", "time", "dt"}
    return isinstance(node, ast.Attribute) and getattr(node.value, "id", getattr(node.value, "attr", "")) not in clocks


def templates_of_other_rooms(root: Path) -> list[str]:
    """A template extends, includes and imports only what its own room or the kit has, and says its name outright."""
    found = []
    for path in sorted((root / "everychild").glob("*/templates/**/*")):
        if path.suffix not in (".html", ".txt", ".svg", ".xml", ".jinja"):
            continue
        room = path.relative_to(root / "everychild").parts[0]
        shelves = [root / "everychild" / name / "templates" for name in (room, "kit")]
        for said in TEMPLATE_REFERENCE.findall(path.read_text()):
            name = said.strip().strip("'\"")
            if name == said.strip():
                found.append(f"{path.relative_to(root)} does not say which template {said} is")
            elif not name.startswith("govuk_frontend_jinja/") and not any((shelf / name).exists() for shelf in shelves):
                found.append(f"{path.relative_to(root)} takes {name}, which neither {room} nor kit has")
    return found


def too_long(root: Path, allowed: dict[str, dict]) -> list[str]:
    """A file over 300 lines, or a function over 40, that is not listed with its reason; and a listing that is no longer needed."""
    found, needed = [], set()
    for module in modules(root):
        lines = len(module.path.read_text().splitlines())
        measured = {module.where: (lines, 300)} | {f"{module.where}::{name}": (length, 40) for name, length in _functions(module)}
        for what, (length, limit) in measured.items():
            if length > limit:
                needed.add(what)
                limit = allowed.get(what, {}).get("lines", limit)
            if length > limit:
                found.append(f"{what} has {length} lines, and {limit} are allowed")
    return found + [f"{what} no longer needs its listing" for what in sorted(set(allowed) - needed)]


def _functions(module: Module) -> list[tuple[str, int]]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.name, node.end_lineno - node.lineno + 1) for node in module if isinstance(node, kinds)]


def listed(name: str) -> dict[str, dict]:
    """A list of exceptions, each with its reason."""
    return tomllib.loads((ROOT / "tests" / "architecture" / f"{name}.toml").read_text())


def _start(node: ast.AST) -> str:
    """The text that a string, or an f-string, begins with."""
    return _start(node.values[0]) if isinstance(node, ast.JoinedStr) and node.values else _text(node)


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
