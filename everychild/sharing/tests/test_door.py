"""The door: every page about a child goes through it, with a purpose and a line in the ledger."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import public_ref, show_ref
from everychild.kit.time import now
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.people.models import Person
from everychild.sharing.door import about_a_child
from tests.thornbeck import KNOWN_AS


@about_a_child("record_read")
def page(request, record) -> HttpResponse:
    return HttpResponse(f"{record.name}, {record.purpose}")


def person_named(local_id: str) -> Person:
    return Person.objects.get(memberships__record__local_id=KNOWN_AS.get(local_id, local_id))


def enters(user: User | AnonymousUser, ref: str, method: str = "get") -> HttpResponse:
    request = getattr(RequestFactory(), method)(f"/child/{ref}/")
    request.user, request.asked_at = user, now()
    with on_behalf_of(user.pk):
        return page(request, ref)


def opened(user: User, person: Person, *, minutes: int = 30) -> None:
    with connection.cursor() as sql:
        sql.execute(
            """insert into sharing_opening (id, person_id, record_id, user_id, ground, purpose, reason, opened_at, until)
               select uuidv7(), person_id, record_id, %s, 'door', 'child_protection', '', now(), now() + make_interval(mins => %s) from people_membership where person_id = %s limit 1""",
            [user.pk, minutes, person.pk],
        )


def test_the_worker_declares_a_purpose_and_reads_and_the_ledger_says_so(thornbeck):
    alice, amara = thornbeck.staff["alice"], person_named("p1")

    first = enters(alice, show_ref(amara.ref))
    opened(alice, amara)
    second = enters(alice, show_ref(amara.ref))

    assert (first.status_code, first["Location"].partition("?")[0]) == (302, f"/child/{amara.ref}/purpose/")
    assert second.content == b"Amara Okonkwo, child_protection"
    assert list(Entry.objects.filter(person_id=amara.pk).values_list("verb", "actor", "purpose")) == [("record_read", alice.pk, "child_protection")]


def test_a_role_with_one_purpose_and_a_ground_of_its_own_is_not_asked(thornbeck):
    assert enters(thornbeck.staff["charlie"], person_named("p2").ref).content == b"Ben Carter, school_administration"


@pytest.mark.parametrize("child", ["p2", "p7", "s7", "p8", "nobody"], ids=["a stranger's", "adopted", "sealed", "held", "nobody"])
def test_a_child_whom_the_worker_may_not_know_is_not_there(thornbeck, child):
    ref = public_ref() if child == "nobody" else person_named(child).ref

    with pytest.raises(Http404) as said:
        enters(thornbeck.staff["alice"], ref)

    assert str(said.value) == ""
    assert Entry.objects.exclude(verb="loaded").count() == 0


def test_when_the_half_hour_is_over_the_purpose_is_asked_again(thornbeck):
    bob, ben = thornbeck.staff["bob"], person_named("p2")
    opened(bob, ben, minutes=-1)

    assert enters(bob, ben.ref).status_code == 302


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_whoever_the_child(thornbeck):
    told = {enters(AnonymousUser(), ref)["Location"].partition("?")[0] for ref in (person_named("p1").ref, person_named("s7").ref, public_ref(), "nonsense")}

    assert told == {"/accounts/login/"}


def test_an_old_reference_leads_to_the_person_who_stayed(thornbeck):
    charlie, ben = thornbeck.staff["charlie"], person_named("p2")
    old = Person.objects.create(kind="child", made_at=ben.made_at, merged_into=ben)

    moved = enters(charlie, show_ref(old.ref))

    assert (moved.status_code, moved["Location"]) == (301, f"/child/{ben.ref}/")


def test_no_reference_leads_to_a_sealed_person_nor_from_one(thornbeck):
    bob, sealed, ben = thornbeck.staff["bob"], person_named("s7"), person_named("p2")
    to_sealed = Person.objects.create(kind="child", made_at=ben.made_at, merged_into=sealed)
    Person.objects.filter(pk=sealed.pk).update(merged_into=ben)

    for ref in (to_sealed.ref, sealed.ref):
        with pytest.raises(Http404):
            enters(bob, ref)
