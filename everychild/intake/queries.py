"""Questions about sources, what they sent and what became of its rows."""

from collections import defaultdict
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from everychild.intake.models import Batch, BatchContext, Correction, Problem, RowVerdict, SentFile, Source


def batches(*, source: str = "", status: str = "") -> QuerySet[Batch]:
    """Batches, the newest first."""
    found = Batch.objects.select_related("source").order_by("-loaded_at", "-id")
    if source:
        found = found.filter(source_id=source)
    return found.filter(status=status) if status else found


def batch_of(key: UUID) -> QuerySet[Batch]:
    """One batch, with its source."""
    return Batch.objects.select_related("source").filter(pk=key)


def sources() -> QuerySet[Source]:
    """Every source, with its latest loaded batch as `last_*` and how many rows it ever had refused."""
    loaded = Batch.objects.filter(source_id=OuterRef("pk"), status=Batch.Status.LOADED, corrects=None).order_by("-loaded_at")
    last = {f"last_{name}": Subquery(loaded.values(name)[:1]) for name in ("id", "as_at", "loaded_at", "rows", "quarantined", "agreement")}
    stopped = Count("batches", filter=~Q(batches__status=Batch.Status.LOADED))
    return Source.objects.annotate(**last, times_stopped=stopped).order_by("name")


def source_names() -> dict[str, str]:
    """code -> name of every source, by name."""
    return dict(Source.objects.order_by("name").values_list("code", "name"))


def sources_heard() -> QuerySet[Source]:
    """Every source, with the latest day of which a loaded file of it speaks as `heard_on`; None where nothing was ever loaded."""
    return Source.objects.annotate(heard_on=Max("batches__as_at", filter=Q(batches__status=Batch.Status.LOADED))).order_by("name")


def problems_of(batch: Batch, *, verdict: str = "", code: str = "", settled: str = "") -> QuerySet[Problem]:
    """What is wrong in a batch, as its file has it; `settled` is "", "no" or "yes". What is sealed is not among them."""
    found = batch.problems.filter(sealed=False).order_by("path", "table", "line", "id")
    if verdict:
        found = found.filter(verdict=verdict)
    if code:
        found = found.filter(code=code)
    return found.filter(settled_at__isnull=settled == "no") if settled else found


def kinds_of_problem(batch: Batch) -> list[dict]:
    """Each verdict and code of a batch's problems: how many there are, and how many nobody has settled."""
    kinds = batch.problems.filter(sealed=False).values("verdict", "code")
    return list(kinds.annotate(times=Count("id"), waiting=Count("id", filter=Q(settled_at=None))).order_by("-verdict", "-times", "code"))


def rows_of(batch: Batch, *, verdict: str = "") -> QuerySet[RowVerdict]:
    """The rows of a batch with their verdicts, in the order of the file."""
    found = batch.verdicts.order_by("id")
    return found.filter(verdict=verdict) if verdict else found


def held_for_adoption() -> QuerySet[Problem]:
    """What only an adoption officer may read and settle: what waits first, then the newest."""
    found = Problem.objects.filter(sealed=True).select_related("batch__source")
    return found.order_by(F("settled_at").desc(nulls_first=True), "-batch__loaded_at", "-id")


def dropped_under_agreements() -> dict[str, dict[str, int]]:
    """agreement -> item -> how many values were dropped at the door because it does not list the item."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as sql:
        sql.execute(
            """select b.agreement, gone.key, sum(gone.value::bigint)::bigint from intake_batch b, jsonb_each_text(b.dropped_items) gone
               where b.status = 'loaded' group by 1, 2 order by 3 desc, 2"""
        )
        for agreement, item, count in sql.fetchall():
            found[agreement][item] = count
    return dict(found)


def agreements_with_loads() -> set[str]:
    """Codes of agreements under which a file was loaded."""
    return set(Batch.objects.filter(status=Batch.Status.LOADED).values_list("agreement", flat=True).distinct())


def sent_files() -> QuerySet[SentFile]:
    """What was sent here to be loaded, the newest first."""
    return SentFile.objects.order_by("-id")


def not_ended() -> QuerySet[SentFile]:
    """What waits or is being loaded."""
    return sent_files().filter(status__in=[SentFile.Status.WAITING, SentFile.Status.LOADING])


def corrections_of(source: str, *, state: str = "") -> QuerySet[Correction]:
    """What was corrected here of a source's rows, what it has not answered first."""
    found = Correction.objects.filter(source_id=source, sealed=False).select_related("batch")
    found = found.order_by(F("ended_at").desc(nulls_first=True), "-at", "field")
    return found.filter(state=state) if state else found


def open_queries(source: str) -> QuerySet[Correction]:
    """The queries that a source has not answered, the oldest first."""
    return Correction.objects.filter(source_id=source, state=Correction.State.OPEN, sealed=False).order_by("at", "field")


def corrections_that_stand(batch: UUID, local_id: str) -> list[Correction]:
    """What was corrected here of one thing of a batch and loaded: the oldest first."""
    return list(Correction.objects.filter(batch_id=batch, local_id=local_id, loaded_as__isnull=False).order_by("at", "field"))


def context_of_batch(batch: UUID) -> tuple[dict[str, list[dict]], str]:
    """(rows of tables about schools, the council's mapping) without which a batch's rows cannot be read again."""
    found = BatchContext.objects.filter(batch_id=batch).first()
    return (found.tables, found.mapping) if found else ({}, "")
