"""Sources, the batches they send, and the verdict on every row. What a child is, intake does not know."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id


class Source(models.Model):
    """A system that sends us files, and what its agreement declares that it covers."""

    class State(models.TextChoices):
        STANDALONE = "standalone", "stands alone"
        FEEDING = "feeding", "feeds Everychild"
        REPLACED = "replaced", "replaced by Everychild"
        RETIRED = "retired", "retired"

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=160)
    system = models.CharField(max_length=160, blank=True)
    steward = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.FEEDING)
    services = ArrayField(models.CharField(max_length=40), default=list)
    covers = models.CharField(max_length=200, blank=True)
    covers_ages = ArrayField(models.SmallIntegerField(), default=list)
    interval_days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One file, or the files of one extract, as it arrived: what it was, who loaded it, and what became of its rows."""

    retention_class = "load_account"

    class Status(models.TextChoices):
        LOADED = "loaded", "loaded"
        STOPPED = "stopped", "stopped whole"
        REFUSED = "refused", "refused"

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    reader = models.CharField(max_length=40)
    path = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64, db_index=True)
    encoding = models.CharField(max_length=20, blank=True)
    as_at = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by = models.BigIntegerField()
    because = models.TextField(blank=True)
    agreement = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    stopped_because = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    flagged = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    dropped_items = models.JSONField(default=dict)
    let_in = models.CharField(max_length=64, blank=True)
    """What of such a file the agreement and the council's mapping let in, as a digest: the same file under other terms is another load."""
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    """The batch of which this one corrects a row; empty for a file."""

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                name="every_row_of_a_batch_has_a_verdict", condition=Q(rows=models.F("accepted") + models.F("flagged") + models.F("quarantined"))
            ),
        ]
        indexes = [models.Index(fields=["source", "-loaded_at"], name="batches_of_a_source")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.as_at}"


class RowVerdict(models.Model):
    """What became of one row: whose record it spoke of, where it stood, and whether that was news."""

    retention_class = "load_account"

    class Verdict(models.TextChoices):
        ACCEPTED = "a", "accepted"
        FLAGGED = "f", "accepted with a data-quality flag"
        QUARANTINED = "q", "quarantined"

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="verdicts")
    table = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    local_id = models.CharField(max_length=120)
    verdict = models.CharField(max_length=1, choices=Verdict)


class Problem(models.Model):
    """What is wrong with a row, where, and what the sender can do about it. It may quote the row, so only the data office reads it."""

    retention_class = "load_account"

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    path = models.CharField(max_length=400)
    table = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    local_id = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=120, blank=True)
    value = models.TextField(blank=True)
    verdict = models.CharField(max_length=1, choices=RowVerdict.Verdict)
    code = models.CharField(max_length=60)
    message = models.TextField()
    do = models.TextField()
    sealed = models.BooleanField(default=False)
    """Set where only an adoption officer may read and settle it."""
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)
    settled_how = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "verdict"], name="problems_of_a_batch")]


class BatchContext(models.Model):
    """What the rows of a batch cannot be read without and what names nobody: the extract's tables about schools, the council's mapping."""

    retention_class = "load_account"

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True, related_name="context")
    tables = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)


class QuarantinedRow(models.Model):
    """A row that brought no fact, exactly as sent, as far as its agreement let it in: so that it can be read again when somebody corrects it."""

    retention_class = "load_account"

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="quarantined_rows")
    kind = models.CharField(max_length=6)
    local_id = models.CharField(max_length=120)
    path = models.CharField(max_length=400)
    table = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    sent = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["batch", "local_id"], name="quarantined_rows_of_a_batch")]


class Correction(models.Model):
    """A value of a row corrected here, by whom and why: a row of its own beside the one that was sent, and a query to the source until it answers."""

    retention_class = "load_account"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be loaded"
        REFUSED = "refused", "could not be loaded"
        OPEN = "open", "asked of the source"
        AGREED = "agreed", "the source agrees"
        DISAGREED = "disagreed", "the source disagrees"
        OTHERWISE = "otherwise", "the source says something else"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    problem = models.ForeignKey(Problem, on_delete=models.SET_NULL, null=True, related_name="corrections")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="corrected")
    """The batch whose row is corrected."""
    loaded_as = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="corrections")
    local_id = models.CharField(max_length=120)
    read_as = models.CharField(max_length=120, blank=True)
    """The id under which the corrected row is kept, where it is made of what was corrected."""
    table = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=120)
    as_sent = models.TextField(blank=True)
    as_corrected = models.TextField()
    because = models.TextField()
    by = models.BigIntegerField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    said = models.TextField(blank=True)
    """Why it could not be loaded, what the source said instead, or why it was withdrawn."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    """Who withdrew it; empty where a file answered."""
    sealed = models.BooleanField(default=False)
    """Set where only an adoption officer may read it."""

    class Meta:
        indexes = [models.Index(fields=["source", "local_id"], name="open_queries_of_a_source", condition=Q(state="open"))]


class SentFile(models.Model):
    """Files that somebody of the data office sent here to be loaded together: where they wait, and what came of them."""

    retention_class = "load_account"

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        LOADING = "loading", "loading"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    names = ArrayField(models.CharField(max_length=200))
    source = models.CharField(max_length=40, blank=True)
    as_at = models.DateField()
    because = models.TextField(blank=True)
    dry_run = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)
    """What the loader said of each file, without any value of a row."""
    failed_because = models.TextField(blank=True)

    def __str__(self) -> str:
        return ", ".join(self.names)
