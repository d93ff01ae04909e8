"""The record of processing and the tables of the impact assessment, told from agreements, gateways, roles and retention classes. Decisions only; no question to the database."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from everychild.formats.items import ITEMS
from everychild.sharing.agreements import Terms
from everychild.sharing.catalogue import OF_NO_CHILD, Reader, Sender, held
from everychild.sharing.rules import ANY_ITEM, Gateway

NOWHERE_ELSE = "None: the service sends nothing out of the country by itself"
SECURITY = "Row security in the database for each reader, a purpose at the door, an account of every look, sign-in with a second step: docs/security.md"


class Role(Protocol):
    """A role, of the table or of the file."""

    label: str
    sentence: str
    purposes: Sequence[str]
    items: Sequence[str]
    services: Sequence[str]


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the record of processing: UK GDPR Article 30(1)."""

    what: str
    controllers: tuple[str, ...]
    why: str
    of_whom: str
    items: tuple[str, ...]
    gateways: tuple[Gateway, ...]
    seen_by: tuple[str, ...]
    retention: str
    transfers: str = NOWHERE_ELSE
    security: str = SECURITY

    @property
    def bases(self) -> tuple[str, ...]:
        """UK GDPR Article 6, of each gateway once."""
        return _each_once(one.article_6 for one in self.gateways)

    @property
    def conditions(self) -> tuple[str, ...]:
        """UK GDPR Article 9, with the paragraph of Schedule 1 of the Data Protection Act 2018 where one is needed."""
        return _each_once(f"{one.article_9}; Schedule 1 {one.schedule_1}" if one.schedule_1 else one.article_9 for one in self.gateways)


def activities(terms: Iterable[Terms], gateways: Mapping[str, Gateway], roles: Sequence[Role]) -> list[Activity]:
    """One activity an agreement, by title: what comes in, on what ground, for whom, and how long it stays."""
    readers = [Reader(one.label, tuple(one.items), tuple(one.services)) for one in roles if one.items]
    return [
        Activity(
            what=one.title, controllers=one.controllers, why=one.purpose, of_whom=one.system.covers or "nobody", items=one.items, gateways=tuple(gateways[code] for code in one.gateways),
            seen_by=_seen_by(one, readers), retention=one.retention,
        )
        for one in sorted(terms, key=lambda one: one.title)
    ]  # fmt: skip


def _seen_by(terms: Terms, readers: Sequence[Reader]) -> tuple[str, ...]:
    sender = Sender(terms.source, terms.title, terms.system.name, terms.system.steward, terms.system.state, terms.items, terms.system.services)
    rows = held(terms.items, [sender], {}, [one for one in readers if _knows(one, terms)])
    return _each_once(label for row in rows for label in row.readers)


def _knows(reader: Reader, terms: Terms) -> bool:
    """Whether a role may know that this source holds a child, as `sharing_my_sources` has it: a school's is no secret, and one that declares no service is kept as closely as social care."""
    services = set(terms.system.services) or {"social_care"}
    return "school" in services or bool(services & set(reader.services))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the impact assessment's first table: a kind of fact, who sends it, and who sees it."""

    item: str
    covers: str
    sent_by: tuple[str, ...]
    seen_by: tuple[str, ...]
    kept_as: tuple[str, ...]
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """One line of the second: what could go wrong, for whom, what is done about it, which tests hold that, and what is left."""

    code: str
    risk: str
    harms: str
    items: tuple[str, ...]
    likelihood: str
    harm: str
    measures: str
    held_by: tuple[str, ...]
    left: str


def facts(terms: Iterable[Terms], roles: Sequence[Role]) -> list[Fact]:
    """Each kind of fact that comes, in the order of the vocabulary."""
    known = list(terms)
    senders = [Sender(one.source, one.title, one.system.name, one.system.steward, one.system.state, one.items, one.system.services) for one in known]
    readers = [Reader(one.label, tuple(one.items), tuple(one.services)) for one in roles if one.items]
    return [
        Fact(
            item=row.item, covers=ITEMS[row.item], sent_by=tuple(one.name for one in row.senders), seen_by=row.readers,
            kept_as=_each_once(one.retention for one in known if row.item in one.items), risks=tuple(one.code for one in risks() if {row.item, ANY_ITEM} & set(one.items)),
        )
        for row in held(ITEMS, senders, {}, readers) if row.senders
    ]  # fmt: skip


@cache
def risks() -> tuple[Risk, ...]:
    """The risks as `risks.toml` has them."""
    said = tomllib.loads(Path(__file__).with_name("risks.toml").read_text("utf-8"))
    return tuple(Risk(code, **one | {"items": tuple(one["items"]), "held_by": tuple(one["held_by"])}) for code, one in said.items())


def of_children(items: Iterable[str]) -> list[str]:
    """Those kinds of fact that are about a child."""
    return [item for item in items if item not in OF_NO_CHILD]


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
