"""A row corrected here goes the way of a row of a file: read by the same reader, let in by the same agreement, loaded as a version of its own."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from everychild.exchange import jobs
from everychild.exchange.actions import Loading, Order, Outcome, Stop, know
from everychild.exchange.answering import CORRECTED_HERE
from everychild.exchange.runs import match_afterwards
from everychild.formats.again import NOT_COLUMNS, READ_AGAIN, again, corrected, fields_of, things_again, value_of
from everychild.formats.reading import RowProblem, Sent, SentRow, Unreadable
from everychild.intake import actions as intake
from everychild.intake.models import Batch, Correction, Problem
from everychild.intake.queries import context_of_batch, corrections_that_stand
from everychild.kit import commands, problems
from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.words import day
from everychild.organisations.queries import names_of
from everychild.people.queries import matching_is_due
from everychild.sharing.agreements import BrokenAgreement, read_terms

log = logging.getLogger("everychild.correcting")
LATER = "A later file of this source has come since. Correct the row of that one."


@dataclass(frozen=True)
class Row:
    """A row in which something is wrong, with the rows of the same thing without which it cannot be read."""

    problem: Problem
    batch: Batch
    rows: tuple[SentRow, ...]
    local_id: str
    superseded: bool
    loaded: bool
    """Whether the row was let in, with a flag: then there is a record under its id."""

    @cached_property
    def context(self) -> tuple[dict[str, list[dict]], str]:
        """Tables about schools and the council's mapping, as they were loaded."""
        return context_of_batch(self.batch.pk)

    @cached_property
    def own(self) -> SentRow | None:
        """The row of which the problem speaks."""
        return next((row for row in self.rows if (row.table, row.line) == (self.problem.table, self.problem.line)), None)

    @cached_property
    def fields(self) -> list[str]:
        """What may be corrected in it."""
        return fields_of(self.batch.reader, self.own, self.context[1]) if self.own else []

    def value(self, field: str) -> str:
        """What stands in a field."""
        return value_of(self.own, field) if self.own else ""

    def why_not(self) -> str:
        """Why nothing of it can be corrected here; empty where something can."""
        if self.batch.corrects_id:
            return "This row was corrected here already. Correct it once more from the load that brought it."
        if self.batch.reader not in READ_AGAIN:
            return "Rows of this kind of file lean on those of other people, so one of them cannot be corrected here. Ask the source."
        if self.problem.code in NOT_COLUMNS:
            return "The columns of this row cannot be told apart, so no value in it can be corrected here. Ask the source."
        if self.superseded:
            return LATER
        return "" if self.own else "The row is not kept here any more. Ask the source."

    def with_changes(self, changes: dict[str, str]) -> tuple[SentRow, ...]:
        """All rows of the thing, the one with other values."""
        row = self.own
        for field, value in changes.items():
            row = corrected(self.batch.reader, row, field, value)
        return tuple(row if one is self.own else one for one in self.rows)


def row_of(problem: Problem) -> Row:
    """The row of a problem as it was sent, and as it was corrected before; only for somebody who may read what was refused."""
    with connection.cursor() as sql:
        sql.execute('select local_id, path, "table", line, sent, superseded, loaded from sharing_sent_rows(%s)', [problem.pk])
        found = sql.fetchall()
    batch = problem.batch
    rows = [SentRow(path, table, line, json.loads(sent) if isinstance(sent, str) else sent) for _, path, table, line, sent, *_ in found]
    for one in corrections_that_stand(batch.pk, problem.local_id) if problem.local_id else []:
        rows = [corrected(batch.reader, row, one.field, one.as_corrected) if (row.table, row.line) == (one.table, one.line) else row for row in rows]
    return Row(problem, batch, tuple(rows), problem.local_id, any(late for *_, late, _ in found), any(loaded for *_, loaded in found))


def still_wrong(row: Row, changes: dict[str, str]) -> list[RowProblem]:
    """What the reader would still refuse in the row with these values; nothing where it would take it."""
    rows = row.with_changes(changes)
    try:
        with _again(row, rows) as files:
            things = list(things_again(files, rows))
    except Unreadable as wrong:
        return [RowProblem(rows[0].path, rows[0].table, rows[0].line, row.local_id, wrong.field, None, "quarantined", "unreadable", wrong.message, wrong.do or "")]
    if row.loaded and any(thing.local_id != row.local_id for thing in things):
        message = "This would make it the row of somebody else: the id by which the source knows a person is corrected at the source only."
        return [RowProblem(row.problem.path, row.problem.table, row.problem.line, row.local_id, None, None, "quarantined", "other_id", message, "Ask the source.")]
    return [one for thing in things for one in thing.problems if one.verdict == "quarantined" and (one.table, one.line) == (row.problem.table, row.problem.line)]


def _again(row: Row, rows: tuple[SentRow, ...]):
    tables, mapping = row.context
    return again(reader=row.batch.reader, source=row.batch.source_id, rows=rows, as_at=row.batch.as_at, tables=tables, mapping=mapping)


@transaction.atomic
def correct_row(*, row: Row, changes: dict[str, str], because: str, by: int, at: datetime) -> list[Correction]:
    """Values of a row are corrected, and wait to be loaded. Refused where the row would still be wrong, or says so already."""
    changes = {field: value.strip() for field, value in changes.items() if value.strip() != row.value(field).strip()}
    if row.why_not():
        raise problems.Problem(row.why_not())
    if not changes:
        raise problems.Problem("Nothing was changed: every value is as it was sent.")
    if any(field not in row.fields for field in changes):
        raise problems.Problem("There is no such field in a row of this kind.")
    if wrong := still_wrong(row, changes):
        raise problems.Problem(f"With this the row would still be refused. {wrong[0].field + ': ' if wrong[0].field else ''}{wrong[0].message}")
    said = {field: (row.value(field), value) for field, value in changes.items()}
    made = intake.correct(
        problem=row.problem, source=row.batch.source_id, local_id=row.local_id, table=row.problem.table, line=row.problem.line, changes=said, because=because, by=by, at=at
    )
    jobs.load_corrections.defer(corrections=[str(one.pk) for one in made])
    return made


class _LoadingACorrection(Loading):
    """A corrected row on its way in."""

    def __init__(self, files, terms, order, outcome, *, row: Row, rows: tuple[SentRow, ...], fields: list[str], said: str):
        super().__init__(files, terms, order, outcome)
        self.read_as = ""
        self.row, self.rows, self.fields, self.said = row, rows, fields, said
        self.corrects = row.batch.pk

    def _read(self) -> Iterator[Sent]:
        for thing in things_again(self.files, self.rows):
            where = (self.row.problem.path, self.row.problem.table, self.row.problem.line, thing.local_id)
            flags = [RowProblem(*where, field, None, "flagged", CORRECTED_HERE, self.said, "Wait for the source's answer.") for field in self.fields]
            self.read_as = thing.local_id
            yield replace(thing, problems=(*thing.problems, *flags))


def load_what_was_corrected(*, keys: list[UUID], clock: Callable[[], datetime], match: Callable[[Callable[[str], None]], object] = match_afterwards) -> str:
    """Load a row with the values that somebody corrected: all of it or nothing. Why it could not be; empty where it was."""
    with on_behalf_of(None, role=JOBS, purpose="load"):
        waiting = list(Correction.objects.filter(pk__in=keys, state=Correction.State.WAITING).select_related("problem__batch__source").order_by("at", "field"))
        by = waiting[0].by if waiting else 0
    if not waiting:
        return ""
    at = clock()
    with on_behalf_of(by, role=JOBS, purpose="load"):
        refusal, sealed = _load(waiting, at)
        if refusal:
            intake.refuse_corrections(corrections=waiting, said=refusal, at=at, sealed=sealed)
        due = not refusal and matching_is_due()
    if due:
        _match(match)
    return refusal


def _match(match: Callable[[Callable[[str], None]], object]) -> None:
    try:
        match(log.info)
    except commands.Wrong:
        log.exception("a correction is loaded, and matching failed")


def _load(waiting: list[Correction], at: datetime) -> tuple[str, bool]:
    """(why it could not be loaded, whether only the adoption officer may know of it)."""
    first = waiting[0]
    if first.problem is None:
        return "The row is not kept here any more.", False
    row = row_of(first.problem)
    if row.why_not():
        return row.why_not(), False
    try:
        terms = read_terms().get(first.source_id)
    except BrokenAgreement as broken:
        return str(broken), False
    if terms is None or not terms.in_force(at.date()):
        return "No agreement with the source is in force today, so nothing of it is loaded.", False
    changes = {one.field: one.as_corrected for one in waiting}
    rows, said = row.with_changes(changes), f"Corrected here by {names_of([first.by]).get(first.by, 'the data office')} on {day(first.at.date())}. The source has been asked."
    with _again(row, rows) as files:
        digest = sha256(repr([(one.table, one.line, dict(one.sent)) for one in rows]).encode()).hexdigest()
        order = Order(by=first.by, at=at, as_at=row.batch.as_at, because=f"Corrected here: {first.because}")
        outcome = Outcome(f"Corrected here, line {first.line} of {row.batch.path}"[:400], row.batch.reader, first.source_id, "loaded", digest, "utf-8")
        know(terms)
        loading = _LoadingACorrection(files, terms, order, outcome, row=row, rows=rows, fields=list(changes), said=said)
        return _loaded(loading, outcome, waiting, at)


def _loaded(loading: _LoadingACorrection, outcome: Outcome, waiting: list[Correction], at: datetime) -> tuple[str, bool]:
    try:
        with transaction.atomic():
            loading.everything()
            counts = outcome.counts
            if any(one.code == intake.ADOPTION for one in outcome.problems):
                intake.refuse_corrections(corrections=waiting, said=intake.HELD, at=at, sealed=True)
                return intake.HELD, True
            if counts.new + counts.changed == 0:
                raise Stop
            intake.open_queries_of(corrections=waiting, loaded_as=UUID(outcome.batch), read_as=loading.read_as, by=waiting[0].by, at=at)
    except Stop:
        wrong = next((one for one in outcome.problems if one.verdict == "quarantined"), None)
        return (f"The row is still refused. {wrong.message}" if wrong else LATER), False
    except Unreadable as wrong:
        return wrong.message, False
    return "", False
