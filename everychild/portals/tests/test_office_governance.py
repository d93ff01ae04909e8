"""Who looked, who may see what, and what only the adoption officer may settle."""

import pytest
from django.test import Client
from django.urls import reverse

from everychild.intake.models import Problem
from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import new_id
from everychild.kit.time import today
from everychild.ledger.actions import record
from everychild.ledger.models import Entry
from everychild.organisations.models import Role
from everychild.portals.tests.office_town import HOSTILE, batch, member, nothing_yet, problem, signed_in, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bare(db):
    nothing_yet()


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def looked():
    child = new_id()
    with on_behalf_of(member("social_worker").pk):
        record("opened", person=child, purpose="child_protection", words={"reason": "Amara Okonkwo was seen"})
    with on_behalf_of(member("front_door").pk):
        record("searched", refs={"found": ["K7PM2QX9TB", "K7PM2QX9TC", "K7PM2QX9TD"]}, words={"names": "amara okonkwo"})
    return child


@pytest.fixture
def held():
    source()
    return batch(problems=[problem(sealed=True), problem()])


def test_the_lead_sees_who_looked_and_for_what_and_never_at_whom(looked):
    page = words(signed_in("information_governance").get(reverse("office_looks")))

    assert "Alice Okafor" in page
    assert "Social worker" in page
    assert "Declared a purpose" in page
    assert "Child protection" in page
    assert ">3<" in page.replace(" ", "")
    assert "Amara" not in page
    assert "amara" not in page
    assert "K7P" not in page
    assert str(looked) not in page


@pytest.mark.parametrize(("query", "seen", "unseen"), [("?who=alice", "Declared a purpose", "Searched"), ("?verb=searched", "Bob Hartley", "Alice Okafor"), ("?who=nobody", "No entry is listed", "Alice"),
                                                       ("?from_on_day=1&from_on_month=1&from_on_year=2099", "No entry is listed", "Alice")])  # fmt: skip
def test_looks_are_found_by_user_kind_and_date(looked, query, seen, unseen):
    page = words(signed_in("information_governance").get(reverse("office_looks") + query))

    listed = page.partition("Clear filters")[2]
    assert seen in listed
    assert unseen not in listed


def test_today_is_among_the_days_that_it_names(looked):
    day = today()
    query = f"?from_on_day={day.day}&from_on_month={day.month}&from_on_year={day.year}&to_on_day={day.day}&to_on_month={day.month}&to_on_year={day.year}"

    assert "Alice Okafor" in words(signed_in("information_governance").get(reverse("office_looks") + query))


def test_days_in_the_wrong_order_are_said_to_be_so(looked):
    query = "?from_on_day=2&from_on_month=1&from_on_year=2026&to_on_day=1&to_on_month=1&to_on_year=2026"

    page = words(signed_in("information_governance").get(reverse("office_looks") + query))

    assert "The last day must not come before the first" in page
    assert "<title>Error: " in page


def test_five_hundred_looks_ask_no_more_questions_than_one(django_assert_max_num_queries):
    with on_behalf_of(member("social_worker").pk):
        for _ in range(500):
            record("opened", person=new_id(), purpose="assessment")
    client = signed_in("information_governance")

    with django_assert_max_num_queries(16):
        page = words(client.get(reverse("office_looks") + "?who=town.social_worker"))

    assert "1 to 50 of 500 entries" in page


def test_the_access_table_says_each_role_in_words_with_an_edition_to_sign():
    client = signed_in("information_governance")
    page = words(client.get(reverse("office_access")))

    for role in Role.objects.all():
        assert role.label in page
    assert "Any child, by a name and one more fact" in page
    assert "Child protection plan" in page
    edition = page.partition("Edition ")[2][:12]
    Role.objects.filter(code="police_officer").update(items=["name"])
    assert words(client.get(reverse("office_access"))).partition("Edition ")[2][:12] != edition


def test_the_adoption_officer_reads_what_is_held_and_nothing_else(held):
    page = words(signed_in("adoption_officer").get(reverse("office_adoption")))

    assert "School census" in page
    assert "only the adoption officer may read" in page
    assert "There is no date of birth." not in page


def test_the_adoption_officer_settles_it_and_the_account_says_so(held):
    sealed = held.problems.get(sealed=True)
    client = signed_in("adoption_officer")
    address = reverse("office_settle_held", args=[sealed.pk])

    assert "School census" in words(client.get(address))
    client.post(address, {"how": "other", "note": "The school made a new record"})
    again = client.post(address, {"how": "other", "note": "again"}, follow=True)

    sealed.refresh_from_db()
    assert sealed.settled_how == "The school made a new record"
    assert "Somebody has settled this already." in words(again)
    assert Entry.objects.get(verb="problem_settled").actor == sealed.settled_by
    assert "The school made a new record" in words(client.get(reverse("office_adoption")))


def test_the_adoption_officer_cannot_settle_what_is_the_data_offices(held):
    other = held.problems.get(sealed=False)

    assert signed_in("adoption_officer").post(reverse("office_settle_held", args=[other.pk]), {"how": "other", "note": "x"}).status_code == 404


def test_pages_say_so_while_there_is_nothing():
    Problem.objects.filter(sealed=True).delete()

    assert "Nothing is held" in words(signed_in("adoption_officer").get(reverse("office_adoption")))
    assert "No entry is listed" in words(signed_in("information_governance").get(reverse("office_looks") + "?who=nobody.at.all"))


def test_hostile_words_are_only_shown(held):
    Problem.objects.filter(sealed=True).update(settled_how=HOSTILE, settled_at="2026-11-21T10:00:00Z")
    with on_behalf_of(member("social_worker").pk):
        record("opened", person=new_id(), purpose=HOSTILE)

    for role, name in (("adoption_officer", "office_adoption"), ("information_governance", "office_looks")):
        page = signed_in(role).get(reverse(name)).content.decode()
        assert HOSTILE not in page
        assert "&lt;img" in page


@pytest.mark.parametrize(
    ("name", "page"), [("office_looks", "looks"), ("office_access", "access"), ("office_adoption", "adoption"), ("office_settle_held", "adoption")]
)
def test_each_page_is_for_its_own_role_alone(held, name, page):
    address = reverse(name, args=[held.problems.get(sealed=True).pk] if name == "office_settle_held" else [])

    for role in Role.objects.all():
        assert signed_in(role.code).get(address).status_code == (200 if page in role.pages else 403), role.code
    assert Client().get(address).status_code == 302
