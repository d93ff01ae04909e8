"""A pupil of the census is known by school and UPN, which outlast the term; the extract's row ids only join its own tables."""

from datetime import date
from hashlib import sha256

from everychild.formats.facts import AtAddress, Child, OnRoll
from everychild.formats.school_census import headings as census
from everychild.formats.tests.files import OTHER_UPN, UPN, ZOE_ON_ROLL, table
from everychild.formats.tests.saying import codes_of, facts_of, sent_of

OF_THE_UPN = sha256(UPN.encode()).hexdigest()[:16]

SCHOOL = "9992001"
WITHOUT = ZOE_ON_ROLL | {"upn": ""}
LEFT = {
    "pupilnolongeronrolltableid": "Q1", "NativeId": SCHOOL, "upn": UPN, "surname": "Khan", "forename": "Zoe", "dob": "2016-Apr-27 00:00:00", "sex": "F",
    "entrydate": "2020-Sep-01 00:00:00", "leavingdate": "2026-Jul-20 00:00:00", "ncyearleaving": "5",
}  # fmt: skip


def extract(*pupils: dict, left: tuple[dict, ...] = (), addresses: tuple[dict, ...] = ()) -> dict[str, bytes]:
    files = {"pupilonroll.csv": table(census.PUPILONROLL, *pupils)}
    if left:
        files["pupilnolongeronroll.csv"] = table(census.PUPILNOLONGERONROLL, *left)
    if addresses:
        files["addressesonroll.csv"] = table(census.ADDRESSESONROLL, *addresses)
    return files


def ids(sents) -> list[str]:
    return [sent.local_id for sent in sents]


def test_a_pupil_keeps_their_id_when_the_next_term_numbers_its_rows_anew(tmp_path):
    autumn = sent_of(tmp_path / "autumn", extract(ZOE_ON_ROLL))
    spring = sent_of(tmp_path / "spring", extract(ZOE_ON_ROLL | {"pupilonrolltableid": "P77", "surname": "Khan-Bell"}))

    assert ids(autumn) == ids(spring) == [f"{SCHOOL}/{OF_THE_UPN}"]


def test_a_pupil_who_leaves_keeps_their_id(tmp_path):
    other = ZOE_ON_ROLL | {"pupilonrolltableid": "P2", "upn": OTHER_UPN, "forename": "Ada"}

    _, zoe = sent_of(tmp_path, extract(other, left=(LEFT,)))

    assert zoe.local_id == f"{SCHOOL}/{OF_THE_UPN}"
    assert facts_of([zoe], OnRoll)[0].left_on == date(2026, 7, 20)


def test_without_a_upn_names_and_birth_date_make_the_id_however_they_are_spelt(tmp_path):
    (autumn,) = sent_of(tmp_path / "autumn", extract(WITHOUT))
    (spring,) = sent_of(tmp_path / "spring", extract(WITHOUT | {"pupilonrolltableid": "P9", "surname": "KHAN ", "forename": "Zoë"}))

    assert autumn.local_id == spring.local_id
    assert autumn.local_id.startswith(f"{SCHOOL}/no-upn-")
    assert "Khan" not in autumn.local_id


def test_the_row_ids_still_join_an_extracts_own_tables(tmp_path):
    address = {"addressesonrolltableid": "A1", "pupilonrolltableid": "P1", "paon": "14", "street": "High Street", "postcode": "TS9 1AA"}

    (zoe,) = sent_of(tmp_path, extract(ZOE_ON_ROLL, addresses=(address,)))

    assert facts_of([zoe], AtAddress)[0].record == zoe.local_id
    assert facts_of([zoe], Child)[0].record == zoe.local_id


def test_two_pupils_with_one_upn_are_two_and_both_are_flagged(tmp_path):
    sister = ZOE_ON_ROLL | {"pupilonrolltableid": "P2", "forename": "Ada", "dob": "2014-Mar-02 00:00:00"}

    sents = sent_of(tmp_path, extract(ZOE_ON_ROLL, sister))

    assert len(set(ids(sents))) == 2
    assert codes_of(sents) == [("flagged", "upn_of_two_pupils")] * 2
    assert ids(sents) == ids(sent_of(tmp_path / "again", extract(ZOE_ON_ROLL | {"pupilonrolltableid": "P8"}, sister | {"pupilonrolltableid": "P9"})))


def test_an_earlier_spell_at_the_same_school_stands_beside_the_present_one(tmp_path):
    back = ZOE_ON_ROLL | {"entrydate": "2026-Sep-01 00:00:00"}

    sents = sent_of(tmp_path, extract(back, left=(LEFT,)))

    assert ids(sents) == [f"{SCHOOL}/{OF_THE_UPN}", f"{SCHOOL}/{OF_THE_UPN}/2020-Sep-01"]
    assert codes_of(sents) == []


def test_two_rows_that_nothing_tells_apart_are_both_kept_and_said_to_be_so(tmp_path):
    sents = sent_of(tmp_path, extract(WITHOUT, WITHOUT | {"pupilonrolltableid": "P2"}, WITHOUT | {"pupilonrolltableid": "P3"}))

    assert len(set(ids(sents))) == 3
    assert codes_of(sents) == [("flagged", "pupil_twice")] * 2
    assert all(sent.facts for sent in sents)


def test_the_same_row_id_twice_with_different_contents_is_still_quarantined(tmp_path):
    sents = sent_of(tmp_path, extract(ZOE_ON_ROLL, ZOE_ON_ROLL | {"forename": "Ada"}))

    assert set(codes_of(sents)) == {("quarantined", "id_used_twice")}
