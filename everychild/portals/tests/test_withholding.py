"""A decision not to share: taken in one form, read by those who may know the child, hidden from those who were not told, and looked at again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from everychild.kit.acting import on_behalf_of
from everychild.kit.time import today
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.portals.tests.readers import deeds, opened, record_of, ref_of, signed_in, words
from everychild.sharing.models import Withholding


def day(name: str, days: int) -> dict[str, str]:
    on = today() + timedelta(days=days)
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def form(**said) -> dict:
    whole = {"items": ["address", "telephone"], "kind": "school", "organisation": "Oak Primary School", "reason": "more_harm", "why": "He works there."}
    return whole | day("review_on", 60) | said


def decides(user: User, record: str = "census/p1", **said):
    client, address = opened(user, record)
    return client, address, client.post(f"{address}withhold/", form(**said))


def taken() -> Withholding:
    return Withholding.objects.get()


def rows_seen(user: User) -> int:
    with on_behalf_of(user.pk), connection.cursor() as sql:
        sql.execute("select count(*) from sharing_withholding")
        return sql.fetchone()[0]


def test_a_worker_decides_and_it_stands_on_the_record_with_its_reason(thornbeck):
    alice = thornbeck.staff["alice"]

    _, address, answer = decides(alice)

    assert (answer.status_code, answer.url) == (302, f"{address}#withheld")
    one = taken()
    assert (one.decided_by, one.items, one.reason, one.review_on) == (alice, ["address", "telephone"], "more_harm", today() + timedelta(days=60))
    assert deeds("withheld", alice)[0].words["organisation"] == "Oak Primary School"
    assert deeds("withheld", alice)[0].person_id == one.person_id
    page = record_of(alice, "census/p1")
    assert "Address, Telephone and email" in page
    assert "Telling would do the child more harm than good" in page


def test_a_colleague_who_may_know_the_child_sees_it_and_the_school_that_was_not_told_does_not(thornbeck):
    decides(thornbeck.staff["alice"])

    assert "Oak Primary School" in record_of(thornbeck.staff["bob"], "census/p1").partition('id="withheld"')[2].partition("</section>")[0]
    of_the_school = record_of(thornbeck.staff["dana"], "census/p1").partition('id="withheld"')[2].partition("</section>")[0]
    assert "No decision not to share is here for you to read." in of_the_school
    assert {name: rows_seen(thornbeck.staff[name]) for name in ("alice", "grace", "dana", "charlie", "stranger")} == {
        "alice": 1,
        "grace": 1,
        "dana": 0,
        "charlie": 0,
        "stranger": 0,
    }


def test_of_the_same_kind_of_organisation_as_the_worker_colleagues_go_on_seeing_it(thornbeck):
    decides(thornbeck.staff["alice"], kind="council", organisation="Housing team")

    assert rows_seen(thornbeck.staff["alice"]) == 1


def test_what_the_health_service_keeps_from_the_council_the_council_does_not_read(thornbeck):
    decides(thornbeck.staff["grace"], kind="council", organisation="Thornbeck Council", reason="confidence")

    assert (rows_seen(thornbeck.staff["grace"]), rows_seen(thornbeck.staff["alice"]), rows_seen(thornbeck.staff["dana"])) == (1, 0, 1)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"items": []}, "Choose what is not shared"),
        ({"kind": ""}, "Choose the kind of organisation"),
        ({"organisation": " "}, "Enter the name of the organisation"),
        ({"reason": "because"}, "Select a valid choice"),
        ({"why": ""}, "Say why in a sentence"),
        (day("review_on", 0), "Enter a day after today"),
        (day("review_on", 400), "Enter a day within a year"),
    ],
)
def test_a_form_in_error_says_what_to_mend_and_keeps_nothing(thornbeck, said, told):
    _, _, answer = decides(thornbeck.staff["alice"], **said)

    assert answer.status_code == 200
    assert told in words(answer)
    assert not Withholding.objects.exists()


def test_a_stranger_decides_nothing_and_a_school_office_is_told_whom_to_ask(thornbeck):
    stranger = signed_in(thornbeck.staff["stranger"])
    address = f"/child/{ref_of('census/p1')}/withhold/"

    assert stranger.post(address, form()).status_code == 404
    office = signed_in(thornbeck.staff["charlie"])
    assert "Your role takes no such decision here" in words(office.get(address))
    assert office.post(address, form()).status_code == 403
    assert not Withholding.objects.exists()


def test_the_database_writes_a_decision_only_as_the_asker_and_about_a_child_whom_they_know(thornbeck):
    decides(thornbeck.staff["alice"])
    of_amara = taken().record_id
    write = "select sharing_withhold(uuidv7(), %s, '{address}', 'x', 'school', '{}', 'more_harm', 'x', current_date + 1)"

    made = {}
    for name in ("alice", "stranger", "charlie", "kit", "lead"):
        with on_behalf_of(thornbeck.staff[name].pk), connection.cursor() as sql:
            sql.execute(write, [of_amara])
            (made[name],) = sql.fetchone()

    assert made == {"alice": True, "stranger": False, "charlie": False, "kit": False, "lead": False}
    assert set(Withholding.objects.values_list("decided_by__username", flat=True)) == {"alice"}


def test_a_review_confirms_it_until_another_day_and_then_ends_it(thornbeck):
    client, address, _ = decides(thornbeck.staff["alice"])
    page = f"{address}withhold/{taken().pk}/"

    first = client.post(page, {"outcome": "confirmed", "note": "He is still there."} | day("review_on", 90))
    confirmed = taken()
    second = client.post(page, {"outcome": "shared", "note": "He has left."})
    third = client.post(page, {"outcome": "withdrawn", "note": "again"})

    assert (first.status_code, confirmed.outcome, confirmed.review_on) == (302, "confirmed", today() + timedelta(days=90))
    assert (second.status_code, taken().outcome, taken().reviewed_by) == (302, "shared", thornbeck.staff["alice"])
    assert "This decision has ended already" in words(third)
    assert [one.words["outcome"] for one in deeds("withholding_reviewed", thornbeck.staff["alice"])] == ["shared", "confirmed"]


def test_a_review_needs_a_day_if_it_is_still_not_shared(thornbeck):
    client, address, _ = decides(thornbeck.staff["alice"])

    assert "Enter the day of the next review" in words(client.post(f"{address}withhold/{taken().pk}/", {"outcome": "confirmed", "note": "x"}))
    assert taken().outcome == ""


def test_those_who_were_not_told_can_neither_open_nor_review_it(thornbeck):
    decides(thornbeck.staff["alice"])
    client, address = opened(thornbeck.staff["dana"], "census/p1")
    decision = taken().pk
    page = f"{address}withhold/{decision}/"

    assert client.get(page).status_code == 404
    assert client.post(page, {"outcome": "withdrawn", "note": "x"}).status_code == 404
    with on_behalf_of(thornbeck.staff["dana"].pk), connection.cursor() as sql:
        sql.execute("select sharing_review_withholding(%s, 'withdrawn', '', null)", [decision])
        assert sql.fetchone() == (None,)
    assert taken().outcome == ""


def test_the_lead_lists_decisions_and_never_the_child(thornbeck):
    decides(thornbeck.staff["alice"])
    lead = thornbeck.staff["lead"]

    page = words(signed_in(lead).get(reverse("office_withheld")))

    assert "Oak Primary School" in page and "Alice Okafor, Social worker" in page
    assert "Okonkwo" not in page and ref_of("census/p1") not in page and str(taken().person_id) not in page
    assert deeds("listed_withheld", lead)[0].refs == {"shown": [str(taken().person_id)]}


def test_an_overdue_review_is_a_number_that_opens_its_list(thornbeck):
    decides(thornbeck.staff["alice"])
    decides(thornbeck.staff["alice"], organisation="Elm Primary School")
    Withholding.objects.filter(organisation="Oak Primary School").update(review_on=today() - timedelta(days=1))
    lead = signed_in(thornbeck.staff["lead"])

    front = words(lead.get(reverse("office_looks")))
    overdue = words(lead.get(reverse("office_withheld") + "?state=overdue"))

    assert (
        f'href="{reverse("office_withheld")}?state=overdue"><span class="count__number">1</span> <span>reviews of decisions not to share are overdue' in front
    )
    assert "Oak Primary School" in overdue and "Elm Primary School" not in overdue
    assert "Review overdue" in overdue


def test_the_lead_ends_a_decision_that_nobody_else_ends(thornbeck):
    decides(thornbeck.staff["alice"])
    lead, one = thornbeck.staff["lead"], taken()
    client, page = signed_in(lead), reverse("office_withholding", args=[one.pk])

    assert "He works there." in words(client.get(page))
    client.post(page, {"outcome": "withdrawn", "note": "The family has moved."})

    assert (taken().outcome, taken().reviewed_by) == ("withdrawn", lead)
    assert Entry.objects.get(verb="withholding_reviewed").actor == lead.pk
    assert deeds("withholding_read", lead)[0].person_id == one.person_id


@pytest.mark.parametrize("name", ["kit", "alice", "noor", "mona"])
def test_nobody_but_the_lead_has_the_list(thornbeck, name):
    decides(thornbeck.staff["alice"])

    assert signed_in(thornbeck.staff[name]).get(reverse("office_withheld")).status_code == 403
    assert signed_in(thornbeck.staff[name]).get(reverse("office_withholding", args=[taken().pk])).status_code == 403


def test_of_a_sealed_child_there_is_no_decision_for_anybody(thornbeck):
    decides(thornbeck.staff["alice"])
    with connection.cursor() as sql:
        sql.execute("update people_person set sealed_at = now() where id = %s", [taken().person_id])

    assert {name: rows_seen(thornbeck.staff[name]) for name in ("alice", "bob", "lead")} == {"alice": 0, "bob": 0, "lead": 0}
    lead = signed_in(thornbeck.staff["lead"])
    assert "No decision is listed" in words(lead.get(reverse("office_withheld")))
    assert lead.get(reverse("office_withholding", args=[taken().pk])).status_code == 404


def test_hostile_words_are_only_shown(thornbeck):
    hostile = "<img src=x onerror=alert(1)>"
    client, address, _ = decides(thornbeck.staff["alice"], organisation=hostile, why=hostile)

    for page in (client.get(address), client.get(f"{address}withhold/{taken().pk}/"), signed_in(thornbeck.staff["lead"]).get(reverse("office_withheld"))):
        assert hostile not in page.content.decode() and "&lt;img" in page.content.decode()
