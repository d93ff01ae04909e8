"""The national register of establishments as a CSV of 133 headings, usually cp1252."""

from collections.abc import Iterator, Sequence

from everychild.formats.facts import Establishment, Fact
from everychild.formats.gias.headings import HEADINGS
from everychild.formats.grouping import each_described
from everychild.formats.identified import identifier
from everychild.formats.places import address_lines, uprn
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.shapes import Shape
from everychild.formats.values import Cells, code, day, number, postcode, telephone, text

NAME, SOURCE = "gias", "schools"
SHAPES = (Shape("establishments", HEADINGS, ("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName"), ("URN", "EstablishmentName")),)

_ADDRESS = ("Street", "Locality", "Address3", "Town", "County (name)")
_NOTHING = frozenset({"not applicable", "not recorded", "not recorded."})


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One school a row."""
    for path in files.paths:
        yield from each_described(files, path, SHAPES[0], ("URN",), "school", _establishment)


def _establishment(remarks: Remarks, urn: str, cells: Cells) -> tuple[str, list[Fact]]:
    name, checked = text(cells.get("EstablishmentName")), identifier(remarks, "urn", "URN", cells)
    if checked is None:
        remarks.refuse("URN", urn, "urn_invalid", "The URN is not six digits.", "Correct the URN; download the register again.")
    if name is None:
        remarks.refuse("EstablishmentName", None, "name_missing", "The school has no name.", "Download the register again.")
    authority = _authority(remarks, cells)
    school = Establishment(
        urn=checked or urn,
        laestab=_laestab(remarks, authority, cells),
        name=name or "",
        authority=authority,
        phase=_said(cells, "PhaseOfEducation (name)"),
        kind=_said(cells, "TypeOfEstablishment (name)"),
        status=_said(cells, "EstablishmentStatus (name)"),
        opened_on=day(remarks, "OpenDate", cells),
        closed_on=day(remarks, "CloseDate", cells),
        low_age=number(remarks, "StatutoryLowAge", cells, most=99),
        high_age=number(remarks, "StatutoryHighAge", cells, most=99),
        capacity=number(remarks, "SchoolCapacity", cells),
        ukprn=identifier(remarks, "ukprn", "UKPRN", cells),
        uprn=uprn(remarks, "UPRN", cells),
        lines=address_lines(cells, _ADDRESS),
        postcode=postcode(remarks, "Postcode", cells),
        telephone=telephone(remarks, "TelephoneNum", cells),
        head=" ".join(address_lines(cells, ("HeadTitle (name)", "HeadFirstName", "HeadLastName"))) or None,
    )
    return "school", [school]


def _authority(remarks: Remarks, cells: Cells) -> str | None:
    value = code(cells.get("LA (code)"))
    if value is None or (len(value) == 3 and value.isascii() and value.isdigit()):
        return value
    remarks.flag("LA (code)", value, "unknown_authority", "An authority's code is three digits.", "Download the register again.")
    return None


def _laestab(remarks: Remarks, authority: str | None, cells: Cells) -> str | None:
    """Authority and establishment number together; some kinds of establishment have no number."""
    value = code(cells.get("EstablishmentNumber"))
    if authority is None or value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 4:
        return authority + value.zfill(4)
    remarks.flag("EstablishmentNumber", value, "laestab_invalid", "An establishment number is four digits.", "Download the register again.")
    return None


def _said(cells: Cells, field: str) -> str | None:
    value = text(cells.get(field))
    return None if value is None or value.casefold() in _NOTHING else value
