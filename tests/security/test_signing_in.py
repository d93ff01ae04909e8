"""Passwords, attempts and sessions: what a visitor from outside, or somebody at a colleague's desk, might try."""

import re

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from everychild.organisations.models import User
from tests.architecture.house import ROOT

PASSWORD = "a long enough phrase 7"
LOGIN = "/accounts/login/"


@pytest.fixture
def alice(thornbeck) -> User:
    cache.clear()
    user = thornbeck.staff["alice"]
    user.email = "alice@thornbeck.example"
    user.set_password(PASSWORD)
    user.save()
    yield user
    cache.clear()


def sign_in(client: Client, password: str = PASSWORD, login: str = "alice"):
    return client.post(LOGIN, {"login": login, "password": password})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["twelve chars", "kettle kettle kettle", "ein sehr langer Satz", "ключ от старого дома", "x" * 11 + "é", "🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖🫖", "q" * 64 + "lamp", "of letters alone " * 7])
def test_a_password_of_any_letters_will_do_if_it_is_long_enough(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["elevenchars", "Tr0ub4dor&3", "qwerty123456", "1q2w3e4r5t6y", "passwordpassword", "everychild2026", "Safeguarding!1", "Welcome-Social-Worker-1", "School2026school2026"])
def test_a_password_that_is_short_or_common_or_of_our_own_words_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_password_like_ones_own_name_is_refused(alice):
    with pytest.raises(ValidationError):
        validate_password("alice@thornbeck.example", alice)


@pytest.mark.parametrize("almost", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_is_compared_exactly_as_it_was_typed(client, alice, almost):
    sign_in(client, almost)

    assert not is_in(client)


def test_a_very_long_password_counts_to_its_last_letter(client, alice):
    alice.set_password("k" * 100 + "1")
    alice.save()

    sign_in(client, "k" * 100 + "2")
    assert not is_in(client)
    sign_in(client, "k" * 100 + "1")
    assert is_in(client)


def test_passwords_are_stretched_and_salted(alice):
    hasher = get_hasher()

    assert (hasher.algorithm, identify_hasher(alice.password).algorithm) == ("pbkdf2_sha256", "pbkdf2_sha256")
    assert hasher.iterations >= 600_000
    assert alice.password.split("$")[2] != User(password="").password
    assert len(hasher.salt()) * 5.9 > 112


def test_a_password_box_hides_what_is_typed_and_lets_it_be_pasted_and_kept(client, alice):
    page = client.get(LOGIN).content.decode()
    sign_in(client)
    own = client.get(reverse("account_change_password")).content.decode()

    boxes = re.findall(r"<input[^>]*name=\"(?:old)?password\d?\"[^>]*>", page + own)
    assert len(boxes) == 4
    assert all('type="password"' in box and 'autocomplete="' in box and "maxlength" not in box for box in boxes)
    assert not re.search(r"onpaste|autocomplete=\"off\"", page + own)


def test_changing_a_password_needs_the_one_before(client, alice):
    sign_in(client)
    new = {"password1": "another kettle of tea", "password2": "another kettle of tea"}

    client.post(reverse("account_change_password"), {"oldpassword": "not the one", **new})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    alice.refresh_from_db()
    assert alice.check_password("another kettle of tea")


def test_a_changed_password_ends_the_sessions_elsewhere(client, alice):
    elsewhere = Client()
    sign_in(client), sign_in(elsewhere)
    assert is_in(elsewhere)

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "another kettle of tea", "password2": "another kettle of tea"})

    assert is_in(client)
    assert not is_in(elsewhere)


def test_a_password_that_is_years_old_is_still_good(client, alice):
    from datetime import UTC, datetime

    User.objects.filter(pk=alice.pk).update(last_login=datetime(2020, 1, 1, tzinfo=UTC), date_joined=datetime(2019, 1, 1, tzinfo=UTC))
    sign_in(client)

    assert is_in(client)


def test_after_five_wrong_passwords_even_the_right_one_waits(client, alice):
    for _ in range(5):
        sign_in(client, "not the password")

    sign_in(client)
    assert not is_in(client)


def test_an_unknown_name_and_a_wrong_password_read_alike(client, alice):
    known, unknown = (re.sub(r"value=\"[^\"]*\"|-\d+\"", "", sign_in(client, "not the password", who).content.decode()) for who in ("alice", "nobody"))

    assert known == unknown


def test_no_account_is_there_that_nobody_asked_for(db):
    makers = [path.name for path in ROOT.glob("everychild/*/migrations/*.py") if re.search(r"RunPython|insert into organisations_user\b", path.read_text(), re.I)]

    assert makers == []


def test_nobody_is_let_in_by_one_click_outside_the_demonstration(client, alice):
    assert settings.EVERYCHILD_DEMO is False
    assert client.post(reverse("demo_sign_in"), {"username": "alice"}).status_code == 404
    assert not is_in(client)


def test_signing_in_begins_another_session_and_the_one_before_opens_nothing(client, alice):
    session = client.session
    session["left"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before

    sign_in(client)

    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.session.session_key != before
    assert is_in(client)
    assert not is_in(planted)


def test_a_session_that_was_signed_out_opens_nothing_and_the_browser_is_told_to_forget(client, alice):
    sign_in(client)
    kept = client.session.session_key

    answer = client.post(reverse("account_logout"))

    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)


def test_a_session_number_that_we_did_not_give_is_none(alice):
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    assert not is_in(stranger)
    assert stranger.session.session_key != "a" * 32


def test_nobody_is_signed_out_or_in_by_following_a_link(client, alice):
    sign_in(client)
    client.get(reverse("account_logout"))

    assert is_in(client)


def test_signing_out_is_on_every_page(client, alice):
    sign_in(client)

    for path in ("/", "/privacy", "/accounts/", "/nowhere/"):
        assert 'action="/accounts/logout/"' in client.get(path).content.decode(), path


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_deactivate_totp"])
def test_how_one_signs_in_is_changed_only_after_saying_again_who_one_is(client, alice, page):
    from allauth.mfa.models import Authenticator

    if page != "mfa_activate_totp":
        Authenticator.objects.create(user=alice, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1.0, "username": "alice"}]
    session.save()

    answer = client.get(reverse(page))

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_a_forgotten_password_is_mended_by_a_link_alone_and_asks_nothing_that_others_know(client, alice):
    page = client.get(reverse("account_reset_password")).content.decode()

    assert re.findall(r"<input[^>]*name=\"(\w+)\"", page.split("<main")[1]) == ["csrfmiddlewaretoken", "email"]


def test_a_link_for_a_password_runs_out():
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600
