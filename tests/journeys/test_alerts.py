"""Alerts in a real browser: none, one and many, answered with one press, with script and without; and what the team has not answered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import server
from tests.journeys.test_children import sign_in
from tests.journeys.walking import by_keyboard, looked_over, picture

RAISE = """
from datetime import timedelta
from everychild.kit.time import now
from everychild.organisations.models import User
from everychild.sharing.models import Involvement
from everychild.work.models import Alert
Alert.objects.all().delete()
alice = User.objects.get(username="demo.alice")
at = now() - timedelta(hours=30)
records = list(Involvement.objects.filter(worker__user=alice, to_on=None).order_by("record_id", "service").distinct("record_id")[:{count}])
for number, one in enumerate(records):
    Alert.objects.create(person_id=one.record.membership.person_id, record=one.record, kind="look", subject=f"front_door {{number}}", what="Somebody in the role Front door opened this child's record.", owner=alice, raised_at=at, due_at=at + timedelta(hours=24 if number else 90))
print(len(records))
"""


def alerts(count: int) -> int:
    """Alice has so many alerts, or as many as she has children."""
    return int(server.python(RAISE.format(count=count)))


def test_nothing_waits(page: Page) -> None:
    alerts(0)
    sign_in(page, "Alice Okafor")
    page.get_by_role("link", name="My alerts").click()

    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    looked_over(page)


def test_one_alert_is_answered_with_one_press(page: Page) -> None:
    alerts(1)
    sign_in(page, "Alice Okafor")
    page.get_by_role("link", name=re.compile(r"My alerts\s*\(1\)")).click()
    looked_over(page)
    by_keyboard(page)
    page.get_by_role("button", name="Already knew").click()

    expect(page.get_by_text("Answered. It is off your list.")).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()


def test_many_alerts_read_well(page: Page, width: str) -> None:
    many = alerts(60)
    sign_in(page, "Alice Okafor")
    page.get_by_role("link", name=re.compile(rf"My alerts\s*\({many}\)")).click()

    assert many > 3
    looked_over(page)
    picture(page, f"alerts-{width}")
    page.get_by_role("button", name="Passed on").first.click()
    expect(page.get_by_text("Say to whom you passed it on.")).to_be_visible()


def test_it_works_without_script(page_without_script: Page) -> None:
    alerts(1)
    page = page_without_script
    sign_in(page, "Alice Okafor")
    page.goto("/alerts/")
    page.get_by_label("Passed on to").fill("Bob Hartley")
    page.get_by_role("button", name="Passed on").click()

    expect(page.get_by_text("Answered. It is off your list.")).to_be_visible()


LEAD = """
from everychild.kit.time import today
from everychild.organisations.actions import join_team, know_team
from everychild.organisations.models import User
team = know_team(agency="Thornbeck Council", kind="council", team="Alerts team", duty_telephone="")
lead = User.objects.get(username="demo.farid")
for user, leads in ((lead, True), (User.objects.get(username="demo.alice"), False)):
    if not user.places.filter(team=team).exists():
        join_team(user=user, team=team, on=today(), leads=leads)
"""


@pytest.mark.parametrize("count", [0, 60])
def test_who_leads_a_team_sees_numbers_that_open_their_lists(page: Page, width: str, count: int) -> None:
    server.python(LEAD)
    alerts(count)
    sign_in(page, "Farid Aziz")
    page.get_by_role("link", name="My team's alerts").click()
    looked_over(page)
    if count:
        picture(page, f"team-alerts-{width}")
        page.get_by_role("link", name=re.compile("overdue")).click()
        looked_over(page)
        page.get_by_role("link", name=re.compile("Alice Okafor")).first.click()
        looked_over(page)
