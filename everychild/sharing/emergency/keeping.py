"""Making an extract as a command or the night does it: the passphrase from its file, the folder, and old extracts taken away."""

import stat
from datetime import datetime
from pathlib import Path

from django.conf import settings

from everychild.formats.identifiers import authorities
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.problems import Problem
from everychild.sharing.actions.emergency import make_extract, remove_old_extracts
from everychild.sharing.emergency.sealing import plain_passphrase

PURPOSE = "emergency_extract"


def is_set_up() -> bool:
    """Whether this installation has said where the passphrase is."""
    return bool(settings.EVERYCHILD_EMERGENCY_PASSPHRASE_FILE)


def passphrase() -> str:
    """What the passphrase's file says. It is read from nowhere else: not from the command line, where every process can read it, and no log has it."""
    where = settings.EVERYCHILD_EMERGENCY_PASSPHRASE_FILE
    if not where:
        raise Problem("No passphrase is set up: EVERYCHILD_EMERGENCY_PASSPHRASE_FILE names no file. See docs/emergency.md.")
    try:
        readable = stat.S_IMODE(Path(where).stat().st_mode) & 0o077
        said = plain_passphrase(Path(where).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Problem("The passphrase's file cannot be read. Check EVERYCHILD_EMERGENCY_PASSPHRASE_FILE and who owns the file.") from None
    if readable:
        raise Problem("Others than its owner may read the passphrase's file. Take that right away (chmod 600).")
    return said


def make(*, at: datetime, out: Path | None = None) -> dict:
    """Make an extract, in the folder of this installation unless told where, and take away the old ones of the folder. What became of it, as JSON can say it."""
    folder = settings.EVERYCHILD_EMERGENCY_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own, known = settings.EVERYCHILD_AUTHORITY, passphrase()
    place = out or folder
    with on_behalf_of(None, role=JOBS, purpose=PURPOSE):
        extract = make_extract(out=place, passphrase=known, at=at, own_authority=own, authority=authorities().get(own, own).split(" (")[0])
    with on_behalf_of(None, role=JOBS, purpose=PURPOSE):
        removed = remove_old_extracts(folder=folder, at=at, kept_days=settings.EVERYCHILD_EMERGENCY_KEPT_DAYS)
    path = place / extract.file_name if place.is_dir() else place
    return {
        "file": str(path), "made_at": at.isoformat(timespec="seconds"), "digest": extract.digest, "children": extract.children, "on_plans": extract.on_plans,
        "looked_after": extract.looked_after, "missing": extract.missing, "shielded": extract.shielded, "removed": [one.file_name for one in removed],
    }  # fmt: skip
