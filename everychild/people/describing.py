"""What one record says of a child, as it is shown and as it is searched. Pure: no choice between sources is made here."""

from dataclasses import fields
from datetime import date

from everychild.formats.facts import AtAddress, Child
from everychild.people.names import fold
from everychild.people.standard import postcode_of

_SHOWN = tuple(field.name for field in fields(Child) if field.name not in ("record", "middle_names", "birth_order", "known_as_family"))


def described(child: Child) -> dict[str, object]:
    """The values of a record by field, only those that it has; dates as ISO text, so that it can be kept as JSON.

    >>> described(Child("7", given_names="Ana", family_name="Nowak", born_on=date(2015, 3, 1)))
    {'given_names': 'Ana', 'family_name': 'Nowak', 'born_on': '2015-03-01'}
    """
    said: dict[str, object] = {}
    for name in _SHOWN:
        value = getattr(child, name)
        if value is None or value == () or (name == "birth_date_is" and value == "exact"):
            continue
        said[name] = value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
    if child.middle_names:
        said["given_names"] = f"{child.given_names} {child.middle_names}" if child.given_names else child.middle_names
    return said


def shown_name(child: Child) -> str:
    """The name as one line, in the order that it is said."""
    return " ".join(part for part in (child.given_names, child.family_name) if part) or "Name not known"


def search_words(child: Child) -> str:
    """Every name that the record gives, folded to capital ASCII, for the search."""
    names = (child.given_names, child.middle_names, child.family_name, child.known_as, child.known_as_family, *child.previous_family_names)
    return " ".join(dict.fromkeys(word for name in names if name for word in fold(name).split()))


def search_place(address: AtAddress | None) -> tuple[str, str]:
    """(postcode, house line) to find a record by; nothing of a withheld address."""
    if address is None or address.withheld:
        return "", ""
    return postcode_of(address.postcode) or "", fold(address.lines[0])[:80] if address.lines else ""
