"""What leaves the service: on every answer of every address the same rules, whoever asks and whatever they ask for."""

import re
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from everychild.kit.middleware import rules, text_in_utf8
from everychild.portals.tests.readers import ref_of
from tests.access.test_matrix_http import address, browser, patterns, things  # noqa: F401 (a fixture)

WHO = (None, "alice", "kit", "noor")
BESIDE = ("/static/kit/mark.svg", "/static/", "/.git/config", "/static/../settings.py", "/static/%2e%2e/settings.py", "/nowhere/", "/csp-report", "/robots.txt")
SIGNED_BY_A_PROVIDER = ("/accounts/saml/none/acs/", "/accounts/saml/none/sls/")
WRITES = re.compile(r"^\s*(insert|update|delete|copy|merge|truncate)\b(?!.*\b(django_session|usersessions_usersession)\b)", re.I | re.S)


@pytest.fixture
def everything(things) -> dict[str, object]:  # noqa: F811
    """Something that is there for each word of an address, a child too."""
    return things | {"ref": ref_of("census/p1"), "involvement": UUID(int=5)}


def readers(thornbeck) -> list[Client]:
    return [browser(thornbeck.staff.get(name)) for name in WHO]


def every_answer(thornbeck, everything):
    """(address, answer) of everything that can be asked without sending anything; what it did is undone."""
    for client in readers(thornbeck):
        for path in (*(address(pattern, everything) for pattern in patterns()), *BESIDE):
            with transaction.atomic():
                yield path, client.get(path)
                transaction.set_rollback(True)


def test_every_answer_tells_the_browser_the_same_rules(thornbeck, everything):
    told = rules() | {"Cache-Control": ""}
    lax = {(path, name) for path, said in every_answer(thornbeck, everything) for name, value in told.items() if value not in said.get(name, "")}

    assert lax == set()


def test_no_page_is_kept_by_any_cache(thornbeck, everything):
    asked = {(path, said.get("Cache-Control", "")) for path, said in every_answer(thornbeck, everything) if path != "/static/kit/mark.svg"}

    assert {(path, said) for path, said in asked if not {"no-store", "private"} <= set(said.split(", "))} == set()


def test_every_text_says_its_character_set_and_nothing_is_of_an_unknown_kind(thornbeck, everything):
    kinds = {said.get("Content-Type", "") for _, said in every_answer(thornbeck, everything) if getattr(said, "content", b"") or said.streaming}

    assert {kind for kind in kinds if kind not in ("text/html; charset=utf-8", "text/plain; charset=utf-8", "image/svg+xml; charset=utf-8", "text/csv; charset=utf-8")} == set()


def test_no_other_origin_may_read_an_answer_and_no_answer_names_what_runs_behind_it(thornbeck, everything):
    loose = {(path, name) for path, said in every_answer(thornbeck, everything) for name in said.headers if name.startswith("Access-Control") or name in ("Server", "X-Powered-By")}

    assert loose == set()


def test_reading_changes_nothing_but_the_account_of_reading(thornbeck, everything):
    changed = []
    for client in readers(thornbeck):
        for pattern in patterns():
            with transaction.atomic(), CaptureQueriesContext(connection) as asked:
                client.get(address(pattern, everything))
                transaction.set_rollback(True)
            changed += [(pattern, one["sql"][:90]) for one in asked if WRITES.search(one["sql"])]

    assert changed == []


def test_no_folder_is_listed_and_nothing_outside_the_static_files_is_served(client, db):
    for path in BESIDE[1:]:
        assert client.get(path).status_code in (404, 405), path
    assert b"SECRET_KEY" not in client.get("/static/../everychild/settings.py").content


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND"])
def test_a_method_that_no_page_has_is_refused(client, method):
    for path in ("/", reverse("account_login"), "/privacy"):
        answer = client.generic(method, path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST"), path


@pytest.mark.parametrize("aim", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"])
def test_nobody_is_sent_on_to_somewhere_else_after_signing_in(client, thornbeck, aim):
    user = thornbeck.staff["alice"]
    user.set_password("a long enough phrase 7")
    user.save()

    answer = client.post(reverse("account_login"), {"login": user.username, "password": "a long enough phrase 7", "next": aim})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_form_without_its_secret_is_refused_everywhere(thornbeck, everything):
    let_in = []
    for name in ("alice", "kit", "noor"):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(thornbeck.staff[name], backend="django.contrib.auth.backends.ModelBackend")
        for path in (address(pattern, everything) for pattern in patterns()):
            with transaction.atomic():
                answer = client.post(path, {"code": "x"})
                transaction.set_rollback(True)
            if answer.status_code != 403 and path not in SIGNED_BY_A_PROVIDER:
                let_in.append((name, path, answer.status_code))

    assert let_in == []


def test_a_name_that_is_not_ours_is_not_answered(client, db):
    assert client.get("/privacy", headers={"Host": "evil.example"}).status_code == 400


def test_the_one_who_asks_cannot_say_that_they_came_over_tls_where_no_proxy_stands(client, db):
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert not client.get("/privacy", headers={"X-Forwarded-Proto": "https"}).wsgi_request.is_secure()


def test_even_the_answer_before_the_framework_carries_the_rules():
    said = {}

    text_in_utf8(lambda environ, start: [])({"CONTENT_TYPE": "text/plain; charset=utf-7"}, lambda status, headers: said.update(headers))

    assert said.items() >= rules().items()


def test_what_is_twice_in_a_form_counts_once_and_an_address_cannot_fill_in_a_form(client, thornbeck):
    answer = client.post(reverse("account_login") + "?login=alice&password=a+long+enough+phrase+7", {})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_no_debugging_is_on_whatever_the_environment_says(monkeypatch):
    import runpy

    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("EVERYCHILD_DEMO", "1")

    assert runpy.run_module("everychild.settings")["DEBUG"] is False
