"""A transfer file's pupil and contacts as facts."""

from everychild.formats.codes import codes
from everychild.formats.elements import Node, branch, branches, leaves
from everychild.formats.facts import Adult, AtAddress, Child, Fact, Involved, OnRoll, Relation
from everychild.formats.identified import former_upns, identifier
from everychild.formats.names import check_names, name
from everychild.formats.places import address_lines, address_of, joined_lines, uprn
from everychild.formats.reading import Sent, SentRow
from everychild.formats.remarks import Remarks
from everychild.formats.values import born, code, day, email, ethnicity, language, number, one_of, sex, telephone, text, yes_no

_LINES = ("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5")
_REST = ("Locality", "Town", "AdministrativeArea", "PostTown")


def pupil_facts(remarks: Remarks, local_id: str, node: Node, school: dict[str, str], laestab: str) -> list[Fact]:
    """The child, where the child lives, the schools so far, and whether the child is looked after."""
    return [
        _child(remarks, local_id, node),
        *addresses(remarks, local_id, node),
        *_spells(remarks, local_id, node, school, laestab),
        *_looked_after(remarks, local_id, node),
    ]


def _child(remarks: Remarks, local_id: str, node: Node) -> Child:
    cells, basic = leaves(node), leaves(node.get("BasicDetails"))
    given, family = name(remarks, "Forename", cells), name(remarks, "Surname", cells)
    upn, uln = identifier(remarks, "upn", "UPN", cells), identifier(remarks, "uln", "UniqueLearnerNumber", cells)
    check_names(remarks, given, family, bool(upn or uln), ("Forename", "Surname"))
    before = name(remarks, "FormerSurname", basic)
    return Child(
        local_id,
        given,
        family,
        middle_names=text(basic.get("MiddleNames")),
        known_as=text(basic.get("PreferredForename")),
        known_as_family=text(basic.get("PreferredSurname")),
        previous_family_names=(before,) if before and before != family else (),
        born_on=born(remarks, "DOB", cells),
        sex=sex(remarks, "Sex" if "Sex" in cells else "Gender", cells),
        upn=upn,
        former_upns=former_upns(remarks, "FormerUPN", basic, upn),
        uln=uln,
        ethnicity=ethnicity(remarks, "Ethnicity", basic),
        first_language=_first_language(remarks, node),
        telephone=_telephone(remarks, node),
        email=email(remarks, "Email", cells),
    )


def _first_language(remarks: Remarks, node: Node) -> str | None:
    """The language marked F (first) or H (home); the first one where none is marked."""
    kinds = list(map(leaves, branches(node, "BasicDetails", "Languages", "Type")))
    chosen = next((kind for mark in ("F", "H") for kind in kinds if kind.get("LanguageType") == mark), kinds[0] if kinds else {})
    return language(remarks, "Language", chosen)


def _telephone(remarks: Remarks, node: Node) -> str | None:
    return telephone(remarks, "PhoneNo", next(map(leaves, branches(node, "Phones", "Phone")), {}))


def addresses(remarks: Remarks, record: str, node: Node) -> list[AtAddress]:
    """An address in lines or in the parts of BS 7666."""
    found: list[AtAddress] = []
    for place in branches(node, "Address"):
        cells, parts = leaves(place), leaves(place.get("BS7666Address"))
        lines = leaves(place.get("AddressLines")) or cells
        property_no = uprn(remarks, "UniquePropertyReferenceNumber", parts or cells)
        written = joined_lines(parts, "SAON", "PAON", "Street", _REST) or address_lines(lines, _LINES)
        found += address_of(remarks, record, written, cells, "PostCode", uprn=property_no)
    return found


def _spells(remarks: Remarks, local_id: str, node: Node, school: dict[str, str], laestab: str) -> list[OnRoll]:
    """The school history; what the sending school says of now belongs to its own last spell, which is made up where the history lacks it."""
    spells = []
    for past in map(leaves, branches(node, "SchoolHistory", "School")):
        its = (code(past.get("LEA")) or "") + (code(past.get("Estab")) or "").zfill(4)
        dates = day(remarks, "EntryDate", past), day(remarks, "LeavingDate", past)
        spells.append((its, text(past.get("SchoolName")), *dates, code(past.get("LeavingReason"))))
    own = max((place for place, spell in enumerate(spells) if spell[0] == laestab), default=None, key=lambda place: (str(spells[place][2] or ""), place))
    if own is None:
        spells.append((laestab, text(school.get("SchoolName")), None, None, None))
        own = len(spells) - 1
    basic = leaves(node.get("BasicDetails"))
    now = {
        "urn": code(school.get("URN")),
        "enrolment": one_of(remarks, "EnrolStatus", basic, codes("enrolment"), "enrolment"),
        "year_group": one_of(remarks, "NCyearActual", basic, codes("year_group"), "a year group"),
        "sen_provision": _sen_provision(remarks, node),
    }
    return [
        OnRoll(local_id, its, school_name=called, entered_on=entered, left_on=left, leaving_reason=why, **(now if place == own else {}))
        for place, (its, called, entered, left, why) in enumerate(spells)
    ]


def _sen_provision(remarks: Remarks, node: Node) -> str | None:
    """The provision that began last."""
    spells = sorted(map(leaves, branches(node, "SENhistory", "SEN")), key=lambda spell: spell.get("StartDate", ""))
    return one_of(remarks, "SENprovision", spells[-1], codes("sen_provision"), "SEN provision") if spells else None


def _looked_after(remarks: Remarks, local_id: str, node: Node) -> list[Involved]:
    cells = leaves(branch(node, "LookedAfter"))
    if not yes_no(remarks, "InCare", cells):
        return []
    return [Involved(local_id, "looked_after", f"{local_id}/looked after", authority=code(cells.get("CareAuthority")))]


def contact_sent(remarks: Remarks, node: Node, line: int, child: str, number_: int, *, waits: bool, home: list[AtAddress]) -> Sent:
    """One contact of a pupil: the adult, how the adult stands to the child, and where the adult lives if that is said."""
    local_id, cells = f"{child}/contact/{number_}", leaves(node)
    remarks.begin(line, local_id)
    given, family = name(remarks, "Forename", cells), name(remarks, "Surname", cells)
    check_names(remarks, given, family, False, ("Forename", "Surname"))
    if waits:
        remarks.refuse(None, None, "with_its_person", "The pupil's own record is quarantined, so this one waits with it.", "Put the pupil's record right.")
    adult = Adult(local_id, text(cells.get("Title")), given, family, telephone=_telephone(remarks, node), email=email(remarks, "Email", cells))
    same = yes_no(remarks, "AddressAsPupil", cells)
    relation = Relation(
        local_id,
        child,
        one_of(remarks, "Relationship", cells, codes("relation"), "how a contact stands to a pupil") or "OTH",
        parental_responsibility=yes_no(remarks, "Responsible", cells),
        lives_with=same,
        order=number(remarks, "Order", cells, most=99),
    )
    places = [AtAddress(local_id, one.lines, one.postcode, one.uprn) for one in home] if same else addresses(remarks, local_id, node)
    rows = (SentRow(remarks.path, "contact", line, node),)
    return Sent("adult", local_id, rows, () if remarks.refused else (adult, relation, *places), tuple(remarks.problems))


