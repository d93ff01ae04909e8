"""Spells on rolls arrive with the records of children."""

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
