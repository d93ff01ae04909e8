"""Making families: who is in them, what they are called, when the children were born."""

from datetime import date, timedelta

from everychild.town import places
from everychild.town.block import Block
from everychild.town.chance import Chance, rising
from everychild.town.names import Community, draw_community
from everychild.town.numbers import nhs_number, telephone, uln
from everychild.town.people import Adult, Child, Household
from everychild.town.rates import AS_AT, AUTHORITY, RATES
from everychild.town.spellings import alike, has_short, shortened

RATE = RATES.population
_AGES = rising(RATE.ages)
_SIZES = rising(RATE.children_in_family)
_SCHOOL_YEAR = AS_AT.year if AS_AT.month >= 9 else AS_AT.year - 1


def make_household(block: Block, community: Community | None = None, *, authority: str = AUTHORITY) -> Household:
    """A household without its children: homes, names and adults."""
    chance, town = block.chance, block.town
    community = community or draw_community(chance)
    if authority == AUTHORITY:
        place = places.somewhere(chance, block.number, town.blocks)
        before = places.beyond(chance, block.number) if chance.happens(0.12) else places.somewhere(chance, block.number, town.blocks)
    else:
        place = places.home(chance, block.number * places.POSTCODES_A_BLOCK + chance.whole(0, 129), authority)
        before = places.beyond(chance, block.number)
    household = Household(block.next("household"), community, "", "", place, before)
    _adults(block, household)
    block.households.append(household)
    return household


def _adults(block: Block, household: Household) -> None:
    """A mother, most often a father, sometimes a step-parent; family names as the community passes them on."""
    chance, community = block.chance, household.community
    fathers, maiden = community.family(chance), community.family(chance)
    father = community.adult(chance, "M")
    if community.style == "patronymic":
        fathers = father.split()[0]
    apart = chance.happens(RATE.two_households)
    same_name = not apart and chance.happens(0.72) and community.style not in ("patronymic", "begum_miah")
    household.family = maiden if apart and chance.happens(0.25) else fathers
    if apart:
        household.other_place = places.somewhere(chance, block.number, block.town.blocks)
    mother_now = household.family if same_name else maiden
    adults = [_adult(chance, household, 1, community.adult(chance, "F"), mother_now, "F", "PAM")]
    if not apart or chance.happens(0.95):
        adults.append(_adult(chance, household, 2, father, fathers if community.style != "patronymic" else community.family(chance), "M", "PAF"))
        if apart:
            adults[1].lives_with, adults[1].place = False, household.other_place
    if apart and chance.happens(0.4):
        remarried = community.family(chance)
        adults.append(_adult(chance, household, 3, community.adult(chance, "M"), remarried, "M", "STF"))
        adults[-1].responsibility = "N"
        if chance.happens(0.6):
            adults[0].family = remarried
    household.adults = adults
    # Everybody's other name: what a source may use that heard it from the other parent, or after the wedding.
    others = [name for name in (adults[-1].family, adults[0].family, maiden, fathers) if name != household.family]
    if others and chance.happens(RATE.other_family / (0.88 if not same_name else 1.0)):
        household.other_family = others[0]


def _adult(chance: Chance, household: Household, key: int, given: str, family: str, sex: str, relation: str) -> Adult:
    language = household.community.language
    return Adult(
        key, given, family, sex, relation, date(1970 + chance.whole(0, 28), chance.whole(1, 12), chance.whole(1, 28)), household.place, telephone(chance), language,
        language != "ENG" and chance.happens(RATES.families.interpreter),
    )  # fmt: skip


def sizes(chance: Chance) -> int:
    """How many births a family has had."""
    return chance.weighted((1, 2, 3, 4), _SIZES)


def draw_age(chance: Chance, low: int = 0, high: int = 18) -> int:
    while True:
        age = chance.weighted(range(len(_AGES)), _AGES)
        if low <= age <= high:
            return age


def born_at(chance: Chance, age: int) -> date:
    """A birth date for an age on 31 August of this school year."""
    first = date(_SCHOOL_YEAR - age - 1, 9, 1)
    return chance.day(first, AS_AT - timedelta(days=3) if age == 0 else date(_SCHOOL_YEAR - age, 8, 31))


def age_of(born: date) -> int:
    """Age on 31 August, which decides the school year; 0 for younger."""
    return max(0, _SCHOOL_YEAR - born.year - (born > date(born.year, 8, 31)))


def births(chance: Chance, number: int, low: int = 0, high: int = 18) -> list[date]:
    """Birth dates of so many births of one mother: at least eleven months apart."""
    dates = [born_at(chance, draw_age(chance, low, high))]
    oldest, youngest = date(_SCHOOL_YEAR - high - 1, 9, 1), AS_AT - timedelta(days=3)
    for _ in range(40):
        if len(dates) >= number:
            break
        if chance.happens(RATE.close_siblings):
            gap = timedelta(days=chance.whole(340, 1460))
            born = min(dates) - gap if chance.happens(0.5) else max(dates) + gap
            if born > youngest or born < oldest or (age_of(born) < 3 and chance.happens(0.6)):
                continue
        else:
            born = born_at(chance, draw_age(chance, low, high))
        if all(abs((born - other).days) >= 330 for other in dates):
            dates.append(born)
    return dates


def add_birth(block: Block, household: Household, born: date, number: int = 1) -> list[Child]:
    """The children of one birth: one, twins or more. Twins share a sex in two cases of three, and sometimes nearly a name."""
    chance = block.chance
    birth = f"B{block.number:04d}{block.next('birth'):05d}"
    made: list[Child] = []
    sex = "F" if chance.happens(0.488) else "M"
    for order in range(1, number + 1):
        if order > 1 and not chance.happens(RATE.same_sex):
            sex = "M" if made[0].sex == "F" else "F"
        elif order > 1:
            sex = made[0].sex
        child = make_child(block, household, born, sex, birth)
        child.order = order if number > 1 else 1
        taken = {other.given for other in household.children}
        if made and chance.happens(RATE.alike_names):
            child.given = alike(chance, made[0].given)
        while child.given in taken:
            child.given, child.known_as = household.community.given(chance, sex), ""
        household.children.append(child)
        made.append(child)
    return made


def make_child(block: Block, household: Household, born: date, sex: str, birth: str) -> Child:
    """One child of a household, named as the community names."""
    chance, community = block.chance, household.community
    slot = block.next_slot()
    block.born += 1
    given = community.given(chance, sex)
    if chance.happens(RATES.population.english_added) and community.language != "ENG":
        given = block.english.given(chance, sex)
    if chance.happens(RATE.double_given):
        given = f"{given}{'-' if chance.happens(0.6) else ' '}{community.given(chance, sex)}"
    age = age_of(born)
    child = Child(
        block.person(slot), birth, slot, household, given, community.given(chance, sex) if chance.happens(RATE.middle_name) else "", "", _family_name(chance, household, sex), born, sex,
        ethnicity=chance.pick(community.ethnicity), language=community.language, nhs=nhs_number(slot), uln=uln(slot) if age >= 13 else "", age=age,
    )  # fmt: skip
    if chance.happens(RATE.known_as) or (has_short(given) and chance.happens(0.08)):
        child.known_as = shortened(chance, given)
    if community.style == "singh_kaur" and chance.happens(0.6):
        child.middle = "Kaur" if sex == "F" else "Singh"
    if community.one_name and chance.happens(RATE.one_name):
        child.one_name = True
    child.plan = "E" if chance.happens(RATES.prevalence.ehc_plan) else "K" if chance.happens(RATES.prevalence.sen_support / 0.95) else "N"
    return child


_ENDINGS = (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"), ("ov", "ova"), ("ev", "eva"), ("skyi", "ska"))


def _family_name(chance: Chance, household: Household, sex: str) -> str:
    """A child's family name: the household's, as this community gives it to a girl or a boy; one in nine double-barrelled."""
    style, family = household.community.style, household.family
    if style == "singh_kaur" and chance.happens(0.25):
        return "Kaur" if sex == "F" else "Singh"
    if style == "begum_miah" and chance.happens(0.3):
        return chance.pick(("Begum", "Khatun", "Akter")) if sex == "F" else chance.pick(("Miah", "Ali", "Uddin"))
    if style == "endings" and sex == "F" and chance.happens(0.7):
        family = next((family[: -len(his)] + hers for his, hers in _ENDINGS if family.endswith(his)), family)
    if household.children and "-" in household.children[0].family:
        return household.children[0].family
    if not household.children and chance.happens(RATE.double_barrelled) and "-" not in family:
        other = household.other_family or household.community.family(chance)
        if "-" not in other and other != family:
            return f"{family}-{other}"
    return family
