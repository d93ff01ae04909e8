"""Where people live: postcodes of areas that do not exist, in neighbourhoods of about five homes with children to a postcode.

TB (Thornbeck), WX and HW are not postcode areas, but they fit the pattern of one.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from everychild.town.chance import Chance
from everychild.town.rates import AUTHORITY, RATES

POSTCODES_A_BLOCK = 130
REFUGES_FROM = 300_000
"""Numbers of postcodes that only a refuge has."""

NEIGHBOURS = {"820": ("Wexmoor", "WX"), "875": ("Harrowdale", "HW")}
"""Neighbouring authorities: invented, under the codes of two that ended in 2009, so that no UPN of a child of today can be theirs."""

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_WORDS = {name: words.split() for name, words in tomllib.loads(files("everychild.town").joinpath("places.toml").read_text("utf-8")).items()}
_STREETS, _KINDS, _BEGINNINGS, _ENDINGS = (_WORDS[part] for part in ("streets", "kinds_of_street", "beginnings", "endings"))


@dataclass(frozen=True, slots=True)
class Place:
    """A home (or a school, or a refuge)."""

    number: int
    house: str
    flat: str
    street: str
    locality: str
    town: str
    postcode: str
    decile: int
    authority: str = AUTHORITY

    @property
    def uprn(self) -> str:
        """A property's number; the leading 99 is nobody's."""
        return f"99{self.number % 1_000_000:06d}{(int(self.house) + 500 * bool(self.flat) + int(self.flat[5:] or 0) * 7) % 10_000:04d}"

    @property
    def first_line(self) -> str:
        return f"{self.flat}, {self.house} {self.street}" if self.flat else f"{self.house} {self.street}"

    @property
    def lines(self) -> tuple[str, str, str, str]:
        """Four lines without commas, as the CSV sources write them."""
        if self.flat:
            return self.flat, f"{self.house} {self.street}", self.locality, self.town
        return f"{self.house} {self.street}", self.locality, self.town, ""


@lru_cache(maxsize=4096)
def postcode(number: int, area: str = "TB") -> str:
    """The postcode with this number: numbers near each other are neighbours.

    >>> postcode(0), postcode(401)
    ('TB1 0AA', 'TB1 1AJ')
    """
    unit = number % 400 * 7 % 400
    return f"{area}{1 + number // 4000} {number // 400 % 10}{_LETTERS[unit // 20]}{_LETTERS[unit % 20]}"


def locality(number: int) -> str:
    """A district's name; a thousand of them."""
    number = number * 37 % 1000
    return _BEGINNINGS[number % 40] + _ENDINGS[number // 40]


def decile(number: int) -> int:
    """How deprived a postcode is: 1 the most. Neighbours are alike."""
    return 1 + (number // 13 * 7 + number % 13 // 6) % 10


def home(chance: Chance, number: int, authority: str = AUTHORITY) -> Place:
    """A home in the postcode with this number."""
    town, area = (RATES.town_name, "TB") if authority == AUTHORITY else NEIGHBOURS[authority]
    flat = f"Flat {chance.whole(1, 24)}" if chance.happens(0.12) else ""
    street = number * 53 % (len(_STREETS) * len(_KINDS))
    return Place(
        number, str(chance.whole(1, 140)), flat, f"{_STREETS[street % len(_STREETS)]} {_KINDS[street // len(_STREETS)]}",
        locality(number // POSTCODES_A_BLOCK), town, postcode(number, area), decile(number), authority,
    )  # fmt: skip


def somewhere(chance: Chance, block: int, blocks: int) -> Place:
    """A home in the town: as a rule in the block's own neighbourhood, else anywhere."""
    if not chance.happens(0.9):
        block = chance.whole(0, blocks - 1)
    return home(chance, block * POSTCODES_A_BLOCK + chance.whole(0, POSTCODES_A_BLOCK - 1))


def beyond(chance: Chance, block: int) -> Place:
    """A home in a neighbouring authority."""
    return home(chance, block * POSTCODES_A_BLOCK + chance.whole(0, POSTCODES_A_BLOCK - 1), chance.pick(tuple(NEIGHBOURS)))


def refuge(number: int) -> Place:
    """A refuge: one building with a postcode of its own."""
    return Place(
        REFUGES_FROM + number, "2", "", f"{_STREETS[number * 11 % len(_STREETS)]} House", locality(number), RATES.town_name, postcode(REFUGES_FROM + number), 3
    )
