"""Train the model that the package ships, on the made towns of seeds 1 to 5 (never others), and write it to `everychild/people/matching/model.json`.

`python scripts/shipped_model.py`. Each m and u is the geometric mean of the five towns', to four figures.
"""

import subprocess
import sys
import tempfile
from math import exp, log
from pathlib import Path

import everychild.people.matching as matching
from everychild.people.matching import link
from everychild.people.matching.comparisons import COMPARISONS
from everychild.people.matching.model import Model
from everychild.people.matching.training import lint

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from accuracy import load

SEEDS = (1, 2, 3, 4, 5)


def mean(values: list[float]) -> float:
    """The geometric mean, to four figures."""
    return float(f"{exp(sum(map(log, values)) / len(values)):.4g}")


def trained_on(seed: int) -> Model:
    """The model that one town teaches."""
    with tempfile.TemporaryDirectory() as folder:
        command = Path(sys.executable).with_name("everychild")
        subprocess.run([str(command), "town", "build", "--children", "20000", "--seed", str(seed), "--out", folder], check=True)
        return link(load(Path(folder))[0]).model


def main() -> None:
    models = [trained_on(seed) for seed in SEEDS]
    m, u = ({key: mean([getattr(one, part)[key] for one in models]) for key in models[0].m} for part in ("m", "u"))
    for comparison in COMPARISONS:
        total = sum(m[comparison.field, level.code] for level in comparison.levels)
        m |= {(comparison.field, level.code): float(f"{m[comparison.field, level.code] / total:.4g}") for level in comparison.levels if not level.fixed}
    model = Model(m, u, mean([one.prior for one in models]), "shipped", records=round(sum(one.records for one in models) / len(models)))
    failures = lint(model)
    if failures:
        raise SystemExit("\n".join(failures))
    Path(matching.__file__).with_name("model.json").write_text(model.as_json() + "\n", "utf-8")


if __name__ == "__main__":
    main()
