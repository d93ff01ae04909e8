"""The early help and youth teams' spreadsheet."""

from datetime import date, timedelta

from everychild.formats.early_help.headings import HEADINGS
from everychild.town.block import Block
from everychild.town.chance import Chance
from everychild.town.errors import describe, identifier
from everychild.town.people import Child
from everychild.town.populate import known_elsewhere
from everychild.town.rates import AS_AT, RATES
from everychild.town.sheets import iso, quoted, row_maker

PATH = "early_help/early_help.csv"
_row = row_maker(HEADINGS)
_REASONS = ("Parenting", "School attendance", "Housing", "Parental conflict", "Emotional wellbeing", "Behaviour at home", "Debt", "Bereavement")
_WARNINGS = ("Visit in pairs", "Meet at the family hub, not at home", "A large dog: ring before a visit", "Do not visit alone after dark")


def write_early_help(block: Block, child: Child) -> None:
    """The child's row, where the service knows the child; twice in six of a thousand cases."""
    if not known_elsewhere(block, child, "early_help", RATES.held.early_help):
        return
    _write(block, child, again=False)
    if child.kind in ("", "two_schools") and block.chance.happens(RATES.duplicates.same_child_twice):
        _write(block, child, again=True)


def _write(block: Block, child: Child, *, again: bool) -> None:
    chance, town = block.chance, block.town
    told = describe(block, child, "early_help", again=again)
    youth = child.age >= 12 and chance.happens(0.5)
    local_id = f"EH{block.number_in('early_help', 200):07d}"
    began = chance.day(max(child.born, AS_AT - timedelta(days=900)), AS_AT - timedelta(days=6))
    ended = None if chance.happens(0.55) else min(AS_AT, began + timedelta(days=chance.whole(60, 400)))
    adult = child.household.mother
    row = {
        "local_id": local_id, "upn": identifier(chance, child, "upn", RATES.identifiers.upn_youth, former=True), "given_names": told.given, "family_name": told.family,
        "known_as": told.known_as if chance.happens(0.5) else "", "date_of_birth": iso(told.born), "sex": told.sex, "address": quoted(_address(told.place)) if told.address_known else "",
        "postcode": told.postcode, "service": "youth" if youth else "early_help", "episode_id": f"{local_id}-1", "team": "Youth Support" if youth else f"Family Hub {1 + block.number % 5}",
        "worker": chance.pick(town.youth), "worker_role": "Youth Worker" if youth else "Family Support Worker", "telephone": adult.telephone if adult and chance.happens(0.6) else "",
        "from": iso(began), "to": iso(ended), "reason": chance.pick(_REASONS), "school_laestab": child.rolls[0].school.laestab if child.rolls and chance.happens(0.7) else "",
        "consent_on": iso(_consent(began)) if chance.happens(0.92) else "",
    }  # fmt: skip
    if ended is None:
        row |= _warning(town.seed, local_id, row["worker"])
    block.write(PATH, _row(row))
    block.true("early_help", PATH, local_id, child, told.kind)


def _warning(seed: int, local_id: str, worker: str) -> dict[str, str]:
    """A staff-safety warning, by a chance of its own, so that it changes nothing else of the town. Now and then its review is overdue."""
    chance = Chance.of(seed, "staff_safety", local_id)
    if not chance.happens(RATES.families.staff_safety):
        return {}
    review = AS_AT + timedelta(days=chance.whole(-30, 180))
    return {"staff_safety": quoted(chance.pick(_WARNINGS)), "staff_safety_owner": worker, "staff_safety_review_on": iso(review)}


def _consent(began: date) -> date:
    return began - timedelta(days=2)


def _address(place) -> str:
    return f"{place.first_line}, {place.locality}, {place.town}"
