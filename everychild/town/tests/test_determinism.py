"""The same arguments give the same bytes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from everychild.town.build import build_town


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_one_process_and_two_write_the_same_town(tmp_path: Path):
    build_town(3300, 5, tmp_path / "one", processes=1)

    build_town(3300, 5, tmp_path / "two", processes=2)

    assert _digests(tmp_path / "one") == _digests(tmp_path / "two")


def test_another_hash_seed_of_python_changes_nothing(tmp_path: Path):
    digests = []

    for seed in ("1", "77"):
        out = tmp_path / seed
        code = f"from pathlib import Path; from everychild.town.build import build_town; build_town(400, 5, Path({str(out)!r}))"
        subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        digests.append(_digests(out))

    assert digests[0] == digests[1]


def test_another_seed_is_another_town(tmp_path: Path):
    build_town(300, 1, tmp_path / "one")
    build_town(300, 2, tmp_path / "two")

    one, two = _digests(tmp_path / "one"), _digests(tmp_path / "two")

    assert one["health/child_health.csv"] != two["health/child_health.csv"]


def test_the_manifest_says_what_each_file_holds(hamlet):
    for entry in hamlet.manifest["files"]:
        data = (hamlet.folder / entry["path"]).read_bytes()

        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["path"]
        assert set(entry) == {"path", "source", "format", "records", "sha256"}
    counts = {entry["path"]: entry["records"] for entry in hamlet.manifest["files"]}
    assert counts["census/pupilonroll.csv"] == len(hamlet.rows("census/pupilonroll.csv"))
    assert counts["nccis/nccis.xml"] == len(hamlet.young_people)
    head = {key: hamlet.manifest[key] for key in ("children", "seed", "as_at", "authority")}
    assert json.dumps(head) == '{"children": 300, "seed": 4, "as_at": "2026-10-01", "authority": "999"}'
