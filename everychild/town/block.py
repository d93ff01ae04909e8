"""A block of the town: about a thousand children whose families are made together, from chance that is theirs alone.

Blocks know nothing of each other, so that two workers can make them; every number is unique because the block's own number is in it.
"""

from collections import Counter, defaultdict

from everychild.town.chance import Chance
from everychild.town.names import community
from everychild.town.numbers import SLOTS_A_BLOCK, row_key, shuffled, upn
from everychild.town.people import Child, Household
from everychild.town.places import NEIGHBOURS
from everychild.town.schools import School, neighbouring_school
from everychild.town.services import BLOCK, Town, Worker


class Block:
    """What one block has made so far: counts that number things, and the lines of every file."""

    def __init__(self, town: Town, number: int) -> None:
        self.town, self.number = town, number
        self.chance = Chance.of(town.seed, town.children, town.twins, "block", number)
        self.english = community("white_british")
        self.lines: defaultdict[str, list[str]] = defaultdict(list)
        self.records: Counter[str] = Counter()
        self.transfers: defaultdict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
        self.households: list[Household] = []
        self.born = 0
        """Children made so far, an adopted child's two identities counted as one."""
        self.adults: dict[object, str] = {}
        self._counts: Counter[object] = Counter()
        self.primaries = town.of_block("primary", number)
        self.secondary = town.of_block("secondary", number)[0]
        self.neighbours = tuple(neighbouring_school(number, authority) for authority in NEIGHBOURS)

    @property
    def quota(self) -> int:
        """How many children this block owes the town."""
        return min(BLOCK, self.town.children - self.number * BLOCK)

    def next(self, what: object) -> int:
        """The next number of a thing, from 1."""
        self._counts[what] += 1
        return self._counts[what]

    def next_slot(self) -> int:
        """A slot of the block's own, out of order, so that no two of a family have neighbouring numbers."""
        return self.number * SLOTS_A_BLOCK + self.next("slot") * 487 % SLOTS_A_BLOCK

    def person(self, slot: int) -> str:
        """A person's name in the truth: the order of these says nothing."""
        return f"P{shuffled(slot):08d}"

    def key(self, prefix: str) -> str:
        """A key that no other block makes."""
        return f"{prefix}{self.number:04d}{self.next(prefix):05d}"

    def row(self, table: str) -> str:
        """A key of a COLLECT table's row."""
        return row_key(self.number * 65_536 + self.next(table))

    def number_in(self, source: str, width: int = 4000) -> int:
        """A number of a source's own, of at most `width` in a block."""
        return self.number * width + self.next(source)

    def issue_upn(self, school: School, year: int) -> str:
        """A UPN from a school that only this block registers children at."""
        return upn(school.authority, school.establishment, year, self.next((school.laestab, year)))

    def worker(self, team: str) -> Worker:
        return self.chance.pick(self.town.workers[team][1:] or self.town.workers[team])

    def write(self, path: str, line: str) -> None:
        """One record of a file."""
        self.lines[path].append(line)

    def true(self, source: str, path: str, local_id: str, child: Child, kind: str) -> None:
        """The truth about one record: whose it is."""
        self.lines["truth.csv"].append(true_line(source, path, local_id, self.whose(child, kind)))

    def whose(self, child: Child, kind: str) -> str:
        """The end of a line of the truth: person, birth, household, kind."""
        return f"{child.person},{child.birth},H{self.number:04d}{child.household.number:05d},{kind}"


def true_line(source: str, path: str, local_id: str, whose: str) -> str:
    """A line of `truth.csv` about one record."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return f"{source}:{stem}:{local_id},{source},{path},{local_id},{whose}"
