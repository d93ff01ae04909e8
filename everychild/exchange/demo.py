"""The demonstration: a made-up town, loaded and matched like any other, and how well that went against what is true of it."""

import contextlib
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from everychild.kit import commands, database, database_commands

DATABASE = "everychild_demo"
ANSWER = "demo.json"


def make_demo(*, children: int, seed: int, fresh: bool, on: date, told: Callable[[str], None]) -> dict:
    """Have the town stand ready, and say what it took: the object of `everychild demo --json`. Seconds of wall time, MiB."""
    database.use(DATABASE)
    os.environ["EVERYCHILD_DEMO"] = "1"
    folder = database.home() / "demo"
    folder.mkdir(exist_ok=True)
    with _one_at_a_time(folder / "lock", told):
        ready = _already(folder, children, seed)
        if ready and not fresh:
            told(f"The town of {children:,} children (seed {seed}) stands ready already.")
            return ready
        return _make(folder, children, seed, on, told)


@contextlib.contextmanager
def _one_at_a_time(path: Path, told: Callable[[str], None]) -> Iterator[None]:
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told("Another demonstration is being made here; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _already(folder: Path, children: int, seed: int) -> dict | None:
    """The answer of the run that made the town that stands there, if it is this town, whole, in this database."""
    try:
        answer = json.loads((folder / ANSWER).read_text())
    except (OSError, ValueError):
        return None
    if (answer.get("town_children"), answer.get("seed"), answer.get("database")) != (children, seed, database.name()):
        return None
    database_commands.ready()
    database_commands.be_migrated()
    return answer if _count_of_batches() > 0 else None


def _count_of_batches() -> int:
    import psycopg

    with psycopg.connect(database.url("owner")) as connection:
        return connection.execute("select count(*) from intake_batch").fetchone()[0]


def _make(folder: Path, children: int, seed: int, on: date, told: Callable[[str], None]) -> dict:
    began = time.monotonic()
    (folder / ANSWER).unlink(missing_ok=True)
    town = folder / "town"
    shutil.rmtree(town, ignore_errors=True)
    seconds: dict[str, float] = {}
    told(f"Building a town of {children:,} children (seed {seed}) …")
    with _timed(seconds, "town"):
        _everychild("town", "build", "--children", str(children), "--seed", str(seed), "--out", str(town))
    with _timed(seconds, "start"):
        database_commands.begin_again()
        _everychild("db", "migrate")
    told("Loading what each agency would hand over …")
    loaded = _load(folder, town, on.isoformat(), seconds)
    told("Comparing with what is true of the town …")
    answer = _answer(loaded, town, children, seed, on)
    answer["seconds"] = {**seconds, "total": round(time.monotonic() - began, 2)}
    answer["peak_rss_mb"] = commands.peak_rss_mb()
    (folder / ANSWER).write_text(json.dumps(answer))
    told(
        f"{answer['records']:,} records of {answer['persons']:,} children; precision {answer['precision']:.4f}, recall {answer['recall']:.4f} "
        f"({answer['recall_with_review']:.4f} with review of {answer['review_pairs']:,} pairs), {answer['twin_false_links']} twins joined; {answer['seconds']['total']:.0f} s."
    )
    return answer


@contextlib.contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[name] = round(time.monotonic() - began, 2)


def _everychild(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "everychild", *words], stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (commands.DONE, commands.IN_PART):
        raise commands.Wrong(f"`everychild {' '.join(words[:2])}` did not finish.", do="Read what it said above.")


def _load(folder: Path, town: Path, as_at: str, seconds: dict[str, float]) -> dict:
    path = folder / "load.json"
    with _timed(seconds, "load"):
        _everychild("load", str(town), "--as-at", as_at, "--json", str(path))
    loaded = json.loads(path.read_text())
    said = loaded["match"]["seconds"]
    seconds["train"] = round(said.get("train", 0.0), 2)
    seconds["match"] = round(loaded["match"]["wall"] - seconds["train"], 2)
    seconds["load"] = round(seconds["load"] - loaded["match"]["wall"], 2)
    return loaded


def _answer(loaded: dict, town: Path, children: int, seed: int, on: date) -> dict:
    database_commands.as_role("jobs")
    from everychild.exchange.demo_people import employ_demo_people
    from everychild.exchange.truth import compare_with_truth
    from everychild.kit.acting import JOBS, on_behalf_of

    with on_behalf_of(None, role=JOBS, purpose="demo"):
        employ_demo_people(on=on)
        compared = compare_with_truth(town=town)
    files = loaded["files"]
    return {
        "children": compared.pop("children"), "town_children": children, "seed": seed, "database": database.name(),
        "quarantined": sum(one["quarantined"] for one in files), "flagged": sum(one["flagged"] for one in files), **compared,
    }  # fmt: skip


def serve_demo(*, port: int) -> int:
    """Serve the town's pages until somebody stops it."""
    with socket.socket() as trial:
        if trial.connect_ex(("127.0.0.1", port)) == 0:
            commands.progress(f"Something serves at http://localhost:{port} already: another demonstration, or stop it and say `everychild serve`.")
            return commands.DONE
    words = [sys.executable, "-m", "everychild", "serve", "--work", "--port", str(port)]
    os.execve(sys.executable, words, {**os.environ, "EVERYCHILD_DATABASE": database.name(), "EVERYCHILD_DEMO": "1", "EVERYCHILD_ROLE": "web"})
    return commands.DONE  # never: the pages have taken over
