"""The rare families: refuges, adoptions, unborn children, unaccompanied ones, those that another authority placed here.

At least one of each stands in the first block of every town of children who are not all twins.
"""

from collections.abc import Callable
from datetime import date, timedelta

from everychild.town import places
from everychild.town.block import Block
from everychild.town.families import add_birth, births, make_household
from everychild.town.names import community
from everychild.town.people import Household
from everychild.town.places import NEIGHBOURS
from everychild.town.rates import AS_AT, RATES
from everychild.town.schooling import school_adopted

PREVALENCE = RATES.prevalence
_FAMILIES_A_CHILD = 1 / 1.8
"""Rates are of children; chance is drawn once a family."""


def adopted(block: Block) -> None:
    """Adopted, and everybody did as they should: a new record with a new UPN and NHS number, and nothing that leads back."""
    _adoption(block, renamed=False)


def bridged(block: Block) -> None:
    """Adopted, but the school renamed the old record, which so joins the two names."""
    _adoption(block, renamed=True)


def _adoption(block: Block, *, renamed: bool) -> None:
    chance = block.chance
    origin = _alone(block, chance.whole(5, 14) if renamed or block.number == 0 else chance.whole(1, 14))
    child = origin.children[0]
    child.kind, child.status = "sealed", "sealed"
    child.surely_in = frozenset({"health", "social_care", "census"})
    child.not_in = frozenset({"early_help", "police", "nccis"})
    # An order of this spring or summer: the census still reports the old name as having left.
    child.adopted_on = chance.day(AS_AT - timedelta(days=365 * PREVALENCE.adopted_years), AS_AT - timedelta(days=75))
    if not renamed and child.age >= 5:
        child.adopted_on = chance.day(date(AS_AT.year, 4, 10), date(AS_AT.year, 7, 10))
    child.place = places.somewhere(chance, block.number, block.town.blocks)
    new = make_household(block)
    now = add_birth(block, new, child.born)[0]
    if now.sex != child.sex:
        now.sex, now.given = child.sex, new.community.given(chance, child.sex)
    if chance.happens(0.75):
        now.given = child.given
    now.middle = child.middle if chance.happens(0.3) else ""
    now.ethnicity, now.language, now.plan, now.known_as, now.one_name = child.ethnicity, "ENG", child.plan, "", False
    for adult in new.adults:
        adult.responsibility, adult.lives_with, adult.place = "Y", True, new.place
    new.other_place = None
    now.adopted_on, now.surely_in = child.adopted_on, child.surely_in - {"social_care"}
    now.not_in = frozenset({"social_care", "early_help", "police"})
    now.kind = "bridged" if renamed else "adopted"
    if renamed:
        child.must.add("upn")
        now.former_family = child.family if chance.happens(0.5) else ""
    block.born -= 1
    school_adopted(block, child, now)


def placed_for_adoption(block: Block) -> None:
    """Placed with adopters, no order yet; the school uses the new name already, with the old UPN."""
    chance = block.chance
    household = _alone(block, chance.whole(4, 10))
    child = household.children[0]
    child.kind, child.status = "placed_for_adoption", "placed"
    child.surely_in = frozenset({"health", "social_care", "census"})
    child.not_in = frozenset({"early_help", "police"})
    child.place = places.somewhere(chance, block.number, block.town.blocks)
    child.school_family = next(name for name in (household.community.family(chance) for _ in range(50)) if name != child.family)
    child.one_name = False
    child.must.add("upn")


def _alone(block: Block, age: int) -> Household:
    """A household from which one child is remembered here."""
    household = make_household(block)
    add_birth(block, household, births(block.chance, 1, age, age)[0])
    return household


def refuge(block: Block) -> None:
    """A mother and her children in a refuge: social care knows where, and somebody else's system says it aloud."""
    chance = block.chance
    household = make_household(block)
    number = places.refuge(chance.whole(0, max(0, block.town.children // 50_000)))
    household.before, household.place, household.kind = household.place, number, "refuge"
    household.other_place = None
    for adult in household.adults:
        if adult.key == 1:
            adult.place, adult.lives_with = household.place, True
        else:
            adult.place, adult.lives_with, adult.may_have_contact, adult.court_order = household.before, False, False, True
    for born in births(chance, chance.whole(1, 3), 2, 15):
        for child in add_birth(block, household, born):
            child.kind, child.status, child.surely_in = "refuge", "need", frozenset({"social_care", "health"})


def unborn(block: Block) -> None:
    """A child expected, known to social care before birth, with the mother as a person; there may be brothers and sisters."""
    chance = block.chance
    household = make_household(block)
    if chance.happens(0.5):
        for born in births(chance, 1, 1, 12):
            for child in add_birth(block, household, born):
                child.status = "known"
    expected = AS_AT + timedelta(days=chance.whole(5, 180))
    for child in add_birth(block, household, expected, 2 if chance.happens(0.03) else 1):
        child.expected, child.kind, child.status = expected, "unborn", "unborn"
        child.age, child.known_as, child.one_name, child.plan = -1, "", False, "N"
        child.surely_in = frozenset({"social_care"})
        child.not_in = frozenset({"health", "census", "early_help", "police"})


def unaccompanied(block: Block) -> None:
    """A young person who came alone, whose age was assessed."""
    chance = block.chance
    people = community(chance.pick(("afghan", "afghan", "eritrean", "eritrean", "kurdish", "somali", "vietnamese", "albanian", "arabic")))
    household = make_household(block, people)
    household.adults, household.other_place, household.other_family = [], None, ""
    born = births(chance, 1, 13, 17)[0]
    child = add_birth(block, household, born.replace(day=1, month=1) if chance.happens(0.6) else born)[0]
    child.sex = "M" if chance.happens(0.9) else "F"
    child.given = people.given(chance, child.sex)
    child.kind, child.status, child.place = "unaccompanied", "unaccompanied", places.somewhere(chance, block.number, block.town.blocks)
    child.surely_in = frozenset({"social_care", "health"} | ({"census"} if chance.happens(0.75) else set()))
    child.known_as = ""


def placed_here(block: Block) -> None:
    """A child looked after by another authority and living with carers here."""
    chance = block.chance
    authority = chance.pick(tuple(NEIGHBOURS))
    household = make_household(block, authority=authority)
    born = births(chance, 1, 3, 17)[0]
    child = add_birth(block, household, born)[0]
    child.status, child.place = "placed_here", places.somewhere(chance, block.number, block.town.blocks)
    child.old_place = household.place
    child.surely_in = frozenset({"social_care", "census"})
    child.ids["authority"] = authority


def shielded(block: Block) -> None:
    """A family whose address nobody may be shown, though some systems do not know that."""
    chance = block.chance
    household = make_household(block)
    household.kind, household.other_place = "shielded", None
    for adult in household.adults:
        if adult.relation == "PAF":
            adult.lives_with, adult.may_have_contact, adult.court_order, adult.place = False, False, True, household.before
    for born in births(chance, chance.whole(1, 3), 1, 16):
        for child in add_birth(block, household, born):
            child.kind = "shielded"
            if chance.happens(0.5):
                child.status, child.surely_in = "need", frozenset({"social_care"})


def looked_after(block: Block) -> None:
    """A young person looked after by this authority, who is missing today."""
    household = make_household(block)
    child = add_birth(block, household, births(block.chance, 1, 12, 15)[0])[0]
    child.status, child.surely_in = "looked_after", frozenset({"social_care", "census"})
    child.must.add("missing")


def protected(block: Block) -> None:
    """Brothers and sisters on a protection plan."""
    household = make_household(block)
    for born in births(block.chance, 2, 4, 13):
        for child in add_birth(block, household, born):
            child.status, child.surely_in = "protected", frozenset({"social_care"})


Maker = Callable[[Block], None]


def _per_family(per_10_000_children: float) -> float:
    return per_10_000_children / 10_000 / _FAMILIES_A_CHILD


_ADOPTIONS = PREVALENCE.adopted_a_year * PREVALENCE.adopted_years
RARE: tuple[tuple[float, Maker], ...] = (
    (_per_family(_ADOPTIONS * (1 - PREVALENCE.bridged_share)), adopted),
    (_per_family(_ADOPTIONS * PREVALENCE.bridged_share), bridged),
    (_per_family(PREVALENCE.placed_for_adoption), placed_for_adoption),
    (_per_family(PREVALENCE.refuge / 2), refuge),
    (_per_family(PREVALENCE.unborn), unborn),
    (_per_family(PREVALENCE.unaccompanied), unaccompanied),
    (_per_family(PREVALENCE.looked_after * PREVALENCE.placed_from_elsewhere_of_looked_after), placed_here),
    (_per_family(RATES.place.withheld * 10_000 / 2), shielded),
)
"""How likely a family is to be each kind of rare one, and how it is made."""


def first_families(block: Block) -> None:
    """One family of each rare kind, which every town holds."""
    for make in (*(make for _, make in RARE), looked_after, protected):
        make(block)


def rare_family(block: Block) -> bool:
    """Perhaps a rare family; whether it was one."""
    draw = block.chance.random()
    for share, make in RARE:
        if draw < share:
            make(block)
            return True
        draw -= share
    return False
