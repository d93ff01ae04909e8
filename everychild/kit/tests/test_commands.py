"""A command answers with one JSON object and a code, and never with a traceback."""

import json
import subprocess
import sys

import pytest

from everychild import cli
from everychild.kit import commands


def test_a_wrong_use_is_exit_2_with_its_place_and_what_to_do(capsys):
    def refuse(argv):
        raise commands.Wrong("The heading is missing.", file="roll.csv", line=1, field="upn", do="Add it.")

    code = commands.run(refuse, ["--json", "-"])

    said = capsys.readouterr()
    assert code == 2
    assert json.loads(said.out) == {
        "error": {"message": "The heading is missing.", "file": "roll.csv", "line": 1, "field": "upn", "do": "Add it.", "reference": None}
    }
    assert said.err == "The heading is missing. (file roll.csv, line 1, field upn) Add it.\n"


def test_the_unexpected_is_exit_70_with_a_reference_and_its_trace_in_a_private_log(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("EVERYCHILD_HOME", str(tmp_path))

    def fall_over(argv):
        raise ZeroDivisionError(" ".join(name.title() for name in ("amina", "yusuf")))

    code = commands.run(fall_over, ["--json", "-"])

    said = capsys.readouterr()
    error = json.loads(said.out)["error"]
    log = tmp_path / "logs" / "errors.log"
    assert code == 70
    assert error["reference"] in said.err
    assert "Traceback" not in said.out + said.err
    assert error["reference"] in log.read_text()
    assert "fall_over" in log.read_text()
    assert "Amina" not in said.out + said.err + log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_an_answer_goes_to_a_file_whole(tmp_path):
    commands.emit({"child": "Zoë"}, tmp_path / "answer.json")

    assert json.loads((tmp_path / "answer.json").read_text()) == {"child": "Zoë"}
    assert list(tmp_path.iterdir()) == [tmp_path / "answer.json"]


def test_an_answer_that_is_not_json_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        commands.emit({"share": float("nan")})


def test_an_unknown_option_is_wrong_in_json_too(capsys):
    code = cli.main(["db", "stop", "--colour", "--json", "-"])

    assert code == 2
    assert "colour" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_an_unknown_command_names_its_neighbours(capsys):
    assert cli.main(["ledger", "burn"]) == 2
    assert "ledger verify" in capsys.readouterr().err


def test_the_command_starts_quickly_because_it_imports_no_room():
    script = "import sys; from everychild import cli; cli.main(['help']); print('django' in sys.modules or 'psycopg' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("False\n")


def test_memory_is_told_in_mebibytes():
    assert 5 < commands.peak_rss_mb() < 100_000
