"""Every form of the service with what a worker rightly sends in it, in a Thornbeck where each of them may be sent."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from everychild.intake.models import Batch, Correction, Problem, SentFile
from everychild.intake.queries import held_for_adoption
from everychild.kit.acting import on_behalf_of
from everychild.kit.ids import new_id, read_ref
from everychild.kit.time import LONDON, now, today
from everychild.organisations.actions import employ, is_user, join_team
from everychild.organisations.models import Team, User, Worker
from everychild.people.models import Person
from everychild.portals.password_links import link_for
from everychild.portals.tests import office_town
from everychild.portals.tests.readers import opened, ref_of
from everychild.sharing.actions.withholding import withhold
from everychild.sharing.models import EmergencyExtract, EmergencyUse, Involvement, Withholding
from everychild.work.models import Alert

PASSWORD = "a long enough phrase 7"
TOKEN = "a" * 32


@dataclass
class Scene:
    """Whom and what the addresses name."""

    staff: dict
    amara: str
    ben: str
    batch: Batch
    sealed: Problem
    sent: SentFile
    team: Team
    other_team: Team
    wren: User
    place: object
    worker: Worker
    spare_worker: Worker
    involvement: Involvement


@dataclass(frozen=True)
class Form:
    """A form: who sends it, what to, what they rightly send, and which of its fields take any text (`text`), numbers (`numbers`) or whatever (`loose`)."""

    who: Callable[[Scene], Client]
    good: Callable[[Scene, Client], dict] = lambda scene, client: {}
    args: Callable[[Scene], list] = lambda scene: []
    text: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    by_get: bool = False
    changes: bool = True
    query: str = ""
    at: Callable[[Scene, Client], str] | None = None


def scene_of(thornbeck) -> Scene:
    """Thornbeck with one of everything that a form is about."""
    staff = thornbeck.staff
    for user in staff.values():
        user.email = f"{user.username}@thornbeck.example"
        user.set_password(PASSWORD)
    User.objects.bulk_update(staff.values(), ["email", "password"])
    batch = office_town.batch(problems=[office_town.problem(), office_town.problem(line=9)])
    office_town.batch(problems=[office_town.problem(sealed=True)])
    wren = employ(username="demo.wren", name="Wren Abara", role="social_worker", on=today(), email="wren@thornbeck.example")
    team, other_team = Team.objects.order_by("name")[:2]
    worker, spare_worker = Worker.objects.filter(user=None).order_by("pk")[0], Worker.objects.get(local_id="w2")
    if worker == spare_worker:
        worker = Worker.objects.create(source_code="social_care", local_id="w9", name="W. Abara")
    is_user(worker=worker, user=wren)
    alice, address = opened(staff["alice"], "census/p1")
    assert alice.post(f"{address}involve/", {"service": "social_care", "role": "Lead professional"}).status_code == 302

    return Scene(
        staff=staff, amara=ref_of("census/p1"), ben=ref_of("census/p2"), batch=batch, sealed=held_for_adoption().order_by("pk").last(), wren=wren, team=team, other_team=other_team,
        sent=SentFile.objects.create(id=new_id(), names=["a.csv"], as_at=today(), sent_by=staff["kit"].pk, sent_at=now(), dry_run=True),
        place=join_team(user=wren, team=team, on=today()) or wren.places.get(), worker=worker, spare_worker=spare_worker, involvement=Involvement.objects.get(entered_for__isnull=False),
    )  # fmt: skip


def browser() -> Client:
    """A browser that nobody is signed in with; its forms carry their secret, which is checked."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"X-CSRFToken": TOKEN})
    client.cookies["csrftoken"] = TOKEN
    return client


def staffed(name: str) -> Callable[[Scene], Client]:
    """A browser in which this member of staff is signed in."""

    def sign_in(scene: Scene) -> Client:
        client = browser()
        client.force_login(scene.staff[name], backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["csrftoken"] = TOKEN
        return client

    return sign_in


def typed(scene: Scene) -> Client:
    """Alice has just typed her password, so that what asks for it anew is content."""
    client = browser()
    assert client.post(reverse("account_login"), {"login": "alice", "password": PASSWORD}).status_code == 302
    client.cookies["csrftoken"] = TOKEN
    return client


def half_way(scene: Scene) -> Client:
    """Alice has typed her password, and a second step is asked of her."""
    with_second_step(scene)
    client = typed(scene)
    assert "sessionid" in client.cookies and not client.session.get("_auth_user_id")
    return client


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_second_step(scene: Scene) -> None:
    """Alice has an app that gives codes."""
    if not Authenticator.objects.filter(user=scene.staff["alice"]).exists():
        TOTP.activate(scene.staff["alice"], SECRET)


def with_app(scene: Scene) -> Client:
    """Alice is signed in by both steps."""
    client = typed(scene)
    with_second_step(scene)
    return client


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def chosen(scene: Scene) -> Client:
    """Wren has followed the link by which a password is chosen."""
    client = browser()
    assert client.get(_link(scene)).status_code == 302
    client.cookies["csrftoken"] = TOKEN
    return client


def _link(scene: Scene) -> str:
    from django.test import RequestFactory

    return re.sub("^https?://[^/]+", "", link_for(RequestFactory().get("/"), scene.wren))


def _hit(scene: Scene, client: Client) -> dict:
    page = client.post("/find/", {"names": "Ben Carter", "born_year": "2014"}).content.decode()
    return {"hit": re.search(r'name="hit" value="([^"]+)"', page)[1], "purpose": "child_protection", "reason": "A neighbour rang.", "next": f"/child/{scene.ben}/"}


def _new_secret(scene: Scene, client: Client) -> dict:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200, answer.headers
    return {"code": code_of(client.session["mfa.totp.secret"])}


def opener(name: str) -> Callable[[Scene], Client]:
    """Somebody to whom Amara's record stands open."""

    def sign_in(scene: Scene) -> Client:
        opened(scene.staff[name], "census/p1")
        return staffed(name)(scene)

    return sign_in


def an_extract() -> EmergencyExtract:
    """An emergency extract that was made two hours ago."""
    counts = {"children": 2, "on_plans": 1, "looked_after": 1, "missing": 0, "shielded": 0}
    return EmergencyExtract.objects.get_or_create(digest="5" * 64, defaults={"made_at": now() - timedelta(hours=2), "file_name": "tonight.html", **counts})[0]


def a_use(scene: Scene) -> EmergencyUse:
    """Its use, as the lead wrote it down."""
    at = now() - timedelta(hours=1)
    said = {"extract": an_extract(), "opened_by": "Sam Duty", "from_at": at, "to_at": at, "why": "A call", "written_by": scene.staff["lead"], "written_at": at}
    return EmergencyUse.objects.filter(reviewed_at=None).first() or EmergencyUse.objects.create(**said)


def an_alert(scene: Scene) -> Alert:
    """An alert of Alice's about Amara."""
    record = Involvement.objects.filter(worker__user=scene.staff["alice"], record__membership__person__ref=read_ref(scene.amara)).first().record
    at = now()
    return Alert.objects.create(person_id=record.membership.person_id, record=record, kind="look", subject="x", what="x", owner=scene.staff["alice"], raised_at=at, due_at=at)


def _used(scene: Scene, client: Client) -> dict:
    at = (now() - timedelta(hours=1)).astimezone(LONDON)
    day = {"on_day": at.day, "on_month": at.month, "on_year": at.year, "from_time": f"{at:%H:%M}", "to_time": f"{at:%H:%M}"}
    return {"extract": str(an_extract().pk), "opened_by": "Sam Duty", **day, "why": "A call", "children": "K7P-M2QX-9TB, ABC"}


SETTLED = {"how": "Right as it stands", "note": "Rang the school."}
ADMIN, OFFICE, ADOPTION = staffed("noor"), staffed("kit"), staffed("mona")
WREN = lambda scene: [scene.wren.pk]  # noqa: E731
SETTLE = {"good": lambda scene, client: SETTLED, "text": ("note",)}
STAFF_TEXT = ("name", "telephone")
TWICE = {"password1": "another long phrase 8", "password2": "another long phrase 8"}
BORN = {"born_day": "9", "born_month": "7", "born_year": "2014"}
DAY = {"as_at_day": "1", "as_at_month": "10", "as_at_year": "2026"}

REVIEW = {"review_on_day": "1", "review_on_month": "3", "review_on_year": "2027"}


def a_decision(scene: Scene) -> Withholding:
    """What Alice decided not to share about Amara."""
    alice, amara = scene.staff["alice"], Person.objects.get(ref=read_ref(scene.amara))
    said = {"items": ["school"], "organisation": "Oak", "kind": "school", "reason": Withholding.Reason.values[0], "why": "It would do harm.", "review_on": today() + timedelta(days=90)}
    with on_behalf_of(alice.pk):
        made = withhold(by=alice, person=amara.pk, known_by=amara.memberships.first().record_id, on=today(), **said)
    return Withholding.objects.get(pk=made)


def a_query(scene: Scene) -> Correction:
    """A value that the office corrected, and asks its source about."""
    batch = scene.batch
    return Correction.objects.create(batch=batch, source_id=batch.source_id, local_id="p1", table="t", line=2, field="dob", as_corrected="2015-01-01", because="A slip", by=1, at=now(), state="open")


def _a_death(scene: Scene, client: Client) -> dict:
    Person.objects.filter(ref=read_ref(scene.amara)).update(death_reported=True)
    return {"answer": "death_confirmed", "reason": "The registrar told me."}


def _an_address(scene: Scene, client: Client) -> dict:
    Person.objects.filter(ref=read_ref(scene.amara)).update(address_withheld=True)
    return {"answer": "address_shown", "reason": "The family told me."}


FORMS = {
    "decide_death": Form(opener("alice"), _a_death, lambda s: [s.amara], text=("reason",), changes=False),
    "decide_address": Form(opener("alice"), _an_address, lambda s: [s.amara], text=("reason",), changes=False),
    "withhold": Form(opener("alice"), lambda s, c: {"items": "school", "kind": "school", "organisation": "Oak", "reason": Withholding.Reason.values[0], "why": "It would do harm.", **REVIEW}, lambda s: [s.amara], text=("organisation", "why"), numbers=tuple(REVIEW)),
    "withholding": Form(opener("alice"), lambda s, c: {"outcome": "confirmed", "note": "Still so.", **REVIEW}, lambda s: [s.amara, a_decision(s).pk], text=("note",), numbers=tuple(REVIEW)),
    "office_withholding": Form(staffed("lead"), lambda s, c: {"outcome": "confirmed", "note": "Still so.", **REVIEW}, lambda s: [a_decision(s).pk], text=("note",), numbers=tuple(REVIEW)),
    "office_withheld": Form(staffed("lead"), lambda s, c: {"state": "standing"}, by_get=True, changes=False),
    "office_correct": Form(OFFICE, lambda s, c: {"value_0": "2015-01-01", "because": "The school said so."}, lambda s: [s.batch.pk, s.batch.problems.first().pk], text=("value_0", "because")),
    "office_withdraw": Form(OFFICE, lambda s, c: {"because": "The school is right."}, lambda s: [a_query(s).pk], text=("because",)),
    "find": Form(staffed("bob"), lambda s, c: {"names": "Carter", **BORN, "postcode": "ZB1 2BB", "house": "9 Birch", "school": "Oak Primary"}, text=("names", "house", "school"), numbers=(*BORN, "age"), loose=("which_school",), besides=("age", "which_school", "nhs_number", "upn", "uln", "reference")),
    "roll": Form(staffed("charlie"), lambda s, c: {"name": "Carter", "year": "", "flagged": ""}, text=("name",), loose=("year", "flagged"), changes=False),
    "purpose": Form(staffed("bob"), _hit, lambda s: [s.ben], text=("reason",), loose=("hit", "next")),
    "involve": Form(opener("bob"), lambda s, c: {"service": "social_care", "role": "Lead", "since_day": "1", "since_month": "3", "since_year": "2026"}, lambda s: [s.amara], text=("role",), numbers=("since_day", "since_month", "since_year")),
    "end_involvement": Form(opener("alice"), args=lambda s: [s.amara, s.involvement.pk]),
    "mfa_activate_totp": Form(typed, _new_secret),
    "account_login": Form(lambda s: browser(), lambda s, c: {"login": "alice", "password": PASSWORD, "next": "/"}, loose=("next", "remember"), besides=("remember",)),
    "account_logout": Form(staffed("alice"), changes=False),
    "account_reauthenticate": Form(typed, lambda s, c: {"password": PASSWORD, "next": "/accounts/"}, loose=("next",), changes=False),
    "account_change_password": Form(typed, lambda s, c: {"oldpassword": PASSWORD, **TWICE}),
    "account_reset_password": Form(lambda s: browser(), lambda s, c: {"email": "alice@thornbeck.example"}),
    "account_reset_password_from_key": Form(chosen, lambda s, c: TWICE, at=lambda s, c: re.sub("-[^-/]+-?[^/]*/$", "-set-password/", _link(s))),
    "demo_sign_in": Form(lambda s: browser(), lambda s, c: {"username": "demo.wren"}),
    "mfa_authenticate": Form(half_way, lambda s, c: {"code": code_of(SECRET)}),
    "mfa_reauthenticate": Form(with_app, lambda s, c: {"code": code_of(SECRET), "next": "/accounts/"}, loose=("next",)),
    "mfa_deactivate_totp": Form(with_app, changes=False),  # asks for the password again first
    "mfa_generate_recovery_codes": Form(with_app, changes=False),
    "usersessions_list": Form(typed, changes=False),
    "office_loads": Form(OFFICE, lambda s, c: {"source": "census", "status": "loaded"}, by_get=True, changes=False),
    "office_rows": Form(OFFICE, lambda s, c: {"verdict": "a"}, lambda s: [s.batch.pk], by_get=True, changes=False),
    "office_problems": Form(OFFICE, lambda s, c: {"verdict": "q", "code": "birth_date_missing", "settled": "no"}, lambda s: [s.batch.pk], by_get=True, changes=False),
    "office_users": Form(ADMIN, lambda s, c: {"words": "a", "role": "social_worker", "state": "open"}, by_get=True, changes=False),
    "office_teams": Form(ADMIN, lambda s, c: {"words": "a"}, by_get=True, changes=False),
    "office_looks": Form(staffed("lead"), lambda s, c: {"who": "alice", "verb": "opened", "from_on_day": "1", "from_on_month": "1", "from_on_year": "2026", "to_on_day": "1", "to_on_month": "1", "to_on_year": "2100"}, by_get=True, changes=False),
    "office_emergency": Form(staffed("lead"), lambda s, c: {"waiting": "yes"}, by_get=True, changes=False),
    "office_emergency_used": Form(staffed("lead"), _used, text=("opened_by", "why", "children"), numbers=("on_day", "on_month", "on_year")),
    "office_emergency_review": Form(staffed("lead"), lambda s, c: {"review": "Fine."}, lambda s: [a_use(s).pk], text=("review",)),
    "answer_alert": Form(staffed("alice"), lambda s, c: {"outcome": "passed_on", "passed_to": "Sam"}, lambda s: [an_alert(s).pk], text=("passed_to",), changes=True),
    "first_page": Form(staffed("alice"), lambda s, c: {"whose": "own"}, by_get=True, changes=False),
    "office_send": Form(OFFICE, lambda s, c: {"files": SimpleUploadedFile("contacts.csv", b"a,b\n1,2\n"), **DAY, "source": "contacts", "dry_run": "on", "because": "Sure."}, text=("because",), numbers=tuple(DAY), loose=("dry_run",)),
    "office_settle": Form(OFFICE, args=lambda s: [s.batch.pk, s.batch.problems.first().pk], **SETTLE),
    "office_settle_alike": Form(OFFICE, args=lambda s: [s.batch.pk], query="?verdict=q&code=birth_date_missing", **SETTLE),
    "office_settle_held": Form(ADOPTION, args=lambda s: [s.sealed.pk], **SETTLE),
    "office_user_add": Form(ADMIN, lambda s, c: {"username": "new.one", "name": "New One", "email": "new@thornbeck.example", "telephone": "1", "role": "school_office", "school": "999/2001", "team": str(s.team.pk)}, text=("username", *STAFF_TEXT)),
    "office_user": Form(ADMIN, lambda s, c: {"team": str(s.other_team.pk), "leads": "on"}, WREN, loose=("leads",)),
    "office_user_change": Form(ADMIN, lambda s, c: {"name": "W. Abara", "email": "w@thornbeck.example", "telephone": "2", "role": "front_door", "school": ""}, WREN, text=STAFF_TEXT),
    "office_user_close": Form(ADMIN, args=WREN),
    "office_user_open": Form(ADMIN, args=lambda s: [s.staff["stranger"].pk], changes=False),
    "office_user_link": Form(ADMIN, args=WREN, changes=False),
    "office_user_second_step": Form(ADMIN, args=lambda s: [s.staff["alice"].pk], changes=False),
    "office_leave_team": Form(ADMIN, args=lambda s: [s.wren.pk, s.place.pk]),
    "office_user_tie": Form(ADMIN, lambda s, c: {"source": s.spare_worker.source_code, "local_id": s.spare_worker.local_id}, WREN),
    "office_user_untie": Form(ADMIN, args=lambda s: [s.wren.pk, s.worker.pk]),
    "office_team": Form(ADMIN, lambda s, c: {"duty_telephone": "01632 960777"}, lambda s: [s.team.pk], text=("duty_telephone",)),
    "office_team_add": Form(ADMIN, lambda s, c: {"agency": str(s.team.agency_id), "name": "Willow team", "duty_telephone": ""}, text=("name", "duty_telephone")),
}  # fmt: skip

READ_ONLY = {
    "office_queries": Form(OFFICE, args=lambda s: ["census"]), "office_queries_download": Form(OFFICE, args=lambda s: ["census"]), "office_processing": Form(staffed("lead")),
    "office_gateway": Form(staffed("lead"), args=lambda s: ["children_act_1989_s17"]), "what_we_hold": Form(lambda s: browser()),
    "alerts": Form(staffed("alice")), "team_alerts": Form(staffed("alice")),
    "child": Form(opener("alice"), args=lambda s: [s.amara]), "why": Form(opener("alice"), args=lambda s: [s.amara]), "office_sent": Form(OFFICE, args=lambda s: [s.sent.pk]), "office_sent_files": Form(OFFICE),
    "office_load": Form(OFFICE, args=lambda s: [s.batch.pk]), "office_sources": Form(OFFICE), "office_source": Form(OFFICE, args=lambda s: ["census"]), "office_agreements": Form(staffed("lead")),
    "office_agreement": Form(staffed("lead"), args=lambda s: ["census"]), "office_held": Form(staffed("lead")), "office_adoption": Form(ADOPTION), "office_access": Form(staffed("lead")),
    "accessibility": Form(lambda s: browser()), "privacy": Form(lambda s: browser()), "account_email": Form(staffed("alice")), "account_inactive": Form(lambda s: browser()),
    "account_signup": Form(lambda s: browser()), "account_set_password": Form(staffed("alice")), "account_reset_password_done": Form(lambda s: browser()),
    "account_reset_password_from_key_done": Form(lambda s: browser()), "mfa_index": Form(with_app), "mfa_view_recovery_codes": Form(with_app), "mfa_download_recovery_codes": Form(with_app),
    "socialaccount_login_cancelled": Form(lambda s: browser()), "socialaccount_login_error": Form(lambda s: browser()), "socialaccount_signup": Form(lambda s: browser()), "socialaccount_connections": Form(staffed("alice")),
    "saml_acs": Form(lambda s: browser(), args=lambda s: ["thornbeck"]), "saml_finish_acs": Form(lambda s: browser(), args=lambda s: ["thornbeck"]), "saml_sls": Form(lambda s: browser(), args=lambda s: ["thornbeck"]),
    "saml_metadata": Form(lambda s: browser(), args=lambda s: ["thornbeck"]), "saml_login": Form(lambda s: browser(), args=lambda s: ["thornbeck"]),
    "openid_connect_login": Form(lambda s: browser(), args=lambda s: ["thornbeck"]), "openid_connect_callback": Form(lambda s: browser(), args=lambda s: ["thornbeck"]),
    "style_guide": Form(lambda s: browser()), "style_guide_state": Form(lambda s: browser(), args=lambda s: ["forms"]),
}  # fmt: skip
"""Pages without a form of ours, or with one that nobody may send: whatever comes to them writes nothing."""
