"""The client caseload return on 16 to 18 year olds."""

from collections.abc import Iterator, Sequence

from everychild.formats.codes import codes
from everychild.formats.elements import Node, branch, leaves
from everychild.formats.facts import Child, Fact, Involved
from everychild.formats.identified import identifier
from everychild.formats.names import check_names, name
from everychild.formats.people_in_xml import each_person
from everychild.formats.places import address
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.values import born, code, day, ethnicity, one_of, sex, text

NAME, SOURCE = "nccis", "nccis"
ROOT, TABLE = "NCCIS", "young_person"

_ADDRESS = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "Town", "County")


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One young person with what they are doing now."""
    for path in files.paths:
        yield from each_person(files, path, "YoungPersonsRecord", TABLE, _id, _young_person)


def _id(node: Node) -> tuple[str, str]:
    return "YoungPersonsID", leaves(branch(node, "PersonalDetails")).get("YoungPersonsID", "").strip()


def _young_person(remarks: Remarks, local_id: str, node: Node) -> list[Fact]:
    cells = leaves(branch(node, "PersonalDetails"))
    given, family = name(remarks, "GivenName", cells), name(remarks, "FamilyName", cells)
    upn, uln = identifier(remarks, "upn", "UniquePupilNumber", cells), identifier(remarks, "uln", "UniqueLearnerNo", cells)
    check_names(remarks, given, family, bool(upn or uln), ("GivenName", "FamilyName"))
    child = Child(
        local_id,
        given,
        family,
        middle_names=text(cells.get("MiddleName")),
        born_on=born(remarks, "DOB", cells),
        sex=sex(remarks, "Gender", cells),
        upn=upn,
        uln=uln,
        ethnicity=ethnicity(remarks, "Ethnicity", cells),
    )
    home = address(remarks, local_id, cells, _ADDRESS, postcode_field="Postcode")
    return [child, *home, _activity(remarks, local_id, cells, leaves(branch(node, "Activities", "Cohort")))]


def _activity(remarks: Remarks, local_id: str, cells: dict[str, str], activity: dict[str, str]) -> Involved:
    """What the young person does now; the adviser's service is involved while they are in the cohort."""
    return Involved(
        local_id,
        "post16",
        local_id,
        organisation=text(activity.get("EstablishmentName")),
        from_on=day(remarks, "StartDate", activity),
        authority=code(cells.get("LeadLEA")),
        category=one_of(remarks, "ActivityCode", activity, codes("activity"), "what a young person is doing"),
    )
