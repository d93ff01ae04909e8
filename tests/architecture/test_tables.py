"""The tables stand as the house does: every key points down, and every table with a person is under the policy and has a retention class."""

import re
import tomllib

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from everychild.sharing import policy
from tests.architecture.house import FLOORS, ROOT

LIBRARIES = ("account", "auth", "contenttypes", "django", "mfa", "procrastinate", "sessions", "socialaccount", "usersessions")
HEIGHT = {room: len(FLOORS) - at for at, siblings in enumerate(FLOORS) for room in siblings} | dict.fromkeys(LIBRARIES, 0)
BESIDE_THE_USER = {("account", "organisations"), ("mfa", "organisations"), ("socialaccount", "organisations"), ("usersessions", "organisations")}
"""What the sign-in library keeps of a user hangs on our user; it knows no other table of ours."""


def points_down(lower: str, upper: str) -> bool:
    """Whether a row of `upper` may point at a row of `lower`: of its own room, or of one beneath; siblings do not know each other."""
    return upper == lower or HEIGHT[lower] < HEIGHT[upper] or (upper, lower) in BESIDE_THE_USER or HEIGHT[upper] == HEIGHT[lower] == 0


def room_of(table: str) -> str:
    return table.partition("_")[0]


def test_every_key_of_our_models_points_down_automatic_tables_included():
    every = apps.get_models(include_auto_created=True, include_swapped=True)
    keys = [(model._meta, field.remote_field.model._meta) for model in every for field in model._meta.get_fields(include_hidden=True) if isinstance(field, models.ForeignKey | models.ManyToManyField)]

    assert keys
    assert [f"{one.label} points at {other.label}" for one, other in keys if not points_down(other.app_label, one.app_label)] == []


def test_every_key_that_migrations_make_points_down_and_they_wait_for_rooms_beneath_only():
    loader = MigrationLoader(None)
    fields = [(app, field.remote_field.model) for (app, _), model in loader.project_state().models.items() for field in model.fields.values() if field.remote_field]
    keys = {(app, str(to).partition(".")[0]) for app, to in fields if "." in str(to)}
    waits = {(node.key[0], before.key[0]) for node in loader.graph.node_map.values() for before in node.parents}

    assert ("sharing", "people") in keys & waits
    assert {(upper, lower) for upper, lower in keys | waits if not points_down(lower, upper)} == set()


KEYS = "select conrelid::regclass::text, confrelid::regclass::text, conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace"


def keys_that_point_up() -> list[str]:
    with connection.cursor() as sql:
        sql.execute(KEYS)
        return [f"{name}: {one} points at {other}" for one, other, name in sql.fetchall() if not points_down(room_of(other), room_of(one))]


def test_every_key_of_the_database_points_down(db):
    assert keys_that_point_up() == []


def test_a_planted_key_that_points_up_is_found(db):
    with connection.cursor() as sql:
        sql.execute("create table people_planted (opening_id uuid references sharing_opening)")

    assert [line.partition(": ")[2] for line in keys_that_point_up()] == ["people_planted points at sharing_opening"]


def test_every_table_is_of_a_room_or_of_a_library_that_we_know(db):
    assert {room_of(table) for table in policy.tables()} <= set(HEIGHT)


FOR_EVERYONE = {"a_job_with_a_purpose", "matching_sees_all"}


def test_every_table_with_a_person_has_row_security_and_a_policy_for_each_process(db):
    guarded = {table for table, columns in policy.tables().items() if policy.rule_of(table, columns)}
    with connection.cursor() as sql:
        sql.execute("select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace")
        secured = {table for table, in sql.fetchall()}
        sql.execute("select tablename, array_agg(policyname::text) from pg_policies where schemaname = 'public' group by 1")
        policies = {table: set(names) for table, names in sql.fetchall()}

    assert guarded == secured
    for table in guarded:
        rule = policy.rule_of(table, policy.tables()[table])
        assert policies[table] >= FOR_EVERYONE, table
        assert ("web_reads" in policies[table]) == (rule is not policy.NOT_FOR_THE_WEB), table
        assert ("returns_count_all" in policies[table]) == (not table.startswith("ledger_")), table
        assert ("web_adds" in policies[table]) == ("web_changes" in policies[table]) == bool(rule.writes), table


def reached_by_a_key() -> set[str]:
    """Tables from which a chain of foreign keys leads to a person or a record, whatever their columns are called."""
    with connection.cursor() as sql:
        sql.execute(KEYS)
        pairs = {(one, other) for one, other, _ in sql.fetchall()}
    found = {"people_person", "people_sourcerecord"}
    while more := {one for one, other in pairs if other in found} - found:
        found |= more
    return found


def test_no_table_reaches_a_person_by_a_column_of_another_name(db):
    assert {table for table in reached_by_a_key() if not policy.rule_of(table, policy.tables()[table])} == set()


@pytest.mark.parametrize("column", ["person_id uuid", "record_id uuid", "strand_id uuid"])
def test_a_planted_table_comes_under_the_policy_by_itself(db, column):
    with connection.cursor() as sql:
        sql.execute(f"create table schooling_planted (id uuid, {column})")
        policy.put_policies()
        sql.execute("select relrowsecurity, has_table_privilege('everychild_web', oid, 'select'), has_table_privilege('everychild_web', oid, 'insert') from pg_class where relname = 'schooling_planted'")
        secured = sql.fetchone()
        sql.execute("select count(*) from pg_policies where tablename = 'schooling_planted' and policyname = 'web_reads'")

        assert (secured, sql.fetchone()) == ((True, True, False), (1,))


@pytest.mark.parametrize("column", ["adult_id uuid", "beside uuid", "other_record_id uuid", "entered_for_id uuid"])
def test_a_planted_table_without_a_rule_stops_the_migration(db, column):
    with connection.cursor() as sql:
        sql.execute(f"create table schooling_planted (id uuid, {column})")

    with pytest.raises(LookupError, match="schooling_planted touches a person"):
        policy.put_policies()


def test_a_planted_table_that_hides_its_person_behind_a_key_of_another_name_is_found(db):
    with connection.cursor() as sql:
        sql.execute("create table schooling_planted (whose uuid references people_person)")

    assert "schooling_planted" in {table for table in reached_by_a_key() if not policy.rule_of(table, policy.tables()[table])}


CLASSES = tomllib.loads((ROOT / "everychild" / "sharing" / "retention.toml").read_text())


def test_every_model_with_a_person_has_a_retention_class_that_says_when_why_and_for_how_long(db):
    kept = {model._meta.label: getattr(model, "retention_class", None) for model in policy.every_model_with_a_person()}

    assert {label for label, name in kept.items() if name not in CLASSES} == set()
    assert [name for name, said in CLASSES.items() if not {"start", "years", "basis", "source"} <= set(said)] == []


def test_every_table_with_a_person_has_a_model_and_no_retention_class_is_idle(db):
    modelled = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    guarded = {table for table, columns in policy.tables().items() if policy.rule_of(table, columns)}

    assert guarded <= set(modelled)
    assert set(CLASSES) == {modelled[table].retention_class for table in guarded}


def test_rooms_named_in_sql_functions_are_beneath_the_room_that_owns_them(db):
    """A function of `ledger` that reads `people_…` would be a key that points up, in disguise."""
    with connection.cursor() as sql:
        sql.execute("select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace and proname ~ '^(ledger|sharing|intake|people|organisations|schooling)_'")
        bodies = sql.fetchall()
    tables = set(policy.tables())

    wrong = [f"{name} reads {table}" for name, body in bodies for table in set(re.findall(r"\b[a-z]+_[a-z_]+\b", body)) & tables if not points_down(room_of(table), room_of(name))]

    assert bodies and wrong == []
