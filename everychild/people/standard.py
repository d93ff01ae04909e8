"""What of a child's record is compared when records are matched: names folded, identifiers checked, dates and postcodes in one shape.

The record as sent stays beside it. A change to any rule here raises STANDARD_VERSION, and every record is standardised again.
Text is capital ASCII. An identifier that fails its check, a placeholder name and an impossible birth date are absent, never wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache

from everychild.formats import identifiers
from everychild.formats.facts import AtAddress, Child
from everychild.people import names

STANDARD_VERSION = 1

_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][0-9A-Z]?|GIR)([0-9])([A-Z]{2})$")
_NOT_POSTCODE = re.compile(r"[^A-Z0-9]+")
# Used where an address is not known, or for people of no fixed abode: agreement on one says nothing.
_NO_PLACE = frozenset({"ZZ99", "AA1", "XX99", "ZZ1"})
_NUMBER = re.compile(r"\b([0-9]+[A-Z]?)\b")
_DIGITS_FOR_LETTERS = str.maketrans("OIS", "015")
_LETTERS_FOR_DIGITS = str.maketrans("015", "OIS")


@dataclass(frozen=True, slots=True)
class Standard:
    """One record of a child as the matching sees it. `dob_weak`: 1 January, or a date that the source calls assessed, estimated or expected."""

    given_1: str | None = None
    given_2: str | None = None
    given_all: str | None = None
    given_sound: str | None = None
    givens: tuple[str, ...] = ()
    """Every first name the record gives the child: given, known as, hyphened names joined."""
    given_roots: tuple[str, ...] = ()
    """Full names for which any of `givens` may stand."""
    known_as: str | None = None
    family: str | None = None
    family_first: str | None = None
    family_last: str | None = None
    family_sound: str | None = None
    families: tuple[str, ...] = ()
    """Every family name: whole, halves, known as and previous."""
    previous_families: tuple[str, ...] = ()
    placeholder: bool = False
    one_name: bool = False
    birth_order: int | None = None
    dob: date | None = None
    dob_weak: bool = False
    sex: str | None = None
    postcode: str | None = None
    sector: str | None = None
    outcode: str | None = None
    postcodes: tuple[str, ...] = ()
    """Current and former."""
    address_key: str | None = None
    nhs: str | None = None
    upn: str | None = None
    """A permanent UPN: two different ones are two children, unless one is the other's former."""
    uln: str | None = None
    upns: tuple[str, ...] = ()
    """Current, former and temporary."""
    former_upns: tuple[str, ...] = ()

    def as_row(self, record_id: object, source: str) -> tuple[object, ...]:
        """The values of COLUMNS in order, for COPY (tuples as lists, which psycopg writes as arrays)."""
        return (record_id, source, STANDARD_VERSION, *(list(value) if type(value) is tuple else value for value in (getattr(self, name) for name in _NAMES)))


_NAMES = tuple(field.name for field in fields(Standard))
COLUMNS = ("record_id", "source", "standard_version", *_NAMES)

_ARRAYS = ("givens", "given_roots", "families", "previous_families", "postcodes", "upns", "former_upns")
_OTHERS = {
    "record_id": "uuid primary key", "source": "text not null", "standard_version": "smallint not null", "placeholder": "boolean not null", "one_name": "boolean not null",
    "birth_order": "smallint", "dob": "date", "dob_weak": "boolean not null",
}  # fmt: skip
POSTGRES_TYPES = {name: _OTHERS.get(name) or ("text[] not null" if name in _ARRAYS else "text") for name in COLUMNS}
"""Column -> PostgreSQL type of the table `people_standard`."""


def standardise(child: Child, address: AtAddress | None = None, former_addresses: Iterable[AtAddress] = ()) -> Standard:
    """A child's record as the matching compares it; pure, and the same for the same facts.

    A withheld address is left out altogether, so that no candidate, weight or explanation can hint at where a child lives.
    """
    given, family, known = names.given(child.given_names), names.family(child.family_name), names.given(child.known_as)
    middle = names.given(child.middle_names).words
    if given.placeholder and given.words:  # "Baby Smith" names nobody
        given = replace(given, words=tuple(word for word in given.words if word not in family.words))
    all_given = given.words + middle
    first_names = _first_names(given, known, middle)
    previous, families = _families(child, family)
    postcode = _address_postcode(address)
    outcode, sector = _parts(postcode)
    upn, upns, former_upns = _upns(child.upn, tuple(child.former_upns))
    dob, weak = _birth(child)
    whole = " ".join(family.words) or None
    given_1 = all_given[0] if all_given else first_names[0] if first_names else None
    return Standard(
        given_1, all_given[1] if len(all_given) > 1 else None, " ".join(all_given) or None, names.sound(given_1), first_names, _roots(first_names), " ".join(known.words) or None,
        whole, family.words[0] if family.words else None, family.words[-1] if family.words else None, names.sound(family.words[-1]) if family.words else None, families, previous,
        given.placeholder or family.placeholder, (given_1 is None) != (whole is None) or (given_1 is not None and given_1 == whole), child.birth_order or given.birth_order,
        dob, weak, child.sex if child.sex in ("F", "M") else None,
        postcode, sector, outcode, _postcodes(postcode, former_addresses), _address_key(address, postcode), _identifier("nhs_number", child.nhs_number), upn, _identifier("uln", child.uln), upns, former_upns,
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _roots(first_names: tuple[str, ...]) -> tuple[str, ...]:
    return _distinct(root for name in first_names for root in names.full_forms(name))


def _first_names(given: names.Written, known: names.Written, middle: tuple[str, ...]) -> tuple[str, ...]:
    """Given, known as and what stands in brackets; `Anne-Marie` is also ANNE and ANNEMARIE, and so is `Anne Marie`."""
    found: list[str] = []
    for written in (given, known):
        words = written.words + (middle if written is given and not written.words else ())
        if words:
            found.append(words[0])
            if len(words) > 1:
                found.append(words[0] + words[1])
        if written.others:
            found += [other.split()[0] for other in written.others]
    return tuple(found) if len(found) < 2 else _distinct(found)


def _families(child: Child, family: names.Written) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(previous family names, every family name)."""
    if not child.previous_family_names and not child.known_as_family and not family.others and len(family.words) < 2:
        return (), family.words
    old = [names.family(name).words for name in (*child.previous_family_names, *family.others)]
    previous = _distinct(" ".join(words) for words in old)
    known = names.family(child.known_as_family).words
    every = [form for words in (family.words, known, *old) if words for form in (" ".join(words), "".join(words), words[0], words[-1])]
    return previous, _distinct(every)


def _birth(child: Child) -> tuple[date | None, bool]:
    if child.born_on is None or child.born_on.year < 1900:
        return None, False
    return child.born_on, child.birth_date_is != "exact" or (child.born_on.month, child.born_on.day) == (1, 1)


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


@lru_cache(maxsize=100_000)
def postcode_of(text: str | None) -> str | None:
    """A postcode as `WN4 9BP`, from `wn49bp` too; O and 0, I and 1, S and 5 put right in the inward part; None where it cannot be one or says nothing."""
    if not text:
        return None
    bare = _NOT_POSTCODE.sub("", text.upper())
    if not _POSTCODE.match(bare) and 5 <= len(bare) <= 7:
        bare = bare[:-3] + bare[-3].translate(_DIGITS_FOR_LETTERS) + bare[-2:].translate(_LETTERS_FOR_DIGITS)
    found = _POSTCODE.match(bare)
    if not found or found[1] in _NO_PLACE:
        return None
    return f"{found[1]} {found[2]}{found[3]}"


def _address_postcode(address: AtAddress | None) -> str | None:
    return None if address is None or address.withheld else postcode_of(address.postcode)


def _postcodes(current: str | None, former_addresses: Iterable[AtAddress]) -> tuple[str, ...]:
    if not former_addresses:
        return (current,) if current else ()
    return _distinct((current, *(_address_postcode(old) for old in former_addresses)))


@lru_cache(maxsize=50_000)
def _parts(postcode: str | None) -> tuple[str | None, str | None]:
    """(outcode, sector): `WN4` and `WN4 9`."""
    return (postcode[:-4], postcode[:-2]) if postcode else (None, None)


def _address_key(address: AtAddress | None, postcode: str | None) -> str | None:
    """`12 WN4 9BP`, or `ROSECOTTAGE WN4 9BP` for a house with a name; a flat's number counts before the building's."""
    if postcode is None or address is None or not address.lines:
        return None
    return _key_of(tuple(address.lines[:3]), postcode)


@lru_cache(maxsize=100_000)
def _key_of(lines: tuple[str, ...], postcode: str) -> str | None:
    folded = names.fold(" ".join(lines))
    numbers = _NUMBER.findall(folded)
    name = "-".join(numbers[:2]) if numbers else names.fold(lines[0]).replace(" ", "")
    return f"{name} {postcode}" if name else None


def _upns(upn: str | None, former: tuple[str, ...]) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    """(permanent UPN, every UPN, former UPNs). A temporary UPN can agree but never conflict: a school gives one until the pupil's own is known."""
    if not upn and not former:
        return None, (), ()
    current = _identifier("upn", upn)
    if not former:
        return (current if current and current[-1].isdigit() else None), ((current,) if current else ()), ()
    old = _distinct(_identifier("upn", value) for value in former)
    return (current if current and current[-1].isdigit() else None), _distinct((current, *old)), old


def _identifier(kind: str, value: str | None) -> str | None:
    """The identifier where its check holds (temporary UPNs included), else None."""
    if not value:
        return None
    checked = identifiers.check(kind, value)
    return checked.normalised if checked.valid else None
