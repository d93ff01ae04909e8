"""A council's own CSV, through its mapping, and a first guess at one."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from everychild.formats.items import keep
from everychild.formats.mapped import TARGETS, item_columns, load_mapping, propose_mapping
from everychild.formats.reading import Stopped, Unreadable
from everychild.formats.registry import read, recognise
from everychild.formats.tests.files import NHS_NUMBER, put

CLIENTS = "Client,First,Last,DOB,NHS No,Home,Post code,Key worker,Shoe size\n" + "".join(
    f"C{n},Zoe,Khan,{n % 28 + 1:02}/04/2016,{NHS_NUMBER},{n} High Street,TS9 1AA,Sam Obi,{n}\n" for n in range(1, 21)
)
MAPPING = """
everychild_mapping = 1
name = "clients"
source = "youth"
service = "youth"
ignored = ["Shoe size"]
[columns]
record = "Client"
given_names = "First"
family_name = "Last"
born_on = "DOB"
nhs_number = "NHS No"
address = ["Home"]
postcode = "Post code"
worker_name = "Key worker"
"""


def test_a_mapping_beside_the_file_claims_it(tmp_path):
    ((recognised,), unclaimed) = recognise([str(put(tmp_path, {"clients.csv": CLIENTS.encode(), "any.toml": MAPPING.encode()}))])

    sents = list(read(recognised))

    assert (recognised.reader, recognised.source, unclaimed) == ("mapped", "youth", [])
    child, home, worker = sents[0].facts
    assert (child.record, child.given_names, child.born_on, child.nhs_number) == ("C1", "Zoe", date(2016, 4, 2), NHS_NUMBER)
    assert (home.lines, home.postcode, worker.service, worker.worker_name) == (("1 High Street",), "TS9 1AA", "youth", "Sam Obi")


def test_a_column_that_the_mapping_does_not_know_stops_the_file(tmp_path):
    content = CLIENTS.replace("Shoe size", "Hat size")
    ((recognised,), _) = recognise([str(put(tmp_path, {"clients.csv": content.encode(), "any.toml": MAPPING.encode()}))])

    with pytest.raises(Stopped) as stopped:
        list(read(recognised))

    assert stopped.value.field == "Hat size"
    assert len(list(read(replace(recognised, lenient=True)))) == 20


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("everychild_mapping = 1", "everychild_mapping = 2", "everychild_mapping"),
        ('name = "clients"', "", "name"),
        ('record = "Client"', "", "columns"),
        ("given_names", "shoe_size", "columns.shoe_size"),
        ('"First"', "7", "columns.given_names"),
        ('["Shoe size"]', "7", "ignored"),
        ("[columns]", "[columns", None),
    ],
)
def test_a_mapping_that_makes_no_sense_says_where(tmp_path, old, new, field):
    (tmp_path / "m.toml").write_text(MAPPING.replace(old, new))

    with pytest.raises(Unreadable) as refused:
        load_mapping(str(tmp_path / "m.toml"))

    assert refused.value.field == field


def test_a_guess_is_by_heading_and_by_content_and_can_be_loaded(tmp_path):
    put(tmp_path, {"clients.csv": CLIENTS.replace("NHS No", "Nat number").replace("Client,", "Num,").encode()})

    text = propose_mapping(str(tmp_path / "clients.csv"))

    guessed = tomllib.loads(text)
    assert set(guessed["columns"]) <= TARGETS
    assert guessed["columns"]["nhs_number"] == "Nat number"
    assert guessed["columns"]["born_on"] == "DOB"
    assert guessed["columns"]["record"] == "Num"
    assert "100% of its values have an NHS number's check digit" in text
    (tmp_path / "m.toml").write_text(text)
    ((recognised,), _) = recognise([str(tmp_path)])
    assert len(list(read(recognised))) == 20


def test_a_heading_that_lies_is_not_believed(tmp_path):
    put(tmp_path, {"x.csv": b"id,upn\n" + b"".join(b"%d,none\n" % n for n in range(20))})

    assert "upn" not in tomllib.loads(propose_mapping(str(tmp_path / "x.csv")))["columns"]


@pytest.mark.parametrize("content", [b"", b"one\n", b"%PDF-1.7", b'a"b,c\n"x', b"a,\x00b\n", b'"""\x7f,=\\,b\n1,2,3\n'])
def test_a_guess_at_nonsense_is_a_sentence_or_toml(tmp_path, content):
    (tmp_path / "x.csv").write_bytes(content)

    try:
        tomllib.loads(propose_mapping(str(tmp_path / "x.csv")))
    except Unreadable as refused:
        assert refused.message.endswith(".")


def test_the_door_knows_the_councils_columns(tmp_path):
    put(tmp_path, {"clients.csv": CLIENTS.encode(), "any.toml": MAPPING.encode()})
    ((recognised,), _) = recognise([str(tmp_path)])
    sent = next(iter(read(recognised)))

    kept, dropped = keep(sent, {"name", "date_of_birth"}, item_columns(load_mapping(recognised.mapping)))

    assert kept.rows[0].sent == {"Client": "C1", "First": "Zoe", "Last": "Khan", "DOB": "02/04/2016"}
    assert dropped["nhs_number"] == 1
