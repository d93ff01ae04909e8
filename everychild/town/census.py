"""The School Census as the authority takes it from COLLECT: pupils on roll, pupils who have left, and their addresses."""

from everychild.formats.school_census import headings
from everychild.town.block import Block
from everychild.town.errors import Described, describe, identifier
from everychild.town.numbers import row_key, temporary_upn
from everychild.town.people import Child, Roll
from everychild.town.places import Place
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.schools import School
from everychild.town.services import Town
from everychild.town.sheets import CENSUS_TABLES, collect_date, quoted, row_maker

ON, OFF, WHERE, WAS, MEALS = (f"census/{table}.csv" for table in CENSUS_TABLES[:5])
_on, _off, _where, _was, _meals, _census, _school = (row_maker(headings.TABLES[table]) for table in CENSUS_TABLES)
_SCHOOL_KEYS = 900 * 65_536
"""Row keys from here on belong to the tables of schools; blocks stay beneath."""


def write_census(block: Block, child: Child) -> None:
    """A row for each roll that the child is or was on; now and then two at one school."""
    for roll in child.rolls:
        _write_roll(block, child, roll, again=False)
        if roll.left is None and child.kind in ("", "known_as") and block.chance.happens(RATES.duplicates.same_child_twice - RATES.duplicates.two_schools):
            _write_roll(block, child, roll, again=True)


def _write_roll(block: Block, child: Child, roll: Roll, *, again: bool) -> None:
    told = _told(block, child, roll, again)
    upn = _upn(block, child, roll, again)
    key = block_key = row_key(block.number * 65_536 + block.next("census"))
    row = {
        "NativeId": roll.school.laestab, "sourceid": f"S{roll.school.establishment}", "schoolcensustableid": f"C{roll.school.laestab}", "upn": upn,
        "formerupn": child.former_upn, "surname": told.family, "forename": told.given, "middlenames": told.middle, "formersurname": told.former_family,
        "uniquelearnernumber": child.uln, "dob": collect_date(told.born), "sex": told.sex, "entrydate": collect_date(roll.entered), "parttime": "False",
        "language": child.language, "boarder": "N",
    }  # fmt: skip
    if roll.left is None:
        roll.key = roll.key or key
        row |= {
            "pupilonrolltableid": key, "pupilonrollorderseqcolumn": str(block.next("on")), "preferredsurname": "" if told.family == child.family else told.family, "classtype": "O",
            "enrolstatus": roll.status, "senprovision": child.plan, "ncyearactual": roll.year, "plaa": "A" if child.kind == "adopted" and block.chance.happens(0.5) else "N",
        }  # fmt: skip
        block.write(ON, _on(row))
        _write_meals(block, child, roll, key)
        block.true("census", ON, key, child, told.kind)
    else:
        row |= {
            "pupilnolongeronrolltableid": key,
            "pupilnolongeronrollorderseqcolumn": str(block.next("off")),
            "leavingdate": collect_date(roll.left),
            "ncyearleaving": roll.year,
        }
        block.write(OFF, _off(row))
        block.true("census", OFF, key, child, told.kind)
    if told.address_known and not (child.household.kind == "shielded" and block.chance.happens(0.5)):
        _write_address(block, roll, block_key, told)


def _write_meals(block: Block, child: Child, roll: Roll, key: str) -> None:
    """A spell of free school meals: one pupil in four, more in poorer streets."""
    share = RATES.prevalence.free_meals * (1.88 - 0.16 * child.household.place.decile)
    if child.age < 4 or not block.chance.happens(share):
        return
    number = block.next("meals")
    began = max(roll.entered, block.chance.day(AS_AT.replace(year=AS_AT.year - 4), AS_AT))
    block.write(MEALS, _meals({
        "fsmperiodsonrolltableid": row_key(block.number * 65_536 + 60_000 + number), "NativeId": roll.school.laestab, "fsmperiodsonrollorderseqcolumn": str(number),
        "sourceid": f"S{roll.school.establishment}", "pupilonrolltableid": key, "fsmstartdate": collect_date(began), "ukcountry": "ENG",
    }))  # fmt: skip


def _told(block: Block, child: Child, roll: Roll, again: bool) -> Described:
    """Two schools tell two stories; a school that the child has left keeps what it knew then."""
    return describe(block, child, "census", again=again or roll is not child.rolls[0])


def _upn(block: Block, child: Child, roll: Roll, again: bool) -> str:
    chance = block.chance
    missing = not child.upn or again
    if not missing:
        upn = identifier(chance, child, "upn", RATES.identifiers.upn_education)
        if upn or "upn" in child.must:
            return upn or child.upn
    if chance.happens(RATES.identifiers.temporary_upn):
        return temporary_upn(chance, AUTHORITY, roll.school.establishment, AS_AT.year)
    return ""


def _write_address(block: Block, roll: Roll, key: str, told: Described) -> None:
    place, leaver = told.place, roll.left is not None
    uprn = place.uprn if block.chance.happens(0.6) else ""
    common = {"NativeId": roll.school.laestab, "sourceid": f"S{roll.school.establishment}", "postcode": told.postcode, "uniquepropertyreferencenumber": uprn}
    table, number = ("off" if leaver else "on"), block.next("address")
    common[f"addresses{table}rolltableid"] = row_key(block.number * 65_536 + 30_000 + number)
    common[f"addresses{table}rollorderseqcolumn"] = str(number)
    if leaver:
        block.write(WAS, _was(common | {"pupilnolongeronrolltableid": key}))
    else:
        block.write(WHERE, _where(common | {"pupilonrolltableid": key} | _address(block, place)))


def _address(block: Block, place: Place) -> dict[str, str]:
    """As the school's system keeps it: in the parts of BS7666, or in lines."""
    if block.chance.happens(0.7):
        return {"saon": place.flat, "paon": place.house, "street": place.street, "locality": place.locality, "town": place.town, "posttown": place.town}
    return {"addressline1": quoted(place.first_line), "addressline2": place.locality, "addressline3": place.town}


def schools_of_the_census(town: Town) -> dict[str, list[str]]:
    """Rows of the census's two tables of schools: path -> lines."""
    in_census = [school for kind, schools in town.schools.items() if kind != "independent" for school in schools]
    return {
        "census/schoolcensus.csv": [_census(_one_census(school, number)) for number, school in enumerate(in_census, 1)],
        "census/school.csv": [_school(_one_school(school, number)) for number, school in enumerate(in_census, 1)],
    }


def _one_census(school: School, number: int) -> dict[str, str]:
    return {
        "schoolcensustableid": f"C{school.laestab}", "NativeId": school.laestab, "schoolcensusorderseqcolumn": str(number), "sourceid": f"S{school.establishment}", "name": "SchoolCensus",
        "collection": "SC", "term": "AUT", "year": str(AS_AT.year), "referencedate": collect_date(AS_AT), "serialno": "1", "sourcelevel": "S", "estab": school.establishment,
        "softwarecode": "town", "datetime": collect_date(AS_AT), "release": "1", "xversion": "1.0", "lea": AUTHORITY, "urn": school.urn,
    }  # fmt: skip


def _one_school(school: School, number: int) -> dict[str, str]:
    return {
        "schooltableid": row_key(_SCHOOL_KEYS + number), "NativeId": school.laestab, "schoolorderseqcolumn": str(number), "sourceid": f"S{school.establishment}",
        "schoolcensustableid": f"C{school.laestab}", "schoolname": school.name, "email": f"office@{school.establishment}.school.example", "phoneno": school.telephone,
        "intake": "COMP", "phase": {"primary": "PS", "secondary": "SS", "special": "SP", "nursery": "NS", "alternative": "PR", "sixth_form": "SS"}[school.kind],
        "type": "11" if school.name.endswith("Academy") else "01", "governance": "CO", "lowestncyeargroup": "N1" if school.low == 3 else "7", "highestncyeargroup": "6" if school.high == 11 else "13",
    }  # fmt: skip
