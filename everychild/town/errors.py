"""What a source says of a child, which is not always so: every way of being wrong that `rates.toml` gives a rate for."""

from dataclasses import dataclass
from datetime import date, timedelta

from everychild.town.block import Block
from everychild.town.chance import Chance
from everychild.town.numbers import one_digit_wrong
from everychild.town.people import Child
from everychild.town.places import Place
from everychild.town.rates import AUTHORITY, RATES
from everychild.town.spellings import mistyped, respelt

FORENAME, SURNAME, BORN, SEX, PLACE = RATES.forename, RATES.surname, RATES.birth_date, RATES.sex, RATES.place
_PLACEHOLDERS = vars(FORENAME.placeholder)
_DATE_ERRORS = BORN.swapped + BORN.near + BORN.year + BORN.first_of_january + BORN.missing
_QUIET = ("", "two_schools", "no_roll")
"""Kinds of child whose records may be told apart by what befell the record."""


@dataclass(slots=True)
class Described:
    """A child as one source describes them."""

    given: str
    family: str
    middle: str
    known_as: str
    former_family: str
    born: date | None
    sex: str
    place: Place
    postcode: str
    kind: str
    address_known: bool = True


def describe(block: Block, child: Child, source: str, *, again: bool = False) -> Described:
    """One description of a child by one source; `again` for a second record of the same child there, which heard another story."""
    chance = block.chance
    household = child.household
    story = source + "-again" if again else source
    if story not in household.seen_as:
        household.seen_as[story] = _hear(chance, child, again)
    other_name, where = household.seen_as[story]
    told = Described(child.given, child.family, child.middle, child.known_as, child.former_family, child.born, child.sex, child.home, "", child.kind)
    if child.kind == "bridged" and source != "census":
        told.kind, told.former_family = "adopted", ""
    _say_where(chance, child, where, told)
    _say_names(chance, child, source, other_name, told)
    if child.expected is None:
        _say_born(chance, child, told)
    slip = chance.random()
    if slip < SEX.different + SEX.missing:
        told.sex = "" if slip < SEX.missing else "M" if told.sex == "F" else "F"
    return told


def _hear(chance: Chance, child: Child, again: bool) -> tuple[bool, str]:
    """What a source has heard of a family: which name it uses, and which of its homes."""
    household = child.household
    other_name = bool(household.other_family) and chance.happens(SURNAME.other_family * (1.5 if again else 1.0))
    where = chance.random()
    if household.kind == "refuge":
        return other_name, "now" if where < 0.5 else "before"
    if where < PLACE.stale * (3 if again else 1):
        return other_name, "before"
    if household.other_place and where > 1 - PLACE.other_home:
        return other_name, "other"
    return other_name, "now"


def _say_where(chance: Chance, child: Child, where: str, told: Described) -> None:
    household = child.household
    moved = "moved" in child.must and child.kind == ""
    if child.place is not None:
        if child.kind not in ("adopted", "bridged") and chance.happens(PLACE.stale):
            told.place = child.old_place or household.place
    elif where == "before" or moved:
        told.place = household.before
        child.must.discard("moved")
        if told.kind == "":
            told.kind = "moved"
    elif where == "other" and household.other_place:
        told.place = household.other_place
    told.postcode = told.place.postcode
    slip = chance.random()
    if slip < PLACE.missing:
        told.postcode, told.address_known = "", chance.happens(0.5)
    elif slip < PLACE.missing + PLACE.postcode_typing:
        told.postcode = _postcode_mistyped(chance, told.postcode)


def _postcode_mistyped(chance: Chance, postcode: str) -> str:
    place = chance.pick([place for place, letter in enumerate(postcode) if letter != " " and place > 1])
    letter = postcode[place]
    choices = "0123456789" if letter.isdigit() else "ABDEFGHJLNPQRSTUWXYZ"
    return postcode[:place] + chance.pick(choices.replace(letter, "")) + postcode[place + 1 :]


def _say_names(chance: Chance, child: Child, source: str, other_name: bool, told: Described) -> None:
    if child.one_name:
        told.middle, told.family = "", chance.pick((child.given, "FNU", "", child.given))
        return
    _say_family(chance, child, source, other_name, told)
    _say_given(chance, child, source, told)
    if chance.happens(FORENAME.swapped):
        told.given, told.family = told.family, told.given


def _say_family(chance: Chance, child: Child, source: str, other_name: bool, told: Described) -> None:
    halves = child.family.split("-")
    if child.school_family and source == "census":
        told.family, told.former_family = child.school_family, ""
    elif other_name and child.kind in (*_QUIET, "known_as", "shielded"):
        told.family = child.household.other_family
        if chance.happens(0.3):
            told.former_family = child.family
    elif len(halves) == 2 and min(map(len, halves)) > 2 and chance.happens(SURNAME.halved):
        told.family = halves[0 if chance.happens(0.4) else 1]
    slip, foreign = chance.random(), SURNAME.transliterated if child.household.community.transliterated else 0.0
    if slip < SURNAME.typing:
        told.family = mistyped(chance, told.family)
    elif slip < SURNAME.typing + SURNAME.respelt + foreign:
        told.family = respelt(chance, told.family)


def _say_given(chance: Chance, child: Child, source: str, told: Described) -> None:
    for kind, say in (("placeholder", _placeholder), ("known_as", _known_as)):
        if kind in child.must and child.kind == "" and source in ("health", "social_care"):
            child.must.discard(kind)
            say(chance, child, told)
            return
    slip = chance.random()
    if slip < _PLACEHOLDERS[source]:
        _placeholder(chance, child, told)
        return
    if child.known_as and chance.happens(FORENAME.known_as):
        _known_as(chance, child, told)
    elif slip > 1 - FORENAME.other_name:
        told.given, told.middle = (child.middle or child.household.community.given(chance, child.sex)), ""
    elif ("-" in child.given or " " in child.given) and chance.happens(FORENAME.halved):
        told.given = child.given.replace("-", " ").split()[0]
    slip, foreign = chance.random(), FORENAME.transliterated if child.household.community.transliterated else 0.0
    if slip < FORENAME.typing:
        told.given = mistyped(chance, told.given)
    elif slip < FORENAME.typing + FORENAME.respelt + foreign:
        told.given = respelt(chance, told.given)
    if told.middle and chance.happens(0.35):
        told.middle = told.middle[0] if chance.happens(0.4) else ""


def _placeholder(chance: Chance, child: Child, told: Described) -> None:
    """No forename yet, or none that anybody knows."""
    told.middle = told.known_as = ""
    if child.age > 6 and chance.happens(0.4):
        told.given = chance.pick(("Unknown", "", "Not Known", "TBC"))
    elif child.order > 1 or (child.sibling and child.sibling.birth == child.birth):
        told.given = f"Twin {child.order}"
    else:
        mother = child.household.mother
        told.given = chance.pick(
            ("Baby", "Baby", "Baby", "Infant", f"Baby of {mother.given}" if mother else "Baby", "Baby Boy" if child.sex == "M" else "Baby Girl")
        )
    if told.kind == "" or told.kind == "moved":
        told.kind = "placeholder"


def _known_as(chance: Chance, child: Child, told: Described) -> None:
    told.given = child.known_as or mistyped(chance, child.given)
    told.known_as = ""
    if told.kind in ("", "moved"):
        told.kind = "known_as"


def _say_born(chance: Chance, child: Child, told: Described) -> None:
    born, slip = child.born, chance.random()
    if child.kind == "unaccompanied":
        # Each agency met the young person on a different day, and assessed differently.
        told.born = born if slip < 0.5 else date(born.year, 1, 1) if slip < 0.8 else date(born.year + (1 if slip < 0.9 else -1), born.month, 15)
        return
    if slip >= _DATE_ERRORS:
        return
    if slip < BORN.swapped:
        if born.day <= 12 and born.day != born.month:
            told.born = date(born.year, born.day, born.month)
    elif slip < BORN.swapped + BORN.near:
        told.born = born + timedelta(days=chance.pick((-10, -3, -2, -1, -1, 1, 1, 2, 10, 30, -31)))
    elif slip < BORN.swapped + BORN.near + BORN.year:
        told.born = born.replace(year=born.year + chance.pick((-1, 1, -1, 1, -2)), day=min(born.day, 28))
    elif slip < _DATE_ERRORS - BORN.missing:
        told.born = date(born.year, 1, 1)
    else:
        told.born = None


def identifier(chance: Chance, child: Child, which: str, share: float, *, former: bool = False) -> str:
    """An identifier as a source gives it: as a rule the child's own, sometimes none, a sibling's, or with one digit wrong; `former` where an old UPN may linger."""
    own = child.nhs if which == "nhs" else child.upn
    if former and child.former_upn and chance.happens(0.5):
        own = child.former_upn
    if not own or not chance.happens(share):
        return ""
    slip = chance.random()
    if slip < RATES.identifiers.siblings * 1.4 and child.sibling is not None:
        return (child.sibling.nhs if which == "nhs" else child.sibling.upn) or own
    if slip > 1 - RATES.identifiers.digit_wrong:
        return one_digit_wrong(chance, own)
    return own


def lives_here(child: Child) -> bool:
    """Whether the child lives in this authority's area, which health and social care serve."""
    return child.home.authority == AUTHORITY
