"""Which files make which batches."""

from pathlib import Path

import pytest

from everychild.formats.bytes import look
from everychild.formats.registry import READERS, read, recognise
from everychild.formats.school_census.headings import NOT_READ_YET
from everychild.formats.tests.files import CENSUS, GOOD, SSD, put, table

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"


def test_a_whole_town_in_one_folder_falls_into_its_batches(tmp_path):
    for name, files in GOOD.items():
        put(tmp_path / name, files)

    recognised, unclaimed = recognise([str(tmp_path)])

    assert unclaimed == []
    assert sorted(each.reader for each in recognised) == sorted(GOOD)
    assert {len(each.paths) for each in recognised if each.reader == "school_census"} == {len(CENSUS)}
    assert {each.source for each in recognised} == {READERS[name].SOURCE for name in GOOD}


def test_the_tables_of_two_folders_are_two_batches(tmp_path):
    put(tmp_path / "autumn", CENSUS)
    put(tmp_path / "spring", CENSUS)

    recognised, _ = recognise([str(tmp_path)])

    assert len(recognised) == 2


def test_a_file_named_twice_is_taken_once(tmp_path):
    put(tmp_path, GOOD["police"])

    recognised, _ = recognise([str(tmp_path / "notifications.csv"), str(tmp_path / "notifications.csv")])

    assert len(recognised) == 1


def test_the_office_may_say_which_source_a_file_is_from(tmp_path):
    put(tmp_path, GOOD["early_help"])

    ((recognised,), _) = recognise([str(tmp_path)], source="youth_service")

    assert recognised.source == "youth_service"


def test_a_table_of_the_extract_that_nothing_reads_yet_says_so(tmp_path):
    put(tmp_path, {"x.csv": table((f"{NOT_READ_YET[0]}tableid", "NativeId", "pupilonrolltableid", "sessions"), {"sessions": "1"})})

    _, (unclaimed,) = recognise([str(tmp_path)])

    assert unclaimed.code == "not_read_yet"
    assert NOT_READ_YET[0] in unclaimed.message


def test_a_towns_answer_sheets_are_not_for_loading(tmp_path):
    put(tmp_path, {
        "truth.csv": b"record_id,source,path,local_id,person,birth,household,kind\n",
        "groups.csv": b"person,name_community,sex,deprivation_decile\n",
        "list.json": b'{"children": 3, "seed": 7, "authority": "999"}',
    })

    recognised, unclaimed = recognise([str(tmp_path)])

    assert recognised == []
    assert {each.code for each in unclaimed} == {"not_for_loading"}


def test_hidden_files_are_passed_over(tmp_path):
    put(tmp_path / ".git", GOOD["police"])
    put(tmp_path, {".DS_Store": b"\0\0\0"})

    assert recognise([str(tmp_path)]) == ([], [])


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "utf-8"),
        ("a,b\nZoë,2\n".encode(), "utf-8"),
        ("a,b\nZoë,2\n".encode("utf-8-sig"), "utf-8-sig"),
        ("a,b\nZoë,2\n".encode("utf-16"), "utf-16"),
        ("a,b\nZoë ’,2\n".encode("cp1252"), "cp1252"),
        ("a,b\nZoë,2\n".encode() + "Noël,3\n".encode("cp1252"), "utf-8+cp1252"),
        (b"a,b\n" + b"x,y\n" * 400_000 + "Zoë,2\n".encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_whole_file(tmp_path, content, encoding):
    (tmp_path / "x.csv").write_bytes(content)

    assert look(str(tmp_path / "x.csv")).encoding == encoding


def test_a_letter_on_the_edge_of_a_piece_is_not_torn(tmp_path):
    from everychild.formats.limits import Limits

    (tmp_path / "x.csv").write_bytes(b"a,b\n" + "ë".encode() * 1_000)

    assert {look(str(tmp_path / "x.csv"), Limits(chunk=size)).encoding for size in (1, 2, 3, 5, 7)} == {"utf-8"}


def test_a_piece_edge_inside_a_line_end_moves_no_line_number(tmp_path):
    from dataclasses import replace

    from everychild.formats.limits import Limits

    put(tmp_path, {"h.csv": GOOD["child_health"]["children.csv"].replace(b"H1", b"H1") + b"\r\n" * 3})
    ((recognised,), _) = recognise([str(tmp_path)])

    lines = {next(iter(read(replace(recognised, limits=Limits(line=size))))).rows[0].line for size in range(260, 320)}

    assert lines == {2}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples that other hands made are not here")
def test_the_files_that_other_hands_made_are_read():
    recognised, unclaimed = recognise([str(SAMPLES)])
    by_reader = {each.reader: list(read(each)) for each in recognised}

    assert unclaimed == []
    assert {name: len(sents) for name, sents in by_reader.items()} == {"cin_census": 8, "ctf": 6, "gias": 4, "school_census": 60}
    assert {each.encodings[each.paths[0]] for each in recognised if each.reader == "gias"} == {"cp1252"}
    quarantined = [(problem.code, problem.line) for sents in by_reader.values() for sent in sents for problem in sent.problems if problem.verdict == "quarantined"]
    assert quarantined == [("ragged_row", 5)], "its last school has 139 columns under 133 headings"
    census = by_reader["school_census"]
    assert sum(len(sent.rows) for sent in census) == 60 + 141 + 120
    assert all("upn_invalid" in {problem.code for problem in sent.problems} for sent in census)


def test_the_people_of_an_extract_are_all_there_whatever_the_order_of_its_files(tmp_path):
    renamed = {f"{number}.csv": content for number, content in enumerate(reversed(SSD.values()))}

    ((recognised,), _) = recognise([str(put(tmp_path, renamed))])

    assert [sent.local_id for sent in read(recognised)] == ["SC1", "SC2", "SC9", "SC8"]
