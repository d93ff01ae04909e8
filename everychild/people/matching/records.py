"""The records to be matched, laid out in DuckDB: numbered in the order of their ids, and keyed by what likely pairs share."""

# ruff: noqa: S608 (the SQL is put together from our own constants; no value from a record stands in it)

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from everychild.people.standard import COLUMNS

# Held by more records than one child can have: somebody's default value, so it says nothing.
HELD_BY_TOO_MANY = 12

# A key that more records share than this is flagged weak and not used: it would cost more pairs than it finds.
BLOCK_CAP = 200

KEYS: dict[str, str] = {
    "nhs_number": "SELECT hash(nhs), rid FROM records WHERE nhs IS NOT NULL",
    "upn": "SELECT hash(unnest(upns)), rid FROM records WHERE len(upns) > 0",
    "uln": "SELECT hash(uln), rid FROM records WHERE uln IS NOT NULL",
    "birth date and any name": "SELECT hash(dob, unnest(list_distinct(list_concat(givens, families)))), rid FROM records WHERE dob IS NOT NULL",
    "birth date and sound of given name": "SELECT hash(dob, given_sound), rid FROM records WHERE dob IS NOT NULL AND given_sound IS NOT NULL",
    "birth date and sound of family name": "SELECT hash(dob, family_sound), rid FROM records WHERE dob IS NOT NULL AND family_sound IS NOT NULL",
    "birth date and postcode": "SELECT hash(dob, unnest(postcodes)), rid FROM records WHERE dob IS NOT NULL AND len(postcodes) > 0",
    "sound of both names and birth year": "SELECT hash(given_sound, family_sound, year(dob)), rid FROM records WHERE dob IS NOT NULL AND given_sound IS NOT NULL AND family_sound IS NOT NULL",
    "given name and postcode": "SELECT hash(given_1, unnest(postcodes)), rid FROM records WHERE given_1 IS NOT NULL AND len(postcodes) > 0",
    "both names": "SELECT hash(given_1, family), rid FROM records WHERE given_1 IS NOT NULL AND family IS NOT NULL",
}
"""Each way of finding likely pairs: what they share -> (key, record). A record may have several keys of one kind: old names and addresses keep theirs."""

_ARROW = {
    "standard_version": pa.int16(),
    "placeholder": pa.bool_(),
    "one_name": pa.bool_(),
    "birth_order": pa.int16(),
    "dob": pa.date32(),
    "dob_weak": pa.bool_(),
}
_LISTS = ("givens", "given_roots", "families", "previous_families", "postcodes", "upns", "former_upns")
SCHEMA = pa.schema([(name, _ARROW.get(name, pa.list_(pa.string()) if name in _LISTS else pa.string())) for name in COLUMNS])
"""The Arrow shape of standard rows."""


def table_of(rows: Iterable[Sequence[object]]) -> pa.Table:
    """Standard rows (`Standard.as_row`) as an Arrow table; record ids become text."""
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    return pa.table(
        [pa.array(map(str, values) if name == "record_id" else values, SCHEMA.field(name).type) for name, values in zip(COLUMNS, columns, strict=True)],
        schema=SCHEMA,
    )


def open_database(threads: int, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """An empty database in memory, which spills to a temporary folder of its own beyond the limit."""
    con = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory_limit, "preserve_insertion_order": False})
    con.execute("SET enable_progress_bar = false")
    return con


def lay_out(con: duckdb.DuckDBPyConnection, records: pa.Table) -> int:
    """Make the table `records`, numbered by `rid` in the order of `record_id`; give the count. Same records in any order: same numbers."""
    con.register("incoming", records)
    con.execute(
        """CREATE TABLE records AS
        SELECT CAST(row_number() OVER (ORDER BY record_id) - 1 AS INTEGER) AS rid, * EXCLUDE (record_id), CAST(record_id AS VARCHAR) AS record_id,
               strftime(dob, '%Y%m%d') AS dob_text, CAST(count(*) OVER (PARTITION BY given_1) AS INTEGER) AS given_count,
               CAST(count(DISTINCT source) OVER (PARTITION BY given_1, dob, family_sound) AS INTEGER) AS given_backed
        FROM incoming ORDER BY rid"""
    )
    con.unregister("incoming")
    for column in ("nhs", "uln"):
        con.execute(f"UPDATE records SET {column} = NULL WHERE {column} IN (SELECT {column} FROM records GROUP BY 1 HAVING count(*) > {HELD_BY_TOO_MANY})")
    worn = [
        one for (one,) in con.execute(f"SELECT one FROM (SELECT unnest(upns) AS one FROM records) GROUP BY 1 HAVING count(*) > {HELD_BY_TOO_MANY}").fetchall()
    ]
    if worn:
        con.execute(
            """UPDATE records SET upns = list_filter(upns, lambda one: NOT list_contains($worn, one)), upn = CASE WHEN list_contains($worn, upn) THEN NULL ELSE upn END
            WHERE list_has_any(upns, $worn)""",
            {"worn": worn},
        )
    return con.execute("SELECT count(*) FROM records").fetchall()[0][0]


def make_keys(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make the table `keys`; give how many records' keys of each kind were left out as weak."""
    con.execute("CREATE TABLE keys (rule TINYINT, key UBIGINT, rid INTEGER)")
    weak = {}
    for number, (name, select) in enumerate(KEYS.items()):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE made AS SELECT key, rid, count(*) OVER (PARTITION BY key) AS shared FROM (SELECT DISTINCT * FROM ({select}) AS found(key, rid))"
        )
        con.execute(f"INSERT INTO keys SELECT {number}, key, rid FROM made WHERE shared BETWEEN 2 AND {BLOCK_CAP}")
        left_out = con.execute(f"SELECT count(*) FROM made WHERE shared > {BLOCK_CAP}").fetchall()[0][0]
        if left_out:
            weak[name] = left_out
    con.execute("DROP TABLE made")
    return weak
