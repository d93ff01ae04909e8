"""When the lights go out: what is in the extract, what is not, what opens it, and the account of its making and its use."""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.utils import ProgrammingError

from everychild.kit.acting import JOBS, on_behalf_of
from everychild.kit.ids import show_ref
from everychild.kit.problems import Problem, Refused
from everychild.kit.words import instant
from everychild.ledger.models import Entry
from everychild.people.models import Person, SourceRecord
from everychild.sharing.actions.emergency import make_extract, remove_old_extracts, review_use, write_down_use
from everychild.sharing.emergency.account import extract_known_as, is_late, last_extract, uses
from everychild.sharing.emergency.keeping import make, passphrase
from everychild.sharing.models import EmergencyExtract, Involvement
from tests.access.scene import ask, worker_of

AT = datetime(2026, 11, 22, 2, 10, tzinfo=UTC)
WORDS = "seven green kettles argue at noon"


def opened(page: str, words: str) -> list[dict]:
    """The children of a file."""
    return whole(page, words)["children"]


def whole(page: str, words: str) -> dict:
    """The file opened as the browser opens it, by code that knows only what stands in the file."""
    part = {name: re.search(rf'id="{name}">(.*?)</script>', page, re.S)[1] for name in ("heading", "sealed", "digest")}
    heading, sealed = json.loads(part["heading"]), base64.b64decode(part["sealed"])
    assert heading["rounds"] >= 600_000
    assert hashlib.sha256(sealed).hexdigest() == part["digest"]
    key = hashlib.pbkdf2_hmac("sha256", words.encode(), base64.b64decode(heading["salt"]), heading["rounds"])
    return json.loads(AESGCM(key).decrypt(base64.b64decode(heading["nonce"]), sealed, part["heading"].encode()))


@pytest.fixture
def night(thornbeck, tmp_path, django_capture_on_commit_callbacks):
    """Make an extract in an empty folder: the account of it, and the page."""

    def make_it(*, at: datetime = AT, words: str = WORDS) -> tuple[EmergencyExtract, str]:
        with django_capture_on_commit_callbacks(execute=True), on_behalf_of(None, role=JOBS, purpose="emergency_extract"):
            extract = make_extract(out=tmp_path, passphrase=words, at=at, own_authority="999", authority="Thornbeck")
        return extract, (tmp_path / extract.file_name).read_text("utf-8")

    return make_it


def child_of(children: list[dict], name: str) -> dict | None:
    return next((one for one in children if one["name"] == name), None)


def test_the_file_holds_the_children_on_plans_and_looked_after_with_whom_to_ring(night):
    extract, page = night()
    children = opened(page, WORDS)
    amara = child_of(children, "Amara Okonkwo")

    assert {one["name"] for one in children} == {"Amara Okonkwo", "Jonah Pike"}
    assert (extract.children, extract.on_plans, extract.looked_after, extract.missing, extract.shielded) == (2, 1, 1, 0, 0)
    assert amara["born"] == "27 March 2015"
    assert amara["why"] == [{"what": "Child protection plan", "since": "4 May 2026", "authority": "Thornbeck"}]
    assert ("Alice Okafor", "Elm team") in {(one["name"], one["team"]) for one in amara["workers"]}
    assert "4 Alder Row, Thornbeck, ZB1 1AA" in amara["addresses"]


def test_it_holds_the_duty_numbers_that_answer_for_any_child(night):
    assert whole(night()[1], WORDS)["duty"] == [{"team": "Front door", "telephone": "01632 960100"}]


def test_the_mother_says_when_to_ring_and_he_who_must_not_have_contact_has_no_number(night):
    contacts = {one["name"]: one for one in child_of(opened(night()[1], WORDS), "Amara Okonkwo")["contacts"]}

    assert (contacts["Ngozi Okonkwo"]["safe"], contacts["Ngozi Okonkwo"]["telephone"], contacts["Ngozi Okonkwo"]["never"]) == (
        "Ring after 5pm only",
        "01632 960300",
        False,
    )
    assert (contacts["Peter Hale"]["never"], contacts["Peter Hale"]["court"], contacts["Peter Hale"]["telephone"]) == (True, True, "")


def test_a_missing_child_comes_first_and_a_closed_episode_is_out(night):
    missing = involve("Ivy", "census", "missing")
    involve("Ben", "census", "missing", to_on="2026-11-20")

    extract, page = night()

    ivy = child_of(opened(page, WORDS), "Ivy Grant")
    assert missing and extract.missing == 1
    assert ivy["kinds"] == ["missing"]
    assert child_of(opened(page, WORDS), "Ben Carter") is None


def test_a_withheld_address_is_in_no_file(night):
    involve("Erin", "social_care", "protection_plan")

    _, page = night()
    erin = child_of(opened(page, WORDS), "Erin Shaw")

    assert (erin["withheld"], erin["addresses"]) == (True, [])
    assert "Hidden Mews" not in json.dumps(opened(page, WORDS))


def test_where_a_refuge_shelters_the_family_no_address_is_in_the_file_and_the_refuge_is_not_named(night):
    involve("Amara", "social_care", "refuge")

    amara = child_of(opened(night()[1], WORDS), "Amara Okonkwo")

    assert (amara["withheld"], amara["addresses"]) == (True, [])
    assert "refuge" not in json.dumps(amara).lower()


def test_nothing_sealed_and_nothing_held_is_in_the_file(night):
    involve("Finn", "social_care", "protection_plan")
    held = SourceRecord.objects.get(source_code="census", held=True)
    Involvement.objects.create(record=held, service="protection_plan", reference="r", from_on="2026-11-19")
    assert Person.objects.get(memberships__record=record_of("Finn", "social_care")).sealed_at

    said = json.dumps(opened(night()[1], WORDS))

    assert not re.search("Marsh|Whitfield|Gabe|Finn", said)


def test_of_a_shielded_child_there_is_a_name_a_birth_date_and_whom_to_ring(night):
    ask(
        "create table if not exists sharing_shield (person_id uuid, given_names text, family_name text, born_on date, lead_name text, lead_telephone text, lifted_at timestamptz)"
    )
    ask("grant select on sharing_shield to everychild_jobs")
    (person,) = ask("select person_id from people_membership m join people_sourcerecord r on r.id = m.record_id where r.local_id = 's1'")[0]
    ask("delete from sharing_shield")
    ask("insert into sharing_shield values (%s, 'Amara', 'O', '2015-03-27', 'Zadie Marlow', '01632 960777', null)", person)

    extract, page = night()

    assert child_of(opened(page, WORDS), "Amara O") == {"name": "Amara O", "born": "27 March 2015", "shielded": True, "ask": "Zadie Marlow, 01632 960777"}
    assert "Alder Row" not in json.dumps(opened(page, WORDS)) and "Okafor" not in json.dumps(child_of(opened(page, WORDS), "Amara O"))
    assert (extract.children, extract.on_plans, extract.shielded) == (2, 0, 1)


def test_closed_the_file_says_its_instant_and_nothing_of_a_child(night):
    _, page = night()

    assert instant(AT) in page
    assert not re.search("Amara|Okonkwo|Jonah|Pike|Alder|Okafor|01632|2015-03-27|27 March 2015|seven green", page)
    assert not re.search(r"https?://|src=|href=", page)
    assert re.search(r"default-src 'none'", page)


def test_the_wrong_passphrase_opens_nothing_and_another_date_breaks_the_seal(night):
    _, page = night()

    with pytest.raises(InvalidTag):
        opened(page, "seven green kettles argue at dawn")
    with pytest.raises(InvalidTag):
        opened(page.replace("2026-11-22T02:10", "2026-11-23T02:10"), WORDS)


def test_two_extracts_of_one_town_are_of_one_size_so_that_size_tells_no_number(night):
    before = len(night()[1])
    involve("Ivy", "census", "missing")

    assert len(night(at=AT + timedelta(minutes=1))[1]) == before


def test_the_making_is_one_entry_with_a_digest_and_counts_and_no_name(night):
    extract, _ = night()
    entry = Entry.objects.get(verb="emergency_extract_made")

    assert (entry.refs["digest"], entry.words["children"], entry.purpose, entry.person_id) == (extract.digest, 2, "emergency_extract", None)
    assert "Amara" not in json.dumps([entry.refs, entry.words])
    assert WORDS not in json.dumps([entry.refs, entry.words])


@pytest.mark.parametrize("weak", ["", "kettle", "password12345", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abc abc abc abc abc abc abc abc"])
def test_a_weak_passphrase_makes_no_file_and_no_entry(thornbeck, tmp_path, weak):
    with on_behalf_of(None, role=JOBS, purpose="emergency_extract"), pytest.raises(Problem, match="too weak"):
        make_extract(out=tmp_path, passphrase=weak, at=AT, own_authority="999", authority="Thornbeck")

    assert list(tmp_path.iterdir()) == []
    assert not Entry.objects.filter(verb="emergency_extract_made").exists()


def test_where_the_ledger_cannot_be_written_there_is_no_file(thornbeck, tmp_path, django_capture_on_commit_callbacks):
    ask("create function pg_temp.refuse() returns trigger language plpgsql as $$ begin raise exception 'the ledger is full'; end $$")
    ask("create trigger refuse before insert on ledger_entry execute function pg_temp.refuse()")

    with (
        pytest.raises(ProgrammingError, match="the ledger is full"),
        transaction.atomic(),
        django_capture_on_commit_callbacks(execute=True),
        on_behalf_of(None, role=JOBS, purpose="emergency_extract"),
    ):
        make_extract(out=tmp_path, passphrase=WORDS, at=AT, own_authority="999", authority="Thornbeck")

    assert list(tmp_path.iterdir()) == []


def test_the_file_is_for_its_owner_alone(night, tmp_path):
    extract, _ = night()

    assert (tmp_path / extract.file_name).stat().st_mode & 0o077 == 0


def test_old_extracts_are_deleted_and_what_else_lies_there_is_left(night, tmp_path):
    old, _ = night(at=AT - timedelta(days=4))
    fresh, _ = night()
    (tmp_path / "notes.txt").write_text("ours")

    with on_behalf_of(None, role=JOBS, purpose="emergency_extract"):
        removed = remove_old_extracts(folder=tmp_path, at=AT, kept_days=3)

    assert [one.pk for one in removed] == [old.pk]
    assert {path.name for path in tmp_path.iterdir()} == {fresh.file_name, "notes.txt"}
    assert Entry.objects.get(verb="emergency_extracts_removed").refs == {"digests": [old.digest]}


def test_the_night_reads_the_passphrase_from_its_file_and_from_nowhere_else(thornbeck, tmp_path, settings, django_capture_on_commit_callbacks):
    secret = tmp_path / "passphrase"
    secret.write_text(f"{WORDS}\n")
    settings.EVERYCHILD_EMERGENCY_FOLDER = tmp_path / "folder"
    settings.EVERYCHILD_EMERGENCY_PASSPHRASE_FILE = str(secret)
    secret.chmod(0o644)
    with pytest.raises(Problem, match="Others than its owner"):
        passphrase()
    secret.chmod(0o600)

    with django_capture_on_commit_callbacks(execute=True):
        answer = make(at=AT)

    assert opened(Path(answer["file"]).read_text("utf-8"), WORDS)
    assert WORDS not in json.dumps(answer)
    settings.EVERYCHILD_EMERGENCY_PASSPHRASE_FILE = ""
    with pytest.raises(Problem, match="names no file"):
        passphrase()


def test_a_use_stands_in_the_ledger_beside_each_child_with_the_instant_of_the_look(night, thornbeck):
    extract, page = night()
    lead, sam = thornbeck.staff["lead"], worker_of("emergency_duty")
    amara = Person.objects.get(memberships__record__local_id="s1", memberships__record__kind="child")
    sealed = Person.objects.get(memberships__record__local_id="s7")
    told = [child_of(opened(page, WORDS), "Amara Okonkwo")["ref"], show_ref(sealed.ref), "NOT-A-REF"]

    with on_behalf_of(sam.pk):
        use = write_down_use(
            by=sam,
            extract=extract,
            opened_by="Sam Duty",
            from_at=AT + timedelta(hours=1),
            to_at=AT + timedelta(hours=2),
            why="A call about Amara",
            children=told,
            at=AT + timedelta(hours=9),
        )
    looks = list(Entry.objects.filter(verb="read_in_emergency_extract"))

    assert [(one.person_id, one.actor) for one in looks] == [(amara.pk, sam.pk)]
    assert datetime.fromisoformat(looks[0].words["from"]) == AT + timedelta(hours=1)
    assert Entry.objects.get(verb="emergency_extract_used").refs["children"] == told
    with on_behalf_of(lead.pk):
        assert uses(waiting=True).count() == 1
        review_use(by=lead, use=uses().get(), review="The service was away.", at=AT + timedelta(days=1))
        assert uses(waiting=True).count() == 0
    with on_behalf_of(sam.pk), pytest.raises(Refused):
        review_use(by=sam, use=use, review="Fine.", at=AT + timedelta(days=1))


def test_who_may_not_write_down_a_use_is_refused_by_the_action_and_by_the_database(night):
    extract, _ = night()
    stranger = worker_of("school_office")
    said = {"extract": extract, "opened_by": "x", "from_at": AT, "to_at": AT, "why": "x", "children": [], "at": AT}

    with on_behalf_of(stranger.pk), pytest.raises(Refused):
        write_down_use(by=stranger, **said)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), on_behalf_of(stranger.pk):
        ask(
            "insert into sharing_emergencyuse (id, extract_id, opened_by, from_at, to_at, why, children, written_by_id, written_at, review) values (uuidv7(), %s, '', now(), now(), '', '{}', %s, now(), '')",
            extract.pk,
            stranger.pk,
        )


def test_a_use_before_the_extract_was_made_makes_no_sense(night):
    extract, _ = night()
    sam = worker_of("emergency_duty")

    with on_behalf_of(sam.pk), pytest.raises(Problem, match="after it was made"):
        write_down_use(by=sam, extract=extract, opened_by="Sam", from_at=AT - timedelta(hours=1), to_at=AT, why="x", children=[], at=AT + timedelta(hours=9))


def test_an_extract_is_found_by_its_digest_or_its_day_and_is_late_after_a_night(night):
    extract, _ = night()

    assert extract_known_as(extract.digest[:12]) == extract_known_as("2026-11-22") == last_extract() == extract
    assert extract_known_as("2026-11-21") is None and extract_known_as("x") is None
    assert (is_late(None, AT), is_late(extract, AT + timedelta(hours=25)), is_late(extract, AT + timedelta(hours=27))) == (True, False, True)


def record_of(name: str, source: str) -> SourceRecord:
    """The record by which a source knows the child of this given name."""
    return SourceRecord.objects.get(source_code=source, described__fields__given_names=name)


def involve(name: str, source: str, service: str, to_on: str | None = None) -> Involvement:
    """The record says that a service is involved now."""
    return Involvement.objects.create(record=record_of(name, source), service=service, reference="r", from_on="2026-11-19", to_on=to_on)
