"""The whole of batch matching, start to end: records in, children, links, pairs for review and pairs kept apart out."""

# ruff: noqa: S608 (the SQL is put together from our own constants; no value from a record stands in it)

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from everychild.people.matching import clusters, rules, scoring, training
from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.model import Model, for_records
from everychild.people.matching.records import lay_out, make_keys, open_database

_LEVELS = ", ".join(f"j.{c.field}" for c in COMPARISONS)
_IDENTIFIED = "shared_identifier AND NOT identifier_conflict AND (given_alike OR given_name IN ('absent', 'middle_name')) AND (birth_alike OR birth_date = 'absent' OR (given_name = 'same' AND family_alike))"


@dataclass(frozen=True, slots=True)
class Linked:
    """What matching found. Every table is ordered by its first columns; the same records give the same tables.

    `clusters`: record_id, cluster, strand (each the lowest record_id of its group). A strand is joined by shared, valid identifiers
    with agreeing names and dates, or by a person's decision; a cluster by weight besides.
    `links`: record_a, record_b, weight, method (identifier, model or person), rule, and a level code for each field compared.
    `reviews`: the same, and cluster_a, cluster_b: the best pair of each two clusters that a person should look at.
    `vetoes`: record_a, record_b, weight, rule, and levels, of pairs kept apart though they weigh enough to be looked at.
    """

    clusters: pa.Table
    links: pa.Table
    reviews: pa.Table
    vetoes: pa.Table
    model: Model
    weak_keys: Mapping[str, int]
    """Kind of key -> records whose key of that kind too many share, so that it was not used."""
    candidates: int
    seconds: Mapping[str, float]


def link(
    records: pa.Table,
    *,
    model: Model | None = None,
    must_link: Iterable[tuple[str, str]] = (),
    cannot_link: Iterable[tuple[str, str]] = (),
    existing: Mapping[str, str] | None = None,
    threads: int = 2,
    memory_limit: str = "2GB",
) -> Linked:
    """Find which records are one child. `records` has the columns of `people.standard.COLUMNS`; record ids as text or UUID.

    `model` None: one is trained on these records (or the shipped one used, see `Linked.model.lint`).
    `must_link`, `cannot_link`: pairs of record ids that a person decided. `existing`: record id -> current person, so that a wavering weight does not part them.
    """
    clock = _Clock()
    con = open_database(threads, memory_limit)
    try:
        count = lay_out(con, _with_person(records, existing))
        _note_decisions(con, must_link, cannot_link)
        clock.lap("lay_out")
        model = training.learn(con, count) if model is None else for_records(model, count, training.estimated_prior(con, count))
        clock.lap("train")
        weak = make_keys(con)
        candidates = scoring.find_pairs(con)
        clock.lap("block")
        scoring.score(con, model, count, candidates)
        clock.lap("score")
        scoring.judge(con, count)
        _cluster(con, count)
        clock.lap("cluster")
        tables = {name: con.execute(sql).to_arrow_table() for name, sql in _OUTPUTS.items()}
        clock.lap("write")
        return Linked(**tables, model=model, weak_keys=weak, candidates=candidates, seconds=clock.laps)
    finally:
        con.close()


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self._last = round(now - self._last, 3), now


def _with_person(records: pa.Table, existing: Mapping[str, str] | None) -> pa.Table:
    if existing is None:
        return records.append_column("person", pa.nulls(len(records), pa.string()))
    return records.append_column("person", pa.array([existing.get(str(one)) for one in records.column("record_id").to_pylist()], pa.string()))


def _note_decisions(con: duckdb.DuckDBPyConnection, must_link: Iterable[tuple[str, str]], cannot_link: Iterable[tuple[str, str]]) -> None:
    """Make `decided`. Where both were said of one pair, apart stands: the safer of the two."""
    pairs = [(*sorted(map(str, pair)), decision) for decision, given in (("link", must_link), ("apart", cannot_link)) for pair in given]
    given = pa.table(
        {"one": [p[0] for p in pairs], "other": [p[1] for p in pairs], "decision": [p[2] for p in pairs]},
        schema=pa.schema([(n, pa.string()) for n in ("one", "other", "decision")]),
    )
    con.register("given", given)
    con.execute(
        """CREATE TABLE decided AS SELECT least(l.rid, r.rid) AS a, greatest(l.rid, r.rid) AS b, min(decision) AS decision
        FROM given JOIN records AS l ON l.record_id = one JOIN records AS r ON r.record_id = other WHERE l.rid <> r.rid GROUP BY ALL"""
    )
    con.unregister("given")


def _pairs(con: duckdb.DuckDBPyConnection, sql: str) -> Iterable[tuple[int, int]]:
    """Pairs of record numbers, a batch at a time."""
    reader = con.execute(sql).to_arrow_reader(200_000)
    for batch in reader:
        yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)


def _cluster(con: duckdb.DuckDBPyConnection, count: int) -> None:
    """Make `member` (rid, cluster, strand) and `refused` (a, b, rule)."""
    con.execute(f"ALTER TABLE judged ADD COLUMN known BOOLEAN; UPDATE judged SET known = band = 'join' AND (must_link OR ({_IDENTIFIED}))")
    _store(con, "member", "cluster", clusters.roots(count, _pairs(con, "SELECT a, b FROM judged WHERE band = 'join'")))
    refused = _mend(con)
    con.register(
        "refused_now",
        pa.table(
            {
                "a": pa.array([r[0] for r in refused], pa.int32()),
                "b": pa.array([r[1] for r in refused], pa.int32()),
                "why": pa.array([r[2] for r in refused], pa.string()),
            }
        ),
    )
    con.execute("CREATE TABLE refused AS SELECT a, b, min(why) AS why FROM refused_now GROUP BY ALL")
    con.unregister("refused_now")
    con.execute("UPDATE judged SET band = 'review', rule = refused.why FROM refused WHERE judged.a = refused.a AND judged.b = refused.b")
    inside = "SELECT j.a, j.b FROM judged AS j JOIN member AS l ON l.rid = j.a JOIN member AS r ON r.rid = j.b WHERE j.known AND l.cluster = r.cluster"
    _store(con, "strands", "strand", clusters.roots(count, list(_pairs(con, inside))))


def _store(con: duckdb.DuckDBPyConnection, table: str, column: str, values: list[int]) -> None:
    con.register("stored", pa.table({"rid": pa.array(range(len(values)), pa.int32()), column: pa.array(values, pa.int32())}))
    con.execute(f"CREATE TABLE {table} AS SELECT * FROM stored")
    con.unregister("stored")


_DIRTY = """CREATE TEMP TABLE dirty AS
    SELECT cluster FROM member JOIN records USING (rid) GROUP BY cluster HAVING count(DISTINCT nhs) > 1 OR count(DISTINCT upn) > 1
    UNION SELECT l.cluster FROM judged AS j JOIN member AS l ON l.rid = j.a JOIN member AS r ON r.rid = j.b WHERE j.apart AND l.cluster = r.cluster"""


def _mend(con: duckdb.DuckDBPyConnection) -> list[tuple[int, int, str]]:
    """Take every group with a contradiction apart and build it again, edge by edge; give the edges refused and why."""
    con.execute(_DIRTY)
    inside = "FROM judged AS j JOIN member AS l ON l.rid = j.a JOIN dirty AS d ON d.cluster = l.cluster"
    edges = defaultdict(list)
    for cluster, *edge in con.execute(
        f"SELECT l.cluster, j.a, j.b, j.weight, j.must_link, j.known, j.given_name <> 'different' {inside} WHERE j.band = 'join' ORDER BY ALL"
    ).fetchall():
        edges[cluster].append(clusters.Edge(*edge))
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in con.execute(f"SELECT j.a, j.b {inside} WHERE j.apart").fetchall():
        apart[a].add(b)
        apart[b].add(a)
    kept = {
        rid: clusters.Kept(nhs, upn, tuple(upns))
        for rid, nhs, upn, upns in con.execute("SELECT rid, nhs, upn, upns FROM records JOIN member USING (rid) JOIN dirty USING (cluster)").fetchall()
    }
    now: dict[int, int] = {rid: rid for rid in kept}
    refused: list[tuple[int, int, str]] = []
    for _, group in sorted(edges.items()):
        clear, doubtful = clusters.without_rivals(group, apart, kept)
        built, stopped = clusters.build(clear, apart, kept)
        now.update(built)
        refused += [(edge.a, edge.b, "near_rival") for edge in doubtful] + [(edge.a, edge.b, "contradiction") for edge in stopped]
    con.register("mended", pa.table({"rid": pa.array(list(now), pa.int32()), "cluster": pa.array(list(now.values()), pa.int32())}))
    con.execute("UPDATE member SET cluster = mended.cluster FROM mended WHERE member.rid = mended.rid")
    con.unregister("mended")
    return refused


_NAMED = "JOIN records AS x ON x.rid = j.a JOIN records AS y ON y.rid = j.b"
_CLUSTERED = "JOIN member AS l ON l.rid = j.a JOIN member AS r ON r.rid = j.b"
# What the groups hold: two that hold different identifiers are two children, whatever one pair of them weighs.
_HOLDINGS = """(SELECT cluster, min(nhs) AS nhs, min(upn) AS upn, list_distinct(flatten(list(upns))) AS upns, list_distinct(list(source)) AS sources
    FROM member JOIN records USING (rid) GROUP BY cluster)"""
_OUTPUTS = {
    "clusters": "SELECT x.record_id, c.record_id AS cluster, s.record_id AS strand FROM records AS x JOIN member AS m USING (rid) JOIN strands AS t USING (rid)"
    " JOIN records AS c ON c.rid = m.cluster JOIN records AS s ON s.rid = t.strand ORDER BY 1",
    "links": f"SELECT x.record_id AS record_a, y.record_id AS record_b, weight, CASE WHEN must_link THEN 'person' WHEN known THEN 'identifier' ELSE 'model' END AS method, rule, {_LEVELS}"
    f" FROM judged AS j {_CLUSTERED} {_NAMED} WHERE band = 'join' AND l.cluster = r.cluster ORDER BY 1, 2",
    "reviews": f"""SELECT x.record_id AS record_a, y.record_id AS record_b, weight, rule, cx.record_id AS cluster_a, cy.record_id AS cluster_b, {_LEVELS}
        FROM (SELECT j.*, l.cluster AS ca, r.cluster AS cb, row_number() OVER (PARTITION BY least(l.cluster, r.cluster), greatest(l.cluster, r.cluster) ORDER BY weight DESC, a, b) AS place
              FROM judged AS j {_CLUSTERED} WHERE band = 'review' AND l.cluster <> r.cluster) AS j
        {_NAMED} JOIN records AS cx ON cx.rid = ca JOIN records AS cy ON cy.rid = cb
        JOIN {_HOLDINGS} AS hx ON hx.cluster = ca JOIN {_HOLDINGS} AS hy ON hy.cluster = cb
        WHERE place = 1 AND (rule IN ('identifier_conflict_yet_alike', 'one_identifier_shared_one_not') OR NOT (
            coalesce(hx.nhs <> hy.nhs, false) OR coalesce(hx.upn <> hy.upn AND NOT list_has_any(hx.upns, hy.upns), false) OR (rule = 'twins' AND list_has_any(hx.sources, hy.sources))))
        ORDER BY 1, 2""",
    "vetoes": f"SELECT x.record_id AS record_a, y.record_id AS record_b, weight, rule, {_LEVELS} FROM judged AS j {_NAMED} WHERE apart AND band <> 'review' AND weight >= {rules.REVIEW_AT} ORDER BY 1, 2",
}
