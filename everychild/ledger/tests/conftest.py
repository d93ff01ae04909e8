"""A ledger in a server of its own: tampering and sealing need transactions that really end, and no others that are open."""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from everychild.kit import cluster, database
from everychild.kit.ids import new_id


@dataclass(frozen=True)
class Trial:
    """A migrated database that these tests may ruin. On an own server it shares that, and waits for others to end."""

    name: str
    home: Path

    def address(self, role: str, name: str | None = None) -> str:
        own_server = database.url(role) if os.environ.get("DATABASE_URL") else cluster.url(role, "everychild", self.home)
        return urlsplit(own_server)._replace(path=f"/{name or self.name}").geturl()

    def environment(self) -> dict[str, str]:
        """What a command needs to work on this database."""
        own = {name: urlsplit(value)._replace(path=f"/{self.name}").geturl() for name, value in os.environ.items() if name.startswith("DATABASE_URL")}
        return os.environ | own | {"EVERYCHILD_DATABASE": self.name, "EVERYCHILD_HOME": str(self.home)}

    def connect(self, role: str, actor: int | None = 7, **options) -> psycopg.Connection:
        """A session of this role, on behalf of this user."""
        connection = psycopg.connect(self.address(role), autocommit=True, **options)
        if actor is not None:
            connection.execute("select set_config('everychild.actor', %s, false)", [str(actor)])
        return connection

    def command(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "everychild", *words], env=self.environment(), capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def trial_database() -> Iterator[Trial]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        trial = Trial(f"ledger_trial_{os.getpid()}", Path(folder))
        if os.environ.get("DATABASE_URL"):
            yield from _migrated(trial)
            with psycopg.connect(trial.address("owner", "postgres"), autocommit=True) as owner:
                owner.execute(f'drop database "{trial.name}" with (force)')
        else:
            cluster.start(trial.home)
            try:
                yield from _migrated(trial)
            finally:
                cluster.stop(trial.home)


def _migrated(trial: Trial) -> Iterator[Trial]:
    with psycopg.connect(trial.address("owner", "postgres"), autocommit=True) as owner:
        owner.execute(f'create database "{trial.name}"')
    migrated = trial.command("db", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    yield trial


@pytest.fixture
def trial(trial_database: Trial) -> Trial:
    with trial_database.connect("owner") as owner:
        owner.execute("truncate ledger_entry, ledger_seal, ledger_origin")
    return trial_database


@pytest.fixture
def web(trial: Trial) -> Iterator[psycopg.Connection]:
    with trial.connect("web") as connection:
        yield connection


@pytest.fixture
def jobs(trial: Trial) -> Iterator[psycopg.Connection]:
    with trial.connect("jobs") as connection:
        yield connection


@pytest.fixture
def owner(trial: Trial) -> Iterator[psycopg.Connection]:
    with trial.connect("owner") as connection:
        yield connection


WRITE = "select ledger_write(%s, %s, %s, %s, %s::jsonb, %s::jsonb, 'ledger')"


@pytest.fixture
def write(web: psycopg.Connection) -> Callable[..., uuid.UUID]:
    """Write one entry as the web role, in a transaction of its own."""

    def written(verb: str = "opened", person: uuid.UUID | None = None, words: str | None = '{"reason": "a visit"}') -> uuid.UUID:
        entry = new_id()
        web.execute(WRITE, [entry, verb, person, "child_protection", '{"page": 1}', words])
        return entry

    return written


@pytest.fixture
def tampering(owner: psycopg.Connection) -> AbstractContextManager[psycopg.Connection]:
    """The owner, who can switch the guard off: what follows is what verifying must find."""
    for table in ("ledger_entry", "ledger_seal"):
        owner.execute(f"alter table {table} disable trigger user")
    yield owner
    for table in ("ledger_entry", "ledger_seal"):
        owner.execute(f"alter table {table} enable trigger user")
