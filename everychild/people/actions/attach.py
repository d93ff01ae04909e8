"""Records that a sender ties to another record of its own, by id: never matched, only attached."""

from datetime import datetime

from django.db import connection

_ATTACH = """
with placed as (
    select own.id as record_id, m.person_id, m.strand_id, m.record_id as beside, before.person_id as left_person
    from people_sourcerecord own join people_membership before on before.record_id = own.id
    join people_sourcerecord other on other.source_code = %(to)s and other.local_id = own.local_id
    join people_membership m on m.record_id = other.id
    where own.source_code = %(source)s),
moved as (
    update people_membership m set person_id = p.person_id, strand_id = p.strand_id from placed p
    where m.record_id = p.record_id and m.strand_id <> p.strand_id returning m.record_id),
led as (
    update people_person e set merged_into_id = p.person_id from placed p join moved on moved.record_id = p.record_id
    where e.id = p.left_person and e.id <> p.person_id and e.merged_into_id is null
      and not exists (select 1 from people_membership other where other.person_id = e.id and other.record_id <> p.record_id))
insert into people_link (id, record_id, person_id, method, at, by, beside, levels, model, reason)
select uuidv7(), p.record_id, p.person_id, 'attached', %(at)s, 0, p.beside, '[]', '', %(reason)s
from placed p join moved on moved.record_id = p.record_id
"""

_NOT_MATCHED = """
delete from people_standard s using people_sourcerecord r where r.id = s.record_id and r.source_code = %(source)s;
delete from people_searchable s using people_sourcerecord r where r.id = s.record_id and r.source_code = %(source)s;
"""


def attach(*, source: str, to: str, at: datetime) -> None:
    """Every record of `source` stands where the record of `to` with the same local id stands; one without such a record stays alone, unmatched."""
    with connection.cursor() as sql:
        sql.execute(_NOT_MATCHED, {"source": source})
        sql.execute(_ATTACH, {"source": source, "to": to, "at": at, "reason": f"the sender's own child id, as in {to}"})
