"""The weight of every likely pair, and the rule that decides it: all in DuckDB, in pieces that fit in memory."""

# ruff: noqa: S608 (the SQL is put together from our own constants; no value from a record stands in it)

import duckdb
from splink import Linker

from everychild.people.matching import rules
from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.model import Model
from everychild.people.matching.training import splink_linker

PAIRS_AT_ONCE = 1_000_000
# A pair that shares an identifier is kept however little else agrees (it is a brother's number, and somebody must look), down to here.
FORGET_BELOW = -15.0


def find_pairs(con: duckdb.DuckDBPyConnection) -> int:
    """Make `candidates`: every pair of records that shares a key, but for those that a person decided on, which are scored whether or not they do."""
    con.execute(
        "CREATE TABLE candidates AS SELECT DISTINCT l.rid AS a, r.rid AS b FROM keys AS l JOIN keys AS r ON l.rule = r.rule AND l.key = r.key AND l.rid < r.rid"
    )
    con.execute("DELETE FROM candidates WHERE (a, b) IN (SELECT (a, b) FROM decided)")
    con.execute("DROP TABLE keys")
    return con.execute("SELECT count(*) FROM candidates").fetchall()[0][0]


def score(con: duckdb.DuckDBPyConnection, model: Model, records: int, candidates: int) -> None:
    """Make `scored`: pairs worth keeping with their weight (rounded, so that no last figure decides) and a level code for each field."""
    linker = splink_linker(con, model, name="scoring", records=records)
    fields = ", ".join(f"{c.field} VARCHAR" for c in COMPARISONS)
    con.execute(f"CREATE TABLE scored (a INTEGER, b INTEGER, weight DOUBLE, {fields})")
    pieces = max(1, -(-candidates // PAIRS_AT_ONCE))
    for piece in range(pieces):
        con.execute(f"CREATE TABLE piece_{piece} AS SELECT a, b FROM candidates WHERE a % {pieces} = {piece}")
        worth = f"match_weight >= {rules.KEEP_AT} OR gamma_nhs_number = 1 OR gamma_upn = 1 OR gamma_uln = 1"
        _score_piece(con, linker, f"piece_{piece}", FORGET_BELOW, worth)
    con.execute("DROP TABLE candidates")
    if con.execute("CREATE TABLE piece_decided AS SELECT a, b FROM decided").fetchall()[0][0]:
        _score_piece(con, linker, "piece_decided", None, "true")
    linker.table_management.delete_tables_created_by_splink_from_db()


def _score_piece(con: duckdb.DuckDBPyConnection, linker: Linker, piece: str, forget_below: float | None, worth: str) -> None:
    con.execute(f"CREATE TABLE blocked_{piece} AS SELECT a AS join_key_l, b AS join_key_r, '0' AS match_key FROM {piece}")
    blocked = linker._db_api.register(f"blocked_{piece}", dataset_display_name=f"pairs_{piece}")
    linker.table_management.register_blocked_pairs_for_predict(blocked)
    found = linker.inference.predict(threshold_match_weight=forget_below, warning_mode="never")
    codes = ", ".join(_code_sql(c) for c in COMPARISONS)
    con.execute(
        f"INSERT INTO scored SELECT least(rid_l, rid_r), greatest(rid_l, rid_r), round(match_weight, 4), {codes} FROM {found.physical_name} WHERE {worth}"
    )
    found.drop_table_from_database_and_remove_from_cache()
    con.execute(f"DROP TABLE blocked_{piece}; DROP TABLE {piece}")


def _code_sql(comparison) -> str:
    codes = ", ".join(f"'{level.code}'" for level in reversed(comparison.levels))
    return f"coalesce(list_extract([{codes}], gamma_{comparison.field} + 1), 'absent')"


def judge(con: duckdb.DuckDBPyConnection, records: int) -> None:
    """Make `judged`: each scored pair with its flags, the deciding rule, its band, and whether it keeps the two apart."""
    real = max(4, records // 10_000)
    flags = ", ".join(f"coalesce({condition}, false) AS {flag}" for flag, condition in rules.FLAGS.items())
    con.execute(
        f"""CREATE TABLE flagged AS
        SELECT p.*, coalesce(d.decision = 'link', false) AS must_link, coalesce(d.decision = 'apart', false) AS cannot_link,
               coalesce(l.person = r.person, false) AS together, l.source = r.source AS same_source,
               coalesce(l.birth_order <> r.birth_order, false) AS birth_order_differs, {flags}
        FROM (SELECT scored.*, {records} AS records FROM scored) AS p
        JOIN (SELECT rid, source, person, birth_order, upn AS upn_l, given_sound AS given_sound_l, given_count AS given_count_l, given_count >= {real} OR given_backed > 1 AS given_is_real_l FROM records) AS l ON l.rid = p.a
        JOIN (SELECT rid, source, person, birth_order, upn AS upn_r, given_sound AS given_sound_r, given_count AS given_count_r, given_count >= {real} OR given_backed > 1 AS given_is_real_r FROM records) AS r ON r.rid = p.b
        LEFT JOIN decided AS d ON d.a = p.a AND d.b = p.b"""
    )
    con.execute("DROP TABLE scored")
    _note_multiple_births(con)
    con.execute(
        f"""CREATE TABLE judged AS SELECT *, {rules.band_sql()} AS band, {rules.apart_sql()} AS apart FROM (
            SELECT f.*, {rules.rule_sql()} AS rule FROM (
                SELECT *, a IN (SELECT rid FROM multiple) OR b IN (SELECT rid FROM multiple) AS multiple_birth,
                    a IN (SELECT rid FROM named) OR b IN (SELECT rid FROM named) AS other_twin_named FROM flagged) AS f)"""
    )
    con.execute("DROP TABLE flagged")
    _lift(con)


_OF_ONE_BIRTH = "birth_alike AND (family_alike OR at_home_together)"


def _note_multiple_births(con: duckdb.DuckDBPyConnection) -> None:
    """Make `multiple`: records of a child who, by any sign, has a twin; near them a name must be the same, not just alike, for weight alone to join.

    And `named`: those beside whom another child of the birth stands under another name.
    """
    # Some sources give every child a place in the order of birth, and a first place then says nothing.
    con.execute(
        f"""CREATE TEMP TABLE signs AS SELECT rid FROM records WHERE birth_order > 1
        UNION SELECT rid FROM records WHERE birth_order = 1 AND (SELECT count(*) FILTER (birth_order = 1) < 3 * count(*) FILTER (birth_order > 1) FROM records)
        UNION SELECT unnest([a, b]) FROM flagged
            WHERE {_OF_ONE_BIRTH} AND NOT shared_identifier AND (identifier_conflict OR birth_order_differs OR (same_source AND given_name NOT IN ('same', 'own_name', 'absent')));
        CREATE TABLE multiple AS SELECT rid FROM signs
        UNION SELECT unnest([a, b]) FROM flagged WHERE {_OF_ONE_BIRTH} AND (a IN (SELECT rid FROM signs) OR b IN (SELECT rid FROM signs));
        CREATE TABLE named AS SELECT DISTINCT unnest([a, b]) AS rid FROM flagged
            WHERE {_OF_ONE_BIRTH} AND NOT shared_identifier AND (given_unlike OR (given_name = 'spelt_alike' AND (identifier_conflict OR birth_order_differs)));
        DROP TABLE signs"""
    )


# A record between the two fits both, by name or by identifier: then two first names are one child's, unless another child of the birth is known.
_FITS = "band = 'join' AND (shared_identifier OR given_name NOT IN ('different', 'absent'))"


def _lift(con: duckdb.DuckDBPyConnection) -> None:
    """Twins are only suspected where the first names differ; a record that bears both names, or the one name and the other's identifier, clears the suspicion."""
    con.execute(
        f"""CREATE TEMP TABLE fits AS SELECT a AS one, b AS other FROM judged WHERE {_FITS} UNION ALL SELECT b, a FROM judged WHERE {_FITS};
        UPDATE judged SET apart = false FROM (
            SELECT DISTINCT j.a, j.b FROM judged AS j JOIN fits AS f ON f.one = j.a JOIN fits AS g ON g.one = j.b AND g.other = f.other
            WHERE j.rule = 'twins' AND NOT j.multiple_birth AND NOT j.same_source) AS cleared
        WHERE judged.a = cleared.a AND judged.b = cleared.b;
        DROP TABLE fits"""
    )
