"""The schools' own lists of adults: who they are to the pupil, who may not come to the gate, and how they may safely be reached."""

from dataclasses import replace

from everychild.formats.contacts.headings import HEADINGS
from everychild.town.block import Block
from everychild.town.people import Adult, Child, Roll
from everychild.town.places import Place
from everychild.town.sheets import iso, quoted, row_maker
from everychild.town.spellings import mistyped

PATH = "contacts/contacts.csv"
_row = row_maker(HEADINGS)
_SAFE = (
    "Text first. Do not ring the house.",
    "Ring between 9.30 and 2.30 only.",
    "Email only; the telephone is shared.",
    "Do not leave messages.",
    "Use the mobile; never write to the address.",
)


def write_contacts(block: Block, child: Child) -> None:
    """A row for each adult on the list of each school that has the child now."""
    for roll in child.rolls:
        if roll.left is not None or roll.status == "S":
            continue
        pupil = f"{block.number:04d}{child.slot % 10_000:04d}"
        adults = _adults(block, child)
        for priority, adult in enumerate(adults, 1):
            _write(block, child, roll, pupil, adult, priority)


def _adults(block: Block, child: Child) -> list[Adult]:
    """Whom the school lists: for a looked-after child carers, the social worker, and parents as far as they may."""
    household = child.household
    if child.status in ("looked_after", "unaccompanied", "placed_here", "placed") and child.place is not None:
        return _carers(block, child)
    adults = [adult for adult in household.adults if adult.key == 1 or adult.relation in ("FOM", "FOF") or block.chance.happens(0.97)]
    if block.chance.happens(0.16):
        adults.append(_relative(block, child))
    return adults


def _carers(block: Block, child: Child) -> list[Adult]:
    """Foster carers or adopters, the social worker, and perhaps the mother, whom the child may or may not see."""
    chance, household, english = block.chance, child.household, block.english
    family = child.school_family or english.family(chance)
    relations = ("CAR", "CAR") if child.status == "placed" else ("FOM", "FOF")
    carers = []
    for sex, relation in list(zip("FM", relations, strict=True))[: chance.whole(1, 2)]:
        key = 30 + block.next(("carers", household.number))
        carers.append(Adult(key, english.adult(chance, sex), family, sex, relation, child.born, child.home, "07700 900111", responsibility="N"))
    worker = next((need.worker for need in child.needs if need.closed is None), "")
    if worker:
        given, _, surname = block.town.names_of_workers[worker].partition(" ")
        key, office = household.keys_of_workers.setdefault(worker, 21 + len(household.keys_of_workers)), block.town.schools["secondary"][0].place
        carers.append(Adult(key, given, surname, "F", "SWR", child.born, office, "01632 960100", responsibility="N", lives_with=False))
    mother = household.mother
    if mother and child.status == "looked_after" and chance.happens(0.4):
        allowed = chance.happens(0.7)
        again = replace(mother, place=household.place, lives_with=False, may_have_contact=allowed, court_order=not allowed)
        carers.append(again)
    return carers


def _relative(block: Block, child: Child) -> Adult:
    """A grandparent, an aunt, a childminder: the same one for all the family's children."""
    if child.household.relative:
        return child.household.relative
    chance, household = block.chance, child.household
    relation, sex = chance.pick(("REL", "REL", "REL", "CHM", "OTH")), "F" if chance.happens(0.75) else "M"
    place = household.before if chance.happens(0.5) else household.place
    given, number = household.community.adult(chance, sex), f"07700 900{chance.whole(0, 999):03d}"
    household.relative = Adult(20, given, household.family, sex, relation, household.adults[0].born, place, number, responsibility="N", lives_with=False)
    return household.relative


def _write(block: Block, child: Child, roll: Roll, pupil: str, adult: Adult, priority: int) -> None:
    chance, hidden = block.chance, child.household.kind in ("shielded", "refuge") and adult.lives_with
    place: Place | None = adult.place if chance.happens(0.94) else None
    if hidden and chance.happens(0.4):
        place = child.household.before
    lines = place.lines if place else ("", "", "", "")
    listed = (roll.school.laestab, adult.key)
    family = child.household.listed.setdefault(listed, mistyped(chance, adult.family) if chance.happens(0.015) else adult.family)
    number = (block.number * 64_000 + child.household.number * 64 + adult.key) * 48_271 % 2_147_483_647
    row = {
        "laestab": roll.school.laestab, "pupil_id": pupil, "upn": child.upn if chance.happens(0.985) else "", "pupil_given_names": child.given, "pupil_family_name": child.school_family or child.family,
        "pupil_date_of_birth": iso(child.born), "contact_id": f"{roll.school.laestab}-{number}", "priority": str(priority), "title": adult.title, "given_names": adult.given,
        "family_name": family, "relation": adult.relation, "parental_responsibility": adult.responsibility if chance.happens(0.93) else "", "court_order": "Y" if adult.court_order else "N",
        "may_have_contact": "Y" if adult.may_have_contact else "N", "lives_with_pupil": "Y" if adult.lives_with else "N", "address_withheld": "Y" if hidden else "N",
        "address_1": lines[0], "address_2": lines[1], "address_3": lines[2], "address_4": lines[3], "postcode": place.postcode if place else "",
        "telephone": adult.telephone, "email": f"contact{number % 1_000_000}@example.org" if chance.happens(0.5) else "", "language": adult.language,
        "interpreter": "Y" if adult.interpreter else "N",
    }  # fmt: skip
    if hidden or (adult.may_have_contact and chance.happens(0.01)):
        row["safe_contact"] = quoted(chance.pick(_SAFE))
    block.write(PATH, _row(row))
