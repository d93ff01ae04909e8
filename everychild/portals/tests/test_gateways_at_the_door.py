"""The door lets nobody in without a gateway in force, says in the ledger by which one, and asks the database nothing for it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from everychild.ledger.models import Entry
from everychild.portals.tests.readers import deeds, opened, ref_of, signed_in, words
from everychild.sharing.gateways import OURS, gateways
from everychild.sharing.passing import check_gateway
from everychild.sharing.start import refuse_gateways_that_cannot_be_read
from everychild.sharing.tests.test_gateways import TODAY


@pytest.fixture
def no_enquiries(settings, tmp_path):
    """An installation where no law lets anybody be told for child protection any more."""
    for code, one in gateways().items():
        if "child_protection" in one.purposes and one.commenced:
            text = (OURS / f"{code}.toml").read_text()
            (tmp_path / f"{code}.toml").write_text(text.replace("status = ", "to_on = 2020-01-01\nstatus = ", 1))
    settings.EVERYCHILD_GATEWAYS = tmp_path


def test_the_ledger_says_by_which_gateway_a_record_was_opened_and_read(thornbeck):
    alice = thornbeck.staff["alice"]
    client, address = opened(alice, "census/p1")

    assert client.get(address).status_code == 200

    assert deeds("opened", alice)[0].refs == {"gateway": "children_act_1989_s47"}
    assert deeds("record_read", alice)[0].refs["gateway"] == "children_act_1989_s47"
    assert deeds("record_read", alice)[0].refs["records"]


def test_a_school_that_is_asked_no_purpose_is_told_by_its_own_gateway(thornbeck):
    charlie = thornbeck.staff["charlie"]

    assert signed_in(charlie).get(f"/child/{ref_of('census/p2')}/").status_code == 200
    assert deeds("record_read", charlie)[0].refs["gateway"] == "education_act_1996_s537A"


def test_a_purpose_without_a_gateway_in_force_is_refused_with_a_sentence_and_opens_nothing(thornbeck, no_enquiries):
    alice, ref = thornbeck.staff["alice"], ref_of("census/p1")

    answer = signed_in(alice).post(f"/child/{ref}/purpose/", {"purpose": "child_protection", "reason": "A neighbour rang."})

    assert answer.status_code == 403
    assert "No power or duty in force lets your organisation be told about a child for this purpose." in words(answer)
    assert deeds("opened", alice) == []


def test_an_opening_made_before_the_gateway_ended_shows_nothing_after_it(thornbeck, settings, request):
    alice = thornbeck.staff["alice"]
    client, address = opened(alice, "census/p1")
    request.getfixturevalue("no_enquiries")

    answer = client.get(address)

    assert answer.status_code == 403
    assert "Okonkwo" not in words(answer)
    assert not Entry.objects.filter(verb="record_read", actor=alice.pk).exists()


def test_another_purpose_of_the_same_worker_still_opens(thornbeck, no_enquiries):
    client, address = opened(thornbeck.staff["alice"], "census/p1", purpose="direct_work")

    assert client.get(address).status_code == 200


def test_a_stranger_learns_nothing_from_a_gateway_that_is_missing(thornbeck, no_enquiries):
    client = signed_in(thornbeck.staff["stranger"])

    assert client.get(f"/child/{ref_of('census/p1')}/").status_code == 404


def test_the_check_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check_gateway(purpose="child_protection", role="police_officer", on=TODAY) == "children_act_1989_s47"


def test_pages_are_not_served_over_a_gateway_that_cannot_be_read(settings, tmp_path):
    (tmp_path / "mine.toml").write_text("kind = ")
    settings.EVERYCHILD_GATEWAYS = tmp_path

    with pytest.raises(ImproperlyConfigured, match=r"may not be served: mine.toml is not a gateway"):
        refuse_gateways_that_cannot_be_read()
