"""Files sent through the pages: kept privately, queued with the request, loaded by the worker, and gone from the inbox afterwards."""

import stat
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from everychild.exchange import inbox
from everychild.exchange.sending import MOST_TRIES, StillBeingLoaded, in_hand, load_what_was_sent
from everychild.intake import actions
from everychild.intake.models import Batch, SentFile
from everychild.kit.time import now, today
from everychild.ledger.models import Entry
from everychild.organisations.models import Role, User
from everychild.portals import uploads
from everychild.portals.tests.office_town import HOSTILE, nothing_yet, signed_in

pytestmark = pytest.mark.django_db
CONTACTS = (
    "laestab,pupil_id,upn,pupil_given_names,pupil_family_name,pupil_date_of_birth,contact_id,priority,title,given_names,family_name,relation,parental_responsibility,"
    "court_order,may_have_contact,lives_with_pupil,address_withheld,address_1,address_2,address_3,address_4,postcode,telephone,email,language,interpreter,safe_contact\n"
    "9992001,P1,,Amara,Okonkwo,2017-03-27,C1,1,Ms,Chidinma,Okonkwo,PAM,Y,N,Y,Y,N,12 Elm Road,,,,TB1 1AA,01632 960001,,,,\n"
)
DAY = {"as_at_day": "1", "as_at_month": "10", "as_at_year": "2026"}


@pytest.fixture(autouse=True)
def bare(db, tmp_path, monkeypatch):
    monkeypatch.setattr("everychild.kit.database.home", lambda: tmp_path)
    nothing_yet()


@pytest.fixture
def office() -> Client:
    return signed_in("data_office")


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def contacts(name: str = "contacts.csv", text: str = CONTACTS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def send(office: Client, *files, **more) -> SentFile:
    answer = office.post(reverse("office_send"), {"files": files or (contacts(),)} | DAY | more)
    assert answer.status_code == 302, words(answer)
    return SentFile.objects.order_by("-id").first()


def loaded(sent: SentFile) -> SentFile:
    return load_what_was_sent(key=sent.pk, clock=now, match=lambda told: None)


def test_what_is_sent_waits_privately_and_is_queued_in_the_same_breath(office):
    sent = send(office)

    folder = inbox.folder_of(sent.pk)
    assert (folder / "contacts.csv").read_text() == CONTACTS
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / "contacts.csv")] == [0o700, 0o700, 0o600]
    assert ProcrastinateJob.objects.get(task_name="load_sent").args == {"sent": str(sent.pk)}
    assert Entry.objects.filter(verb="load_asked", refs__sent=str(sent.pk)).exists()
    assert "It waits to be loaded" in words(office.get(reverse("office_sent", args=[sent.pk])))
    assert "1 file waits" in words(office.get(reverse("office_loads")))


def test_it_is_loaded_in_the_name_of_who_sent_it_and_leaves_the_inbox(office):
    sent = loaded(send(office))

    batch = Batch.objects.get(source_id="contacts")
    assert sent.status == "done"
    assert batch.loaded_by == User.objects.get(username="town.data_office").pk
    assert batch.as_at == date(2026, 10, 1)
    assert not inbox.folder_of(sent.pk).exists()
    page = words(office.get(reverse("office_sent", args=[sent.pk])))
    assert reverse("office_load", args=[batch.pk]) in page
    assert "Kit Soames" in page


def test_a_try_says_what_would_become_of_it_and_keeps_nothing(office):
    sent = loaded(send(office, dry_run="on"))

    assert sent.answer["files"][0]["rows"] == 1
    assert not Batch.objects.exists()
    assert "Only a try: nothing was kept" in words(office.get(reverse("office_sent", args=[sent.pk])))


def test_a_file_that_nothing_recognises_is_refused_in_words(office):
    sent = loaded(send(office, contacts("photo.jpg", "\xff\xd8\xff not a table")))

    page = words(office.get(reverse("office_sent", args=[sent.pk])))
    assert sent.status == "done"
    assert "Refused" in page
    assert "Not recognised" in page


def test_begun_again_after_a_kill_it_is_loaded_once(office):
    sent = send(office)
    actions.begin_sent(sent=sent, at=now())  # and the worker died

    loaded(sent)
    again = loaded(sent)

    assert Batch.objects.count() == 1
    assert (again.status, again.tries) == ("done", 2)


def test_what_never_comes_to_its_end_is_given_up_with_a_sentence(office):
    sent = send(office)
    for _ in range(MOST_TRIES):
        actions.begin_sent(sent=sent, at=now())

    ended = loaded(sent)

    assert ended.status == "failed"
    assert "begun three times" in words(office.get(reverse("office_sent", args=[sent.pk])))
    assert not inbox.folder_of(sent.pk).exists()


def test_an_agreement_that_cannot_be_read_is_the_answer(office, settings, tmp_path):
    sent = send(office)
    (tmp_path / "broken.toml").write_text("not TOML")
    settings.EVERYCHILD_AGREEMENTS = tmp_path

    assert "broken.toml is not an agreement that can be read" in loaded(sent).failed_because


def test_our_own_fault_is_a_reference_and_no_trace(office):
    sent = send(office)
    inbox.drop(key=sent.pk)
    inbox.folder_of(sent.pk).write_text("a file where a folder should be")

    ended = loaded(sent)

    assert ended.status == "failed"
    assert "Traceback" not in ended.failed_because


def test_one_process_at_a_time_has_it_in_hand(office):
    import psycopg
    from django.db import connection

    sent = send(office)
    with psycopg.connect(
        connection.get_connection_params()["dbname"] and connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]
    ) as other:
        other.execute("select pg_advisory_lock(hashtextextended(%s, 0))", [str(sent.pk)])
        with pytest.raises(StillBeingLoaded), in_hand(sent.pk):
            pass


@pytest.mark.parametrize(
    ("files", "more", "said"),
    [
        ([], {}, "Choose a file"),
        ([("empty.csv", "")], {}, "One of the files is empty"),
        ([("a.csv", "x"), ("a.csv", "y")], {}, "Two of the files have the same name"),
        ([("a.csv", "x")], {"as_at_year": ""}, "year"),
        ([("a.csv", "x")], {"as_at_year": "2099"}, "cannot speak of a day that has not come"),
        ([("a.csv", "x")], {"source": "nowhere"}, "Select a valid choice"),
        ([("a.csv", "x")], {"because": "x" * 1001}, "at most 1000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(office, files, more, said):
    answer = office.post(reverse("office_send"), DAY | more | {"files": [contacts(*one) for one in files]})

    assert answer.status_code == 200
    assert said in words(answer)
    assert "<title>Error: Send a file" in words(answer)
    assert not SentFile.objects.exists()
    assert list(inbox.inbox().iterdir()) == []


@pytest.mark.parametrize("name", ["../../evil.csv", "con\x07trol.csv", HOSTILE + ".csv", "x" * 190 + ".csv", "Schülerliste März.csv", ".hidden"])
def test_a_strange_name_stays_in_its_folder_and_is_only_shown(office, name):
    sent = send(office, contacts(name))

    assert [path.parent for path in inbox.folder_of(sent.pk).iterdir()] == [inbox.folder_of(sent.pk)]
    assert HOSTILE not in office.get(reverse("office_sent", args=[sent.pk])).content.decode()


def test_a_file_sent_to_any_other_page_is_refused_unread():
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/accounts/login/")

    assert visitor.post("/accounts/login/", {"login": contacts()}).status_code == 400


def test_more_than_the_page_takes_is_refused_unread(office, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", -1024 * 1024)

    assert office.post(reverse("office_send"), DAY | {"files": contacts()}).status_code == 400


def test_a_folder_that_nobody_waits_for_is_taken_away(office):
    sent = send(office)
    (inbox.inbox() / "left over").mkdir()

    assert inbox.drop_all_but(keys=[sent.pk], older_than=now().timestamp() + 5) == 1
    assert inbox.folder_of(sent.pk).exists()


def test_a_file_that_has_waited_long_says_whom_to_ask(office):
    sent = send(office)
    SentFile.objects.filter(pk=sent.pk).update(sent_at="2026-01-01T09:00:00Z")

    assert "everychild work" in words(office.get(reverse("office_sent", args=[sent.pk])))


def test_many_sent_files_ask_no_more_questions_than_one(office, django_assert_max_num_queries):
    SentFile.objects.bulk_create(SentFile(names=[HOSTILE], as_at=today(), sent_at=now(), sent_by=1) for _ in range(500))

    assert "Nothing was sent" not in words(office.get(reverse("office_sent_files")))
    with django_assert_max_num_queries(14):
        assert HOSTILE not in words(office.get(reverse("office_sent_files")))


def test_the_pages_are_for_the_data_office_alone(office):
    sent = send(office)

    for address in (reverse("office_send"), reverse("office_sent_files"), reverse("office_sent", args=[sent.pk])):
        for role in Role.objects.all():
            assert signed_in(role.code).get(address).status_code == (200 if "loading" in role.pages else 403), role.code
        assert Client().get(address).status_code == 302
