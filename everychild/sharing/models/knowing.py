"""Who may know: who is involved with a child, and who opened a record without being so. No case content."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id
from everychild.organisations.models import School, Team, Worker
from everychild.people.models import Person, SourceRecord


class Involvement(models.Model):
    """A service, and perhaps a worker, that is or was involved with a child."""

    retention_class = "involvement"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="involvements")
    """The source record that brought it; for one entered here, the record by which the worker knew the child."""
    entered_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="involvements")
    service = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="involvements")
    worker = models.ForeignKey(Worker, on_delete=models.SET_NULL, null=True, related_name="involvements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="involvements")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="involvements")
    worker_name = models.CharField(max_length=160, blank=True)
    worker_role = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=120, blank=True)
    authority = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    lead = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["worker"], name="involvements_of_a_worker", condition=Q(to_on=None)),
            models.Index(fields=["team"], name="involvements_of_a_team", condition=Q(to_on=None)),
            models.Index(fields=["user"], name="involvements_of_a_user", condition=Q(to_on=None)),
            models.Index(fields=["school"], name="involvements_of_a_school", condition=Q(to_on=None)),
        ]


class Happening(models.Model):
    """One dated thing that a service reports of a child: that it happened, not what was said."""

    retention_class = "involvement"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="happenings")
    service = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=120)
    on = models.DateField(null=True)
    grading = models.CharField(max_length=40, blank=True)


class Opening(models.Model):
    """A purpose declared at the door: for this child, by this user, for a while."""

    retention_class = "opening"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, null=True, related_name="openings")
    """The record that was found: what is known for certain to be the same child is opened with it."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="openings")
    ground = models.CharField(max_length=12)
    purpose = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "record", "until"], name="openings_of_a_user")]


class Agreement(models.Model):
    """A data-sharing agreement as its file has it, so that a page can list it; the file is what binds."""

    code = models.CharField(max_length=80, primary_key=True)
    source_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    controllers = ArrayField(models.CharField(max_length=160))
    purpose = models.TextField()
    basis = models.TextField(blank=True)
    gateways = ArrayField(models.CharField(max_length=60), default=list)
    items = ArrayField(models.CharField(max_length=60))
    retention = models.CharField(max_length=60)
    signed_by = models.CharField(max_length=160)
    signed_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField(null=True)
