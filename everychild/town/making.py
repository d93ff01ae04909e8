"""One block, from its families to the lines of every file: what a worker process does."""

from collections.abc import Mapping
from dataclasses import dataclass

from everychild.town.block import Block
from everychild.town.census import write_census
from everychild.town.contacts import write_contacts
from everychild.town.destinations import write_destinations
from everychild.town.early_help import write_early_help
from everychild.town.health import holds, write_health
from everychild.town.need_census import write_need_census
from everychild.town.needs import needs_of
from everychild.town.people import Child, Household
from everychild.town.police import write_police
from everychild.town.populate import families, settle
from everychild.town.services import Town
from everychild.town.social_care import write_person
from everychild.town.social_episodes import write_episodes
from everychild.town.transfers import write_transfer


@dataclass(frozen=True, slots=True)
class Made:
    """A block's lines: for each file its text and how many records that is; and pupils' elements for transfer files."""

    children: int
    texts: Mapping[str, tuple[str, int]]
    transfers: Mapping[tuple[str, str], list[tuple[str, str, str]]]
    """(sender, receiver) -> of each pupil the element, the UPN in it, and whose record it is."""
    senders: Mapping[str, str]


def make_block(town: Town, number: int) -> Made:
    """Everything that block `number` of the town adds to its files."""
    block = Block(town, number)
    for household in families(block):
        settle(block, household)
        for child in household.children:
            _write_child(block, household, child)
        write_police(block, household)
    texts = {path: ("\n".join(lines) + "\n", len(lines)) for path, lines in block.lines.items()}
    senders = {school.laestab: school.name for school in block.neighbours}
    return Made(block.born, texts, dict(block.transfers), senders)


def _write_child(block: Block, household: Household, child: Child) -> None:
    block.write("groups.csv", f"{child.person},{household.community.name},{child.sex},{household.place.decile}")
    write_census(block, child)
    write_transfer(block, child)
    if holds(block, child):
        write_health(block, child)
    if child.status:
        child.needs = needs_of(block, child)
        write_person(block, child)
        write_episodes(block, child)
        write_need_census(block, child)
    write_contacts(block, child)
    write_early_help(block, child)
    write_destinations(block, child)
