"""Household and relationships: drawn, listed, and what they mean for ringing and writing."""

from collections.abc import Iterable
from dataclasses import dataclass

from everychild.kit.family import Member, Tie, family_svg
from everychild.kit.words import age
from everychild.people.names import fold
from everychild.portals.presenting.identity import name_of
from everychild.portals.presenting.words import RELATIONS, in_words, interpreter, language, one_line
from everychild.sharing.record import Record

SILENT = "The source does not say"
_TITLES = frozenset(["MR", "MRS", "MISS", "MS", "MX", "DR", "PROF", "REV", "SIR", "LADY", "LORD"])


@dataclass(frozen=True)
class Grown:
    """An adult of the child's life, as every source that names them by this name has them: one relationship of each source."""

    said: tuple

    @property
    def name(self) -> str:
        """The name, the longest way that any source gives it."""
        return max((one.adult.name for one in self.said), key=len)

    @property
    def relation(self) -> str:
        """What they are to the child, by the plainest word that any source has."""
        words = [in_words(one.relation, RELATIONS) for one in self.said]
        return next((word for word in words if not word.startswith("other")), words[0])

    def values(self, field: str) -> set[bool]:
        """What the sources say of one thing; nothing where all are silent."""
        return {value for one in self.said if (value := getattr(one, field)) is not None}

    @property
    def apart(self) -> bool:
        """Whether any source says that there must be no contact: the mistake that can be undone."""
        return False in self.values("may_have_contact")

    @property
    def safe_words(self) -> list[str]:
        """How it is safe to reach them, in the sources' own words."""
        return list(dict.fromkeys(one.safe_contact for one in self.said if one.safe_contact))


def adults(record: Record) -> list[Grown]:
    """The adults, those whom the school rings first at the head. Two sources' rows of one name are one adult here, on this page only."""
    found: dict[str, list] = {}
    for one in record.relationships:
        found.setdefault(_plain(one), []).append(one)
    return [Grown(tuple(said)) for said in found.values()]


def _plain(one) -> str:
    words = [word for word in fold(one.adult.name).split() if word not in _TITLES]
    return " ".join(words) or str(one.pk)


def family_drawing(record: Record, found: list[Grown]):
    """The drawing of `kit.family`, with the child in the middle. No address is in it: a household is whose home it is."""
    child = Member("child", record.name, one_line(("the child", age(record.born_on, record.on))), subject=True, household="With the child")
    members = [child, *(_member(str(at), one) for at, one in enumerate(found))]
    ties = [Tie(str(at), "child", one.relation, one.apart) for at, one in enumerate(found)]
    return family_svg(members, ties, "Who is who")


def _member(key: str, one: Grown) -> Member:
    lives = one.values("lives_with")
    household = "With the child" if lives == {True} else "Lives elsewhere" if lives == {False} else ""
    return Member(key, one.name, one.relation, adult=True, household=household, caution="must not have contact" if one.apart else "")


RELATIVES = [
    {"key": "who", "text": "Who"}, {"key": "responsibility", "text": "Parental responsibility"}, {"key": "lives", "text": "Lives with the child"},
    {"key": "contact", "text": "May have contact"}, {"key": "order", "text": "Court order limits contact"}, {"key": "reach", "text": "How to reach them"}, {"key": "source", "text": "Says who"},
]  # fmt: skip


def relative_rows(record: Record, found: Iterable[Grown]) -> list[dict]:
    """Rows of a table under the columns of RELATIVES."""
    return [_row(record, one) for one in found]


def _row(record: Record, one: Grown) -> dict:
    said = one.values
    return {
        "who": {"text": one.name, "more": one.relation.capitalize()}, "responsibility": _yes_no(said("parental_responsibility")), "lives": _yes_no(said("lives_with")),
        "contact": {"text": "Must not have contact", "tone": "red"} if one.apart else _yes_no(said("may_have_contact")),
        "order": {"text": "Yes", "tone": "red"} if True in said("court_order") else _yes_no(said("court_order")),
        "reach": _reach(one), "source": list(dict.fromkeys(name_of(record, each.adult.record.source_code) for each in one.said)),
    }  # fmt: skip


def _reach(one: Grown) -> dict:
    adults = [each.adult for each in one.said]
    spoken = dict.fromkeys(language(adult.language) for adult in adults if adult.language)
    needs = [f"Speaks {name}." for name in spoken] + [f"{words}." for adult in adults if (words := interpreter(adult.interpreter))]
    numbers = dict.fromkeys(text for adult in adults for text in (adult.telephone, adult.email) if text)
    return {"text": one_line(numbers) or "No number is known", "more": one_line((*one.safe_words, *dict.fromkeys(needs)), " ")}


def _yes_no(said: set[bool]) -> str:
    """Silence is not a no.

    >>> _yes_no({True}), _yes_no(set()), _yes_no({True, False})
    ('Yes', 'The source does not say', 'Sources disagree')
    """
    if len(said) == 2:
        return "Sources disagree"
    return ("Yes" if True in said else "No") if said else SILENT


def contact_note(record: Record, found: list[Grown]) -> dict:
    """Whether it is safe to ring or write, and how: `safe` is False where anything forbids, None where nothing is known to. It never says that all is well."""
    if not record.may("relationships"):
        return {"safe": None, "words": ["You may not know. Ask the allocated worker, or the school, before you ring or write."]}
    never = [
        f"{one.name} ({one.relation}) must not have contact{', by order of a court' if True in one.values('court_order') else ''}."
        for one in found
        if one.apart
    ]
    how = [f"{one.name} ({one.relation}): {words}" for one in found for words in one.safe_words]
    hidden = ["The address is withheld. Send nothing by post, and tell nobody where the child lives or learns."] if record.address_withheld else []
    if record.death_reported:
        hidden.insert(0, "Send nothing: a source says that this child has died, and no person has confirmed it.")
    words = [*hidden, *never, *how]
    return {
        "safe": False if hidden or never or how else None,
        "words": words or ["No source says how it is safe to reach this family. Ask the allocated worker or the school first."],
    }
