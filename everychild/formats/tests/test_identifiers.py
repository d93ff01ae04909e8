"""Identifiers: tables of values, each with why."""

import json

import pytest

from everychild.formats.commands import identifiers_check
from everychild.formats.identifiers import KINDS, authorities, check, nhs_check_digit, uln_check_digit, upn_check_letter
from everychild.kit.commands import run

VALID = [
    ("upn", "B801200005001", "the known vector"),
    ("upn", " b801-2000 05001 ", "spaces, hyphens and small letters"),
    ("upn", "B801\u00a02000\u201105001", "a no-break space and a no-break hyphen, as pasted from a letter"),
    ("upn", "X838200018009", "Dorset since 2019, which a well-known library rejects"),
    ("uln", "1000000043", "the Department's own example"),
    ("nhs_number", "943 476 5919", "the NHS Data Dictionary's example"),
    ("nhs_number", "9990000018", "the test range"),
    ("urn", "100001", "six digits"),
    ("ukprn", "10005034", "eight digits from 1"),
    ("laestab", "999-2001", "the town's own"),
]
INVALID = [
    ("upn", "", "empty", "nothing"),
    ("upn", " - ", "empty", "nothing once hyphens are dropped"),
    ("upn", None, "not_text", "null"),
    ("upn", 801200005001, "not_text", "a number"),
    ("upn", ["B801200005001"], "not_text", "a list"),
    ("upn", True, "not_text", "a truth"),
    ("upn", "UN3", "length", "a reason for having no UPN is no UPN"),
    ("upn", "B80120000500", "length", "one short"),
    ("upn", "B" * 1_000_000, "length", "a million letters"),
    ("upn", "B8012000050O1", "character", "the letter O for a nought"),
    ("upn", "I801200005001", "character", "I is no check letter"),
    ("upn", "ß801200005001", "character", "a letter that grows when raised"),
    ("upn", "B80120000500S", "character", "S ends no temporary UPN"),
    ("upn", "A801200005001", "check", "another letter"),
    ("upn", "B801200005010", "check", "two digits changed places"),
    ("uln", "9999999999", "check", "the temporary ULN"),
    ("uln", "1000000063", "check", "no check digit exists"),
    ("uln", "0000000042", "character", "a ULN does not begin with nought"),
    ("uln", "١٠٠٠٠٠٠٠٤٣", "character", "Arabic-Indic digits"),
    ("nhs_number", "0000000000", "not_issued", "passes the arithmetic"),
    ("nhs_number", "1111111111", "not_issued", "passes the arithmetic"),
    ("nhs_number", "9434765918", "check", "last digit wrong"),
    ("nhs_number", "943476591X", "character", "no X here"),
    ("nhs_number", "９４３４７６５９１９", "character", "full-width digits"),
    ("urn", "12345", "length", "five digits"),
    ("urn", "12345a", "character", "a letter"),
    ("ukprn", "20005034", "character", "a UKPRN begins with 1"),
    ("laestab", "XXXXXXX", "character", "the destination of a lost pupil"),
    ("laestab", "\x00\x00", "length", "control characters"),
]


@pytest.mark.parametrize(("kind", "value", "why"), VALID)
def test_a_value_that_could_have_been_issued_is_valid(kind, value, why):
    checked = check(kind, value)

    assert checked.valid, why
    assert checked.problem is None


@pytest.mark.parametrize(("kind", "value", "problem", "why"), INVALID)
def test_the_first_thing_wrong_is_named(kind, value, problem, why):
    checked = check(kind, value)

    assert (checked.valid, checked.problem) == (False, problem), why
    assert checked.warnings == ()


def test_a_temporary_upn_is_valid_and_a_temporary_uln_is_not():
    assert (check("upn", "Z80620002103A").valid, check("upn", "Z80620002103A").temporary) == (True, True)
    assert (check("uln", "9999999999").valid, check("uln", "9999999999").temporary) == (False, True)
    assert not check("upn", "B801200005001").temporary


def test_an_authority_that_is_not_in_the_list_is_a_warning():
    rest = "123200005001"

    assert check("upn", upn_check_letter(rest) + rest).warnings == ("unknown_authority",)
    assert check("laestab", "1232000").warnings == ("unknown_authority",)


@pytest.mark.parametrize("code", ["838", "839", "940", "941", "942", "943", "702", "999", "909", "928"])
def test_new_and_former_authorities_are_known(code):
    assert code in authorities()
    assert check("laestab", code + "2001").warnings == ()


def test_the_test_range_of_nhs_numbers_is_a_warning():
    assert check("nhs_number", "9990000018").warnings == ("test_range",)


def test_every_single_wrong_digit_of_a_upn_is_caught_but_for_what_the_modulus_allows():
    rest = "801200005001"

    for place in range(12):
        for digit in "0123456789":
            changed = rest[:place] + digit + rest[place + 1 :]
            assert check("upn", "B" + changed).valid == (changed == rest)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["\ud800", "\u202e123", "1" * 10_000_000, "𝟗" * 10, "²" * 10, "a" * 7, "\n\t", "%s%n", "-" * 100, "１" * 6])
def test_nothing_that_anybody_sends_is_an_error(kind, value):
    assert not check(kind, value).valid


def test_check_characters_can_be_made():
    assert upn_check_letter("801200005001") == "B"
    assert (uln_check_digit("100000004"), uln_check_digit("100000006")) == ("3", None)
    assert nhs_check_digit("943476591") == "9"


def test_the_command_keeps_the_order_and_gives_every_key(tmp_path, capsysbinary):
    given = [{"kind": "upn", "value": "b801200005001"}, {"kind": "nhs_number", "value": None}, {"kind": "upn", "value": "\ud800"}]
    (tmp_path / "given.json").write_text(json.dumps(given))

    code = run(identifiers_check, [str(tmp_path / "given.json"), "--json", "-"])

    results = json.loads(capsysbinary.readouterr().out)["results"]
    assert code == 0
    assert [set(result) for result in results] == [{"kind", "value", "normalised", "valid", "temporary", "problem", "warnings"}] * 3
    assert [result["problem"] for result in results] == [None, "not_text", "length"]
    assert results[0]["normalised"] == "B801200005001"


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "{}", "[1]", '[{"kind": "upn"}]', '[{"value": "1"}]', '[{"kind": "nino", "value": "1"}]', '[{"kind": ["upn"], "value": "1"}]', "[" * 100_000,
        "[NaN]", '[{"kind": "upn", "value": 1e999}]', '[{"kind": "upn", "value": ' + "9" * 5000 + "}]", "\x00", "null",
    ],
)
def test_a_list_that_makes_no_sense_is_wrong_use(tmp_path, capsysbinary, content):
    (tmp_path / "given.json").write_text(content)

    code = run(identifiers_check, [str(tmp_path / "given.json"), "--json", "-"])

    error = json.loads(capsysbinary.readouterr().out)["error"]
    assert code == 2
    assert error["message"]
    assert error["file"].endswith("given.json")


def test_an_unknown_kind_names_its_place(tmp_path, capsysbinary):
    (tmp_path / "given.json").write_text('[{"kind": "upn", "value": "1"}, {"kind": "passport", "value": "1"}]')

    run(identifiers_check, [str(tmp_path / "given.json"), "--json", "-"])

    assert json.loads(capsysbinary.readouterr().out)["error"]["field"] == "[1].kind"
