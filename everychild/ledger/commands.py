"""The commands `everychild ledger …`."""

import json
import time
from pathlib import Path
from typing import Any

from everychild.kit import database
from everychild.kit import time as clock
from everychild.kit.commands import DONE, IN_PART, Words, Wrong, emit, peak_rss_mb, progress
from everychild.kit.database_commands import as_role, ready

_SIGNED = ("seal", "upto_xid", "entries", "head", "at")


def ledger_verify(argv: list[str]) -> int:
    """Check the whole ledger, and against an exported head where one is given. Exit 3 when it is not whole."""
    words = Words(description="Check that no entry of the ledger was changed, removed, reordered or slipped in.").takes_json()
    words.add_argument("--head", metavar="FILE", help="a head that `everychild ledger head` wrote: it proves that the end was not cut off")
    said = words.parse_args(argv)
    exported = _read_head(Path(said.head)) if said.head else None
    _be("jobs")
    from everychild.ledger import queries

    started = time.monotonic()
    verdict = queries.verdict(queries.Head(**{name: exported[name] for name in _SIGNED[:4]}) if exported else None)
    seconds = round(time.monotonic() - started, 3)
    progress(_in_words(verdict, seconds))
    if said.json:
        emit(verdict.as_json() | {"head": exported, "seconds": seconds, "peak_rss_mb": peak_rss_mb()}, said.json)
    return DONE if verdict.ok else IN_PART


def ledger_seal(argv: list[str]) -> int:
    """Seal every settled entry."""
    said = Words(description="Seal every settled entry of the ledger.").takes_json().parse_args(argv)
    _be("jobs")
    from everychild.ledger import actions

    sealed = actions.seal()
    progress(f"{sealed} entries sealed.")
    if said.json:
        emit({"sealed": sealed}, said.json)
    return DONE


def ledger_head(argv: list[str]) -> int:
    """Seal, and write the signed end of the chain. Keep it where nobody who can reach the database can reach it."""
    words = Words(description="Write the signed head of the ledger, to be kept elsewhere.").takes_json()
    words.add_argument("--out", metavar="FILE", default="-", help="where to write it; standard output when not given")
    said = words.parse_args(argv)
    _be("jobs")
    from everychild.ledger import actions, queries, signature

    actions.seal()
    last = queries.head()
    if last is None:
        raise Wrong("The ledger has nothing that is sealed yet.", do="Run this again once something has been recorded.")
    head = {"seal": last.seal, "upto_xid": last.upto_xid, "entries": last.entries, "head": last.head, "at": clock.now().isoformat(timespec="seconds")}
    public, signed = signature.sign(_signed_text(head), database.home())
    emit(head | {"public_key": public, "signature": signed}, said.json or said.out)
    return DONE


def ledger_restored(argv: list[str]) -> int:
    """After a restore into another server: let the ledger go on from where it was."""
    words = Words(description="Let a ledger that was restored into another server go on from where it was.").takes_json()
    words.add_argument("--by", metavar="NUMBER", type=int, default=0, help="the number of the user who restored it; 0, somebody at the console")
    said = words.parse_args(argv)
    _be("owner")
    from everychild.ledger import actions

    shift = actions.move_in(by=said.by)
    progress(f"The ledger goes on; transaction numbers are shifted by {shift}.")
    if said.json:
        emit({"shift": shift}, said.json)
    return DONE


def _be(role: str) -> None:
    ready()
    as_role(role)


def _read_head(path: Path) -> dict[str, Any]:
    from everychild.ledger import signature

    try:
        head = json.loads(path.read_text(encoding="utf-8"))
        signed = signature.is_signed(_signed_text(head), head["public_key"], head["signature"])
    except (OSError, ValueError, TypeError, KeyError):
        raise Wrong("This is not a head that `everychild ledger head` wrote.", file=path) from None
    if not signed:
        raise Wrong("The signature does not fit: this head was changed.", file=path, do="Use another copy.")
    ours = signature.public_key(database.home())
    if ours is not None and ours != head["public_key"]:
        raise Wrong("This head was signed by another installation.", file=path, field="public_key")
    return head


def _signed_text(head: dict[str, Any]) -> bytes:
    return json.dumps({name: head[name] for name in _SIGNED}, sort_keys=True, separators=(",", ":")).encode()


def _in_words(verdict: Any, seconds: float) -> str:
    lines = [f"{verdict.entries} entries, {verdict.sealed} of them under {verdict.seals} seals, checked in {seconds} s."]
    lines += [
        f"{disposal.entries} of them had their content disposed of on {disposal.disposed_on}, class {disposal.retention_class}."
        for disposal in verdict.disposals
    ]
    lines += [problem.message + (f" ({problem.entry})" if problem.entry else "") for problem in verdict.problems[:20]]
    lines.append("The ledger is whole." if verdict.ok else f"The ledger is not whole: {verdict.problems_total} problems.")
    return "\n".join(lines)
