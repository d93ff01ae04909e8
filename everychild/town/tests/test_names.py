"""Names of many communities, with a long tail, and none of a real organisation."""

from everychild.town import names
from everychild.town.chance import Chance
from everychild.town.spellings import alike, mistyped, plain, respelt, shortened


def test_there_are_surnames_enough_for_half_a_million_children():
    chance = Chance.of("surnames")

    drawn = {names.draw_community(chance).family(chance) for _ in range(280_000)}

    assert len(drawn) >= 30_000
    assert names.surname_capacity() >= 100_000


def test_the_commonest_names_stay_common():
    chance = Chance.of("smiths")
    english = names.community("white_british")

    drawn = [english.family(chance) for _ in range(20_000)]

    assert 0.008 <= drawn.count("Smith") / len(drawn) <= 0.03


def test_thirty_communities_share_the_town_and_the_largest_is_the_largest():
    weights = {found.name: found.weight for found in names.communities()}

    assert len(weights) >= 30
    assert max(weights, key=weights.get) == "white_british"
    assert {
        "polish",
        "romanian",
        "pakistani",
        "bangladeshi",
        "punjabi",
        "nigerian",
        "somali",
        "arabic",
        "chinese",
        "vietnamese",
        "ukrainian",
        "turkish",
        "traveller",
        "roma",
        "afghan",
        "eritrean",
    } <= set(weights)


def test_every_name_can_be_written_in_latin_letters():
    for found in names.communities():
        for pool in (found.girls, found.boys, found.families):
            assert pool.names, found.name
            for name in pool.names:
                assert plain(name).replace("’", "'").isascii(), (found.name, name)


def test_names_go_wrong_but_never_stay_the_same():
    chance = Chance.of("slips")

    for name in ("Mohammed", "Zoë", "Li", "Anne-Marie", "O'Brien", "Kowalski", "Ng"):
        for _ in range(50):
            assert mistyped(chance, name) != name
            assert respelt(chance, name) != name
            assert alike(chance, name)
    assert shortened(chance, "Alexander") in ("Alex", "Xander", "Sasha", "Alec")
    assert shortened(chance, "Anne-Marie") == "Anne"


def test_the_schools_are_in_the_register_with_all_its_headings(township):
    rows = township.rows("schools/gias.csv", encoding="cp1252")

    assert len(rows[0]) == 133
    assert {row["LA (code)"] for row in rows} == {"999"}
    assert any("é" in row["EstablishmentName"] for row in rows)
    assert len({row["URN"] for row in rows}) == len(rows) == len({row["EstablishmentNumber"] for row in rows})
    first_line = (township.folder / "schools/gias.csv").read_bytes().splitlines()[1]
    assert first_line.startswith(b'"') and first_line.count(b'","') == 132


def test_there_are_as_many_schools_as_the_children_fill(township):
    rows = township.rows("schools/gias.csv", encoding="cp1252")
    kinds = [row["PhaseOfEducation (name)"] for row in rows]

    assert 9 <= kinds.count("Primary") <= 11
    assert 2 <= kinds.count("Secondary") <= 3
    assert {"Nursery", "16 plus", "Not applicable"} <= set(kinds)


def test_no_real_organisation_is_named(township):
    """Schools are named for places that are not; the one town, county and neighbours are invented."""
    rows = township.rows("schools/gias.csv", encoding="cp1252")

    places = {names_of for row in rows for names_of in (row["Town"], row["LA (name)"], row["DistrictAdministrative (name)"])}
    assert places == {"Thornbeck"}
    assert all(row["SchoolWebsite"].endswith(".example") for row in rows)
    assert all(row["URN"].startswith("9") and row["UKPRN"].startswith("19") for row in rows)
