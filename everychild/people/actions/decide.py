"""What a worker decided of a reported death or a withheld address outlives the next file that says the same; a report that nobody has answered is raised anew."""

from django.db import connection

DEATH_REPORT = "r.source_code || '|' || (d.fields ->> 'died_on')"
"""What tells one report of a death from another: who says it, and of which day."""
ADDRESS_REPORT = "r.source_code || '|' || md5(a.lines || '|' || a.postcode)"
"""What tells one withheld address from another, without saying it."""


def answered_by_a_person(about: str, report: str, *, answer: str) -> str:
    """SQL: that no decision in force of this answer knew of this report of the person `p`."""
    return f"""not exists (
        select 1 from (select distinct on (person_id) * from people_decision k where k.person_id = p.id and k.about = '{about}' order by person_id, at desc, id desc) k
        where k.answer = '{answer}' and {report} = any (k.reports))"""


_SHOW = f"""
update people_address a set withheld = false from people_sourcerecord r join people_membership m on m.record_id = r.id, people_person p
where r.id = a.record_id and p.id = m.person_id and a.withheld and r.batch_id = %(batch)s and p.kind = 'child' and not p.address_withheld
  and not {answered_by_a_person("address", ADDRESS_REPORT, answer="address_shown")}
"""


def keep_decisions(*, batch: str) -> None:
    """An address that a worker has let be shown stays so when its source says the same again with something else."""
    with connection.cursor() as sql:
        sql.execute(_SHOW, {"batch": batch})
