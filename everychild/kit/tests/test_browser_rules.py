"""Every answer carries the rules; a browser's report of a breach becomes one line that holds no name."""

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from everychild.kit.middleware import HEADERS, browser_rules, policy


def answer(request):
    return browser_rules(lambda _: HttpResponse("a page"))(request)


def test_every_answer_carries_the_rules() -> None:
    response = answer(RequestFactory().get("/"))

    assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert {name: response[name] for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_no_evaluation() -> None:
    assert "unsafe" not in policy()
    assert "data:" not in policy()


def test_a_report_is_one_line_without_the_query(caplog: pytest.LogCaptureFixture) -> None:
    told = {"csp-report": {"document-uri": "https://x.example/find/?q=Amara+Okonkwo", "effective-directive": "style-src\nforged line", "blocked-uri": "inline"}}

    response = answer(RequestFactory().post("/csp-report", json.dumps(told), content_type="application/csp-report"))

    assert response.status_code == 204
    assert [record.getMessage() for record in caplog.records] == ["policy report: style-srcforged line refused on '/find/': 'inline'"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"csp-report": 3}', b"\xff\xfe", b"{" * 100_000, b"[" * 5000])
def test_a_report_that_is_none_is_refused_quietly(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    response = answer(RequestFactory().post("/csp-report", body, content_type="application/csp-report"))

    assert response.status_code == 400
    assert caplog.records == []


@pytest.mark.parametrize("charset", ["rot13", "base64", "undefined", "idna", "unicode_escape", "utf-7", "utf-16", "klingon"])
def test_a_request_in_another_character_set_is_refused_before_anybody_reads_it(charset):
    from everychild.kit.middleware import text_in_utf8

    said = []
    served = text_in_utf8(lambda environ, start: [b"served"])

    refused = served({"CONTENT_TYPE": f"multipart/form-data; charset={charset}; boundary=x"}, lambda status, headers: said.append(status))

    assert (said, refused) == (["400 Bad Request"], [b"Text is sent here in UTF-8."])
    assert served({"CONTENT_TYPE": "text/plain; charset=UTF-8"}, None) == served({}, None) == [b"served"]
