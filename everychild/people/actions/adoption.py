"""After an adoption order the child is a new person, and nothing leads from either to the other.

The identity before the order is sealed with everything that is certainly of it. A record that would join the two, by an old identifier
under a new name, is held for the adoption officer: kept as sent, with a sealed person of its own, in no search, list or match.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from everychild.kit.ids import new_id, public_ref

_SEAL = """
update people_person p set sealed_at = %(at)s
from people_membership m
where m.person_id = p.id and p.sealed_at is null and m.record_id = any(%(records)s::uuid[])
"""

# A record is of the sealed identity when it bears that identity's own family name and either an identifier of it or its birth date and first name.
# It would bridge the seal when it bears an identifier of it, or owns to its family name as a former one, under another name.
_MEET = """
with fresh as materialized (
    select s.* from people_standard s join people_sourcerecord c on c.id = s.record_id where c.batch_id = %(batch)s or %(all)s),
sealed as materialized (
    select s.*, m.person_id, m.strand_id from people_standard s join people_membership m on m.record_id = s.record_id
    join people_person p on p.id = m.person_id where p.sealed_at is not null and p.kind = 'child'),
met as (
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.families) as own_name from sealed s join fresh r on r.nhs = s.nhs
    union all
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.families) from sealed s join fresh r on r.upn = any (s.upns)
    union all
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.families)
    from sealed s join fresh r on r.dob = s.dob
    where r.upns && s.upns or r.uln = s.uln
       or r.givens && s.givens and (r.family = any (s.families) or r.previous_families && s.families))
select distinct on (met.record_id) met.record_id::text, met.person_id::text, met.strand_id::text, bool_or(met.own_name) over (partition by met.record_id)
from met join people_membership m on m.record_id = met.record_id join people_person p on p.id = m.person_id
where p.sealed_at is null
order by met.record_id, met.own_name desc
"""

_GATHER = "update people_membership set person_id = %s, strand_id = %s where record_id = %s"
_FACTS = ("people_described", "people_standard", "people_searchable", "people_address", "people_caution", "people_dataflag")


@dataclass(frozen=True, slots=True)
class Met:
    """What met a seal: how many records were of the sealed identity, and which were held because they would have bridged it."""

    gathered: int
    held: tuple[str, ...]


def seal(*, records: list[str], at: datetime) -> int:
    """The persons of these records are sealed by an adoption order; how many were not so before."""
    with connection.cursor() as sql:
        sql.execute(_SEAL, {"at": at, "records": records})
        return sql.rowcount


def keep_seals(*, batch: UUID | None, newly_sealed: int, at: datetime) -> Met:
    """Records of a sealed identity join it; records that would bridge a seal are held. Run after every load, before any match.

    Only the batch's own records can meet a seal that stood before; a new seal is held against every record there is.
    """
    gathered, held = 0, []
    with connection.cursor() as sql:
        sql.execute("select exists (select 1 from people_person where sealed_at is not null)")
        if not sql.fetchone()[0]:
            return Met(0, ())
        look_at_all = newly_sealed > 0
        # A record gathered now may bring another identifier of the same identity: look again until nothing is met.
        while True:
            sql.execute(_MEET, {"batch": batch, "all": look_at_all})
            met = sql.fetchall()
            if not met:
                return Met(gathered, tuple(held))
            look_at_all = True
            for record, person, strand, own_name in met:
                if own_name:
                    sql.execute(_GATHER, [person, strand, record])
                    gathered += 1
                else:
                    _hold(sql, record, at)
                    held.append(record)


def _hold(sql, record: str, at: datetime) -> None:
    person, strand = new_id(), new_id()
    sql.execute("insert into people_person (id, ref, kind, made_at, address_withheld, death_reported, sealed_at) values (%s, %s, 'child', %s, true, false, %s)", [person, public_ref(), at, at])
    sql.execute("insert into people_strand (id, person_id) values (%s, %s)", [strand, person])
    sql.execute(_GATHER, [person, strand, record])
    sql.execute("update people_sourcerecord set held = true where id = %s", [record])
    for table in _FACTS:
        sql.execute(f"delete from {table} where record_id = %s", [record])


def origins(*, records: tuple[str, ...]) -> list[tuple[UUID, str]]:
    """(batch, local id) of records, for the account of a hold."""
    with connection.cursor() as sql:
        sql.execute("select batch_id, local_id from people_sourcerecord where id = any(%s::uuid[])", [list(records)])
        return sql.fetchall()
