"""What anybody might hand over, by accident or not: one clear sentence, or quarantined rows, and never anything else."""

import csv
import io
import os
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from everychild.formats.bytes import look
from everychild.formats.limits import Limits
from everychild.formats.reading import Stopped, Unclaimed, Unreadable
from everychild.formats.registry import READERS, read, recognise
from everychild.formats.tests.files import GOOD, MAIN, put
from everychild.formats.tests.hostile import BROKEN_XML, HARMLESS, NASTY_CELLS, ODD_XML, QUARANTINED_TABLES, REFUSED, STOPPED_TABLES, XML_ROOT

SMALL = Limits(file=64 << 20, head=16 << 10, line=64 << 10, columns=500, element=64 << 10, chunk=32 << 10)

MAPPING = """everychild_mapping = 1
name = "clients"
source = "youth"
ignored = ["Shoe size"]
[columns]
record = "Client"
given_names = "First"
family_name = "Last"
born_on = "DOB"
"""
ALL_GOOD = GOOD | {"mapped": {"clients.csv": b"Client,First,Last,DOB,Shoe size\r\nC1,Zoe,Khan,27/04/2016,1\r\n", "clients.toml": MAPPING.encode()}}


def spoil(name, change):
    """The files of a format with its main one changed."""
    files = dict(ALL_GOOD[name])
    main = MAIN.get(name) or next(iter(files))
    files[main] = change(files[main])
    return files


def ends_of(files, folder, limits=SMALL):
    """How each file of a folder ends: `refused`, `stopped`, `quarantined`, `flagged` or `accepted`. Anything else raises, and fails the test."""
    recognised, unclaimed = recognise([str(put(folder, files))], limits=limits)
    ends = [_sentence(problem) and "refused" for problem in unclaimed if problem.code != "not_for_loading"]
    for each in recognised:
        try:
            for sent in read(replace(each, as_at=date(2026, 11, 21))):
                verdicts = {problem.verdict for problem in sent.problems}
                assert all(_sentence(problem) for problem in sent.problems)
                assert "quarantined" not in verdicts or len(sent.rows) > 1 or not sent.facts
                ends.append("quarantined" if "quarantined" in verdicts else "flagged" if verdicts else "accepted")
        except Unreadable as problem:
            assert _sentence(problem)
            ends.append("stopped" if isinstance(problem, Stopped) else "refused")
    return ends


def _sentence(problem) -> bool:
    assert problem.message[0].isupper() or not problem.message[0].isalpha()
    assert problem.message.endswith(".")
    assert len(problem.message) < 400
    assert "\n" not in problem.message
    assert "Error" not in problem.message
    assert problem.do if not isinstance(problem, Unclaimed) else True
    return True


@pytest.mark.parametrize("name", ALL_GOOD)
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_such_file_is_refused_in_one_sentence(tmp_path, name, kind):
    ends = ends_of(spoil(name, REFUSED[kind]), tmp_path)

    assert "refused" in ends, kind


@pytest.mark.parametrize("name", [name for name in ALL_GOOD if name not in XML_ROOT])
@pytest.mark.parametrize("kind", STOPPED_TABLES)
def test_a_table_that_cannot_be_trusted_as_a_whole_is_stopped(tmp_path, name, kind):
    ends = ends_of(spoil(name, STOPPED_TABLES[kind]), tmp_path)

    assert {"refused", "stopped"} & set(ends), kind


@pytest.mark.parametrize("name", [name for name in ALL_GOOD if name not in XML_ROOT])
@pytest.mark.parametrize("kind", QUARANTINED_TABLES)
def test_a_row_that_cannot_be_read_is_quarantined_alone(tmp_path, name, kind):
    ends = ends_of(spoil(name, QUARANTINED_TABLES[kind]), tmp_path)

    assert "quarantined" in ends, kind
    assert {"accepted", "flagged"} & set(ends)


@pytest.mark.parametrize("name", ALL_GOOD)
@pytest.mark.parametrize("kind", HARMLESS)
def test_what_does_no_harm_is_read(tmp_path, name, kind):
    plain = ends_of(ALL_GOOD[name], tmp_path / "plain")

    assert ends_of(spoil(name, HARMLESS[kind]), tmp_path / "spoilt") == plain


@pytest.mark.parametrize("name", XML_ROOT)
@pytest.mark.parametrize("kind", BROKEN_XML)
def test_broken_xml_is_refused_with_a_sentence(tmp_path, name, kind):
    ends = ends_of(spoil(name, lambda good: BROKEN_XML[kind](good, name)), tmp_path)

    assert "refused" in ends, kind


@pytest.mark.parametrize("name", XML_ROOT)
@pytest.mark.parametrize("kind", ODD_XML)
def test_odd_xml_is_read_or_quarantined(tmp_path, name, kind):
    ends = ends_of(spoil(name, ODD_XML[kind]), tmp_path)

    assert ends
    assert set(ends) <= {"accepted", "flagged", "quarantined"}


@pytest.mark.parametrize("name", [name for name in ALL_GOOD if name not in XML_ROOT])
def test_no_cell_whatever_it_holds_is_an_error(tmp_path, name):
    for number, nasty in enumerate(NASTY_CELLS):
        files = dict(ALL_GOOD[name])
        for file, content in files.items():
            if file.endswith(".toml"):
                continue
            codec = "cp1252" if name == "gias" else "utf-8-sig"
            rows = list(csv.reader(io.StringIO(content.decode(codec), newline="")))
            out = io.StringIO(newline="")
            csv.writer(out).writerows([rows[0], *rows[1:], *([nasty if place else f"{row[0]}{nasty}"[:80] for place in range(len(row))] for row in rows[1:])])
            files[file] = out.getvalue().encode("utf-8")
        ends = ends_of(files, tmp_path / str(number), Limits())
        assert set(ends) <= {"accepted", "flagged", "quarantined"}, nasty


@pytest.mark.parametrize("name", XML_ROOT)
def test_no_text_of_an_element_is_an_error(tmp_path, name):
    import re
    from xml.sax.saxutils import escape

    (file, content), *_ = ALL_GOOD[name].items()
    for number, nasty in enumerate(NASTY_CELLS):
        said = escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", nasty))
        spoilt = re.sub(r">[^<\s][^<]*</", lambda _, said=said: f">{said}</", content.decode())
        ends = ends_of({file: spoilt.encode()}, tmp_path / str(number))
        assert set(ends) <= {"accepted", "flagged", "quarantined", "refused"}, nasty


def _peak(action) -> int:
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("a line of 40 MB", b"local_id,nhs_number\n" + b"x" * 40_000_000),
        ("ten million columns", b"local_id,nhs_number\n" + b"," * 10_000_000),
        ("ten million columns in the heading row", b"," * 10_000_000),
        ("ten million columns on as many lines", b"local_id,nhs_number\n" + b'"\n",' * 10_000_000),
        ("a cell of 40 MB", b'local_id,nhs_number\n"' + b"x\n" * 20_000_000),
    ],
)
def test_however_long_a_row_little_memory_is_used(tmp_path, kind, content):
    (tmp_path / "x.csv").write_bytes(content)
    spoilt = lambda: ends_of({}, tmp_path, Limits())  # noqa: E731

    assert _peak(spoilt) < 40 << 20, kind


def test_a_great_many_pupils_pass_through_little_memory(tmp_path):
    text = GOOD["nccis"]["nccis.xml"].decode()
    start, end = text.index("<YoungPersonsRecord>"), text.index("</NCCIS>")
    with open(tmp_path / "n.xml", "w", encoding="utf-8") as out:
        out.write(text[:start])
        for number in range(3_000):
            out.write(text[start:end].replace("9990000000001", f"{number:013}"))
        out.write("</NCCIS>")
    (recognised,), _ = recognise([str(tmp_path)])
    seen = []

    peak = _peak(lambda: seen.append(sum(1 for _ in read(recognised))))

    assert seen == [3_000]
    assert peak < 8 << 20


def test_a_line_number_far_down_an_xml_file_is_right(tmp_path):
    text = GOOD["nccis"]["nccis.xml"].decode().replace("<YoungPersonsRecord>", "\n" * 200_000 + "<YoungPersonsRecord>")
    (recognised,), _ = recognise([str(put(tmp_path, {"n.xml": text.encode()}))])

    (sent,) = read(recognised)

    assert sent.rows[0].line == 200_002


@pytest.mark.parametrize("path", ["no such file", "a\0b", "x" * 5_000, "."])
def test_a_path_to_nothing_is_a_sentence(path):
    with pytest.raises(Unreadable) as refused:
        look(path)

    assert refused.value.message.endswith(".")


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")

    _, (unclaimed,) = recognise([str(tmp_path)])

    assert unclaimed.message == "This is not an ordinary file."


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    (tmp_path / "big.csv").write_bytes(b"local_id,nhs_number\n" * 1_000)

    _, (unclaimed,) = recognise([str(tmp_path)], limits=replace(SMALL, file=1_000))

    assert "more than the limit" in unclaimed.message


def test_a_link_to_a_folder_is_not_followed_round_and_round(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "up").symlink_to(tmp_path)

    assert recognise([str(tmp_path)]) == ([], [])


def test_the_kinds_are_many_and_every_reader_meets_them():
    kinds = {*REFUSED, *STOPPED_TABLES, *QUARANTINED_TABLES, *HARMLESS, *BROKEN_XML, *ODD_XML}

    assert len(kinds) >= 60
    assert set(ALL_GOOD) == set(READERS)
