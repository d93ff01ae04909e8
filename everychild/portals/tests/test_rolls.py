"""A school's own roll: all of it, narrowed, empty and long; and nobody else's."""

import pytest
from django.db import connection

from everychild.kit.time import today
from everychild.organisations.actions import employ
from everychild.people.models import DataFlag, SourceRecord
from everychild.portals.tests.readers import deeds, ref_of, signed_in, words
from everychild.schooling.models import Roll
from everychild.sharing.models import Involvement
from tests.thornbeck import KNOWN_AS


def test_a_school_reads_its_own_roll_and_the_ledger_shows_it(thornbeck):
    charlie = thornbeck.staff["charlie"]

    page = words(signed_in(charlie).get("/roll/"))

    for name in ("Okonkwo, Amara", "Carter, Ben", "Nowak, Chloe", "Reed, Daisy", "Reed, Dora", "Shaw, Erin"):
        assert name in page
    assert "Grant, Ivy" not in page
    assert page.index("Carter, Ben") < page.index("Okonkwo, Amara")
    assert "27 March 2015" in page and "5 September 2022" in page
    assert len(deeds("listed_roll", charlie)[0].refs["shown"]) == 6


def test_another_school_reads_another_roll(thornbeck):
    page = words(signed_in(thornbeck.staff["elm_office"]).get("/roll/"))

    assert "Grant, Ivy" in page
    assert "Okonkwo" not in page


@pytest.mark.parametrize("who", ["alice", "bob", "grace", "jo", "kit", "noor", "stranger"])
def test_who_works_at_no_school_has_no_roll(thornbeck, who):
    assert signed_in(thornbeck.staff[who]).get("/roll/").status_code == 403


def test_a_school_account_that_names_no_school_is_told_whom_to_ask(thornbeck):
    lost = employ(username="lost", name="Lou Lost", role="school_office", on=today())

    answer = signed_in(lost).get("/roll/")

    assert answer.status_code == 403
    assert "Ask your user administrator to say which school you work at." in words(answer)


def test_the_roll_is_narrowed_by_name_year_and_flag(thornbeck):
    client = signed_in(thornbeck.staff["charlie"])
    record = SourceRecord.objects.get(source_code="census", local_id=KNOWN_AS["p2"])
    Roll.objects.filter(record=record).update(year_group="6")
    DataFlag.objects.create(record=record, field="dob", code="first_of_january", message="The date of birth is 1 January.")

    by_name = words(client.post("/roll/", {"name": "reed do"}))
    by_year = words(client.get("/roll/?year=6"))
    by_flag = words(client.get("/roll/?flagged=yes"))

    assert "Reed, Dora" in by_name and "Reed, Daisy" not in by_name
    assert "Carter, Ben" in by_year and "Okonkwo" not in by_year
    assert "Carter, Ben" in by_flag and "Okonkwo" not in by_flag
    assert f"/child/{ref_of('census/p2')}/#flags" in by_flag


def test_a_year_goes_into_the_address_and_a_name_never(thornbeck):
    client = signed_in(thornbeck.staff["charlie"])

    narrowed = client.post("/roll/", {"name": "", "year": "4"})

    assert (narrowed.status_code, narrowed.url) == (302, "/roll/?year=4")
    assert "Carter, Ben" in words(client.get("/roll/?name=Okonkwo")), "a name in an address is not read"


def test_every_number_opens_its_list(thornbeck):
    page = words(signed_in(thornbeck.staff["charlie"]).get("/roll/"))

    assert '<a class="count" href="/roll/"><span class="count__number">6</span>' in page
    assert '<a class="count" href="?year=4"><span class="count__number">6</span>' in page


def test_who_has_left_is_not_on_the_roll(thornbeck):
    record = SourceRecord.objects.get(source_code="census", local_id=KNOWN_AS["p2"])
    Roll.objects.filter(record=record).update(left_on="2026-10-02")

    assert "Carter" not in words(signed_in(thornbeck.staff["charlie"]).get("/roll/"))


def test_an_empty_roll_says_what_to_do(thornbeck):
    charlie = thornbeck.staff["charlie"]
    Roll.objects.filter(school=charlie.school).delete()

    assert "No pupil is on this roll yet" in words(signed_in(charlie).get("/roll/"))
    assert "No pupil fits" in words(signed_in(charlie).post("/roll/", {"name": "nobody"}))


def test_a_roll_of_500_has_pages_and_asks_no_more_questions(thornbeck, django_assert_max_num_queries):
    charlie = thornbeck.staff["charlie"]
    client = signed_in(charlie)
    with connection.cursor() as sql:
        sql.execute(MANY, [charlie.school_id, charlie.school_id])

    with django_assert_max_num_queries(20):
        page = words(client.get("/roll/?page=3"))

    assert "101 to 150 of 506 pupils" in page
    assert Involvement.objects.filter(school=charlie.school).count() >= 506


MANY = """
with n as (select n, gen_random_uuid() as person, gen_random_uuid() as strand, gen_random_uuid() as record from generate_series(1, 500) n),
p as (insert into people_person (id, ref, kind, made_at, address_withheld, death_reported) select person, 'R' || lpad(n::text, 9, '0'), 'child', now(), false, false from n),
s as (insert into people_strand (id, person_id) select strand, person from n),
r as (insert into people_sourcerecord (id, source_code, local_id, kind, batch_id, version, digest, as_at, stem, held)
      select record, 'census', 'roll' || n, 'child', (select batch_id from people_sourcerecord where source_code = 'census' limit 1), 1, '', '2026-10-01', '', false from n),
m as (insert into people_membership (record_id, strand_id, person_id) select record, strand, person from n),
d as (insert into people_described (record_id, fields, as_at) select record, jsonb_build_object('given_names', 'Pupil', 'family_name', 'Number ' || lpad(n::text, 3, '0')), '2026-10-01' from n),
o as (insert into schooling_roll (id, record_id, school_id, enrolment, entered_on, leaving_reason, year_group, sen_provision) select gen_random_uuid(), record, %s, 'C', '2022-09-01', '', '4', '' from n)
insert into sharing_involvement (id, record_id, service, reference, organisation, worker_name, worker_role, telephone, ended_because, authority, category, lead, school_id)
select gen_random_uuid(), record, 'school', 'x', '', '', '', '', '', '', '', false, %s from n
"""
