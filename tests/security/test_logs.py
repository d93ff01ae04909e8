"""What is written into the log, by whom, and what is never in it."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from everychild.portals.log_lines import Line
from tests.security.test_signing_in import PASSWORD, alice, sign_in  # noqa: F401 (a fixture)


def line(record: logging.LogRecord) -> dict:
    text = Line().format(record)
    assert "\n" not in text
    return json.loads(text)


def lines(caplog, name: str = "") -> list[dict]:
    return [line(record) for record in caplog.records if record.name.startswith(name)]


def test_nothing_that_was_typed_can_begin_a_line_of_its_own():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "found %s", ("a\n2026-01-01 INFO forged\r\x1b[2J\u2028x",), None)

    assert line(record)["says"] == "found a\n2026-01-01 INFO forged\r\x1b[2J\u2028x"
    assert Line().format(record).isascii()


def test_a_line_says_when_in_utc_how_grave_and_from_where():
    said = line(logging.LogRecord("everychild.signing", logging.INFO, "", 0, "signed in", (), None))

    assert said["at"].endswith("+00:00")
    assert (said["level"], said["from"]) == ("INFO", "everychild.signing")


@pytest.fixture
def watched(caplog):
    with caplog.at_level(logging.INFO):
        yield caplog


def test_signing_in_and_out_and_being_refused_is_written_down_without_what_was_typed(watched, alice):  # noqa: F811
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client, "a wrong phrase here")
    sign_in(client)
    client.post(reverse("account_logout"))

    said = lines(watched, "everychild.signing")
    assert [one["says"] for one in said] == ["sign-in refused: user unknown", f"signed in: user {alice.pk} by password", f"signed out: user {alice.pk}"]
    assert {one["browser"] for one in said} == {"192.0.2.7"}
    assert not any(word in watched.text for word in (PASSWORD, "a wrong phrase here", "alice"))


def test_a_changed_password_is_written_down(watched, alice):  # noqa: F811
    client = Client()
    sign_in(client)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "another kettle of tea", "password2": "another kettle of tea"})

    assert f"password changed: user {alice.pk}" in [one["says"] for one in lines(watched, "everychild.signing")]
    assert "kettle" not in watched.text


@pytest.mark.parametrize(("path", "status"), [("/office/users/", 403), ("/child/K7PM2QX9TB/", 404), ("/nowhere/?q=Amara+Okonkwo", 404)])
def test_a_page_that_is_refused_is_written_down_with_who_asked_and_without_the_question(watched, alice, path, status):  # noqa: F811
    client = Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client)
    watched.clear()

    assert client.get(path).status_code == status

    (said,) = lines(watched, "django.request")
    assert (said["user"], said["browser"], said["method"]) == (alice.pk, "192.0.2.7", "GET")
    assert path.split("?")[0] in said["says"]
    assert "Amara" not in json.dumps(said)


def test_a_forged_form_and_a_strange_host_are_written_down(watched, db):
    Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    Client().get("/privacy", headers={"Host": "evil.example"})

    assert {record.name for record in watched.records} >= {"django.security.csrf", "django.security.DisallowedHost"}


def test_an_error_of_ours_is_written_down_with_its_trace_on_one_line(watched):
    try:
        raise RuntimeError("broken\nin two")
    except RuntimeError:
        logging.getLogger("everychild.unexpected").exception("reference %s", "AB12CD34")

    (said,) = lines(watched, "everychild.unexpected")
    assert "RuntimeError" in said["trace"]
    assert "test_logs.py" in said["trace"]
    assert "broken" not in said["trace"]


def test_the_service_writes_its_log_in_these_lines():
    from django.conf import settings

    assert settings.LOGGING["formatters"]["line"]["()"] == f"{Line.__module__}.{Line.__qualname__}"
    assert {name: one["class"] for name, one in settings.LOGGING["handlers"].items()} == {"errors": "logging.StreamHandler"}
    assert settings.LOGGING["loggers"]["everychild.signing"]["level"] == "INFO"


def test_every_form_refused_by_limits_is_written_down(watched, alice):  # noqa: F811
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = Client(raise_request_exception=False)
    sign_in(client)
    watched.clear()

    client.post("/accounts/login/", {"file": SimpleUploadedFile("a.csv", b"x")})
    client.post("/accounts/login/", {f"word{number}": "x" for number in range(600)})

    assert [record.name for record in watched.records if record.levelno >= logging.WARNING].count("django.security.RequestDataTooBig") >= 1
    assert any("TooManyFields" in record.name for record in watched.records)
