"""How a name is written so that two sources' spellings can be compared: capital ASCII letters, words apart, placeholders and titles gone.

The name as sent is kept and shown elsewhere; what stands here is only ever compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_LETTERS = {
    "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng", "ə": "a",
    **dict(zip("абвгдеёзийклмнопрстуфыэіґ", "abvgdeeziiklmnoprstufyeig", strict=True)),
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi",
    **dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True)), "θ": "th", "χ": "ch", "ψ": "ps", "ς": "s",
}  # fmt: skip
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʻʼʹ′"))
_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")
_ALIAS = re.compile(r"\(([^)]*)\)|\b(?:known\s+as|also\s+known\s+as|a\.?k\.?a\.?|k/a|formerly|née|nee|prev(?:iously)?)\b[\s:.]*(.*)$", re.I)
_MARK = re.compile(r"\b(?:(?:also\s+)?known\s+as|a\.?k\.?a\.?|k/a|formerly|née|nee|prev(?:iously)?)\b[\s:.]*", re.I)

_TITLES = frozenset(["MR", "MRS", "MISS", "MS", "MX", "MSTR", "MASTER", "DR", "PROF", "REV", "SIR", "LADY", "LORD"])
_SUFFIXES = frozenset(["JR", "JNR", "SNR", "JUNIOR", "SENIOR", "ESQ"])
# Written apart or together at will, so they are always joined to the word after them: O Brien, Mc Donald, Al Hassan, De La Cruz.
_PARTICLES = frozenset(
    [
        "O",
        "MC",
        "MAC",
        "AL",
        "EL",
        "UL",
        "UR",
        "BIN",
        "IBN",
        "BINT",
        "ABU",
        "ABDUL",
        "ABDEL",
        "ST",
        "SAINT",
        "DE",
        "DA",
        "DI",
        "DO",
        "DU",
        "DEL",
        "DELLA",
        "DOS",
        "DAS",
        "LA",
        "LE",
        "LO",
        "VAN",
        "VON",
        "DER",
        "DEN",
        "TEN",
        "TER",
        "BEN",
    ]
)
_NOBODY = frozenset(
    [
        "UNKNOWN",
        "UNNAMED",
        "UNBORN",
        "UNDECIDED",
        "NEWBORN",
        "NONAME",
        "NOTKNOWN",
        "NOTGIVEN",
        "NOTSTATED",
        "NOTRECORDED",
        "NOTAPPLICABLE",
        "NK",
        "NKN",
        "FNU",
        "LNU",
        "NFN",
        "NLN",
        "NULL",
        "NONE",
        "NIL",
        "NA",
        "TBC",
        "TBA",
        "TBD",
        "X",
        "XX",
        "XXX",
        "XXXX",
        "ZZ",
        "ZZZ",
        "NOGIVENNAME",
        "NOFORENAME",
        "NOSURNAME",
        "NOFAMILYNAME",
        "NOFIRSTNAME",
        "NOLASTNAME",
        "NONAMEGIVEN",
        "NONAMEYET",
        "TOBECONFIRMED",
        "TOBEADVISED",
        "NAMEUNKNOWN",
        "SURNAMEUNKNOWN",
        "FORENAMEUNKNOWN",
        "FOETUS",
        "FETUS",
        "BUMP",
    ]
)
_INFANT = frozenset(
    [
        "BABY",
        "BABYBOY",
        "BABYGIRL",
        "INFANT",
        "NEWBORN",
        "UNBORN",
        "TWIN",
        "TRIPLET",
        "QUAD",
        "MALE",
        "FEMALE",
        "BOY",
        "GIRL",
        "CHILD",
        "BB",
        "BO",
        "SON",
        "DAUGHTER",
    ]
)
_ORDERS = {"1": 1, "2": 2, "3": 3, "4": 4, "ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "I": 1, "II": 2, "III": 3, "IV": 4, "A": 1, "B": 2, "C": 3, "D": 4}
_MULTIPLE = frozenset(["TWIN", "TRIPLET", "QUAD"])


@dataclass(frozen=True, slots=True)
class Written:
    """A name field taken apart: its words, other names given inside it ("Robert (Bob)"), and, for a placeholder, what it says of the birth's order."""

    words: tuple[str, ...] = ()
    hyphened: bool = False
    others: tuple[str, ...] = ()
    placeholder: bool = False
    birth_order: int | None = None


_NOTHING = Written()


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Capital ASCII letters and digits with one space between words: `Zoë O’Łuk-Smith` is `ZOE OLUK SMITH`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).lower()
        text = "".join(_LETTERS.get(letter, letter) for letter in text)
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
        text = "".join(_LETTERS.get(letter, letter) for letter in text)
    return _NOT_LETTERS.sub(" ", text.translate(_APOSTROPHES).upper()).strip()


def _joined(words: list[str]) -> list[str]:
    """Particles joined to what follows them: ["DE", "LA", "CRUZ"] is ["DELACRUZ"]."""
    made: list[str] = []
    prefix = ""
    for place, word in enumerate(words):
        if word in _PARTICLES and place + 1 < len(words):
            prefix += word
        else:
            made.append(prefix + word)
            prefix = ""
    return made


def _letters_only(words: list[str]) -> list[str]:
    return [word for word in words if not any(letter.isdigit() for letter in word)]


@lru_cache(maxsize=200_000)
def given(text: str | None) -> Written:
    """Given names taken apart. `Baby of Sarah` and `Twin 1` say no name; `Baby Amelia` says Amelia."""
    if not text:
        return _NOTHING
    text, others = _without_aliases(text)
    words = fold(text).split()
    if "".join(words) in _NOBODY:
        return Written(others=others, placeholder=True)
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    first, order, placeholder = (words[0] if words else ""), None, False
    if first in _INFANT or (first == "B" and words[1:2] == ["O"]):
        placeholder = True
        if not _MULTIPLE.isdisjoint(words):
            order = next((_ORDERS[word] for word in words if word in _ORDERS), None)
        belongs = "OF" in words or first in ("BO", "B")
        words = [] if belongs else [word for word in words if word not in _INFANT and word not in _ORDERS]
    words = [word for word in _letters_only(words) if word not in _SUFFIXES and word not in _NOBODY]
    return Written(tuple(words), "-" in text, others, placeholder, order)


@lru_cache(maxsize=200_000)
def family(text: str | None) -> Written:
    """A family name taken apart: halves of a double-barrelled name are words, particles are joined (`O Brien` is `OBRIEN`)."""
    if not text:
        return _NOTHING
    text, others = _without_aliases(text)
    words = fold(text).split()
    if not words or "".join(words) in _NOBODY or (len(words) == 1 and words[0] in ("BABY", "INFANT")):
        return Written(others=others, placeholder=bool(words))
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    words = [word for word in _letters_only(words) if word not in _SUFFIXES or len(words) == 1]
    return Written(tuple(_joined(words)), "-" in text, others)


def _without_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """`Robert (Bob)` and `Robert known as Bob` are Robert, and Bob besides."""
    if " " not in text:
        return text, ()
    found = tuple(folded for match in _ALIAS.finditer(text) if (folded := fold(_MARK.sub("", match.group(1) or match.group(2) or ""))))
    return (_ALIAS.sub(" ", text).strip(), found) if found else (text, ())


_SOUNDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("^(KN|GN|PN|WR|PS)", lambda m: m.group()[1]), ("^X", "S"), ("^WH", "W"), ("MB$", "M"), ("PH", "F"), ("GHT", "T"), ("(TCH|TSCH|CZ|CH)", "C"), ("(SCH|SZ|SH|SI(?=O))", "X"),
        ("(KH|CK|Q)", "K"), ("GH", "G"), ("(DH|DJ|DZ)", "J"), ("TH", "T"), ("BH", "B"), ("ZH", "J"), ("C(?=[AOUKLRT]|$)", "K"), ("C(?=[EIY])", "S"), ("Z", "S"), ("V", "W"), ("[EI]Y$", "Y"), ("J", "Y"),
    )
)  # fmt: skip
_VOWELS = re.compile("(?<!^)[AEIOUYH]+")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def sound(word: str | None) -> str | None:
    """A key that spellings of one sounded name share: its consonants, with those that transliterators mix made one.

    Finer than Soundex (which puts `Ahmed` with `Ayinde`): MOHAMMED, MUHAMMAD and MOHAMED are MMD; CATHERINE and KATHRYN are KTRN.
    """
    if not word:
        return None
    key = _TWICE.sub(r"\1", word.replace(" ", ""))
    for pattern, by in _SOUNDS:
        key = pattern.sub(by, key)
    if key[:1] in "AEIOUY" and not key.startswith("Y"):
        key = "A" + key[1:]
    return _VOWELS.sub("", key)


@lru_cache(maxsize=1)
def _roots() -> dict[str, tuple[str, ...]]:
    roots: dict[str, set[str]] = {}
    for line in files("everychild.people").joinpath("short_names.txt").read_text("ascii").splitlines():
        words = line.split("#")[0].split()
        for word in words:
            roots.setdefault(word, set()).add(words[0])
    return {word: tuple(sorted(heads)) for word, heads in roots.items()}


def full_forms(word: str) -> tuple[str, ...]:
    """The full names that a name may be short for, itself among them where it is one: ALEX is ALEXANDER or ALEXANDRA."""
    return _roots().get(word, ())
