"""The real service, as a council runs it: its own processes, its own server of the database, the web role."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".everychild" / "journeys"
CHILDREN = os.environ.get("JOURNEYS_CHILDREN", "1000")


def chromium() -> str | None:
    """Where this machine's browser is, or None."""
    told = os.environ.get("CHROMIUM")
    return told or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def surroundings() -> dict[str, str]:
    """The environment of every process of the journeys: a demonstration, in a home of its own, so that the one you look at stays as it is."""
    HOME.mkdir(parents=True, exist_ok=True)
    return os.environ | {"EVERYCHILD_HOME": str(HOME), "EVERYCHILD_DATABASE": "everychild_demo", "EVERYCHILD_DEMO": "1"}


def everychild(*words: str) -> None:
    """One command of ours, to its end."""
    done = subprocess.run([sys.executable, "-m", "everychild", *words], env=surroundings(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"everychild {' '.join(words)}: {done.stdout}{done.stderr}"


def python(program: str) -> str:
    """A few lines of Python as the owner of the database, in a process apart; what they print."""
    start = "from everychild.kit.database_commands import as_role\nas_role('owner')\nimport django\ndjango.setup()\n"
    done = subprocess.run([sys.executable, "-c", start + program], env=surroundings(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextlib.contextmanager
def serving(log: Path):
    """The address of the service while it runs; `log` holds what it said, policy reports included."""
    port = free_port()
    command = [sys.executable, "-m", "everychild", "serve", "--port", str(port), "--workers", "1"]
    with log.open("w") as said:
        process = subprocess.Popen(command, env=surroundings(), cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(150):
        assert process.poll() is None, f"the service did not start: {log.read_text()[-3000:]}"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"the service did not answer in 30 seconds: {log.read_text()[-3000:]}")
