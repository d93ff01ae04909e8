"""Spells on rolls arrive with the records of children."""

from datetime import date

from django.db import connection

from everychild.formats.facts import OnRoll
from everychild.kit.bulk import Pour


class RollsReceived:
    """The roll spells of one batch, gathered and poured in; schools that nobody told us of are named by their number."""

    def __init__(self, *, schools: dict[str, str]):
        """`schools`: LAEstab -> id of a school that we know; grows as files name others."""
        self.schools = schools
        self.pour = Pour("schooling_roll", ["record_id", "school_id", "enrolment", "entered_on", "left_on", "leaving_reason", "year_group", "part_time", "sen_provision"], own_id=True)

    def take(self, *, fact: OnRoll, record: str) -> None:
        """One spell, of a record that is new or has changed."""
        self.pour.add(
            (record, self.schools[fact.school], (fact.enrolment or "")[:2], fact.entered_on, fact.left_on, (fact.leaving_reason or "")[:10],
             (fact.year_group or "")[:4], fact.part_time, (fact.sen_provision or "")[:4])
        )  # fmt: skip

    def forget(self, *, records: list[str]) -> None:
        """The spells of changed records give way to the new ones."""
        with connection.cursor() as sql:
            sql.execute("delete from schooling_roll where record_id = any(%s::uuid[])", [records])


_TIE = """
update people_relationship r set record_id = best.record_id
from (select distinct on (named.id) named.id, pupil.record_id, school.laestab = split_part(named.child_key, '/', 1) as own_school,
             min(m.person_id::text) over (partition by named.id) = max(m.person_id::text) over (partition by named.id) as one_child
      from people_relationship named
      join people_searchable pupil on pupil.upn = split_part(named.child_key, '/', 2) and pupil.upn <> ''
      join people_sourcerecord c on c.id = pupil.record_id
      join people_membership m on m.record_id = pupil.record_id
      join schooling_roll spell on spell.record_id = pupil.record_id join organisations_school school on school.id = spell.school_id
      where named.child_source = 'upn'
      order by named.id, school.laestab = split_part(named.child_key, '/', 1) desc, spell.left_on is null desc, c.as_at desc, c.id) best
where best.id = r.id and (best.own_school or best.one_child) and r.record_id is distinct from best.record_id
"""


def tie_contacts_to_pupils() -> None:
    """A school names a pupil by UPN: that is the record on its own roll with that UPN, or any other where only one child bears it. Two children's number ties to neither."""
    with connection.cursor() as sql:
        sql.execute(_TIE)


def end_rolls_of(*, records: list[str], on: date) -> None:
    """Spells of records that a full extract no longer holds have ended by its day."""
    with connection.cursor() as sql:
        sql.execute("update schooling_roll set left_on = %s where record_id = any(%s::uuid[]) and left_on is null", [on, records])
