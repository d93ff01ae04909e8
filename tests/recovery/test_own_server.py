"""A server of one's own is set up by the very words of docs/deploying.md, and used: migrated, staffed, loaded, verified, and worked for."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from everychild.kit import cluster, database
from tests.architecture.house import ROOT
from tests.recovery.documents import program
from tests.recovery.test_backup_and_restore import done, everychild, surroundings
from tests.thornbeck import write_town

pytestmark = pytest.mark.long

SIGN_IN_PAGE = """
from everychild.kit.database_commands import as_role
as_role('web')
from django.test import Client
print(Client().get('/accounts/login/').content.decode())
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        cluster.stop(Path(folder) / "server")


@pytest.fixture(scope="module")
def own(place: Path) -> dict[str, str]:
    """What the environment says of the server, once its superuser has done what the document says and given the roles passwords."""
    server = cluster.start(place / "server")
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as sql:
        for role in database.ROLES:  # the embedded server has them already, and a server of one's own has not
            sql.execute(f"drop role everychild_{role}")
    _psql(server.url("postgres", "postgres"), program("deploying.md", "roles"))
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as sql:
        for role in database.ROLES:
            sql.execute(f"alter role everychild_{role} password 'of {role}'")
    address = f"postgresql://everychild_owner:of%20owner@/everychild?host={str(server.socket).replace('/', '%2F')}&port=5432"
    return {"DATABASE_URL": address} | {f"EVERYCHILD_PASSWORD_{role.upper()}": f"of%20{role}" for role in ("web", "jobs", "matching")}


def _psql(address: str, said: str) -> None:
    ran = subprocess.run([cluster.binaries() / "psql", "-v", "ON_ERROR_STOP=1", address], input=said, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def used(place: Path, own: dict[str, str]) -> dict:
    """The answer of loading the town there."""
    home = place / "home"
    done(everychild("db", "migrate"), home, **own)
    done(["sh", "-ec", program("deploying.md", "administrator")], home, **own)
    done(["sh", "-ec", program("deploying.md", "provider")], home, **own)
    return json.loads(done(everychild("load", str(write_town(place / "town")), "--as-at", "2026-10-01", "--json", "-"), home, **own))


def test_files_are_loaded_and_matched_there(used: dict) -> None:
    assert {file["status"] for file in used["files"]} == {"loaded"}
    assert used["match"]["records"] > 10


def test_its_ledger_is_whole_and_its_worker_seals_it(place: Path, own: dict[str, str], used: dict) -> None:
    home = place / "home"
    done(everychild("match"), home, **own)
    working = subprocess.Popen(everychild("work"), cwd=ROOT, stderr=subprocess.DEVNULL, env=surroundings(home, **own))
    try:
        deadline = time.monotonic() + 100  # it seals once a minute
        while (verdict := json.loads(done(everychild("ledger", "verify", "--json", "-"), home, **own)))["unsealed"] and time.monotonic() < deadline:
            time.sleep(2)
    finally:
        working.terminate()
        working.wait(20)

    assert verdict["ok"] is True
    assert verdict["entries"] > 0
    assert verdict["unsealed"] == 0


def test_the_first_administrator_is_there_and_the_provider_is_offered(place: Path, own: dict[str, str], used: dict) -> None:
    with psycopg.connect(own["DATABASE_URL"]) as sql:
        assert sql.execute("select role_id, is_active from organisations_user where username = 'noor'").fetchone() == ("user_admin", True)

    assert "Thornbeck Council" in done([sys.executable, "-c", SIGN_IN_PAGE], place / "home", **own)
