"""The worker is killed in the middle of a load: nothing of it is kept, and another worker begins it again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from everychild.kit import cluster, database

NAME = f"work_trial_{os.getpid()}"
SEND = """
from datetime import date
from everychild.kit.database_commands import as_role
as_role("web")
from everychild.exchange.sending import send
from everychild.kit.acting import on_behalf_of
from everychild.kit.time import now
head = ("laestab,pupil_id,upn,pupil_given_names,pupil_family_name,pupil_date_of_birth,contact_id,priority,title,given_names,family_name,relation,parental_responsibility,"
        "court_order,may_have_contact,lives_with_pupil,address_withheld,address_1,address_2,address_3,address_4,postcode,telephone,email,language,interpreter,safe_contact\\n")
rows = (f"9992001,P{n},,Amara,Okonkwo,2017-03-27,C{n},1,Ms,Chidinma,Okonkwo,PAM,Y,N,Y,Y,N,{n} Elm Road,,,,TB1 1AA,01632 960001,,,,\\n" for n in range(30_000))
with on_behalf_of(None):
    send(files=[("contacts.csv", [head.encode(), *(row.encode() for row in rows)])], source="", as_at=date(2026, 10, 1), because="", dry_run=False, by=0, at=now())
"""


def surroundings() -> dict[str, str]:
    own = {name: urlsplit(value)._replace(path=f"/{NAME}").geturl() for name, value in os.environ.items() if name.startswith("DATABASE_URL")}
    return os.environ | own | {"EVERYCHILD_DATABASE": NAME}


@pytest.fixture
def trial() -> Iterator[psycopg.Connection]:
    if not os.environ.get("DATABASE_URL"):
        cluster.start()
    maintenance = urlsplit(database.url("owner"))._replace(path="/postgres").geturl()
    with psycopg.connect(maintenance, autocommit=True) as owner:
        owner.execute(f'create database "{NAME}"')
    try:
        subprocess.run([sys.executable, "-m", "everychild", "db", "migrate"], env=surroundings(), check=True)
        with psycopg.connect(urlsplit(database.url("owner"))._replace(path=f"/{NAME}").geturl(), autocommit=True) as connection:
            yield connection
    finally:
        with psycopg.connect(maintenance, autocommit=True) as owner:
            owner.execute(f'drop database "{NAME}" with (force)')


def worker() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "everychild", "work"], env=surroundings(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(trial: psycopg.Connection, status: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (found := trial.execute("select status from intake_sentfile").fetchone()) != (status,):
        assert time.monotonic() < until, f"after {seconds} seconds it is {found}, not {status}"
        time.sleep(0.1)


@pytest.mark.long
def test_a_load_whose_worker_was_killed_is_begun_again_and_loaded_once(trial: psycopg.Connection) -> None:
    subprocess.run([sys.executable, "-c", SEND], env=surroundings(), check=True)
    first = worker()
    wait_for(trial, "loading", 60)
    time.sleep(1.5)

    first.send_signal(signal.SIGKILL)
    first.wait()
    after_the_kill = trial.execute("select count(*) from intake_batch").fetchone()
    second = worker()
    try:
        wait_for(trial, "done", 300)
    finally:
        second.terminate()
        second.wait(60)

    assert after_the_kill == (0,)
    assert trial.execute("select tries from intake_sentfile").fetchone() == (2,)
    assert trial.execute("select status, rows, accepted + flagged, new from intake_batch").fetchall() == [("loaded", 30_000, 30_000, 30_000)]
    assert trial.execute("select count(*) from people_relationship").fetchone() == (30_000,)
