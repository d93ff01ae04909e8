"""Why these are one child: in words and a drawing, without a value, and only of what the reader may see."""

from everychild.kit.time import now
from everychild.people.models import Link, SourceRecord
from everychild.portals.tests.readers import deeds, opened, ref_of, signed_in, words
from tests.thornbeck import KNOWN_AS, nhs, upn


def why(user, record: str) -> str:
    client, address = opened(user, record)
    answer = client.get(f"{address}why/")
    assert answer.status_code == 200
    return words(answer).partition("<main")[2]


def test_each_record_has_its_decision_in_words_and_the_ledger_shows_the_look(thornbeck):
    alice = thornbeck.staff["alice"]

    page = why(alice, "census/p1")

    assert "They hold the same valid identifier." in page
    assert "same NHS number" in page
    assert "same date of birth" in page
    assert deeds("why_one_child_read", alice)


def test_no_value_stands_on_it(thornbeck):
    page = why(thornbeck.staff["alice"], "census/p1")

    for value in ("27 March 2015", "2015-03-27", upn(1), nhs(1), "Alder Row", "ZB1 1AA"):
        assert value not in page


def test_a_reader_sees_only_fields_of_their_role(thornbeck):
    page = why(thornbeck.staff["jo"], "census/p1")

    assert "NHS number" not in page
    assert "UPN" not in page


def test_a_comparison_is_said_to_be_one(thornbeck):
    bob = thornbeck.staff["bob"]
    one, other = (SourceRecord.objects.get(source_code=source, local_id=local_id) for source, local_id in (("census", KNOWN_AS["p1"]), ("health", "h1")))
    Link.objects.create(
        record=one,
        person=one.membership.person,
        method="model",
        at=now(),
        by=0,
        weight=24.5,
        beside=other.pk,
        levels={"birth_date": "same", "family_name": "different", "nonsense": "same", "sex": "unheard of"},
    )

    page = why(bob, "census/p1")

    assert "Thought to be: very sure" in page
    assert "different surnames" in page


def test_a_human_decision_gives_its_reason(thornbeck):
    one = SourceRecord.objects.get(source_code="census", local_id=KNOWN_AS["p1"])
    Link.objects.create(record=one, person=one.membership.person, method="person", at=now(), by=1, reason="the mother showed both letters", levels=[])

    page = why(thornbeck.staff["alice"], "census/p1")

    assert "A person decided it." in page
    assert "The mother showed both letters." in page


def test_a_record_beside_one_that_may_not_be_seen_does_not_say_whose(thornbeck):
    page = why(thornbeck.staff["dana"], "census/p3")

    assert "Child health" not in page


def test_a_stranger_does_not_learn_why(thornbeck):
    assert signed_in(thornbeck.staff["stranger"]).get(f"/child/{ref_of('census/p1')}/why/").status_code == 404
