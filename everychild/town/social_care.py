"""The case system's extract in the shape of the Standard Safeguarding Dataset: the people in it, where they live, who belongs to whom."""

from datetime import date, timedelta

from everychild.formats.ssd import headings
from everychild.town.block import Block
from everychild.town.errors import Described, describe, identifier
from everychild.town.people import Adult, Child, Household
from everychild.town.places import Place
from everychild.town.rates import AS_AT, RATES
from everychild.town.services import Town
from everychild.town.sheets import iso, quoted, row_maker

_rows = {table: row_maker(columns) for table, columns in headings.TABLES.items()}
PERSON = "social_care/ssd_person.csv"
_NATIONS = {
    "afghan": "Afghan",
    "eritrean": "Eritrean",
    "kurdish": "Iraqi",
    "somali": "Somali",
    "vietnamese": "Vietnamese",
    "albanian": "Albanian",
    "arabic": "Sudanese",
}
_DISABILITIES = ("AUT", "LD", "BEH", "COMM", "MOB", "HEAR", "CON", "DDA")


def put(block: Block, table: str, **row: str) -> None:
    """One row of a table of the extract; names of columns without the table's prefix would be longer to check than to write."""
    block.write(f"social_care/{table}.csv", _rows[table](row))


def write_person(block: Block, child: Child) -> None:
    """The child as social care holds them, with addresses and identifiers; now and then twice."""
    child.ids["social_care"] = _write(block, child, again=False)
    if child.kind in ("", "two_schools") and block.chance.happens(RATES.duplicates.same_child_twice):
        child.ids["second"] = _write(block, child, again=True)


def _write(block: Block, child: Child, *, again: bool) -> str:
    chance = block.chance
    told = describe(block, child, "social_care", again=again)
    person = str(1_000_000 + block.number_in("social_care", 6000))
    unborn = child.expected is not None
    if unborn:
        told.given, told.middle, told.sex, told.known_as = chance.pick(("Unborn", "Unborn Baby", "Baby")), "", "U", ""
    held = (
        ""
        if again or unborn
        else identifier(
            chance,
            child,
            "upn",
            0.9 if child.status in ("looked_after", "unaccompanied", "placed", "sealed") else RATES.identifiers.upn_social_care,
            former=True,
        )
    )
    if "upn" in child.must and not again:
        held = child.upn
    row = {
        "pers_person_id": person, "pers_forename": told.given, "pers_surname": told.family, "pers_sex": told.sex or "U",
        "pers_gender": {"F": "02", "M": "01"}.get(told.sex, "00"), "pers_ethnicity": child.ethnicity if chance.happens(0.93) else "NOBT", "pers_dob": "" if unborn else iso(told.born),
        "pers_common_child_id": "" if unborn else identifier(chance, child, "nhs", RATES.identifiers.nhs_social_care),
        "pers_upn_unknown": "" if held else "UN1" if child.age < 4 else "UN2" if child.status == "unaccompanied" else "UN4" if child.status == "looked_after" else "",
        "pers_send_flag": "Y" if child.plan == "E" else "N", "pers_expected_dob": iso(child.expected), "pers_is_mother": "N", "pers_death_date": iso(child.died_on),
        "pers_nationality": _NATIONS.get(child.household.community.name, "") if child.status == "unaccompanied" else "",
    }  # fmt: skip
    put(block, "ssd_person", **row)
    block.true("social_care", PERSON, person, child, told.kind)
    if held:
        _link(block, person, "Unique Pupil Number", held)
        child.ids["upn_in_social_care"] = held
    _write_addresses(block, child, person, told)
    if not again:
        _write_family(block, child, person)
    return person


def _link(block: Block, person: str, kind: str, value: str) -> None:
    put(block, "ssd_linked_identifiers", link_table_id=block.key("LI"), link_person_id=person, link_identifier_type=kind, link_identifier_value=value)


def _write_addresses(block: Block, child: Child, person: str, told: Described) -> None:
    """Where the child lives, and as a rule where they lived before. Social care knows a placement and a refuge for what they are."""
    chance, household = block.chance, child.household
    place, postcode, kind = told.place, told.postcode, "Home"
    if child.place is not None and child.status != "placed_here":
        place, postcode, kind = child.place, child.place.postcode, "Placement"
    elif child.status == "placed_here":
        place, postcode, kind = child.home, child.home.postcode, "Placement"
    elif household.kind == "refuge":
        place, postcode, kind = household.place, household.place.postcode, "Refuge"
    elif household.kind == "shielded":
        kind = "Confidential"
    since = chance.day(max(child.born, AS_AT - timedelta(days=1500)), AS_AT - timedelta(days=20)) if child.expected is None else AS_AT - timedelta(days=400)
    if told.address_known or kind != "Home":
        _write_address(block, person, place, postcode, kind, since, child.adopted_on if child.status == "sealed" else None)
    earlier = household.before if kind in ("Refuge", "Confidential") else household.place if kind == "Placement" else household.before
    if earlier is not place and chance.happens(0.5) and child.expected is None and since > child.born:
        _write_address(block, person, earlier, earlier.postcode, "Home", max(child.born, since - timedelta(days=chance.whole(200, 900))), since)


def _write_address(block: Block, person: str, place: Place, postcode: str, kind: str, since: date, until: date | None) -> None:
    uprn = place.uprn if block.chance.happens(0.4) else ""
    json = (
        f'{{"ROOM": "", "FLOOR": "", "FLAT": "{place.flat}", "BUILDING": "", "HOUSE": "{place.house}", "STREET": "{place.street}", '
        f'"TOWN": "{place.town}", "UPRN": "{uprn}", "EASTING": "", "NORTHING": ""}}'
    )
    put(
        block, "ssd_address", addr_table_id=block.key("AD"), addr_address_json=quoted(json), addr_person_id=person, addr_address_type=kind,
        addr_address_start_date=iso(since), addr_address_end_date=iso(until), addr_address_postcode=postcode.replace(" ", ""),
    )  # fmt: skip


def _write_family(block: Block, child: Child, person: str) -> None:
    """Who belongs together; the mother as a person where she is known, and always for an unborn child."""
    chance, household = block.chance, child.household
    put(block, "ssd_family", fami_table_id=block.key("FA"), fami_family_id=f"F{block.number:04d}{household.number:05d}", fami_person_id=person)
    mother = household.mother
    if mother is not None and (child.expected or child.status in ("looked_after", "sealed", "placed") or chance.happens(0.55)):
        put(
            block, "ssd_mother", moth_table_id=block.key("MO"), moth_person_id=_adult(block, household, mother), moth_childs_person_id=person,
            moth_childs_dob=iso(child.born) if child.expected is None else "",
        )  # fmt: skip
    if child.plan == "E" or chance.happens(0.05):
        put(block, "ssd_disability", disa_person_id=person, disa_table_id=block.key("DI"), disa_disability_code=chance.pick(_DISABILITIES))
    if child.status == "unaccompanied":
        put(
            block, "ssd_immigration_status", immi_person_id=person, immi_immigration_status_id=block.key("IM"),
            immi_immigration_status="Unaccompanied Asylum Seeking Child (UASC)", immi_immigration_status_start_date=iso(AS_AT - timedelta(days=chance.whole(60, 900))),
        )  # fmt: skip


def _adult(block: Block, household: Household, adult: Adult) -> str:
    """The adult's own id, given when first needed, with a row of persons and one of the family."""
    key = ("adult", household.number, adult.key)
    if key not in block.adults:
        person = block.adults[key] = str(1_000_000 + block.number_in("social_care", 6000))
        put(
            block, "ssd_person", pers_person_id=person, pers_forename=adult.given, pers_surname=adult.family, pers_sex=adult.sex,
            pers_gender="02" if adult.sex == "F" else "01", pers_dob=iso(adult.born), pers_is_mother="Y" if adult.sex == "F" else "N",
        )  # fmt: skip
        put(block, "ssd_family", fami_table_id=block.key("FA"), fami_family_id=f"F{block.number:04d}{household.number:05d}", fami_person_id=person)
        kind = "Refuge" if household.kind == "refuge" else "Confidential" if household.kind == "shielded" else "Home"
        _write_address(block, person, adult.place, adult.place.postcode, kind, AS_AT - timedelta(days=block.chance.whole(100, 2000)), None)
    return block.adults[key]


def town_tables(town: Town) -> dict[str, list[str]]:
    """The tables that are not about children: teams and those who work in them. path -> lines."""
    teams = [
        _rows["ssd_department"]({"dept_team_id": code, "dept_team_name": name, "dept_team_parent_id": "", "dept_team_parent_name": "Children's Services"})
        for code, name in town.teams.items()
    ]
    workers = [
        _rows["ssd_professionals"]({
            "prof_professional_id": worker.code, "prof_staff_id": f"ST{worker.code[1:]}", "prof_professional_name": worker.name, "prof_professional_job_title": worker.title,
            "prof_social_worker_registration_no": f"SW{int(worker.code[1:]):06d}" if "Social Worker" in worker.title else "", "prof_professional_department": town.teams[worker.team],
            "prof_full_time_equivalency": "1.0", "prof_agency_worker_flag": "N",
        })
        for workers in town.workers.values() for worker in workers
    ]  # fmt: skip
    return {"social_care/ssd_department.csv": teams, "social_care/ssd_professionals.csv": workers}
