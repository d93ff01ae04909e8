"""The schools as the national register lists them: 133 headings, every field in quotation marks, dates as 02-09-2014, in cp1252."""

from everychild.formats.gias.headings import HEADINGS
from everychild.town.rates import AUTHORITY, RATES
from everychild.town.schools import School
from everychild.town.services import Town

_KINDS = {
    "nursery": ("15", "Local authority nursery school", "4", "Local authority maintained schools", "1", "Nursery"),
    "primary": ("01", "Community school", "4", "Local authority maintained schools", "2", "Primary"),
    "secondary": ("34", "Academy converter", "10", "Academies", "4", "Secondary"),
    "special": ("07", "Community special school", "5", "Special schools", "0", "Not applicable"),
    "alternative": ("42", "Academy alternative provision sponsor led", "10", "Academies", "0", "Not applicable"),
    "sixth_form": ("39", "Academy 16-19 converter", "10", "Academies", "6", "16 plus"),
    "independent": ("11", "Other independent school", "3", "Independent schools", "0", "Not applicable"),
}
_SAME_FOR_ALL = {
    "LA (code)": AUTHORITY, "LA (name)": RATES.town_name, "EstablishmentStatus (code)": "1", "EstablishmentStatus (name)": "Open", "ReasonEstablishmentOpened (code)": "00",
    "ReasonEstablishmentOpened (name)": "Not applicable", "OpenDate": "01-09-1998", "ReasonEstablishmentClosed (code)": "00", "ReasonEstablishmentClosed (name)": "Not applicable",
    "Boarders (code)": "1", "Boarders (name)": "No boarders", "Gender (code)": "3", "Gender (name)": "Mixed", "ReligiousCharacter (code)": "00", "ReligiousCharacter (name)": "Does not apply",
    "AdmissionsPolicy (code)": "4", "AdmissionsPolicy (name)": "Non-selective", "SpecialClasses (code)": "2", "SpecialClasses (name)": "No Special Classes", "CensusDate": "15-01-2026",
    "TrustSchoolFlag (code)": "0", "TrustSchoolFlag (name)": "Not applicable", "FederationFlag (name)": "Not under a federation", "LastChangedDate": "12-08-2026",
    "County (name)": "Thornbeckshire", "GOR (code)": "B", "GOR (name)": "North West", "DistrictAdministrative (name)": RATES.town_name, "UrbanRural (code)": "C1",
    "UrbanRural (name)": "(England/Wales) Urban city and town", "PreviousLA (code)": AUTHORITY, "Country (name)": "United Kingdom", "HeadPreferredJobTitle": "Headteacher",
}  # fmt: skip


def register(town: Town) -> list[str]:
    """One line for each school of the town, the independent ones too."""
    return [_line(_row(school)) for kind in town.schools for school in town.schools[kind]]


def _line(row: dict[str, str]) -> str:
    return ",".join('"' + row.get(heading, "").replace('"', '""') + '"' for heading in HEADINGS)


def _row(school: School) -> dict[str, str]:
    kind, kind_name, group, group_name, phase, phase_name = _KINDS[school.kind]
    place, title_and_names = school.place, school.head
    sixth = school.kind in ("secondary", "sixth_form")
    return _SAME_FOR_ALL | {
        "URN": school.urn, "EstablishmentNumber": school.establishment, "EstablishmentName": school.name, "TypeOfEstablishment (code)": kind, "TypeOfEstablishment (name)": kind_name,
        "EstablishmentTypeGroup (code)": group, "EstablishmentTypeGroup (name)": group_name, "PhaseOfEducation (code)": phase, "PhaseOfEducation (name)": phase_name,
        "StatutoryLowAge": str(school.low), "StatutoryHighAge": str(school.high), "NurseryProvision (name)": "Has Nursery Classes" if school.low == 3 else "No Nursery Classes",
        "OfficialSixthForm (code)": "1" if sixth else "2", "OfficialSixthForm (name)": "Has a sixth form" if sixth else "Does not have a sixth form", "SchoolCapacity": str(school.capacity),
        "UKPRN": school.ukprn, "Street": f"{place.house} {place.street}", "Locality": place.locality, "Town": place.town, "Postcode": place.postcode, "UPRN": place.uprn,
        "SchoolWebsite": f"www.school{school.establishment}.example", "TelephoneNum": school.telephone.replace(" ", ""), "HeadTitle (name)": title_and_names[0],
        "HeadFirstName": title_and_names[1], "HeadLastName": title_and_names[2],
    }  # fmt: skip
