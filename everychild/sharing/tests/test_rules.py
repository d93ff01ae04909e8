"""Decisions of sharing, each row with its reason."""

from datetime import date, timedelta

import pytest

from everychild.intake.rules import SILENT, freshness
from everychild.sharing.rules import OWN_SERVICES, Standing, answer_of, born_between, enough_to_search, worth_showing

TODAY = date(2026, 11, 22)
FRESH, OLD = TODAY - timedelta(days=3), TODAY - timedelta(days=15)


def source(heard_on: date | None = FRESH, *, holds: bool = False, ages: tuple[int, ...] = (0, 19), interval_days: int | None = 7) -> Standing:
    return Standing(heard_on, interval_days, ages, holds)


@pytest.mark.parametrize(
    ("sources", "answer", "reason"),
    [
        ([], "unasked", "no source is connected"),
        ([source(None)], "unasked", "a source that never sent a file was never asked"),
        ([source(holds=True)], "has", "fresh, and it holds the child"),
        ([source()], "none", "fresh, covers the child, and does not hold them"),
        ([source(ages=(16, 18))], "unasked", "it does not cover a child of nine"),
        ([source(ages=())], "none", "a source that names no ages covers every child"),
        ([source(OLD)], "silent", "more than twice its interval ago"),
        ([source(OLD, holds=True)], "silent", "what it held then may have changed"),
        ([source(OLD, interval_days=None, holds=True)], "has", "a source without an interval is never late"),
        ([source(OLD), source(holds=True)], "has", "one that holds the child settles it"),
        ([source(OLD), source()], "silent", "one that is silent leaves it open"),
        ([source(None), source()], "none", "one that was asked answers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_honest_answer(sources, answer, reason):
    assert answer_of(sources, may_know=True, age=9, on=TODAY) == answer, reason


@pytest.mark.parametrize("sources", [[source()], [source(holds=True)], [source(OLD)], [source(None)]])
def test_who_may_not_know_gets_one_answer_whatever_is_held(sources):
    assert answer_of(sources, may_know=False, age=9, on=TODAY) == "closed"


def test_a_child_of_no_known_age_is_covered_by_everybody():
    assert answer_of([source(ages=(16, 18))], may_know=True, age=None, on=TODAY) == "none"


@pytest.mark.parametrize("days", range(12, 18))
def test_silence_means_the_same_on_the_offices_page(days):
    heard = TODAY - timedelta(days=days)

    office = freshness(as_at=heard, interval_days=7, on=TODAY).state == SILENT

    assert (answer_of([source(heard)], may_know=True, age=9, on=TODAY) == "silent") == office


@pytest.mark.parametrize(
    ("names", "facts", "identifiers", "enough"),
    [
        ("AMARA", [], [], False),
        ("AMARA", ["2017"], [], True),
        ("", ["2017", "TS1 4AB"], [], False),
        ("", [], ["upn"], True),
        ("AMARA", [None, "", False], ["", ""], False),
        ("", [], [], False),
    ],
)
def test_a_name_and_one_more_fact_or_a_number_is_enough(names, facts, identifiers, enough):
    assert enough_to_search(names=names, facts=facts, identifiers=identifiers) is enough


@pytest.mark.parametrize(("day", "month", "swapped"), [(3, 5, date(2016, 3, 5)), (13, 5, None), (5, 5, None), (12, 1, date(2016, 12, 1))])
def test_a_day_and_month_are_exchanged_where_that_is_another_real_day(day, month, swapped):
    assert born_between(2016, month, day)[2] == swapped


def test_a_month_of_a_leap_year_ends_on_its_last_day():
    assert born_between(2024, 2)[1] == date(2024, 2, 29)
    assert born_between(2024, 12)[1] == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("agreed", "shown"),
    [([], 0), ([1] * 10, 10), ([1] * 11, None), ([2] * 3 + [1] * 8, 3), ([2] * 11, None), ([3] + [2] * 10, 1)],
)
def test_no_more_than_ten_are_shown(agreed, shown):
    assert worth_showing(agreed, 10) == shown


def test_nobody_speaks_for_a_service_of_another_role():
    assert {service for services in OWN_SERVICES.values() for service in services}.isdisjoint({"protection_plan", "looked_after", "missing", "adoption"})
