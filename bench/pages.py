"""How fast a record opens and a child is found, with policy and ledger on, and beside the same queries without them. Writes bench/results/pages.json.

    python bench/pages.py [--children 100000] [--seed 101] [--clients 8] [--seconds 60] [--home DIR] [--json PATH]

A town of its own in a home of its own, kept for the next run when --home is given. Eight practitioners each open a child, pause 250 ms, and open the next; every
tenth time they search by a misspelt name and an approximate birth date. The pages are served by `everychild serve` on this machine, which the clients share.
Without policy and ledger: the same queries of the same record in one process, asked as the owner, whom no policy binds, with no entry written. There is no such switch in the product.
"""

import argparse
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import requests

PAUSE = 0.25
WARM_UP = 10
"""Seconds that are not counted: each of the server's threads makes its connection, and its plans, the first time that it is asked."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--children", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=101)
    words.add_argument("--clients", type=int, default=8)
    words.add_argument("--seconds", type=float, default=60)
    words.add_argument("--home")
    words.add_argument("--json", default=str(Path(__file__).parent / "results" / "pages.json"))
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="ec") as spare:
        Path(spare).chmod(0o755)
        home = Path(asked.home or spare) / "home"
        os.environ |= {"EVERYCHILD_HOME": str(home), "EVERYCHILD_DATABASE": "everychild_demo", "EVERYCHILD_DEMO": "1"}
        everychild("demo", "--children", str(asked.children), "--seed", str(asked.seed), "--no-serve")
        people = json.loads(python(STAFF)) | {"seconds": asked.seconds}
        answer = {"children": asked.children, "clients": asked.clients, "cores": os.cpu_count()} | serve_and_measure(people, asked) | json.loads(python(RATIO))
        if not asked.home:
            everychild("db", "stop")
    Path(asked.json).parent.mkdir(exist_ok=True)
    Path(asked.json).write_text(json.dumps(answer, indent=1) + "\n")
    print(json.dumps(answer))


def everychild(*words: str) -> None:
    """A command of the service, to its end."""
    subprocess.run([sys.executable, "-m", "everychild", *words], check=True, stdout=subprocess.DEVNULL)


def python(program: str) -> str:
    """A few lines as another role of the database, in a process apart; what they print last."""
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-1500:])
    return done.stdout.strip().splitlines()[-1]


# Eight of the busiest social workers become users; and what each searches for is a child of theirs, misspelt.
STAFF = """
from everychild.kit.database_commands import as_role
as_role("jobs")
import json
from django.db.models import Count, Q
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.time import today
from everychild.organisations.actions import employ, is_user
from everychild.organisations.models import Worker
from everychild.people.models import Searchable
with on_behalf_of(None, role=JOBS, purpose="demo"):
    busy = Worker.objects.filter(source_code="social_care").annotate(n=Count("involvements", filter=Q(involvements__to_on=None))).filter(n__gt=3).order_by("-n", "local_id")[:8]
    names = []
    for place, worker in enumerate(busy):
        user = employ(username=f"demo.bench{place}", name=f"Bench {place}", role="social_worker", on=today())
        is_user(worker=worker, user=user)
        names.append(user.username)
    sought = list(Searchable.objects.filter(born_on__isnull=False).order_by("record_id").values_list("names", "born_on")[:400])
print(json.dumps({"workers": names, "sought": [[name, born.year, born.month] for name, born in sought]}))
"""

RATIO = """
from everychild.kit.database_commands import as_role
as_role("owner")
import json, statistics, time
from django.db import connection
from everychild.kit.acting import WEB, on_behalf_of
from everychild.kit.time import today
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.models import User
from everychild.people.models import Person
from everychild.sharing.queries import my_children
from everychild.sharing.record import Record
from everychild.portals.presenting.child import page_of_a_child
from everychild.schooling.queries import rolls_of
from everychild.sharing.answers import answers_about
user = User.objects.select_related("role").get(username="demo.bench0")
with on_behalf_of(user.pk):
    mine = my_children()[:40]

def open_one(child, ledgered):
    record = Record(child.person, child.ref, user, "direct_work", today())
    if not ledgered:
        # Nobody's grounds are asked: only what the page shows of the person.
        record.__dict__["state"] = Person.objects.values_list("address_withheld", "death_reported").get(pk=child.person)
    if ledgered:
        ledger_record("record_read", person=child.person, purpose="direct_work", refs={"records": [str(one.id) for one in record.records]})
    page_of_a_child(record, answers_about(record), rolls_of(record.records), "999")

def timed(role, ledgered):
    took = []
    for child in mine:
        began = time.perf_counter()
        with on_behalf_of(user.pk, role=role):
            open_one(child, ledgered)
        took.append((time.perf_counter() - began) * 1000)
    return took

timed(WEB, True), timed("everychild_owner", False)
with_, without = [], []
for _ in range(8):
    with_ += timed(WEB, True)
    without += timed("everychild_owner", False)
print(json.dumps({"record_queries_ms": {"with_policy_and_ledger": round(statistics.median(with_), 2), "without": round(statistics.median(without), 2), "ratio": round(statistics.median(with_) / statistics.median(without), 3)}}))
"""


def serve_and_measure(people: dict, asked: argparse.Namespace) -> dict:
    """The pages served, the clients at work; milliseconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "everychild", "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        opened, found = [], []
        end = time.monotonic() + WARM_UP + asked.seconds
        clients = [threading.Thread(target=work, args=(base, people, place, end, opened, found)) for place in range(asked.clients)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    finally:
        server.terminate()
        server.wait(20)
    return {"open_ms": _spread(opened), "find_ms": _spread(found)}


def _wait(base: str) -> None:
    for _ in range(300):
        with suppress(requests.RequestException):
            requests.get(f"{base}/accounts/login/", timeout=5)
            return
        time.sleep(0.1)
    raise SystemExit("the pages were not served within half a minute")


def work(base: str, people: dict, place: int, end: float, opened: list[float], found: list[float]) -> None:
    """One practitioner: signs in, declares a purpose for each child first, then opens one after another."""
    chance = random.Random(place)
    mine, door = requests.Session(), requests.Session()
    _sign_in(mine, base, people["workers"][place % len(people["workers"])])
    _sign_in(door, base, "demo.bob")
    refs = list(dict.fromkeys(re.findall(r"/child/([0-9A-Z]+)/", mine.get(f"{base}/").text)))[:20]
    for ref in refs:
        page = mine.get(f"{base}/child/{ref}/purpose/").text
        mine.post(f"{base}/child/{ref}/purpose/", data={"csrfmiddlewaretoken": _token(page), "purpose": "direct_work", "reason": "measuring"})
    token = _token(door.get(f"{base}/find/").text)
    number, count_from = 0, end - people["seconds"]
    while time.monotonic() < end:
        number += 1
        counts = time.monotonic() >= count_from
        if number % 10:
            began = time.perf_counter()
            page = mine.get(f"{base}/child/{chance.choice(refs)}/")
            opened += [(time.perf_counter() - began) * 1000] * counts
            assert page.status_code == 200 and "Who is involved" in page.text, page.url
        else:
            name, year, month = chance.choice(people["sought"])
            data = {"csrfmiddlewaretoken": token, "names": _misspelt(name, chance), "born_0": "", "born_1": str(month), "born_2": str(year)}
            began = time.perf_counter()
            page = door.post(f"{base}/find/", data=data)
            found += [(time.perf_counter() - began) * 1000] * counts
            assert page.status_code == 200, page.status_code
        time.sleep(PAUSE)


def _misspelt(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name) - 1))
    return name[:place] + name[place + 1 :]


def _sign_in(session: requests.Session, base: str, username: str) -> None:
    page = session.get(f"{base}/accounts/login/").text
    done = session.post(f"{base}/accounts/demo/", data={"csrfmiddlewaretoken": _token(page), "username": username})
    assert "Sign out" in done.text, f"{username} could not sign in"


def _token(page: str) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]


def _spread(took: list[float]) -> dict:
    if len(took) < 20:
        return {"count": len(took)}
    cut = statistics.quantiles(took, n=100)
    return {"count": len(took), "p50": round(cut[49], 1), "p95": round(cut[94], 1), "p99": round(cut[98], 1)}


if __name__ == "__main__":
    main()
