"""`everychild town build` as a person at a terminal meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from everychild.kit.commands import run
from everychild.town.commands import build


def test_it_answers_with_one_json_object(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "everychild", "town", "build", "--children", "120", "--seed", "3", "--out", str(tmp_path / "town"), "--json", "-"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip

    answer = json.loads(done.stdout)
    assert answer["children"] == 120 and answer["seed"] == 3 and answer["authority"] == "999"
    assert answer["records"] == len((tmp_path / "town" / "truth.csv").read_text().splitlines()) - 1
    assert "120" in done.stderr


def test_it_needs_no_django(tmp_path: Path):
    code = f"import sys; from everychild.town.commands import build; build(['--children', '50', '--out', {str(tmp_path / 'town')!r}]); sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "words",
    [[], ["--children", "0"], ["--children", "many"], ["--children", "10", "--twins", "10"], ["--children", "800001"], ["--twins", "-1"]],
)
def test_wrong_use_is_two(tmp_path: Path, words: list[str]):
    assert run(build, [*words, "--out", str(tmp_path / "town")]) == 2


def test_what_is_not_a_town_is_not_overwritten(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("Dear Sir")

    assert run(build, ["--children", "50", "--out", str(tmp_path)]) == 2
    assert run(build, ["--children", "50", "--out", str(tmp_path / "letter.txt")]) == 2
    assert (tmp_path / "letter.txt").read_text() == "Dear Sir"


def test_a_town_takes_the_place_of_the_one_before(tmp_path: Path):
    assert run(build, ["--children", "400", "--out", str(tmp_path)]) == 0

    assert run(build, ["--children", "50", "--seed", "2", "--out", str(tmp_path)]) == 0

    manifest = json.loads((tmp_path / "manifest.json").read_text())
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {entry["path"] for entry in manifest["files"]} | {"manifest.json", "truth.csv", "groups.csv"}
