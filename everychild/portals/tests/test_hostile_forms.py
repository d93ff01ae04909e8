# ruff: noqa: B023 -- what is sent in a loop is sent at once
"""What anybody might send to any form, by accident or not: an answer with a sentence, nothing written, and never an error of ours."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from everychild.portals.tests.hostile_inputs import ASIDE, COOKIES, IN_THE_PATH, INSTEAD, METHODS, PAGES, VALUES
from everychild.portals.tests.hostile_scene import FORMS, READ_ONLY, Form, Scene, scene_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROUTES = FORMS | READ_ONLY
SHARPEST = ("NUL alone", "as many figures as a box of a date takes", "the last of all characters")
"""Tried in every field; each other kind in one field of the form, in turn."""
WRITTEN = (
    "organisations_user", "organisations_place", "organisations_team", "organisations_worker", "sharing_involvement", "sharing_opening", "sharing_emergencyuse", "work_alert", "sharing_withholding", "people_decision", "intake_correction", "intake_problem", "intake_sentfile", "procrastinate_jobs",
    "mfa_authenticator", "account_emailaddress", "socialaccount_socialaccount",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_and_quiet(settings, tmp_path, monkeypatch, caplog):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EVERYCHILD_DEMO = True
    monkeypatch.setattr("everychild.kit.database.home", lambda: tmp_path)
    caplog.set_level(logging.CRITICAL)


class Attack:
    """One form of a scene: each hostile thing meets the same town, and what it did is undone before the next."""

    def __init__(self, name: str, scene: Scene):
        cache.clear()
        self.name = name
        self.form: Form = ROUTES[name]
        self.scene = scene
        self.client: Client = self.form.who(self.scene)
        self.good = self.form.good(self.scene, self.client)
        self.args = self.form.args(self.scene)
        self.address = self.form.at(self.scene, self.client) if self.form.at else self._reversed(name)
        self.address += self.form.query
        self.cookies = deepcopy(self.client.cookies)
        self.before, self.wrong = self.written(), []

    def _reversed(self, name: str) -> str:
        return reverse(name, args=self.args)

    def written(self) -> str:
        """A sum of everything that a form may write, letters sent included."""
        with connection.cursor() as sql:
            sums = ", ".join(f"(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t)" for table in WRITTEN)
            sql.execute(f"select array[{sums}, (select count(*)::text from ledger_entry where verb = 'searched')]")
            return f"{sql.fetchone()[0]} {len(mail.outbox)}"

    def send(self, kind: str, send, *, may_write: bool) -> None:
        """One thing is sent, judged and undone."""
        cache.clear()
        mail.outbox.clear()
        self.client.cookies = SimpleCookie({name: morsel.value for name, morsel in self.cookies.items()})
        with transaction.atomic():
            answer: HttpResponse = send(self.client)
            if answer.status_code >= 500:
                self.wrong.append(f"{kind}: {answer.status_code}, {answer.exc_info and answer.exc_info[1]!r}"[:300])
            elif not may_write and self.written() != self.before:
                self.wrong.append(f"{kind}: {answer.status_code}, and something was written")
            elif "evil.example" in urlsplit(answer.get("Location", "")).netloc or "Set-Cookie: a" in str(answer.headers):
                self.wrong.append(f"{kind}: sends the reader to {answer['Location']}")
            transaction.set_rollback(True)

    def ask(self, client: Client, said: dict) -> HttpResponse:
        """The form is sent as its page sends it."""
        return client.get(self.address, said) if self.form.by_get else client.post(self.address, {name: self._fresh(value) for name, value in said.items()})

    @staticmethod
    def _fresh(value):
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
        return value


def attacks(thornbeck, names) -> Iterator[Attack]:
    """Each form in turn in one town, undone before the next; what went wrong is told of all of them together."""
    scene, wrong = scene_of(thornbeck), []
    for name in names:
        with transaction.atomic():
            one = Attack(name, scene)
            yield one
            wrong += [f"{name}: {each}" for each in one.wrong]
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def patterns(listed: list) -> Iterator[URLPattern]:
    for each in listed:
        yield from patterns(each.url_patterns) if hasattr(each, "url_patterns") else [each]


def test_every_address_is_attacked():
    assert sorted(each.name for each in patterns(get_resolver().url_patterns)) == sorted(ROUTES)
    assert not FORMS.keys() & READ_ONLY.keys()
    assert len(VALUES) + len(INSTEAD) + len(METHODS) + len(ASIDE) + len(IN_THE_PATH) + len(COOKIES) > 100


def test_the_form_as_it_should_be_is_accepted(thornbeck):
    changed = []
    for one in attacks(thornbeck, FORMS):
        with transaction.atomic():
            answer = one.ask(one.client, one.good)
        assert answer.status_code in (200, 302), one.name
        changed += [one.name] if one.written() != one.before else []
    assert len(changed) >= 15, "else nothing would show that the checksum can tell"


def test_no_value_of_any_field_is_an_error(thornbeck):
    for one in attacks(thornbeck, [name for name, form in FORMS.items() if form.good is not Form.good]):
        fields = [*(field for field, value in one.good.items() if isinstance(value, str)), *one.form.besides]
        for place, (kind, hostile) in enumerate(VALUES.items()):
            for field in fields if kind in SHARPEST else fields[place % len(fields) :][:1]:
                fits = (
                    field in one.form.loose or ("text" in hostile.fits and field in one.form.text) or ("number" in hostile.fits and field in one.form.numbers)
                )
                one.send(f"{kind} as {field}", lambda client: one.ask(client, one.good | {field: hostile.value}), may_write=fits)


def test_nothing_sent_in_place_of_a_form_is_an_error(thornbeck):
    for one in attacks(thornbeck, ROUTES):
        asks_nothing = one.name in FORMS and not one.good
        for kind, instead in INSTEAD.items():
            one.send(kind, lambda client: instead(client, one.address, one.good), may_write=asks_nothing)
        for kind, method in METHODS.items():
            one.send(kind, lambda client: method(client, one.address, one.good), may_write=False)


def test_nothing_sent_beside_a_form_is_an_error(thornbeck):
    for one in attacks(thornbeck, ROUTES):
        parted = "&" if "?" in one.address else "?"
        for kind, aside in ASIDE.items():
            one.send(kind, lambda client: one.ask(client, one.good | aside), may_write=one.name in FORMS)
            one.send(f"{kind}, in the address", lambda client: client.get(f"{one.address}{parted}{urlencode(aside)}"), may_write=False)
        one.send(
            "every field twice",
            lambda client: one.ask(client, {field: [value, value] for field, value in one.good.items() if isinstance(value, str)}),
            may_write=one.name in FORMS,
        )
        for page in PAGES:
            one.send(f"page {page[:20]}", lambda client: client.get(f"{one.address}{parted}page={page}"), may_write=False)
        for kind, cookie in COOKIES.items():
            one.send(kind, lambda client: client.get(one.address, headers={"Cookie": cookie}), may_write=False)


def test_nothing_in_the_path_is_an_error(thornbeck):
    for one in attacks(thornbeck, [name for name, form in ROUTES.items() if form.args is not Form.args]):
        for kind, hostile in IN_THE_PATH.items():
            for arg in one.args:
                address = one.address.replace(f"/{arg}/", f"/{hostile}/")
                one.send(f"{kind} for {arg}", lambda client: client.get(address), may_write=False)
                one.send(f"{kind} for {arg}, sent", lambda client: client.post(address, one.good), may_write=False)
