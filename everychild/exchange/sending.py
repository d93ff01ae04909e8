"""Files sent through the pages: kept in the inbox, put in the queue in the same transaction, and loaded by whoever works."""

import logging
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from everychild.exchange import inbox, jobs
from everychild.exchange.runs import is_new, load_paths, match_afterwards
from everychild.intake import actions as intake
from everychild.intake.models import SentFile
from everychild.kit import commands
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.ids import new_id

MOST_TRIES = 3
TOO_OFTEN = "It was begun three times and never came to its end. Nothing of it was kept. Ask whoever runs Everychild to look, and send it again."
TOLD = (
    "reader",
    "source",
    "status",
    "batch",
    "rows",
    "accepted",
    "flagged",
    "quarantined",
    "new",
    "changed",
    "same",
    "dropped",
    "problems_total",
    "message",
    "do",
    "line",
    "field",
)
log = logging.getLogger("everychild.sending")


def send(*, files: Iterable[tuple[str, Iterable[bytes]]], source: str, as_at: date, because: str, dry_run: bool, by: int, at: datetime) -> SentFile:
    """Files (names and chunks of bytes) wait to be loaded together. Call it in the request's transaction: if that fails, nothing is queued."""
    key = new_id()
    names = inbox.keep(key=key, files=files)
    try:
        sent = intake.send_file(key=key, names=names, source=source, as_at=as_at, because=because, dry_run=dry_run, by=by, at=at)
        jobs.load_sent.defer(sent=str(key))
    except BaseException:
        inbox.drop(key=key)
        raise
    return sent


class StillBeingLoaded(Exception):
    """Somebody else has it in hand at this moment."""


@contextmanager
def in_hand(key: UUID) -> Iterator[None]:
    """Only one process loads it: the database lets go of the lock when that process ends, however it ends."""
    with connection.cursor() as sql:
        sql.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [str(key)])
        if not sql.fetchone()[0]:
            raise StillBeingLoaded(key)
    try:
        yield
    finally:
        with connection.cursor() as sql:
            sql.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [str(key)])


def load_what_was_sent(*, key: UUID, clock: Callable[[], datetime], match: Callable[[Callable[[str], None]], object] = match_afterwards) -> SentFile:
    """Load what was sent, and say what came of it. Killed on the way, nothing of it is kept, and it is begun again."""
    with in_hand(key):
        return _load(key, clock, match)


def _load(key: UUID, clock: Callable[[], datetime], match: Callable[[Callable[[str], None]], object]) -> SentFile:
    with on_behalf_of(None, role=JOBS, purpose="load"):
        sent = SentFile.objects.get(pk=key)
        if sent.status in (SentFile.Status.DONE, SentFile.Status.FAILED):
            return sent
        tried = sent.tries
        intake.begin_sent(sent=sent, at=clock())
    try:
        ended = {"failed_because": TOO_OFTEN} if tried >= MOST_TRIES else {"answer": _loaded(sent, clock(), match)}
    except commands.Wrong as wrong:
        ended = {"failed_because": f"{wrong.message} {wrong.do or ''}".strip()}
    except Exception:
        reference = secrets.token_hex(4).upper()
        log.exception("reference %s: what was sent as %s could not be loaded", reference, key)
        ended = {"failed_because": f"Something went wrong, and it is our fault. Tell the service desk this reference: {reference}."}
    with on_behalf_of(None, role=JOBS, purpose="load"):
        intake.end_sent(sent=sent, at=clock(), **ended)
    inbox.drop(key=key)
    return sent


def _loaded(sent: SentFile, at: datetime, match: Callable[[Callable[[str], None]], object]) -> dict:
    folder = inbox.folder_of(sent.pk)
    paths = [str(folder / name) for name in sent.names]
    said = load_paths(
        paths=[str(folder)] if len(paths) > 1 else paths, source=sent.source or None, as_at=sent.as_at, at=at, because=sent.because, dry_run=sent.dry_run, mapping=None, match=False,
        told=log.info, by=sent.sent_by,
    )  # fmt: skip
    answer = {
        "files": [_told(one) for one in said["files"]],
        "passed_over": [one["message"] for one in said["passed_over"]],
        "seconds": said["seconds"],
        "matched": None,
    }
    if is_new(said):
        try:
            match(log.info)
            answer["matched"] = True
        except commands.Wrong:
            log.exception("what was sent as %s is loaded, and matching failed", sent.pk)
            answer["matched"] = False
    return answer


def _told(one: dict) -> dict:
    """What the loader said of a file, in numbers and words: the rows themselves stay with the batch."""
    kinds = Counter((problem["verdict"], problem["code"]) for problem in one["problems"])
    return {name: one[name] for name in TOLD} | {"kinds": [[verdict, code, times] for (verdict, code), times in kinds.most_common()]}
