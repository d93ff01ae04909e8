"""How hard a town of 6,000 is, against the floors of the reference, which are written here by hand. Tolerances are three standard errors or so."""

from collections import Counter, defaultdict

import pytest

from everychild.town.tests.files import first_word

SCHOOL_AND_HEALTH = ("census", "health")


@pytest.fixture(scope="module")
def people(township):
    return {row["person"] for row in township.truth}


@pytest.mark.parametrize(
    ("source", "floor"),
    [("census", 0.93), ("health", 0.545), ("social_care", 0.125), ("early_help", 0.042), ("police", 0.023)],
)
def test_each_source_holds_its_share_of_children(township, people, source: str, floor: float):
    held = {row["person"] for row in township.truth if row["source"] == source}

    assert floor <= len(held) / len(people) <= floor * 1.12 + 0.02


def test_all_of_sixteen_to_eighteen_who_live_here_are_in_nccis(township):
    young = {
        record.person
        for record in township.records
        if record.source == "health" and "2007-10-02" <= record.born <= "2010-10-01" and record.postcode.startswith("TB")
    }
    held = {row["person"] for row in township.truth if row["source"] == "nccis"}

    assert len(young & held) / len(young) > 0.95


@pytest.mark.parametrize(
    ("source", "identifier", "share"),
    [("health", "nhs", 0.975), ("social_care", "nhs", 0.45), ("census", "upn", 0.99), ("social_care", "upn", 0.38), ("early_help", "upn", 0.30)],
)
def test_identifiers_are_as_often_there_as_the_reference_says(township, source: str, identifier: str, share: float):
    records = [record for record in township.records if record.source == source]
    present = sum(bool(getattr(record, identifier)) for record in records) / len(records)

    assert abs(present - share) < 0.012 + 1.5 / len(records) ** 0.5


def test_forenames_differ_between_school_and_health(township):
    pairs = township.pairs(*SCHOOL_AND_HEALTH)

    assert 0.11 <= sum(first_word(one.given) != first_word(two.given) for one, two in pairs) / len(pairs) <= 0.15


def test_surnames_differ_between_school_and_health(township):
    pairs = township.pairs(*SCHOOL_AND_HEALTH)

    assert 0.165 <= sum(one.family.upper() != two.family.upper() for one, two in pairs) / len(pairs) <= 0.21


def test_birth_dates_go_wrong_in_all_five_ways(township):
    pairs = [pair for pair in township.pairs(*SCHOOL_AND_HEALTH) if pair[0].born != pair[1].born]
    ways = Counter(_how_wrong(one.born, two.born) for one, two in pairs)
    everybody = len(township.pairs(*SCHOOL_AND_HEALTH))

    assert set(ways) == {"missing", "swapped", "first of january", "year", "near"}
    assert sum(ways.values()) / everybody >= 0.0205
    assert ways["swapped"] / everybody >= 0.004


def _how_wrong(one: str, two: str) -> str:
    if not one or not two:
        return "missing"
    if one[:4] == two[:4] and one[5:7] == two[8:] and one[8:] == two[5:7]:
        return "swapped"
    if "01-01" in (one[5:], two[5:]):
        return "first of january"
    return "year" if one[:4] != two[:4] and one[5:8] == two[5:8] else "near"


def test_postcodes_differ_because_families_move_and_keys_slip(township):
    pairs = township.pairs(*SCHOOL_AND_HEALTH)
    both = [(one.postcode, two.postcode) for one, two in pairs if one.postcode and two.postcode]
    slips = sum(one != two and sum(a != b for a, b in zip(one, two, strict=False)) == 1 and len(one) == len(two) for one, two in both)

    assert sum(one != two for one, two in both) / len(both) >= 0.145
    assert slips / len(both) >= 0.018
    assert 1 - len(both) / len(pairs) >= 0.035


def test_sex_is_sometimes_other_and_sometimes_missing(township):
    records = [record for record in township.records if record.source in ("census", "health")]
    true = {row["person"]: row["sex"] for row in township.rows("groups.csv")}

    assert sum(not record.sex for record in records) / len(records) >= 0.008
    assert sum(bool(record.sex) and record.sex != true[record.person] for record in records) / len(records) >= 0.003


def test_some_children_are_twice_in_one_source(township):
    for source in ("census", "health"):
        times = Counter(row["person"] for row in township.truth if row["source"] == source and "nolonger" not in row["path"])

        assert 0.0045 <= sum(count > 1 for count in times.values()) / len(times) <= 0.011, source


def test_births_of_two_and_more(township):
    births = defaultdict(set)
    sexes = {row["person"]: row["sex"] for row in township.rows("groups.csv")}
    for row in township.truth:
        births[row["birth"]].add(row["person"])
    several = [people for people in births.values() if len(people) > 1]

    assert 0.013 <= len(several) / len(births) <= 0.025
    assert 0.5 <= sum(len({sexes[person] for person in people}) == 1 for people in several) / len(several) <= 0.85


def test_prevalence_of_need_protection_and_care(township):
    per_10_000 = 10_000 / 6000
    need = {row["cine_person_id"] for row in township.rows("social_care/ssd_cin_episodes.csv") if not row["cine_close_date"]}
    plans = [row for row in township.rows("social_care/ssd_cp_plans.csv") if not row["cppl_cp_plan_end_date"]]
    care = [row for row in township.rows("social_care/ssd_cla_episodes.csv") if not row["clae_cla_episode_ceased_date"]]

    assert 270 <= len(need) * per_10_000 <= 440
    assert 22 <= len(plans) * per_10_000 <= 75
    assert 50 <= len(care) * per_10_000 <= 120


def test_schooling_is_as_the_reference_says(township):
    pupils = township.rows("census/pupilonroll.csv")
    homes = [row["postcode"] for row in township.rows("census/addressesonroll.csv") if row["postcode"]]
    plans = Counter(row["senprovision"] for row in pupils)

    assert 0.03 <= sum(not postcode.startswith("TB") for postcode in homes) / len(homes) <= 0.065
    assert 0.042 <= plans["E"] / len(pupils) <= 0.06
    assert 0.125 <= plans["K"] / len(pupils) <= 0.155
    assert 0.22 <= len(township.rows("census/fsmperiodsonroll.csv")) / len(pupils) <= 0.28


def test_two_households_and_adults_who_must_keep_away(township):
    adults = defaultdict(list)
    for row in township.rows("contacts/contacts.csv"):
        adults[row["laestab"], row["pupil_id"]].append(row)
    apart = [rows for rows in adults.values() if any(row["relation"] in ("PAM", "PAF") and row["lives_with_pupil"] == "N" for row in rows)]
    away = [rows for rows in adults.values() if any(row["may_have_contact"] == "N" for row in rows)]

    assert len(apart) / len(adults) >= 0.23
    assert len(away) / len(adults) >= 0.006


def test_siblings_at_one_school_have_one_contact(township):
    pupils, names = defaultdict(set), defaultdict(set)
    for row in township.rows("contacts/contacts.csv"):
        pupils[row["contact_id"]].add(row["pupil_id"])
        names[row["contact_id"]].add((row["laestab"], row["given_names"], row["family_name"]))

    assert any(len(found) > 1 for found in pupils.values())
    assert all(len(found) == 1 for found in names.values())
