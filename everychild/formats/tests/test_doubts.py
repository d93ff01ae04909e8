"""Rows that are not quite right: flagged, quarantined, or the whole file stopped."""

from dataclasses import replace

import pytest

from everychild.formats.child_health import headings as health
from everychild.formats.facts import Child, Involved
from everychild.formats.reading import Stopped, Unreadable
from everychild.formats.registry import read, recognise
from everychild.formats.school_census import headings as census
from everychild.formats.ssd import headings as ssd
from everychild.formats.tests.files import CENSUS, GOOD, UPN, ZOE_IN_HEALTH, ZOE_ON_ROLL, put, table
from everychild.formats.tests.saying import codes_of, sent_of

DOUBTS = [
    ({"nhs_number": "9434765918"}, "nhs_number_invalid", "the check digit fails"),
    ({"nhs_number": UPN}, "wrong_column", "a UPN in the NHS number's column"),
    ({"nhs_number": "0000000000"}, "nhs_number_invalid", "never issued"),
    ({"date_of_birth": "31/02/2016"}, "date_unreadable", "no such day"),
    ({"date_of_birth": "42370"}, "date_unreadable", "a spreadsheet's number"),
    ({"date_of_birth": "27/04/16"}, "date_unreadable", "two digits of a year"),
    ({"date_of_birth": ""}, "birth_date_missing", "no date"),
    ({"date_of_birth": "01/01/2016"}, "first_of_january", "often unknown"),
    ({"date_of_birth": "01/06/2027"}, "not_yet_born", "within ten months"),
    ({"date_of_birth": "01/06/1990"}, "not_a_child", "an adult"),
    ({"date_of_birth": "01/06/1900"}, "placeholder_date", "a system's nothing"),
    ({"given_names": "Baby"}, "placeholder_name", "not named yet"),
    ({"given_names": "TWIN 1"}, "placeholder_name", "not named yet"),
    ({"given_names": ""}, "one_name", "one name only"),
    ({"given_names": "", "family_name": ""}, "name_missing", "an NHS number and no name"),
    ({"given_names": "Zoe7"}, "digits_in_name", "a slip"),
    ({"family_name": "K" * 300}, "too_long", "no name is so long"),
    ({"sex": "Q"}, "unknown_code", "no such code"),
    ({"nhs_number": "943 476 591"}, "nhs_number_invalid", "nine digits"),
    ({"postcode": "TS9"}, "postcode_unreadable", "half a postcode"),
    ({"postcode": "ZZ99 3VZ"}, "no_true_postcode", "no fixed abode"),
    ({"telephone": "none known"}, "telephone_unreadable", "words"),
    ({"birth_order": "first"}, "number_unreadable", "words"),
    ({"from": "yesterday"}, "date_unreadable", "words"),
]


@pytest.mark.parametrize(("changes", "code", "why"), DOUBTS)
def test_a_doubtful_row_is_flagged_and_still_brings_its_facts(tmp_path, changes, code, why):
    (sent,) = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, ZOE_IN_HEALTH | changes)})

    assert ("flagged", code) in codes_of([sent]), why
    assert isinstance(sent.facts[0], Child)
    problem = sent.problems[0]
    assert (problem.line, problem.record_id) == (2, "H1")
    assert problem.message.endswith(".")
    assert problem.do


@pytest.mark.parametrize(
    ("upn", "kept", "codes"),
    [
        ("B801200005001", "B801200005001", []),
        ("b801-2000 05001", "B801200005001", []),
        ("Z80620002103A", "Z80620002103A", []),
        ("A80620002103A", None, [("flagged", "upn_invalid")]),
        ("UN3", None, []),
        ("NULL", None, []),
        ("B123200005001", "B123200005001", [("flagged", "unknown_authority")]),
        ("9434765919", None, [("flagged", "wrong_column")]),
    ],
)
def test_a_upn_is_kept_in_its_plain_form_or_left_out_with_a_reason(tmp_path, upn, kept, codes):
    (sent,) = sent_of(tmp_path, {"p.csv": table(census.PUPILONROLL, ZOE_ON_ROLL | {"upn": upn})})

    assert sent.facts[0].upn == kept
    assert codes_of([sent]) == codes


def test_an_invalid_identifier_leaves_the_fact_and_stays_in_the_row(tmp_path):
    (sent,) = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, ZOE_IN_HEALTH | {"nhs_number": "9434765918"})})

    assert sent.facts[0].nhs_number is None
    assert sent.rows[0].sent["nhs_number"] == "9434765918"


REFUSALS = [
    ({"local_id": ""}, "id_missing"),
    ({"local_id": "x" * 200}, "id_unreadable"),
    ({"local_id": "H\u202e1"}, "id_unreadable"),
    ({"given_names": "", "family_name": " ", "nhs_number": ""}, "nobody_named"),
    ({"date_of_birth": "27/04/1816"}, "born_too_long_ago"),
    ({"date_of_birth": "27/04/2036"}, "born_in_future"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSALS)
def test_a_row_that_cannot_be_used_is_quarantined_and_its_neighbour_is_not(tmp_path, changes, code):
    other = ZOE_IN_HEALTH | {"local_id": "H2"}

    bad, good = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, ZOE_IN_HEALTH | changes, other)})

    assert ("quarantined", code) in codes_of([bad])
    assert bad.facts == ()
    assert good.facts


def test_a_row_sent_twice_counts_once_and_two_with_one_id_are_both_quarantined(tmp_path):
    rows = [ZOE_IN_HEALTH, ZOE_IN_HEALTH, ZOE_IN_HEALTH | {"local_id": "H2"}, ZOE_IN_HEALTH | {"local_id": "H2", "given_names": "Ada"}]

    same, different = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, *rows)})

    assert codes_of([same]) == [("flagged", "sent_twice")]
    assert [row.line for row in same.rows] == [2, 3]
    assert same.facts
    assert codes_of([different]) == [("quarantined", "id_used_twice")] * 2
    assert [problem.line for problem in different.problems] == [4, 5]


def test_lines_are_counted_as_an_editor_does_over_quoted_line_ends(tmp_path):
    rows = [ZOE_IN_HEALTH | {"address_1": "Flat 1\r\nTop floor\r\nBack"}, ZOE_IN_HEALTH | {"local_id": "H2", "sex": "Q"}]

    sents = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, *rows)})

    assert [sent.rows[0].line for sent in sents] == [2, 5]
    assert sents[1].problems[0].line == 5


def test_headings_are_matched_without_case_or_stray_spaces(tmp_path):
    content = GOOD["child_health"]["children.csv"].decode().replace("local_id,nhs_number", ' Local_ID ,"NHS_Number "')

    (sent,) = sent_of(tmp_path, {"h.csv": content.encode()})

    assert sent.rows[0].sent["local_id"] == "H1"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("date_of_birth", "when", "date_of_birth"),
        ("gp_code", "shoe_size", "shoe_size"),
        ("gp_code", "sex", "sex"),
        ("local_id", "number", "local_id"),
    ],
)
def test_columns_that_are_not_those_agreed_stop_the_file_unless_the_office_says_otherwise(tmp_path, old, new, field):
    content = GOOD["child_health"]["children.csv"].decode().replace(old, new, 1)
    (recognised,), _ = recognise([str(put(tmp_path, {"h.csv": content.encode()}))])

    with pytest.raises(Stopped) as stopped:
        list(read(recognised))

    assert stopped.value.field == field
    assert stopped.value.do
    assert len(list(read(replace(recognised, lenient=True)))) == 1


def test_two_files_of_one_table_in_a_folder_are_refused(tmp_path):
    ((recognised,), _) = recognise([str(put(tmp_path, {"a.csv": CENSUS["pupilonroll.csv"], "b.csv": CENSUS["pupilonroll.csv"]}))])

    with pytest.raises(Unreadable, match=r"a\.csv and b\.csv"):
        list(read(recognised))


def test_a_transfer_file_that_does_not_say_its_school_is_refused(tmp_path):
    content = GOOD["ctf"]["transfer.xml"].replace(b"<LEA>999</LEA><Estab>2001</Estab><URN>", b"<URN>")
    ((recognised,), _) = recognise([str(put(tmp_path, {"t.xml": content}))])

    with pytest.raises(Unreadable, match="which school it is from") as refused:
        list(read(recognised))

    assert refused.value.field == "SourceSchool"


def test_another_return_with_the_same_root_is_not_taken_for_the_census_of_need(tmp_path):
    content = GOOD["cin_census"]["cin.xml"].replace(b">CIN<", b">SWF<")

    recognised, (unclaimed,) = recognise([str(put(tmp_path, {"m.xml": content}))])

    assert recognised == []
    assert "root element is Message" in unclaimed.message


def test_a_date_that_stands_for_no_date_is_none(tmp_path):
    (sent,) = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, ZOE_IN_HEALTH | {"to": "31/12/9999"})})

    assert sent.facts[2].to_on is None
    assert codes_of([sent]) == [("flagged", "placeholder_date")]


def test_of_an_adult_with_services_only_the_address_and_an_adoption_are_told(tmp_path):
    people = table(ssd.TABLES["ssd_person"], {"pers_person_id": "SC9", "pers_forename": "Noor", "pers_surname": "Khan", "pers_dob": "1990-06-01"})
    mothers = table(ssd.TABLES["ssd_mother"], {"moth_table_id": "M1", "moth_person_id": "SC9", "moth_childs_person_id": "SC1"})
    need = table(ssd.TABLES["ssd_cin_episodes"], {"cine_referral_id": "R1", "cine_person_id": "SC9", "cine_referral_date": "2004-01-01"})
    care = table(
        ssd.TABLES["ssd_cla_episodes"],
        {"clae_cla_episode_id": "E1", "clae_person_id": "SC9", "clae_cla_episode_ceased_date": "2005-01-01", "clae_cla_episode_ceased_reason": "E12"},
    )

    (sent,) = sent_of(tmp_path, {"p.csv": people, "m.csv": mothers, "n.csv": need, "c.csv": care})

    assert (sent.kind, [fact.service for fact in sent.facts if isinstance(fact, Involved)]) == ("adult", ["adoption"])
