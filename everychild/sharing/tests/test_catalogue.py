"""What is held, from whom and for whom follows from agreements, rules of belief and roles; so do the gaps."""

from datetime import date

import pytest

from everychild.formats.items import ITEMS
from everychild.organisations.actions import ROLES
from everychild.people.rules import Prime, prime_sources
from everychild.sharing.catalogue import FIELDS_OF, OF_NO_CHILD, SEEN_AS, SEEN_WITH_THE_SERVICE, Gap, Reader, Sender, gaps, held, standing
from everychild.sharing.record import ITEM_OF

SCHOOLS = Sender("census", "School census", "COLLECT", "Census officer", "feeding", ("name", "upn", "sex"), ("school",))
HEALTH = Sender("health", "Child health", "CHIS", "Head of CHIS", "feeding", ("name", "sex", "cautions"), ("child_health",), loaded=False)
HOUSING = Sender("housing", "Housing", "Northgate", "Head of housing", "standalone", (), ())
WORKER = Reader("Social worker", ("name", "identifiers", "address"), ("child_health", "police"))
OFFICE = Reader("School office", ("name",), ())
PRIMES = {"family_name": Prime(date(2026, 1, 1), ("health", "census"), "health sees the certificate")}


def test_an_item_knows_who_sends_it_whom_we_believe_and_who_may_see_it():
    (name,) = held(["name"], [SCHOOLS, HEALTH, HOUSING], PRIMES, [WORKER, OFFICE])

    assert [one.source for one in name.senders] == ["census", "health"]
    assert name.twice
    assert [(one.fields, one.order) for one in name.beliefs] == [(("family_name",), ("health", "census"))]
    assert name.readers == ("Social worker", "School office")


def test_what_is_seen_with_a_service_is_seen_by_roles_with_a_service():
    (worker,) = held(["worker"], [SCHOOLS], {}, [WORKER, OFFICE])

    assert worker.readers == ("Social worker",)


def test_a_system_that_stands_alone_sends_nothing():
    (name,) = held(["name"], [Sender("old", "Old", "Old", "", "standalone", ("name",), ())], {}, [])

    assert name.senders == ()


def test_gaps_are_the_next_connections_the_most_wanted_first():
    senders = [SCHOOLS, HEALTH, HOUSING]
    rows = held(["name", "upn", "address", "cautions", "establishment"], senders, {}, [WORKER, OFFICE])

    found = gaps(rows, senders, [WORKER, OFFICE], {"census": {"sen": 29, "other": 500}}, ["police", "housing"])

    assert found == [
        Gap("service", "police", ("Social worker",)),
        Gap("item", "address", ("Social worker",)),
        Gap("service", "housing"),
        Gap("standalone", "Housing", ("Head of housing",)),
        Gap("silent", "Child health", ("Head of CHIS",)),
        Gap("dropped", "sen", ("School census",), 29),
        Gap("unseen", "cautions", ("Child health",)),
    ]


@pytest.mark.parametrize(
    ("review", "ends", "day", "so"),
    [
        (date(2027, 12, 31), None, date(2026, 1, 4), "not_yet"),
        (date(2027, 12, 31), None, date(2026, 1, 5), "in_force"),
        (date(2026, 12, 31), None, date(2026, 10, 1), "in_force"),
        (date(2026, 12, 31), None, date(2026, 10, 2), "soon"),
        (date(2026, 12, 31), None, date(2026, 12, 31), "soon"),
        (date(2026, 12, 31), None, date(2027, 1, 1), "overdue"),
        (date(2027, 12, 31), date(2026, 6, 30), date(2026, 6, 30), "in_force"),
        (date(2027, 12, 31), date(2026, 6, 30), date(2026, 7, 1), "ended"),
    ],
)
def test_an_agreement_stands_as_its_dates_say(review, ends, day, so):
    assert standing(signed_on=date(2026, 1, 5), review_on=review, ends_on=ends, on=day) == so


def test_every_item_of_the_vocabulary_has_its_reader_or_is_of_no_child():
    assert set(ITEMS) - set(SEEN_AS) - SEEN_WITH_THE_SERVICE - OF_NO_CHILD == {"sen"}, "give a new item a reader, or say that nobody sees it"


def test_every_field_with_a_rule_of_belief_belongs_to_one_item_that_shows_it():
    item_of = {field: item for item, fields in FIELDS_OF.items() for field in fields}

    assert set(prime_sources()) <= set(item_of)
    assert {field: SEEN_AS[item] for field, item in item_of.items()} == {field: ITEM_OF[field] for field in item_of}


def test_every_item_that_a_role_lists_is_one_that_an_agreement_can_bring():
    import tomllib

    listed = {item for role in tomllib.loads(ROLES.read_text()).values() for item in role["items"]}

    assert listed == set(SEEN_AS.values())
