"""One's own account: every page of it, and a second step set up, used and removed."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import server
from tests.journeys.walking import looked_over

PASSWORD = "one long password of a journey"


@pytest.fixture
def worker(service: str, width: str) -> str:
    """Somebody with a password and no second step, for this journey alone."""
    name = f"journey.{width}"
    server.python(
        "from datetime import date\nfrom allauth.mfa.models import Authenticator\nfrom everychild.organisations.actions import employ\n"
        f"user = employ(username={name!r}, name='Wren Abara', role='social_worker', on=date.today(), email='{name}@thornbeck.example', password={PASSWORD!r})\n"
        "Authenticator.objects.filter(user=user).delete()"
    )
    return name


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/?next=/accounts/")
    page.get_by_label("User name or work email address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show_that_it_is_still_me(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Show that it is still you")
    looked_over(page)
    if not page.get_by_label("Password").count():
        page.get_by_role("link", name="password").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_every_page_of_ones_own_account_reads_well(page: Page, worker: str) -> None:
    sign_in(page, worker)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    looked_over(page)

    for path in ("2fa/", "2fa/totp/activate/", "sessions/", "password/change/", "logout/", "reauthenticate/"):
        page.goto(f"/accounts/{path}")
        looked_over(page)

    page.goto("/accounts/password/change/")
    page.get_by_role("button", name="Change password").click()
    assert page.title().startswith("Error: ")
    looked_over(page)


def test_a_second_step_is_set_up_used_and_removed(page: Page, worker: str) -> None:
    sign_in(page, worker)
    page.goto("/accounts/2fa/totp/activate/")
    show_that_it_is_still_me(page)
    secret = page.locator(".secret").inner_text().strip()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    looked_over(page)
    page.goto("/accounts/2fa/recovery-codes/generate/")
    looked_over(page)

    server.python("from django.core.cache import cache\ncache.clear()")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, worker)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    looked_over(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: ")
    looked_over(page)

    recovery = server.python(
        "from allauth.mfa.models import Authenticator\n"
        f"print(Authenticator.objects.get(user__username={worker!r}, type='recovery_codes').wrap().get_unused_codes()[0])"
    ).strip()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.goto("/accounts/2fa/totp/deactivate/")
    show_that_it_is_still_me(page)
    looked_over(page)
    page.get_by_role("button", name="Remove the app").click()
    expect(page.get_by_text("No authenticator app is set up.")).to_be_visible()
    looked_over(page)
