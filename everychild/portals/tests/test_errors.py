"""When a page cannot be given, it says why and whom to ask, and never what broke inside."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from everychild.portals import errors


@pytest.fixture
def request_of_nobody():
    request = RequestFactory().get("/children/K7PM2QX9TB/?q=Amara")
    request.user = None
    return request


def test_our_own_fault_needs_no_database_and_gives_a_reference_that_the_log_has(request_of_nobody, caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise RuntimeError("the inside of Amara's record")
    except RuntimeError:
        with caplog.at_level(logging.ERROR):
            response = errors.unexpected(request_of_nobody)

    page = response.content.decode()
    reference = re.search(r'class="secret">([0-9A-F]{8})<', page)[1]

    assert response.status_code == 500
    assert "Amara" not in page
    assert "RuntimeError" not in page
    assert reference in caplog.text
    assert "q=Amara" not in caplog.messages[0]
    assert "the inside of Amara's record" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert "test_errors.py:" in caplog.text


def test_a_refusal_says_the_sentence_of_whoever_refused(request_of_nobody) -> None:
    response = errors.refused(request_of_nobody, PermissionDenied("only the adoption officer opens this <list>"))

    assert response.status_code == 403
    assert "Only the adoption officer opens this &lt;list&gt;." in response.content.decode()


def test_a_refusal_without_a_sentence_still_says_whom_to_ask(request_of_nobody) -> None:
    page = errors.refused(request_of_nobody, PermissionDenied()).content.decode()

    assert errors.REFUSED in page
    assert errors.ASK in page


def test_no_such_page_and_no_such_child_read_alike(request_of_nobody) -> None:
    one = errors.not_found(request_of_nobody, Http404("no such page"))
    other = errors.not_found(request_of_nobody, Http404("sealed"))

    assert one.status_code == other.status_code == 404
    assert one.content == other.content


def test_an_expired_form_leads_back_to_its_page(request_of_nobody) -> None:
    response = errors.form_expired(request_of_nobody, "CSRF token missing")

    assert response.status_code == 403
    assert 'href="/children/K7PM2QX9TB/"' in response.content.decode()
