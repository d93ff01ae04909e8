"""As it is served behind TLS: what the browser is told to keep, for whom, and for how long."""

import runpy

import pytest
from django.test import Client
from django.urls import reverse

NAMES = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT",
)  # fmt: skip
PASSWORD = "a long enough phrase 7"
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@pytest.fixture
def over_tls(settings, monkeypatch) -> Client:
    """A browser that comes through the proxy of an installation that says EVERYCHILD_HTTPS=1."""
    monkeypatch.setenv("EVERYCHILD_HTTPS", "1")
    said = runpy.run_module("everychild.settings")
    for name in NAMES:
        setattr(settings, name, said[name])
    return Client(headers=PROXY)


@pytest.fixture
def signed_in(over_tls, thornbeck) -> Client:
    user = thornbeck.staff["alice"]
    user.set_password(PASSWORD)
    user.save()
    over_tls.get(reverse("account_login"))
    over_tls.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert over_tls.get("/").status_code == 200
    return over_tls


def test_every_cookie_is_for_this_host_alone_over_tls_alone_and_out_of_reach_of_script(signed_in):
    assert {morsel.key for morsel in signed_in.cookies.values() if morsel.value} == {"__Host-sessionid", "__Host-csrftoken"}
    for morsel in signed_in.cookies.values():
        assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, True, "Lax", "/", ""), morsel.key
        assert len(morsel.key) + len(morsel.value) < 4096


def test_the_session_cookie_ends_with_the_browser_and_is_nothing_but_a_number(signed_in, thornbeck):
    session = signed_in.cookies["__Host-sessionid"]

    assert session["max-age"] == session["expires"] == ""
    assert session.value.isalnum()
    assert len(session.value) == 32  # 36 letters and figures each: 165 bits
    assert thornbeck.staff["alice"].username not in session.value


def test_the_browser_remembers_for_a_year_to_use_tls_here_and_beneath(signed_in):
    for path in ("/", "/privacy", "/nowhere/", "/static/kit/mark.svg"):
        assert signed_in.get(path)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path


def test_what_comes_without_tls_is_sent_to_it_and_answered_nothing_else(over_tls):
    answer = Client(headers={"X-Forwarded-Proto": "http"}).get("/child/K7PM2QX9TB/?q=Amara")

    assert (answer.status_code, answer.content) == (301, b"")
    assert answer["Location"].startswith("https://testserver/")


def test_what_a_page_says_next_is_kept_here_and_not_in_the_browser(signed_in):
    signed_in.post(reverse("account_logout"))

    assert {morsel.key for morsel in signed_in.cookies.values()} <= {"__Host-sessionid", "__Host-csrftoken"}


def test_where_a_request_came_from_is_the_word_of_the_proxy_and_not_of_the_browser(over_tls, rf):
    from everychild.portals.log_lines import address_of

    assert address_of(rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})) == "192.0.2.7"
