"""Police notifications: one row for each person named in an incident."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from everychild.formats.codes import codes
from everychild.formats.facts import Adult, Child, Fact, Happened, Involved
from everychild.formats.grouping import each_described
from everychild.formats.names import check_names, name
from everychild.formats.places import address
from everychild.formats.police.headings import HEADINGS
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.values import Cells, born, instant, one_of, sex, text

NAME, SOURCE = "police", "police"
SHAPES = (
    Shape("notifications", HEADINGS, ("incident_id", "at", "person_no", "role", "given_names", "family_name", "date_of_birth"), ("incident_id", "person_no")),
)


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One person of one incident a row. Nothing says how the people of an incident stand to each other, so nothing is said here."""
    for path in files.paths:
        yield from each_described(files, path, SHAPES[0], ("incident_id", "person_no"), "child", _person)


def _person(remarks: Remarks, local_id: str, cells: Cells) -> tuple[str, list[Fact]]:
    at = instant(remarks, "at", cells)
    if at is None and not remarks.problems:
        remarks.flag("at", None, "date_missing", "The notification has no date.", "Ask the source when it happened.")
    is_child = _is_child(remarks, cells)
    given, family = name(remarks, "given_names", cells), name(remarks, "family_name", cells)
    check_names(remarks, given, family, False, ("given_names", "family_name"))
    born_on, its_sex = born(remarks, "date_of_birth", cells, child=is_child), sex(remarks, "sex", cells)
    who = Child(local_id, given, family, born_on=born_on, sex=its_sex) if is_child else Adult(local_id, None, given, family, born_on, its_sex)
    incident, on = text(cells.get("incident_id")) or local_id, at.date() if isinstance(at, datetime) else at
    facts: list[Fact] = [who, *address(remarks, local_id, cells, ("address",))]
    facts.append(Happened(local_id, "police", text(cells.get("kind")) or "notification", incident, at, text(cells.get("grading"))))
    if is_child:
        facts.append(_officer(local_id, incident, on, cells))
    return ("child" if is_child else "adult"), facts


def _officer(local_id: str, incident: str, on: date | None, cells: Cells) -> Involved:
    """A notification is over when it is made: the police are involved on its day, not ever after."""
    return Involved(local_id, "police", incident, worker_name=text(cells.get("officer")), from_on=on, to_on=on, category=text(cells.get("kind")))


def _is_child(remarks: Remarks, cells: Cells) -> bool:
    role = one_of(remarks, "role", cells, codes("role"), "a person's part in an incident")
    if role is not None:
        return role == "CHILD"
    remarks.flag("role", None, "role_missing", "The row does not say whether this is a child or an adult; it is taken for a child.", "Ask the source.")
    return True
