"""What a record says, in the shape in which it is compared."""

from datetime import date

import pytest

from everychild.formats.facts import AtAddress, Child
from everychild.formats.identifiers import nhs_check_digit, upn_check_letter
from everychild.people import names
from everychild.people.standard import COLUMNS, POSTGRES_TYPES, STANDARD_VERSION, postcode_of, standardise


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Zoë", ("ZOE",)),
        ("José-María", ("JOSE", "MARIA")),
        ("Łukasz", ("LUKASZ",)),
        ("Bjørn", ("BJORN",)),
        ("Strauß", ("STRAUSS",)),
        ("Đặng", ("DANG",)),
        ("Şule", ("SULE",)),
        ("Владимир", ("VLADIMIR",)),
        ("  mary   ann ", ("MARY", "ANN")),
        ("D’Andre", ("DANDRE",)),
        ("Master John", ("JOHN",)),  # a title is not a name
        ("Baby Amelia", ("AMELIA",)),  # she has a name
        ("John2", ()),  # digits stand in no name
    ],
)
def test_a_given_name_is_folded_to_capital_ascii_words(written, words):
    assert names.given(written).words == words


@pytest.mark.parametrize(
    "written",
    [
        "Baby",
        "BABY BOY",
        "infant",
        "Baby of Sarah",
        "B/O Jones",
        "Twin 1",
        "twin ii",
        "Unknown",
        "not known",
        "No name",
        "n/k",
        "Male",
        "tbc",
        "XXX",
        "Unborn",
        "Baby Girl",
        "Undecided",
    ],
)
def test_a_placeholder_is_no_name(written):
    said = names.given(written)

    assert said.words == ()
    assert said.placeholder


@pytest.mark.parametrize(("written", "order"), [("Twin 1", 1), ("TWIN TWO", 2), ("Triplet iii", 3), ("Twin B", 2), ("Baby", None)])
def test_a_placeholder_may_tell_the_order_of_birth(written, order):
    assert standardise(Child("1", given_names=written)).birth_order == order


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("O'Brien", ("OBRIEN",)),
        ("O Brien", ("OBRIEN",)),
        ("Mc Donald", ("MCDONALD",)),
        ("de la Cruz", ("DELACRUZ",)),
        ("Ul-Haq", ("ULHAQ",)),
        ("van der Berg", ("VANDERBERG",)),
        ("Smith-Jones", ("SMITH", "JONES")),
        ("SMITH JONES", ("SMITH", "JONES")),
        ("King", ("KING",)),
        ("Master", ("MASTER",)),  # alone, a surname
        ("Unknown", ()),
    ],
)
def test_a_family_name_has_its_particles_joined_and_its_halves_apart(written, words):
    assert names.family(written).words == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MOHAMMED", "MUHAMMAD"),
        ("CATHERINE", "KATHRYN"),
        ("YUSUF", "YOUSSEF"),
        ("HUSSAIN", "HOSSEIN"),
        ("SMITH", "SMYTH"),
        ("SARA", "SARAH"),
        ("AISHA", "AYESHA"),
    ],
)
def test_spellings_of_one_name_sound_the_same(one, other):
    assert names.sound(one) == names.sound(other)


@pytest.mark.parametrize(("one", "other"), [("ELLA", "BELLA"), ("AHMED", "AYINDE"), ("JAYDEN", "KAYDEN"), ("JOHN", "JANE DOE")])
def test_different_names_do_not_sound_the_same(one, other):
    assert names.sound(one) != names.sound(other)


def test_names_in_brackets_and_after_known_as_are_other_names():
    said = standardise(Child("1", given_names="Robert (Bob)", family_name="Smith formerly Brown", known_as="Bobby"))

    assert said.givens == ("ROBERT", "BOB", "BOBBY")
    assert said.given_roots == ("ROBERT",)
    assert said.previous_families == ("BROWN",)
    assert said.families == ("SMITH", "BROWN")


def test_a_double_barrelled_name_can_be_met_by_either_half():
    said = standardise(Child("1", given_names="Anne-Marie", family_name="Smith-Jones", previous_family_names=("O'Neil",)))

    assert (said.family, said.family_first, said.family_last) == ("SMITH JONES", "SMITH", "JONES")
    assert set(said.families) == {"SMITH JONES", "SMITHJONES", "SMITH", "JONES", "ONEIL"}
    assert said.givens == ("ANNE", "ANNEMARIE")


@pytest.mark.parametrize(
    ("given", "family", "one_name"),
    [("Suharto", None, True), (None, "Suharto", True), ("Suharto", "Suharto", True), ("Ann", "Lee", False), (None, None, False)],
)
def test_a_child_of_one_name_is_known_as_such(given, family, one_name):
    assert standardise(Child("1", given_names=given, family_name=family)).one_name is one_name


def test_baby_smith_has_a_surname_and_no_first_name():
    said = standardise(Child("1", given_names="Baby Boy Smith", family_name="Smith"))

    assert (said.given_1, said.family, said.placeholder) == (None, "SMITH", True)


def test_where_there_is_no_given_name_the_known_name_stands_in():
    assert standardise(Child("1", given_names="Baby", known_as="Tilly", family_name="Smith")).given_1 == "TILLY"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("WN4 9BP", "WN4 9BP"),
        ("wn49bp", "WN4 9BP"),
        ("  wn4  9bp", "WN4 9BP"),
        ("GIR 0AA", "GIR 0AA"),
        ("W1A 1AA", "W1A 1AA"),
        ("WN4 OBP", "WN4 0BP"),  # the letter O for a nought
        ("ZZ99 3VZ", None),  # no fixed abode
        ("WN4", None),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_a_postcode_is_read_however_it_is_written(written, read):
    assert postcode_of(written) == read


def test_an_address_is_compared_by_its_number_or_name_and_postcode():
    def key(*lines):
        return standardise(Child("1"), AtAddress("1", lines, "wn49bp")).address_key

    assert key("12 High Street", "Thornbeck") == key("12, High St.") == "12 WN4 9BP"
    assert key("Flat 2", "12 High Street") == "2-12 WN4 9BP"
    assert key("Rose Cottage", "High Street") == "ROSECOTTAGE WN4 9BP"


def test_a_withheld_address_is_left_out_of_the_matching_altogether():
    said = standardise(Child("1"), AtAddress("1", ("12 High Street",), "WN4 9BP", withheld=True), [AtAddress("1", (), "WN4 9BQ", withheld=True)])

    assert (said.postcode, said.sector, said.outcode, said.postcodes, said.address_key) == (None, None, None, (), None)


def test_former_addresses_keep_their_postcodes():
    said = standardise(Child("1"), AtAddress("1", (), "WN4 9BP"), [AtAddress("1", (), "m1 1ae")])

    assert (said.sector, said.outcode, said.postcodes) == ("WN4 9", "WN4", ("WN4 9BP", "M1 1AE"))


@pytest.mark.parametrize(
    ("born", "kind", "weak"),
    [(date(2015, 3, 2), "exact", False), (date(2015, 1, 1), "exact", True), (date(2008, 6, 1), "assessed", True), (date(2026, 12, 1), "expected", True)],
)
def test_an_approximate_birth_date_is_marked(born, kind, weak):
    said = standardise(Child("1", born_on=born, birth_date_is=kind))

    assert (said.dob, said.dob_weak) == (born, weak)


def test_an_impossible_birth_date_is_absent():
    assert standardise(Child("1", born_on=date(1, 1, 1))).dob is None


def test_identifiers_that_fail_their_check_are_absent():
    nhs = "400000000" + nhs_check_digit("400000000")
    said = standardise(Child("1", nhs_number=nhs[:9] + str((int(nhs[9]) + 1) % 10), upn="A123", uln="9999999999"))

    assert (said.nhs, said.upn, said.uln, said.upns) == (None, None, None, ())
    assert standardise(Child("1", nhs_number=f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}")).nhs == nhs


def test_a_temporary_upn_can_agree_but_never_conflict():
    temporary = upn_check_letter("80120000500A") + "80120000500A"
    former = upn_check_letter("801200005001") + "801200005001"

    said = standardise(Child("1", upn=temporary, former_upns=(former,)))

    assert said.upn is None
    assert said.upns == (temporary, former)
    assert said.former_upns == (former,)


def test_a_row_has_the_columns_of_the_table():
    row = standardise(Child("1", given_names="Ann", sex="U")).as_row("some-id", "census")

    assert len(row) == len(COLUMNS) == len(POSTGRES_TYPES)
    assert row[:3] == ("some-id", "census", STANDARD_VERSION)
    assert dict(zip(COLUMNS, row, strict=True))["givens"] == ["ANN"]
    assert dict(zip(COLUMNS, row, strict=True))["sex"] is None
