"""Rows once sent are read again by their own reader, and say what they said; with another value they say something else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from everychild.formats import registry
from everychild.formats.again import again, context_of, corrected, fields_of, things_again, value_of
from everychild.formats.reading import Sent
from tests.thornbeck import write_town

AS_AT = date(2026, 10, 1)


def things(path: Path) -> tuple[str, list[Sent], tuple]:
    (files,), _ = registry.recognise([str(path)])
    files = replace(files, as_at=AS_AT)
    return files.reader, list(registry.read(files)), context_of(files)


def reread(reader: str, thing: Sent, rows: tuple, context: tuple) -> list[Sent]:
    with again(reader=reader, source="x", rows=rows, as_at=AS_AT, tables=context[0], mapping=context[1]) as files:
        return list(things_again(files, rows))


@pytest.mark.parametrize("file", ["health/child_health.csv", "contacts/contacts.csv", "census"])
def test_every_thing_of_a_file_says_the_same_when_it_is_read_again(tmp_path, file):
    reader, found, context = things(write_town(tmp_path) / file)

    assert found
    for thing in found:
        assert reread(reader, thing, thing.rows, context) == [thing]


def test_a_corrected_value_is_what_the_row_says(tmp_path):
    reader, found, context = things(write_town(tmp_path) / "health" / "child_health.csv")
    row = found[0].rows[0]

    other = corrected(reader, row, "family_name", "Okafor")

    assert value_of(row, "family_name") == "Okonkwo"
    assert "nhs_number" in fields_of(reader, row)
    assert reread(reader, found[0], (other,), context)[0].facts[0].family_name == "Okafor"
    assert row.sent["family_name"] == "Okonkwo"


NCCIS = """<?xml version="1.0" encoding="utf-8"?><NCCIS><YoungPersonsRecord><PersonalDetails><YoungPersonsID>Y1</YoungPersonsID><GivenName>Amara</GivenName>
<FamilyName>Okonkwo</FamilyName><DOB>2009-03-27</DOB></PersonalDetails><Activities><Cohort><ActivityCode>210</ActivityCode></Cohort></Activities></YoungPersonsRecord></NCCIS>"""


def test_an_element_is_read_again_and_a_missing_leaf_finds_its_place(tmp_path):
    path = tmp_path / "nccis.xml"
    path.write_text(NCCIS)
    reader, (thing,), context = things(path)

    named = corrected(reader, thing.rows[0], "GivenName", "Ama")
    placed = corrected(reader, named, "Postcode", "ZB1 1AA")

    assert reread(reader, thing, thing.rows, context) == [thing]
    (other,) = reread(reader, thing, (placed,), context)
    assert other.facts[0].given_names == "Ama"
    assert value_of(other.rows[0], "Postcode") == "ZB1 1AA"
    assert other.local_id == "Y1"


MAPPING = """everychild_mapping = 1
name = "youth"
source = "youth"
[columns]
record = "ref"
given_names = "first"
family_name = "last"
born_on = "dob"
"""


def test_a_councils_own_row_is_read_again_by_its_mapping(tmp_path):
    (tmp_path / "youth.toml").write_text(MAPPING)
    (tmp_path / "youth.csv").write_text("ref,first,last,dob\nY1,Amara,Okonkwo,2015-03-27\n")
    reader, (thing,), context = things(tmp_path)

    assert reread(reader, thing, thing.rows, context) == [thing]
    assert fields_of(reader, thing.rows[0], context[1]) == ["ref", "first", "last", "dob"]
