"""Every address of the service, asked as every role: the answer is what a person wrote in urls.toml, and an address that nobody wrote down fails."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from everychild.kit.ids import public_ref, show_ref
from everychild.organisations.models import User
from tests.access.reading import PRACTITIONERS, ROLES, looks_for_everyone
from tests.access.scene import Scene, ask, set_scene, worker_of
from tests.thornbeck import KNOWN_AS

URLS = tomllib.loads((Path(__file__).parent / "urls.toml").read_text())
BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


def patterns(level=None, before: str = "") -> Iterator[str]:
    """Every pattern of the URLconf, with those that stand before it."""
    for one in (level or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from patterns(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def test_every_address_stands_in_the_table_and_the_table_names_no_other():
    written = [pattern for kind in URLS.values() for pattern in kind]

    assert sorted(written) == sorted(set(patterns()))


@pytest.fixture
def scene(thornbeck) -> Scene:
    return set_scene()


@pytest.fixture
def things(thornbeck) -> dict[str, object]:
    """Something that is there, for each word of an address."""
    (batch, problem), = ask("select batch_id, id from intake_problem where not sealed limit 1")
    (held,), = ask("select id from intake_problem where sealed limit 1")
    (place, number, team), = ask("select id, user_id, team_id from organisations_place limit 1")
    (agreement,), = ask("select code from sharing_agreement limit 1")
    nothing = dict.fromkeys(("key", "worker", "withholding", "decision", "use", "alert"), UUID(int=5))
    return nothing | {"batch": batch, "problem": problem, "held": held, "place": place, "number": number, "team": team, "code": "census", "state": "one", "agreement": agreement}


def address(pattern: str, things: dict[str, object]) -> str:
    """A pattern with its words filled in."""
    if pattern == "office/adoption/<int:problem>/settle/":
        things = things | {"problem": things["held"]}
    if pattern == "office/agreements/<str:code>/":
        things = things | {"code": things["agreement"]}
    if pattern == "office/agreements/gateways/<str:code>/":
        things = things | {"code": "vital_interests"}
    plain = re.sub(r"<\w+:(\w+)>", lambda word: str(things[word[1]]), pattern)
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()\[]|\[\^?[^\]]*\])*\)", lambda word: {"uidb36": "1", "key": "abc"}.get(word[1], "none"), plain)
    return "/" + plain.replace("^", "").replace("$", "")


def browser(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user, backend=BY_PASSWORD)
    return client


def answer(client: Client, path: str, method: str = "get") -> int | str:
    """The status, or where a redirection leads if that is what matters; whatever the request did is undone."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        transaction.set_rollback(True)
    where = response.get("Location", "")
    if where.startswith("/accounts/login/"):
        return "sign-in"
    return "purpose" if re.match(r"/child/[^/]+/purpose/\?next=", where) else response.status_code


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_a_role_open_to_it_and_to_no_other(things, role):
    user = worker_of(role)
    if role in ("school_office", "safeguarding_lead"):
        ask("update organisations_user set school_id = (select id from organisations_school limit 1) where id = %s", user.pk)
    client, wrong = browser(user), []
    for pattern, said in URLS["role"].items():
        for method in ("get", "post"):
            expected = said.get(method) if role in said["roles"] else said.get("others", 403 if method in said else None)
            if expected is None or (method == "post" and "others" in said):
                continue
            found = answer(client, address(pattern, things), method)
            if found != expected:
                wrong.append(f"{method} {pattern or '/'}: {found}, not {expected}")

    assert wrong == []


def differences(client: Client, things: dict[str, object], expected: dict[str, int | str], method: str = "get") -> list[str]:
    """Where the answers are not the expected ones, in words."""
    found = {pattern: answer(client, address(pattern, things), method) for pattern in expected}
    return [f"{method} {pattern or '/'}: {found[pattern]}, not {said}" for pattern, said in expected.items() if found[pattern] != said]


def test_nobody_who_is_not_signed_in_gets_further_than_the_sign_in_page(scene, things):
    client = browser(None)
    things = things | {"ref": show_ref(scene.ref), "involvement": scene.involvements["s1"]}
    closed = dict.fromkeys([*URLS["role"], *URLS["child"]], "sign-in")

    assert differences(client, things, closed) == []
    assert differences(client, things, closed, "post") == []
    assert differences(client, things, {pattern: said["anonymous"] for pattern, said in URLS["anybody"].items()}) == []


@pytest.mark.parametrize("role", ["social_worker", "user_admin"])
def test_pages_for_anybody_are_the_same_for_every_role(things, role):
    assert differences(browser(worker_of(role)), things, {pattern: said["signed_in"] for pattern, said in URLS["anybody"].items()}) == []


@pytest.mark.parametrize("role", ROLES)
def test_a_page_about_a_child_opens_to_those_who_may_know_the_child(scene, things, role):
    user = worker_of(role)
    asked_why = role in PRACTITIONERS and (len(user.role.purposes) > 1 or user.role.opens)
    things = things | {"ref": show_ref(scene.ref), "involvement": scene.involvements["s1"]}
    client, wrong = browser(user), []

    def compare(when: str) -> None:
        for pattern, said in URLS["child"].items():
            hidden = said.get("strangers", 404)
            expected = {"theirs": said["theirs"], "unopened": said["unopened"], "hidden": hidden}[when]
            if (found := answer(client, address(pattern, things))) != expected:
                wrong.append(f"{when} {pattern}: {found}, not {expected}")

    if looks_for_everyone(role):
        compare("unopened")
    scene.stands("allocated_worker", user)
    compare("hidden" if role not in PRACTITIONERS else "unopened" if asked_why else "theirs")
    scene.opens(user, "30 minutes")
    compare("theirs" if role in PRACTITIONERS else "hidden")

    assert wrong == []


REFERENCE = re.compile(rb"[0-9A-HJKMNP-TV-Z]{3}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{3}|csrfmiddlewaretoken\S* value=\S+|/child/[^/\"]+/")


@pytest.mark.parametrize("role", ROLES)
def test_a_sealed_child_and_a_strangers_child_answer_as_one_who_does_not_exist(scene, things, role):
    user = worker_of(role)
    scene.stands("sealed", user)
    (other,), = ask("select p.ref from people_person p join people_membership m on m.person_id = p.id join people_sourcerecord r on r.id = m.record_id where r.local_id = %s", KNOWN_AS["p2"])
    (held,), = ask("select p.ref from people_person p join people_membership m on m.person_id = p.id join people_sourcerecord r on r.id = m.record_id where r.local_id = %s", KNOWN_AS["p8"])
    nobody, client = public_ref(), browser(user)
    alike = [nobody, scene.ref, held] + ([] if looks_for_everyone(role) else [other])

    for pattern in URLS["child"]:
        for method in ("get", "post"):
            told = {whole_answer(client, address(pattern, things | {"ref": show_ref(ref), "involvement": UUID(int=7)}), method) for ref in alike}
            assert len(told) == 1, (pattern, method)
            assert {status for status, _, _ in told} == {405 if pattern.endswith("end/") and method == "get" else 405 if method == "post" and pattern in ("child/<str:ref>/", "child/<str:ref>/why/") else 404}


def whole_answer(client: Client, path: str, method: str) -> tuple[int, bytes, int]:
    """All that can be told apart: the status, the page but for its own address and the secret of its form, and what the ledger wrote."""
    before = ask("select count(*) from ledger_entry")[0][0]
    with transaction.atomic():
        response = getattr(client, method)(path)
        written = ask("select count(*) from ledger_entry")[0][0] - before
        transaction.set_rollback(True)
    return response.status_code, REFERENCE.sub(b"", response.content), written


def test_a_reference_that_is_wrongly_copied_answers_as_one_of_nobody(scene, things):
    client = browser(worker_of("social_worker"))
    copied = ["", "K7P", "K7P-M2QX-9TC", "ÅÄÖ", "x" * 500, "0000000000"]

    told = {whole_answer(client, f"/child/{ref}/", "get")[:2] for ref in [*copied[1:], show_ref(public_ref())]}

    assert {status for status, _ in told} == {404}
    assert len({body for _, body in told}) <= 2  # the page says which address was asked, no more


def test_a_look_is_in_the_ledger_and_a_refusal_shows_nothing(scene):
    user = worker_of("post16_adviser")
    scene.stands("allocated_worker", user)

    browser(user).get(f"/child/{show_ref(scene.ref)}/")
    browser(worker_of("post16_adviser")).get(f"/child/{show_ref(scene.ref)}/")

    assert ask("select verb, actor from ledger_entry where person_id = %s", scene.person) == [("record_read", user.pk)]
