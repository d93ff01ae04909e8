"""One file, or the files of one extract, becomes one batch: every row of it, or nothing."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from everychild.exchange.answering import CORRECTED_HERE, Answering
from everychild.exchange.loading import ATTACHED_TO, SENDS_CHANGES_ONLY, digest_of, let_in, why_stop
from everychild.exchange.routing import Routing
from everychild.formats import mapped, registry
from everychild.formats.again import context_of
from everychild.formats.facts import Establishment
from everychild.formats.items import keep
from everychild.formats.reading import Recognised, RowProblem, Sent, Stopped, Unreadable
from everychild.intake import actions as intake
from everychild.intake.models import Batch
from everychild.ledger.actions import record as ledger_record
from everychild.organisations.actions import receive_schools
from everychild.people.actions import adoption
from everychild.people.actions.attach import attach
from everychild.people.actions.receive import Receiving, fade, unflag, withhold_with_adults
from everychild.schooling.actions import end_rolls_of, tie_contacts_to_pupils
from everychild.sharing.actions.agreement import know_agreement
from everychild.sharing.actions.involvement import announce_new_involvements, end_involvements_of
from everychild.sharing.agreements import Terms
from everychild.sharing.queries import records_under_an_adoption_order

AT_ONCE = 4_000
TELL_OF_PUPILS = frozenset({"school_census", "contacts"})


@dataclass(slots=True)
class Outcome:
    """What became of one file: what `everychild load --json` says of it. Seconds of wall time."""

    path: str
    reader: str | None
    source: str | None
    status: str
    sha256: str | None = None
    encoding: str | None = None
    batch: str | None = None
    counts: intake.Counts = field(default_factory=intake.Counts)
    problems: list[RowProblem] = field(default_factory=list)
    message: str | None = None
    do: str | None = None
    line: int | None = None
    field: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """How a file is to be loaded: by whom, when, as at which day, and whether in spite of what would stop it."""

    by: int
    at: datetime
    as_at: date
    because: str = ""
    dry_run: bool = False


class Stop(Exception):
    """Leave nothing of the file but its account."""


def load(*, files: Recognised, terms: Terms, order: Order) -> Outcome:
    """Load one recognised file or extract, all of it or nothing, in one transaction."""
    began = time.monotonic()
    digest = digest_of((*files.paths, *([files.mapping] if files.mapping else [])))
    outcome = Outcome(path_of(files), files.reader, files.source, "loaded", digest, ", ".join(sorted(set(files.encodings.values()))))
    know(terms)
    before = intake.batch_of_file(source=files.source, sha256=digest, let_in=let_in(terms), latest_only=files.reader not in SENDS_CHANGES_ONLY)
    if before is not None:
        outcome.status, outcome.batch = "unchanged", str(before.pk)
        outcome.counts = _all_the_same(before)
        outcome.problems = intake.problems_of(batch=before)
    else:
        _load(files, terms, order, outcome)
    outcome.seconds = round(time.monotonic() - began, 3)
    return outcome


def know(terms: Terms) -> None:
    """The source and its agreement are listed as the agreement's file has them."""
    system = terms.system
    intake.know_source(
        code=terms.source, name=terms.title, system=system.name, steward=system.steward, state=system.state, services=system.services, covers=system.covers,
        covers_ages=system.covers_ages, interval_days=system.interval_days,
    )  # fmt: skip
    know_agreement(terms=terms)


def _load(files: Recognised, terms: Terms, order: Order, outcome: Outcome) -> None:
    loading = Loading(files, terms, order, outcome)
    try:
        with transaction.atomic():
            loading.everything()
            if order.dry_run:
                raise Stop
    except Stop:
        pass
    except Stopped as wrong:
        outcome.status, outcome.message, outcome.do = "stopped", wrong.message, wrong.do
        outcome.line, outcome.field = wrong.line, wrong.field
    except Unreadable as wrong:
        outcome.status, outcome.message, outcome.do = "refused", wrong.message, wrong.do
        outcome.line, outcome.field = wrong.line, wrong.field
    if outcome.status in ("stopped", "refused"):
        outcome.counts.new = outcome.counts.changed = outcome.counts.same = 0
        if not order.dry_run:
            loading.account_of_a_stop()
    if order.dry_run:
        outcome.batch = None


class Loading:
    """One file on its way in."""

    corrects: UUID | None = None
    """The batch whose row is corrected; none for a file."""

    def __init__(self, files: Recognised, terms: Terms, order: Order, outcome: Outcome):
        self.files, self.terms, self.order, self.outcome = files, terms, order, outcome
        self.queries = Answering(source=files.source)

    def everything(self) -> None:
        """Read, receive, keep the seals, decide whether the file may stay, and write the account."""
        batch = self._open()
        self.outcome.batch = str(batch.pk)
        account = intake.Account(batch=batch.pk)
        self.outcome.counts, self.outcome.problems = account.counts, account.first_problems
        mapping = digest_of((self.files.mapping,)) if self.files.mapping else ""
        receiving = Receiving(batch=batch.pk, source=self.files.source, as_at=self.order.as_at, at=self.order.at, mapping=mapping)
        self._receive(account, receiving, Routing(source=self.files.source, agency=self.terms.controllers[0]))
        self._keep_seals(receiving, account)
        self._answer_queries(batch)
        stop = None if self.corrects else why_stop(counts=account.counts, reader=self.files.reader, known_before=receiving.known_before, seen_again=receiving.seen_again)
        if stop and not self.order.because:
            self.outcome.status, self.outcome.message = "stopped", stop
            self.outcome.do = "Look at the problems and send the file again; or load it all the same with --because and your reason."
            raise Stop
        if receiving.known_before and self.files.reader not in SENDS_CHANGES_ONLY and self.corrects is None:
            gone = fade(batch=batch.pk, source=self.files.source, on=self.order.as_at)
            end_rolls_of(records=gone, on=self.order.as_at)
            end_involvements_of(records=gone, on=self.order.as_at)
        if receiving.known_before:
            announce_new_involvements(batch=batch.pk, at=self.order.at)
        self._close(batch, account, overruled=stop)

    def _open(self) -> Batch:
        files, order = self.files, self.order
        return intake.open_batch(
            source=files.source, reader=files.reader, path=self.outcome.path, sha256=self.outcome.sha256, encoding=self.outcome.encoding, as_at=order.as_at,
            at=order.at, by=order.by, because=order.because, agreement=self.terms.code, let_in=let_in(self.terms), corrects=self.corrects,
        )  # fmt: skip

    def _read(self) -> Iterator[Sent]:
        """Everything that the file says."""
        return registry.read(self.files)

    def _answer_queries(self, batch: Batch) -> None:
        """What the file says to the queries that are open with its source. A correction is no answer of the source's."""
        for answer in self.queries.answers() if self.corrects is None else ():
            intake.answer_query(query=answer.query, state=answer.state, said=answer.said, at=self.order.at, batch=batch)
            if answer.state == "agreed":
                unflag(source=self.files.source, local_id=answer.query.local_id, code=CORRECTED_HERE)

    def _receive(self, account: intake.Account, receiving: Receiving, routing: Routing) -> None:
        schools: list[Establishment] = []
        things = self._things(account)
        while some := list(islice(things, AT_ONCE)):
            receiving.look_up([thing.local_id for thing, _ in some])
            for thing, gone in some:
                kept = account.note(thing)
                self.queries.look(thing)
                if thing.kind == "school":
                    schools += [fact for fact in thing.facts if isinstance(fact, Establishment)]
                elif kept and thing.facts:
                    received = receiving.take(thing, dropped=gone)
                    _count(account.counts, received.outcome)
                    if received.outcome in ("new", "changed"):
                        routing.take(thing, record=received.record_id, changed=received.outcome == "changed")
                else:
                    account.keep_rows(thing)
            _flush(receiving, routing, account)
        receiving.finish()
        if self.files.reader in TELL_OF_PUPILS:
            tie_contacts_to_pupils()
        withhold_with_adults()
        if schools:
            received = receive_schools(schools=schools)
            account.counts.new, account.counts.changed, account.counts.same = received.new, received.changed, received.same
        if self.files.source in ATTACHED_TO:
            attach(source=self.files.source, to=ATTACHED_TO[self.files.source], at=self.order.at)

    def _things(self, account: intake.Account) -> Iterator[tuple[Sent, Counter[str]]]:
        dropped: dict[str, int] = account.counts.dropped
        columns = mapped.item_columns(mapped.load_mapping(self.files.mapping)) if self.files.mapping else None
        for thing in self._read():
            thing, gone = keep(thing, self.terms.items, columns)
            for item, count in gone.items():
                if count:
                    dropped[item] = dropped.get(item, 0) + count
            yield thing, gone

    def _keep_seals(self, receiving: Receiving, account: intake.Account) -> None:
        adopted = records_under_an_adoption_order(source=self.files.source, on=self.order.as_at)
        newly_sealed = adoption.seal(records=adopted, at=self.order.at) if adopted else 0
        held = adoption.keep_seals(batch=UUID(account.batch), newly_sealed=newly_sealed, at=self.order.at).held
        for batch, local_id in adoption.origins(records=held):
            if str(batch) == account.batch:
                account.hold(local_id=local_id, path=self.outcome.path)
            else:
                intake.requarantine(batch=batch, local_id=local_id, counts=None)

    def _close(self, batch: Batch, account: intake.Account, overruled: str | None) -> None:
        account.flush()
        intake.close_batch(batch=batch, counts=account.counts)
        if account.counts.problems and self.corrects is None:
            intake.keep_context(batch=batch, found=context_of(self.files))
        counts = account.counts
        ledger_record(
            "loaded", refs={"batch": str(batch.pk), "sha256": batch.sha256},
            words={"source": batch.source_id, "rows": counts.rows, "new": counts.new, "changed": counts.changed, "quarantined": counts.quarantined,
                   "overruled": overruled or "", "because": self.order.because},
        )  # fmt: skip

    def account_of_a_stop(self) -> None:
        """Of a file that was stopped or refused nothing is kept but that it was, and what was wrong with it."""
        outcome = self.outcome
        with transaction.atomic():
            batch = self._open()
            outcome.batch = str(batch.pk)
            intake.close_batch(batch=batch, counts=outcome.counts, status=outcome.status, stopped_because=outcome.message or "")
            intake.keep_first_problems(batch=batch, problems=outcome.problems)
            ledger_record("load_stopped", refs={"batch": str(batch.pk), "sha256": batch.sha256}, words={"source": batch.source_id, "why": outcome.message})


def look_at_seals_again(*, at: datetime) -> int:
    """After files that were loaded side by side, neither of which saw the other: every record is held against every seal once more. How many met one."""
    met = adoption.keep_seals(batch=None, newly_sealed=1, at=at)
    for batch, local_id in adoption.origins(records=met.held):
        intake.requarantine(batch=batch, local_id=local_id, counts=None)
    return met.gathered + len(met.held)


def _flush(receiving: Receiving, routing: Routing, account: intake.Account) -> None:
    routing.forget_changed()
    receiving.flush()
    routing.flush()
    account.flush()


def _count(counts: intake.Counts, outcome: str) -> None:
    name = "same" if outcome == "older" else outcome
    setattr(counts, name, getattr(counts, name) + 1)


def _all_the_same(before: Batch) -> intake.Counts:
    counts = intake.Counts(before.rows, before.accepted, before.flagged, before.quarantined, 0, 0, before.new + before.changed + before.same)
    counts.problems = before.problems.count()
    return counts


def path_of(files: Recognised) -> str:
    """How the office knows it: the file, or the folder of an extract."""
    return files.paths[0] if len(files.paths) == 1 else str(Path(files.paths[0]).parent)


def refused(*, path: str, message: str, do: str | None, reader: str | None = None, source: str | None = None, line: int | None = None, field: str | None = None) -> Outcome:
    """A file that never began: no reader takes it, or no agreement covers it."""
    return Outcome(path, reader, source, "refused", message=message, do=do, line=line, field=field)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """One entry of `files` in the answer of `everychild load`."""
    counts = outcome.counts
    problems = [
        {"path": one.path, "table": one.table, "line": one.line, "record_id": one.record_id, "field": one.field, "value": one.value, "verdict": one.verdict,
         "code": one.code, "message": one.message, "do": one.do}
        for one in outcome.problems
    ]  # fmt: skip
    return {
        "path": outcome.path, "reader": outcome.reader, "source": outcome.source, "status": outcome.status, "batch": outcome.batch, "sha256": outcome.sha256,
        "encoding": outcome.encoding, "rows": counts.rows, "accepted": counts.accepted, "flagged": counts.flagged, "quarantined": counts.quarantined,
        "new": counts.new, "changed": counts.changed, "same": counts.same, "dropped": counts.dropped, "problems": problems, "problems_total": counts.problems,
        "message": outcome.message, "do": outcome.do, "line": outcome.line, "field": outcome.field, "seconds": outcome.seconds,
    }  # fmt: skip
