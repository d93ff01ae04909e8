"""From joined pairs to children: groups of records that no rule forbids, built from the surest pair down.

Most groups hold no contradiction and are taken as they stand; the few that do are taken apart in Python, pair by pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from everychild.people.matching.rules import MARGIN


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair that may be joined. `sure`: a person said so; `known`: they share an identifier and agree; `named`: the first names do not differ."""

    a: int
    b: int
    weight: float
    sure: bool = False
    known: bool = False
    named: bool = True

    @property
    def order(self) -> tuple[bool, bool, float, int, int]:
        """The surest first; the record numbers make the order the same every time."""
        return (not self.sure, not self.known, -self.weight, self.a, self.b)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record holds that no other child may: `nhs`, `upn`, and the UPNs that it had before."""

    nhs: str | None = None
    upn: str | None = None
    upns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    members: list[int]
    nhs: set[str] = field(default_factory=set)
    upn: set[str] = field(default_factory=set)
    upns: set[str] = field(default_factory=set)


def roots(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of `size` records, the lowest record that it is connected to."""
    parent = list(range(size))
    for a, b in pairs:
        while parent[a] != a:
            parent[a] = a = parent[parent[a]]
        while parent[b] != b:
            parent[b] = b = parent[parent[b]]
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    for record in range(size):
        parent[record] = parent[parent[record]]
    return parent


def without_rivals(edges: Sequence[Edge], apart: Mapping[int, set[int]], kept: Mapping[int, Kept]) -> tuple[list[Edge], list[Edge]]:
    """(edges, edges with a rival): a record that fits two different children nearly as well is joined to neither by weight alone."""
    by_record: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_record[edge.a].append(edge)
        by_record[edge.b].append(edge)

    def rivalled(edge: Edge) -> bool:
        for record, other in ((edge.a, edge.b), (edge.b, edge.a)):
            for rival in by_record[record]:
                third = rival.b if rival.a == record else rival.a
                if third != other and rival.named and rival.weight > edge.weight - MARGIN and differ(other, third, apart, kept):
                    return True
        return False

    clear, doubtful = [], []
    for edge in edges:
        (doubtful if not (edge.sure or edge.known) and rivalled(edge) else clear).append(edge)
    return clear, doubtful


def differ(a: int, b: int, apart: Mapping[int, set[int]], kept: Mapping[int, Kept]) -> bool:
    """Whether two records are of two children for certain."""
    if b in apart.get(a, ()):
        return True
    one, other = kept.get(a, _NOTHING), kept.get(b, _NOTHING)
    return bool((one.nhs and other.nhs and one.nhs != other.nhs) or (one.upn and other.upn and one.upn != other.upn and not set(one.upns) & set(other.upns)))


_NOTHING = Kept()


def build(edges: Sequence[Edge], apart: Mapping[int, set[int]], kept: Mapping[int, Kept]) -> tuple[dict[int, int], list[Edge]]:
    """Join from the surest edge down, refusing each that would put two different children together.

    Gives the lowest record of each record's group, and the edges refused.
    """
    group_of: dict[int, _Group] = {}
    refused = []
    for edge in sorted(edges, key=lambda each: each.order):
        one, other = (group_of.get(record) or _alone(record, kept) for record in (edge.a, edge.b))
        group_of.setdefault(edge.a, one)
        group_of.setdefault(edge.b, other)
        if one is other:
            continue
        if _forbidden(one, other, apart):
            refused.append(edge)
            continue
        small, large = sorted((one, other), key=lambda group: len(group.members))
        large.members += small.members
        large.nhs |= small.nhs
        large.upn |= small.upn
        large.upns |= small.upns
        for record in small.members:
            group_of[record] = large
    return {record: min(group.members) for record, group in group_of.items()}, refused


def _alone(record: int, kept: Mapping[int, Kept]) -> _Group:
    own = kept.get(record, _NOTHING)
    return _Group([record], {own.nhs} if own.nhs else set(), {own.upn} if own.upn else set(), set(own.upns))


def _forbidden(one: _Group, other: _Group, apart: Mapping[int, set[int]]) -> bool:
    if one.nhs and other.nhs and one.nhs != other.nhs:
        return True
    if one.upn and other.upn and one.upn != other.upn and not one.upns & other.upns:
        return True
    return any(b in apart[a] for a in one.members if a in apart for b in other.members)
