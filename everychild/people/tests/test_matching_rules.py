"""The policy after the score, household by household: what is joined, what a person looks at, what stays apart, and why.

All households are linked in one run; each has a surname, a birthday and a house of its own, so that none meets another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from everychild.formats.facts import AtAddress, Child
from everychild.formats.identifiers import nhs_check_digit, upn_check_letter
from everychild.people.matching import Linked, link
from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.explain import WORDS as LEVEL_WORDS
from everychild.people.matching.records import table_of
from everychild.people.matching.rules import RULES, WORDS
from everychild.people.standard import standardise

SURNAMES = [
    "Kowalczyk",
    "Okafor",
    "Brampton",
    "Siddiqui",
    "Llewellyn",
    "Fitzgerald",
    "Nguyen",
    "Papadopoulos",
    "Dhillon",
    "Mutasa",
    "Vasquez",
    "Thistlewood",
    "Jankauskas",
    "Obi",
    "Eriksen",
    "Yamamoto",
    "Whitcombe",
    "Hargreaves",
    "Zielinska",
    "Quigley",
    "Abernathy",
    "Chukwu",
    "Delacroix",
    "Fairweather",
    "Goldstein",
    "Hussain",
    "Ivanova",
    "Joshi",
    "Khatun",
    "Lombardi",
    "MacGregor",
    "Novotny",
    "Oyelaran",
    "Petrov",
    "Ramaswamy",
    "Szabo",
    "Tadesse",
    "Underhill",
    "Verhoeven",
    "Wojcik",
    "Xavier",
    "Yildiz",
    "Zuberi",
]


def upn(number: int) -> str:
    rest = f"999{number:09d}"
    return upn_check_letter(rest) + rest


def nhs(number: int) -> str:
    first = next(str(n) for n in range(400000000 + number * 20, 400000000 + number * 20 + 20) if nhs_check_digit(str(n)))
    return first + nhs_check_digit(first)


class Household:
    """A surname, a house, and a Nadia born on a day of its own."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.surname = SURNAMES[number]
        self.born = date(2010, 3, 2) + timedelta(days=number * 61)
        self.home = AtAddress("", (f"{number + 1} High Street",), f"WN{number % 9 + 1} {number % 7 + 1}BP")
        self.elsewhere = AtAddress("", (f"{number + 1} Mill Lane",), f"HX{number % 9 + 1} {number % 5 + 1}QT")
        self.upns, self.nhs = [[make(number * 4 + n) for n in range(3)] for make in (upn, nhs)]
        self.rows: list[tuple[object, ...]] = []

    def says(self, source: str = "census", *, away: bool = False, **said: object) -> "Household":
        told = {"given_names": "Nadia", "family_name": self.surname, "born_on": self.born, "sex": "F"} | said
        record = f"{self.number:02d}-{len(self.rows)}"
        self.rows.append(standardise(Child(record, **told), self.elsewhere if away else self.home).as_row(record, source))
        return self


@dataclass(frozen=True)
class Case:
    """`tell` has the household's records; they are so many children, and a person is asked for these reasons."""

    name: str
    tell: Callable[[Household], object]
    children: int
    reviews: frozenset[str] = frozenset()
    vetoes: frozenset[str] = frozenset()


def case(name: str, tell: Callable[[Household], object], children: int, *reviews: str, vetoes: tuple[str, ...] = ()) -> Case:
    return Case(name, tell, children, frozenset(reviews), frozenset(vetoes))


def brother_of(h: Household) -> dict[str, object]:
    return {"given_names": "Piotr", "sex": "M", "born_on": h.born - timedelta(days=1003)}


UNBORN = {"given_names": "Unborn", "born_on": date(2027, 2, 6), "birth_date_is": "expected", "sex": None}

CASES = [
    case("all agree", lambda h: h.says().says("health"), 1),
    case("a spelling", lambda h: h.says().says("health", given_names="Nadja"), 1),
    case("one half of a double-barrelled name", lambda h: h.says().says("health", family_name=f"{h.surname}-Smith"), 1),
    case("a former name", lambda h: h.says().says("health", family_name="Smith", previous_family_names=(h.surname,)), 1),
    case("names swapped", lambda h: h.says().says("health", given_names=h.surname, family_name="Nadia"), 1),
    case("a slip in the date", lambda h: h.says().says("health", born_on=h.born + timedelta(days=1)), 1),
    case("day and month swapped", lambda h: h.says(born_on=date(2015, 3, 7)).says("health", born_on=date(2015, 7, 3)), 1),
    case("sex not known", lambda h: h.says().says("health", sex=None), 1),
    case("a short name", lambda h: h.says(given_names="William", sex="M").says("health", given_names="Billy", sex="M"), 1),
    case("moved, with an identifier", lambda h: h.says(upn=h.upns[0]).says("social_care", away=True, upn=h.upns[0]), 1),
    case("the same child twice in one service", lambda h: h.says("health", nhs_number=h.nhs[0]).says("health", nhs_number=h.nhs[0]), 1),
    case(
        "two NHS numbers and all else agrees",
        lambda h: h.says("health", nhs_number=h.nhs[0]).says("social_care", nhs_number=h.nhs[1]),
        2,
        "identifier_conflict_yet_alike",
    ),
    case("two UPNs", lambda h: h.says(upn=h.upns[0]).says("early_help", given_names="Nadja", upn=h.upns[1]), 2, vetoes=("identifier_conflict",)),
    case("a former UPN explains it", lambda h: h.says(upn=h.upns[1], former_upns=(h.upns[0],)).says("social_care", upn=h.upns[0]), 1),
    case("twin girls", lambda h: h.says().says("health", given_names="Zofia"), 2, "twins"),
    case("a twin boy and girl", lambda h: h.says().says("health", given_names="Tomasz", sex="M"), 2, "twins"),
    case(
        "twins whose numbers differ need nobody", lambda h: h.says(upn=h.upns[0]).says(given_names="Zofia", upn=h.upns[1]), 2, vetoes=("identifier_conflict",)
    ),
    case("boy and girl with nearly one name", lambda h: h.says(given_names="Alexander", sex="M").says("health", given_names="Alexandra"), 2, "twins_alike"),
    case("first and second in order of birth", lambda h: h.says("health", birth_order=1).says("health", birth_order=2), 2, vetoes=("birth_order",)),
    case(
        "a second-born, and another name like it", lambda h: h.says("health", given_names="Imogen", birth_order=2).says(given_names="Smogen"), 2, "twins_alike"
    ),
    case(
        "alike first names, other second names",
        lambda h: h.says(given_names="Blake Geoffrey").says("health", given_names="Jlake Isaac"),
        2,
        "twins_with_one_name",
    ),
    case(
        "a nameless baby beside two twins",
        lambda h: (
            h.says("health", nhs_number=h.nhs[0], birth_order=1)
            .says("health", given_names="Zofia", nhs_number=h.nhs[1], birth_order=2)
            .says("social_care", given_names="Baby")
        ),
        3,
        "unnamed_twin",
        vetoes=("identifier_conflict",),
    ),
    case("a nameless baby where there is one child", lambda h: h.says("health").says("social_care", given_names="Baby"), 1),
    case("two unborn children in one service", lambda h: h.says("social_care", **UNBORN).says("social_care", **UNBORN), 2, "unnamed_twin"),
    case("a brother's UPN", lambda h: h.says(upn=h.upns[0]).says("social_care", upn=h.upns[0], **brother_of(h)), 2, "siblings_identifier"),
    case("a twin's UPN", lambda h: h.says(upn=h.upns[0]).says(given_names="Zofia", upn=h.upns[0]), 2, "twins_identifier"),
    case(
        "another first name with the same NHS number",
        lambda h: h.says("health", nhs_number=h.nhs[0]).says("social_care", given_names="Ines", nhs_number=h.nhs[0]),
        1,
    ),
    case("a brother", lambda h: h.says().says("health", **brother_of(h)), 2),
    case("a namesake in the house", lambda h: h.says().says("health", born_on=date(2001, 11, 23)), 2, "namesakes"),
    case("a person parted them", lambda h: h.says().says("health"), 2),
    case(
        "a person parted them, and others stand between", lambda h: h.says().says("health").says("social_care").says("early_help"), 3
    ),  # who fit both, and are joined to neither
    case("a person joined them", lambda h: h.says().says("health", away=True, given_names="Ines", family_name="Vale", born_on=date(2009, 1, 5)), 1),
    case("a person said both", lambda h: h.says().says("health"), 2),
]
NUMBER = {each.name: number for number, each in enumerate(CASES)}


@pytest.fixture(scope="module")
def linked() -> Linked:
    households = [Household(number) for number in range(len(CASES))]
    for each, household in zip(CASES, households, strict=True):
        each.tell(household)

    def pair(name: str) -> tuple[str, str]:
        return f"{NUMBER[name]:02d}-0", f"{NUMBER[name]:02d}-1"

    parted = [pair("a person parted them"), pair("a person parted them, and others stand between"), pair("a person said both")]
    joined = [pair("a person joined them"), tuple(reversed(pair("a person said both")))]
    return link(table_of(row for household in households for row in household.rows), must_link=joined, cannot_link=parted)


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_the_policy(each, linked):
    of_it = f"{NUMBER[each.name]:02d}-"

    children = {row["cluster"] for row in linked.clusters.to_pylist() if row["record_id"].startswith(of_it)}
    reviews = {row["rule"] for row in linked.reviews.to_pylist() if row["record_a"].startswith(of_it)}
    vetoes = {row["rule"] for row in linked.vetoes.to_pylist() if row["record_a"].startswith(of_it)}

    assert len(children) == each.children
    assert reviews - {"contradiction", "near_rival"} == each.reviews
    assert each.vetoes <= vetoes


def test_no_two_households_meet(linked):
    assert all(row["record_a"][:2] == row["record_b"][:2] for table in (linked.links, linked.reviews) for row in table.to_pylist())


def test_small_data_use_the_shipped_model_and_say_so(linked):
    assert linked.model.origin == "shipped"
    assert "too few to train on" in linked.model.lint[0]


def test_a_strand_holds_what_is_known_for_certain(linked):
    strands = {row["record_id"]: row["strand"] for row in linked.clusters.to_pylist()}

    by_name, by_number = NUMBER["all agree"], NUMBER["moved, with an identifier"]
    assert strands[f"{by_name:02d}-0"] != strands[f"{by_name:02d}-1"]
    assert strands[f"{by_number:02d}-0"] == strands[f"{by_number:02d}-1"]


def test_how_each_link_was_made_is_told(linked):
    method = {row["record_a"][:2]: row["method"] for row in linked.links.to_pylist()}

    assert method[f"{NUMBER['all agree']:02d}"] == "model"
    assert method[f"{NUMBER['moved, with an identifier']:02d}"] == "identifier"
    assert method[f"{NUMBER['a person joined them']:02d}"] == "person"


def test_every_rule_and_level_has_words():
    assert all(WORDS[rule.code].endswith(".") for rule in RULES)
    assert {c.field: {*(level.code for level in c.levels), "absent"} for c in COMPARISONS} == {field: set(words) for field, words in LEVEL_WORDS.items()}
