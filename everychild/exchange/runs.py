"""A run of the loader: recognise what was handed over, load it in the right order, and match afterwards."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from everychild.exchange.actions import Order, Outcome, as_json, load, refused
from everychild.exchange.loading import turn
from everychild.formats import registry
from everychild.formats.reading import Recognised
from everychild.kit import commands
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.sharing.agreements import BrokenAgreement, Terms, read_terms

PASSED_OVER = frozenset({"not_for_loading", "not_read_yet"})
"""Found in a folder beside what is meant, these are no failure; named by themselves, they are."""

THE_COMMAND = 0
"""The ledger's actor for what the command line does: the machine's own operator, not a user."""


def load_paths(*, paths: list[str], source: str | None, as_at: date, at: datetime, because: str, dry_run: bool, mapping: str | None, match: bool, told: Callable[[str], None], by: int = THE_COMMAND) -> dict:
    """Load files and folders; the answer of `everychild load --json`, its files in the order they were given."""
    began = time.monotonic()
    for path in paths:
        if not Path(path).exists():
            raise commands.Wrong("There is no such file or folder.", file=path, do="Check the path.")
    try:
        agreements = read_terms()
    except BrokenAgreement as broken:
        raise commands.Wrong(str(broken), do="Mend the agreement's file.") from None
    found, unclaimed = registry.recognise(paths, source=source, mappings=[mapping] if mapping else [])
    recognised = [replace(files, as_at=as_at, lenient=bool(because)) for files in found]
    order = Order(by=by, at=at, as_at=as_at, because=because, dry_run=dry_run)
    outcomes: dict[int, Outcome] = {}
    for place, files in sorted(enumerate(recognised), key=lambda one: turn(one[1].reader)):
        outcomes[place] = _load_one(files, agreements, order, told)
    answers = [as_json(outcomes[place]) for place in sorted(outcomes)]
    passed_over = [one for one in unclaimed if one.code in PASSED_OVER and one.path not in paths]
    answers += [as_json(refused(path=one.path, message=one.message, do=one.do, line=one.line, field=one.field)) for one in unclaimed if one not in passed_over]
    answer: dict = {"files": answers, "passed_over": [{"path": one.path, "message": one.message} for one in passed_over], "dry_run": dry_run}
    if match and is_new(answer):
        answer["match"] = match_afterwards(told)
    answer["seconds"] = round(time.monotonic() - began, 3)
    return answer


def _load_one(files: Recognised, agreements: dict[str, Terms], order: Order, told: Callable[[str], None]) -> Outcome:
    terms = agreements.get(files.source)
    if terms is None:
        do = "Put the signed agreement into the agreements folder, or name the right source with --source."
        outcome = refused(path=files.paths[0], message=f"No agreement covers the source {files.source}, so nothing of it is loaded.", do=do, reader=files.reader, source=files.source)
    elif not terms.in_force(order.at.date()):
        ended = terms.ends_on or terms.signed_on
        message = f"The agreement {terms.code} is not in force today (see {ended}), so nothing of {files.source} is loaded."
        outcome = refused(path=files.paths[0], message=message, do="Have it reviewed and signed again, and put the new file into the agreements folder.", reader=files.reader, source=files.source)
    else:
        with on_behalf_of(order.by, role=JOBS, purpose="load"):
            outcome = load(files=files, terms=terms, order=order)
    told(_line(outcome))
    return outcome


def _line(outcome: Outcome) -> str:
    counts = outcome.counts
    rows = f"{counts.rows:,} rows: {counts.accepted:,} accepted, {counts.flagged:,} with a flag, {counts.quarantined:,} quarantined; {counts.new:,} new, {counts.changed:,} changed, {counts.same:,} the same"
    return f"{outcome.status:>9}  {outcome.source or '?':<12} {rows if outcome.status != 'refused' else outcome.message}" + (f"  {outcome.message}" if outcome.status == "stopped" else "")


def is_new(answer: dict) -> bool:
    """Whether a load brought anything about a child that matching has not seen."""
    return not answer["dry_run"] and any(one["new"] or one["changed"] for one in answer["files"] if one["reader"] != "gias")


def match_afterwards(told: Callable[[str], None]) -> dict:
    """Match in a process of its own, which is the matching role and gives its memory back."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "match.json"
        done = subprocess.run([sys.executable, "-m", "everychild", "match", "--json", str(answer)], stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise commands.Wrong("The files are loaded, but matching failed.", do="Run `everychild match` and read what it says.")
        said = json.loads(answer.read_text())
    told(f"  matched  {said['records']:,} records, {said['moved']:,} joined others, {said['reviews']:,} pairs for a person to settle")
    return said
