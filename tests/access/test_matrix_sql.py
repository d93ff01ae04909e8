"""Each cell of the table that a person wrote, asked of the database itself: a plain select of everything, as a worker of each role in each relation."""

import pytest
from django.db import connection, transaction

from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import new_id
from everychild.kit.time import today
from everychild.organisations.models import User
from everychild.sharing import policy
from everychild.sharing.record import Record
from tests.access.reading import APART, RELATIONS, ROLES, TABLE, TABLES, looks_for_everyone, says, seen, there
from tests.access.scene import SERVICE_OF, THING_OF, Scene, add_involvement, ask, set_scene, worker_of

pytestmark = pytest.mark.usefixtures("thornbeck")

KEY = {"people_person": "id", "people_strand": "id", "people_sourcerecord": "id", "sharing_involvement": "id", "sharing_opening": "id", "ledger_entry": "id", "intake_problem": "id", "intake_rowverdict": "id", "intake_correction": "id", "people_decision": "person_id", "sharing_emergencyuse": "id"}
"""What names a row; the record that it hangs on where it is not said."""


ONCE_TOLD = ("people_person", "people_strand", "people_sourcerecord", "people_described", "people_adult", "people_address", "people_relationship", "sharing_involvement")
"""Tables whose policies look first at what the door told of the child; they answer as before."""


@pytest.fixture
def scene(thornbeck) -> Scene:
    """The child and all that is held of her."""
    return set_scene()


def test_the_table_names_the_roles_of_this_installation(thornbeck):
    assert {role for role, in ask("select code from organisations_role")} == set(ROLES)


def test_every_table_of_the_database_stands_in_the_table():
    known = set(TABLES) | set(TABLE["web_reads_and_writes"]["tables"]) | set(TABLE["web_only_reads"]["tables"])

    assert set(policy.tables()) == known


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_worker_sees_of_a_child_what_the_table_says_and_nothing_of_any_other(scene, relation):
    wrong = []
    for role in ROLES:
        with transaction.atomic():
            user = worker_of(role)
            scene.own = None
            scene.stands(relation, user)
            expected = {table: rows_that_should_be_seen(scene, relation, role, table) for table in TABLES}
            ours = {opening for (opening,) in ask("select id from sharing_opening where user_id = %s", user.pk)}
            with on_behalf_of(user.pk):
                found = {table: rows_seen(table) for table, said in TABLES.items() if said["by"] != "nobody"}
                found |= page_of(scene, user)
                again = {table: rows_seen(table) for table in ONCE_TOLD}
            wrong += [f"{role}: {table} once the door has told of the child" for table in ONCE_TOLD if again[table] != found[table]]
            expected |= {"sharing_opening": ours} | page_that_should_be(scene, relation, role)
            wrong += [f"{role}: {what}" for what in found if said_apart(what) is None and found[what] != expected[what]]
            transaction.set_rollback(True)

    assert wrong == []


def said_apart(table: str) -> str | None:
    """Tables whose rows hang on no relation to a child have tests of their own."""
    return table if table in ("ledger_entry", "intake_problem", "intake_rowverdict", "intake_correction", "sharing_emergencyuse") else None


def rows_seen(table: str) -> set:
    """A select of the whole table. Prepared, because a policy takes far longer to plan than to ask, and these are asked thousands of times."""
    plan = f"whole_{table}"
    if not ask("select 1 from pg_prepared_statements where name = %s", plan):
        ask(f'prepare {plan} as select {KEY.get(table, "record_id")} from "{table}"')
    return {key for (key,) in ask(f"execute {plan}")}


def rows_that_should_be_seen(scene: Scene, relation: str, role: str, table: str) -> set:
    """What the hand-written table comes to for one table of the database: the keys of the rows."""
    if TABLES[table]["by"] == "decision" and says(APART["withholding_list"], role) == "sees":
        return set() if relation in ("sealed", "held") else {record for (record,) in ask("select record_id from sharing_withholding")}
    if there("allocated_worker" if relation.startswith("only_thought") else relation, role) != "sees":
        return set()
    relation = "allocated_worker" if relation.startswith("only_thought") else relation  # beside the strand that is only thought hers, the child is the worker's own
    known = records_known(scene, relation, role)
    adults = scene.adults if seen(relation, role, "relationships") and scene.records["p1"] in known else {}
    match TABLES[table]["by"], TABLES[table].get("thing"):
        case "person", _:
            return {scene.person, *adults.values()}
        case "strand", _:
            return {scene.strand}
        case "record", "person":
            return known | (set(adults) if table == "people_sourcerecord" else set())
        case "record", ("relationships" | "school") as thing:
            return known & {scene.records["p1"]} if seen(relation, role, thing) else set()
        case ("record", thing) | ("service", "timeline_event" as thing):
            return known if seen(relation, role, thing) else set()
        case "adult", _:
            return set(adults)
        case "decision", _:
            return {scene.records["s1"]} if seen(relation, role, "withholding") else set()
        case "service", "involvement":
            services = {scene.involvements[key] for key in SERVICE_OF if scene.records[key] in known and seen(relation, role, THING_OF[key])}
            return services | ({scene.own} if scene.own else set())
    return set()


def records_known(scene: Scene, relation: str, role: str) -> set:
    """The records whose source's service the role may know, and the one by which the child is the worker's; a school office knows the latter only."""
    own = {ask("select record_id from sharing_involvement where id = %s", scene.own)[0][0]} if scene.own else set()
    if role == "school_office":
        return own or {scene.records["p1"]}
    return own | {scene.records[key] for key, thing in THING_OF.items() if seen(relation, role, thing)}


def page_of(scene: Scene, user: User) -> dict[str, object]:
    """What the door would hand to a page: kinds of field, and services that are only thought to be involved."""
    record = Record(scene.person, scene.ref, User.objects.get(pk=user.pk), "", today())
    found = [person for (person,) in ask("select person_id from sharing_person_of(%s)", scene.ref)]
    return {
        "page: my children": {child for (child,) in ask("select person_id from sharing_caseload()")},
        "page: our roll": {child for (child,) in ask("select person_id from schooling_pupils(current_date)")},
        "page: person": found == [scene.person], "page: name_and_birth_date": {"given_names", "born_on"} <= set(record.fields),
        "page: identifiers": {"upn", "nhs_number"} & set(record.fields) != set(), "page: address": record.addresses != [], "page: relationships": record.relationships != [],
        "page: cautions": record.cautions != [], "page: timeline_event": record.happenings != [], "page: thought": set(record.thought_services),
    }  # fmt: skip


def page_that_should_be(scene: Scene, relation: str, role: str) -> dict[str, object]:
    own = "allocated_worker" if relation.startswith("only_thought") else relation
    may_ask = looks_for_everyone(role) and relation not in ("sealed", "held")
    things = ("name_and_birth_date", "identifiers", "address", "relationships", "cautions", "timeline_event")
    thought = {SERVICE_OF[key] for key, thing in THING_OF.items() if there(relation, role) == "stub" and seen(own, role, thing)}
    listed = {scene.person} if there(own, role) == "sees" and relation != "opened_with_a_purpose" else set()
    enrolled = {scene.person} if relation == "on_my_schools_roll" and says(TABLE["search"]["own_roll"], role) == "sees" else set()
    return {"page: my children": listed, "page: our roll": enrolled, "page: person": may_ask or seen(own, role, "person"), "page: thought": thought} | {f"page: {thing}": seen(own, role, thing) for thing in things}


@pytest.mark.parametrize("role", ROLES)
def test_what_hangs_on_no_child_is_seen_as_the_table_says(scene, role):
    user, other = worker_of(role), worker_of(role)
    for who in (user, other):
        scene.opens(who, "30 minutes")
        with on_behalf_of(who.pk):
            ask("select ledger_write(%s, 'record_read', %s, '', null, null, 'ledger')", who_wrote(who), scene.person)
    ask("insert into intake_problem (batch_id, path, \"table\", line, local_id, field, value, verdict, code, message, \"do\", sealed, settled_how) select id, '', '', 1, '', '', '', 'q', 'x', '', '', false, '' from intake_batch limit 1")
    sealed = {key for (key,) in ask("select id from intake_problem where sealed")}
    for secret in (False, True):
        ask("""insert into intake_correction (id, batch_id, source_id, local_id, read_as, "table", line, field, as_sent, as_corrected, because, by, at, state, said, sealed)
               select %s, id, source_id, '', '', '', 1, '', '', '', '', 0, now(), 'open', '', %s from intake_batch limit 1""", new_id(), secret)  # fmt: skip
    secret_corrections = {key for (key,) in ask("select id from intake_correction where sealed")}
    all_of = {table: rows_seen(table) for table in ("ledger_entry", "intake_problem", "intake_rowverdict", "intake_correction")}

    with on_behalf_of(user.pk):
        seen_of = {table: rows_seen(table) for table in all_of}
        openings = ask("select user_id from sharing_opening")

    problems = all_of["intake_problem"]
    assert seen_of["ledger_entry"] == (all_of["ledger_entry"] if says(APART["ledger_entry"], role) == "sees" else {who_wrote(user)})
    assert seen_of["intake_rowverdict"] == (all_of["intake_rowverdict"] if says(APART["quarantine_problem"], role) == "sees" else set())
    assert seen_of["intake_problem"] == ((problems - sealed if says(APART["quarantine_problem"], role) == "sees" else set()) | (sealed if says(APART["sealed_problem"], role) == "sees" else set()))
    corrections = all_of["intake_correction"]
    by_the_office, by_the_officer = says(APART["quarantine_problem"], role) == "sees", says(APART["sealed_problem"], role) == "sees"
    assert seen_of["intake_correction"] == (corrections - secret_corrections if by_the_office else set()) | (secret_corrections if by_the_officer else set())
    assert openings == ([(user.pk,)] if says(APART["own_opening"], role) == "sees" else [])
    assert sealed and problems - sealed


@pytest.mark.parametrize("role", ROLES)
def test_a_use_of_an_emergency_extract_is_read_by_whoever_wrote_it_down_and_by_the_lead(scene, role):
    user, other = worker_of(role), worker_of("emergency_duty")
    extract = new_id()
    ask("insert into sharing_emergencyextract (id, made_at, digest, file_name, children, on_plans, looked_after, missing, shielded) values (%s, now(), '5', '', 0, 0, 0, 0, 0)", extract)
    made = {who.pk: new_id() for who in (user, other)}
    for who, use in made.items():
        ask("insert into sharing_emergencyuse (id, extract_id, opened_by, from_at, to_at, why, children, written_by_id, written_at, review) values (%s, %s, '', now(), now(), '', '{}', %s, now(), '')", use, extract, who)

    with on_behalf_of(user.pk):
        seen_of = rows_seen("sharing_emergencyuse")
        changed = ask("with changed as (update sharing_emergencyuse set review = 'x' where id = %s returning 1) select count(*) from changed", made[other.pk])

    own = {made[user.pk]} if says(APART["own_emergency_use"], role) == "sees" else set()
    assert seen_of == (set(made.values()) if says(APART["emergency_use"], role) == "sees" else own)
    assert changed == [(1 if says(APART["emergency_use"], role) == "sees" else 0,)]


def who_wrote(user: User):
    from uuid import UUID

    return UUID(int=0x70000000000000000000 << 48 | user.pk)


def test_nobody_who_is_not_signed_in_and_nobody_who_has_left_sees_a_row_about_anyone(scene):
    gone = worker_of("social_worker")
    scene.stands("allocated_worker", gone)
    scene.opens(gone, "30 minutes")
    with on_behalf_of(gone.pk):
        ask("select ledger_write(uuidv7(), 'record_read', null, '', null, null, 'ledger')")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    roleless = User.objects.create(username="roleless")
    add_involvement(scene.records["s1"], "social_care", user_id=roleless.pk)

    for who in (None, gone.pk, roleless.pk):
        with on_behalf_of(who):
            assert {table for table, said in TABLES.items() if said["by"] != "nobody" and rows_seen(table)} == set()
            assert ask("select * from sharing_person_of(%s)", scene.ref) == []
    assert connection.needs_rollback is False
