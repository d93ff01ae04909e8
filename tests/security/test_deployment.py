"""How it is put up: the papers say it, the settings do it, and the two agree."""

import re

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from everychild.kit import database
from everychild.kit.commands import Wrong
from tests.architecture.house import ROOT

DEPLOYING = (ROOT / "docs" / "deploying.md").read_text()
SECURITY = (ROOT / "docs" / "security.md").read_text()
NGINX = re.search(r"```nginx\n(.*?)```", DEPLOYING, re.S)[1]


def test_the_proxy_of_the_papers_speaks_only_the_newer_tls_and_strong_ciphers():
    assert re.findall(r"ssl_protocols ([^;]+);", NGINX) == ["TLSv1.2 TLSv1.3"]
    ciphers = re.search(r"ssl_ciphers ([^;]+);", NGINX)[1].split(":")
    assert all(re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)", cipher) for cipher in ciphers)


def test_the_proxy_of_the_papers_sends_plain_requests_to_tls_and_overwrites_what_a_browser_says_of_itself():
    assert "return 301 https://$host$request_uri;" in NGINX
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto https", "Host $host"):
        assert f"proxy_set_header {header};" in NGINX, header


def test_a_database_elsewhere_is_spoken_to_over_tls_with_its_certificate_checked_or_not_at_all(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://everychild_owner:x@db.thornbeck.example:5433/everychild")

    for role in database.ROLES:
        assert database.django_settings(role)["OPTIONS"] == {"sslmode": "verify-full"}, role
    for weak in ("disable", "allow", "prefer", "require", "verify-ca"):
        monkeypatch.setenv("DATABASE_URL", f"postgresql://everychild_owner:x@db.thornbeck.example/everychild?sslmode={weak}")
        with pytest.raises(Wrong, match="without checking"):
            database.url("web")


def test_the_pages_listen_on_this_machine_alone_unless_told_otherwise():
    source = (ROOT / "everychild" / "portals" / "commands.py").read_text()

    assert '"--host", default="127.0.0.1"' in source
    assert '"--limit-request-line", "4094", "--timeout", "30"' in source


def test_the_service_is_shut_in_by_the_unit_of_the_papers():
    unit = re.search(r"Description=Everychild: the pages.*?```", DEPLOYING, re.S)[0]

    for rule in ("User=everychild", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "UMask=0077"):
        assert rule in unit, rule


@pytest.mark.parametrize(
    "request_text",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /office/ HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\n\x00X: y\r\n\r\n",
    ],
    ids=["two lengths of two kinds", "two lengths", "a space before the colon", "a coding nobody knows", "NUL in a name"],
)
def test_a_request_whose_end_is_in_doubt_is_refused_by_the_server(request_text):
    with pytest.raises(Exception, match=r".") as refused:
        for request in RequestParser(Config(), iter([request_text]), ("192.0.2.7", 1)):
            request.body.read()

    assert refused.type.__module__ == "gunicorn.http.errors"


@pytest.mark.parametrize(
    "heading",
    [
        "What a thing may be, how much of it, how often", "Four kinds of data", "Keys and algorithms", "What it talks to", "What the logs say", "Parts made by others",
        "What costs most", "Signing in", "The browser", "OWASP ASVS 5.0",
    ],
)  # fmt: skip
def test_the_papers_have_a_part_about(heading):
    part = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", SECURITY, re.S | re.M)

    assert part
    assert len(part[1].split()) > 40


def test_the_papers_name_every_key_and_algorithm_that_is_in_use():
    from django.contrib.auth.hashers import get_hasher

    hasher = get_hasher()
    part = SECURITY.partition("## Keys and algorithms")[2].partition("\n## ")[0]

    for named in ("EVERYCHILD_SECRET_KEY", "HMAC-SHA-256", "Ed25519", "SHA-256", "PBKDF2", f"{hasher.iterations:,}", "SCRAM-SHA-256", "HMAC-SHA-1", "TLS"):
        assert named in part, named


def test_the_papers_say_what_every_kind_of_number_must_be():
    from everychild.formats.identifiers import KINDS

    part = SECURITY.partition("## What a thing may be")[2].partition("\n## ")[0]

    assert [kind for kind in KINDS if f"`{kind}`" not in part] == []


def test_the_papers_name_everything_that_is_talked_to():
    part = SECURITY.partition("## What it talks to")[2].partition("\n## ")[0]

    for named in ("PostgreSQL", "identity provider", "mail", "proxy", "Nothing else"):
        assert named in part, named


def test_every_kind_of_data_of_the_papers_is_one_of_the_access_table():
    import tomllib

    table = tomllib.loads((ROOT / "tests" / "access" / "table.toml").read_text())
    part = SECURITY.partition("## Four kinds of data")[2].partition("\n## ")[0]

    assert {"web_reads_and_writes", "web_only_reads", "secret", "table"} <= set(table)
    assert part.count("\n| ") == 6  # the heading, the line beneath it and four kinds


def test_the_papers_promise_days_within_which_a_weakness_of_a_part_is_mended():
    part = SECURITY.partition("## Parts made by others")[2].partition("\n## ")[0]

    assert re.search(r"within \d+ days", part)
