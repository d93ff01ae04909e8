"""Identifiers in cells: kept when they could have been issued, left out with a remark when not."""

from everychild.formats import identifiers
from everychild.formats.remarks import Remarks
from everychild.formats.values import Cells, code

_WHAT = {"upn": "UPN", "uln": "ULN", "nhs_number": "NHS number", "urn": "URN", "laestab": "LAEstab number", "ukprn": "UKPRN"}
_WHY = {
    "length": "has the wrong number of characters",
    "character": "holds a character that cannot stand there",
    "check": "has a check character that does not fit: a digit is wrong or two have changed places",
    "not_issued": "is one that is never given to anybody",
}
_INSTEAD = {kind: frozenset() for kind in identifiers.KINDS} | {"upn": frozenset(f"UN{number}" for number in range(1, 11)), "uln": frozenset({"9999999999"})}
"""What stands where there is no number, and says so: the reasons for having no UPN, and the temporary ULN."""


def identifier(remarks: Remarks, kind: str, field: str, cells: Cells) -> str | None:
    """An identifier that could have been issued, in its plain form; an invalid one is left out of the facts and stays in the row as sent."""
    value = code(cells.get(field))
    if value is None:
        return None
    found = identifiers.normalised(value.replace("/", "") if kind == "laestab" else value)
    problem, _, warnings = identifiers.KINDS[kind](found)
    if problem is None:
        if "unknown_authority" in warnings:
            authority = found[1:4] if kind == "upn" else found[:3]
            remarks.flag(field, value, "unknown_authority", f"No authority has the code {authority}.", "Check the number with the school.")
        return found
    if found in _INSTEAD[kind]:
        return None
    # Ten digits pass for an NHS number or a ULN one time in eleven: only a UPN can be told from both.
    others = ("nhs_number", "uln") if kind == "upn" else ("upn",)
    other = next((each for each in others if identifiers.check(each, value).valid), None)
    if other:
        remarks.flag(field, value, "wrong_column", f"This reads as {_an(other)}, not as {_an(kind)}.", "Check that the columns have not been swapped.")
    else:
        remarks.flag(field, value, f"{kind}_invalid", f"This {_WHAT[kind]} {_WHY[problem]}.", "Check it against the child's papers and correct it at the source.")
    return None


def _an(kind: str) -> str:
    return f"{'an' if kind in ('nhs_number', 'laestab') else 'a'} {_WHAT[kind]}"


def former_upns(remarks: Remarks, field: str, cells: Cells, upn: str | None) -> tuple[str, ...]:
    """The UPN that a child had before, when it is one and another than now."""
    former = identifier(remarks, "upn", field, cells)
    if former is None:
        return ()
    if former == upn:
        remarks.flag(field, former, "former_upn_is_upn", "The former UPN is the same as the UPN.", "Leave the former UPN out, or put the true one.")
        return ()
    return (former,)
