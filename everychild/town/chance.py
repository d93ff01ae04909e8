"""Chance that comes out the same on every machine: a generator per block of families, seeded from the town's own arguments.

Only `random()` is used beneath: its stream is promised never to change, which that of `choice` and `shuffle` is not.
"""

import hashlib
from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance(Random):
    """A seeded source of chance with the few questions that the town asks of it."""

    @classmethod
    def of(cls, *words: object) -> "Chance":
        """Chance for these words (seed, block, purpose): the same words give the same stream, whatever the hash seed of Python."""
        digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
        return cls(int.from_bytes(digest[:8], "big"))

    def happens(self, share: float) -> bool:
        return self.random() < share

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.random() * len(things))]

    def weighted(self, things: Sequence[Thing], cumulative: Sequence[float]) -> Thing:
        """One of the things by weight; `cumulative` rises to the sum of the weights."""
        return things[min(bisect(cumulative, self.random() * cumulative[-1]), len(things) - 1)]

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included; the last where the first comes after it."""
        return last if first >= last else first + timedelta(days=self.whole(0, (last - first).days))

    def mixed(self, things: Sequence[Thing]) -> list[Thing]:
        """The things in a random order."""
        pairs = [(self.random(), place) for place in range(len(things))]
        return [things[place] for _, place in sorted(pairs)]


def rising(weights: Sequence[float]) -> list[float]:
    """The running sum of weights, as `Chance.weighted` wants it: rising([1, 2, 1]) is [1, 3, 4]."""
    total, sums = 0.0, []
    for weight in weights:
        total += weight
        sums.append(total)
    return sums
