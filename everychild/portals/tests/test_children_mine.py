"""My children: those of the worker and of the team, why, and the first page of everybody else."""

import pytest
from django.db import connection

from everychild.kit.time import today
from everychild.organisations.actions import employ, is_user, know_team
from everychild.organisations.models import Worker
from everychild.portals.tests.readers import deeds, signed_in, words
from everychild.sharing.models import Involvement


def test_my_children_are_listed_with_the_gravest_reason_first(thornbeck):
    alice = thornbeck.staff["alice"]

    page = words(signed_in(alice).get("/"))

    assert page.index("Amara Okonkwo") < page.index("Erin Shaw")
    assert "Child protection plan" in page and "Since 4 May 2026" in page
    assert "Ben Carter" not in page
    assert len(deeds("listed_mine", alice)[0].refs["shown"]) == 3


def test_a_team_member_finds_the_teams_children_beside_their_own(thornbeck):
    team = Involvement.objects.get(record__local_id="s1", service="social_care").team
    tess = employ(username="tess", name="Tess Moor", role="social_worker", on=today(), team=team)
    is_user(worker=Worker.objects.create(source_code="social_care", local_id="w9", name="Tess Moor"), user=tess)

    page = words(signed_in(tess).get("/"))
    own = words(signed_in(tess).get("/?whose=own"))

    assert "Your team’s: Alice Okafor" in page
    assert "No child is in this list" in own


def test_an_empty_list_says_what_it_would_hold(thornbeck):
    page = words(signed_in(thornbeck.staff["stranger"]).get("/"))

    assert "No child is in this list" in page
    assert "A child comes here when" in page


def test_a_list_of_500_has_pages_and_asks_no_more_questions(thornbeck, django_assert_max_num_queries):
    client = signed_in(thornbeck.staff["alice"])
    with connection.cursor() as sql:
        sql.execute(MANY, [Worker.objects.get(source_code="social_care", local_id="w1").pk])

    with django_assert_max_num_queries(20):
        page = words(client.get("/?page=2"))

    assert "51 to 100 of 503 children" in page


MANY = """
with n as (select n, gen_random_uuid() as person, gen_random_uuid() as strand, gen_random_uuid() as record from generate_series(1, 500) n),
p as (insert into people_person (id, ref, kind, made_at, address_withheld, death_reported) select person, 'T' || lpad(n::text, 9, '0'), 'child', now(), false, false from n),
s as (insert into people_strand (id, person_id) select strand, person from n),
r as (insert into people_sourcerecord (id, source_code, local_id, kind, batch_id, version, digest, as_at, stem, held)
      select record, 'social_care', 'many' || n, 'child', (select batch_id from people_sourcerecord where source_code = 'social_care' limit 1), 1, '', '2026-10-01', '', false from n),
m as (insert into people_membership (record_id, strand_id, person_id) select record, strand, person from n),
d as (insert into people_described (record_id, fields, as_at) select record, jsonb_build_object('given_names', 'Child', 'family_name', 'Number ' || n), '2026-10-01' from n)
insert into sharing_involvement (id, record_id, service, reference, organisation, worker_name, worker_role, telephone, ended_because, authority, category, lead, worker_id)
select gen_random_uuid(), record, 'social_care', 'x', '', '', '', '', '', '', '', false, %s from n
"""


@pytest.mark.parametrize(
    ("who", "first"), [("charlie", "/roll/"), ("dana", "/roll/"), ("kit", "/office/loads/"), ("mona", "/office/adoption/"), ("noor", "/office/users/")]
)
def test_everybody_else_comes_to_their_own_first_page(thornbeck, who, first):
    answer = signed_in(thornbeck.staff[who]).get("/")

    assert (answer.status_code, answer.url) == (302, first)


def test_an_account_without_a_role_is_told_whom_to_ask(thornbeck):
    user = employ(username="new", name="Nia New", role=None, on=today())

    answer = signed_in(user).get("/")

    assert answer.status_code == 403
    assert "ask your user administrator" in words(answer)


def test_a_team_of_no_one_is_nobodys(thornbeck):
    team = know_team(agency="Thornbeck Council", kind="council", team="New team")
    user = employ(username="nat", name="Nat New", role="team_manager", on=today(), team=team)

    assert "No child is in this list" in words(signed_in(user).get("/"))
