"""Users and teams: added, changed, placed, closed; each deed in the account, and none of them to oneself."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from everychild.kit.time import today
from everychild.ledger.models import Entry
from everychild.organisations.actions import join_team, know_schools, know_team, know_workers
from everychild.organisations.models import Role, User
from everychild.portals.tests.office_town import HOSTILE, member, nothing_yet, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bare(db):
    nothing_yet()


NEW = {"username": "Wren.Abara", "name": "Wren  Abara", "email": "wren@thornbeck.example", "role": "social_worker"}


@pytest.fixture
def admin() -> Client:
    return signed_in("user_admin")


@pytest.fixture
def elm():
    return know_team(agency="Thornbeck Council", kind="council", team="Elm team", duty_telephone="01632 960001")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def of(name: str, user: User, *more) -> str:
    return reverse(name, args=[user.pk, *more])


def test_users_are_listed_with_role_team_and_how_they_sign_in(admin, elm):
    alice = member("social_worker", team=elm)
    Authenticator.objects.create(user=alice, type="totp", data={})

    page = words(admin.get(reverse("office_users")))

    assert "Alice Okafor" in page
    assert "Elm team" in page
    assert "Never" in page
    assert ">On</span>" in page


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [("?words=alice", "Alice Okafor", "Bob Hartley"), ("?role=front_door", "Bob Hartley", "Alice Okafor"), ("?state=closed", "No user is listed", "Alice")],
)
def test_users_are_found_by_name_role_and_account(admin, query, seen, unseen):
    member("social_worker")
    member("front_door")

    page = words(admin.get(reverse("office_users") + query))

    assert seen in page
    assert unseen not in page


def test_a_user_is_added_without_a_password_and_the_link_is_shown_this_once(admin, elm):
    answer = admin.post(reverse("office_user_add"), NEW | {"team": str(elm.pk)})

    wren = User.objects.get(username="wren.abara")
    assert (str(wren), wren.role_id, wren.has_usable_password()) == ("Wren Abara", "social_worker", False)
    assert wren.places.get().team == elm
    assert Entry.objects.get(verb="user_added").words == {"username": "wren.abara", "role": "social_worker"}
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", words(answer))[1]
    assert Client().get(link, follow=True).status_code == 200


def test_the_link_lets_the_new_user_choose_a_password(admin):
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", words(admin.post(reverse("office_user_add"), NEW)))[1]
    visitor = Client()

    form = visitor.get(link, follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": "a long enough phrase 7", "password2": "a long enough phrase 7"})

    assert User.objects.get(username="wren.abara").check_password("a long enough phrase 7")
    assert "account_reset_password" not in link
    assert "a long enough phrase 7" not in words(Client().get(link, follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "Enter a user name"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": "TOWN.user_admin"}, "Another account has this user name"),
        ({"email": "USER_ADMIN@thornbeck.example"}, "Another account has this email address"),
        ({"email": "nothing"}, "Enter an email address such as"),
        ({"name": "   "}, "Enter their full name"),
        ({"role": ""}, "Choose a role"),
        ({"role": "king"}, "Choose a role from the list"),
        ({"role": "school_office"}, "Enter the number of their school"),
        ({"role": "school_office", "school": "999/0000"}, "No school is known by this number"),
        ({"team": "nonsense"}, "Choose a team from the list"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_said_at_its_field(admin, wrong, said):
    page = words(admin.post(reverse("office_user_add"), NEW | wrong))

    assert said in page
    assert "<title>Error: Add a user" in page
    assert not User.objects.filter(username="wren.abara").exists()


def test_a_user_of_a_school_has_its_number(admin):
    know_schools(names={"9992001": "Oak Primary School"})

    admin.post(reverse("office_user_add"), NEW | {"role": "school_office", "school": "999/2001"})

    assert User.objects.get(username="wren.abara").school.name == "Oak Primary School"


def test_a_user_is_changed_and_the_account_keeps_what_was(admin):
    bob = member("front_door")

    admin.post(of("office_user_change", bob), {"name": "Bob Hart", "email": "bob.hart@thornbeck.example", "role": "social_worker", "telephone": "01632 960002"})

    bob.refresh_from_db()
    assert (str(bob), bob.role_id, bob.telephone) == ("Bob Hart", "social_worker", "01632 960002")
    assert Entry.objects.get(verb="user_changed").words["before"]["role"] == "front_door"


def test_whoever_leaves_is_signed_out_at_once_and_in_no_team(admin, elm):
    alice = member("social_worker", team=elm)
    hers = Client()
    hers.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert hers.get("/accounts/").status_code == 200

    assert "cannot sign in any more" in words(admin.get(of("office_user_close", alice)))
    answer = admin.post(of("office_user_close", alice), follow=True)

    alice.refresh_from_db()
    assert not alice.is_active
    assert hers.get("/accounts/").status_code == 302
    assert not alice.places.filter(to_on=None).exists()
    assert Entry.objects.filter(verb="user_left").count() == 1
    assert "Done. It is written in the account." in words(answer)


def test_whoever_comes_back_has_no_team_and_must_choose_a_password(admin, elm):
    alice = member("social_worker", team=elm)
    admin.post(of("office_user_close", alice))

    admin.post(of("office_user_open", alice))

    alice.refresh_from_db()
    assert alice.is_active
    assert not alice.has_usable_password()
    assert not alice.places.filter(to_on=None).exists()


def test_a_place_in_a_team_is_given_and_taken(admin, elm):
    alice = member("social_worker")

    admin.post(of("office_user", alice), {"team": str(elm.pk), "leads": "on"})
    place = alice.places.get()
    admin.post(of("office_leave_team", alice, place.pk))

    assert place.leads
    assert not alice.places.filter(to_on=None).exists()
    assert {"team_joined", "team_left"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_closed_account_is_given_no_team_and_no_link(admin, elm):
    alice = member("social_worker")
    admin.post(of("office_user_close", alice))

    team = admin.post(of("office_user", alice), {"team": str(elm.pk)})
    link = admin.post(of("office_user_link", alice), follow=True)

    assert "The account is closed." in words(team)
    assert "/password/reset/key/" not in words(link)
    assert not alice.places.filter(to_on=None).exists()


def test_somebody_who_has_signed_in_before_gets_their_link_by_email_only(admin):
    alice = member("social_worker")
    signed_in("social_worker")

    answer = admin.post(of("office_user_link", alice), follow=True)

    assert "/password/reset/key/" not in words(answer)
    assert [sent.to for sent in mail.outbox] == [["social_worker@thornbeck.example"]]
    assert "/password/reset/key/" in mail.outbox[0].body
    assert Entry.objects.get(verb="user_link_made").words == {"to": "the user's address"}


def test_a_second_step_is_removed_for_somebody_who_lost_their_telephone(admin):
    alice = member("social_worker")
    Authenticator.objects.create(user=alice, type="totp", data={})

    admin.post(of("office_user_second_step", alice))

    assert not Authenticator.objects.filter(user=alice).exists()
    assert Entry.objects.filter(verb="two_steps_removed").exists()


@pytest.mark.parametrize(
    "name", ["office_user_change", "office_user_close", "office_user_open", "office_user_link", "office_user_second_step", "office_user_tie"]
)
def test_nobody_changes_their_own_account(admin, name):
    own = User.objects.get(username="town.user_admin")

    answer = admin.post(of(name, own), {"name": "Me", "role": "front_door", "email": ""})

    own.refresh_from_db()
    assert answer.status_code == 403
    assert "Ask another user administrator." in words(answer)
    assert (own.role_id, own.is_active) == ("user_admin", True)


def test_nobody_places_themselves_in_a_team(admin, elm):
    own = User.objects.get(username="town.user_admin")

    assert admin.post(of("office_user", own), {"team": str(elm.pk)}).status_code == 403
    assert not own.places.exists()


def test_teams_are_listed_added_and_given_a_duty_number(admin, elm):
    join_team(user=member("social_worker"), team=elm, on=today(), leads=True)

    assert "01632 960001" in words(admin.get(reverse("office_teams") + "?words=elm"))
    assert "Alice Okafor" in words(admin.get(reverse("office_team", args=[elm.pk])))
    admin.post(reverse("office_team", args=[elm.pk]), {"duty_telephone": "01632 960009"})
    admin.post(reverse("office_team_add"), {"agency": str(elm.agency_id), "name": "Oak team", "duty_telephone": ""})
    again = words(admin.post(reverse("office_team_add"), {"agency": str(elm.agency_id), "name": "OAK team", "duty_telephone": ""}))

    elm.refresh_from_db()
    assert elm.duty_telephone == "01632 960009"
    assert elm.agency.teams.filter(name="Oak team").count() == 1
    assert "This agency has a team of that name already." in again
    assert {"team_changed", "team_added"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_user_is_tied_to_the_worker_whom_a_source_names_and_untied(admin):
    know_workers(source="social_care", workers=[("W1", "A. Okafor", "Social worker", "", None)])
    alice, bob = member("social_worker"), member("front_door")
    tie = {"source": "social_care", "local_id": "W1"}

    admin.post(of("office_user_tie", alice), tie)
    taken = words(admin.post(of("office_user_tie", bob), tie))
    unknown = words(admin.post(of("office_user_tie", bob), tie | {"local_id": "W2"}))

    worker = alice.workers.get()
    assert "A. Okafor" in words(admin.get(of("office_user", alice)))
    assert "That worker is Alice Okafor already." in taken
    assert "That source names no worker with this id" in unknown
    admin.post(of("office_user_untie", alice, worker.pk))
    assert not alice.workers.exists()
    assert {"worker_tied", "worker_untied"} <= set(Entry.objects.values_list("verb", flat=True))


def test_hostile_names_are_only_shown(admin):
    team = know_team(agency=HOSTILE, kind="x", team=HOSTILE, duty_telephone=HOSTILE[:40])
    one = member("social_worker", team=team)
    User.objects.filter(pk=one.pk).update(first_name=HOSTILE, last_name=HOSTILE, telephone=HOSTILE)

    for address in (
        reverse("office_users"),
        of("office_user", one),
        of("office_user_close", one),
        of("office_user_change", one),
        reverse("office_teams"),
        reverse("office_team", args=[team.pk]),
    ):
        page = admin.get(address).content.decode()
        assert HOSTILE not in page
        assert "&lt;img" in page


def test_many_users_ask_no_more_questions_than_one(admin, elm, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(username=f"many.{number}", first_name="Ada", last_name=f"No {number}", role_id="front_door") for number in range(500)
    )
    for one in people[:60]:
        join_team(user=one, team=elm, on=today())

    for address in (reverse("office_users"), reverse("office_teams"), reverse("office_team", args=[elm.pk])):
        with django_assert_max_num_queries(16):
            assert admin.get(address).status_code == 200
    assert "1 to 50 of 500 users" in words(admin.get(reverse("office_users") + "?words=many."))


@pytest.mark.parametrize(
    "name",
    [
        "office_users",
        "office_user_add",
        "office_teams",
        "office_team_add",
        "office_user",
        "office_user_change",
        "office_user_close",
        "office_user_link",
        "office_team",
    ],
)
def test_the_pages_are_for_the_user_administrator_alone(elm, name):
    someone = member("front_door")
    args = {
        "office_user": [someone.pk],
        "office_user_change": [someone.pk],
        "office_user_close": [someone.pk],
        "office_user_link": [someone.pk],
        "office_team": [elm.pk],
    }
    address = reverse(name, args=args.get(name, []))

    for role in Role.objects.all():
        answer = signed_in(role.code).get(address)
        assert answer.status_code == (200 if "users" in role.pages else 403), role.code
    assert Client().get(address).status_code == 302
