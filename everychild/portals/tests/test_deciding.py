"""A reported death and a withheld address wait for a person: who may settle them, what outlives the next file, and what raises them again."""

import pytest
from django.db import connection, transaction
from django.test import Client

from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import new_id, show_ref
from everychild.kit.problems import Problem, Refused
from everychild.ledger.models import Entry
from everychild.people.actions.receive import _FOLLOWS, withhold_with_adults
from everychild.people.models import Person
from everychild.portals.tests.office_town import nothing_yet, source
from everychild.portals.tests.test_correcting import OCTOBER, load, register
from everychild.sharing.actions.deciding import decide
from everychild.sharing.decisions import standing_of
from tests.access.scene import Scene, add_record, ask, source_of, worker_of

DECIDERS = ("social_worker", "team_manager", "front_door", "emergency_duty")
OTHERS = ("school_office", "safeguarding_lead", "health_practitioner", "early_help_worker", "post16_adviser", "police_officer")


@pytest.fixture
def scene(db, tmp_path) -> Scene:
    """Amara, one child to four services: health reports that she died, and social care withholds where she lives."""
    nothing_yet()
    load(register(tmp_path), OCTOBER)
    (person, ref, strand, record), = ask(
        "select p.id, p.ref, m.strand_id, r.id from people_sourcerecord r join people_membership m on m.record_id = r.id join people_person p on p.id = m.person_id where r.local_id = 'h1'"
    )  # fmt: skip
    for code in ("census", "social_care", "police"):
        source(code, code)
    records = {"h1": record} | {key: add_record(person, strand, source_of(key), key) for key in ("p1", "s1", "x1")}
    made = Scene(person, ref, strand, records, {}, new_id(), new_id())
    reports(made, "h1", "2026-10-01")
    ask("update people_address set withheld = true where record_id = %s", made.records["s1"])
    ask("update people_person set address_withheld = true where id = %s", made.person)
    return made


def reports(scene: Scene, record: str, on: str) -> None:
    ask("update people_described set fields = fields || jsonb_build_object('died_on', %s::text) where record_id = %s", on, scene.records[record])
    load_again(scene, record)


def load_again(scene: Scene, record: str) -> None:
    """What follows from a batch that brought this record once more."""
    (batch,), source = ask("select batch_id from people_sourcerecord where id = %s", scene.records[record])[0], ""
    with connection.cursor() as sql:
        for statement in _FOLLOWS:
            sql.execute(statement, {"batch": batch, "source": source})
    withhold_with_adults()


def decided(scene: Scene, role: str, answer: str) -> bool:
    user = worker_of(role)
    scene.stands("allocated_worker", user)
    with on_behalf_of(user.pk):
        return bool(decide(by=user, person=scene.person, answer=answer, reason="I rang the ward"))


def state(scene: Scene) -> tuple[bool, bool]:
    person = Person.objects.get(pk=scene.person)
    return person.death_reported, person.address_withheld


@pytest.mark.parametrize("role", DECIDERS)
def test_a_worker_of_the_child_confirms_a_death_and_the_record_says_so(scene, role):
    assert decided(scene, role, "death_confirmed")

    standing = standing_of(scene.person, "death")
    assert standing.confirmed
    assert Entry.objects.filter(verb="decided", person_id=scene.person, words__answer="death_confirmed", words__reason="I rang the ward").count() == 1


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_of_the_child_decide_nothing_by_the_page_or_by_sql(scene, role):
    user = worker_of(role)
    scene.stands("allocated_worker", user)

    with pytest.raises(Refused, match="does not decide this"):
        decide(by=user, person=scene.person, answer="death_in_error", reason="x")
    with on_behalf_of(user.pk):
        assert ask("select sharing_decide(%s, %s, 'death_in_error', 'x')", new_id(), scene.person) == [(False,)]
    assert state(scene) == (True, True)


def test_a_stranger_cannot_tell_a_hidden_child_from_none(scene):
    user = worker_of("social_worker")

    with on_behalf_of(user.pk):
        assert ask("select sharing_decide(%s, %s, 'death_in_error', 'x'), sharing_decide(%s, %s, 'death_in_error', 'x')", new_id(), scene.person, new_id(), new_id()) == [(False, False)]
        assert ask("select count(*) from people_decision") == [(0,)]
    assert state(scene) == (True, True)


def test_the_web_process_writes_neither_a_person_nor_a_decision(scene):
    user = worker_of("social_worker")
    scene.stands("allocated_worker", user)

    for statement in ("update people_person set death_reported = false", "delete from people_decision", "insert into people_decision (id) values (gen_random_uuid())"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), on_behalf_of(user.pk):
            ask(statement)


def test_a_death_said_to_be_in_error_stays_so_for_the_same_report_and_is_raised_by_another(scene):
    decided(scene, "social_worker", "death_in_error")
    load_again(scene, "h1")
    assert state(scene)[0] is False

    reports(scene, "s1", "2026-10-01")

    assert state(scene)[0] is True
    assert not standing_of(scene.person, "death").confirmed


def test_the_same_source_with_another_day_is_a_new_report(scene):
    decided(scene, "social_worker", "death_in_error")

    reports(scene, "h1", "2026-11-02")

    assert state(scene)[0] is True


def test_a_decision_is_taken_back(scene):
    decided(scene, "social_worker", "death_in_error")
    decided(scene, "team_manager", "death_open")

    assert state(scene)[0] is True
    assert standing_of(scene.person, "death").may == ("death_confirmed", "death_in_error")


def test_an_address_shown_again_is_shown_stays_so_and_is_withheld_again_by_hand_or_by_a_new_request(scene):
    decided(scene, "social_worker", "address_shown")
    load_again(scene, "s1")
    assert state(scene)[1] is False
    assert ask("select withheld from people_address where record_id = %s", scene.records["s1"]) == [(False,)]

    decided(scene, "team_manager", "address_withheld")
    assert state(scene)[1] is True
    assert ask("select withheld from people_address where record_id = %s", scene.records["s1"]) == [(True,)]

    decided(scene, "front_door", "address_shown")
    ask("update people_address set withheld = true, lines = '7 New Place' where record_id = %s", scene.records["h1"])
    load_again(scene, "h1")
    assert state(scene)[1] is True


def test_what_nobody_reported_cannot_be_decided(scene):
    ask("update people_person set death_reported = false where id = %s", scene.person)

    with pytest.raises(Problem, match="nothing of that kind"):
        decided(scene, "social_worker", "death_confirmed")


def browser(scene: Scene, role: str) -> Client:
    user = worker_of(role)
    scene.stands("allocated_worker", user)
    scene.opens(user, "30 minutes")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_record_leads_to_the_decision_and_says_what_was_decided(scene):
    client, ref = browser(scene, "social_worker"), show_ref(scene.ref)
    page = words(client.get(f"/child/{ref}/"))
    assert "A source says that this child has died" in page
    assert "Let the address be shown again" in page

    said = words(client.post(f"/child/{ref}/death/", {"answer": "death_confirmed", "reason": "I rang the ward"}, follow=True))
    shown = words(client.post(f"/child/{ref}/address/", {"answer": "address_shown", "reason": "The court lifted it"}, follow=True))

    assert "This child has died" in said
    assert "Confirmed by" in said
    assert "A source says" not in said
    assert "The address was withheld, and may be shown again" in shown


def test_a_decision_without_a_reason_is_asked_for_one(scene):
    client, ref = browser(scene, "social_worker"), show_ref(scene.ref)

    assert "Say how you know" in words(client.post(f"/child/{ref}/death/", {"answer": "death_confirmed", "reason": ""}))
    assert state(scene) == (True, True)


def test_another_role_is_told_whom_to_ask_and_has_no_link(scene):
    client, ref = browser(scene, "health_practitioner"), show_ref(scene.ref)

    assert f"/child/{ref}/death/" not in words(client.get(f"/child/{ref}/"))
    assert "Your role does not decide this" in words(client.get(f"/child/{ref}/death/"))
    client.post(f"/child/{ref}/death/", {"answer": "death_in_error", "reason": "x"})
    assert state(scene) == (True, True)
