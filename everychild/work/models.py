"""Alerts: what somebody should know of a child, until they have said what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id
from everychild.people.models import Person, SourceRecord


class Alert(models.Model):
    """Something that a worker of a child should know: one sentence without content, whose it is, by when, and what came of it."""

    retention_class = "alert"

    class Kind(models.TextChoices):
        INVOLVEMENT = "involvement", "A new service is involved"
        JOIN = "join", "Two records are now thought to be one child"
        LOOK = "look", "Somebody who is not involved opened the record"

    class Outcome(models.TextChoices):
        CONTACTED = "contacted", "Contacted them"
        KNEW = "knew", "Already knew"
        NOT_RELEVANT = "not_relevant", "Not relevant to me"
        PASSED_ON = "passed_on", "Passed on"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alerts")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="alerts")
    """The record in which the owner is named: while they know it, they see the alert."""
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=40)
    """Which service, which role: what makes two alerts the same."""
    what = models.CharField(max_length=240)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    passed_to = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner", "due_at"], name="alerts_that_wait", condition=Q(answered_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["owner", "person", "kind", "subject"], condition=Q(answered_at=None), name="one_waiting_alert_of_each_matter"),
            models.CheckConstraint(condition=Q(answered_at=None, outcome="") | Q(answered_at__isnull=False) & ~Q(outcome=""), name="an_answer_has_an_outcome"),
        ]
