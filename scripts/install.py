"""Install everything into this checkout: `.venv`, `node_modules` and the stylesheet. Run by `make`, with any Python 3.11 or newer.

Each step is remembered by a digest of what it was made from, so that a second run does nothing, and a lock lets two
runs at once wait for each other. Everything that is downloaded is checked against the locks' hashes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / "build" / "installed"


def main(words: list[str]) -> None:
    """Install what it takes to run (`main`), or that and what it takes to test (`dev`)."""
    wanted = words[0] if words else "main"
    if sys.version_info < (3, 11):  # noqa: UP036 (an older one may well be what runs this)
        sys.exit(f"Everychild needs Python 3.11 or newer; this is {sys.version.split()[0]}. Say `make PYTHON=/path/to/python3.11`.")
    os.chdir(ROOT)
    with (ROOT / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _python(wanted)
        _node()


def _python(wanted: str) -> None:
    if not _works(PYTHON):
        _once_more("Python's environment", _make_environment)
    requirements = [ROOT / "requirements" / f"{name}.txt" for name in ("build", "main", "dev")]
    if wanted == "dev" or not _is_done("dev", requirements):
        _step(wanted, requirements[: 3 if wanted == "dev" else 2], lambda: _install_locked(wanted))
    _step("everychild", [ROOT / "pyproject.toml", *requirements], _install_ourselves)


def _node() -> None:
    if shutil.which("npm") is None:
        sys.exit("Everychild needs Node 20 or newer to build its stylesheet. Install nodejs and npm, and run this again.")
    lock = [ROOT / "package-lock.json", ROOT / "package.json"]
    _step("node", lock, lambda: _run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), made=ROOT / "node_modules")
    styles = sorted((ROOT / "everychild").rglob("*.scss"))
    _step("styles", [*lock, *styles], _build_styles, made=ROOT / "build" / "static" / "everychild.css")


def _make_environment() -> None:
    shutil.rmtree(STAMPS, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit("Python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv")


def _install_locked(wanted: str) -> None:
    for name in ("build", wanted):
        _pip("--require-hashes", "-r", f"requirements/{name}.txt")


def _install_ourselves() -> None:
    _pip("--no-deps", "--no-build-isolation", "-e", ".")


def _build_styles() -> None:
    (ROOT / "build" / "static").mkdir(parents=True, exist_ok=True)
    _run("npm", "run", "--silent", "styles")


def _step(name: str, made_from: Iterable[Path], do: Callable[[], None], made: Path = PYTHON) -> None:
    if _is_done(name, made_from) and made.exists():
        return
    _once_more(name, do)
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(_digest(made_from))


def _once_more(name: str, do: Callable[[], None]) -> None:
    print(f"Installing: {name} …", file=sys.stderr, flush=True)
    do()


def _is_done(name: str, made_from: Iterable[Path]) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == _digest(made_from)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(str(ROOT).encode())  # a checkout that was moved is installed anew
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _works(python: Path) -> bool:
    """Whether the environment is there, and its own Python too: an upgrade of the system may have taken that away."""
    return python.exists() and subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _pip(*words: str) -> None:
    _run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words)


def _run(*words: str | Path) -> None:
    # What the tools say belongs to people: our own standard output may be a JSON object.
    done = subprocess.run(words, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(map(str, words))}` failed; what it said is above.")


if __name__ == "__main__":
    main(sys.argv[1:])
