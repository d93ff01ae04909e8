"""The three adoptions: one where the school did as it should, one where it bridged the seal, one not yet made."""

from collections import defaultdict

import pytest


@pytest.fixture(scope="module")
def of_kind(township):
    """kind -> person -> the truth about the person's records."""
    found = defaultdict(lambda: defaultdict(list))
    for row in township.truth:
        found[row["kind"]][row["person"]].append(row)
    return found


def test_an_order_ends_the_old_childs_care(township, of_kind):
    ended = {row["clae_person_id"]: row for row in township.rows("social_care/ssd_cla_episodes.csv") if row["clae_cla_episode_ceased_reason"] in ("E11", "E12")}
    sealed = {row["local_id"] for rows in of_kind["sealed"].values() for row in rows if row["source"] == "social_care"}

    assert sealed and sealed == set(ended)
    assert all(row["clae_cla_episode_ceased_date"] < "2026-10-01" for row in ended.values())


def test_the_new_child_shares_no_identifier_with_anybody_old(township, of_kind):
    held = {record.record_id: record for record in township.records}
    old = [held[row["record_id"]] for rows in of_kind["sealed"].values() for row in rows if row["record_id"] in held]
    new = [held[row["record_id"]] for rows in of_kind["adopted"].values() for row in rows if row["record_id"] in held]

    assert old and new
    for identifier in ("nhs", "upn"):
        assert {getattr(one, identifier) for one in old if getattr(one, identifier)}.isdisjoint({getattr(one, identifier) for one in new})


def test_no_transfer_file_follows_an_adopted_child(of_kind):
    for kind in ("adopted", "sealed", "bridged"):
        assert not [row for rows in of_kind[kind].values() for row in rows if row["source"] == "ctf"]


def test_nothing_of_social_care_is_about_the_new_child(of_kind):
    assert {row["source"] for rows in of_kind["adopted"].values() for row in rows} <= {"census", "health", "nccis"}


def test_a_bridged_record_has_the_old_number_and_the_new_name(township, of_kind):
    pupils = {row["pupilonrolltableid"]: row for row in township.rows("census/pupilonroll.csv")}
    old_numbers = {row["link_identifier_value"]: row["link_person_id"] for row in township.rows("social_care/ssd_linked_identifiers.csv")}
    people = {row["pers_person_id"]: row for row in township.rows("social_care/ssd_person.csv")}
    renamed = [pupils[row["local_id"]] for rows in of_kind["bridged"].values() for row in rows]

    assert renamed
    joined = [row for row in renamed if row["upn"] in old_numbers]
    assert joined
    assert all(people[old_numbers[row["upn"]]]["pers_surname"] != row["surname"] for row in joined)


def test_a_child_only_placed_is_one_person_with_two_names(township, of_kind):
    placed = {
        row["perm_person_id"]
        for row in township.rows("social_care/ssd_permanence.csv")
        if row["perm_placed_for_adoption_date"] and not row["perm_permanence_order_date"]
    }
    records = {record.record_id: record for record in township.records}

    for rows in of_kind["placed_for_adoption"].values():
        here = {row["source"]: records[row["record_id"]] for row in rows if row["record_id"] in records}

        assert next(row["local_id"] for row in rows if row["source"] == "social_care") in placed
        assert here["census"].family != here["social_care"].family
        assert here["census"].upn
