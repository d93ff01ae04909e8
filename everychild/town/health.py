"""The child-health system's extract: nearly every child has an NHS number, and old registrations linger."""

from datetime import date, timedelta

from everychild.formats.child_health.headings import HEADINGS
from everychild.town.block import Block
from everychild.town.errors import describe, identifier, lives_here
from everychild.town.numbers import shuffled
from everychild.town.people import Child
from everychild.town.places import locality
from everychild.town.rates import AS_AT, RATES
from everychild.town.sheets import british, row_maker

PATH = "health/child_health.csv"
_row = row_maker(HEADINGS)


def holds(block: Block, child: Child) -> bool:
    """Whether the child-health system knows the child: nearly all the young ones, half of the rest, and few who live elsewhere."""
    if child.expected or "health" in child.not_in:
        return False
    if "health" in child.surely_in or not (child.rolls or child.expected):
        return True
    if not lives_here(child):
        return block.chance.happens(0.1)
    return block.chance.happens(RATES.held.health_under_five if child.age < 5 else RATES.held.health_from_five)


def write_health(block: Block, child: Child) -> None:
    """The child's row, and in six of a thousand cases another."""
    _write(block, child, again=False)
    if child.kind in ("", "two_schools") and block.chance.happens(RATES.duplicates.same_child_twice):
        _write(block, child, again=True)


def _write(block: Block, child: Child, *, again: bool) -> None:
    chance = block.chance
    told = describe(block, child, "health", again=again)
    local_id = f"CH{shuffled(block.number_in('health')):08d}"
    place = told.place
    lines = place.lines if told.address_known else ("", "", "", "")
    ended = child.adopted_on if child.kind == "sealed" else AS_AT - timedelta(days=chance.whole(30, 900)) if again and chance.happens(0.5) else None
    adopted_since = child.adopted_on if child.kind in ("adopted", "bridged") else None
    row = {
        "local_id": local_id, "nhs_number": identifier(chance, child, "nhs", 0.6 if again else RATES.identifiers.nhs_health), "given_names": _given(child, told.given, told.middle),
        "family_name": told.family.upper(), "known_as": told.known_as if chance.happens(0.6) else "", "previous_family_name": told.former_family,
        "date_of_birth": british(told.born), "birth_order": str(child.order) if _multiple(child) else "", "sex": told.sex, "address_1": lines[0], "address_2": lines[1],
        "address_3": lines[2], "address_4": lines[3], "postcode": told.postcode, "gp_code": f"Z99{block.number % 40 * 3 + place.number % 3:03d}",
        "team": f"{'0 to 5' if child.age < 5 else '5 to 19'} team {locality(block.number // 12)}", "telephone": "01632 960155",
        "from": british(adopted_since or max(child.born, date(child.born.year + (0 if child.age < 5 else 4), 9, 1)) if child.born <= AS_AT else child.born), "to": british(ended),
    }  # fmt: skip
    if child.age < 5:
        row["health_visitor"] = block.town.visitors[block.number % len(block.town.visitors)]
    block.write(PATH, _row(row))
    block.true("health", PATH, local_id, child, told.kind)


def _multiple(child: Child) -> bool:
    return child.order > 1 or any(other.birth == child.birth and other is not child for other in child.household.children)


def _given(child: Child, given: str, middle: str) -> str:
    return f"{given} {middle}" if middle and given else given
