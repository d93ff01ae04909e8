"""Filling a block with families until it has its children, and deciding which services know each child."""

from datetime import timedelta

from everychild.town.block import Block
from everychild.town.chance import Chance
from everychild.town.families import add_birth, births, make_household, sizes
from everychild.town.people import Child, Household
from everychild.town.places import NEIGHBOURS, somewhere
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.schooling import give_schooling
from everychild.town.special import first_families, rare_family

RATE, HELD = RATES.population, RATES.held
_ENOUGH = 40
"""A town of fewer children cannot hold one of every kind."""


def families(block: Block) -> list[Household]:
    """The block's families: exactly as many children as it owes."""
    if block.town.twins:
        return _twin_families(block)
    if block.number == 0 and block.quota >= _ENOUGH:
        first_families(block)
        _first_children(block)
    while block.born < block.quota:
        if block.born + 6 > block.quota or not rare_family(block):
            _ordinary(block, block.quota - block.born)
    return block.households


def _ordinary(block: Block, room: int) -> None:
    chance = block.chance
    elsewhere = chance.happens(RATES.elsewhere.lives_in_another_authority)
    household = make_household(block, authority=chance.pick(tuple(NEIGHBOURS)) if elsewhere else AUTHORITY)
    for born in births(chance, sizes(chance)):
        number = 1 if not chance.happens(RATE.multiple_births) else 3 if chance.happens(RATE.triplets) else 2
        number = min(number, room - len(household.children))
        if number > 0:
            add_birth(block, household, born, number)
    _no_contact(chance, household)


def _no_contact(chance: Chance, household: Household) -> None:
    """A parent who by order of a court must not have contact."""
    away = next((adult for adult in household.adults if adult.relation == "PAF"), None)
    if away and chance.happens(RATES.families.no_contact):
        away.court_order, away.may_have_contact, away.lives_with = True, False, False
        away.place = household.other_place or household.before


def _twin_families(block: Block) -> list[Household]:
    while block.born < block.quota:
        household = make_household(block)
        add_birth(block, household, births(block.chance, 1, 1, 18)[0], 2)
    return block.households


_MUST = ("two_schools", "no_roll", "placeholder", "known_as", "moved")


def _first_children(block: Block) -> None:
    """Children who bring about the kinds of record that every town holds."""
    for kind in _MUST:
        household = make_household(block)
        child = add_birth(block, household, births(block.chance, 1, 6, 14)[0])[0]
        child.one_name = False
        child.must.add(kind)
        child.surely_in = frozenset({"health"} | ({"census"} if kind != "no_roll" else set()))


def settle(block: Block, household: Household) -> None:
    """Where a family's children learn, and whether social care, early help and the police know them."""
    _known_to_social_care(block, household)
    _old_enough(block.chance, household)
    for child in household.children:
        if child.kind not in ("adopted", "bridged", "sealed", "unborn"):
            give_schooling(block, child)
        if child.status == "looked_after":
            child.place, child.old_place = somewhere(block.chance, block.number, block.town.blocks), household.place
            child.surely_in |= {"social_care"}


def _old_enough(chance: Chance, household: Household) -> None:
    """Parents were grown, or nearly, when their first child came."""
    first = min(child.born.year for child in household.children)
    for adult in household.adults:
        if not first - 45 <= adult.born.year <= first - 17:
            adult.born = adult.born.replace(year=first - chance.whole(18, 38))


def _known_to_social_care(block: Block, household: Household) -> None:
    """A family is known as a whole, or nearly; the poorer its street, the likelier."""
    chance = block.chance
    share = HELD.social_care * (1.84 - 0.152 * household.place.decile) / 0.9
    if household.place.authority != AUTHORITY:
        share *= 0.15
    known = chance.happens(share)
    status = _status(chance)
    for child in household.children:
        if child.status or "social_care" in child.not_in:
            continue
        if known and chance.happens(0.9):
            child.status = status if chance.happens(0.8) else _status(chance)
            if chance.happens(RATES.prevalence.died / 10_000 / HELD.social_care):
                child.status, child.died_on = "need", AS_AT - timedelta(days=chance.whole(5, 300))


def _status(chance: Chance) -> str:
    """What social care does, or did, for a child whom it knows: out of those known, so many are in need, protected or looked after."""
    rate, known = RATES.prevalence, HELD.social_care * 10_000
    draw = chance.random() * known
    if draw < rate.looked_after:
        return "looked_after"
    if draw < rate.looked_after + rate.protection_plan:
        return "protected"
    # Refuges, unborn and unaccompanied children come besides.
    return "need" if draw < rate.in_need * 0.85 else "known"


def known_elsewhere(block: Block, child: Child, source: str, share: float) -> bool:
    """Whether early help (or another service of the area) knows the child: likelier where social care does."""
    if source in child.not_in or child.household.place.authority != AUTHORITY or child.expected:
        return False
    return block.chance.happens(share * (2.6 if child.status else 0.74))
