"""The children-in-need census: the same episodes as the case system's, without a name, an address or a worker."""

from datetime import date, timedelta

from everychild.town.block import Block
from everychild.town.people import Child, Need
from everychild.town.rates import AS_AT
from everychild.town.sheets import iso

PATH = f"cin/cin_{AS_AT.year}.xml"
_FIRST, _LAST = date(AS_AT.year - 1, 4, 1), date(AS_AT.year, 3, 31)
_UNKNOWN = {"": "UN4", "unaccompanied": "UN2"}


def write_need_census(block: Block, child: Child) -> None:
    """The child's element, where a referral was open in the year; dates after the year's end were not yet known."""
    needs = [need for need in child.needs if need.referred <= _LAST and (need.closed is None or need.closed >= _FIRST)]
    if not needs:
        return
    person = child.ids["social_care"]
    block.write(PATH, f"<Child>{_identifiers(child, person)}{_characteristics(child)}{''.join(map(_details, needs))}</Child>")
    block.true("cin_census", PATH, person, child, child.kind)


def _identifiers(child: Child, person: str) -> str:
    upn = child.ids.get("upn_in_social_care", "")
    number = f"<UPN>{upn}</UPN>" if upn else f"<UPNunknown>{'UN1' if child.age < 5 else _UNKNOWN.get(child.status, 'UN4')}</UPNunknown>"
    if child.expected or child.born > _LAST:
        expected = child.expected or child.born + timedelta(days=child.slot % 19 - 9)
        return f"<ChildIdentifiers><LAchildID>{person}</LAchildID>{number}<ExpectedPersonBirthDate>{iso(expected)}</ExpectedPersonBirthDate><Sex>U</Sex></ChildIdentifiers>"
    died = f"<PersonDeathDate>{iso(child.died_on)}</PersonDeathDate>" if _known(child.died_on) else ""
    return f"<ChildIdentifiers><LAchildID>{person}</LAchildID>{number}<PersonBirthDate>{iso(child.born)}</PersonBirthDate><Sex>{child.sex}</Sex>{died}</ChildIdentifiers>"


def _characteristics(child: Child) -> str:
    disability = "AUT" if child.plan == "E" else "NONE"
    return f"<ChildCharacteristics><Ethnicity>{child.ethnicity}</Ethnicity><Disabilities><Disability>{disability}</Disability></Disabilities></ChildCharacteristics>"


def _known(day: date | None) -> date | None:
    """A date that had come when the census closed."""
    return day if day and day <= _LAST else None


def _dates(name: str, first: str, last: str, spell: tuple[date, date | None] | None) -> str:
    if not spell or not _known(spell[0]):
        return ""
    ended = f"<{last}>{iso(spell[1])}</{last}>" if _known(spell[1]) else ""
    return f"<{name}><{first}>{iso(spell[0])}</{first}>{ended}</{name}>"


def _details(need: Need) -> str:
    closed = f"<CINclosureDate>{iso(need.closed)}</CINclosureDate><ReasonForClosure>{need.why_closed}</ReasonForClosure>" if _known(need.closed) else ""
    conference = f"<DateOfInitialCPC>{iso(need.conference)}</DateOfInitialCPC>" if _known(need.conference) else ""
    return (
        f"<CINdetails><CINreferralDate>{iso(need.referred)}</CINreferralDate><ReferralSource>{need.source}</ReferralSource><PrimaryNeedCode>{need.code}</PrimaryNeedCode>"
        f"{closed}{conference}{_assessment(need)}{_dates('CINPlanDates', 'CINPlanStartDate', 'CINPlanEndDate', need.plan)}{_enquiry(need, conference)}"
        f"<ReferralNFA>{int(need.no_further_action)}</ReferralNFA>{_protection(need)}</CINdetails>"
    )


def _assessment(need: Need) -> str:
    if not need.assessed or not _known(need.assessed[0]):
        return ""
    began, ended = need.assessed
    if not _known(ended):
        return f"<Assessments><AssessmentActualStartDate>{iso(began)}</AssessmentActualStartDate></Assessments>"
    factors = "".join(f"<AssessmentFactors>{factor}</AssessmentFactors>" for factor in need.factors)
    return (
        f"<Assessments><AssessmentActualStartDate>{iso(began)}</AssessmentActualStartDate><AssessmentAuthorisationDate>{iso(ended)}</AssessmentAuthorisationDate>"
        f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment></Assessments>"
    )


def _enquiry(need: Need, conference: str) -> str:
    if not need.enquiry or not _known(need.enquiry[0]):
        return ""
    began = need.enquiry[0]
    return (
        f"<Section47><S47ActualStartDate>{iso(began)}</S47ActualStartDate><InitialCPCtarget>{iso(began + timedelta(days=21))}</InitialCPCtarget>{conference}"
        f"<ICPCnotRequired>{0 if conference else 1}</ICPCnotRequired></Section47>"
    )


def _protection(need: Need) -> str:
    if not need.protection or not _known(need.protection[0]):
        return ""
    reviews = "".join(f"<CPPreviewDate>{iso(day)}</CPPreviewDate>" for day in need.reviews if _known(day))
    return (
        f"<ChildProtectionPlans><CPPstartDate>{iso(need.protection[0])}</CPPstartDate><InitialCategoryOfAbuse>{need.category}</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>{need.category}</LatestCategoryOfAbuse><NumberOfPreviousCPP>0</NumberOfPreviousCPP>{f'<Reviews>{reviews}</Reviews>' if reviews else ''}</ChildProtectionPlans>"
    )
