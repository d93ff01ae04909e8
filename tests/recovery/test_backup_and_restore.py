"""A backup is restored into another server, by the very words of docs/backup-and-restore.md."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from everychild.kit import cluster
from tests.architecture.house import ROOT
from tests.recovery.documents import program
from tests.thornbeck import write_town

pytestmark = pytest.mark.long

EMPLOY = "from everychild.kit.database_commands import as_role\nas_role('owner')\nfrom tests.thornbeck import employ_staff\nemploy_staff()"
FIND = """
import json
from everychild.kit.database_commands import as_role
as_role('web')
from everychild.kit.acting import on_behalf_of
from everychild.organisations.models import User
from everychild.sharing.actions.door import find_children
from everychild.sharing.queries import Asked
from datetime import date
bob = User.objects.get(username='bob')
found = {}
for names, year in (('AMARA OKONKWO', 2015), ('FINN MARSH', 2018), ('GABE STONE', 2017), ('FINN HOLLIS', 2018)):
    with on_behalf_of(bob.pk):
        found[names] = [one.name for one in find_children(by=bob, asked=Asked(names=names, born_from=date(year, 1, 1), born_to=date(year, 12, 31)), words={'name': names})]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    # Not pytest's own folder, which it keeps closed: as root, the server's account has to pass through it.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        for home in ("old", "new"):
            cluster.stop(Path(folder) / home)


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of that home, and of no other database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVERYCHILD_", "DATABASE_URL"))}
    return kept | {"EVERYCHILD_HOME": str(home), "EVERYCHILD_DATABASE": "everychild"} | more


def done(words: list[str], home: Path, **more: str) -> str:
    """What a command prints; it must end well."""
    ran = subprocess.run(words, env=surroundings(home, **more), cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, f"{' '.join(words)[:200]}: {ran.stdout}{ran.stderr}"
    return ran.stdout


def everychild(*words: str) -> list[str]:
    return [sys.executable, "-m", "everychild", *words]


@pytest.fixture(scope="module")
def restored(place: Path) -> Path:
    """The new home: the town was loaded in an old one, backed up, and restored here."""
    old, new, backup = place / "old", place / "new", place / "backup"
    town = write_town(place / "town")
    done(everychild("load", str(town), "--as-at", "2026-10-01"), old)
    done([sys.executable, "-c", EMPLOY], old)
    # A ledger that has counted further than a new server has.
    done(everychild("export", "--everything", "--out", str(place / "export")), old)
    done(["sh", "-c", program("backup-and-restore.md", "backup")], old, TO=str(backup))
    done(["sh", "-c", program("backup-and-restore.md", "restore")], new, FROM=str(backup))
    return new


def rows(home: Path) -> dict[str, tuple[int, str]]:
    """Of every table how many rows there are, and a digest of all of them."""
    with psycopg.connect(cluster.url("postgres", "everychild", home)) as sql:
        names = [name for (name,) in sql.execute("select tablename from pg_tables where schemaname = 'public' order by 1")]
        return {
            name: sql.execute(f"select count(*), coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from \"{name}\" t").fetchone()
            for name in names
        }


WRITTEN_BY_THE_RESTORE = {"ledger_entry", "ledger_seal", "ledger_origin", "django_migrations", "django_content_type", "auth_permission"}


def test_every_row_is_back(place: Path, restored: Path) -> None:
    before, after = rows(place / "old"), rows(restored)

    assert before["people_recordversion"][0] > 20
    assert {name for name in before if before[name] != after.get(name)} <= WRITTEN_BY_THE_RESTORE


def test_the_ledger_is_whole_against_the_head_that_was_kept_elsewhere(place: Path, restored: Path) -> None:
    verdict = json.loads(done(everychild("ledger", "verify", "--head", str(place / "backup" / "head.json"), "--json", "-"), restored))

    assert verdict["ok"] is True
    assert verdict["entries"] > verdict["head"]["entries"]


def test_seals_and_hidden_addresses_still_hold(restored: Path) -> None:
    with psycopg.connect(cluster.url("postgres", "everychild", restored)) as sql:
        sealed, withheld = sql.execute(
            "select count(*) filter (where sealed_at is not null), count(*) filter (where address_withheld) from people_person"
        ).fetchone()
        assert sealed >= 3
        assert withheld >= 1
    found = json.loads(done([sys.executable, "-c", FIND], restored))

    assert found["AMARA OKONKWO"] == ["Amara Okonkwo"]
    assert found["FINN HOLLIS"] == ["Finn Hollis"]
    assert not {"Finn Marsh", "Gabe Stone", "Gabe Whitfield"} & {name for names in found.values() for name in names}


def test_the_restored_service_goes_on(place: Path, restored: Path) -> None:
    again = json.loads(done(everychild("load", str(place / "town"), "--as-at", "2026-10-01", "--json", "-"), restored))
    started = json.loads(done(everychild("ledger", "seal", "--json", "-"), restored))

    assert {file["status"] for file in again["files"]} == {"unchanged"}
    assert started["sealed"] >= 0
