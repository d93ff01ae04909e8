"""Why two records are thought to be one child, or not, in words that hold no value from either record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.model import Model, shipped

WORDS: dict[str, dict[str, str]] = {
    "given_name": {
        "same": "same first name",
        "own_name": "one first name is a name that the other record also gives",
        "short_form": "one first name is a short form of the other",
        "spelt_alike": "first name sounds alike or is one slip of the keyboard away",
        "middle_name": "first name of one is second name of the other",
        "swapped": "first name and surname swapped",
        "somewhat_alike": "first names somewhat alike",
        "different": "different first names",
        "absent": "first name missing from a record",
    },
    "second_name": {
        "same": "same second name",
        "spelt_alike": "second name alike, or its initial",
        "different": "different second names",
        "absent": "second name missing from a record",
    },
    "family_name": {
        "same": "same surname",
        "shared_part": "surname shares a part, or is a former or other surname",
        "spelt_alike": "surname sounds alike or is one slip of the keyboard away",
        "swapped": "surname and first name swapped",
        "somewhat_alike": "surnames somewhat alike",
        "different": "different surnames",
        "absent": "surname missing from a record",
    },
    "birth_date": {
        "same": "same date of birth",
        "same_first_of_january": "same date of birth, but both are approximate",
        "day_month_swapped": "day and month of birth swapped",
        "one_slip": "date of birth one slip away",
        "other_year": "same birthday in another year",
        "approximate": "dates of birth near, and one is approximate",
        "other_day_or_month": "same year of birth, other day or month",
        "different": "different dates of birth",
        "absent": "date of birth missing from a record",
    },
    "address": {
        "same_house": "same address",
        "same_postcode": "same postcode",
        "former_postcode": "one lived at a postcode that the other gives",
        "postcode_alike": "postcode one slip away",
        "same_sector": "postcodes close together",
        "same_outcode": "same postal district",
        "different": "addresses far apart",
        "absent": "address missing from a record, or withheld",
    },
    "sex": {"same": "same sex", "different": "different sex", "absent": "sex missing from a record"},
    "nhs_number": {"same": "same NHS number", "different": "different NHS numbers", "absent": "NHS number missing from a record"},
    "upn": {"same": "same UPN, now or before", "different": "different UPNs", "absent": "UPN missing from a record"},
    "uln": {"same": "same ULN", "different": "different ULNs", "absent": "ULN missing from a record"},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One field's part in a link. `weight` in bits; the names' own rarity is not in it."""

    field: str
    words: str
    direction: Literal["for", "against", "neither"]
    weight: float


def explain(levels: Mapping[str, str], model: Model | None = None) -> list[Reason]:
    """Each field's part, the heaviest first, what is missing last. `levels`: field -> level code, as in `Linked.links`.

    >>> [reason.words for reason in explain({"birth_date": "same", "sex": "same", "upn": "absent"})]
    ['same date of birth', 'same sex', 'UPN missing from a record']
    """
    used = model or shipped()
    reasons = [_reason(c.field, levels[c.field], used) for c in COMPARISONS if c.field in levels]
    return sorted(reasons, key=lambda reason: (reason.direction == "neither", -abs(reason.weight)))


def _reason(field: str, code: str, model: Model) -> Reason:
    weight = round(model.weight(field, code), 1)
    direction = "neither" if code == "absent" or abs(weight) < 0.1 else "for" if weight > 0 else "against"
    return Reason(field, WORDS[field][code], direction, weight)
