"""Searching: what finds a child, whom it never finds, and that a stranger finds nobody who is not theirs already."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from everychild.kit.acting import on_behalf_of
from everychild.sharing.queries import AT_MOST, Asked, find
from everychild.sharing.rules import born_between

AMARA = date(2015, 3, 27)


@pytest.fixture
def search(thornbeck):
    """The names that a member of staff finds, the likeliest first."""

    def found(who: str, asked: Asked) -> list[str]:
        with on_behalf_of(thornbeck.staff[who].pk):
            return [one.name for one in find(asked)]

    return found


def born(on: date) -> dict:
    first, last, swapped = born_between(on.year, on.month, on.day)
    return {"born_from": first, "born_to": last, "born_swapped": swapped}


@pytest.mark.parametrize(
    ("names", "on"),
    [
        ("AMARA OKONKWO", AMARA), ("AMARRA OKONKO", AMARA), ("OKONKWO AMARA", AMARA), ("OKONKWO", AMARA), ("AMARA", AMARA),
    ],
    ids=["as written", "misspelt", "the other way round", "surname only", "first name only"],
)  # fmt: skip
def test_the_front_door_finds_by_a_name_near_enough_and_a_birth_date(search, names, on):
    assert search("bob", Asked(names=names, **born(on)))[:1] == ["Amara Okonkwo"]


def test_day_and_month_exchanged_find_the_child(search):
    assert search("bob", Asked(names="BEN CARTER", **born(date(2014, 9, 7)))) == ["Ben Carter"]


def test_the_year_alone_finds_the_child_beside_whoever_is_as_near(search):
    assert "Ben Carter" in search("bob", Asked(names="BEN CARTER", born_from=date(2014, 1, 1), born_to=date(2014, 12, 31)))


def test_another_name_with_the_same_birth_date_does_not(search):
    assert search("bob", Asked(names="WILHELMINA FITZGERALD", **born(AMARA))) == []


def test_an_identifier_alone_finds_the_child(search, thornbeck):
    from tests.thornbeck import nhs, upn

    assert search("bob", Asked(upn=upn(2))) == ["Ben Carter"]
    assert search("bob", Asked(nhs_number=nhs(1))) == ["Amara Okonkwo"]


@pytest.mark.parametrize(
    ("who", "theirs", "not_theirs"),
    [("alice", "AMARA OKONKWO", "BEN CARTER"), ("charlie", "BEN CARTER", "IVY GRANT"), ("elm_office", "IVY GRANT", "BEN CARTER"), ("grace", "CHLOE NOWAK", "BEN CARTER")],
)
def test_whoever_may_not_look_for_everyone_finds_their_own_and_no_other(search, who, theirs, not_theirs):
    ever = {"born_from": date(2000, 1, 1), "born_to": date(2026, 1, 1)}

    assert [name.upper() for name in search(who, Asked(names=theirs, **ever))] == [theirs]
    assert not_theirs not in [name.upper() for name in search(who, Asked(names=not_theirs, **ever))]


@pytest.mark.parametrize("who", ["stranger", "kit", "lead", "mona", "noor"])
def test_a_stranger_and_the_office_find_nobody_whatever_they_ask(search, who):
    from tests.thornbeck import upn

    assert search(who, Asked(names="AMARA OKONKWO", **born(AMARA))) == []
    assert search(who, Asked(upn=upn(1))) == []


@pytest.mark.parametrize("names", ["FINN MARSH", "GABE STONE", "GABE WHITFIELD"], ids=["sealed", "sealed, whose school bridged it", "held"])
def test_nobody_finds_a_sealed_or_a_held_child(search, names):
    ever = {"born_from": date(2000, 1, 1), "born_to": date(2026, 1, 1)}
    from tests.thornbeck import upn

    for who in ("bob", "jo", "mona", "lead"):
        assert [name for name in search(who, Asked(names=names, **ever)) if name.upper() == names] == []
    assert search("bob", Asked(upn=upn(7))) == search("bob", Asked(upn=upn(8))) == []


def test_the_child_that_was_adopted_is_found_as_who_they_are_now(search):
    from tests.thornbeck import nhs

    assert search("bob", Asked(names="FINN HOLLIS", **born(date(2018, 2, 14)))) == ["Finn Hollis"]
    assert search("bob", Asked(nhs_number=nhs(7))) == []


def test_a_withheld_address_finds_nobody_and_makes_nobody_likelier(search, thornbeck):
    hidden, nowhere = {"postcode": "ZB9 9ZZ", "house": "77 HIDDEN"}, {"postcode": "ZB9 8ZZ", "house": "78 NOWHERE"}
    erin = Asked(names="ERIN SHAW", **born(date(2013, 1, 19)))

    assert search("bob", Asked(names="ERIN SHAW", **hidden)) == []
    with on_behalf_of(thornbeck.staff["bob"].pk):
        told = {tuple((one.ref, one.agreed, one.nearness) for one in find(replace(erin, **where))) for where in (hidden, nowhere)}
    assert len(told) == 1 and len(told.pop()) == 1


def test_it_answers_with_one_more_than_may_be_shown_and_never_with_more(search):
    with connection.cursor() as sql:
        for _ in range(15):
            sql.execute(
                """with r as (insert into people_sourcerecord (id, source_code, local_id, kind, batch_id, version, digest, as_at, stem, held)
                        select uuidv7(), 'census', uuidv7()::text, 'child', id, 1, '', current_date, '', false from intake_batch limit 1 returning id),
                    p as (insert into people_person (id, ref, kind, made_at, address_withheld, death_reported)
                        select uuidv7(), substr(md5(random()::text), 1, 10), 'child', now(), false, false returning id),
                    s as (insert into people_strand (id, person_id) select uuidv7(), id from p returning id, person_id),
                    m as (insert into people_membership (record_id, strand_id, person_id) select r.id, s.id, s.person_id from r, s)
                    insert into people_searchable (record_id, names, shown_name, born_on, sex, upn, nhs_number, uln, postcode, house)
                        select id, 'SAM SMITH', 'Sam Smith', '2015-03-27', '', '', '', '', '', '' from r"""
            )

    assert len(search("bob", Asked(names="SAM SMITH", **born(AMARA)))) == AT_MOST + 1


def test_a_wildcard_is_a_letter_like_any_other(search):
    ever = {"born_from": date(2000, 1, 1), "born_to": date(2026, 1, 1)}

    assert search("bob", Asked(names="%", **ever)) == []
    assert search("bob", Asked(names="BEN CARTER", house="%")) == []
