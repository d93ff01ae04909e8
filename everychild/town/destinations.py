"""The post-16 service's monthly NCCIS file: what every young person of 16 to 18 is doing."""

from datetime import date, timedelta

from everychild.town.block import Block
from everychild.town.errors import describe, identifier
from everychild.town.numbers import shuffled
from everychild.town.people import Child
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.sheets import escaped, iso

PATH = "nccis/nccis.xml"
_LEARNING = ("220", "230", "230", "230", "310", "450")
_NOT_LEARNING = ("540", "610", "619", "619", "619", "620", "630", "640", "670", "680", "810", "810", "820")


def age_today(born: date) -> int:
    return AS_AT.year - born.year - ((AS_AT.month, AS_AT.day) < (born.month, born.day))


def write_destinations(block: Block, child: Child) -> None:
    """The young person's record; twice in six of a thousand cases."""
    if "nccis" in child.not_in or child.expected or not 16 <= age_today(child.born) <= 18 or child.home.authority != AUTHORITY:
        return
    _write(block, child, again=False)
    if child.kind in ("", "two_schools") and block.chance.happens(RATES.duplicates.same_child_twice):
        _write(block, child, again=True)


def _write(block: Block, child: Child, *, again: bool) -> None:
    chance = block.chance
    told = describe(block, child, "nccis", again=again)
    local_id = f"{AUTHORITY}{shuffled(block.number_in('nccis')):010d}"
    place = told.place
    details = (
        ("YoungPersonsID", local_id), ("CohortStatus", "P"), ("GivenName", escaped(told.given)), ("MiddleName", escaped(told.middle)), ("FamilyName", escaped(told.family)),
        *zip(("AddressLine1", "AddressLine2", "AddressLine3"), _lines(place) if told.address_known else ("", "", ""), strict=True), ("Town", place.town), ("Postcode", told.postcode),
        ("Gender", told.sex or "U"), ("DOB", iso(told.born)), ("Ethnicity", child.ethnicity), ("LeadLEA", AUTHORITY), ("EducatedLEA", AUTHORITY), ("LEACodeAtYear11", AUTHORITY),
        ("UniqueLearnerNo", child.uln if chance.happens(0.85) else ""), ("UniquePupilNumber", identifier(chance, child, "upn", RATES.identifiers.upn_post16)),
        ("GuaranteeStatusIndicator", "Y" if child.age < 18 else "N"),
    )  # fmt: skip
    personal = "".join(f"<{name}>{value}</{name}>" for name, value in details if value)
    need = (
        f"<LevelOfNeed><LevelOfNeedCode>{1 if child.plan == 'E' else 3}</LevelOfNeedCode><SENDFlag>{'Y' if child.plan == 'E' else 'N'}</SENDFlag></LevelOfNeed>"
    )
    block.write(PATH, f"<YoungPersonsRecord><PersonalDetails>{personal}</PersonalDetails>{need}{_activity(block, child)}</YoungPersonsRecord>")
    block.true("nccis", PATH, local_id, child, told.kind)


def _lines(place) -> tuple[str, str, str]:
    return place.lines[0], place.lines[1], place.lines[2] if place.flat else ""


def _activity(block: Block, child: Child) -> str:
    """What the young person does now; most on a school's roll are in its sixth form."""
    chance = block.chance
    roll = next((roll for roll in child.rolls if roll.left is None), None)
    began = date(AS_AT.year, 9, 2)
    extra = ""
    if child.age < 16:
        code = "110"
    elif roll:
        code = "220" if roll.school.kind == "sixth_form" else "210"
        extra = f"<EstablishmentNumber>{roll.school.laestab}</EstablishmentNumber><EstablishmentName>{escaped(roll.school.name)}</EstablishmentName>"
    elif chance.happens(RATES.prevalence.not_in_education_of_those_off_roll if child.age < 18 else 0.12):
        code = chance.pick(_NOT_LEARNING)
        began = AS_AT - timedelta(days=chance.whole(5, 200))
        extra = f"<NEETStartDate>{iso(began)}</NEETStartDate>" if code[0] in "56" else ""
    else:
        code = chance.pick(_LEARNING) if child.age < 18 else chance.pick(("230", "240", "240", "320", "330", "310"))
    seen = AS_AT - timedelta(days=chance.whole(0, 40))
    return (
        f"<Activities><Cohort><ActivityCode>{code}</ActivityCode><StartDate>{iso(began)}</StartDate><DateAscertained>{iso(seen)}</DateAscertained><DateVerified>{iso(seen)}</DateVerified>"
        f"<DueToLapseDate>{iso(seen + timedelta(days=180))}</DueToLapseDate><CurrencyLapsed>N</CurrencyLapsed>{extra}</Cohort></Activities>"
    )
