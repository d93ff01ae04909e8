"""The children in need census: no name and no address, only the authority's own child id."""

from collections.abc import Iterator, Sequence

from everychild.formats.codes import codes
from everychild.formats.elements import Node, branch, branches, leaves
from everychild.formats.facts import Child, Fact, Happened, Involved
from everychild.formats.identified import former_upns, identifier
from everychild.formats.people_in_xml import each_person
from everychild.formats.reading import Recognised, Sent
from everychild.formats.remarks import Remarks
from everychild.formats.values import born, code, day, ethnicity, one_of, sex, yes_no

NAME, SOURCE = "cin_census", "cin_census"
ROOT, TABLE = "Message", "child"


def read(files: Recognised, items: Sequence[str] | None = None) -> Iterator[Sent]:
    """One child with its referrals, plans and enquiries; it is attached later by the authority's child id and never matched by itself."""
    for path in files.paths:
        yield from each_person(files, path, "Child", TABLE, _id, _child)


def _id(node: Node) -> tuple[str, str]:
    return "LAchildID", leaves(branch(node, "ChildIdentifiers")).get("LAchildID", "").strip()


def _child(remarks: Remarks, local_id: str, node: Node) -> list[Fact]:
    cells = leaves(branch(node, "ChildIdentifiers"))
    upn = identifier(remarks, "upn", "UPN", cells)
    expected = day(remarks, "ExpectedPersonBirthDate", cells) if "PersonBirthDate" not in cells else None
    child = Child(
        local_id,
        born_on=expected or born(remarks, "PersonBirthDate", cells),
        birth_date_is="expected" if expected else "exact",
        sex=sex(remarks, "Sex" if "Sex" in cells else "PersonGenderCurrent", cells),
        upn=upn,
        former_upns=former_upns(remarks, "FormerUPN", cells, upn),
        ethnicity=ethnicity(remarks, "Ethnicity", leaves(branch(node, "ChildCharacteristics"))),
        died_on=day(remarks, "PersonDeathDate", cells),
    )
    return [child, *(fact for need in branches(node, "CINdetails") for fact in _need(remarks, local_id, need))]


def _need(remarks: Remarks, local_id: str, need: Node) -> Iterator[Fact]:
    """One referral: the child in need episode, and the enquiries, conferences and protection plans under it."""
    cells = leaves(need)
    referred = day(remarks, "CINreferralDate", cells)
    if referred is None:
        remarks.flag("CINreferralDate", None, "date_missing", "The referral has no date.", "Correct it in the case system.")
    reference = f"{local_id}/{referred or 'undated'}"
    if yes_no(remarks, "ReferralNFA", cells):
        yield Happened(local_id, "social_care", "referral_without_further_action", reference, referred)
    else:
        yield Involved(
            local_id, "child_in_need", reference, from_on=referred, to_on=day(remarks, "CINclosureDate", cells),
            ended_because=code(cells.get("ReasonForClosure")), category=code(cells.get("PrimaryNeedCode")),
        )
    for number, enquiry in enumerate(map(leaves, branches(need, "Section47")), 1):
        yield Happened(local_id, "enquiry", "section_47", f"{reference}/s47/{number}", day(remarks, "S47ActualStartDate", enquiry))
    for number, plan in enumerate(map(leaves, branches(need, "ChildProtectionPlans")), 1):
        yield Involved(
            local_id, "protection_plan", f"{reference}/plan/{number}", from_on=day(remarks, "CPPstartDate", plan), to_on=day(remarks, "CPPendDate", plan),
            category=one_of(remarks, "LatestCategoryOfAbuse", plan, codes("abuse"), "a category of abuse"),
        )
