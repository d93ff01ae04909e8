"""The inbox: a private folder where files that were sent through the pages wait to be loaded. Nothing stays in it afterwards."""

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from everychild.kit import database

PLAIN = re.compile(r"[^\w .()+-]")


def inbox() -> Path:
    """Where files wait; only the account that runs Everychild may look inside."""
    place = database.home() / "inbox"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def folder_of(key: UUID) -> Path:
    """The folder of what was sent together."""
    return inbox() / str(key)


def plain_name(name: str) -> str:
    """A file's name without anything that a folder or a terminal could stumble over.

    >>> plain_name("../../etc/pass wd"), plain_name("."), plain_name("Schulgröße\\x00.csv")
    ('pass wd', 'file', 'Schulgröße_.csv')
    """
    return PLAIN.sub("_", Path(name).name).strip(" .")[:200] or "file"


def keep(*, key: UUID, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[str]:
    """Files come to wait under a key: all of them, or none. Their names as they stand there."""
    folder, names = folder_of(key), []
    folder.mkdir(mode=0o700)
    try:
        for name, chunks in files:
            names.append(plain_name(name))
            with os.fdopen(os.open(folder / names[-1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        drop(key=key)
        raise
    return names


def drop(*, key: UUID) -> None:
    """What waited under a key is gone."""
    shutil.rmtree(folder_of(key), ignore_errors=True)


def drop_all_but(*, keys: Iterable[UUID], older_than: float) -> int:
    """Folders that nobody waits for any more, last touched before this instant (seconds since 1970), are gone; how many there were."""
    wanted, gone = {str(key) for key in keys}, 0
    for folder in inbox().iterdir():
        if folder.name not in wanted and folder.stat().st_mtime < older_than:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone
