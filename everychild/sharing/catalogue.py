"""What we hold, from whom, for whom: agreements, sources, rules of belief and roles brought together. Decisions only; the rows are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=90)

FIELDS_OF = {
    "name": ("given_names", "family_name", "known_as", "previous_family_names"), "date_of_birth": ("born_on", "birth_date_is"), "sex": ("sex",),
    "nhs_number": ("nhs_number",), "upn": ("upn", "former_upns"), "uln": ("uln",), "ethnicity": ("ethnicity",), "nationality": ("nationality",),
    "language": ("first_language", "interpreter", "communication_needs"), "telephone": ("telephone", "email"), "death": ("died_on",),
}  # fmt: skip
"""Item of an agreement -> the fields of a child that it fills and for which sources are ranked."""

SEEN_AS = {
    "name": "name", "date_of_birth": "date_of_birth", "sex": "sex", "address": "address", "nhs_number": "identifiers", "upn": "identifiers", "uln": "identifiers",
    "ethnicity": "ethnicity", "nationality": "ethnicity", "language": "language", "telephone": "contact", "school": "school", "relations": "relationships",
    "death": "date_of_birth", "cautions": "cautions",
}  # fmt: skip
"""Item of an agreement -> the item of a role that shows it."""

SEEN_WITH_THE_SERVICE = frozenset({"involvement", "worker", "category", "events"})
"""Items that a role sees of the services on its list, and of no other."""

OF_NO_CHILD = frozenset({"establishment", "other"})


@dataclass(frozen=True, slots=True)
class Sender:
    """A source and what its agreement lets it send."""

    source: str
    name: str
    system: str
    steward: str
    state: str
    items: tuple[str, ...]
    services: tuple[str, ...]
    loaded: bool = True

    @property
    def sends(self) -> bool:
        """Whether files come from it: a system that stands alone, or is retired, sends none."""
        return self.state in ("feeding", "replaced")


@dataclass(frozen=True, slots=True)
class Reader:
    """A role, and the kinds of fact and the services that it may see."""

    label: str
    items: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Belief:
    """Which sources are believed first for some fields of an item, since when and why."""

    fields: tuple[str, ...]
    since: date
    order: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """One item: who sends it, whom we believe, and who may see it."""

    item: str
    senders: tuple[Sender, ...]
    beliefs: tuple[Belief, ...]
    readers: tuple[str, ...]

    @property
    def twice(self) -> bool:
        """Whether more than one source sends it."""
        return len(self.senders) > 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is needed and does not come, or comes and is let fall. `kind`: service, item, unseen, dropped, standalone, silent."""

    kind: str
    what: str
    who: tuple[str, ...] = ()
    count: int = 0


def held(items: Iterable[str], senders: Sequence[Sender], primes: Mapping[str, object], readers: Sequence[Reader]) -> list[Held]:
    """One row for each item about a child, in the order of the vocabulary. `primes`: field -> its `since`, `order` and `why`."""
    return [
        Held(item, tuple(one for one in senders if one.sends and item in one.items), _beliefs(item, primes), _who_may_see(item, readers))
        for item in items
        if item not in OF_NO_CHILD
    ]


def _beliefs(item: str, primes: Mapping[str, object]) -> tuple[Belief, ...]:
    return tuple(Belief((field,), said.since, tuple(said.order), said.why) for field in FIELDS_OF.get(item, ()) if (said := primes.get(field)))


def _who_may_see(item: str, readers: Sequence[Reader]) -> tuple[str, ...]:
    if item in SEEN_WITH_THE_SERVICE:
        return tuple(one.label for one in readers if one.services)
    return tuple(one.label for one in readers if SEEN_AS.get(item) in one.items)


def gaps(
    rows: Sequence[Held], senders: Sequence[Sender], readers: Sequence[Reader], dropped: Mapping[str, Mapping[str, int]], expected: Iterable[str] = ()
) -> list[Gap]:
    """What to connect next, the most wanted first. `dropped`: source -> item -> values that came and that no agreement lists; `expected`: services that
    workers ask about whether or not a role lists them."""
    services = {service for one in senders if one.sends for service in one.services}
    wanted: dict[str, list[str]] = {}
    for reader in readers:
        for service in reader.services:
            if service not in services:
                wanted.setdefault(service, []).append(reader.label)
    found = [Gap("service", service, tuple(who)) for service, who in wanted.items()]
    found += [Gap("item", row.item, row.readers) for row in rows if not row.senders and row.readers]
    found.sort(key=lambda gap: -len(gap.who))
    found += [Gap("service", service) for service in expected if service not in services and service not in wanted]
    found += [Gap("standalone", one.name, (one.steward,)) for one in senders if one.state == "standalone"]
    found += [Gap("silent", one.name, (one.steward,)) for one in senders if one.sends and not one.loaded]
    names = {one.source: one.name for one in senders}
    fell = [
        Gap("dropped", item, (names.get(source, source),), count)
        for source, items in dropped.items()
        for item, count in items.items()
        if item not in OF_NO_CHILD
    ]
    found += sorted(fell, key=lambda gap: -gap.count)
    return found + [Gap("unseen", row.item, tuple(one.name for one in row.senders)) for row in rows if row.senders and not row.readers]


def standing(*, signed_on: date, review_on: date, ends_on: date | None, on: date) -> str:
    """How an agreement stands on a day: not_yet, ended, overdue, soon (a review within 90 days) or in_force.

    >>> standing(signed_on=date(2026, 1, 5), review_on=date(2026, 12, 1), ends_on=None, on=date(2026, 11, 21))
    'soon'
    """
    if on < signed_on:
        return "not_yet"
    if ends_on is not None and on > ends_on:
        return "ended"
    if review_on < on:
        return "overdue"
    return "soon" if review_on - on <= SOON else "in_force"
