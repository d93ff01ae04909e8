"""After an adoption order the child is a new person, and nothing leads from either to the other.

The identity before the order is sealed with everything that is certainly of it. A record that would join the two, by an old identifier
under a new name, is held for the adoption officer: kept as sent, with a sealed person of its own, in no search, list or match.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from everychild.kit.ids import new_id, public_ref

# A record is of the sealed identity when it bears the family name that the order's own record gives and either an identifier of the identity, or its
# birth date and first name with no identifier that says otherwise. It would bridge the seal when it bears an identifier of it, or owns to its family
# name as a former one, under another name.
_MEET = """
with fresh as materialized (
    select s.* from people_standard s join people_sourcerecord c on c.id = s.record_id where c.batch_id = %(batch)s or %(all)s),
sealed as materialized (
    select s.*, m.person_id, m.strand_id,
           array(select unnest(o.families) from people_link l join people_standard o on o.record_id = l.record_id where l.person_id = m.person_id and l.method = 'sealed') as own_families
    from people_standard s join people_membership m on m.record_id = s.record_id
    join people_person p on p.id = m.person_id where p.sealed_at is not null and p.kind = 'child'),
met as (
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.own_families) as own_name from sealed s join fresh r on r.nhs = s.nhs
    union all
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.own_families) from sealed s join fresh r on r.upn = any (s.upns)
    union all
    select r.record_id, s.person_id, s.strand_id, r.family = any (s.own_families)
    from sealed s join fresh r on r.dob = s.dob
    where r.upns && s.upns or r.uln = s.uln
       or r.givens && s.givens and not r.dob_weak and (r.family = any (s.own_families) or r.previous_families && s.own_families)
          and (r.nhs = s.nhs) is not false and (r.upn = s.upn) is not false)
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
    """The identities that these records' adoption orders end are sealed; how many were not so before.

    Sealed is what is known for certain to be the same child: the strand. What was only thought to be goes on without it. A record in the strand under
    another family name was renamed too early, and is held.
    """
    with connection.cursor() as sql:
        sql.execute(
            """select m.record_id::text, m.strand_id::text, m.person_id::text from people_membership m join people_person p on p.id = m.person_id
               where m.record_id = any(%s::uuid[]) and p.sealed_at is null""",
            [records],
        )
        found = sql.fetchall()
        for record, strand, person in found:
            sql.execute("select count(*) from people_strand where person_id = %s and id <> %s", [person, strand])
            if sql.fetchone()[0]:
                person = str(_new_person(sql, at, strand))
            sql.execute("update people_person set sealed_at = %s where id = %s", [at, person])
            sql.execute(
                """insert into people_link (id, record_id, person_id, method, at, by, levels, model, reason)
                   values (uuidv7(), %s, %s, 'sealed', %s, 0, '[]', '', 'an adoption order')""",
                [record, person, at],
            )
            sql.execute(
                """select m.record_id::text from people_membership m join people_standard s on s.record_id = m.record_id, people_standard o
                   where m.strand_id = %s and o.record_id = %s and m.record_id <> o.record_id and not s.family = any (o.families)""",
                [strand, record],
            )
            for (renamed,) in sql.fetchall():
                _hold(sql, renamed, at)
        return len(found)


def _new_person(sql, at: datetime, strand: str) -> UUID:
    """A person of its own for a strand that leaves the person whom it was only thought to be."""
    person = new_id()
    sql.execute("insert into people_person (id, ref, kind, made_at, address_withheld, death_reported) values (%s, %s, 'child', %s, true, false)", [person, public_ref(), at])
    sql.execute("update people_strand set person_id = %s where id = %s", [person, strand])
    sql.execute("update people_membership set person_id = %s where strand_id = %s", [person, strand])
    return person


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
