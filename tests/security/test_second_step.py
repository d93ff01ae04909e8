"""The authenticator app and the recovery codes: each answer counts once."""

import secrets
import time

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from everychild.portals.password_links import link_for
from tests.security.test_signing_in import PASSWORD, alice, is_in, sign_in  # noqa: F401 (a fixture)


@pytest.fixture
def app(alice):  # noqa: F811
    """Alice has an authenticator app and recovery codes."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(alice, secret)
    RecoveryCodes.activate(alice)
    return secret


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def after_the_password() -> Client:
    client = Client()
    answer = sign_in(client)
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    return client


def test_a_password_alone_does_not_let_in_whoever_has_a_second_step(app):
    client = after_the_password()

    assert not is_in(client)


def test_a_code_of_the_app_counts_once_and_for_half_a_minute(app):
    code = code_of(app)
    first, second = after_the_password(), after_the_password()

    for client in (first, second):
        client.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)
    assert (app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE) == (30, 0)


def test_a_recovery_code_counts_once(alice, app):  # noqa: F811
    code = Authenticator.objects.get(user=alice, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = after_the_password(), after_the_password()

    for client in (first, second):
        client.post(reverse("mfa_authenticate"), {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_secrets_are_random_and_long_and_codes_have_more_than_twenty_bits(monkeypatch):
    asked = []
    real = secrets.token_bytes
    monkeypatch.setattr(secrets, "token_bytes", lambda many=None: asked.append(many) or real(many))

    totp.generate_totp_secret()
    RecoveryCodes.generate_seed()

    assert asked == [20, 40]
    assert app_settings.RECOVERY_CODE_DIGITS >= 8  # 26 bits


def test_after_a_few_wrong_codes_the_right_one_waits(app):
    cache.clear()
    client = after_the_password()

    for _ in range(12):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(app)})

    assert not is_in(client)


def test_a_new_password_by_a_link_does_not_pass_by_the_second_step(alice, app, rf):  # noqa: F811
    client = Client()
    page = client.get(link_for(rf.get("/"), alice), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "another kettle of tea", "password2": "another kettle of tea"})
    alice.refresh_from_db()

    assert alice.check_password("another kettle of tea")
    assert not is_in(client)
    assert sign_in(client, "another kettle of tea")["Location"].startswith("/accounts/2fa/authenticate/")


def test_the_key_of_an_app_is_made_anew_for_each_and_shown_once(alice):  # noqa: F811
    assert len({totp.generate_totp_secret() for _ in range(50)}) == 50
    client = Client()
    sign_in(client)

    assert PASSWORD not in client.get(reverse("mfa_index")).content.decode()
