"""Addresses as facts."""

from collections.abc import Sequence

from everychild.formats.facts import AtAddress
from everychild.formats.remarks import Remarks
from everychild.formats.values import Cells, code, postcode, text


def address_lines(cells: Cells, fields: Sequence[str]) -> tuple[str, ...]:
    """The lines that are there, in order."""
    return tuple([line for field in fields if (line := text(cells.get(field)))])


def uprn(remarks: Remarks, field: str, cells: Cells) -> str | None:
    """A property's reference number: up to twelve digits, without the zeros in front."""
    value = code(cells.get(field))
    if value is None:
        return None
    if (found := plain_uprn(value)) is not None:
        return found or None
    remarks.flag(field, value, "uprn_unreadable", "This does not read as a property reference number.", "Correct it at the source.")
    return None


def plain_uprn(value: str) -> str | None:
    """Up to twelve digits without the zeros in front; empty for nothing but zeros; None for what is no property's number."""
    value = value.removesuffix(".0")
    digits = value.lstrip("0")
    return digits if value.isascii() and value.isdigit() and len(digits) <= 12 else None


def address(remarks: Remarks, record: str, cells: Cells, fields: Sequence[str], *, postcode_field: str = "postcode", **more: object) -> list[AtAddress]:
    """The address of a row, or nothing where neither a line nor a postcode is there. `more` goes into the fact."""
    return address_of(remarks, record, address_lines(cells, fields), cells, postcode_field, **more)


def address_of(remarks: Remarks, record: str, lines: tuple[str, ...], cells: Cells, postcode_field: str, **more: object) -> list[AtAddress]:
    """The same, with the lines already put together."""
    code_of_place = postcode(remarks, postcode_field, cells)
    if not lines and not code_of_place and not more.get("uprn"):
        return []
    return [AtAddress(record, lines, code_of_place, **more)]


def joined_lines(cells: Cells, flat: str, number: str, street: str, rest: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of BS 7666 as lines: `Flat 2`, `14 High Street`, then the rest."""
    number_said, street_said = text(cells.get(number)), text(cells.get(street))
    doorway = f"{number_said} {street_said}" if number_said and street_said else number_said or street_said
    lines = [text(cells.get(flat)), doorway]
    lines += [text(cells.get(each)) for each in rest]
    return tuple([line for line in lines if line])
