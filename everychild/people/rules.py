"""Which of several sources' values is shown. Every choice has a rule that can be read, and what the others say is never hidden."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What one record says of a field: the value as JSON has it, whose word it is, and the day it speaks of."""

    value: object
    source: str
    as_at: date


@dataclass(frozen=True, slots=True)
class Shown:
    """The value that is shown of a field, why that one, and what other sources say that differs."""

    field: str
    value: object
    source: str
    as_at: date
    rule: str
    others: tuple[Said, ...] = ()

    @property
    def disagree(self) -> bool:
        """Whether another source says something else."""
        return bool(self.others)


@dataclass(frozen=True, slots=True)
class Prime:
    """The order in which sources are believed for a field, since a day, and why."""

    since: date
    order: tuple[str, ...]
    why: str


@cache
def prime_sources() -> Mapping[str, Prime]:
    """The rules of this installation, by field."""
    read = tomllib.loads(Path(__file__).with_name("prime_sources.toml").read_text("utf-8"))
    return {field: Prime(said["since"], tuple(said["order"]), said["why"]) for field, said in read.items()}


def shown(field: str, said: Iterable[Said], *, primes: Mapping[str, Prime] | None = None) -> Shown | None:
    """The value to show of one field; None where nobody says anything.

    >>> health, school = Said("2015-03-01", "health", date(2026, 9, 1)), Said("2015-01-03", "census", date(2026, 10, 1))
    >>> chosen = shown("born_on", [school, health])
    >>> chosen.value, chosen.source, [other.value for other in chosen.others]
    ('2015-03-01', 'health', ['2015-01-03'])
    """
    prime = (prime_sources() if primes is None else primes).get(field)
    order = {source: place for place, source in enumerate(prime.order)} if prime else {}
    ranked = sorted(said, key=lambda one: (order.get(one.source, len(order)), -one.as_at.toordinal(), one.source, str(one.value)))
    if not ranked:
        return None
    first = ranked[0]
    others: dict[str, Said] = {}
    for other in ranked[1:]:
        if not _same(other.value, first.value):
            others.setdefault(f"{other.source} {_plain(other.value)}", other)
    return Shown(field, first.value, first.source, first.as_at, _rule(field, first, ranked, prime), tuple(others.values()))


def _rule(field: str, first: Said, ranked: list[Said], prime: Prime | None) -> str:
    if len({one.source for one in ranked}) == 1:
        return "the only source that says"
    if prime and first.source in prime.order:
        return f"believed first since {prime.since.day} {prime.since:%B %Y}: {prime.why}"
    return "the newest"


def _plain(value: object) -> str:
    return " ".join(str(value).split()).casefold()


def _same(one: object, other: object) -> bool:
    return _plain(one) == _plain(other)
