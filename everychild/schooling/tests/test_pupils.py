"""The pupils of a school: the same as the row policies would show one by one, and nobody's who is not the school's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, Q

from everychild.kit.acting import on_behalf_of
from everychild.kit.time import today
from everychild.organisations.models import User
from everychild.people.models import DataFlag, Membership, Person, SourceRecord
from everychild.schooling.models import Roll
from everychild.schooling.queries import Pupil, counts_by_year, own_pupils, who_fit
from tests.thornbeck import KNOWN_AS

ALL_OF_OAK = ["Carter", "Nowak", "Okonkwo", "Reed", "Reed", "Shaw"]
TOLD = ("id", "record_id", "record__membership__person_id", "record__membership__person__ref", "record__described__fields", "year_group", "entered_on", "flags")


def pupils_of(user: User, on: date | None = None) -> list[Pupil]:
    with on_behalf_of(user.pk):
        return own_pupils(on=on or today())


def one_by_one(user: User, on: date) -> set[tuple]:
    """The slow twin: a plain select of the tables, as the policies leave them."""
    present = (Q(entered_on=None) | Q(entered_on__lte=on)) & (Q(left_on=None) | Q(left_on__gte=on))
    with on_behalf_of(user.pk):
        rows = list(Roll.objects.filter(present, school=user.school).annotate(flags=Count("record__flags")).values_list(*TOLD))
    return {(*ids, said["given_names"], said["family_name"], said.get("known_as"), said["born_on"], year, entered, flags) for *ids, said, year, entered, flags in rows}


def the_same(one: Pupil) -> tuple:
    said = one.given_names, one.family_name, one.known_as, str(one.born_on)
    return one.roll, one.record, one.person, one.ref, *said, one.year_group, one.entered_on, one.flags


def families(pupils: list[Pupil]) -> list[str | None]:
    return [one.family_name for one in pupils]


def record_named(local_id: str) -> SourceRecord:
    return SourceRecord.objects.get(source_code="census", local_id=KNOWN_AS[local_id])


@pytest.mark.parametrize("who", ["charlie", "dana", "elm_office", "alice", "bob", "kit"])
@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2026, 11, 22)])
def test_a_whole_school_asked_at_once_is_the_same_as_asked_one_by_one(thornbeck, who, on):
    user = thornbeck.staff[who]
    DataFlag.objects.create(record=record_named("p2"), field="dob", code="first_of_january", message="")
    DataFlag.objects.create(record=record_named("p2"), field="", code="doubt", message="")

    at_once = [the_same(one) for one in pupils_of(user, on)]

    assert len(at_once) == len(set(at_once))
    assert set(at_once) == one_by_one(user, on)


def test_they_come_by_surname(thornbeck):
    assert families(pupils_of(thornbeck.staff["charlie"])) == ALL_OF_OAK
    assert [one.given_names for one in pupils_of(thornbeck.staff["dana"]) if one.family_name == "Reed"] == ["Daisy", "Dora"]


def test_a_sealed_and_a_held_child_are_on_nobodys_list(thornbeck):
    charlie = thornbeck.staff["charlie"]
    Person.objects.filter(pk=Membership.objects.get(record=record_named("p1")).person_id).update(sealed_at="2026-10-02T00:00Z")
    SourceRecord.objects.filter(pk=record_named("p2").pk).update(held=True)

    assert families(pupils_of(charlie)) == ["Nowak", "Reed", "Reed", "Shaw"]


@pytest.mark.parametrize(("left_out", "told"), [("school", []), ("name", [None] * 6), ("date_of_birth", ALL_OF_OAK)])
def test_a_role_is_told_what_its_items_say(thornbeck, left_out, told):
    charlie = thornbeck.staff["charlie"]
    role = charlie.role
    role.items = [item for item in role.items if item != left_out]
    role.save()

    pupils = pupils_of(charlie)

    assert families(pupils) == told
    assert {one.born_on is None for one in pupils} <= {left_out == "date_of_birth"}
    assert {one.given_names is None for one in pupils} <= {left_out == "name"}


def test_a_school_left_behind_on_an_account_shows_no_list(thornbeck):
    charlie = thornbeck.staff["charlie"]
    User.objects.filter(pk=charlie.pk).update(role="social_worker")

    assert pupils_of(charlie) == []


def test_an_account_that_is_closed_or_names_no_school_is_shown_no_list(thornbeck):
    charlie, dana = thornbeck.staff["charlie"], thornbeck.staff["dana"]
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    User.objects.filter(pk=dana.pk).update(school=None)

    assert pupils_of(charlie) == pupils_of(dana) == []


def test_the_day_of_leaving_is_still_on_the_roll_and_the_next_is_not(thornbeck):
    charlie, leaves = thornbeck.staff["charlie"], date(2026, 10, 2)
    Roll.objects.filter(record=record_named("p2")).update(left_on=leaves)

    assert "Carter" in families(pupils_of(charlie, leaves))
    assert "Carter" not in families(pupils_of(charlie, leaves + timedelta(days=1)))


def test_the_whole_school_is_one_question(thornbeck, django_assert_num_queries):
    with on_behalf_of(thornbeck.staff["charlie"].pk), django_assert_num_queries(1):
        own_pupils(on=today())


def test_only_the_web_process_and_the_owner_may_ask(thornbeck):
    with connection.cursor() as sql:
        sql.execute("""select r.rolname from pg_roles r where r.rolname like 'everychild_%' and has_function_privilege(r.oid, 'schooling_pupils(date)', 'execute')""")
        may = {role for role, in sql.fetchall()}
        sql.execute("select proowner::regrole::text, prosecdef from pg_proc where proname = 'schooling_pupils'")

        assert sql.fetchall() == [("everychild_matching", True)]
    assert may == {"everychild_web", "everychild_owner", "everychild_matching"}


def _pupil(given: str, family: str | None, year: str, flags: int = 0, known_as: str | None = None) -> Pupil:
    return Pupil(None, None, None, "", given, family, known_as, None, year, None, flags)


CLASS = [_pupil("Ana", "Ash", "4", 2), _pupil("Ben", "Birch", "4", known_as="Benji"), _pupil("Cy", "Cedar", "R"), _pupil("Di", None, "")]


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ({}, ["Ana", "Ben", "Cy", "Di"]), ({"year_group": "4"}, ["Ana", "Ben"]), ({"year_group": ""}, ["Di"]), ({"name": "cedar CY"}, ["Cy"]), ({"name": "enji"}, ["Ben"]),
        ({"name": "anaash"}, []), ({"flagged": True}, ["Ana"]), ({"year_group": "R", "flagged": True}, []),
    ],
    ids=["all", "a year", "no year given", "names in any order and case", "part of what they are known as", "names do not run together", "with a flag", "all of what is asked"],
)  # fmt: skip
def test_a_list_is_narrowed(asked, fit):
    assert [one.given_names for one in who_fit(CLASS, **asked)] == fit


def test_years_are_counted_from_the_youngest():
    assert list(counts_by_year(CLASS).items()) == [("R", 1), ("4", 2), ("", 1)]
