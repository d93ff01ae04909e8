"""Who in the extract is an adult, and how the adults stand to the children."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from everychild.formats.facts import Relation
from everychild.formats.ssd.tables import OWN_SERVICES, PERSON_COLUMN
from everychild.formats.tables import Table
from everychild.formats.values import Cells, code, parsed_day

GROWN_UP, TOO_OLD = 18, 26


@dataclass(slots=True)
class Families:
    """The dataset says who a child's mother is and who belongs to one family; more than that it does not say, and nothing more is said here."""

    served: set[str] = field(default_factory=set)
    """People with services of their own as children."""
    children_of: dict[str, list[str]] = field(default_factory=dict)
    """mother -> children."""
    families_of: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    adults: set[str] = field(default_factory=set)

    def learn(self, table: str, rows: Table) -> None:
        """Take in one side object."""
        if table in OWN_SERVICES:
            self.served.update(rows.keys((PERSON_COLUMN[table],)))
        elif table == "ssd_mother":
            for cells in _whole(rows):
                mother, child = code(cells.get("moth_person_id")), code(cells.get("moth_childs_person_id"))
                if mother and child:
                    self.children_of.setdefault(mother, []).append(child)
        elif table == "ssd_family":
            for cells in _whole(rows):
                family, person = code(cells.get("fami_family_id")), code(cells.get("fami_person_id"))
                if family and person:
                    self.families_of.setdefault(person, []).append(family)
                    self.members.setdefault(family, []).append(person)

    def tell_adults(self, people: Table, as_at: date) -> None:
        """An adult is a mother or grown up without services of their own as a child, or a mother over 26.

        Others over 26 with services of their own stay young people with a flag: their history is a child's.
        """
        for cells in _whole(people):
            person = (cells.get("pers_person_id") or "").strip()
            born_on = parsed_day(cells.get("pers_dob"))
            age = (as_at - born_on).days / 365.25 if born_on else None
            grown = age is not None and age >= GROWN_UP
            mother = person in self.children_of
            if ((grown or mother) and person not in self.served) or (mother and age is not None and age >= TOO_OLD):
                self.adults.add(person)

    def is_adult(self, person: str) -> bool:
        """Whether this person is in the extract as an adult."""
        return person in self.adults

    def relations(self, person: str) -> list[Relation]:
        """A mother to her children; any other adult of a family to its children as `FAM`, since the dataset does not say which kind."""
        own = list(dict.fromkeys(self.children_of.get(person, ())))
        found = [Relation(person, child, "PAM") for child in own]
        if person in self.adults:
            for family in self.families_of.get(person, ()):
                others = (other for other in self.members[family] if other != person and other not in self.adults and other not in own)
                found += [Relation(person, child, "FAM") for child in dict.fromkeys(others)]
        return found


def _whole(table: Table) -> Iterator[Cells]:
    return (row.sent for row in table.rows() if row.trouble is None)
