"""What a file says to the queries that are open with its source: each is about one field of one thing, and the file's rows of that thing answer it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from everychild.formats.again import value_of
from everychild.formats.reading import Sent
from everychild.intake.models import Correction
from everychild.intake.queries import open_queries

CORRECTED_HERE = "corrected_here"
"""The flag of a record one of whose values was corrected here, until its source has answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one query ended: its new state, and what the source said where that is neither the old value nor the corrected one."""

    query: Correction
    state: str
    said: str


@dataclass(slots=True)
class Answering:
    """The open queries of a source, and what the rows of one file say to them."""

    source: str
    waiting: dict[str, list[Correction]] | None = None
    told: dict[Correction, set[str]] = field(default_factory=lambda: defaultdict(set))

    def look(self, thing: Sent) -> None:
        """Take note of what a thing's rows say, where somebody asked about it."""
        if self.waiting is None:
            self.waiting = defaultdict(list)
            for one in open_queries(self.source):
                for key in {one.local_id, one.read_as}:
                    self.waiting[key].append(one)
        for query in self.waiting.get(thing.local_id, ()):
            self.told[query].update(value_of(row, query.field).strip() for row in thing.rows if row.table == query.table)

    def answers(self) -> Iterator[Answer]:
        """Each query of which this file speaks. One that still says the old value anywhere disagrees."""
        for query, values in self.told.items():
            if not values:
                continue
            if query.as_sent.strip() in values:
                yield Answer(query, Correction.State.DISAGREED, "")
            elif query.as_corrected.strip() in values:
                yield Answer(query, Correction.State.AGREED, "")
            else:
                yield Answer(query, Correction.State.OTHERWISE, "; ".join(sorted(values))[:500])
