"""What was decided not to be told, to whom, and on which lawful ground."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id
from everychild.people.models import Person, SourceRecord


class Withholding(models.Model):
    """A decision not to tell an organisation something about a child: which lawful reason, why, who decided, and when it is looked at again."""

    retention_class = "withholding"

    class Reason(models.TextChoices):
        """The first three are those of the Children Act 2004, sections 16LA(3) and 16LC(7) and (8); the others hold under any gateway."""

        MORE_HARM = "more_harm"
        NUMBER_NOT_KNOWN = "number_not_known"
        TOO_LONG = "too_long"
        NO_GATEWAY = "no_gateway"
        CONFIDENCE = "confidence"
        NOT_NEEDED = "not_needed"
        HARM_TO_ANOTHER = "harm_to_another"

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed"
        SHARED = "shared"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="withholdings")
    """The record by which whoever decided knew the child: a merge and its undo take the decision with it."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withholdings")
    items = ArrayField(models.CharField(max_length=40))
    organisation = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    hidden_from = ArrayField(models.CharField(max_length=40), default=list)
    """Roles of the organisation that was not told: to them the decision is not there."""
    reason = models.CharField(max_length=20, choices=Reason)
    why = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="withholdings")
    decided_at = models.DateTimeField()
    review_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["review_on"], name="withholdings_to_review", condition=~Q(outcome__in=["shared", "withdrawn"]))]

    @property
    def stands(self) -> bool:
        """Whether it is still not told."""
        return self.outcome in ("", self.Outcome.CONFIRMED)
