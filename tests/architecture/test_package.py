"""What git keeps under `everychild/` is what an installation from a wheel has."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.architecture.house import ROOT

pytestmark = pytest.mark.long


def test_a_wheel_has_every_file_of_the_package(tmp_path) -> None:
    kept = subprocess.run(["git", "ls-files", "everychild", "pyproject.toml", "requirements/main.in", "README.md", "LICENSE"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = {name for name in kept.stdout.splitlines() if (ROOT / name).exists()}
    for name in tracked:
        copy = tmp_path / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy)

    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(tmp_path / "source")]
    subprocess.run(build, check=True, capture_output=True, cwd=tmp_path)

    (wheel,) = tmp_path.glob("*.whl")
    assert {name for name in tracked if name.startswith("everychild/")} - set(zipfile.ZipFile(wheel).namelist()) == set()
