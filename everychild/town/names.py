"""What the people of the town are called: weighted lists by community, and a long tail of rare surnames built from syllables.

Lists come from `names.toml` and, as data, from the locales of the faker package; Cyrillic ones are written in Latin letters.
"""

import hashlib
import importlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from everychild.town.chance import Chance, rising

_CYRILLIC = dict(
    zip("абвгдезийклмнопрстуфхцчшщьюяєіїґъ", "a b v h d e z y i k l m n o p r s t u f kh ts ch sh shch - iu ia ie i i g a".replace("-", "").split(" "), strict=True)
) | {"ж": "zh", "ё": "io", "ы": "y", "э": "e", "'": "", "’": ""}  # fmt: skip
_STICKS = ("-", "'", " ", "Mc", "Mac")


@dataclass(frozen=True, slots=True)
class Pool:
    """Names with their weights, commonest first."""

    names: tuple[str, ...]
    cumulative: tuple[float, ...]

    def draw(self, chance: Chance) -> str:
        return chance.weighted(self.names, self.cumulative)


@dataclass(frozen=True, slots=True)
class Tail:
    """A maker of rare surnames: every head, middle and end together are one name."""

    heads: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def capacity(self) -> int:
        return len(self.heads) * len(self.middles) * len(self.ends)

    def draw(self, chance: Chance) -> str:
        head, middle, end = chance.pick(self.heads), chance.pick(self.middles), chance.pick(self.ends)
        if not head or head.endswith(_STICKS):
            return head + (middle or "Al").capitalize() + end
        return head + middle + end


@dataclass(frozen=True, slots=True)
class Community:
    """A community's names, and what else goes with it: ethnicity codes, language, how family names are passed on."""

    name: str
    weight: float
    ethnicity: tuple[str, ...]
    language: str
    style: str
    transliterated: bool
    one_name: bool
    tail_share: float
    girls: Pool
    boys: Pool
    women: Pool
    men: Pool
    families: Pool
    tail: Tail | None

    def given(self, chance: Chance, sex: str) -> str:
        return (self.girls if sex == "F" else self.boys).draw(chance)

    def adult(self, chance: Chance, sex: str) -> str:
        return (self.women if sex == "F" else self.men).draw(chance)

    def family(self, chance: Chance) -> str:
        if self.tail and chance.happens(self.tail_share):
            return self.tail.draw(chance)
        return self.families.draw(chance)


@cache
def communities() -> tuple[Community, ...]:
    """Every community of the town, in the order of the file."""
    table = tomllib.loads(files("everychild.town").joinpath("names.toml").read_text("utf-8"))
    return tuple(_community(name, entry) for name, entry in table.items())


@cache
def _shares() -> list[float]:
    return rising([community.weight for community in communities()])


def draw_community(chance: Chance) -> Community:
    """A community by its share of the town's families."""
    return chance.weighted(communities(), _shares())


@cache
def community(name: str) -> Community:
    return next(found for found in communities() if found.name == name)


def surname_capacity() -> int:
    """How many different surnames the lists and syllables can give."""
    lists = {name for found in communities() for name in found.families.names}
    return len(lists) + sum(found.tail.capacity for found in communities() if found.tail and found.tail_share)


def _community(name: str, entry: Mapping) -> Community:
    girls = _pool(entry.get("girls", ""), entry.get("given_from", ()), "first_names_female")
    boys = _pool(entry.get("boys", ""), entry.get("given_from", ()), "first_names_male")
    parts = entry.get("tail")
    return Community(
        name, entry["weight"], tuple(entry["ethnicity"]), entry["language"], entry.get("family_style", "shared"),
        entry.get("transliterated", False), entry.get("one_name", False), entry.get("tail_share", 0.0), girls, boys,
        _pool(entry["women"], (), "") if "women" in entry else girls,
        _pool(entry["men"], (), "") if "men" in entry else boys,
        _pool(entry.get("family", ""), entry.get("family_from", ()), "last_names"),
        Tail(*(_syllables(parts[part]) for part in ("heads", "middles", "ends"))) if parts else None,
    )  # fmt: skip


def _syllables(words: str) -> tuple[str, ...]:
    """Syllables, each once; a lone hyphen is none, an underline a space."""
    return tuple(dict.fromkeys("" if word == "-" else word.replace("_", " ") for word in words.split()))


def _pool(ours: str, locales: Sequence[str], kind: str) -> Pool:
    """Our names first, commonest first; then the locales', the most frequent first where they say, else in an order of no meaning."""
    names = dict.fromkeys(word.replace("_", " ") for word in ours.split())
    for locale in locales:
        names |= dict.fromkeys(_from_faker(*(locale.split(":") if ":" in locale else (locale, kind))))
    return Pool(tuple(names), tuple(rising([1 / (rank + 6) ** 0.85 for rank in range(len(names))])))


def _from_faker(locale: str, attribute: str) -> list[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found = getattr(provider, attribute, ())
    if isinstance(found, Mapping):
        names = sorted(found, key=lambda name: (-found[name], name))
    else:
        names = sorted(set(found), key=lambda name: hashlib.md5(name.encode(), usedforsecurity=False).digest())
    return [latin for name in names if (latin := in_latin(name)) and 1 < len(latin) < 25 and "." not in latin]


def in_latin(name: str) -> str:
    """A name in Latin letters; empty where its alphabet is not one we can write.

    >>> in_latin("Кравченко"), in_latin("Łukasz"), in_latin("静")
    ('Kravchenko', 'Łukasz', '')
    """
    if any("\u0400" <= letter <= "\u04ff" for letter in name):
        name = "".join(_CYRILLIC.get(letter, letter) for letter in name.lower()).title()
    return name if all(letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" or letter == "’" for letter in name) else ""
