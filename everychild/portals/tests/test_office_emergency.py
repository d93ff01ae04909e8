"""The page of emergency extracts: what it complains of, what is written down there, and who reads it."""

from datetime import timedelta

import pytest
from django.test import Client

from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.time import LONDON, now
from everychild.ledger.models import Entry
from everychild.organisations.models import User
from everychild.sharing.actions.emergency import make_extract
from everychild.sharing.models import EmergencyUse
from tests.access.scene import worker_of

PASSPHRASE = "seven green kettles argue at noon"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def an_extract(folder, *, hours_ago: int):
    with on_behalf_of(None, role=JOBS, purpose="emergency_extract"):
        return make_extract(out=folder, passphrase=PASSPHRASE, at=now() - timedelta(hours=hours_ago), own_authority="999", authority="Thornbeck")


def told(extract, **more) -> dict:
    """The form as somebody sends it who opened the file an hour ago."""
    at = (now() - timedelta(hours=1)).astimezone(LONDON)
    return {
        "extract": str(extract.pk), "opened_by": "Sam Duty", "on_day": at.day, "on_month": at.month, "on_year": at.year, "from_time": f"{at:%H:%M}", "to_time": f"{at:%H:%M}",
        "why": "The police rang", "children": "Children: K7P-M2QX-9TB, ABC",
    } | {name.replace("on__", "on_"): value for name, value in more.items()}  # fmt: skip


def test_where_none_was_ever_made_the_page_says_whom_to_ask(thornbeck):
    page = words(browser(worker_of("team_manager")).get("/office/emergency/"))

    assert "No extract has ever been made" in page
    assert "Ask whoever runs Everychild" in page


@pytest.mark.parametrize(("hours", "says"), [(3, "There is a fresh extract"), (27, "The last extract is more than a night old")])
def test_the_page_complains_when_the_night_went_by_without_one(thornbeck, tmp_path, hours, says):
    an_extract(tmp_path, hours_ago=hours)

    assert says in words(browser(thornbeck.staff["lead"]).get("/office/emergency/"))


def test_a_use_is_written_down_and_waits_as_a_number_for_the_lead_who_reviews_it(thornbeck, tmp_path):
    extract = an_extract(tmp_path, hours_ago=3)
    sam, lead = browser(worker_of("emergency_duty")), browser(thornbeck.staff["lead"])

    sam.post("/office/emergency/used/", told(extract))
    use = EmergencyUse.objects.get()

    assert use.children == ["K7P-M2QX-9TB", "ABC"]
    assert "1 use waits for review" in words(lead.get("/office/emergency/")).replace('<span class="count__number">1</span> <span>', "1 ")
    assert "Sam Duty" in words(lead.get("/office/emergency/?waiting=yes"))
    lead.post(f"/office/emergency/{use.pk}/review/", {"review": "The service was away."})
    assert "Sam Duty" not in words(lead.get("/office/emergency/?waiting=yes"))
    assert {"emergency_extract_used", "emergency_use_reviewed"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_manager_does_not_read_what_another_wrote_down(thornbeck, tmp_path):
    extract = an_extract(tmp_path, hours_ago=3)
    browser(worker_of("emergency_duty")).post("/office/emergency/used/", told(extract))

    page = words(browser(worker_of("team_manager")).get("/office/emergency/"))

    assert "Sam Duty" not in page and "The police rang" not in page


def test_a_time_before_the_extract_was_made_is_asked_again(thornbeck, tmp_path):
    extract = an_extract(tmp_path, hours_ago=0)

    page = words(browser(worker_of("emergency_duty")).post("/office/emergency/used/", told(extract)))

    assert "The extract was opened after it was made and before now" in page
    assert not EmergencyUse.objects.exists()
