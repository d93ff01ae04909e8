"""Data-sharing agreements as files: what a source may send, for what, until when. Without one nothing loads."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from everychild.formats.items import ITEMS
from everychild.sharing.catalogue import OF_NO_CHILD
from everychild.sharing.gateways import BrokenGateway, gateways
from everychild.sharing.rules import items_untold


class System(BaseModel):
    """The system behind a source, for the page of what we hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    steward: str
    state: str = Field("feeding", pattern="^(standalone|feeding|replaced|retired)$")
    services: tuple[str, ...] = ()
    covers: str = ""
    covers_ages: tuple[int, ...] = ()
    interval_days: int | None = None


class Terms(BaseModel):
    """One agreement. Dates are days; `items` are the names of `formats.items`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,80}$")
    source: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")
    title: str = Field(min_length=1, max_length=200)
    controllers: tuple[str, ...]
    purpose: str
    basis: str
    gateways: tuple[str, ...] = ()
    items: tuple[str, ...]
    retention: str
    signed_by: str
    signed_on: date
    review_on: date
    ends_on: date | None = None
    system: System

    def in_force(self, on: date) -> bool:
        """Whether files may be loaded under it on that day."""
        return self.signed_on <= on and (self.ends_on is None or on <= self.ends_on)


class BrokenAgreement(Exception):
    """A file of agreements that cannot be understood: the sentence says which and why."""


def read_terms(folder: Path | None = None) -> dict[str, Terms]:
    """Every agreement by the code of its source; a source with two takes the one signed last."""
    found: dict[str, Terms] = {}
    for path in sorted((folder or settings.EVERYCHILD_AGREEMENTS).glob("*.toml")):
        try:
            terms = Terms(**tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as wrong:
            where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()) if isinstance(wrong, ValidationError) else str(wrong)
            raise BrokenAgreement(f"{path.name} is not an agreement that can be read: {where}.") from wrong
        if strange := sorted(set(terms.items) - set(ITEMS)):
            raise BrokenAgreement(f"{path.name} lists items that have no meaning here: {', '.join(strange)}. The items are {', '.join(ITEMS)}.")
        _check_gateways(path.name, terms)
        if terms.source not in found or found[terms.source].signed_on < terms.signed_on:
            found[terms.source] = terms
    return found


def _check_gateways(name: str, terms: Terms) -> None:
    """An agreement stands on gateways that are described, and in force when it was signed, for every fact about a child that it lets in."""
    try:
        known = gateways()
    except BrokenGateway as broken:
        raise BrokenAgreement(str(broken)) from broken
    if strange := sorted(set(terms.gateways) - set(known)):
        raise BrokenAgreement(f"{name} stands on gateways that nobody has described: {', '.join(strange)}. The gateways are {', '.join(known)}.")
    of_children = [item for item in terms.items if item not in OF_NO_CHILD]
    if untold := items_untold([known[code] for code in terms.gateways], of_children, terms.signed_on):
        raise BrokenAgreement(f"{name} lets in {', '.join(untold)}, and names no gateway, in force on the day it was signed, by which that may be told.")


@cache
def retention_classes() -> dict[str, dict]:
    """Retention classes by code: when the time starts, how long, on what basis."""
    return tomllib.loads((Path(__file__).with_name("retention.toml")).read_text("utf-8"))
