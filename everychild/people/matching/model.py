"""The matching model: the comparisons with their m and u, the prior, and how it was come by. Reading and writing it as the JSON file that people adopt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any, Literal

from everychild.people.matching.comparisons import COMPARISONS, Level

MODEL_VERSION = 1


@dataclass(frozen=True, slots=True)
class Model:
    """m and u by (field, level code); `prior` is the chance that two records drawn at random are one child."""

    m: Mapping[tuple[str, str], float]
    u: Mapping[tuple[str, str], float]
    prior: float
    origin: Literal["trained", "shipped"]
    lint: tuple[str, ...] = ()
    records: int = 0

    def weight(self, field: str, code: str) -> float:
        """Bits for (positive) or against one child, before how common the name is."""
        return 0.0 if code == "absent" else log2(self.m[field, code] / self.u[field, code])

    def as_json(self) -> str:
        levels = {c.field: {level.code: {"m": self.m[c.field, level.code], "u": self.u[c.field, level.code]} for level in c.levels} for c in COMPARISONS}
        return json.dumps({"version": MODEL_VERSION, "records": self.records, "prior": self.prior, "comparisons": levels}, indent=1)


def from_json(text: str) -> Model:
    read = json.loads(text)
    if read["version"] != MODEL_VERSION:
        raise ValueError(f"This model file is of version {read['version']}; this release reads version {MODEL_VERSION}.")
    m, u = ({(c.field, level.code): read["comparisons"][c.field][level.code][part] for c in COMPARISONS for level in c.levels} for part in "mu")
    return Model(m, u, read["prior"], "shipped", records=read["records"])


@cache
def shipped() -> Model:
    """The model of the package, trained on the made towns of seeds 1 to 5; for data too small to teach one."""
    return from_json(files("everychild.people.matching").joinpath("model.json").read_text("utf-8"))


def for_records(model: Model, records: int, prior: float) -> Model:
    """The model for a data set of another size: an identifier or a house agrees by chance in proportion to how few there are."""
    u = dict(model.u)
    for field in ("nhs_number", "upn", "uln"):
        u[field, "same"] = identifier_u(records)
    if model.records:
        scaled = u["address", "same_house"] * model.records / max(records, 1)
        u["address", "same_house"] = min(max(scaled, 1e-7), 1e-4)
    return replace(model, u=u, prior=prior)


def identifier_u(records: int) -> float:
    """An identifier of one child agrees with another's once in so many: 1/N, and hardly ever in small data."""
    return 1 / max(records, 20_000)


def splink_settings(model: Model, *, rarity: bool = True) -> dict[str, Any]:
    """The model as Splink takes it. `rarity`: a rare name counts for more; off where the data are too few to tell which names are rare."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": True,  # else the levels are not kept either
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "em_convergence": 0.0005,
        "max_iterations": 15,
        "comparisons": [
            {
                "output_column_name": c.field,
                "comparison_levels": [
                    {"sql_condition": c.absent, "is_null_level": True, "label_for_charts": "absent"},
                    *(_level(level, model.m[c.field, level.code], model.u[c.field, level.code], rarity) for level in c.levels),
                ],
            }
            for c in COMPARISONS
        ],
    }


def _level(level: Level, m: float, u: float, rarity: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.code, "m_probability": m, "u_probability": u}
    if level.tf and rarity:
        made |= {"tf_adjustment_column": level.tf, "tf_minimum_u_value": 0.0001}
    if level.fixed:
        made |= {"fix_m_probability": True, "fix_u_probability": True}
    return made


def usual() -> Model:
    """The model before any data: the usual m and u of each level."""
    m = {(c.field, level.code): level.m for c in COMPARISONS for level in c.levels}
    u = {(c.field, level.code): level.u for c in COMPARISONS for level in c.levels}
    return Model(m, u, 1e-5, "shipped")
