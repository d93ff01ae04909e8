"""The loads pages: the data office reads and settles, the information-governance lead sees numbers, nobody else comes in."""

import pytest
from django.test import Client
from django.urls import reverse

from everychild.intake.actions import Account
from everychild.ledger.models import Entry
from everychild.organisations.models import Role
from everychild.portals.tests.office_town import HOSTILE, batch, nothing_yet, problem, signed_in, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bare(db):
    nothing_yet()


@pytest.fixture
def census():
    source()
    return batch(problems=[problem(), problem(line=9, verdict="flagged", code="first_of_january", value="2015-01-01"), problem(sealed=True)])


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_data_office_sees_what_came_and_what_became_of_it(census):
    page = words(signed_in("data_office").get(reverse("office_loads")))

    assert "School census" in page
    assert "pupilonroll.csv" in page
    assert "the command line" in page
    assert "20 November 2026, 9:30am" in page
    assert f'href="{reverse("office_problems", args=[census.pk])}?verdict=q"' in page


def test_before_anything_came_the_page_says_what_to_do():
    page = words(signed_in("data_office").get(reverse("office_loads") + "?status=refused"))

    assert "No load is listed" in page
    assert "Agreements" in page


def test_a_load_says_what_is_wrong_by_kind_and_what_was_dropped():
    source()
    one = batch(dropped={"sen": 29, "other": 4})

    page = words(signed_in("data_office").get(reverse("office_load", args=[one.pk])))

    assert "Birth date missing" in page
    assert "Special educational needs provision" in page
    assert "5555555555" in page


def test_a_file_that_was_stopped_says_why_and_what_to_do():
    source()
    one = batch(status="stopped", why="Only 3% of 100 rows could be accepted")

    page = words(signed_in("data_office").get(reverse("office_load", args=[one.pk])))

    assert "Only 3% of 100 rows could be accepted." in page
    assert "load it again" in page


def test_the_information_governance_lead_sees_numbers_and_no_row(census):
    client = signed_in("information_governance")

    assert "Only the data office reads the rows" in words(client.get(reverse("office_load", args=[census.pk])))
    assert client.get(reverse("office_problems", args=[census.pk])).status_code == 403
    assert client.get(reverse("office_rows", args=[census.pk])).status_code == 403


def test_problems_are_listed_with_their_place_reason_and_remedy_and_never_what_is_sealed(census):
    page = words(signed_in("data_office").get(reverse("office_problems", args=[census.pk])))

    assert "Line 7" in page
    assert "There is no date of birth." in page
    assert "Ask the school for it." in page
    assert "Would bridge seal" not in page
    assert "only the adoption officer may read" not in page


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [("?verdict=f", "Line 9", "Line 7"), ("?code=birth_date_missing", "Line 7", "Line 9"), ("?settled=yes", "No problem is listed", "Line 7")],
)
def test_problems_are_found_by_verdict_code_and_whether_they_are_settled(census, query, seen, unseen):
    page = words(signed_in("data_office").get(reverse("office_problems", args=[census.pk]) + query))

    assert seen in page
    assert unseen not in page


def test_a_problem_is_settled_once_and_the_account_says_how(census):
    client, wrong = signed_in("data_office"), census.problems.get(line=7)
    address = reverse("office_settle", args=[census.pk, wrong.pk])

    answer = client.post(address, {"how": "other", "note": "Rang the school office"}, follow=True)
    again = client.post(address, {"how": "other", "note": "and again"}, follow=True)

    wrong.refresh_from_db()
    assert wrong.settled_how == "Rang the school office"
    assert "Settled. What you did is written in the account." in words(answer)
    assert "Somebody has settled this already." in words(again)
    assert Entry.objects.get(verb="problem_settled").words == {"how": "Rang the school office"}


def test_an_answer_that_says_nothing_is_asked_again(census):
    client = signed_in("data_office")

    empty = client.post(reverse("office_settle", args=[census.pk, census.problems.get(line=7).pk]), {})
    other = client.post(reverse("office_settle", args=[census.pk, census.problems.get(line=7).pk]), {"how": "other"})

    assert "Say what you did about it" in words(empty)
    assert "<title>Error: " in words(empty)
    assert "Say what you did" in words(other)


def test_all_of_a_kind_are_settled_with_one_answer_and_the_sealed_one_stays(census):
    client = signed_in("data_office")
    address = reverse("office_settle_alike", args=[census.pk]) + "?verdict=q&code=birth_date_missing"

    assert "Birth date missing" in words(client.get(address))
    client.post(address, {"how": "Right as it stands"})

    assert census.problems.get(line=7).settled_how == "Right as it stands"
    assert set(census.problems.filter(settled_at=None).values_list("code", flat=True)) == {"first_of_january", "would_bridge_seal"}
    assert Entry.objects.get(verb="problems_settled").words["count"] == 1
    assert client.get(address).status_code == 302


def test_the_data_office_cannot_settle_what_is_sealed_even_by_its_number(census):
    sealed = census.problems.get(sealed=True)

    answer = signed_in("data_office").post(reverse("office_settle", args=[census.pk, sealed.pk]), {"how": "Right as it stands"})

    sealed.refresh_from_db()
    assert answer.status_code == 404
    assert sealed.settled_at is None


def test_rows_are_listed_with_their_verdicts(census):
    account = Account(batch=census.pk)
    account.pours["intake_rowverdict"].add((str(census.pk), "pupilonroll", 3, HOSTILE, "a"))
    account.flush()

    page = words(signed_in("data_office").get(reverse("office_rows", args=[census.pk]) + "?verdict=a"))

    assert "Line 3" in page
    assert HOSTILE not in page


def test_hostile_names_are_only_shown():
    source(name=HOSTILE, system=HOSTILE, steward=HOSTILE)
    one = batch(path=HOSTILE, problems=[problem(value=HOSTILE)], status="stopped", why=HOSTILE, dropped={HOSTILE: 1})
    client = signed_in("data_office")

    for address in (
        reverse("office_loads"),
        reverse("office_load", args=[one.pk]),
        reverse("office_problems", args=[one.pk]),
        reverse("office_source", args=["census"]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert HOSTILE not in answer.content.decode()
        assert "&lt;img" in answer.content.decode()


@pytest.mark.parametrize("query", ["?page=0", "?page=999999999999", "?page=x", "?source=nowhere", "?status=%00", "?source=<b>", "?verdict=z&code=';--"])
def test_a_strange_address_is_no_failure(census, query):
    client = signed_in("data_office")

    for name in ("office_loads", "office_problems", "office_rows"):
        assert client.get(reverse(name, args=[] if name == "office_loads" else [census.pk]) + query).status_code == 200


def test_five_hundred_batches_ask_no_more_questions_than_one(django_assert_max_num_queries):
    source()
    for _ in range(60):
        batch(problems=[], status="refused")
    client = signed_in("data_office")

    with django_assert_max_num_queries(14):
        page = words(client.get(reverse("office_loads") + "?source=census&status=refused"))

    assert "1 to 50 of 60 loads" in page


def test_five_hundred_problems_ask_no_more_questions_than_one(django_assert_max_num_queries):
    source()
    one = batch(problems=[problem(line=line) for line in range(1, 501)])
    client = signed_in("data_office")

    with django_assert_max_num_queries(14):
        page = words(client.get(reverse("office_problems", args=[one.pk]) + "?page=2"))

    assert "51 to 100 of 500 problems" in page


OPENS = {
    "office_loads": "loads", "office_load": "loads", "office_rows": "loading", "office_problems": "loading", "office_settle": "loading", "office_settle_alike": "loading",
    "office_sources": "sources", "office_source": "sources", "office_agreements": "agreements", "office_agreement": "agreements", "office_held": "held",
}  # fmt: skip


def _address(name: str, one) -> str:
    given = {"office_settle": [one.pk, one.problems.first().pk], "office_source": ["census"], "office_agreement": ["census-2026"]}
    alone = {"office_loads", "office_sources", "office_agreements", "office_held"}
    return reverse(name, args=given.get(name, [] if name in alone else [one.pk]))


@pytest.mark.parametrize("name", OPENS)
def test_only_the_roles_that_a_page_is_for_may_open_it(census, name):
    for role in Role.objects.all():
        answer = signed_in(role.code).get(_address(name, census))
        if OPENS[name] in role.pages:
            assert answer.status_code in (200, 302), (name, role.code)
        else:
            assert answer.status_code == 403, (name, role.code)
            assert "This page is for: " in words(answer)
            assert "ask your user administrator" in words(answer)


@pytest.mark.parametrize("name", OPENS)
def test_who_is_not_signed_in_is_sent_to_sign_in(census, name):
    answer = Client().get(_address(name, census))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")
