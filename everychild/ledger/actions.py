"""Writing the ledger: one function for entries, called in the transaction that it accounts for, and the sealing of them."""

import json
import re
import time
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from everychild.kit.ids import new_id

RETENTION_CLASS = "ledger"
_SECONDS_BETWEEN_SEALS = 0.5
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_last_seal = float("-inf")


def record(
    verb: str,
    *,
    person: uuid.UUID | None = None,
    purpose: str | None = None,
    refs: Mapping[str, Any] | None = None,
    words: Mapping[str, Any] | None = None,
    retention_class: str = RETENTION_CLASS,
) -> uuid.UUID:
    """Account for a deed, in the transaction that does it; if this fails, so must the deed. Answers the entry's id.

    The database stamps who (`everychild.actor`, an error when unset), as which role, and when. `verb` is plain words
    with underscores: `opened`, `searched`. `purpose` is the standing purpose of a job when none is given. `refs` are
    ids of what was touched, `words` what was said; both are JSON, can be disposed of, and are never needed to verify.
    """
    entry = new_id()
    with connection.cursor() as sql:
        sql.execute(
            "select ledger_write(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s)",
            [entry, verb, person, purpose, _json(refs), _json(words), retention_class],
        )
    if connection.in_atomic_block:
        transaction.on_commit(_seal_now_and_then, robust=True)
    return entry


def seal() -> int:
    """Seal every settled entry, unless somebody is doing so. Answers how many were sealed."""
    with connection.cursor() as sql:
        sql.execute("select ledger_seal_settled()")
        return sql.fetchone()[0]


def dispose(entries: list[uuid.UUID], *, retention_class: str, because: str) -> uuid.UUID:
    """Take away what these entries say, for good; that they happened stays, and the chain still verifies.

    Answers the certificate, an entry that names exactly these by a digest. Only the owner's role may do this.
    """
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("select ledger_digest_of_ids(%s)", [entries])
        refs = {"entries": sql.fetchone()[0], "count": len(entries), "class": retention_class}
        certificate = record("content_disposed", refs=refs, words={"because": because})
        sql.execute("select ledger_dispose(%s, %s)", [certificate, entries])
    return certificate


def move_in(*, by: int) -> int:
    """After a restore into a new server, go on numbering from beyond what was restored. Answers the shift. The owner's."""
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute("select set_config('everychild.actor', %s, true), ledger_restored()", [str(by)])
        _, shift = sql.fetchone()
        record("ledger_restored", refs={"shift": shift})
    return shift


def _seal_now_and_then() -> None:
    """Seals by the way, so that little is ever unsealed. Losing such a seal in a crash loses nothing: it is made again."""
    global _last_seal
    if time.monotonic() - _last_seal < _SECONDS_BETWEEN_SEALS:
        return
    _last_seal = time.monotonic()
    with connection.cursor() as sql:
        sql.execute("select set_config('synchronous_commit', 'off', true), ledger_seal_settled()")


def _json(said: Mapping[str, Any] | None) -> str | None:
    """JSON that PostgreSQL takes: it has no place for NUL, nor for half a surrogate pair, and a search may hold either."""
    if said is None:
        return None
    text = json.dumps(said, ensure_ascii=False, allow_nan=False, default=str)
    return _NUL.sub(r"\1\\ufffd", text).encode("utf-8", "replace").decode()
