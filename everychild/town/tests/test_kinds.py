"""Every town holds every kind of child, and the truth says which."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from everychild.town.build import build_town
from everychild.town.tests.files import Files

KINDS = {
    "", "adopted", "bridged", "placed_for_adoption", "sealed", "shielded", "refuge", "unborn", "unaccompanied", "placeholder", "known_as", "moved", "two_schools", "no_roll",
}  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_three_hundred_children_are_enough_for_every_kind(tmp_path: Path, seed: int):
    build_town(300, seed, tmp_path)

    kinds = {row["kind"] for row in Files(tmp_path).truth}

    assert kinds == KINDS


def test_there_are_exactly_as_many_children_as_asked_for(township):
    people = {row["person"] for row in township.truth}
    sealed = {row["person"] for row in township.truth if row["kind"] == "sealed"}

    assert len(people - sealed) == 6000


def test_a_town_may_be_very_small(tmp_path: Path):
    for children in (1, 7, 39, 40):
        build_town(children, 1, tmp_path)
        truth = Files(tmp_path).truth
        sealed = {row["person"] for row in truth if row["kind"] == "sealed"}

        assert len({row["person"] for row in truth} - sealed) == children


def test_truth_and_groups_speak_of_the_same_people(township):
    groups = township.rows("groups.csv")

    assert {row["person"] for row in groups} == {row["person"] for row in township.truth}
    assert {row["sex"] for row in groups} == {"F", "M"}
    assert {int(row["deprivation_decile"]) for row in groups} == set(range(1, 11))


def test_every_record_has_one_name_and_a_file_that_holds_it(township):
    names = Counter(row["record_id"] for row in township.truth)
    paths = {entry["path"] for entry in township.manifest["files"]}

    assert max(names.values()) == 1
    for row in township.truth:
        assert row["path"] in paths
        assert row["record_id"] == f"{row['source']}:{Path(row['path']).stem}:{row['local_id']}"
    unnamed = {"ctf", "cin_census"}
    assert {row["record_id"] for row in township.truth if row["source"] not in unnamed} <= set(township.described)


def test_twins_share_a_birth_and_a_household_and_nobody_else_does(township):
    births, homes = defaultdict(set), defaultdict(set)
    for row in township.truth:
        births[row["birth"]].add(row["person"])
        homes[row["birth"]].add(row["household"])

    assert max(map(len, births.values())) in (2, 3)
    assert all(len(found) == 1 for found in homes.values())


def test_a_town_of_twins_has_nobody_else(tmp_path: Path):
    build_town(600, 1, tmp_path, twins=True)

    births = defaultdict(set)
    for row in Files(tmp_path).truth:
        births[row["birth"]].add(row["person"])

    assert len(births) == 300
    assert {len(people) for people in births.values()} == {2}


def test_a_refuge_has_a_postcode_of_its_own_that_social_care_marks(township):
    at_refuge = {row["local_id"] for row in township.truth if row["kind"] == "refuge" and row["source"] == "social_care"}
    addresses = township.rows("social_care/ssd_address.csv")
    refuges = {row["addr_address_postcode"] for row in addresses if row["addr_address_type"] == "Refuge"}
    others = {row["addr_address_postcode"] for row in addresses if row["addr_address_type"] != "Refuge"}

    assert at_refuge
    assert at_refuge <= {row["addr_person_id"] for row in addresses if row["addr_address_type"] == "Refuge"}
    assert refuges.isdisjoint(others)


def test_a_withheld_address_is_marked_by_school_and_social_care(township):
    marked = [row for row in township.rows("contacts/contacts.csv") if row["address_withheld"] == "Y"]
    confidential = [row for row in township.rows("social_care/ssd_address.csv") if row["addr_address_type"] == "Confidential"]

    assert marked and confidential
    assert any(row["safe_contact"] for row in marked)


def test_an_unborn_child_has_an_expected_date_and_a_mother(township):
    unborn = {row["local_id"] for row in township.truth if row["kind"] == "unborn" and row["source"] == "social_care"}
    people = {row["pers_person_id"]: row for row in township.rows("social_care/ssd_person.csv")}
    mothers = {row["moth_childs_person_id"]: row["moth_person_id"] for row in township.rows("social_care/ssd_mother.csv")}

    assert unborn
    for child in unborn:
        assert people[child]["pers_expected_dob"] > "2026-10-01" and people[child]["pers_dob"] == ""
        assert people[mothers[child]]["pers_is_mother"] == "Y"


def test_somebody_is_missing_today_and_somebody_is_looked_after_by_another_authority(hamlet):
    missing = [row for row in hamlet.rows("social_care/ssd_missing.csv") if not row["miss_missing_episode_end_date"]]
    others = [row for row in hamlet.rows("social_care/ssd_involvements.csv") if row["invo_professional_team"].startswith("OLA")]

    assert missing and others


def test_a_child_claimed_by_two_schools_is_on_both_rolls(hamlet):
    rows = {row["pupilonrolltableid"]: row for row in hamlet.rows("census/pupilonroll.csv")}
    claimed = defaultdict(list)
    for true in hamlet.truth:
        if true["kind"] == "two_schools" and true["path"] == "census/pupilonroll.csv":
            claimed[true["person"]].append(rows[true["local_id"]])

    assert claimed
    for both in claimed.values():
        assert len({row["NativeId"] for row in both}) == 2
        assert {row["enrolstatus"] for row in both} in ({"C"}, {"M", "S"})


def test_a_child_on_nobodys_roll_is_on_no_roll(township):
    lost = {row["person"] for row in township.truth if row["kind"] == "no_roll"}

    assert lost
    assert not [row for row in township.truth if row["person"] in lost and row["source"] == "census"]
