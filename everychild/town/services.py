"""Who works for the town's children: teams, workers, practices, officers. One set for the whole town, spread over its blocks."""

from dataclasses import dataclass, field

from everychild.town.chance import Chance
from everychild.town.names import draw_community
from everychild.town.places import NEIGHBOURS
from everychild.town.rates import RATES
from everychild.town.schools import School, make_schools

BLOCK = 1000
"""Children of a block."""

TEAMS = {
    "DUTY": "Front Door", "EDT": "Emergency Duty Team", "ASM": "Assessment Team", "FH": "Family Help Team", "SAFE": "Safeguarding Team", "CLA": "Children Looked After Team",
    "DCT": "Disabled Children's Team", "LC": "Leaving Care Team", "ADOP": "Adoption Team", "IRO": "Independent Reviewing Service", "UASC": "Unaccompanied Children's Team",
}  # fmt: skip
_TITLES = {
    "DUTY": "Social Worker",
    "FH": "Family Help Practitioner",
    "IRO": "Independent Reviewing Officer",
    "LC": "Personal Adviser",
    "ADOP": "Adoption Social Worker",
}
_SEVERAL = {"ASM", "FH", "SAFE", "CLA"}
"""Teams of which a town has one for every few blocks."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works with children."""

    code: str
    name: str
    title: str
    team: str


@dataclass(frozen=True, slots=True)
class Town:
    """What every block of the town knows: its size, its schools and its services."""

    children: int
    seed: int
    twins: bool
    blocks: int
    schools: dict[str, tuple[School, ...]]
    teams: dict[str, str] = field(default_factory=dict)
    workers: dict[str, tuple[Worker, ...]] = field(default_factory=dict)
    """team code -> its workers."""
    names_of_workers: dict[str, str] = field(default_factory=dict)
    visitors: tuple[str, ...] = ()
    youth: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()

    def of_block(self, kind: str, block: int) -> tuple[School, ...]:
        """The schools of a kind that stand in a block's neighbourhood; the nearest one where none does."""
        schools = self.schools[kind]
        own = tuple(school for school in schools if school.serves == block)
        return own or (schools[min(block * len(schools) // self.blocks, len(schools) - 1)],)

    def team(self, code: str, block: int) -> str:
        """The code of the team of this sort that serves a block."""
        count = self.copies if code in _SEVERAL else 1
        return f"{code}{1 + block % count}"

    @property
    def copies(self) -> int:
        return max(2, min(self.blocks // 10, 40))


def make_town(children: int, seed: int, *, twins: bool) -> Town:
    """The town that these arguments name."""
    blocks = -(-children // BLOCK)
    town = Town(children, seed, twins, blocks, make_schools(children, seed, blocks))
    chance = Chance.of(seed, "services")
    _make_teams(town, chance)
    return Town(
        children, seed, twins, blocks, town.schools, town.teams, town.workers, {worker.code: worker.name for workers in town.workers.values() for worker in workers},
        tuple(_name(chance) for _ in range(max(3, children // 4000))),
        tuple(_name(chance) for _ in range(max(3, children // 2500))),
        tuple(f"PC {1000 + chance.whole(0, 8999)} {_name(chance).split()[-1]}" for _ in range(max(5, children // 3000))),
    )  # fmt: skip


def _make_teams(town: Town, chance: Chance) -> None:
    """Teams with a manager and their workers; about one worker for fifteen children in need."""
    a_team = max(3, round(town.children * RATES.prevalence.in_need / 10_000 / 15 / (4 * town.copies)))
    number = 0
    for code, name in TEAMS.items():
        for copy in range(1, (town.copies if code in _SEVERAL else 1) + 1):
            key = f"{code}{copy}"
            town.teams[key] = f"{name} {copy}" if code in _SEVERAL else name
            size = a_team + 1 if code in _SEVERAL else max(3, town.children // 40_000)
            made = []
            for place in range(size):
                number += 1
                title = "Team Manager" if place == 0 else _TITLES.get(code, "Social Worker")
                made.append(Worker(f"W{number:05d}", _name(chance), title, key))
            town.workers[key] = tuple(made)
    for authority in NEIGHBOURS:
        town.teams[f"OLA{authority}"] = f"Other authority: {authority}"
        town.workers[f"OLA{authority}"] = (Worker(f"X{authority}", _name(chance), "Social Worker", f"OLA{authority}"),)


def _name(chance: Chance) -> str:
    people = draw_community(chance)
    sex = "F" if chance.happens(0.7) else "M"
    return f"{people.adult(chance, sex)} {people.family(chance)}"
