"""How a written name goes astray: keys that slip, letters that sound alike, other alphabets, short forms."""

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from everychild.town.chance import Chance

_NEIGHBOURS = {
    "a": "sqz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok", "j": "hku", "k": "jli", "l": "kop", "m": "nk",
    "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
_ALIKE = (
    ("ph", "f"), ("ck", "k"), ("ie", "y"), ("y", "ie"), ("ey", "y"), ("ee", "i"), ("ea", "ee"), ("ai", "ay"), ("c", "k"), ("k", "c"), ("s", "z"), ("th", "t"), ("ou", "u"),
    ("oo", "u"), ("i", "y"), ("a", "e"), ("e", "a"), ("er", "ar"), ("mm", "m"), ("nn", "n"), ("tt", "t"), ("ll", "l"), ("ss", "s"), ("rr", "r"), ("m", "mm"), ("n", "nn"),
    ("l", "ll"), ("t", "tt"), ("h", ""), ("w", "v"), ("j", "y"), ("sh", "ch"), ("gh", "g"), ("dh", "d"), ("kh", "k"), ("q", "k"), ("u", "o"), ("o", "u"),
)  # fmt: skip
_PLAIN = {"ł": "l", "Ł": "L", "ı": "i", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "’": "'"}
_GERMAN = {"ö": "oe", "ü": "ue", "ä": "ae", "Ö": "Oe", "Ü": "Ue"}


@cache
def _table(part: str) -> dict[str, tuple[str, ...]]:
    lines = tomllib.loads(files("everychild.town").joinpath("spellings.toml").read_text("utf-8"))[part].strip().splitlines()
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        words = tuple(dict.fromkeys(line.split()))
        for word in words if part == "same" else words[:1]:
            others = tuple(other for other in words if other != word)
            table.setdefault(word, others)
    return table


def mistyped(chance: Chance, name: str) -> str:
    """One slip of the keys: a neighbour, a letter lost, doubled or out of turn. Never the name itself."""
    if len(name) < 3:
        return name + name[-1:]
    for _ in range(8):
        place, slip = chance.whole(1, len(name) - 1), chance.random()
        letter = name[place]
        if slip < 0.35 and letter.lower() in _NEIGHBOURS:
            typed = name[:place] + chance.pick(_NEIGHBOURS[letter.lower()]) + name[place + 1 :]
        elif slip < 0.6:
            typed = name[:place] + name[place + 1 :]
        elif slip < 0.75:
            typed = name[:place] + letter + name[place:]
        else:
            typed = name[: place - 1] + letter.lower() + name[place - 1].lower() + name[place + 1 :]
            typed = typed[:1].upper() + typed[1:]
        if typed != name:
            return typed
    return name + name[-1:]


def respelt(chance: Chance, name: str) -> str:
    """The name as somebody else would write it: another of its known spellings, its accents lost, or letters that sound alike."""
    others = _table("same").get(name)
    if others and chance.happens(0.8):
        return chance.pick(others)
    bare = plain(name) if chance.happens(0.8) else plain("".join(_GERMAN.get(letter, letter) for letter in name))
    if bare != name and chance.happens(0.8):
        return bare
    for _ in range(12):
        sound, other = chance.pick(_ALIKE)
        place = name.lower().find(sound, 1)
        if place > 0:
            return name[:place] + other + name[place + len(sound) :]
    return mistyped(chance, name)


def plain(name: str) -> str:
    """The name without accents, as an old system keeps it.

    >>> plain("Zoë Łuk")
    'Zoe Luk'
    """
    if name.isascii():
        return name
    spelt = "".join(_PLAIN.get(letter, letter) for letter in name)
    return "".join(letter for letter in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(letter))


def has_short(name: str) -> bool:
    return name in _table("short")


def shortened(chance: Chance, name: str) -> str:
    """What the child is called: a usual short form, half of a double name, or its first syllable."""
    known = _table("short").get(name)
    if known:
        return chance.pick(known)
    first = name.replace("-", " ").split()[0]
    if first != name:
        return first
    stop = next((place for place in range(3, len(name)) if name[place].lower() in "aeiouy" and name[place - 1].lower() not in "aeiouy"), 3)
    return name[:stop] if len(name) > 4 else name + "y"


def alike(chance: Chance, name: str) -> str:
    """A different name that begins or sounds much the same, as twins are given: Hayden for Jayden."""
    if len(name) > 4 and chance.happens(0.5):
        return chance.pick("AJKLMRST") + name[1:].lower()
    return name[: max(2, len(name) // 2)] + chance.pick(("ia", "ina", "elle", "an", "on", "ay", "iah", "en"))
