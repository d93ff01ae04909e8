"""Thornbeck's staff at their screens: signing in, opening a record, reading the page, and what the ledger says of it afterwards."""

from html import unescape

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from everychild.ledger.models import Entry
from everychild.organisations.models import User
from tests.thornbeck import known_as


def signed_in(user: User) -> Client:
    """A browser in which this member of staff is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer: HttpResponse) -> str:
    """The page as text, its spaces made one."""
    return " ".join(unescape(answer.content.decode()).split())


def ref_of(record: str) -> str:
    """The reference of the child of a record, `census/p1`."""
    with connection.cursor() as sql:
        sql.execute(
            """select p.ref from people_sourcerecord r join people_membership m on m.record_id = r.id join people_person p on p.id = m.person_id
               where r.source_code || '/' || r.local_id = %s""",
            [known_as(record)],
        )
        return sql.fetchone()[0]


def opened(user: User, record: str, purpose: str = "child_protection", reason: str = "A neighbour rang.") -> tuple[Client, str]:
    """A browser in which the record stands open for a declared purpose, and the address of the child's page."""
    client, ref = signed_in(user), ref_of(record)
    if len(user.role.purposes) > 1 or user.role.opens:
        answer = client.post(f"/child/{ref}/purpose/", {"purpose": purpose, "reason": reason})
        assert answer.status_code == 302, words(answer)
    return client, f"/child/{ref}/"


def record_of(user: User, record: str) -> str:
    """The record page as this member of staff reads it."""
    client, address = opened(user, record)
    answer = client.get(address)
    assert answer.status_code == 200
    return words(answer)


def deeds(verb: str, user: User) -> list[Entry]:
    """What the ledger says that this member of staff did, the latest first."""
    return list(Entry.objects.filter(verb=verb, actor=user.pk).order_by("-at"))
