"""How right the matching is on made towns: builds each town, reads it with our readers, links it without a database, and prints figures as JSON.

`python bench/accuracy.py --children 20000 --seeds 1 2 3 4 5` (the seeds that constants are chosen on); `--twins N` for a town of twins; `--town DIR` for one that stands.
"""

import argparse
import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from everychild.formats import registry
from everychild.formats.facts import AtAddress, Child
from everychild.people.matching import link
from everychild.people.matching.evaluate import evaluate
from everychild.people.matching.records import table_of
from everychild.people.standard import standardise

# The children-in-need census names nobody: it is attached by the authority's own id, never matched.
NEVER_MATCHED = frozenset({"cin_census"})


def standard_rows(town: Path) -> Iterator[tuple[object, ...]]:
    """Every description of a child in the town's files, standardised; record ids as `truth.csv` has them."""
    claimed, _ = registry.recognise([str(town)])
    for batch in claimed:
        if batch.source in NEVER_MATCHED:
            continue
        for sent in registry.read(batch):
            child = next((fact for fact in sent.facts if isinstance(fact, Child)), None)
            if child is None or sent.kind != "child":
                continue
            addresses = sorted((f for f in sent.facts if isinstance(f, AtAddress)), key=lambda a: (a.to_on is None, str(a.from_on)), reverse=True)
            current = addresses[0] if addresses and addresses[0].to_on is None else None
            former = addresses[1:] if current else addresses
            stem = Path(sent.rows[0].path).stem
            yield standardise(child, current, former).as_row(f"{batch.source}:{stem}:{sent.local_id}", batch.source)


def two_in_one_incident(record_ids: list[str]) -> Iterator[tuple[str, str]]:
    """Two children named in one police notification are two children, however alike (`<incident>/<number>`)."""
    incidents: dict[str, list[str]] = {}
    for record in record_ids:
        if record.startswith("police:"):
            incidents.setdefault(record.rpartition("/")[0], []).append(record)
    return (pair for together in incidents.values() for pair in combinations(together, 2))


def truth_of(town: Path) -> tuple[dict[str, str], dict[str, str]]:
    """(person, birth) by record id."""
    with open(town / "truth.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["record_id"]: row["person"] for row in rows}, {row["record_id"]: row["birth"] for row in rows}


def load(town: Path) -> tuple[pa.Table, dict[str, str], dict[str, str]]:
    """(standard rows, person by record, birth by record)."""
    return table_of(standard_rows(town)), *truth_of(town)


def figures(town: Path) -> dict[str, object]:
    """The figures of one town."""
    started = time.perf_counter()
    records, person, birth = load(town)
    read = time.perf_counter()
    linked = link(records, cannot_link=two_in_one_incident(records["record_id"].to_pylist()))
    clusters = linked.clusters.to_pydict()
    reviews = zip(linked.reviews["record_a"].to_pylist(), linked.reviews["record_b"].to_pylist(), strict=True)
    found = evaluate(dict(zip(clusters["record_id"], clusters["cluster"], strict=True)), reviews, person, birth).as_dict()
    found |= {"review_share": round(found["review_pairs"] / max(found["records"], 1), 5), "model": linked.model.origin, "candidates": linked.candidates}
    found["seconds"] = {"read": round(read - started, 2), **linked.seconds}
    found["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=20_000)
    parser.add_argument("--twins", type=int, default=0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--town", type=Path)
    given = parser.parse_args()
    results: dict[str, object] = {}
    if given.town:
        results[given.town.name] = figures(given.town)
    for seed in [] if given.town else given.seeds:
        with tempfile.TemporaryDirectory() as folder:
            from everychild.town.commands import build  # here, so that a town that stands needs no builder

            twins = ["--twins", str(given.twins)] if given.twins else []
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                sys.stdout, kept = nowhere, sys.stdout
                try:
                    build(["--children", str(given.children), "--seed", str(seed), *twins, "--out", folder])
                finally:
                    sys.stdout = kept
            results[str(seed)] = figures(Path(folder))
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
