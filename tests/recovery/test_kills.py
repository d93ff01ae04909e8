"""Twenty kills in the middle of the work: what was acknowledged is there, and every file is there whole or not at all. `bench/kills.py` does a hundred."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
def test_nothing_acknowledged_is_lost_and_no_file_is_half_there(tmp_path):
    answer = tmp_path / "kills.json"

    done = subprocess.run([sys.executable, "bench/kills.py", "--kills", "20", "--json", str(answer)], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    said = json.loads(answer.read_text())
    assert said["inside_a_transaction"] >= 16
    assert said["acknowledged_writes"] > 0
    assert (said["lost_writes"], said["half_loaded_files"], said["ledger_ok"]) == (0, 0, True)
