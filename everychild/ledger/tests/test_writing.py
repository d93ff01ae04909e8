"""The ledger is written in the breath of the deed, by one function, and by nobody's hand."""

import psycopg
import pytest
from django.db import connection, transaction

from everychild.kit.ids import new_id
from everychild.ledger import actions
from everychild.ledger.models import Entry
from everychild.ledger.tests.conftest import WRITE


@pytest.fixture
def trial(trial_database):
    """What others left in the ledger does not matter here, so nothing is cleared away."""
    return trial_database


def test_an_entry_says_who_as_what_when_and_why(owner, write):
    person = new_id()

    entry = write("opened", person)

    row = owner.execute(
        "select actor, role, verb, person_id, purpose, words, retention_class, clock_timestamp() - at < '10 s' from ledger_entry where id = %s", [entry]
    )
    assert row.fetchone() == (7, "everychild_web", "opened", person, "child_protection", {"reason": "a visit"}, "ledger", True)


def test_without_an_actor_nothing_can_be_recorded(trial):
    with trial.connect("web", actor=None) as nobody, pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody is asking"):
        nobody.execute(WRITE, [new_id(), "opened", None, "", None, None])


def test_a_deed_that_is_rolled_back_leaves_no_entry(owner, web):
    entry = new_id()

    with pytest.raises(ZeroDivisionError), web.transaction():
        web.execute(WRITE, [entry, "opened", None, "", None, None])
        raise ZeroDivisionError

    assert owner.execute("select count(*) from ledger_entry where id = %s", [entry]).fetchone() == (0,)


@pytest.mark.parametrize("role", ["web", "jobs", "matching", "statistics", "returns"])
@pytest.mark.parametrize(
    "deed",
    [
        "insert into ledger_entry (id, xid, at, actor, role, verb, purpose, digest, hash, retention_class, salt) "
        "values (gen_random_uuid(), 1, now(), 8, 'x', 'opened', '', '', '', 'ledger', '')",
        "update ledger_entry set actor = 8",
        "delete from ledger_entry",
        "truncate ledger_entry",
        "insert into ledger_seal (n, from_xid, upto_xid, entries, sealed_at, head) values (9, 0, 9, 0, now(), '')",
        "delete from ledger_seal",
        "insert into ledger_origin (n, shift, since) values (1, 5, now())",
        "alter table ledger_entry disable trigger user",
        "drop function ledger_write",
        "select ledger_dispose(gen_random_uuid(), array[gen_random_uuid()])",
        "select ledger_restored()",
    ],
)
def test_no_role_but_the_owner_can_touch_it(trial, write, role, deed):
    write()

    with trial.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(deed)


@pytest.mark.parametrize(
    "deed", ["insert into ledger_seal (n, from_xid, upto_xid, entries, sealed_at, head) values (9, 0, 9, 0, now(), '')", "delete from ledger_entry"]
)
def test_a_grant_made_by_mistake_does_not_open_it(trial, owner, write, deed):
    write()
    owner.execute("grant insert, update, delete on ledger_entry, ledger_seal to everychild_jobs")
    try:
        with trial.connect("jobs") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege, match="ledger"):
            connection.execute("select set_config('everychild.purpose', 'sealing', false)")
            connection.execute(deed)
    finally:
        owner.execute("revoke insert, update, delete on ledger_entry, ledger_seal from everychild_jobs")


@pytest.mark.parametrize("deed", ["update ledger_entry set actor = 8", "update ledger_entry set words = null", "delete from ledger_entry"])
def test_even_the_owner_is_stopped_from_changing_it_in_passing(owner, write, deed):
    write()

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(deed)


def test_the_actor_and_the_clock_are_stamped_by_the_database_and_a_verb_is_plain_words(web):
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="plain words"):
        web.execute(WRITE, [new_id(), "Opened the record\x1fforged", None, "", None, None])


@pytest.mark.django_db
def test_recording_in_python_is_one_call_in_the_same_transaction():
    person = new_id()
    _be(12, purpose="returns")

    with transaction.atomic():
        entry = actions.record("searched", person=person, refs={"found": [person]}, words={"name": "Zoë O\u2019Brien"})

    row = Entry.objects.get(pk=entry)
    assert (row.actor, row.verb, row.person_id, row.purpose) == (12, "searched", person, "returns")
    assert (row.refs, row.words) == ({"found": [str(person)]}, {"name": "Zoë O\u2019Brien"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b", "a\ufffdb"), ("\\\x00", "\\\ufffd"), ("\\u0000", "\\u0000"), ("\ud800", "?"), ("\u202eevil", "\u202eevil")],
)
def test_no_search_is_so_strange_that_it_cannot_be_recorded(typed, kept):
    _be(12)

    entry = actions.record("searched", words={"name": typed})

    assert Entry.objects.get(pk=entry).words == {"name": kept}


@pytest.mark.django_db
def test_the_models_refuse_to_write():
    with pytest.raises(TypeError, match="record"):
        Entry(id=new_id()).save()
    with pytest.raises(TypeError, match="Nothing is removed"):
        Entry(id=new_id()).delete()


def _be(user_id: int, purpose: str = "") -> None:
    with connection.cursor() as sql:
        sql.execute("select set_config('everychild.actor', %s, true), set_config('everychild.purpose', %s, true)", [str(user_id), purpose])
