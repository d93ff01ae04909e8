"""Correcting a row on its page: the data office may, nobody else; the source's queries are listed, downloaded and withdrawn, all on the ledger."""

import pytest
from django.urls import reverse

from everychild.exchange.correcting import load_what_was_corrected
from everychild.intake.models import Correction, Problem
from everychild.kit.time import now
from everychild.ledger.models import Entry
from everychild.portals.tests.office_town import nothing_yet, signed_in
from everychild.portals.tests.test_correcting import IMPOSSIBLE, OCTOBER, load, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def nameless(db, tmp_path) -> Problem:
    nothing_yet()
    load(register(tmp_path, *IMPOSSIBLE), OCTOBER)
    return Problem.objects.get(local_id="h33", verdict="q")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(problem: Problem) -> str:
    return reverse("office_correct", args=[problem.batch_id, problem.pk])


def corrected(client, problem: Problem, **said: str):
    return client.post(page_of(problem), {"value_0": "Nowak", "value_1": "ZB1 3CC", "because": "The clinic said so"} | said, follow=True)


def test_the_office_reads_the_row_and_the_ledger_says_so(nameless):
    page = words(signed_in("data_office").get(page_of(nameless)))

    assert "Correct a row" in page
    assert "21 Cedar Way" in page
    assert Entry.objects.filter(verb="row_read", refs__problem=nameless.pk).count() == 1


@pytest.mark.parametrize("role", ["information_governance", "adoption_officer", "user_admin", "social_worker"])
def test_nobody_else_comes_in(nameless, role):
    client = signed_in(role)
    made = Correction.objects.count()

    for path in (page_of(nameless), reverse("office_queries", args=["health"]), reverse("office_queries_download", args=["health"])):
        assert client.get(path).status_code == 403
    assert client.post(page_of(nameless), {"value_0": "Nowak", "because": "x"}).status_code == 403
    assert Correction.objects.count() == made


def test_a_corrected_row_waits_is_loaded_and_is_asked_of_its_source(nameless):
    client = signed_in("data_office")

    page = words(corrected(client, nameless))

    assert "Waiting to be loaded" in page
    load_what_was_corrected(keys=[one.pk for one in Correction.objects.all()], clock=now, match=lambda _: None)
    page = words(client.get(reverse("office_queries", args=["health"])))
    assert "Asked of the source" in page
    assert "The clinic said so" in page
    assert "Download the 1 open as CSV" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"value_0": ""}, "Nothing was changed"), ({"because": ""}, "Say how you know"), ({"value_0": "", "other": "address_1", "other_value": "22 Cedar Way"}, "With this the row would still be refused"),
     ({"other_value": "x"}, "Say which field the value is for")],
)  # fmt: skip
def test_what_cannot_be_accepted_is_said_in_words_and_nothing_changes(nameless, said, sentence):
    page = words(corrected(signed_in("data_office"), nameless, **said))

    assert sentence in page
    assert not Correction.objects.exists()


def test_the_queries_go_to_the_steward_as_a_file_and_that_is_on_the_ledger(nameless):
    client = signed_in("data_office")
    corrected(client, nameless, because="=cmd()")
    load_what_was_corrected(keys=[one.pk for one in Correction.objects.all()], clock=now, match=lambda _: None)

    file = client.get(reverse("office_queries_download", args=["health"]))

    assert file["Content-Type"] == "text/csv; charset=utf-8"
    text = file.content.decode("utf-8-sig")
    assert "h33,child_health," in text
    assert ",family_name,,Nowak,'=cmd()," in text
    assert Entry.objects.filter(verb="queries_downloaded", words__source="health").count() == 1


def test_a_query_is_withdrawn_with_a_reason_once(nameless):
    client = signed_in("data_office")
    corrected(client, nameless)
    query = Correction.objects.get()
    load_what_was_corrected(keys=[query.pk], clock=now, match=lambda _: None)
    path = reverse("office_withdraw", args=[query.pk])

    assert "Say why" in words(client.post(path, {"why": ""}))
    assert "Withdrawn." in words(client.post(path, {"why": "They rang"}, follow=True))
    assert "not open any more" in words(client.post(path, {"why": "Again"}, follow=True))
    query.refresh_from_db()
    assert (query.state, query.said) == ("withdrawn", "They rang")
    assert Entry.objects.filter(verb="query_withdrawn").count() == 1
