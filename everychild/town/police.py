"""What the police notified in the last year: one incident, and the children, adults and suspects in it."""

from datetime import date, timedelta

from everychild.formats.police.headings import HEADINGS
from everychild.town.block import Block
from everychild.town.errors import describe
from everychild.town.people import Adult, Child, Household
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.sheets import iso, quoted, row_maker

PATH = "police/notifications.csv"
_row = row_maker(HEADINGS)
_WHOLE_FAMILY = ("domestic_abuse", "domestic_abuse", "domestic_abuse", "neglect", "drugs")
_ONE_CHILD = ("missing", "missing", "found", "exploitation_concern", "drugs")


def write_police(block: Block, household: Household) -> None:
    """The family's incidents of the year."""
    chance = block.chance
    children = [child for child in household.children if child.expected is None and "police" not in child.not_in]
    if not children or household.place.authority != AUTHORITY:
        return
    known = any(child.status for child in children)
    if not chance.happens(RATES.held.police * (3.2 if known else 0.74)):
        return
    incident = f"TB{AS_AT.year % 100}{block.number:04d}{block.next('incident'):04d}"
    older = [child for child in children if child.age >= 10]
    if older and chance.happens(0.3):
        involved, kind = [chance.pick(older)], chance.pick(_ONE_CHILD)
    else:
        involved, kind = children, chance.pick(_WHOLE_FAMILY)
    at = f"{chance.day(AS_AT - timedelta(days=364), AS_AT - timedelta(days=1)).isoformat()}T{chance.whole(0, 23):02d}:{chance.whole(0, 59):02d}"
    common = {
        "incident_id": incident,
        "at": at,
        "kind": kind,
        "officer": chance.pick(block.town.officers),
        "grading": chance.pick(("standard", "standard", "medium", "high")),
    }
    number = 0
    for child in involved:
        number += 1
        _child(block, child, common, number)
    if kind in ("domestic_abuse", "neglect", "drugs") and household.mother:
        _adult(block, household.mother, common, number + 1, "adult")
        other = next((adult for adult in household.adults if adult.sex == "M"), None)
        if other:
            _adult(block, other, common, number + 2, "suspect")


def _child(block: Block, child: Child, common: dict[str, str], number: int) -> None:
    told = describe(block, child, "police")
    local_id = f"{common['incident_id']}/{number}"
    row = common | {
        "person_no": str(number), "role": "child", "given_names": told.given.upper(), "family_name": told.family.upper(), "date_of_birth": iso(told.born), "sex": told.sex,
        "address": quoted(f"{told.place.first_line}, {told.place.locality}".upper()) if told.address_known else "", "postcode": told.postcode,
    }  # fmt: skip
    block.write(PATH, _row(row))
    block.true("police", PATH, local_id, child, told.kind)


def _adult(block: Block, adult: Adult, common: dict[str, str], number: int, role: str) -> None:
    place = adult.place
    row = common | {
        "person_no": str(number), "role": role, "given_names": adult.given.upper(), "family_name": adult.family.upper(), "sex": adult.sex,
        "date_of_birth": iso(_age_given(block, adult)), "address": quoted(f"{place.first_line}, {place.locality}".upper()), "postcode": place.postcode,
    }  # fmt: skip
    block.write(PATH, _row(row))


def _age_given(block: Block, adult: Adult) -> date | None:
    return adult.born if block.chance.happens(0.85) else None
