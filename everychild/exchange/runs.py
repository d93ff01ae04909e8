"""A run of the loader: recognise what was handed over, load it in the right order, and match afterwards."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from everychild.exchange.actions import Order, Outcome, as_json, load, look_at_seals_again, refused
from everychild.exchange.loading import BESIDE, WORTH_A_SECOND_PROCESS, turn
from everychild.formats import registry
from everychild.formats.reading import Recognised
from everychild.kit import commands
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.people.queries import matching_is_due
from everychild.sharing.agreements import BrokenAgreement, Terms, read_terms

PASSED_OVER = frozenset({"not_for_loading", "not_read_yet"})
"""Found in a folder beside what is meant, these are no failure; named by themselves, they are."""

WORTH_A_LINE = 100
"""Rows from which a file that went well gets a line of its own on the screen; transfer files come by the hundred."""

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
    answered = _load_all(recognised, agreements, order, told, by_usual_source=source is None)
    passed_over = [one for one in unclaimed if one.code in PASSED_OVER and one.path not in paths]
    answered += [(one.path, as_json(refused(path=one.path, message=one.message, do=one.do, line=one.line, field=one.field))) for one in unclaimed if one not in passed_over]
    places = {path: place for place, path in enumerate(registry.files_of(paths))}
    answers = [answer for _, answer in sorted(answered, key=lambda one: places.get(one[0], len(places)))]
    small = [one for one in answers if one["status"] in ("loaded", "unchanged") and one["rows"] < WORTH_A_LINE]
    if small and not dry_run:
        told(f"    {'and':>5}  {len(small):,} small files with {sum(one['rows'] for one in small):,} rows between them")
    answer: dict = {"files": answers, "passed_over": [{"path": one.path, "message": one.message} for one in passed_over], "dry_run": dry_run}
    if match and is_new(answer):
        answer["match"] = match_afterwards(told)
    answer["seconds"] = round(time.monotonic() - began, 3)
    return answer


def _load_all(recognised: list[Recognised], agreements: dict[str, Terms], order: Order, told: Callable[[str], None], by_usual_source: bool) -> list[tuple[str, dict]]:
    """(first path, answer) of each file. What is much is loaded by two processes, the school census by this one and what it shares no child's id with by another."""
    in_turn = sorted(recognised, key=lambda files: turn(files.reader))
    beside = [files for files in in_turn if files.reader in BESIDE]
    much = sum(Path(path).stat().st_size for files in beside for path in files.paths) >= WORTH_A_SECOND_PROCESS
    alone = order.dry_run or order.by != THE_COMMAND or not by_usual_source or not any(files.reader == "school_census" for files in recognised)
    if alone or not much:
        return [(files.paths[0], as_json(_load_one(files, agreements, order, told))) for files in in_turn]
    first = [files for files in in_turn if turn(files.reader) < turn("school_census")]
    meanwhile = [files for files in in_turn if files.reader in ("school_census", "contacts")]
    last = [files for files in in_turn if files not in (*first, *beside, *meanwhile)]
    answers = [(files.paths[0], as_json(_load_one(files, agreements, order, told))) for files in first]
    with _second_process(beside, order) as theirs:
        answers += [(files.paths[0], as_json(_load_one(files, agreements, order, told))) for files in meanwhile]
    with on_behalf_of(order.by, role=JOBS, purpose="load"):
        look_at_seals_again(at=order.at)
    if not theirs:
        raise commands.Wrong("Some of the files could not be loaded; each is there whole or not at all.", do="Load the same files again: what is there is left as it is.")
    return answers + theirs + [(files.paths[0], as_json(_load_one(files, agreements, order, told))) for files in last]


@contextmanager
def _second_process(recognised: list[Recognised], order: Order) -> Iterator[list[tuple[str, dict]]]:
    """Another process of the same command, for these files; its answers are there when it has ended, and none if it failed."""
    theirs: list[tuple[str, dict]] = []
    paths = [path for files in recognised for path in files.paths]
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        words = [sys.executable, "-m", "everychild", "load", *paths, "--as-at", order.as_at.isoformat(), "--no-match", "--json", str(answer)]
        process = subprocess.Popen([*words, *(["--because", order.because] if order.because else [])], stdout=subprocess.DEVNULL)
        try:
            yield theirs
        finally:
            ended = process.wait()
        if ended in (commands.DONE, commands.IN_PART):
            theirs += [(one["path"], one) for one in json.loads(answer.read_text())["files"]]


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
    if outcome.status not in ("loaded", "unchanged") or outcome.counts.rows >= WORTH_A_LINE or order.dry_run:
        told(_line(outcome))
    return outcome


def _line(outcome: Outcome) -> str:
    counts = outcome.counts
    rows = f"{counts.rows:,} rows: {counts.accepted:,} accepted, {counts.flagged:,} with a flag, {counts.quarantined:,} quarantined; {counts.new:,} new, {counts.changed:,} changed, {counts.same:,} the same"
    return f"{outcome.status:>9}  {outcome.source or '?':<12} {rows if outcome.status != 'refused' else outcome.message}" + (f"  {outcome.message}" if outcome.status == "stopped" else "")


def is_new(answer: dict) -> bool:
    """Whether anything about a child was loaded that matching has not seen, by this load or by one that was killed before it matched."""
    if answer["dry_run"]:
        return False
    with on_behalf_of(None, role=JOBS, purpose="load"):
        return matching_is_due()


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
