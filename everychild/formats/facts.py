"""What any source can say of a child, an adult, a school or a service, in the house's words: frozen, typed, with no opinion about who is who.

Dates are `datetime.date`. Text is stripped, never empty (None instead). `record` is the source's own id of the person the fact is about.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Sex = Literal["F", "M", "U"]


@dataclass(frozen=True, slots=True)
class Child:
    """One description of a child or young person, as one source holds it."""

    record: str
    given_names: str | None = None
    family_name: str | None = None
    middle_names: str | None = None
    known_as: str | None = None
    known_as_family: str | None = None
    previous_family_names: tuple[str, ...] = ()
    born_on: date | None = None
    birth_date_is: Literal["exact", "estimated", "expected", "assessed", "unknown"] = "exact"
    birth_order: int | None = None
    sex: Sex | None = None
    nhs_number: str | None = None
    upn: str | None = None
    former_upns: tuple[str, ...] = ()
    uln: str | None = None
    ethnicity: str | None = None
    first_language: str | None = None
    interpreter: str | None = None
    communication_needs: str | None = None
    nationality: str | None = None
    died_on: date | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Adult:
    """One description of an adult linked to a child."""

    record: str
    title: str | None = None
    given_names: str | None = None
    family_name: str | None = None
    born_on: date | None = None
    sex: Sex | None = None
    telephone: str | None = None
    email: str | None = None
    language: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How an adult stands to a child, as one source has it. None means that the source does not say."""

    record: str
    """The adult's id in this source."""
    child: str
    """The child's id in this source, or see `child_upn`."""
    relation: str
    child_upn: str | None = None
    child_laestab: str | None = None
    parental_responsibility: bool | None = None
    court_order: bool | None = None
    may_have_contact: bool | None = None
    lives_with: bool | None = None
    order: int | None = None
    safe_contact: str | None = None


@dataclass(frozen=True, slots=True)
class AtAddress:
    """Where a person lives or lived; `withheld` means that nobody is to be shown it."""

    record: str
    lines: tuple[str, ...] = ()
    postcode: str | None = None
    uprn: str | None = None
    kind: str = "home"
    from_on: date | None = None
    to_on: date | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A spell on the register of a school."""

    record: str
    school: str
    """LAEstab (7 digits), or the source's own key for the school where it gives no better."""
    urn: str | None = None
    school_name: str | None = None
    enrolment: str | None = None
    entered_on: date | None = None
    left_on: date | None = None
    leaving_reason: str | None = None
    year_group: str | None = None
    part_time: bool | None = None
    sen_provision: str | None = None


@dataclass(frozen=True, slots=True)
class Involved:
    """A service that is or was involved with a child; the fact of it, no case content.

    `service`: child_health, social_care, child_in_need, protection_plan, looked_after, adoption, contact, enquiry,
    early_help, youth, post16, police, missing, refuge.
    """

    record: str
    service: str
    reference: str
    organisation: str | None = None
    team: str | None = None
    worker: str | None = None
    """The source's id of the worker, where it has one."""
    worker_name: str | None = None
    worker_role: str | None = None
    telephone: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    ended_because: str | None = None
    authority: str | None = None
    """Three-digit code of the responsible authority where that is not the sender."""
    category: str | None = None
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """One dated thing that a source reports of a child: a police notification, a contact, an activity. Existence, not content."""

    record: str
    service: str
    kind: str
    reference: str
    at: datetime | date | None = None
    grading: str | None = None


@dataclass(frozen=True, slots=True)
class Cautioned:
    """A staff-safety warning, with who owns it and when it must be looked at again."""

    record: str
    kind: str
    owner: str | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Establishment:
    """A school as the national register of establishments has it."""

    urn: str
    laestab: str | None
    name: str
    authority: str | None = None
    phase: str | None = None
    kind: str | None = None
    status: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    low_age: int | None = None
    high_age: int | None = None
    capacity: int | None = None
    ukprn: str | None = None
    uprn: str | None = None
    lines: tuple[str, ...] = ()
    postcode: str | None = None
    telephone: str | None = None
    head: str | None = None


Fact = Child | Adult | Relation | AtAddress | OnRoll | Involved | Happened | Cautioned | Establishment
