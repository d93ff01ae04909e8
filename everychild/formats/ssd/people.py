"""A person of the case system as a child or an adult."""

import json

from everychild.formats.facts import Adult, AtAddress, Child, Fact
from everychild.formats.identified import identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address_of, plain_uprn
from everychild.formats.remarks import Remarks
from everychild.formats.tables import Row
from everychild.formats.values import Cells, born, code, day, ethnicity, sex, text

_WITHHELD = ("refuge", "confidential", "withheld", "restricted")
_NAMES = ("pers_forename", "pers_surname")
_ADDRESS_PARTS = ("ROOM", "FLOOR", "FLAT", "BUILDING", "HOUSE", "STREET", "TOWN")

Beside = dict[str, list[tuple[Remarks, Row]]]


def child_facts(remarks: Remarks, local_id: str, cells: Cells, beside: Beside) -> list[Fact]:
    """The child, with the identifiers that stand in other objects."""
    given, family = (name(remarks, field, cells) for field in _NAMES)
    nhs_number = identifier(remarks, "nhs_number", "pers_common_child_id", cells)
    upns, former, uln = _identifiers(remarks, beside)
    expected = day(remarks, "pers_expected_dob", cells) if code(cells.get("pers_dob")) is None else None
    check_names(remarks, given, family, bool(nhs_number or upns or expected), _NAMES)
    born_on = expected or born(remarks, "pers_dob", cells)
    child = Child(
        local_id,
        given,
        family,
        born_on=born_on,
        birth_date_is="expected" if expected or (born_on and born_on > remarks.as_at) else "assessed" if _assessed(born_on, beside) else "exact",
        sex=sex(remarks, "pers_sex", cells),
        nhs_number=nhs_number,
        upn=upns[-1] if upns else None,
        former_upns=tuple(dict.fromkeys(each for each in (*former, *upns[:-1]) if not upns or each != upns[-1])),
        uln=uln,
        ethnicity=ethnicity(remarks, "pers_ethnicity", cells),
        nationality=text(cells.get("pers_nationality")),
        died_on=day(remarks, "pers_death_date", cells),
    )
    return [child]


def adult_facts(remarks: Remarks, local_id: str, cells: Cells) -> list[Fact]:
    """A parent or another grown-up of a child's family."""
    given, family = (name(remarks, field, cells) for field in _NAMES)
    check_names(remarks, given, family, False, _NAMES)
    return [Adult(local_id, None, given, family, born(remarks, "pers_dob", cells, child=False), sex(remarks, "pers_sex", cells))]


def _identifiers(remarks: Remarks, beside: Beside) -> tuple[list[str], list[str], str | None]:
    """(UPNs, the latest last; former UPNs; ULN). A linked identifier counts for what it says it is."""
    upns, former, uln = [], [], None
    linked = sorted((row.sent for _, row in beside.get("ssd_linked_identifiers", ())), key=lambda sent: sent.get("link_valid_from_date", ""))
    for sent in linked:
        kind = (text(sent.get("link_identifier_type")) or "").casefold()
        if "unique pupil number" in kind or "upn" in kind:
            if found := identifier(remarks, "upn", "link_identifier_value", sent):
                (former if "former" in kind else upns).append(found)
        elif "learner number" in kind or "uln" in kind:
            uln = identifier(remarks, "uln", "link_identifier_value", sent) or uln
    for _, row in beside.get("ssd_send", ()):
        if (found := identifier(remarks, "upn", "send_upn", row.sent)) and found not in upns:
            upns.insert(0, found)
        uln = uln or identifier(remarks, "uln", "send_uln", row.sent)
    return upns, former, uln


def _assessed(born_on, beside: Beside) -> bool:
    """An unaccompanied child's 1 January is an assessed age, not a birthday."""
    if born_on is None or (born_on.month, born_on.day) != (1, 1):
        return False
    return any("UASC" in (row.sent.get("immi_immigration_status") or "").upper() for _, row in beside.get("ssd_immigration_status", ()))


def address_facts(remarks: Remarks, local_id: str, cells: Cells) -> list[AtAddress]:
    """An address; a refuge and a confidential one are withheld from everybody from the first."""
    parts, kind = _parts(remarks, cells), (text(cells.get("addr_address_type")) or "home").casefold()
    doorway = " ".join(filter(None, (parts.get("HOUSE"), parts.get("STREET"))))
    lines = tuple(line for line in (parts.get("ROOM"), parts.get("FLOOR"), parts.get("FLAT"), parts.get("BUILDING"), doorway, parts.get("TOWN")) if line)
    return address_of(
        remarks, local_id, lines, cells, "addr_address_postcode",
        uprn=plain_uprn(parts.get("UPRN", "")) or None,
        kind=kind,
        from_on=day(remarks, "addr_address_start_date", cells),
        to_on=day(remarks, "addr_address_end_date", cells),
        withheld=any(word in kind for word in _WITHHELD),
    )


def _parts(remarks: Remarks, cells: Cells) -> dict[str, str]:
    value = text(cells.get("addr_address_json"))
    if value is None:
        return {}
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        remarks.flag("addr_address_json", value, "address_unreadable", "The address is not in the dataset's form.", "Check the extract's address column.")
        return {"STREET": value[:200]} if not value.startswith(("{", "[")) else {}
    return {key: words for key in (*_ADDRESS_PARTS, "UPRN") if isinstance(found.get(key), str | int) and (words := text(str(found[key])[:200]))}
