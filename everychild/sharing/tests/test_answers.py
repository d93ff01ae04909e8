"""What each service answers about a child of Thornbeck, on the day after the files came and long after."""

from datetime import date

from everychild.kit.acting import on_behalf_of
from everychild.people.models import SourceRecord
from everychild.sharing.answers import answers_about
from everychild.sharing.record import Record
from tests.thornbeck import known_as

NEXT_DAY, LONG_AFTER = date(2026, 10, 2), date(2028, 10, 2)


def answers(user, record: str, on: date) -> dict:
    source, local_id = known_as(record).split("/", 1)
    person = SourceRecord.objects.get(source_code=source, local_id=local_id).membership.person
    with on_behalf_of(user.pk):
        return answers_about(Record(person.pk, person.ref, user, "child_protection", on))


def test_a_service_that_holds_the_child_and_one_that_does_not(thornbeck):
    told = answers(thornbeck.staff["alice"], "census/p1", NEXT_DAY)

    assert (told["protection_plan"].answer, told["child_health"].answer, told["school"].answer) == ("has", "has", "has")
    assert (told["looked_after"].answer, told["missing"].answer) == ("none", "none")
    assert told["youth_justice"].answer == "unasked"


def test_long_after_nobody_has_answered_and_what_was_said_is_still_held(thornbeck):
    told = answers(thornbeck.staff["alice"], "census/p1", LONG_AFTER)

    assert (told["protection_plan"].answer, told["missing"].answer) == ("silent", "silent")
    assert (told["protection_plan"].held, told["missing"].held) == (True, False)


def test_a_school_may_not_know_of_services_and_is_told_so_alike_for_every_child(thornbeck):
    on_a_plan, on_none = (answers(thornbeck.staff["charlie"], record, NEXT_DAY) for record in ("census/p1", "census/p2"))

    closed = {service for service, told in on_a_plan.items() if told.answer == "closed"}
    assert {"social_care", "protection_plan", "child_health"} <= closed
    assert closed == {service for service, told in on_none.items() if told.answer == "closed"}
    assert all(on_a_plan[service] == on_none[service] for service in closed)


def test_a_record_that_is_only_thought_to_be_the_child_is_said_to_be_so(thornbeck):
    told = answers(thornbeck.staff["dana"], "census/p3", NEXT_DAY)

    assert told["child_health"].thought
    assert told["child_health"].answer == "none"
