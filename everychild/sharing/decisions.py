"""What workers decided about a child, and what may be decided now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from everychild.organisations.queries import names_of
from everychild.people.models import Decision, Person

About = Literal["death", "address"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one matter stands: whether it is raised now, the latest decision on it, whose, when and why, and the answers that may be given now."""

    raised: bool
    answer: str
    who: str
    at: datetime | None
    reason: str
    may: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether a person has confirmed what sources reported."""
        return self.raised and self.answer == Decision.Answer.DEATH_CONFIRMED

    @property
    def set_aside(self) -> bool:
        """Whether a person has set aside what sources reported, and nothing new came since."""
        return not self.raised and self.answer in (Decision.Answer.DEATH_IN_ERROR, Decision.Answer.ADDRESS_SHOWN)


def standing_of(person: UUID, about: About) -> Standing:
    """How the matter stands for the asker, who must know the person."""
    withheld, reported = Person.objects.values_list("address_withheld", "death_reported").get(pk=person)
    raised = reported if about == "death" else withheld
    last = Decision.objects.filter(person_id=person, about=about).order_by("-at", "-id").first()
    answer = last.answer if last else ""
    who = names_of([last.by]).get(last.by, "somebody who is not a user any more") if last else ""
    return Standing(raised, answer, who, last.at if last else None, last.reason if last else "", answers_now(about, raised, answer))


def answers_now(about: About, raised: bool, answer: str) -> tuple[str, ...]:
    """The answers that may be given now: to what is raised, or taking back what was decided.

    >>> answers_now("death", True, ""), answers_now("death", True, "death_confirmed"), answers_now("address", False, "address_shown"), answers_now("address", False, "")
    (('death_confirmed', 'death_in_error'), ('death_in_error', 'death_open'), ('address_withheld',), ())
    """
    if about == "address":
        return ("address_shown",) if raised else ("address_withheld",) if answer == "address_shown" else ()
    if not raised:
        return ("death_open",) if answer == "death_in_error" else ()
    return ("death_in_error", "death_open") if answer == "death_confirmed" else ("death_confirmed", "death_in_error")
