"""Questions about a person and their records. Row security answers for the asker: what they may not see is not there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, UUIDField

from everychild.intake.models import Batch
from everychild.people.models import Address, Caution, DataFlag, Described, Link, MatchRun, Membership, Relationship, SourceRecord
from everychild.people.rules import Said, Shown, shown

FIELDS = (
    "given_names", "family_name", "known_as", "previous_family_names", "born_on", "birth_date_is", "sex", "nhs_number", "upn", "former_upns", "uln",
    "ethnicity", "first_language", "interpreter", "communication_needs", "nationality", "died_on", "telephone", "email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A source record of a person that the asker may see."""

    id: UUID
    source: str
    local_id: str
    strand: UUID
    as_at: date
    row: SourceRecord
    """The record itself, so that what hangs on it need not bring it along once more."""


def records_of(person: UUID) -> list[RecordOf]:
    """The person's records, the newest first."""
    rows = Membership.objects.filter(person_id=person).select_related("record").order_by("-record__as_at", "record__source_code", "record_id")
    return [RecordOf(row.record_id, row.record.source_code, row.record.local_id, row.strand_id, row.record.as_at, row.record) for row in rows]


def hanging_on(records: Sequence[RecordOf], rows: QuerySet) -> list:
    """Those of the rows that hang on these records, each with its record at hand."""
    by_id = {one.id: one.row for one in records}
    found = list(rows.filter(record_id__in=by_id))
    for one in found:
        one.record = by_id[one.record_id]
    return found


def shown_fields(records: list[RecordOf]) -> dict[str, Shown]:
    """Each field that any of these records says, chosen by the rules."""
    by_record = {one.id: one for one in records}
    said: dict[str, list[Said]] = defaultdict(list)
    for one in Described.objects.filter(record_id__in=by_record):
        for field, value in one.fields.items():
            said[field].append(Said(value, by_record[one.record_id].source, one.as_at))
    chosen = {field: shown(field, said[field]) for field in FIELDS if field in said}
    return {field: value for field, value in chosen.items() if value is not None}


def addresses_of(records: list[RecordOf]) -> list[Address]:
    """Where these records say that the person lives or lived, the present first. Withheld addresses are not among them."""
    found = hanging_on(records, Address.objects.all())
    return sorted(found, key=lambda one: (one.to_on is None, one.from_on or date.min, one.record.as_at), reverse=True)


def relationships_of(records: list[RecordOf]) -> list[Relationship]:
    """The adults whom these records relate to the child."""
    found = Relationship.objects.filter(record_id__in=[one.id for one in records]).select_related("adult", "adult__record")
    return sorted(found, key=lambda one: (one.priority or 99, one.adult.name))


def cautions_of(records: list[RecordOf]) -> list[Caution]:
    """Staff-safety warnings."""
    return hanging_on(records, Caution.objects.all())


def flags_of(records: list[RecordOf]) -> list[DataFlag]:
    """What is doubtful in these records."""
    return sorted(hanging_on(records, DataFlag.objects.all()), key=lambda one: (one.record.source_code, one.field))


def links_of(records: list[RecordOf]) -> list[Link]:
    """The decisions by which these records stand where they do, the latest first."""
    return hanging_on(records, Link.objects.order_by("-at", "id"))


def matching_is_due() -> bool:
    """Whether a file brought news of children that no run of matching has looked at."""
    return batches_not_matched().exists()


def batches_not_matched() -> QuerySet[Batch]:
    """Batches with news of children that no run of matching has looked at. A batch that began before a run and was committed after it is among them."""
    looked_at = MatchRun.objects.annotate(batch=Func(F("batches"), function="unnest", output_field=UUIDField())).values("batch")
    return Batch.objects.filter(Q(new__gt=0) | Q(changed__gt=0), status=Batch.Status.LOADED).exclude(reader="gias").exclude(pk__in=looked_at)
