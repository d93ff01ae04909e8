"""Gateways as files: each a power or duty to tell, with its basis, its condition, who may tell whom what, and from when.

Ours lie in this folder. A council puts its own into a folder of its own (`EVERYCHILD_GATEWAYS`): a file of the same name takes the place of ours,
so that a section whose start it has checked is put into force by one line. `readers.toml` says of which kind of organisation each role is.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, get_args

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from everychild.formats.items import ITEMS
from everychild.organisations.actions import ROLES
from everychild.sharing.rules import ANY_ITEM, Gateway

OURS = Path(__file__).parent
READERS = "readers.toml"
HOLDER = "council"
"""The kind of organisation that holds this record, and so tells whoever comes through the door."""

Kind = Literal[
    "council", "another_council", "school", "college", "childcare", "health", "police", "youth_justice", "housing", "voluntary", "adoption_agency", "department"
]  # fmt: skip


Shape = TypeVar("Shape", bound=BaseModel)


class BrokenGateway(Exception):
    """A file of gateways that cannot be understood: the sentence says which and why."""


class _File(BaseModel):
    """One gateway as its file has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1, max_length=200)
    kind: Literal["duty", "power", "ground"]
    statute: str = Field(min_length=1)
    section: str = Field(min_length=1)
    says: str = Field(min_length=1)
    article_6: str = Field(min_length=1)
    article_9: str = Field(min_length=1)
    schedule_1: str
    confidentiality: str = Field(min_length=1)
    items: tuple[str, ...] = Field(min_length=1)
    purposes: tuple[str, ...]
    from_on: date | None = None
    to_on: date | None = None
    status: Literal["in force", "check commencement"]
    source: str = Field(min_length=1)
    mark: Literal["", "M"] = ""
    who_may_tell: dict[Kind, tuple[Kind, ...]] = Field(min_length=1)

    @model_validator(mode="after")
    def _makes_sense(self) -> "_File":
        if strange := sorted(set(self.items) - {*ITEMS, ANY_ITEM}):
            raise ValueError(f"items that have no meaning here: {', '.join(strange)}")
        if self.status == "in force" and self.from_on is None:
            raise ValueError("what is in force says from when (from_on)")
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise ValueError("it ends before it begins")
        return self


class _Readers(BaseModel):
    """Role -> the kind of organisation that it works for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[str, Kind]


def read_gateways(*folders: Path) -> dict[str, Gateway]:
    """Every gateway by its code, the name of its file; a later folder's file takes the place of an earlier one's."""
    found = {}
    for path in _files(folders):
        if path.name != READERS:
            found[path.stem] = _gateway(path)
    return dict(sorted(found.items()))


def read_kinds(*folders: Path) -> dict[str, str]:
    """Role -> kind of organisation."""
    found: dict[str, str] = {}
    for path in (folder / READERS for folder in folders if (folder / READERS).exists()):
        found |= _parsed(path, _Readers).kinds
    return found


def gateways() -> Mapping[str, Gateway]:
    """The gateways of this installation: ours, and its own over them. Read once."""
    return _known(_folders())[0]


def kind_of(role: str) -> str | None:
    """Of which kind of organisation a role is; None where nobody has said."""
    return _known(_folders())[1].get(role)


def roles_of(kind: str) -> list[str]:
    """The roles of one kind of organisation."""
    return sorted(role for role, its in _known(_folders())[1].items() if its == kind)


def kinds() -> tuple[str, ...]:
    """Every kind of organisation."""
    return get_args(Kind)


def _folders() -> tuple[Path, ...]:
    return (OURS, settings.EVERYCHILD_GATEWAYS) if settings.EVERYCHILD_GATEWAYS else (OURS,)


@cache
def _known(folders: tuple[Path, ...]) -> tuple[dict[str, Gateway], dict[str, str]]:
    return read_gateways(*folders), read_kinds(*folders)


def _files(folders: tuple[Path, ...]) -> list[Path]:
    return list({path.name: path for folder in folders for path in sorted(folder.glob("*.toml"))}.values())


def _gateway(path: Path) -> Gateway:
    said = _parsed(path, _File)
    if strange := sorted(set(said.purposes) - _purposes()):
        raise BrokenGateway(f"{path.name} is not a gateway that can be read: purposes that no role has: {', '.join(strange)}.")
    own = said.model_dump(exclude={"status", "mark", "who_may_tell", "items", "purposes"})
    who = {told_by: frozenset(told) for told_by, told in said.who_may_tell.items()}
    return Gateway(
        code=path.stem,
        commenced=said.status == "in force",
        from_memory=said.mark == "M",
        who_may_tell=who,
        items=frozenset(said.items),
        purposes=frozenset(said.purposes),
        **own,
    )


@cache
def _purposes() -> frozenset[str]:
    return frozenset(purpose for role in tomllib.loads(ROLES.read_text("utf-8")).values() for purpose in role["purposes"])


def _parsed(path: Path, shape: type[Shape]) -> Shape:
    try:
        return shape(**tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError, OSError) as wrong:
        where = "; ".join(_where(one) for one in wrong.errors()) if isinstance(wrong, ValidationError) else str(wrong)
        raise BrokenGateway(f"{path.name} is not a gateway that can be read: {where}.") from wrong


def _where(one: dict) -> str:
    place = ".".join(str(part) for part in one["loc"] if part != "[key]")
    return f"{place}: {one['msg']}" if place else one["msg"].removeprefix("Value error, ")
