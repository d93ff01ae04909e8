"""What the door told of one child, so that a page asks the grounds once: to one actor, for one transaction, and never more than the grounds."""

import pytest
from django.db import connection

from everychild.kit.acting import on_behalf_of
from everychild.people.models import Person
from tests.thornbeck import KNOWN_AS


def ask(statement: str, *words) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(statement, words or None)
        return sql.fetchall()


def person_of(local_id: str) -> Person:
    return Person.objects.get(memberships__record__local_id=KNOWN_AS.get(local_id, local_id))


def told() -> list[int]:
    return [ask("select cardinality(sharing_told(%s))", what)[0][0] or 0 for what in ("person", "strand", "record", "adult", "address")]


def test_the_worker_of_a_child_is_told_of_its_records_and_of_nobody_elses(thornbeck):
    amara = person_of("p1")

    with on_behalf_of(thornbeck.staff["alice"].pk):
        ask("select sharing_tell(%s)", amara.pk)
        records = {str(record) for record in ask("select sharing_told('record')")[0][0]}
        person = ask("select sharing_told('person')")

    assert person == [([amara.pk],)]
    assert records == {str(record) for record in amara.memberships.values_list("record_id", flat=True)}


@pytest.mark.parametrize("child", ["p2", "p7", "s7", "p8"], ids=["a stranger's", "adopted", "sealed", "held"])
def test_nobody_is_told_of_a_child_whom_they_may_not_know(thornbeck, child):
    stranger = person_of(child)

    with on_behalf_of(thornbeck.staff["alice"].pk):
        ask("select sharing_tell(%s)", stranger.pk)

        assert told() == [0, 0, 0, 0, 0]


def test_what_one_was_told_the_next_one_does_not_know(thornbeck):
    amara, bob = person_of("p1"), thornbeck.staff["bob"]
    with on_behalf_of(thornbeck.staff["alice"].pk):
        ask("select sharing_tell(%s)", amara.pk)
        before = told()

        with on_behalf_of(bob.pk):
            by_the_door = told(), ask("select count(*) from people_person where id = %s", amara.pk)
        ask("select sharing_tell(%s)", amara.pk)
        ask("select set_config('everychild.actor', %s, true)", str(bob.pk))
        by_hand = told(), ask("select count(*) from people_person where id = %s", amara.pk)

    assert before[0] == 1
    assert by_the_door == by_hand == ([0, 0, 0, 0, 0], [(0,)])


def test_a_withheld_address_is_never_told(thornbeck):
    amara = person_of("p1")
    ask("update people_person set address_withheld = true where id = %s returning 1", amara.pk)

    with on_behalf_of(thornbeck.staff["alice"].pk):
        ask("select sharing_tell(%s)", amara.pk)

        assert told()[-1] == 0
