"""How fast the ledger is written and verified, beside the same transactions without it. Writes bench/results/ledger.json.

    python bench/ledger.py [--seconds 10] [--writers 8] [--rows 500000] [--json PATH]

A database of its own, the roles as in the product. Three kinds of transaction, each by the writers at once:
reading (set the actor, read one row by its key), reading with 5 ms of other work inside, and opening (a row is added too).
"""

import argparse
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from everychild.kit import cluster, database
from everychild.kit.ids import new_id

RESULTS = Path(__file__).parent / "results"
NAME = f"bench_ledger_{os.getpid()}"
WRITE = "select ledger_write(%s, 'opened', %s, 'child_protection', '{\"page\": \"record\"}', '{\"reason\": \"a visit tomorrow\"}', 'ledger')"
WORKS = {"reading": (0.0, False), "reading_and_5_ms_of_work": (0.005, False), "adding_a_row": (0.0, True)}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seconds", type=float, default=10)
    words.add_argument("--writers", type=int, default=8)
    words.add_argument("--rows", type=int, default=500_000)
    words.add_argument("--json", default=str(RESULTS / "ledger.json"))
    said = words.parse_args()
    load_before = [round(load, 2) for load in os.getloadavg()]
    with trial_database():
        measured = {name: _compared(name, said.writers, said.seconds) for name in WORKS}
        measured["one_writer"] = _compared("reading", 1, said.seconds / 2)
        measured["bulk_and_verify"] = _verified(said.rows)
    answer = {
        "command": " ".join(["python", *sys.argv]),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load_before": load_before},
        "goals": {"sealed_entries_per_second": 1000, "verified_rows_per_second": 100_000},
        "measured": measured,
    }
    Path(said.json).parent.mkdir(parents=True, exist_ok=True)
    Path(said.json).write_text(json.dumps(answer, indent=1) + "\n")
    print(json.dumps(answer, indent=1))


@contextmanager
def trial_database() -> Iterator[None]:
    """A migrated database that is dropped afterwards, in a server of its own: an open load elsewhere would stop the sealing."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as home:
        Path(home).chmod(0o755)
        os.environ["EVERYCHILD_HOME"] = home
        os.environ["EVERYCHILD_DATABASE"] = NAME
        if not os.environ.get("DATABASE_URL"):
            cluster.start()
        try:
            with psycopg.connect(_address("owner", "postgres"), autocommit=True) as owner:
                owner.execute(f"create database {NAME}")
            subprocess.run([sys.executable, "-m", "everychild", "db", "migrate"], env=_environment(), check=True)
            _prepare()
            yield
        finally:
            if os.environ.get("DATABASE_URL"):
                with psycopg.connect(_address("owner", "postgres"), autocommit=True) as owner:
                    owner.execute(f"drop database if exists {NAME} with (force)")
            else:
                cluster.stop()


def _environment() -> dict[str, str]:
    return os.environ | {name: urlsplit(value)._replace(path=f"/{NAME}").geturl() for name, value in os.environ.items() if name.startswith("DATABASE_URL")}


def _prepare() -> None:
    with psycopg.connect(_address("owner"), autocommit=True) as owner:
        owner.execute("create table bench_child (id int primary key, name text)")
        owner.execute("insert into bench_child select n, 'child ' || n from generate_series(1, 100000) n")
        owner.execute("create table bench_visit (id uuid primary key, child int)")
        owner.execute("grant select on bench_child to everychild_web")
        owner.execute("grant select, insert on bench_visit to everychild_web")


def _compared(name: str, writers: int, seconds: float) -> dict:
    """The same transactions without the ledger and with it, a sealer running beside them."""
    work, adds = WORKS[name]
    without = _at_once(writers, seconds, (work, adds, False))
    stop = threading.Event()
    sealer = threading.Thread(target=_seal_five_times_a_second, args=[stop])
    sealer.start()
    ledgered = _at_once(writers, seconds, (work, adds, True))
    stop.set()
    sealer.join()
    with psycopg.connect(_address("jobs"), autocommit=True) as jobs:
        jobs.execute("select ledger_seal_settled()")
        entries, sealed = jobs.execute("select entries, sealed from ledger_size()").fetchone()
    ratio = round(without["per_second"] / ledgered["per_second"], 2)
    return {"writers": writers, "without_ledger": without, "with_ledger_sealed": ledgered, "ratio": ratio, "unsealed_at_the_end": entries - sealed}


def _at_once(writers: int, seconds: float, kind: tuple) -> dict:
    start = multiprocessing.get_context("spawn").Barrier(writers)
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    processes = [context.Process(target=_write, args=(_address("web"), seconds, kind, start, queue)) for _ in range(writers)]
    for process in processes:
        process.start()
    times = sorted(time for _ in processes for time in queue.get())
    for process in processes:
        process.join()
    return {
        "per_second": round(len(times) / seconds),
        "p50_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 2),
    }


def _write(address: str, seconds: float, kind: tuple, start, queue) -> None:
    work, adds, ledgered = kind
    times = []
    with psycopg.connect(address) as web:
        start.wait()
        end = time.monotonic() + seconds
        while (began := time.monotonic()) < end:
            web.execute("select set_config('everychild.actor', '7', true)")
            web.execute("select name from bench_child where id = %s", [len(times) % 100_000 + 1])
            if adds:
                web.execute("insert into bench_visit values (%s, 1)", [new_id()])
            if ledgered:
                web.execute(WRITE, [new_id(), new_id()])
            if work:
                time.sleep(work)
            web.commit()
            times.append(time.monotonic() - began)
    queue.put(times)


def _seal_five_times_a_second(stop: threading.Event) -> None:
    with psycopg.connect(_address("jobs"), autocommit=True) as jobs:
        while not stop.wait(0.2):
            jobs.execute("select ledger_seal_settled()")


def _verified(rows: int) -> dict:
    """Entries in bulk, in transactions of 1,000, sealed by the way; then the whole ledger is verified three times."""
    with psycopg.connect(_address("web")) as web, psycopg.connect(_address("jobs"), autocommit=True) as jobs:
        began = time.monotonic()
        for n in range(0, rows, 1000):
            web.execute("select set_config('everychild.actor', '7', true)")
            web.execute(
                "select count(ledger_write(uuidv7(), 'opened', gen_random_uuid(), 'child_protection', jsonb_build_object('page', n),"
                " '{\"reason\": \"a visit tomorrow\"}', 'ledger')) from generate_series(1, 1000) n"
            )
            web.commit()
            if n % 20_000 == 0:
                jobs.execute("select ledger_seal_settled()")
        wrote = time.monotonic() - began
        jobs.execute("select ledger_seal_settled()")
    with psycopg.connect(_address("owner"), autocommit=True) as owner:
        owner.execute("vacuum analyze ledger_entry")
        size = owner.execute("select pg_total_relation_size('ledger_entry')").fetchone()[0]
    verified = [_command("ledger", "verify", "--json", "-") for _ in range(3)]
    rate = statistics.median(one["entries"] / one["seconds"] for one in verified)
    return {
        "entries": verified[0]["entries"],
        "seals": verified[0]["seals"],
        "ok": verified[0]["ok"],
        "bytes_an_entry_with_indexes": round(size / verified[0]["entries"]),
        "bulk_entries_per_second_one_session": round(rows / wrote),
        "verify_seconds": [one["seconds"] for one in verified],
        "verified_rows_per_second": round(rate),
    }


def _command(*words: str) -> dict:
    done = subprocess.run([sys.executable, "-m", "everychild", *words], env=_environment(), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def _address(role: str, name: str = NAME) -> str:
    return urlsplit(database.url(role))._replace(path=f"/{name}").geturl()


if __name__ == "__main__":
    main()
