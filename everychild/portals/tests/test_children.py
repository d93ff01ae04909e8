"""The record of a child: the worker may, the stranger may not, the ledger shows it; and what nobody may see stands nowhere."""

import re

import pytest
from django.db import connection

from everychild.kit.ids import public_ref
from everychild.people.models import Caution, Person, SourceRecord
from everychild.portals.tests.readers import deeds, opened, record_of, ref_of, signed_in, words

HIDDEN = ("Hidden Mews", "ZB9 9ZZ", "ZB99ZZ")


def test_the_worker_reads_the_record_and_the_ledger_shows_it(thornbeck):
    alice = thornbeck.staff["alice"]

    page = record_of(alice, "census/p1")

    assert "Amara Okonkwo" in page
    entry = deeds("record_read", alice)[0]
    assert entry.purpose == "child_protection"
    assert entry.person_id == Person.objects.get(ref=ref_of("census/p1")).pk
    assert len(entry.refs["records"]) == 3


def test_a_stranger_gets_the_same_answer_for_a_child_as_for_nobody(thornbeck):
    client = signed_in(thornbeck.staff["stranger"])

    answers = [client.get(f"/child/{ref}/{page}") for ref in (ref_of("census/p1"), public_ref()) for page in ("", "purpose/", "why/", "involve/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words(answer)) for answer in answers}) == 1


def test_a_stranger_cannot_declare_a_purpose_either(thornbeck):
    client, ref = signed_in(thornbeck.staff["stranger"]), ref_of("census/p1")

    answer = client.post(f"/child/{ref}/purpose/", {"purpose": "direct_work", "reason": "I wondered."})

    assert answer.status_code == 404
    assert client.get(f"/child/{ref}/").status_code == 404


@pytest.mark.parametrize("who", ["kit", "mona", "lead", "noor"])
def test_the_office_opens_no_child(thornbeck, who):
    assert signed_in(thornbeck.staff[who]).get(f"/child/{ref_of('census/p1')}/").status_code == 404


def test_a_sealed_child_answers_as_nobody_even_to_the_front_door(thornbeck):
    bob, ref = signed_in(thornbeck.staff["bob"]), ref_of("social_care/s7")

    answers = [
        bob.get(f"/child/{ref}/"),
        bob.get(f"/child/{ref}/purpose/"),
        bob.post(f"/child/{ref}/purpose/", {"purpose": "new_contact", "reason": "x"}),
        bob.get(f"/child/{public_ref()}/"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words(answer)) for answer in answers}) == 1


def test_nobody_signed_in_is_asked_to_sign_in(client, thornbeck):
    ref = ref_of("census/p1")

    for path in ("/", "/find/", "/roll/", f"/child/{ref}/", f"/child/{ref}/why/", f"/child/{ref}/purpose/", f"/child/{ref}/involve/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")


def test_ten_seconds_say_who_to_ring_what_plan_and_how_to_reach_the_family(thornbeck):
    page = record_of(thornbeck.staff["alice"], "census/p1")

    assert 'Allocated worker</dt> <dd><a class="govuk-link" href="#involved">Alice Okafor' in page
    assert "Child protection plan: neglect" in page
    assert "Since 4 May 2026" in page
    assert "Peter Hale (father) must not have contact, by order of a court." in page
    assert "Ngozi Okonkwo (mother): Ring after 5pm only" in page


def test_every_shown_fact_has_its_source_day_and_rule(thornbeck):
    page = record_of(thornbeck.staff["alice"], "census/p1")

    assert "27 March 2015" in page
    assert "believed first since 1 January 2026: health registers the birth" in page
    assert "English" in page


def test_silence_of_a_source_is_not_a_no(thornbeck):
    page = record_of(thornbeck.staff["alice"], "social_care/s11")

    assert "Hana Yusuf" in page
    assert "The source does not say" in page
    assert "not yet born" in page


def test_a_withheld_address_stands_nowhere_though_another_source_has_it_in_clear(thornbeck):
    alice = thornbeck.staff["alice"]
    client, address = opened(alice, "census/p6")

    pages = [words(client.get(address)), words(client.get(f"{address}why/")), words(client.get(f"{address}involve/")), words(client.get("/"))]

    assert [hidden for hidden in HIDDEN for page in pages if hidden in page] == []
    assert "The address is withheld" in pages[0]
    assert "Withheld for safety" in pages[0]
    assert "address" not in pages[1].partition("<main")[2].casefold()


def test_a_record_that_is_only_thought_to_be_the_child_is_a_stub(thornbeck):
    dana = thornbeck.staff["dana"]

    page = record_of(dana, "census/p3")

    assert "Child health is involved.</strong> What it holds is not shown" in page
    assert "North health visitors" not in page
    assert "01632 960211" not in page
    assert "NHS number" in page and "999 000" not in page


def test_the_school_sees_its_own_words_and_no_service(thornbeck):
    page = record_of(thornbeck.staff["charlie"], "census/p1")

    assert "Amara Okonkwo" in page
    assert "neglect" not in page
    assert "Alice Okafor" not in page
    assert "You may not know" in page


def test_what_a_role_does_not_include_is_said_to_be_closed(thornbeck):
    page = record_of(thornbeck.staff["jo"], "census/p1")

    assert "Your role does not include a child’s family." in page
    assert "Ngozi" not in page
    assert "Child health information" not in page, "that health holds the child tells of health"


def test_a_reported_death_holds_everything_until_a_person_confirms_it(thornbeck):
    Person.objects.filter(ref=ref_of("census/p1")).update(death_reported=True)

    page = record_of(thornbeck.staff["alice"], "census/p1")

    assert "A source says that this child has died" in page
    assert "Nothing is sent until a person has confirmed it." in page


def test_a_staff_safety_warning_has_its_owner_and_its_review_date(thornbeck):
    record = SourceRecord.objects.get(source_code="social_care", local_id="s1")
    Caution.objects.create(record=record, kind="Visit in pairs", owner="Priya Shah", review_on="2020-01-01")

    page = record_of(thornbeck.staff["alice"], "census/p1")

    assert "Visit in pairs" in page
    assert "Owner: Priya Shah." in page
    assert "was due 1 January 2020" in page


def test_the_honest_answers_stand_on_the_page(thornbeck):
    page = record_of(thornbeck.staff["alice"], "census/p1")

    assert 'Youth justice</span><span class="answer answer--unasked">' in page
    assert 'Post-16 service</span><span class="answer answer--unasked">' in page


def test_a_purpose_is_asked_once_and_kept_for_the_next_page(thornbeck):
    alice, ref = thornbeck.staff["alice"], ref_of("census/p1")
    client = signed_in(alice)

    first = client.get(f"/child/{ref}/why/")
    declared = client.post(f"/child/{ref}/purpose/", {"purpose": "direct_work", "reason": "", "next": f"/child/{ref}/why/"})

    assert first.url == f"/child/{ref}/purpose/?next=/child/{ref}/why/"
    assert declared.url == f"/child/{ref}/why/"
    assert client.get(f"/child/{ref}/why/").status_code == 200
    assert deeds("opened", alice)[0].purpose == "direct_work"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/office/loads/", "/child/AAAAAAAAAA/", ""])
def test_after_a_purpose_nobody_is_sent_elsewhere(thornbeck, elsewhere):
    ref = ref_of("census/p1")

    answer = signed_in(thornbeck.staff["alice"]).post(f"/child/{ref}/purpose/", {"purpose": "direct_work", "next": elsewhere})

    assert answer.url == f"/child/{ref}/"


def test_the_front_door_must_say_what_has_happened(thornbeck):
    bob, ref = thornbeck.staff["bob"], ref_of("census/p1")
    client = signed_in(bob)

    without = client.post(f"/child/{ref}/purpose/", {"purpose": "new_contact", "reason": " "})
    with_reason = client.post(f"/child/{ref}/purpose/", {"purpose": "new_contact", "reason": "A neighbour rang."})

    assert without.status_code == 200 and "Say in a sentence what has happened" in words(without)
    assert with_reason.status_code == 302
    assert deeds("opened", bob)[0].words == {"reason": "A neighbour rang."}


def test_a_purpose_of_another_role_is_not_taken(thornbeck):
    answer = signed_in(thornbeck.staff["bob"]).post(f"/child/{ref_of('census/p1')}/purpose/", {"purpose": "supervision", "reason": "x"})

    assert answer.status_code == 200
    assert "There is a problem" in words(answer)


def test_an_old_reference_leads_to_the_child_who_stayed(thornbeck):
    stayed = Person.objects.get(ref=ref_of("census/p1"))
    left = Person.objects.create(kind="child", made_at=stayed.made_at, merged_into=stayed)

    answer = signed_in(thornbeck.staff["alice"]).get(f"/child/{left.ref}/")

    assert (answer.status_code, answer.url) == (301, f"/child/{stayed.ref}/")


def test_a_reference_as_it_is_said_aloud_opens_the_same_page(thornbeck):
    client, address = opened(thornbeck.staff["alice"], "census/p1")
    ref = address.split("/")[2]

    assert client.get(f"/child/{ref[:3].lower()}-{ref[3:7]}-{ref[7:]}/").status_code == 200


def test_a_record_takes_the_same_questions_however_much_there_is(thornbeck, django_assert_max_num_queries):
    client, address = opened(thornbeck.staff["alice"], "census/p1")
    record = SourceRecord.objects.get(source_code="social_care", local_id="s1")
    with connection.cursor() as sql:
        sql.execute(
            """insert into sharing_involvement (id, record_id, service, reference, organisation, worker_name, worker_role, telephone, ended_because, authority, category, lead, from_on)
               select gen_random_uuid(), %s, 'social_care', n::text, '', 'Worker ' || n, '', '', '', '', '', false, '2020-01-01' from generate_series(1, 500) n""",
            [record.pk],
        )

    with django_assert_max_num_queries(40):
        answer = client.get(address)

    assert answer.status_code == 200
