"""What each service answers about one child, for one reader: the five honest answers, and the day of which they speak."""

from dataclasses import dataclass
from datetime import date

from everychild.intake.models import Source
from everychild.sharing.record import OF_EVERYONE, Record
from everychild.sharing.rules import Answer, Standing, answer_of, years_old

NOT_CONNECTED = ("mental_health", "youth_justice", "housing", "adult_services")
"""Services that a worker would ask about and that send nothing here yet, beside those of any role that no source declares."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One service's answer. `held`: what its sources last said is on the page; `thought`: another record is only thought to be of this child."""

    service: str
    answer: Answer
    sources: tuple[str, ...]
    heard_on: date | None
    held: bool = False
    thought: bool = False
    covers: tuple[int, ...] = ()


def answers_about(record: Record) -> dict[str, Answered]:
    """service -> its answer, for every service that a source declares or that a worker would ask about."""
    known = list(record.sources.values())
    declared = list(dict.fromkeys(service for source in known for service in source.services))
    wanted = (*declared, *record.role.services, *NOT_CONNECTED)
    return {service: _answered(service, [one for one in known if service in one.services], record) for service in dict.fromkeys(wanted)}


def _answered(service: str, sources: list[Source], record: Record) -> Answered:
    may_know = service == OF_EVERYONE or service in record.role.services
    standings = [Standing(one.heard_on, one.interval_days, tuple(one.covers_ages), _holds(service, one, record)) for one in sources]
    answer = answer_of(standings, may_know=may_know, age=years_old(record.born_on, record.on), on=record.on)
    heard = [one.heard_on for one in sources if one.heard_on]
    held = may_know and any(one.holds for one in standings)
    thought = may_know and not held and service in record.thought_services
    covers = tuple(sources[0].covers_ages) if answer == "unasked" and sources else ()
    return Answered(
        service, answer, tuple(one.name for one in sources) if may_know else (), max(heard, default=None) if may_know else None, held, thought, covers
    )


def _holds(service: str, source: Source, record: Record) -> bool:
    """Whether a source says of the child that this service is there. Its first service is the source itself: any record of it counts."""
    if service == source.services[0] and any(one.source == source.code for one in record.records):
        return True
    rows = (*record.involvements, *record.happenings)
    return any(one.service == service and one.record.source_code == source.code for one in rows)
