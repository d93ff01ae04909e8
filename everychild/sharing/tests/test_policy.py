"""The policies are written once and follow every migration; the page and the table beside it say the same as the database."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from everychild.kit.acting import on_behalf_of
from everychild.sharing import policy


def ask(statement: str, *words) -> list[tuple]:
    with connection.cursor() as sql:
        sql.execute(statement, words or None)
        return sql.fetchall() if sql.description else []


def policies() -> list[tuple]:
    return ask("select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies where schemaname = 'public' order by 1, 2")


def grants() -> list[tuple]:
    return ask("select relname, relacl::text[] from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1")


def test_put_twice_they_are_the_same(db):
    before = policies(), grants()

    policy.put_policies()

    assert (policies(), grants()) == before


def test_a_policy_and_a_grant_that_somebody_added_by_hand_are_gone_after_the_next_migration(db):
    before = policies(), grants()
    ask("drop policy web_reads on people_described")
    ask("create policy web_reads on people_described for select to everychild_web using (true)")
    ask("grant insert on people_described to everychild_web")
    ask("alter table people_described disable row level security")

    policy.put_policies()

    assert (policies(), grants()) == before
    assert ask("select relrowsecurity from pg_class where relname = 'people_described'") == [(True,)]


@pytest.mark.parametrize(
    ("columns", "binds"),
    [
        (("person_id",), "sharing_knows_person"),
        (("strand_id", "person_id"), "sharing_knows_strand"),
        (("person_id", "strand_id", "record_id"), "sharing_knows_record"),
        ((), None),
    ],
    ids=["a person only", "a strand is narrower than a person", "a record is narrower than a strand", "nobody"],
)
def test_the_narrowest_column_binds(columns, binds):
    rule = policy.rule_of("schooling_planted", columns)

    assert (rule and binds in rule.sees) == (None if binds is None else True)


def test_whoever_may_do_nothing_without_saying_for_whom_may_not_ask_who_they_are_either(thornbeck):
    with pytest.raises(DatabaseError, match="nobody is asking"), transaction.atomic():
        ask("select set_config('role', 'everychild_web', true), set_config('everychild.actor', '', true)")
        ask("select * from sharing_me")


def test_a_role_that_looks_for_no_child_has_no_ground_wherever_its_holder_sits(thornbeck):
    kit = thornbeck.staff["kit"]
    ask("update sharing_involvement set user_id = %s where service = 'social_care'", kit.pk)

    with on_behalf_of(kit.pk):
        assert ask("select count(*) from people_membership") == [(0,)]


def test_a_school_left_behind_on_an_account_is_no_ground_for_another_role(thornbeck):
    charlie = thornbeck.staff["charlie"]
    with on_behalf_of(charlie.pk):
        pupils = ask("select count(*) from schooling_roll")[0][0]
    ask("update organisations_user set role_id = 'social_worker' where id = %s", charlie.pk)

    with on_behalf_of(charlie.pk):
        assert (pupils, ask("select count(*) from schooling_roll")) == (6, [(0,)])


def test_a_place_in_a_team_that_has_ended_is_no_ground(thornbeck):
    stranger, (team,) = thornbeck.staff["stranger"], ask("select team_id from sharing_involvement where service = 'social_care' and to_on is null and team_id is not null limit 1")[0]
    ask("insert into organisations_place (id, user_id, team_id, leads, from_on) values (uuidv7(), %s, %s, false, current_date - 9)", stranger.pk, team)
    with on_behalf_of(stranger.pk):
        during = ask("select count(*) > 0 from people_person")
    ask("update organisations_place set to_on = current_date - 1 where user_id = %s", stranger.pk)

    with on_behalf_of(stranger.pk):
        assert (during, ask("select count(*) from people_person")) == ([(True,)], [(0,)])


def test_the_mother_of_an_unborn_child_is_known_to_the_childs_worker_and_to_no_stranger(thornbeck):
    mother = "select a.name from people_adult a where a.name like 'Hana%%'"

    with on_behalf_of(thornbeck.staff["alice"].pk):
        seen = ask(mother)
    with on_behalf_of(thornbeck.staff["stranger"].pk):
        hidden = ask(mother)

    assert (len(seen), hidden) == (1, [])
