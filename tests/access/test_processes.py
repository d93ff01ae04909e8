"""What each process of the installation may do in the database, whoever it works for; and that nobody can ask sideways."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import new_id
from everychild.sharing import policy
from tests.access.reading import TABLE, TABLES
from tests.access.scene import ask, set_scene, worker_of
from tests.thornbeck import KNOWN_AS

GUARDED = sorted(TABLES)
OPEN = TABLE["web_reads_and_writes"]["tables"] + TABLE["web_only_reads"]["tables"]
PROCESSES = TABLE["process"]
LEDGER = {"ledger_write", "ledger_seal_settled"}
SEARCHES = {
    "sharing_find", "sharing_open", "sharing_services_thought", "sharing_person_of", "sharing_caseload", "schooling_pupils", "sharing_sent_rows", "sharing_decide",
    "sharing_withholdings_about", "sharing_withhold", "sharing_review_withholding", "sharing_account_for_emergency", "work_tell_of_involvements", "work_tell_of_look", "work_team_alerts",
}  # fmt: skip
ANSWERS = {
    "sharing_knows_record", "sharing_knows_strand", "sharing_knows_person", "sharing_knows_adult", "sharing_knows_address", "sharing_is_mine", "sharing_tell",
    "sharing_has_item", "sharing_has_page", "sharing_own_services", "sharing_asker", "sharing_knows_withholding",
}  # fmt: skip
WRITES = ("insert", "update", "delete", "truncate", "references", "trigger")


def test_every_guarded_table_has_row_security_and_one_policy_for_each_process_that_may_read_it(db):
    protected = {table for table, in ask("select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace")}
    readers = {table: set() for table in GUARDED}
    for table, role in ask("select tablename, unnest(roles)::text from pg_policies where schemaname = 'public' and cmd in ('SELECT', 'ALL')"):
        readers[table].add(role)

    assert protected == set(GUARDED)
    for table, said in TABLES.items():
        web = set() if said["by"] == "nobody" else {"everychild_web"}
        returns = set() if table.startswith("ledger_") else {"everychild_returns"}
        assert readers[table] == {"everychild_jobs", "everychild_matching"} | web | returns, table


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("process", ["everychild_web", "everychild_jobs", "everychild_returns"])
def test_a_process_that_does_not_say_for_whom_is_refused_and_not_told_of_nobody(hidden, process, table):
    scene, user, record, _ = hidden
    scene.opens(user, "30 minutes")
    ask("insert into people_candidatepair (id, record_id, other_record_id, weight, reasons, levels, found_at) values (%s, %s, %s, 0, '{}', '[]', now())", new_id(), record, scene.records["s1"])
    an_extract_was_used(user)
    ask("insert into work_alert (id, person_id, record_id, kind, subject, what, owner_id, raised_at, due_at, outcome, passed_to) values (%s, %s, %s, 'look', '', '', %s, now(), now(), '', '')", new_id(), scene.person, scene.records["s1"], user.pk)

    batch, source = ask("select id, source_id from intake_batch limit 1")[0]
    ask("insert into intake_quarantinedrow (batch_id, kind, local_id, path, \"table\", line, sent) values (%s, 'child', 'p2', '', '', 2, '{}')", batch)
    ask(
        """insert into intake_correction (id, batch_id, source_id, local_id, read_as, "table", line, field, as_sent, as_corrected, because, by, at, state, said, sealed)
           values (%s, %s, %s, 'p2', '', '', 2, 'dob', '', '2015-01-01', 'a slip', 1, now(), 'open', '', false)""",
        new_id(), batch, source,
    )  # fmt: skip

    with pytest.raises(ProgrammingError, match=r"nobody is asking|has no purpose|permission denied"), transaction.atomic():
        ask("select set_config('role', %s, true), set_config('everychild.actor', '', true), set_config('everychild.purpose', '', true)", process)
        ask(f'select count(*) from "{table}"')


def an_extract_was_used(user) -> None:
    extract = new_id()
    ask("insert into sharing_emergencyextract (id, made_at, digest, file_name, children, on_plans, looked_after, missing, shielded) values (%s, now(), '5', '', 0, 0, 0, 0, 0)", extract)
    ask("insert into sharing_emergencyuse (id, extract_id, opened_by, from_at, to_at, why, children, written_by_id, written_at, review) values (%s, %s, '', now(), now(), '', '{}', %s, now(), '')", new_id(), extract, user.pk)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_reads_the_tables_that_the_table_says(thornbeck, process):
    said = PROCESSES[process].get("guarded")
    with on_behalf_of(None, role=process, purpose="a_count"):
        for table in GUARDED if said else []:
            if said == "nothing" or (process == "everychild_returns" and table.startswith("ledger_")):
                assert may(process, table) == set()
            else:
                ask(f'select count(*) from "{table}"')
        whole = ask("select count(*) from people_person")[0][0] if said not in (None, "nothing") else None
    assert whole in (None, ask("select count(*) from people_person")[0][0])


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_writes_what_the_table_says_and_nobody_writes_the_ledgers_tables(db, process):
    for table in [*GUARDED, *OPEN]:
        writes = {what for what in may(process, table) if what != "select"}
        if process == "everychild_web" and table in TABLES:
            assert writes == set(TABLE["web_writes"].get(table, ())), table
        elif table.startswith("ledger_") or table == "django_migrations":
            assert writes <= {"maintain"}, table
        elif process == "everychild_web":
            assert writes == ({"insert", "update", "delete"} if table in TABLE["web_reads_and_writes"]["tables"] else set()), table
        elif not PROCESSES[process].get("writes"):
            assert writes == set(), table


@pytest.mark.parametrize("process", ["everychild_matching", "everychild_returns", "everychild_statistics"])
def test_those_who_match_or_count_read_no_password_session_or_job(db, process):
    assert {table for table in TABLE["secret"]["tables"] if may(process, table)} == set()


def may(process: str, table: str) -> set[str]:
    """What a process may do with a table as a whole, and with single columns where not the whole."""
    whole = ["select", *WRITES, "maintain"]
    found = {one for one in whole if ask("select has_table_privilege(%s, %s, %s)", process, f'public."{table}"', one)[0][0]}
    if "update" not in found:
        found |= {f"update {name}" for name, in ask("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped and has_column_privilege(%s, attrelid, attname, 'update')", f'public."{table}"', process)}
    return found


def test_each_view_and_each_function_that_runs_as_somebody_else_is_known(db):
    views = {view for view, in ask("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')")}
    called = "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace and has_function_privilege(%s, oid, 'execute')"
    called_by_the_web, called_by_those_who_count = ({name for name, in ask(called, role)} for role in ("everychild_web", "everychild_statistics"))
    loose = ask("select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace and coalesce(array_to_string(proconfig, ' '), '') !~ 'search_path=[^=]*pg_temp( |$)'")

    assert views == {f"sharing_{view}" for view in policy.VIEWS} | {"sharing_withheld_addresses", "work_owners", "work_places"}
    assert called_by_the_web == LEDGER | SEARCHES | ANSWERS
    assert called_by_those_who_count == LEDGER
    assert loose == []
    assert may("everychild_web", "sharing_withheld_addresses") == set()


@pytest.fixture
def hidden(thornbeck):
    """A worker with a child of their own, and somebody else's child whom they may not know."""
    scene = set_scene()
    user = worker_of("social_worker")
    scene.stands("allocated_worker", user)
    (record, person), = ask("select r.id, m.person_id from people_sourcerecord r join people_membership m on m.record_id = r.id where r.local_id = %s", KNOWN_AS["p2"])
    return scene, user, record, person


INVOLVE = """insert into sharing_involvement (id, record_id, entered_for_id, user_id, service, reference, organisation, worker_id, team_id, school_id, worker_name, worker_role, telephone, ended_because, authority, category, lead)
             values (%s, %s, %s, %s, 'social_care', '', '', %s, %s, %s, '', '', '', '', '', '', false)"""


def refusal(user, statement: str, *words) -> str:
    """What the web process is told; nothing when it may."""
    try:
        with transaction.atomic(), on_behalf_of(user.pk):
            ask(statement, *words)
            ask("set constraints all immediate")
    except DatabaseError as no:
        return str(no).splitlines()[0]
    return ""


def test_a_worker_enters_and_ends_an_involvement_of_their_own(hidden):
    scene, user, _, _ = hidden
    made = new_id()

    assert refusal(user, INVOLVE, made, scene.records["s1"], scene.person, user.pk, None, None, None) == ""
    assert refusal(user, "update sharing_involvement set to_on = current_date where id = %s", made) == ""


def test_a_worker_gives_nobody_else_a_ground(hidden):
    scene, user, _, _ = hidden
    other = worker_of("social_worker")
    (team,), (worker,) = ask("select id from organisations_team limit 1")[0], ask("select id from organisations_worker limit 1")[0]
    mine = scene.records["s1"], scene.person

    for who in ((other.pk, None, None, None), (user.pk, worker, None, None), (user.pk, None, team, None), (user.pk, None, None, scene.elsewhere)):
        assert "violates row-level security policy" in refusal(user, INVOLVE, new_id(), *mine, *who)


@pytest.mark.parametrize("what", ["insert", "foreign key", "upsert"])
def test_a_hidden_child_cannot_be_told_from_none_by_trying_to_write(hidden, what):
    scene, user, record, person = hidden
    mine = scene.records["s1"], scene.person
    tries = {
        "insert": (INVOLVE, [(record, person), (new_id(), new_id())]),
        "foreign key": (INVOLVE, [(mine[0], person), (mine[0], new_id())]),
        "upsert": (INVOLVE + " on conflict do nothing", [(record, person), (new_id(), new_id())]),
    }
    statement, pairs = tries[what]

    told = {refusal(user, statement, new_id(), *pair, user.pk, None, None, None) for pair in pairs}

    assert told == {'new row violates row-level security policy for table "sharing_involvement"'}


def test_a_hidden_child_can_be_neither_changed_nor_locked_nor_counted(hidden):
    _, user, record, person = hidden
    with on_behalf_of(user.pk), connection.cursor() as sql:
        sql.execute("update sharing_involvement set to_on = current_date where record_id = %s", [record])
        changed = sql.rowcount
        counted = ask("select count(*) from people_membership where person_id = %s", person)[0][0]

    assert (changed, counted) == (0, 0)
    for table, key, which in (("people_person", "id", person), ("people_sourcerecord", "id", record), ("people_described", "record_id", record)):
        for statement in (f"insert into {table} ({key}) values (%s)", f"delete from {table} where {key} = %s", f"select 1 from {table} where {key} = %s for update"):
            assert refusal(user, statement, which) == refusal(user, statement, new_id()) == f"permission denied for table {table}"


def test_opening_a_sealed_child_answers_as_opening_nobody(hidden):
    _, _, record, person = hidden
    bob = worker_of("front_door")
    opening = "select sharing_open(%s, %s, 'child_protection', '', 'door', 30)"
    ask("update people_person set sealed_at = now() where id = %s", person)

    with on_behalf_of(bob.pk):
        assert ask(opening, new_id(), record) == ask(opening, new_id(), new_id()) == [(None,)]
        assert ask("select count(*) from sharing_opening") == [(0,)]


def test_a_worker_whose_role_opens_nothing_opens_no_strangers_record(hidden):
    scene, user, record, _ = hidden

    with on_behalf_of(user.pk):
        assert ask("select sharing_open(%s, %s, 'child_protection', '', 'door', 30)", new_id(), record) == [(None,)]
        assert ask("select sharing_open(%s, %s, 'child_protection', '', 'door', 30)", new_id(), scene.records["s1"]) == [(scene.person,)]


def test_statistics_of_the_planner_tell_the_web_role_no_value_of_a_guarded_table(thornbeck):
    ask("analyze people_described, people_searchable, people_person")

    with on_behalf_of(thornbeck.staff["alice"].pk):
        assert ask("select tablename from pg_stats where schemaname = 'public' and tablename = any(%s)", GUARDED) == []
