"""When the lights go out: which extracts were made, and who used one."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from everychild.kit.ids import new_id


class EmergencyExtract(models.Model):
    """An encrypted extract was made: when, which by its digest, and how many children are in it. Whose names they are, only the file says."""

    id = models.UUIDField(primary_key=True, default=new_id)
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of what is sealed in the file, in hexadecimal; the opened file shows its beginning."""
    file_name = models.CharField(max_length=200)
    children = models.PositiveIntegerField()
    on_plans = models.PositiveIntegerField()
    looked_after = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    shielded = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="emergency_extracts_by_age")]


class EmergencyUse(models.Model):
    """An extract was opened while the service was away, and somebody wrote down afterwards who, when, why and of which children."""

    retention_class = "emergency_use"

    id = models.UUIDField(primary_key=True, default=new_id)
    extract = models.ForeignKey(EmergencyExtract, on_delete=models.PROTECT, related_name="uses")
    opened_by = models.CharField(max_length=160)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    why = models.TextField()
    children = ArrayField(models.CharField(max_length=40), default=list)
    """References as they were written down, right or wrong."""
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_at__gte=models.F("from_at")), name="an_extract_is_closed_after_it_is_opened")]
