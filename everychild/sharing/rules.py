"""Decisions of sharing in plain Python: what a search must be told, which birth dates a memory may mean, and what a service's silence means."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Answer = Literal["has", "none", "silent", "unasked", "closed"]
"""The five honest answers: it has a record; it has none; it did not answer; it was not asked; you may not know."""


def enough_to_search(*, names: str, facts: Collection[object], identifiers: Collection[str]) -> bool:
    """Whether a search says enough: an identifier alone, or a name and one more fact. Less would be looking around.

    >>> enough_to_search(names="AMARA", facts=["", None], identifiers=[""]), enough_to_search(names="AMARA", facts=[2017], identifiers=[])
    (False, True)
    >>> enough_to_search(names="", facts=[2017, "TS1 1AA"], identifiers=[]), enough_to_search(names="", facts=[], identifiers=["9434765919"])
    (False, True)
    """
    return any(identifiers) or (bool(names) and any(facts))


def worth_showing(agreed: Sequence[int], at_most: int) -> int | None:
    """How many answers of a search to show: all, or where they are too many those with whom most facts agree; None where even those are too many.

    `agreed` goes down from the first answer to the last and has one more than may be shown where there are more.

    >>> worth_showing([1, 1], 10), worth_showing([2, 1, 1, 1], 3), worth_showing([1, 1, 1, 1], 3)
    (2, 1, None)
    """
    if len(agreed) <= at_most:
        return len(agreed)
    best = sum(1 for facts in agreed if facts == agreed[0])
    return best if best <= at_most else None


def born_between(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date, date | None]:
    """(first, last, the same day with day and month exchanged) of a birth date of which only the year must be known.

    >>> born_between(2016, 5, 3)
    (datetime.date(2016, 5, 3), datetime.date(2016, 5, 3), datetime.date(2016, 3, 5))
    >>> born_between(2016, 2)
    (datetime.date(2016, 2, 1), datetime.date(2016, 2, 29), None)
    >>> born_between(2016)
    (datetime.date(2016, 1, 1), datetime.date(2016, 12, 31), None)
    """
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), None
    if day is None:
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), date.fromordinal(after.toordinal() - 1), None
    swapped = date(year, day, month) if day <= 12 and day != month else None
    return date(year, month, day), date(year, month, day), swapped


def born_at_age(years: int, on: date) -> tuple[date, date]:
    """The two calendar years in which somebody was born who is so many years old on a day; whole years, because a remembered age is rough.

    >>> born_at_age(9, date(2026, 11, 22))
    (datetime.date(2016, 1, 1), datetime.date(2017, 12, 31))
    """
    return date(on.year - years - 1, 1, 1), date(on.year - years, 12, 31)


OWN_SERVICES: dict[str, tuple[str, ...]] = {
    "front_door": ("social_care",), "emergency_duty": ("social_care",), "social_worker": ("social_care",), "team_manager": ("social_care",),
    "school_office": ("school",), "safeguarding_lead": ("school",), "health_practitioner": ("child_health",), "early_help_worker": ("early_help", "youth"),
    "post16_adviser": ("post16",), "police_officer": ("police",),
}  # fmt: skip
"""The services for which a worker of a role may enter an involvement of their own."""


DECIDES = ("social_worker", "team_manager", "front_door", "emergency_duty")
"""The roles that settle a reported death, or whether an address may be shown again, for a child whom they may know. `deciding.sql` holds it."""


def may_decide(role: str) -> bool:
    """Whether a worker of this role settles what a source has raised of a child."""
    return role in DECIDES


def own_services(role: str) -> tuple[str, ...]:
    """The services for which a worker of this role speaks; none for a role that works with no child."""
    return OWN_SERVICES.get(role, ())


def can_withhold(scope: str) -> bool:
    """Whether a role decides that something is not told: one that knows all that is certain of the child, not one school's own records alone."""
    return scope == "strand"


ANY_ITEM = "any"
"""In a gateway: every kind of fact, as far as the case needs it."""

STRONGEST_FIRST = ("duty", "power", "ground")


@dataclass(frozen=True, slots=True)
class Gateway:
    """A power or duty to tell. `who_may_tell`: kind of organisation -> the kinds that it may tell; `commenced` is False where its start is still to be checked."""

    code: str
    title: str
    kind: str
    statute: str
    section: str
    says: str
    article_6: str
    article_9: str
    schedule_1: str
    confidentiality: str
    items: frozenset[str]
    purposes: frozenset[str]
    who_may_tell: Mapping[str, frozenset[str]]
    from_on: date | None
    to_on: date | None
    commenced: bool
    source: str
    from_memory: bool = False

    def in_force(self, on: date) -> bool:
        """Whether it stands on that day; one whose start nobody has checked never does."""
        return self.commenced and self.from_on is not None and self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def tells(self, item: str) -> bool:
        """Whether this kind of fact may go through it."""
        return ANY_ITEM in self.items or item in self.items


def gateway_for(gateways: Iterable[Gateway], *, purpose: str, told_by: str, told: str, item: str, on: date) -> Gateway | None:
    """The gateway by which one kind of organisation may tell another this kind of fact for this purpose; a duty before a power, and that before a bare ground. None: there is none.

    `told_by` and `told` are kinds of organisation, `item` a name of `formats.items`. Source: reference/access.md C2; each gateway's own file.
    """
    fitting = [one for one in gateways if purpose in one.purposes and told in one.who_may_tell.get(told_by, ()) and one.tells(item) and one.in_force(on)]
    return min(fitting, key=lambda one: (STRONGEST_FIRST.index(one.kind), one.code), default=None)


def items_untold(gateways: Iterable[Gateway], items: Iterable[str], on: date) -> list[str]:
    """Of these kinds of fact, those that none of the gateways tells on that day."""
    standing = [one for one in gateways if one.in_force(on)]
    return [item for item in items if not any(one.tells(item) for one in standing)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source stands to one question about one child. `heard_on`: the day of its last file; `holds`: whether that says yes of the child."""

    heard_on: date | None
    interval_days: int | None
    covers_ages: tuple[int, ...]
    holds: bool


def answer_of(sources: Sequence[Standing], *, may_know: bool, age: int | None, on: date) -> Answer:
    """The honest answer of all the sources of one service together. One that holds the child settles it; one that is silent leaves it open.

    >>> fresh, old = Standing(date(2026, 11, 20), 7, (0, 19), False), Standing(date(2026, 6, 2), 7, (0, 19), False)
    >>> [answer_of(known, may_know=True, age=9, on=date(2026, 11, 22)) for known in ([fresh], [old, fresh], [])]
    ['none', 'silent', 'unasked']
    """
    if not sources:
        return "unasked"
    if not may_know:
        return "closed"
    told = {_of_one(source, age, on) for source in sources}
    return next(answer for answer in ("has", "silent", "none", "unasked") if answer in told)


def _of_one(source: Standing, age: int | None, on: date) -> Answer:
    if source.heard_on is None:
        return "unasked"
    if source.interval_days is not None and (on - source.heard_on).days > 2 * source.interval_days:
        return "silent"
    if source.holds:
        return "has"
    covered = age is None or not source.covers_ages or source.covers_ages[0] <= age <= source.covers_ages[-1]
    return "none" if covered else "unasked"


def years_old(born_on: date | None, on: date) -> int | None:
    """Whole years on a day; nothing is younger than nought, and an unknown birthday is no age.

    >>> years_old(date(2017, 11, 23), date(2026, 11, 22)), years_old(date(2027, 2, 1), date(2026, 11, 22)), years_old(None, date(2026, 11, 22))
    (8, 0, None)
    """
    if born_on is None:
        return None
    return max(0, on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day)))
