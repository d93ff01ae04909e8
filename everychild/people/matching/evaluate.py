"""How right the matching was, where the truth is known: pairs, whole children, and twins, as issue 2's demo reports them.

A true pair is two records of one person in the truth; a linked pair is two that share a cluster; only records that stand in both count.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from everychild.people.matching.clusters import roots


@dataclass(frozen=True, slots=True)
class Clusters:
    """Whole children: a cluster is right when it holds all of one person's records and nothing else."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares are None where there is nothing to divide by. `twin_pairs`: children of one birth who each have a record; `twin_false_links`: those that share a cluster."""

    records: int
    true_pairs: int
    linked_pairs: int
    precision: float | None
    recall: float | None
    recall_with_review: float | None
    review_pairs: int
    clusters: Clusters
    twin_pairs: int
    twin_false_links: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(
    cluster_of: Mapping[str, Hashable], reviews: Iterable[tuple[str, str]], person_of: Mapping[str, Hashable], birth_of: Mapping[str, Hashable]
) -> Evaluation:
    """`cluster_of`, `person_of` and `birth_of` by record id (no birth: None or ''); `reviews`: the open items' pairs of record ids.

    With review: as if every item that holds a true pair had been answered "same", and so joined its two clusters.
    """
    known = [record for record in cluster_of if record in person_of]
    reviews = list(reviews)
    true, linked = _pairs(Counter(person_of[r] for r in known)), _pairs(Counter(cluster_of[r] for r in known))
    right = _pairs(Counter((cluster_of[r], person_of[r]) for r in known))
    answered = _answered(cluster_of, person_of, reviews)
    right_after = _pairs(Counter((answered.get(cluster_of[r], cluster_of[r]), person_of[r]) for r in known))
    twins, joined = _twins(known, cluster_of, person_of, birth_of)
    return Evaluation(
        len(known),
        true,
        linked,
        _share(right, linked),
        _share(right, true),
        _share(right_after, true),
        len(reviews),
        _whole(known, cluster_of, person_of),
        twins,
        joined,
    )


def _pairs(sizes: Counter) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def _answered(cluster_of: Mapping[str, Hashable], person_of: Mapping[str, Hashable], reviews: list[tuple[str, str]]) -> dict[Hashable, Hashable]:
    """Cluster -> the cluster that it becomes part of when true review items are answered "same"."""
    same = [(cluster_of[a], cluster_of[b]) for a, b in reviews if a in cluster_of and b in cluster_of and a in person_of and person_of[a] == person_of.get(b)]
    touched = list(dict.fromkeys(cluster for pair in same for cluster in pair))
    number = {cluster: n for n, cluster in enumerate(touched)}
    joined = roots(len(touched), ((number[a], number[b]) for a, b in same))
    return {cluster: touched[joined[number[cluster]]] for cluster in touched}


def _whole(known: list[str], cluster_of: Mapping[str, Hashable], person_of: Mapping[str, Hashable]) -> Clusters:
    people, clusters, both = Counter(person_of[r] for r in known), Counter(cluster_of[r] for r in known), Counter((cluster_of[r], person_of[r]) for r in known)
    exact = sum(1 for (cluster, person), n in both.items() if clusters[cluster] == n == people[person])
    precision, recall = _share(exact, len(clusters)), _share(exact, len(people))
    return Clusters(precision, recall, round(2 * precision * recall / (precision + recall), 6) if precision and recall else None)


def _twins(known: list[str], cluster_of: Mapping[str, Hashable], person_of: Mapping[str, Hashable], birth_of: Mapping[str, Hashable]) -> tuple[int, int]:
    """(pairs of children of one birth who each have a record, those of them that share a cluster)."""
    births: dict[Hashable, dict[Hashable, set[Hashable]]] = defaultdict(lambda: defaultdict(set))
    for record in known:
        if birth_of.get(record):
            births[birth_of[record]][person_of[record]].add(cluster_of[record])
    pairs = [pair for children in births.values() if len(children) > 1 for pair in combinations(children.values(), 2)]
    return len(pairs), sum(1 for one, other in pairs if one & other)
