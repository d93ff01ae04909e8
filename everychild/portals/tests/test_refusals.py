"""Whoever is refused stands in the ledger, and nothing of what was refused is done."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from everychild.kit.ids import public_ref
from everychild.kit.problems import Refused
from everychild.ledger.actions import record as ledger_record
from everychild.ledger.models import Entry
from everychild.ledger.queries import verdict
from everychild.people.models import Person
from everychild.portals.tests.office_town import signed_in

pytestmark = pytest.mark.django_db


def refusals() -> list[Entry]:
    return list(Entry.objects.filter(verb="refused").order_by("-at", "-id"))


def child(**said) -> str:
    """The reference of a child whom nobody here may know."""
    return Person.objects.create(kind="child", made_at="2026-10-01T00:00Z", **said).ref


def half_done(request: HttpRequest) -> HttpResponse:
    """A page that does something and is then refused the rest."""
    ledger_record("problem_settled", words={"how": "half"})
    raise Refused("Not for you.")


urlpatterns = [path("half-done/", half_done, name="half_done"), path("", include("everychild.urls"))]
handler403 = "everychild.portals.errors.refused"


@pytest.mark.urls(__name__)
def test_what_was_done_before_the_refusal_is_undone_and_the_refusal_stands():
    answer = signed_in("data_office").post("/half-done/")

    assert answer.status_code == 403
    assert "Not for you." in answer.content.decode()
    assert not Entry.objects.filter(verb="problem_settled").exists()
    (entry,) = refusals()
    assert entry.words == {"page": "half_done", "method": "POST", "role": "data_office", "reference": "", "because": "Not for you."}
    assert verdict(None).ok


@pytest.mark.parametrize("page", ["", "purpose/", "why/"])
def test_a_child_who_is_not_there_for_the_reader_leaves_the_reference_as_typed_and_no_person(page):
    ref = child()

    signed_in("social_worker").get(f"/child/{ref}/{page}")

    (entry,) = refusals()
    assert (entry.person_id, entry.words["reference"], entry.words["role"]) == (None, ref, "social_worker")
    assert not entry.refs


def test_a_reference_of_nobody_is_accounted_for_in_the_same_words():
    client = signed_in("social_worker")

    for ref in (child(sealed_at="2026-10-02T00:00Z"), public_ref(), "x" * 200):
        client.get(f"/child/{ref}/")

    told = [{key: value for key, value in entry.words.items() if key != "reference"} for entry in refusals()]
    assert len(told) == 3
    assert told[0] == told[1] == told[2]
    assert max(len(entry.words["reference"]) for entry in refusals()) == 60


def test_an_office_page_of_another_role_is_a_refusal_too():
    assert signed_in("social_worker").get("/office/users/").status_code == 403

    assert [entry.words["page"] for entry in refusals()] == ["office_users"]


def test_nobody_signed_in_and_a_page_that_does_not_exist_leave_nothing():
    Client().get(f"/child/{child()}/")
    signed_in("social_worker").get("/no-such-page/")

    assert refusals() == []
