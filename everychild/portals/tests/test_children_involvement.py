"""A worker's own involvement: added, shown to colleagues, ended; by nobody else and for no other service."""

from datetime import timedelta

import pytest

from everychild.kit.time import today
from everychild.people.models import Person, SourceRecord
from everychild.portals.tests.readers import deeds, opened, record_of, ref_of, signed_in, words
from everychild.sharing.models import Involvement


def added(user, record: str = "census/p1", **said):
    client, address = opened(user, record)
    return client, address, client.post(f"{address}involve/", {"service": "social_care", "role": "Lead professional", **said})


def entered() -> Involvement:
    return Involvement.objects.get(entered_for__isnull=False)


def test_a_worker_adds_an_involvement_and_colleagues_see_it(thornbeck):
    alice = thornbeck.staff["alice"]

    _, address, answer = added(alice)

    assert (answer.status_code, answer.url) == (302, f"{address}#involved")
    assert entered().user == alice and entered().from_on == today()
    assert deeds("involvement_added", alice)[0].words == {"service": "social_care", "role": "Lead professional"}
    assert "Lead professional" in record_of(thornbeck.staff["bob"], "census/p1")


def test_an_involvement_of_the_front_door_makes_the_child_theirs(thornbeck):
    bob = thornbeck.staff["bob"]
    added(bob, "census/p2")

    assert "Ben Carter" in words(signed_in(bob).get("/"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"service": ""}, "Choose a service"),
        ({"service": "police"}, "Select a valid choice"),
        ({"role": " "}, "Say what you do for this child"),
        ({"since_day": "1", "since_month": "1", "since_year": "2099"}, "Enter today or a day before it"),
    ],
)
def test_a_form_in_error_says_what_to_mend(thornbeck, said, told):
    _, _, answer = added(thornbeck.staff["alice"], **said)

    assert answer.status_code == 200
    assert told in words(answer)
    assert not Involvement.objects.filter(entered_for__isnull=False).exists()


def test_the_same_involvement_is_not_entered_twice(thornbeck):
    alice = thornbeck.staff["alice"]
    added(alice)

    _, _, again = added(alice)

    assert "You have entered this already" in words(again)
    assert Involvement.objects.filter(entered_for__isnull=False).count() == 1


def test_a_worker_ends_what_they_entered(thornbeck):
    alice = thornbeck.staff["alice"]
    client, address, _ = added(alice)

    answer = client.post(f"{address}involve/{entered().pk}/end/")

    assert (answer.status_code, answer.url) == (302, "/")
    assert entered().to_on == today()
    assert deeds("involvement_ended", alice)


def test_nobody_ends_what_another_entered_or_what_a_source_sent(thornbeck):
    _, address, _ = added(thornbeck.staff["alice"])
    bob, _ = opened(thornbeck.staff["bob"], "census/p1")
    sent = Involvement.objects.get(record__local_id="s1", service="social_care", entered_for=None)

    of_another, of_a_source = (bob.post(f"{address}involve/{one.pk}/end/").status_code for one in (entered(), sent))

    assert (of_another, of_a_source) == (403, 404)
    assert entered().to_on is None


def test_an_involvement_does_not_end_before_it_began(thornbeck):
    client, address, _ = added(thornbeck.staff["alice"])
    Involvement.objects.filter(pk=entered().pk).update(from_on=today() + timedelta(days=3))

    client.post(f"{address}involve/{entered().pk}/end/")

    assert "cannot end before it began" in words(client.get(f"{address}involve/"))


def test_a_stranger_adds_nothing(thornbeck):
    ref = ref_of("census/p1")
    client = signed_in(thornbeck.staff["stranger"])

    assert client.post(f"/child/{ref}/involve/", {"service": "social_care", "role": "x"}).status_code == 404
    assert not Involvement.objects.filter(entered_for=Person.objects.get(ref=ref)).exists()


def test_an_entered_involvement_hangs_on_the_person_and_the_record_by_which_they_were_known(thornbeck):
    added(thornbeck.staff["alice"])

    assert entered().entered_for.ref == ref_of("census/p1")
    assert entered().record in SourceRecord.objects.filter(membership__person=entered().entered_for)
