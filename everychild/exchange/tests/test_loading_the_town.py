"""The small town is loaded and matched, and each child comes out as the town says."""

import pytest
from django.db import connection

from tests.thornbeck import known_as, load_files


def persons_of(*records: str) -> list[str]:
    with connection.cursor() as sql:
        sql.execute(
            "select m.person_id::text from people_sourcerecord r join people_membership m on m.record_id = r.id where r.source_code || '/' || r.local_id = any(%s)", [list(map(known_as, records))]
        )
        return [person for (person,) in sql.fetchall()]


def strands_of(*records: str) -> set[str]:
    with connection.cursor() as sql:
        sql.execute(
            "select m.strand_id::text from people_sourcerecord r join people_membership m on m.record_id = r.id where r.source_code || '/' || r.local_id = any(%s)", [list(map(known_as, records))]
        )
        return {strand for (strand,) in sql.fetchall()}


def sealed(record: str) -> bool:
    with connection.cursor() as sql:
        sql.execute(
            """select p.sealed_at is not null from people_sourcerecord r join people_membership m on m.record_id = r.id join people_person p on p.id = m.person_id
               where r.source_code || '/' || r.local_id = %s""",
            [known_as(record)],
        )
        return sql.fetchone()[0]


@pytest.fixture
def town(thornbeck):
    return thornbeck.loaded


def test_every_file_is_loaded_and_every_row_has_a_verdict(town):
    assert {one["status"] for one in town["files"]} == {"loaded"}
    for one in town["files"]:
        assert one["accepted"] + one["flagged"] + one["quarantined"] == one["rows"]


def test_shared_numbers_make_one_strand_of_three_agencies(town):
    assert len(set(persons_of("census/p1", "health/h1", "social_care/s1"))) == 1
    assert len(strands_of("census/p1", "health/h1", "social_care/s1")) == 1


def test_a_likeness_without_a_number_is_one_person_in_two_strands(town):
    assert len(set(persons_of("census/p3", "health/h3"))) == 1
    assert len(strands_of("census/p3", "health/h3")) == 2


def test_twins_stay_two_children(town):
    daisy, dora = set(persons_of("census/p4", "health/h4")), set(persons_of("census/p5", "health/h5"))
    assert daisy.isdisjoint(dora)


def test_the_identity_before_an_adoption_is_sealed_with_all_that_is_certainly_of_it(town):
    assert sealed("social_care/s7")
    assert sealed("health/h7")
    assert len(set(persons_of("social_care/s7", "health/h7"))) == 1


def test_the_new_identity_is_not_sealed_and_shares_nothing_with_the_old(town):
    assert not sealed("census/p7")
    assert not sealed("health/h17")
    assert set(persons_of("census/p7", "health/h17")).isdisjoint(persons_of("social_care/s7", "health/h7"))


def test_a_record_that_would_bridge_the_seal_is_held_and_its_problem_names_nobody(town):
    census = next(one for one in town["files"] if one["reader"] == "school_census")

    assert sealed("census/p8")
    assert set(persons_of("census/p8")).isdisjoint(persons_of("social_care/s8"))
    assert census["quarantined"] == 2, "the pupil's row and the address's"
    said = str([problem for problem in census["problems"] if problem["code"] == "would_bridge_seal"])
    assert "adoption officer" in said
    assert not any(word in said for word in ("Gabe", "Stone", "Whitfield", "p8"))


def test_a_child_placed_but_not_adopted_is_still_one_child(town):
    assert len(set(persons_of("census/p10", "social_care/s10"))) == 1
    assert not sealed("census/p10")


def test_the_unborn_child_has_a_person_and_a_mother(town):
    with connection.cursor() as sql:
        sql.execute("select a.name from people_relationship r join people_adult a on a.record_id = r.adult_id join people_sourcerecord c on c.id = r.record_id where c.local_id = 's11'")
        assert sql.fetchall() == [("Hana Yusuf",)]
    assert persons_of("social_care/s11")


def test_a_withheld_address_marks_the_child_whichever_source_said_so(town):
    with connection.cursor() as sql:
        sql.execute(
            "select p.address_withheld from people_person p join people_membership m on m.person_id = p.id join people_sourcerecord r on r.id = m.record_id where r.local_id = 'h6'"
        )
        assert sql.fetchall() == [(True,)]


def test_the_same_town_again_changes_nothing(town, tmp_path):
    again = load_files(tmp_path)

    assert {one["status"] for one in again["files"]} == {"unchanged"}
