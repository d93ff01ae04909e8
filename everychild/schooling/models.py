"""Facts about a child's schooling. For now: whose roll they are or were on."""

from django.db import models

from everychild.kit.ids import new_id
from everychild.organisations.models import School
from everychild.people.models import SourceRecord


class Roll(models.Model):
    """A spell on a school's register, as a source has it."""

    retention_class = "education_record"

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="rolls")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="rolls")
    enrolment = models.CharField(max_length=2, blank=True)
    entered_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    leaving_reason = models.CharField(max_length=10, blank=True)
    year_group = models.CharField(max_length=4, blank=True)
    part_time = models.BooleanField(null=True)
    sen_provision = models.CharField(max_length=4, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "left_on"], name="roll_of_a_school")]
