"""Batches are opened, counted and closed; every row gets its verdict; a problem is settled."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from everychild.formats.reading import RowProblem, Sent
from everychild.intake.models import Batch, BatchContext, Correction, Problem, QuarantinedRow, RowVerdict, SentFile, Source
from everychild.kit import problems
from everychild.kit.bulk import Pour, Pours
from everychild.kit.ids import new_id
from everychild.ledger.actions import record as ledger_record

LETTER = {"accepted": "a", "flagged": "f", "quarantined": "q"}
ADOPTION = "would_bridge_seal"
HELD = "A row of this file cannot be loaded as it stands, for a reason that only the adoption officer may read. It has been held."
HELD_DO = "Nothing for the data office to do: the adoption officer has been told and will speak to the sender."


def know_source(*, code: str, name: str, system: str, steward: str, state: str, services: Iterable[str], covers: str, covers_ages: Iterable[int], interval_days: int | None) -> Source:
    """A source as its agreement describes it."""
    said = {
        "name": name, "system": system, "steward": steward, "state": state, "services": list(services), "covers": covers,
        "covers_ages": list(covers_ages), "interval_days": interval_days,
    }  # fmt: skip
    source, _ = Source.objects.update_or_create(code=code, defaults=said)
    return source


@dataclass(slots=True)
class Counts:
    """What became of a batch's rows, and of the records they made."""

    rows: int = 0
    accepted: int = 0
    flagged: int = 0
    quarantined: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    problems: int = 0
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def share_accepted(self) -> float:
        """Accepted rows, flagged ones included, of all rows; 1 where there is none."""
        return (self.accepted + self.flagged) / self.rows if self.rows else 1.0


class Account:
    """The account of one batch while it loads: each row's verdict and each problem, poured beside the rows themselves."""

    SHOWN = 1_000

    def __init__(self, *, batch: UUID):
        self.batch = str(batch)
        self.counts = Counts()
        self.first_problems: list[RowProblem] = []
        self.pours = Pours(
            Pour("intake_rowverdict", ["batch_id", "table", "line", "local_id", "verdict"]),
            Pour("intake_quarantinedrow", ["batch_id", "kind", "local_id", "path", "table", "line", "sent"]),
            Pour("intake_problem", ["batch_id", "path", "table", "line", "local_id", "field", "value", "verdict", "code", "message", "do", "sealed", "settled_how"]),
        )

    def note(self, thing: Sent) -> bool:
        """The verdict on each row of one thing; whether any row was good enough to bring facts."""
        worst: dict[tuple[str, int], str] = {}
        for problem in thing.problems:
            key = (problem.path, problem.line)
            worst[key] = "quarantined" if problem.verdict == "quarantined" or worst.get(key) == "quarantined" else "flagged"
            self._problem(problem)
        kept = False
        for row in thing.rows:
            verdict = worst.get((row.path, row.line), "accepted")
            kept = kept or verdict != "quarantined"
            self.counts.rows += 1
            setattr(self.counts, verdict, getattr(self.counts, verdict) + 1)
            self.pours["intake_rowverdict"].add((self.batch, row.table[:60], row.line, thing.local_id[:120], LETTER[verdict]))
        return kept

    def _problem(self, problem: RowProblem) -> None:
        self.counts.problems += 1
        if len(self.first_problems) < self.SHOWN:
            self.first_problems.append(problem)
        text = [(value or "").replace("\x00", "") for value in (problem.record_id, problem.field, problem.value)]
        self.pours["intake_problem"].add(
            (self.batch, problem.path[:400], problem.table[:60], problem.line, text[0][:120], text[1][:120], text[2][:500], LETTER[problem.verdict],
             problem.code[:60], problem.message, problem.do, problem.code == ADOPTION, "")
        )  # fmt: skip

    def keep_rows(self, thing: Sent) -> None:
        """Rows that brought no fact are kept as sent, so that they can be corrected; of schools nobody corrects anything here."""
        for row in thing.rows if thing.kind != "school" else ():
            sent = json.dumps(row.sent, ensure_ascii=False, default=str)
            self.pours["intake_quarantinedrow"].add((self.batch, thing.kind, thing.local_id[:120], row.path[:400], row.table[:60], row.line, sent))

    def flush(self) -> None:
        """What has gathered goes into the tables."""
        self.pours.empty()

    def hold(self, *, local_id: str, path: str) -> None:
        """A row of this batch is held for the adoption officer: what was said of it is unsaid, and what is said instead names nobody."""
        self.first_problems[:] = [one for one in self.first_problems if one.record_id != local_id]
        self.first_problems.append(RowProblem(path, "", 0, None, None, None, "quarantined", ADOPTION, HELD, HELD_DO))
        requarantine(batch=UUID(self.batch), local_id=local_id, counts=self.counts)


def open_batch(*, source: str, reader: str, path: str, sha256: str, encoding: str, as_at: date, at: datetime, by: int, because: str, agreement: str, let_in: str = "", corrects: UUID | None = None) -> Batch:
    """A batch begins; its counts come when it is closed, in the same transaction."""
    return Batch.objects.create(
        id=new_id(), source_id=source, reader=reader, path=path[:400], sha256=sha256, encoding=encoding[:20], as_at=as_at, loaded_at=at, loaded_by=by,
        because=because, agreement=agreement, status=Batch.Status.LOADED, let_in=let_in, corrects_id=corrects,
    )  # fmt: skip


def close_batch(*, batch: Batch, counts: Counts, status: str = Batch.Status.LOADED, stopped_because: str = "") -> Batch:
    """The batch is done: loaded, or stopped whole with nothing of it kept but this account."""
    for name in ("rows", "accepted", "flagged", "quarantined", "new", "changed", "same"):
        setattr(batch, name, getattr(counts, name))
    batch.status, batch.stopped_because, batch.dropped_items = status, stopped_because, counts.dropped
    batch.save()
    return batch


def keep_context(*, batch: Batch, found: tuple[dict[str, list[dict]], str]) -> None:
    """What the rows of a batch cannot be read without, kept where there is any: tables about schools, the council's mapping."""
    tables, mapping = found
    if tables or mapping:
        BatchContext.objects.create(batch=batch, tables=tables, mapping=mapping)


def keep_first_problems(*, batch: Batch, problems: Iterable[RowProblem]) -> None:
    """The problems of a batch that was stopped whole: its rows are gone, and this is what the sender needs to mend them."""
    Problem.objects.bulk_create(
        Problem(
            batch=batch, path=one.path[:400], table=one.table[:60], line=one.line, local_id=(one.record_id or "")[:120], field=(one.field or "")[:120],
            value=(one.value or "").replace("\x00", "")[:500], verdict=LETTER[one.verdict], code=one.code[:60], message=one.message, do=one.do, sealed=one.code == ADOPTION,
        )
        for one in problems
    )  # fmt: skip


def hold_for_adoption(*, batch: UUID, path: str, table: str, line: int) -> None:
    """A row that would join a child to an identity sealed by an adoption order: said to the adoption officer in words that name nobody."""
    Problem.objects.create(
        batch_id=batch, path=path[:400], table=table, line=line, verdict=RowVerdict.Verdict.QUARANTINED, code=ADOPTION, sealed=True,
        message=HELD, do=HELD_DO,
    )  # fmt: skip


@transaction.atomic
def settle(*, problem: Problem, by: int, at: datetime, how: str) -> Problem:
    """Somebody has dealt with a quarantined row: by asking the sender, or by a decision here."""
    if problem.settled_at is not None:
        raise problems.Problem("Somebody has settled this already.")
    problem.settled_by, problem.settled_at, problem.settled_how = by, at, how
    problem.save(update_fields=["settled_by", "settled_at", "settled_how"])
    ledger_record("problem_settled", refs={"batch": str(problem.batch_id), "problem": problem.pk}, words={"how": how})
    return problem


@transaction.atomic
def settle_alike(*, batch: Batch, verdict: str, code: str, by: int, at: datetime, how: str) -> int:
    """The same answer for every problem of one kind in a batch that nobody has settled; how many there were. Never what is sealed."""
    alike = Problem.objects.filter(batch=batch, verdict=verdict, code=code, sealed=False, settled_at=None)
    count = alike.update(settled_by=by, settled_at=at, settled_how=how)
    if count:
        ledger_record("problems_settled", refs={"batch": str(batch.pk)}, words={"code": code, "count": count, "how": how})
    return count


def batch_of_file(*, source: str, sha256: str, let_in: str, latest_only: bool) -> Batch | None:
    """The batch by which this very file was loaded, its agreement letting in what it lets in now. Of a source that sends everything each time, only the latest counts: an older file would undo a newer."""
    loaded = Batch.objects.filter(source_id=source, status=Batch.Status.LOADED, corrects=None).order_by("-loaded_at")
    if latest_only:
        latest = loaded.first()
        return latest if latest is not None and (latest.sha256, latest.let_in) == (sha256, let_in) else None
    latest = loaded.filter(sha256=sha256).first()
    return latest if latest is not None and latest.let_in == let_in else None


def problems_of(*, batch: Batch) -> list[RowProblem]:
    """The first problems of a batch that was loaded before, as its loader said them."""
    words = {"f": "flagged", "q": "quarantined"}
    return [
        RowProblem(one.path, one.table, one.line, one.local_id or None, one.field or None, one.value or None, words[one.verdict], one.code, one.message, one.do)
        for one in batch.problems.order_by("id")[: Account.SHOWN]
    ]


def requarantine(*, batch: UUID, local_id: str, counts: Counts | None) -> None:
    """A row accepted a moment ago, or by an earlier batch, is held for the adoption officer after all; the counts follow."""
    held = RowVerdict.objects.filter(batch_id=batch, local_id=local_id).exclude(verdict="q")
    kept = Batch.objects.get(pk=batch)
    total = counts or kept
    for row in held:
        name = "accepted" if row.verdict == "a" else "flagged"
        setattr(total, name, getattr(total, name) - 1)
        total.quarantined += 1
    held.update(verdict="q", local_id="held")
    QuarantinedRow.objects.filter(batch__source_id=kept.source_id, local_id=local_id).delete()
    Correction.objects.filter(Q(local_id=local_id) | Q(read_as=local_id), source_id=kept.source_id).update(sealed=True)
    Problem.objects.filter(batch_id=batch, local_id=local_id).delete()
    if counts is None:
        kept.save()
    else:
        counts.problems += 1
    hold_for_adoption(batch=batch, path=kept.path, table="", line=0)


@transaction.atomic
def send_file(*, key: UUID, names: list[str], source: str, as_at: date, because: str, dry_run: bool, by: int, at: datetime) -> SentFile:
    """Files stand in the inbox under this key and wait to be loaded."""
    sent = SentFile(id=key, names=names, source=source, as_at=as_at, because=because, dry_run=dry_run, sent_by=by, sent_at=at)
    sent.save(force_insert=True)
    ledger_record("load_asked", refs={"sent": str(key)}, words={"source": source, "because": because, "dry_run": dry_run, "files": len(names)})
    return sent


def begin_sent(*, sent: SentFile, at: datetime) -> SentFile:
    """Somebody begins to load what was sent, for the first time or after a kill."""
    sent.status, sent.began_at, sent.tries = SentFile.Status.LOADING, at, sent.tries + 1
    sent.save(update_fields=["status", "began_at", "tries"])
    return sent


def end_sent(*, sent: SentFile, at: datetime, answer: dict | None = None, failed_because: str = "") -> SentFile:
    """What was sent has been loaded, stopped or refused; or loading it failed, and why."""
    sent.status = SentFile.Status.FAILED if failed_because else SentFile.Status.DONE
    sent.ended_at, sent.answer, sent.failed_because = at, answer, failed_because
    sent.save(update_fields=["status", "ended_at", "answer", "failed_because"])
    return sent


@transaction.atomic
def correct(*, problem: Problem, source: str, local_id: str, table: str, line: int, changes: dict[str, tuple[str, str]], because: str, by: int, at: datetime) -> list[Correction]:
    """Values of a row are corrected here, field -> (as sent, as corrected): each a row of its own, waiting to be loaded. What was sent stays as it is."""
    made = [
        Correction(
            problem=problem, batch_id=problem.batch_id, source_id=source, local_id=local_id[:120], table=table[:60], line=line, field=field[:120], as_sent=before, as_corrected=after,
            because=because, by=by, at=at,
        )
        for field, (before, after) in changes.items()
    ]  # fmt: skip
    for one in made:
        one.save(force_insert=True)
    refs = {"batch": str(problem.batch_id), "problem": problem.pk, "corrections": [str(one.pk) for one in made]}
    ledger_record("row_corrected", refs=refs, words={"fields": list(changes), "because": because})
    return made


@transaction.atomic
def open_queries_of(*, corrections: list[Correction], loaded_as: UUID, read_as: str, by: int, at: datetime) -> None:
    """What was corrected has been loaded: each correction is now a query to the source, and what was wrong with the row is settled."""
    for one in corrections:
        one.state, one.loaded_as_id, one.read_as = Correction.State.OPEN, loaded_as, read_as[:120]
        one.save(update_fields=["state", "loaded_as", "read_as"])
    first = corrections[0]
    wrong = Problem.objects.filter(batch_id=first.batch_id, table=first.table, line=first.line, sealed=False, settled_at=None)
    wrong.update(settled_by=by, settled_at=at, settled_how="Corrected here; the source has been asked")


@transaction.atomic
def refuse_corrections(*, corrections: list[Correction], said: str, at: datetime, sealed: bool = False) -> None:
    """What was corrected could not be loaded, and why; nothing of it was kept but that somebody tried."""
    for one in corrections:
        one.state, one.said, one.ended_at, one.sealed = Correction.State.REFUSED, said, at, sealed
        one.save(update_fields=["state", "said", "ended_at", "sealed"])


@transaction.atomic
def answer_query(*, query: Correction, state: str, said: str, at: datetime, batch: Batch) -> None:
    """A file of the source answers a query: it agrees, repeats what it sent before, or says something else."""
    query.state, query.said, query.ended_at = state, said, at
    query.save(update_fields=["state", "said", "ended_at"])
    ledger_record("query_answered", refs={"correction": str(query.pk), "batch": str(batch.pk)}, words={"state": state})


@transaction.atomic
def withdraw_query(*, query: Correction, why: str, by: int, at: datetime) -> Correction:
    """Somebody of the data office withdraws a query; the value corrected here stands until the source's next file."""
    if query.state != Correction.State.OPEN:
        raise problems.Problem("This query is not open any more.")
    query.state, query.said, query.ended_at, query.ended_by = Correction.State.WITHDRAWN, why, at, by
    query.save(update_fields=["state", "said", "ended_at", "ended_by"])
    ledger_record("query_withdrawn", refs={"correction": str(query.pk)}, words={"why": why})
    return query
