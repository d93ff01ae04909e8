"""How files become actions: which come first, what ties records of two files, and when a file is stopped whole. Decisions only."""

from hashlib import file_digest, sha256
from pathlib import Path

from everychild.intake.actions import Counts
from everychild.sharing.agreements import Terms

ORDER = ("gias", "ssd", "school_census", "ctf", "child_health", "early_help", "nccis", "police", "contacts", "mapped", "cin_census")
"""Schools before pupils, and social care early, so that an adoption's seal stands before any other record of the child arrives."""

ATTACHED_TO = {"cin_census": "social_care"}
"""A source whose child ids are another source's own."""

SENDS_CHANGES_ONLY = frozenset({"ctf", "police", "gias"})
"""Readers whose files hold what happened since the last one, so that not seeing an old id again says nothing."""

ENOUGH_ROWS, ENOUGH_ACCEPTED, ENOUGH_SEEN = 20, 0.70, 0.50


BESIDE = frozenset({"ctf", "child_health", "early_help", "nccis", "police"})
"""Readers whose files may be loaded by a second process while the first is busy with the school census: they share no id with it or with each other."""

WORTH_A_SECOND_PROCESS = 2_000_000
"""Bytes from which a second process earns the second that it takes to start."""


def turn(reader: str) -> int:
    """Where a reader's files stand in the order of loading."""
    return ORDER.index(reader) if reader in ORDER else len(ORDER)


def why_stop(*, counts: Counts, reader: str, known_before: int, seen_again: int) -> str | None:
    """Why a file must not be kept, or None. A person may overrule it with a reason."""
    if counts.rows >= ENOUGH_ROWS and counts.share_accepted < ENOUGH_ACCEPTED:
        return f"Only {counts.share_accepted:.0%} of {counts.rows} rows could be accepted; below {ENOUGH_ACCEPTED:.0%} the whole file is stopped, because it is probably not what it seems."
    if known_before and reader not in SENDS_CHANGES_ONLY and seen_again < ENOUGH_SEEN * known_before:
        return (
            f"Of {known_before} ids that this source sent before, only {seen_again} are in this file; below half the whole file is stopped,"
            " because it is probably another school's, another year's, or cut short."
        )
    return None


def let_in(terms: Terms) -> str:
    """A digest of what an agreement lets in: the same file under other terms is read again."""
    return sha256("\n".join(sorted(terms.items)).encode()).hexdigest()


def digest_of(paths: tuple[str, ...]) -> str:
    """SHA-256 of a file; of several, of their names and digests in order."""
    each: list[tuple[str, str]] = []
    for path in sorted(paths):
        with open(path, "rb") as file:
            each.append((Path(path).name, file_digest(file, "sha256").hexdigest()))
    return each[0][1] if len(each) == 1 else sha256(repr(each).encode()).hexdigest()
