"""The record of a child as one reader may know it: what the door hands to a page. Nobody else asks people for a child."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db import connection

from everychild.intake.models import Source
from everychild.intake.queries import sources_heard
from everychild.organisations.models import Role, User
from everychild.people import queries as people
from everychild.people.rules import Shown
from everychild.sharing.models import Happening, Involvement

ITEM_OF = {
    "given_names": "name", "family_name": "name", "known_as": "name", "previous_family_names": "name", "born_on": "date_of_birth", "birth_date_is": "date_of_birth",
    "died_on": "date_of_birth", "sex": "sex", "nhs_number": "identifiers", "upn": "identifiers", "former_upns": "identifiers", "uln": "identifiers", "ethnicity": "ethnicity",
    "first_language": "language", "interpreter": "language", "communication_needs": "language", "nationality": "ethnicity", "telephone": "contact", "email": "contact",
}  # fmt: skip
"""Which item of the role's list covers a field."""

OF_EVERYONE = "school"
"""Being on a roll is no secret from those who may see a child."""


@dataclass(frozen=True)
class Record:
    """One child, for one reader, for one purpose. Everything is asked once and under the reader's own row security."""

    person: UUID
    ref: str
    reader: User
    purpose: str
    on: date

    @cached_property
    def role(self) -> Role:
        """The reader's role."""
        return self.reader.role

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source by its code, with the day of which its last file speaks as `heard_on`."""
        return {source.code: source for source in sources_heard()}

    @cached_property
    def records(self) -> list[people.RecordOf]:
        """The source records that the reader may see: that a source holds the child tells of its service, so one of a service that the role may not know is not among them."""
        _ = self.state  # asked first
        return people.records_of(self.person)

    @cached_property
    def fields(self) -> dict[str, Shown]:
        """The fields that the reader's role includes, each with its source, date and rule."""
        return {field: value for field, value in people.shown_fields(self.records).items() if self.may(ITEM_OF[field])}

    def may(self, item: str) -> bool:
        """Whether the reader's role includes this kind of fact."""
        return item in self.role.items

    @cached_property
    def name(self) -> str:
        """The name as one line."""
        parts = (self.fields.get("given_names"), self.fields.get("family_name"))
        return " ".join(str(part.value) for part in parts if part) or "Name not known"

    @cached_property
    def born_on(self) -> date | None:
        """The birth date that is shown."""
        shown = self.fields.get("born_on")
        return date.fromisoformat(str(shown.value)) if shown else None

    @cached_property
    def state(self) -> tuple[bool, bool]:
        """(whether the address is withheld, whether a source has reported the death). Asked first: the grounds for this person are found once, and every policy looks there first."""
        with connection.cursor() as sql:
            sql.execute("select withheld, death_reported from sharing_tell(%s)", [self.person])
            withheld, death_reported = sql.fetchone()
        return bool(withheld), bool(death_reported)

    @property
    def address_withheld(self) -> bool:
        """Whether anybody has said that nobody is to be shown where the child is."""
        return self.state[0]

    @property
    def death_reported(self) -> bool:
        """Whether a source has reported a death that no person has confirmed."""
        return self.state[1]

    @cached_property
    def addresses(self) -> list:
        """Addresses, the present first; none where they are withheld or the role does not include them."""
        return people.addresses_of(self.records) if self.may("address") else []

    @cached_property
    def relationships(self) -> list:
        """Adults related to the child."""
        return people.relationships_of(self.records) if self.may("relationships") else []

    @cached_property
    def cautions(self) -> list:
        """Staff-safety warnings."""
        return people.cautions_of(self.records) if self.may("cautions") else []

    @cached_property
    def flags(self) -> list:
        """What is doubtful in the records."""
        return people.flags_of(self.records)

    @cached_property
    def links(self) -> list:
        """The decisions that put the records together."""
        return people.links_of(self.records)

    @cached_property
    def involvements(self) -> list[Involvement]:
        """Services involved, open ones first."""
        found = people.hanging_on(self.records, Involvement.objects.select_related("team", "worker", "school", "user"))
        return sorted(found, key=lambda one: (one.to_on is None, one.from_on or date.min), reverse=True)

    @cached_property
    def happenings(self) -> list[Happening]:
        """Dated events of services, the latest first."""
        return people.hanging_on(self.records, Happening.objects.order_by("-on", "service"))

    @cached_property
    def thought_services(self) -> list[str]:
        """Services involved through records that are only thought to be the same child: that they are, and nothing else."""
        with connection.cursor() as sql:
            sql.execute("select service from sharing_services_thought(%s)", [self.person])
            return [service for (service,) in sql.fetchall()]

    def open_involvements(self, *services: str) -> list[Involvement]:
        """Those of these services that have not ended."""
        return [one for one in self.involvements if one.service in services and (one.to_on is None or one.to_on >= self.on)]
