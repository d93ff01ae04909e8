"""Who hears of what: by real announcements, on the small town."""

from datetime import timedelta

import pytest
from django.db import connection

from everychild.kit.acting import MATCHING, on_behalf_of
from everychild.kit.problems import Problem, Refused
from everychild.kit.time import now, today
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.people.announcements import RecordsMoved
from everychild.people.models import SourceRecord
from everychild.sharing.actions.door import open_record
from everychild.sharing.actions.involvement import add_involvement
from everychild.work.actions import answer_alert, tell_of_joins
from everychild.work.models import Alert
from everychild.work.queries import team_alerts, waiting_alerts
from tests.access.scene import ask, worker_of

AMARA = "s1"


def record_of(local_id: str) -> SourceRecord:
    return SourceRecord.objects.select_related("membership").get(local_id=local_id, kind="child")


def looks(user: User, purpose: str, local_id: str = AMARA) -> None:
    """The user opens the child's record at the door."""
    found = record_of(local_id).pk
    with on_behalf_of(user.pk):
        open_record(by=user, found=found, purpose=purpose, reason="a call", at=now())


def told() -> list[tuple[str, str, str]]:
    return sorted(Alert.objects.values_list("owner__username", "kind", "subject"))


def test_the_allocated_worker_hears_that_the_front_door_opened_the_record_and_not_who_nor_why(thornbeck):
    looks(thornbeck.staff["bob"], "new_contact")

    alert = Alert.objects.get(owner=thornbeck.staff["alice"])
    assert (alert.kind, alert.what) == ("look", "Somebody in the role Front door opened this child's record.")
    assert alert.due_at == alert.raised_at + timedelta(hours=24)


@pytest.mark.parametrize(("who", "purpose"), [("bob", "child_protection"), ("jo", "missing_child"), ("jo", "child_protection")])
def test_a_look_of_a_withheld_class_is_told_to_nobody(thornbeck, who, purpose):
    looks(thornbeck.staff[who], purpose)

    assert told() == []


def test_a_worker_who_opens_the_record_of_their_own_child_tells_nobody(thornbeck):
    looks(thornbeck.staff["alice"], "direct_work")

    assert told() == []


def test_the_same_look_twice_waits_once(thornbeck):
    looks(thornbeck.staff["bob"], "new_contact")
    looks(thornbeck.staff["bob"], "new_contact")

    assert told().count(("alice", "look", "front_door")) == 1


def test_a_new_involvement_that_a_colleague_enters_is_told_to_those_whose_role_may_know(thornbeck):
    grace = thornbeck.staff["grace"]
    helper = worker_of("early_help_worker")
    amara = record_of(AMARA)
    ask(
        "insert into sharing_involvement (id, record_id, service, reference, organisation, user_id, worker_name, worker_role, telephone, ended_because, authority, category, lead) values (uuidv7(), %s, 'youth', '', '', %s, '', '', '', '', '', '', false)",
        record_of(AMARA).pk,
        helper.pk,
    )

    with on_behalf_of(helper.pk):
        add_involvement(
            by=helper,
            person=amara.membership.person_id,
            known_by=amara.pk,
            service="early_help",
            role="Youth worker",
            on=today(),
            at=now(),
        )

    assert ("alice", "involvement", "early_help") in told()
    assert (grace.username, "involvement", "early_help") in told()
    assert helper.username not in {owner for owner, _, _ in told()}


def test_a_service_whose_beginning_is_told_to_nobody_raises_nothing(thornbeck):
    jo, amara = thornbeck.staff["jo"], record_of(AMARA)
    looks(jo, "child_protection")

    with on_behalf_of(jo.pk):
        add_involvement(by=jo, person=amara.membership.person_id, known_by=amara.pk, service="police", role="Officer", on=today(), at=now())

    assert told() == []


def test_workers_of_both_sides_hear_that_two_records_are_now_one_child(thornbeck):
    joined, other = record_of("h4"), record_of("s10")
    ask(
        "update sharing_involvement set worker_id = (select id from organisations_worker where user_id = %s limit 1) where record_id = %s",
        thornbeck.staff["alice"].pk,
        other.pk,
    )
    at = now()
    ask(
        "insert into people_link (id, record_id, person_id, method, at, by, levels, model, reason) values (uuidv7(), %s, %s, 'model', %s, 0, '[]', '', '')",
        joined.pk,
        other.membership.person_id,
        at,
    )
    ask("update people_membership set person_id = %s where record_id = %s", other.membership.person_id, joined.pk)

    tell_of_joins(RecordsMoved(at))

    assert {(owner, kind) for owner, kind, _ in told()} == {("alice", "join"), ("grace", "join")}


def test_the_first_load_and_the_first_match_of_a_town_raise_nothing(thornbeck):
    assert not Alert.objects.exists()


def test_an_answer_takes_the_alert_off_the_list_and_stands_in_the_ledger(thornbeck):
    alice = thornbeck.staff["alice"]
    looks(thornbeck.staff["bob"], "new_contact")

    with on_behalf_of(alice.pk):
        (alert,) = waiting_alerts(alice)
        with pytest.raises(Problem, match="to whom"):
            answer_alert(by=alice, alert=alert, outcome="passed_on", at=now())
        answer_alert(by=alice, alert=alert, outcome="knew", at=now())
        assert not waiting_alerts(alice).exists()
    assert Entry.objects.get(verb="alert_answered").words["outcome"] == "knew"
    with on_behalf_of(alice.pk), pytest.raises(Problem, match="already"):
        answer_alert(by=alice, alert=alert, outcome="knew", at=now())


def test_nobody_but_the_owner_sees_or_answers_an_alert_by_the_page_or_by_sql(thornbeck):
    looks(thornbeck.staff["bob"], "new_contact")
    alert = Alert.objects.get(owner=thornbeck.staff["alice"])

    for name in ("bob", "stranger", "lead", "dana"):
        with on_behalf_of(thornbeck.staff[name].pk):
            assert ask("select * from work_alert where id = %s", alert.pk) == []
            with connection.cursor() as sql:
                sql.execute("update work_alert set outcome = 'knew', answered_at = now() where id = %s", [alert.pk])
                assert sql.rowcount == 0
            with pytest.raises(Refused):
                answer_alert(by=thornbeck.staff[name], alert=alert, outcome="knew", at=now())


def test_the_owner_sees_an_alert_only_while_they_may_see_the_child(thornbeck):
    alice = thornbeck.staff["alice"]
    looks(thornbeck.staff["bob"], "new_contact")
    with on_behalf_of(alice.pk):
        assert waiting_alerts(alice).count() == 1

    ask("update sharing_involvement set to_on = current_date - 1")

    with on_behalf_of(alice.pk):
        assert waiting_alerts(alice).count() == 0


def test_who_leads_a_team_counts_what_its_members_have_not_answered_and_is_told_of_no_child(thornbeck):
    manager, other = worker_of("team_manager"), worker_of("team_manager")
    (team,) = ask("select id from organisations_team limit 1")[0]
    for user, leads in ((manager, True), (other, False), (thornbeck.staff["alice"], False)):
        ask("insert into organisations_place (id, user_id, team_id, leads, from_on) values (uuidv7(), %s, %s, %s, current_date - 9)", user.pk, team, leads)
    looks(thornbeck.staff["bob"], "new_contact")

    with on_behalf_of(manager.pk):
        assert [(one.owner_name, one.kind) for one in team_alerts()] == [("Alice Okafor", "look")]
    for stranger in (other, thornbeck.staff["alice"]):
        with on_behalf_of(stranger.pk):
            assert team_alerts() == []


def test_the_web_process_cannot_ask_for_an_alert_on_somebody_elses_opening(thornbeck):
    looks(thornbeck.staff["bob"], "new_contact")
    Alert.objects.all().delete()
    (opening,) = ask("select id from sharing_opening limit 1")[0]

    with on_behalf_of(thornbeck.staff["stranger"].pk):
        ask("select work_tell_of_look(%s, 'x', 'x', now(), now())", opening)

    assert told() == []


def test_matching_tells_under_its_own_role(thornbeck):
    with on_behalf_of(None, role=MATCHING, purpose="match"):
        tell_of_joins(RecordsMoved(now()))

    assert told() == []
