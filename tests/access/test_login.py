"""The web process as it really logs in: it cannot become anybody else, nor switch the policies off. And the service refuses to start as anybody who could."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from everychild.kit import database
from everychild.sharing import start
from everychild.sharing.start import refuse_a_role_that_sees_everything


@pytest.fixture
def web(thornbeck) -> Iterator[psycopg.Connection]:
    """A session that logged in as the web role, on behalf of Alice."""
    address = psycopg.conninfo.make_conninfo(database.url("web"), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("select set_config('everychild.actor', %s, false)", [str(thornbeck.staff["alice"].pk)])
        yield session


def test_the_web_login_sees_its_own_children_and_no_more(web):
    (mine,) = web.execute("select count(*) from people_person where kind = 'child'").fetchone()
    (after_reset,) = web.execute("reset role").connection.execute("select count(*) from people_person where kind = 'child'").fetchone()

    assert mine == after_reset == 3  # Amara, Erin and Hana's baby


@pytest.mark.parametrize(
    "statement",
    [
        "set role everychild_owner", "set role everychild_jobs", "set role everychild_matching", "set role everychild_returns", "set role postgres",
        "set session authorization everychild_owner", "set session authorization everychild_matching",
        "select set_config('role', 'everychild_owner', false)", "select set_config('session_authorization', 'everychild_owner', false)",
        "create table public.mine (id int)", "create schema mine", "create view public.all_of_them as select * from people_person",
        "create function public.leak() returns int language sql as 'select 1'", "create role mine", "create extension if not exists dblink",
        "alter table people_person disable row level security", "alter table people_person no force row level security", "drop policy web_reads on people_person",
        "create policy mine on people_person for select to everychild_web using (true)", "alter view sharing_my_people rename to x", "grant select on people_standard to everychild_web",
        "create or replace view sharing_me as select 1", "drop function sharing_find", "truncate people_person", "delete from ledger_entry", "insert into people_person (id) values (uuidv7())",
        "copy people_person to '/dev/null'", "copy people_person to program 'cat'", "select pg_read_file('postgresql.conf')", "select lo_import('/etc/passwd')", "load 'auto_explain'",
        "alter system set row_security = off", "alter role everychild_web bypassrls", "alter role everychild_web superuser", "alter database template1 owner to everychild_web",
        "select * from people_standard", "select * from people_recordversion", "select * from people_searchable", "select * from sharing_withheld_addresses",
        "select ledger_dispose(uuidv7(), '{}')", "select * from ledger_changed_entries()", "select * from pg_authid", "set session_replication_role = replica",
    ],
)  # fmt: skip
def test_the_web_login_is_refused(web, statement):
    with pytest.raises(psycopg.Error) as no:
        web.execute(statement)

    assert isinstance(no.value, (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFile)), no.value


def test_switching_row_security_off_gives_an_error_and_not_rows(web):
    web.execute("set row_security = off")

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="affected by row-level security"):
        web.execute("select * from people_person")


def test_forgetting_who_asks_is_an_error_and_not_an_empty_answer(web):
    for nobody in ("reset everychild.actor", "set everychild.actor = ''"):
        web.execute(nobody)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="nobody is asking"):
            web.execute("select * from people_person")


def test_the_service_refuses_to_start_as_the_owner(thornbeck):
    with pytest.raises(ImproperlyConfigured, match="may not be served as the database role"):
        refuse_a_role_that_sees_everything()


def test_becoming_the_web_role_does_not_hide_who_logged_in(thornbeck):
    with connection.cursor() as sql:
        sql.execute("set local role everychild_web")

    with pytest.raises(ImproperlyConfigured, match="may not be served as the database role"):
        refuse_a_role_that_sees_everything()


@pytest.mark.parametrize(("role", "starts"), [("web", True), ("jobs", False), ("matching", False), ("returns", False)])
def test_the_service_starts_as_the_web_role_only(thornbeck, monkeypatch, role, starts):
    address = psycopg.conninfo.make_conninfo(database.url(role), dbname=connection.settings_dict["NAME"])
    with psycopg.connect(address) as session:
        monkeypatch.setattr(start, "connection", session)
        if starts:
            refuse_a_role_that_sees_everything()
        else:
            with pytest.raises(ImproperlyConfigured, match=f"everychild_{role}"):
                refuse_a_role_that_sees_everything()
