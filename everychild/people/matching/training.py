"""Teaching the model from the data at hand with Splink, and the lint that decides whether what it learnt may be used."""

# ruff: noqa: S608 (the SQL is put together from our own constants; no value from a record stands in it)

import logging
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on
from splink.internals.exceptions import EMTrainingException

from everychild.people.matching.comparisons import COMPARISONS, Comparison
from everychild.people.matching.model import Model, for_records, identifier_u, shipped, splink_settings, usual

TOO_FEW = 2_000
U_PAIRS = 1e6
EM_PAIRS = 1e6
SEED = 1

# One session teaches what its own rule does not hold fixed; together they teach everything.
SESSIONS = (("given_1", "family"), ("dob", "given_1"), ("dob", "postcode"), ("nhs",), ("upn",))

# How far what is learnt may stray from the usual, as a factor: Expectation Maximisation once gave a one-digit slip a weight of -56.
M_STRAYS = 8.0
U_STRAYS = 50.0

# Bits by which a level seldom seen may outweigh the closer one before the model is thought to be wrong.
SLACK = 1.5

# Levels whose weights must not rise as agreement falls.
ORDERED = {
    "given_name": ("same", "spelt_alike", "somewhat_alike", "different"),
    "second_name": ("same", "spelt_alike", "different"),
    "family_name": ("same", "spelt_alike", "somewhat_alike", "different"),
    "birth_date": ("same", "one_slip", "other_day_or_month", "different"),
    "address": ("same_house", "same_postcode", "different"),
    "sex": ("same", "different"),
}

_SURE = ("l.nhs = r.nhs", "l.upn = r.upn", "l.given_1 = r.given_1 AND l.family = r.family AND l.dob = r.dob")
_SURE_RECALL = 0.85


def splink_linker(con: duckdb.DuckDBPyConnection, model: Model, *, name: str, records: int) -> Linker:
    """A linker that says nothing: Splink talks a great deal, and what matters of it stands in the lint."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    table = DuckDBAPI(connection=con).register("records", dataset_display_name=name)
    return Linker(table, splink_settings(model, rarity=records >= TOO_FEW), log_level=None, validate_settings=False)


def learn(con: duckdb.DuckDBPyConnection, records: int) -> Model:
    """The model for these records: taught by them where they can teach, else the shipped one, and why."""
    prior = estimated_prior(con, records)
    if records < TOO_FEW:
        return replace(
            for_records(shipped(), records, prior), lint=(f"{records} records are too few to train on ({TOO_FEW} are needed): the shipped model is used.",)
        )
    trained = _trained(con, records, prior)
    failures = lint(trained)
    if failures:
        return replace(for_records(shipped(), records, prior), lint=(*failures, "The trained model failed: the shipped model is used."))
    return trained


def estimated_prior(con: duckdb.DuckDBPyConnection, records: int) -> float:
    """The chance that two records at random are one child, from pairs that are as good as sure."""
    matched = " UNION ".join(f"SELECT l.rid AS a, r.rid AS b FROM records AS l JOIN records AS r ON {rule} WHERE l.rid < r.rid" for rule in _SURE)
    sure = con.execute(f"SELECT count(*) FROM ({matched})").fetchall()[0][0]
    pairs = max(records * (records - 1) / 2, 1)
    return min(max(sure / _SURE_RECALL, records / 4) / pairs, 0.01)


def _trained(con: duckdb.DuckDBPyConnection, records: int, prior: float) -> Model:
    start = replace(usual(), prior=prior)
    start = for_records(start, records, prior)
    linker = splink_linker(con, start, name="training", records=records)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=SEED, min_count_per_level=None, num_chunks=1)
    silent = tuple(f"Pairs that agree on {' and '.join(columns)} taught nothing." for columns in SESSIONS if not _taught(linker, columns, records))
    learnt = linker.misc.save_model_to_json()
    linker.table_management.delete_tables_created_by_splink_from_db()
    bounded = _bounded(start, learnt, records, _same_house_u(con, records, prior))
    return replace(bounded, lint=(*silent, *bounded.lint))


def _taught(linker: Linker, columns: tuple[str, ...], records: int) -> bool:
    """Whether the pairs that agree on these columns could teach: there may be none, or none that differ in anything."""
    before = deepcopy(linker._settings_obj.core_model_settings)
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), max_pairs=EM_PAIRS if records > 200_000 else None, estimate_without_term_frequencies=True
        )
    except (EMTrainingException, ValueError):  # Splink leaves its settings half changed
        linker._settings_obj.core_model_settings = before
        return False
    return True


def _same_house_u(con: duckdb.DuckDBPyConnection, records: int, prior: float) -> float:
    """How often two children share a house, counted rather than sampled: a million random pairs hardly hold ten."""
    shared = con.execute(
        "SELECT coalesce(sum(n * (n - 1)), 0) FROM (SELECT count(*) AS n FROM records WHERE address_key IS NOT NULL GROUP BY address_key)"
    ).fetchall()[0][0]
    known = con.execute("SELECT count(address_key) FROM records").fetchall()[0][0]
    pairs = max(known * (known - 1), 1)
    return max(shared / pairs - prior * 0.7, 0.2 * prior, 1e-8)


def _bounded(start: Model, learnt: dict[str, Any], records: int, same_house: float) -> Model:
    m, u = dict(start.m), dict(start.u)
    notes: list[str] = []
    for comparison, taught in zip(COMPARISONS, learnt["comparisons"], strict=True):
        levels = [level for level in taught["comparison_levels"] if not level.get("is_null_level")]
        for level, got in zip(comparison.levels, levels, strict=True):
            key = (comparison.field, level.code)
            if level.fixed:
                continue
            m[key] = _within(got.get("m_probability"), level.m, M_STRAYS, key, "m", notes)
            u[key] = _within(got.get("u_probability"), level.u, U_STRAYS, key, "u", notes)
        _sum_to_one(comparison, m)
    u["address", "same_house"] = same_house
    for field in ("nhs_number", "upn", "uln"):
        u[field, "same"] = identifier_u(records)
    return Model({k: _short(v) for k, v in m.items()}, {k: _short(v) for k, v in u.items()}, _short(start.prior), "trained", tuple(notes), records)


def _within(learnt: float | str | None, usual_value: float, strays: float, key: tuple[str, str], part: str, notes: list[str]) -> float:
    if not isinstance(learnt, float | int):
        notes.append(f"{key[0]}, {key[1]}: no {part} could be learnt; the usual one stands.")
        return usual_value
    low, high = usual_value / strays, min(usual_value * strays, 1.0)
    if not low <= learnt <= high:
        notes.append(f"{key[0]}, {key[1]}: {part} {learnt:.2g} was held within {low:.2g} and {high:.2g}.")
    return float(min(max(learnt, low), high))


def _sum_to_one(comparison: Comparison, m: dict[tuple[str, str], float]) -> None:
    keys = [(comparison.field, level.code) for level in comparison.levels]
    total = sum(m[key] for key in keys)
    if not any(level.fixed for level in comparison.levels):
        m.update({key: m[key] / total for key in keys})


def _short(value: float) -> float:
    """Six figures: the last ones of a float differ from run to run."""
    return float(f"{value:.6g}")


def lint(model: Model) -> tuple[str, ...]:
    """Why a model must not be used: agreement that weighs less than disagreement, or hardly anything; in words."""
    failures = []
    for field, codes in ORDERED.items():
        for closer, further in pairwise(codes):
            if model.weight(field, closer) < model.weight(field, further) - SLACK:
                failures.append(f"{field}: {further} outweighs {closer}.")
    for field, least in (("given_name", 3.0), ("family_name", 3.0), ("birth_date", 6.0), ("address", 6.0)):
        if model.weight(field, ORDERED[field][0]) < least:
            failures.append(f"{field}: full agreement weighs {model.weight(field, ORDERED[field][0]):.1f} bits, less than {least:.0f}.")
    for field, codes in ORDERED.items():
        if model.weight(field, codes[-1]) > -0.5:
            failures.append(f"{field}: full disagreement does not count against.")
    return tuple(failures)
