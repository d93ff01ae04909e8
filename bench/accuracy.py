"""How right the matching is on made towns: builds each town, reads it with our readers, links it without a database, and prints figures as JSON.

    python bench/accuracy.py [--children 20000] [--seeds 101 102 103 104 105] [--twins 30000] [--twin-seeds 101 102] [--json PATH]
    python bench/accuracy.py --town DIR          one that stands

Constants were chosen on seeds 1 to 5 and are reported on 101 to 105. Writes bench/results/accuracy.json.
"""

import argparse
import csv
import json
import resource
import subprocess
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
            # The truth knows a pupil of the census by the row's own id in the table.
            own = str(sent.rows[0].sent.get(f"{stem}tableid", sent.local_id))
            yield standardise(child, current, former).as_row(f"{batch.source}:{stem}:{own}", batch.source)


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


def town_of(children: int, seed: int, twins: int = 0) -> dict[str, object]:
    """A town is built, and its figures."""
    words = [*(["--twins", str(twins)] if twins else ["--children", str(children)]), "--seed", str(seed)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "everychild", "town", "build", *words, "--out", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return {"children": children, "twin_pairs_asked": twins} | figures(Path(folder))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--children", type=int, default=20_000)
    words.add_argument("--seeds", type=int, nargs="*", default=[101, 102, 103, 104, 105])
    words.add_argument("--twins", type=int, default=30_000)
    words.add_argument("--twin-seeds", type=int, nargs="*", default=[101, 102])
    words.add_argument("--town", type=Path)
    words.add_argument("--json", default=str(Path(__file__).parent / "results" / "accuracy.json"))
    asked = words.parse_args()
    if asked.town:
        print(json.dumps(figures(asked.town), indent=1))
        return
    found = {"towns": {}, "twin_towns": {}}
    for seed in asked.seeds:
        found["towns"][str(seed)] = town_of(asked.children, seed)
        print(json.dumps({seed: found["towns"][str(seed)]}), flush=True)
    for seed in asked.twin_seeds:
        found["twin_towns"][str(seed)] = town_of(2 * asked.twins, seed, asked.twins)
        print(json.dumps({f"{asked.twins} twin pairs, {seed}": found["twin_towns"][str(seed)]}), flush=True)
    Path(asked.json).parent.mkdir(exist_ok=True)
    Path(asked.json).write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
