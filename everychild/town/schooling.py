"""Where each child is and was at school, and the number that the first school gave."""

from datetime import date

from everychild.town.block import Block
from everychild.town.chance import Chance
from everychild.town.people import Child, Roll
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.schools import School

HELD, ELSEWHERE = RATES.held, RATES.elsewhere
_SEPTEMBER = AS_AT.year if AS_AT.month >= 9 else AS_AT.year - 1
_LEFT = date(_SEPTEMBER, 7, 21)


def year_group(age: int) -> str:
    """The national curriculum year of an age on 31 August.

    >>> year_group(4), year_group(11), year_group(3)
    ('R', '7', 'N2')
    """
    return {2: "N1", 3: "N2", 4: "R"}.get(age, str(age - 4))


def give_schooling(block: Block, child: Child) -> None:
    """Rolls, present and past, for one child; and a UPN if a school ever gave one."""
    chance = block.chance
    if child.age >= 2 and not child.rolls:
        _by_age(block, chance, child)
    known = child.rolls or child.moved_school or (child.age > 5 and child.kind != "unaccompanied" and chance.happens(0.8))
    if known and not child.upn and child.kind != "unborn":
        child.upn = _first_upn(block, chance, child)
        if child.age > 5 and not child.kind and chance.happens(RATES.identifiers.former_upn):
            child.former_upn = _first_upn(block, chance, child)
    if child.rolls and child.rolls[0].left is None and _two_schools(block, chance, child):
        child.kind = child.kind or "two_schools"


def _by_age(block: Block, chance: Chance, child: Child) -> None:
    fate, sure = chance.random(), "two_schools" in child.must or "census" in child.surely_in
    if "no_roll" in child.must or (child.age >= 5 and child.age <= 15 and not sure and _nowhere(child, fate)):
        if "no_roll" in child.must or fate < ELSEWHERE.no_roll:
            child.kind = child.kind or "no_roll"
        return
    if child.age <= 3:
        if sure or fate < (HELD.nursery if child.age == 3 else HELD.nursery_two):
            kind = "nursery" if chance.happens(0.12) else "primary"
            child.rolls.append(Roll(_school(block, child, kind), "C", _entered(chance, child.age, child.age), year_group(child.age)))
    elif child.age <= 10:
        _at_primary(block, chance, child)
    elif child.age <= 15:
        _at_secondary(block, chance, child)
    else:
        _after_sixteen(block, chance, child, fate)


def _nowhere(child: Child, fate: float) -> bool:
    """Not on a roll here: on none at all, taught at home, or learning in another authority. Who lives elsewhere is known here only by the roll."""
    if child.household.place.authority != AUTHORITY or child.kind:
        return False
    return fate < ELSEWHERE.no_roll + ELSEWHERE.home_educated + ELSEWHERE.learns_in_another_authority


def _entered(chance: Chance, age: int, age_then: int) -> date:
    """The September of the year in which the child was `age_then`, give or take a late start."""
    start = date(_SEPTEMBER - (age - age_then), 9, 1)
    if chance.happens(0.86):
        return date(start.year, 9, chance.whole(1, 6))
    return chance.day(start, min(AS_AT, date(start.year + 1, 7, 1)))


def _school(block: Block, child: Child, kind: str) -> School:
    """The school of this kind that the family uses: as a rule the neighbourhood's."""
    chance, usual = block.chance, child.household.usual
    if kind not in usual or chance.happens(0.04):
        own = block.town.of_block(kind, block.number)
        usual[kind] = chance.pick(own if chance.happens(0.82 if kind == "primary" else 0.7) else block.town.schools[kind])
    return usual[kind]


def _at_primary(block: Block, chance: Chance, child: Child) -> None:
    special = child.plan == "E" and chance.happens(0.3)
    roll = Roll(_school(block, child, "special" if special else "primary"), "C", _entered(chance, child.age, 4), year_group(child.age))
    child.rolls.append(roll)
    if child.age > 4 and not child.kind and chance.happens(0.016):
        _came_from(block, chance, child, roll, chance.pick(block.neighbours) if chance.happens(0.5) else chance.pick(block.primaries))
    elif child.age > 4 and not child.kind and chance.happens(0.25):
        roll.entered = chance.day(date(_SEPTEMBER - (child.age - 4), 10, 1), date(_SEPTEMBER, 9, 8))


def _came_from(block: Block, chance: Chance, child: Child, roll: Roll, before: School) -> None:
    """The child changed school this summer: the old one may still report it, and may have sent a transfer file."""
    if before is roll.school:
        return
    roll.entered = chance.day(date(_SEPTEMBER, 9, 1), date(_SEPTEMBER, 9, 20))
    old = Roll(before, "C", _entered(chance, child.age, 4), year_group(child.age - 1), left=_LEFT)
    if before.authority == AUTHORITY and chance.happens(HELD.changed_in_september):
        child.rolls.append(old)
    if chance.happens(HELD.transfer_file):
        child.moved_school = old


def _at_secondary(block: Block, chance: Chance, child: Child) -> None:
    special = child.plan == "E" and chance.happens(0.4)
    roll = Roll(_school(block, child, "special" if special else "secondary"), "C", _entered(chance, child.age, 11), year_group(child.age))
    child.rolls.append(roll)
    if child.age == 11 and not child.kind:
        _came_from(block, chance, child, roll, chance.pick(block.primaries))
    elif not child.kind and chance.happens(0.012):
        _came_from(block, chance, child, roll, chance.pick(block.neighbours) if chance.happens(0.5) else chance.pick(block.town.schools["secondary"]))


def _after_sixteen(block: Block, chance: Chance, child: Child, fate: float) -> None:
    """School sixth form, sixth-form college, or gone since the summer."""
    college = chance.happens(0.3)
    school = block.town.of_block("sixth_form", block.number)[0] if college else _school(block, child, "secondary")
    year = year_group(min(child.age, 17))
    entered = _entered(chance, child.age, 16 if college else 11)
    if child.age < 18 and (fate < HELD.sixth_form or "census" in child.surely_in):
        child.rolls.append(Roll(school, "C", entered, year))
        if child.age == 16 and college and chance.happens(HELD.changed_in_september):
            child.rolls.append(Roll(_school(block, child, "secondary"), "C", _entered(chance, 16, 11), "11", left=_LEFT))
    elif child.age == 16:
        child.rolls.append(Roll(_school(block, child, "secondary"), "C", _entered(chance, 16, 11), "11", left=_LEFT))
    elif child.age == 18 and fate < HELD.left_after_thirteen:
        child.rolls.append(Roll(school, "C", entered, year, left=_LEFT))


def _first_upn(block: Block, chance: Chance, child: Child) -> str:
    """The UPN that the child's first school gave: one of this neighbourhood's, or one across the boundary."""
    year = _SEPTEMBER - max(0, child.age - 4)
    away = child.household.place.authority != AUTHORITY or child.kind == "placed_here" or chance.happens(ELSEWHERE.moved_in)
    return block.issue_upn(chance.pick(block.neighbours if away else block.primaries), year)


def _two_schools(block: Block, chance: Chance, child: Child) -> bool:
    """Two schools claim the child: main and subsidiary, or both as their only one."""
    if "two_schools" not in child.must and (child.kind or not chance.happens(RATES.duplicates.two_schools)):
        return False
    first = child.rolls[0]
    kind = "alternative" if child.age >= 11 and chance.happens(0.4) else first.school.kind
    others = [school for school in block.town.schools[kind] if school is not first.school] or list(block.town.schools["special"])
    second = Roll(chance.pick(others), "C", chance.day(first.entered, AS_AT), first.year)
    if chance.happens(0.5) or kind == "alternative":
        first.status, second.status = "M", "S"
    child.rolls.append(second)
    child.must.discard("two_schools")
    return True


def school_adopted(block: Block, before: Child, now: Child) -> None:
    """The two school records of an adopted child: ended and begun anew, or (bridged) one record with a new name on it."""
    if now.age < 5:
        return
    chance = block.chance
    kind = "primary" if now.age <= 10 else "secondary"
    ordered = before.adopted_on or AS_AT
    first, age_then = chance.pick(block.town.of_block(kind, block.number)), 4 if kind == "primary" else 11
    before.upn = _first_upn(block, chance, before)
    entered = min(_entered(chance, now.age, age_then), ordered)
    if now.kind == "bridged":
        now.upn = before.upn
        now.rolls.append(Roll(first, "C", entered, year_group(now.age)))
        return
    others = [school for school in block.town.schools[kind] if school is not first] or [first]
    left = date(ordered.year, ordered.month, 1)
    before.rolls.append(Roll(first, "C", min(entered, date(left.year - 1, 9, 3)), year_group(now.age - 1), left=left))
    now.rolls.append(Roll(chance.pick(others), "C", chance.day(ordered, AS_AT), year_group(now.age)))
    now.upn = block.issue_upn(chance.pick(block.primaries), AS_AT.year)
