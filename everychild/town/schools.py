"""The schools of the town: as many as its children fill, with the numbers and the register's words for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from everychild.town.chance import Chance
from everychild.town.names import community
from everychild.town.places import Place, home, locality
from everychild.town.rates import AUTHORITY, RATES


@dataclass(frozen=True, slots=True)
class School:
    """One school. `serves` is the number of the block whose neighbourhood it stands in."""

    kind: str
    establishment: str
    urn: str
    ukprn: str
    name: str
    low: int
    high: int
    capacity: int
    place: Place
    head: tuple[str, str, str]
    serves: int
    telephone: str
    authority: str = AUTHORITY

    @property
    def laestab(self) -> str:
        return self.authority + self.establishment


_FIRST_NUMBER = {"nursery": 1000, "alternative": 1100, "primary": 2000, "secondary": 4000, "independent": 6000, "special": 7000, "sixth_form": 8000}
_AGES = {
    "nursery": (3, 5),
    "alternative": (11, 16),
    "primary": (3, 11),
    "secondary": (11, 18),
    "independent": (3, 18),
    "special": (3, 19),
    "sixth_form": (16, 19),
}
_ORDER = ("primary", "secondary", "special", "alternative", "nursery", "sixth_form", "independent")
_NAMES = {
    "primary": (
        "{} Primary School",
        "{} Community Primary School",
        "St Thérèse's Catholic Primary School {}",
        "{} Church of England Primary School",
        "{} Junior and Infant School",
        "{} Academy",
    ),
    "secondary": ("{} High School", "{} Academy", "The {} School", "St Zoë's Catholic School {}"),
    "special": ("{} Lodge School", "{} Park School"),
    "alternative": ("The {} Centre", "{} Alternative Provision Academy"),
    "nursery": ("{} Nursery School", "Little {} Nursery School"),
    "sixth_form": ("{} Sixth Form College",),
    "independent": ("{} Hall School", "{} House Preparatory School"),
}


def how_many(children: int) -> dict[str, int]:
    """How many schools of each kind a town of so many children has."""
    rate = RATES.schools
    pupils_5_to_11, pupils_11_to_18 = 0.465 * children, 0.39 * children
    return {
        "primary": min(1999, max(3, round(pupils_5_to_11 / rate.pupils_a_primary))),
        "secondary": min(999, max(2, round(pupils_11_to_18 / rate.pupils_a_secondary))),
        "special": max(1, round(children / rate.children_a_special)),
        "alternative": max(1, round(children / rate.children_an_alternative)),
        "nursery": max(1, round(children / rate.children_a_nursery)),
        "sixth_form": max(1, round(children / rate.children_a_sixth_form_college)),
        "independent": max(1, round(children / rate.children_an_independent)),
    }


def make_schools(children: int, seed: int, blocks: int) -> dict[str, tuple[School, ...]]:
    """Every school of the town, by kind; those of a kind are spread over the blocks in order."""
    chance = Chance.of(seed, "schools")
    made: dict[str, tuple[School, ...]] = {}
    serial = 0
    for kind in _ORDER:
        number = how_many(children)[kind]
        made[kind] = tuple(_school(chance, kind, place, number, serial + place, blocks) for place in range(number))
        serial += number
    return made


def _school(chance: Chance, kind: str, place: int, number: int, serial: int, blocks: int) -> School:
    # A block never shares its own primary schools with another block: UPNs are numbered within it.
    block = place * blocks // number
    establishment = f"{_FIRST_NUMBER[kind] + place + 1:04d}"
    patterns: Sequence[str] = _NAMES[kind]
    name = patterns[(place + 2) % len(patterns)].format(locality(serial))
    sex = chance.pick("FM")
    people = community("white_british")
    head = ("Mrs" if sex == "F" else "Mr", people.adult(chance, sex), people.family(chance))
    low, high = _AGES[kind]
    capacity = {"primary": 315, "secondary": 1200, "sixth_form": 1600}.get(kind, 120)
    return School(
        kind, establishment, f"9{serial + 10_001:05d}", f"1{9_000_000 + serial:07d}", name, low, high, capacity,
        home(chance, block * 130 + chance.whole(0, 129)), head, block, f"01632 960{serial % 1000:03d}",
    )  # fmt: skip


def neighbouring_school(block: int, authority: str) -> School:
    """The school across the boundary from which children move into a block's neighbourhood."""
    place = home(Chance.of(authority, block), block * 130, authority)
    name = f"{locality(block + 500)} Primary School"
    return School(
        "primary",
        f"{2000 + block % 2000}",
        f"8{block % 100_000:05d}",
        f"1{8_000_000 + block:07d}",
        name,
        3,
        16,
        400,
        place,
        ("Mrs", "Ann", "Hill"),
        block,
        "01632 960999",
        authority,
    )
