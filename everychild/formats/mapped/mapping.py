"""A council's mapping: which of its columns says what."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from everychild.formats.reading import Unreadable
from everychild.formats.shapes import Shape, plain
from everychild.formats.words import words

TARGETS = frozenset(words("""record given_names family_name middle_names known_as previous_family_name born_on sex nhs_number upn uln ethnicity first_language interpreter
    nationality died_on telephone email address postcode uprn school reference team worker_name worker_role worker_telephone from_on to_on category"""))
"""What a column may say. `address` may name several columns."""

_LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, checked."""

    path: str
    name: str
    source: str
    service: str | None
    columns: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...]

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether a file has every column that this mapping speaks of."""
        found = {plain(heading) for heading in headings}
        return all(plain(column) in found for columns in self.columns.values() for column in columns)

    def shape(self) -> Shape:
        """The table that the mapping describes; every column mapped is required."""
        mapped = tuple(dict.fromkeys(column for columns in self.columns.values() for column in columns))
        return Shape(self.name, mapped + self.ignored, mapped, mapped)


def is_mapping(path: str) -> bool:
    """Whether a file says of itself that it is a mapping."""
    try:
        if not path.endswith(".toml") or not Path(path).is_file():
            return False
        with open(path, "rb") as stream:
            return b"everychild_mapping" in stream.read(_LARGEST)
    except (OSError, ValueError):
        return False


def load_mapping(path: str) -> Mapping:
    """Read and check a mapping. Raises Unreadable with the field that is wrong."""
    try:
        with open(path, "rb") as stream:
            said = tomllib.loads(stream.read(_LARGEST).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable("The mapping is not TOML that can be read.", file=path, do="Compare it with the example in the handbook.") from error
    columns = said.get("columns")
    if said.get("everychild_mapping") != 1:
        raise _wrong(path, "everychild_mapping", "must be 1")
    for field in ("name", "source"):
        if not isinstance(said.get(field), str) or not said[field].strip():
            raise _wrong(path, field, "must be a word")
    if not isinstance(columns, dict) or "record" not in columns:
        raise _wrong(path, "columns", "must say at least which column is the `record`, the source's own id")
    for target in columns:
        if target not in TARGETS:
            raise _wrong(path, f"columns.{target}", "is not something a column can say")
    ignored, service = said.get("ignored", []), said.get("service")
    if not _words(ignored) or not (service is None or isinstance(service, str)):
        raise _wrong(path, "ignored", "must be a list of headings")
    return Mapping(path, said["name"], said["source"], service, {target: _columns(path, target, value) for target, value in columns.items()}, tuple(ignored))


def _columns(path: str, target: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip():
        return (value,)
    if target in ("address", "record") and _words(value) and value:
        return tuple(value)
    raise _wrong(path, f"columns.{target}", "must be a heading" + (" or a list of headings" if target == "address" else ""))


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _wrong(path: str, field: str, why: str) -> Unreadable:
    return Unreadable(f"In the mapping, {field} {why}.", file=path, field=field, do="Correct the mapping and load again.")
