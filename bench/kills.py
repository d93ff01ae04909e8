"""Kill the server, the loader and the database, again and again, in the middle of their work; then see that nothing acknowledged is lost and no file is half there.

    python bench/kills.py [--kills 100] [--seed 1] [--json PATH]

A town of its own in a home of its own. A kill is SIGKILL: to a loader, to every process of the web server, or to the database's postmaster.
Before each the program waits until the one to be killed is inside a transaction, as the database itself says. Writes bench/results/kills.json.
"""

import argparse
import contextlib
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import requests

from everychild.formats.child_health.headings import HEADINGS

ROWS = 4_000
TARGETS = ("loader", "server", "database")
IN_A_TRANSACTION = "select count(*) from pg_stat_activity where usename = %s and xact_start is not null and state <> 'idle' and backend_type = 'client backend'"


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--kills", type=int, default=100)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--json", default=str(Path(__file__).parent / "results" / "kills.json"))
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="ec") as home:
        Path(home).chmod(0o755)  # the database's own user has to reach it
        trial = Trial(Path(home), random.Random(asked.seed))
        try:
            answer = trial.run(asked.kills)
        finally:
            trial.stop()
    Path(asked.json).parent.mkdir(exist_ok=True)
    Path(asked.json).write_text(json.dumps(answer, indent=1) + "\n")
    print(json.dumps(answer))
    return 0 if answer["lost_writes"] == answer["half_loaded_files"] == 0 and answer["ledger_ok"] else 1


class Trial:
    """One installation, and what it has acknowledged so far."""

    def __init__(self, home: Path, chance: random.Random):
        self.home, self.chance = home, chance
        self.surroundings = {**os.environ, "EVERYCHILD_HOME": str(home / "home"), "EVERYCHILD_DATABASE": "everychild_demo", "EVERYCHILD_DEMO": "1"}
        self.acknowledged: list[str] = []
        self.inside = 0
        self.server: subprocess.Popen | None = None
        self.port = 0
        self.address = ""

    def everychild(self, *words: str, check: bool = True) -> subprocess.CompletedProcess:
        """A command of the service, to its end."""
        done = subprocess.run([sys.executable, "-m", "everychild", *words], env=self.surroundings, capture_output=True, text=True, check=False)
        if check and done.returncode not in (0, 3):
            raise RuntimeError(f"{words}: {done.stderr[-2000:]}")
        return done

    def run(self, kills: int) -> dict:
        """That many kills, with a look after each."""
        began = time.monotonic()
        self.everychild("demo", "--children", "300", "--no-serve")
        self.start_server()
        files, half = {}, 0
        for number in range(kills):
            target = TARGETS[number % len(TARGETS)]
            path = self.write_file(number)
            files[path.name] = number
            self.kill(target, path)
            half += self.half_loaded()
        self.stop_server()
        self.everychild("db", "start")
        verified = json.loads(self.everychild("ledger", "verify", "--json", "-").stdout)
        lost = [said for said in self.acknowledged if not self.is_there(said)]
        return {
            "kills": kills, "inside_a_transaction": self.inside, "acknowledged_writes": len(self.acknowledged), "lost_writes": len(lost), "files": len(files),
            "whole_files": self.whole_files(), "half_loaded_files": half, "ledger_ok": verified["ok"], "ledger_entries": verified["entries"], "seconds": round(time.monotonic() - began, 1),
        }  # fmt: skip

    def kill(self, target: str, path: Path) -> None:
        """Start the work, wait until the target is in the middle of it, and kill it; then set everything up again."""
        with self.writing():
            self.wait_for_a_write()
            loader = subprocess.Popen(
                [sys.executable, "-m", "everychild", "load", str(path), "--as-at", "2026-11-01", "--because", "a trial", "--no-match"],
                env=self.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            role = "everychild_web" if target == "server" else "everychild_jobs"
            self.inside += self.wait_until_inside(role, loader)
            time.sleep(self.chance.random() * 0.15)
            if target == "loader":
                _kill_group(loader.pid)
            elif target == "server":
                _kill_group(self.server.pid)
            else:
                os.kill(self.postmaster(), signal.SIGKILL)
            time.sleep(0.05)
        loader.wait(120)
        if target != "loader":
            self.everychild("db", "start")
            self.stop_server()
            self.start_server()

    def wait_for_a_write(self) -> None:
        """Until a practitioner's write has been acknowledged, so that the kill comes amid others."""
        before, deadline = len(self.acknowledged), time.monotonic() + 20
        while len(self.acknowledged) == before and time.monotonic() < deadline:
            time.sleep(0.02)

    def wait_until_inside(self, role: str, loader: subprocess.Popen) -> int:
        """1 when a process of this role is seen inside a transaction before the loader ends."""
        deadline = time.monotonic() + 60
        with psycopg.connect(self.superuser(), autocommit=True) as connection:
            while time.monotonic() < deadline:
                if connection.execute(IN_A_TRANSACTION, [role]).fetchone()[0]:
                    return 1
                if loader.poll() is not None:
                    return 0
                time.sleep(0.002)
        return 0

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Practitioners declare purposes all the while; each that the service acknowledges is remembered."""
        stop = threading.Event()
        threads = [threading.Thread(target=self.write_until, args=(stop, place), daemon=True) for place in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(30)

    def write_until(self, stop: threading.Event, place: int) -> None:
        """Sign in, and open a child again and again, each time with a reason of its own."""
        with contextlib.suppress(requests.RequestException, IndexError):
            session = requests.Session()
            base = f"http://127.0.0.1:{self.port}"
            page = session.get(f"{base}/accounts/login/", timeout=10).text
            session.post(f"{base}/accounts/demo/", data={"csrfmiddlewaretoken": _token(page), "username": "demo.alice"}, timeout=10)
            ref = re.findall(r"/child/([0-9A-Za-z-]+)/", session.get(f"{base}/", timeout=10).text)[0]
            page = session.get(f"{base}/child/{ref}/purpose/", timeout=10).text
            while not stop.is_set():
                said = f"trial {os.getpid()} {place} {time.monotonic_ns()}"
                data = {"csrfmiddlewaretoken": _token(page), "purpose": "direct_work", "reason": said}
                done = session.post(f"{base}/child/{ref}/purpose/", data=data, timeout=10, allow_redirects=False)
                if done.status_code == 302 and ref in done.headers["Location"]:
                    self.acknowledged.append(said)

    def half_loaded(self) -> int:
        """Files of which some of the rows are there and not all."""
        half = """select count(*) from intake_batch b where b.status = 'loaded' and b.path like '%%trial-%%' and (
            b.rows <> (select count(*) from intake_rowverdict v where v.batch_id = b.id) or b.new <> (select count(*) from people_sourcerecord r where r.batch_id = b.id)
            or b.new <> (select count(*) from people_recordversion v where v.batch_id = b.id) or b.new <> (select count(*) from people_membership m join people_sourcerecord r on r.id = m.record_id where r.batch_id = b.id))"""
        with psycopg.connect(self.superuser()) as connection:
            orphans = connection.execute("select count(*) from people_sourcerecord r where not exists (select 1 from intake_batch b where b.id = r.batch_id)").fetchone()[0]
            return connection.execute(half).fetchone()[0] + orphans

    def whole_files(self) -> int:
        """Files that were loaded before anything was killed, or in spite of it."""
        with psycopg.connect(self.superuser()) as connection:
            return connection.execute("select count(*) from intake_batch where status = 'loaded' and path like '%%trial-%%'").fetchone()[0]

    def is_there(self, said: str) -> bool:
        """Whether an opening that was acknowledged is in the table, with its entry in the ledger."""
        with psycopg.connect(self.superuser()) as connection:
            return connection.execute(
                "select exists (select 1 from sharing_opening where reason = %s) and exists (select 1 from ledger_entry where verb = 'opened' and words ->> 'reason' = %s)",
                [said, said],
            ).fetchone()[0]

    def write_file(self, number: int) -> Path:
        """A child-health file of children whom nobody else has."""
        path = self.home / f"trial-{number}.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write(",".join(HEADINGS) + "\n")
            for row in range(ROWS):
                said = {"local_id": f"t{number}-{row}", "nhs_number": "", "given_names": f"Trial {_letters(row)}", "family_name": _letters(row * 7 + number), "sex": "FM"[row % 2],
                        "date_of_birth": f"{row % 28 + 1:02d}/{row % 12 + 1:02d}/{2010 + row % 15}", "address_1": f"{row} Trial Road", "postcode": "ZB1 1AA", "from": "01/01/2020"}  # fmt: skip
                file.write(",".join(said.get(name, "") for name in HEADINGS) + "\n")
        return path

    def start_server(self) -> None:
        """The pages, as a council would serve them."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = subprocess.Popen(
            [sys.executable, "-m", "everychild", "serve", "--port", str(self.port)], env=self.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(300):
            with contextlib.suppress(requests.RequestException):
                requests.get(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=5)
                return
            time.sleep(0.1)
        raise RuntimeError("the pages were not served within half a minute")

    def stop_server(self) -> None:
        """End the pages however they are."""
        if self.server:
            _kill_group(self.server.pid)
            self.server.wait(30)
            self.server = None

    def stop(self) -> None:
        """End everything of the trial."""
        self.stop_server()
        self.everychild("db", "stop", check=False)

    def superuser(self) -> str:
        """The address of the database for its superuser: the same after every kill."""
        self.address = self.address or self.everychild("db", "url", "postgres").stdout.strip()
        return self.address

    def postmaster(self) -> int:
        """The process id of the database's postmaster."""
        data = json.loads(self.everychild("db", "start", "--json", "-").stdout)["data"]
        return int(Path(data, "postmaster.pid").read_text().split()[0])


def _letters(number: int) -> str:
    """A made-up name from a number."""
    made = ""
    while number or not made:
        number, place = divmod(number, 20)
        made += "bcdfghjklmnprstvwyzq"[place] + "aeiou"[place % 5]
    return made.capitalize()


def _token(page: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
