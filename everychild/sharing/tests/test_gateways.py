"""Powers and duties to tell: what each lets through, from when, and what is said of a file that is wrong."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from everychild.formats.items import ITEMS
from everychild.organisations.actions import ROLES
from everychild.sharing.agreements import BrokenAgreement, read_terms
from everychild.sharing.gateways import OURS, BrokenGateway, gateways, kind_of, read_gateways, read_kinds, roles_of
from everychild.sharing.passing import gateway_of
from everychild.sharing.processing import activities, risks
from everychild.sharing.rules import Gateway, gateway_for, items_untold

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[3]


def gateway(code: str = "a_duty", **said) -> Gateway:
    whole = {
        "title": "", "kind": "duty", "statute": "", "section": "", "says": "", "article_6": "", "article_9": "", "schedule_1": "", "confidentiality": "", "items": frozenset({"name"}),
        "purposes": frozenset({"child_protection"}), "who_may_tell": {"council": frozenset({"school"})}, "from_on": date(2020, 1, 1), "to_on": None, "commenced": True, "source": "",
    }  # fmt: skip
    return Gateway(code=code, **whole | said)


def found(*known: Gateway, **asked) -> str:
    one = gateway_for(known, **{"purpose": "child_protection", "told_by": "council", "told": "school", "item": "name", "on": TODAY} | asked)
    return one.code if one else "none"


@pytest.mark.parametrize(
    ("said", "asked", "answer", "because"),
    [
        ({}, {}, "a_duty", "everything fits"),
        ({}, {"purpose": "assessment"}, "none", "it is for another purpose"),
        ({}, {"told": "police"}, "none", "they may not be told"),
        ({}, {"told_by": "school", "told": "council"}, "none", "that a council may tell a school does not let the school tell the council"),
        ({}, {"item": "address"}, "none", "it tells another kind of fact"),
        ({"items": frozenset({"any"})}, {"item": "address"}, "a_duty", "it tells whatever the case needs"),
        ({"commenced": False}, {}, "none", "nobody has checked that it has begun"),
        ({"commenced": False, "from_on": date(2026, 6, 1)}, {}, "none", "a date alone does not put it into force"),
        ({"from_on": TODAY}, {}, "a_duty", "it begins today"),
        ({"from_on": TODAY + timedelta(days=1)}, {}, "none", "it begins tomorrow"),
        ({"to_on": TODAY}, {}, "a_duty", "today is its last day"),
        ({"to_on": TODAY - timedelta(days=1)}, {}, "none", "it ended yesterday"),
    ],
)
def test_a_gateway_covers_only_what_it_says(said, asked, answer, because):
    assert found(gateway(**said), **asked) == answer, because


def test_a_duty_goes_before_a_power_and_a_power_before_a_ground():
    ground, power, duty = gateway("a_ground", kind="ground"), gateway("b_power", kind="power"), gateway("c_duty")

    assert [found(ground, power, duty), found(ground, power), found(ground), found()] == ["c_duty", "b_power", "a_ground", "none"]


def test_what_no_gateway_in_force_tells_is_named():
    known = [gateway(items=frozenset({"name"})), gateway(items=frozenset({"address"}), commenced=False)]

    assert items_untold(known, ["name", "address", "upn"], TODAY) == ["address", "upn"]


def test_every_role_has_a_gateway_for_each_purpose_of_its_own():
    said = tomllib.loads(ROLES.read_text())
    without = [(role, purpose) for role, one in said.items() for purpose in one["purposes"] if gateway_of(purpose=purpose, role=role, on=TODAY) is None]

    assert without == [], "say of which kind of organisation the role is (gateways/readers.toml), and which gateway lets it be told for the purpose"


def test_the_sections_of_the_act_of_2026_are_there_and_let_nothing_through():
    known = gateways()
    new = ["children_act_2004_s16LA", "children_act_2004_s16LC", "education_act_1996_s436C"]

    assert [known[code].in_force(on) for code in new for on in (TODAY, date(2030, 1, 1))] == [False] * 6
    assert {one.code for one in known.values() if not one.commenced} == set(new)


def test_what_was_not_read_in_the_law_itself_says_so():
    assert {
        one.code for one in gateways().values() if not one.from_memory and one.code in {"crime_and_disorder_act_1998_s115", "education_and_skills_act_2008"}
    } == set()


def test_adoption_records_go_to_the_adoption_agency_alone():
    assert set().union(*gateways()["adoption_and_children_act_2002"].who_may_tell.values()) == {"adoption_agency"}


RIGHT = (OURS / "children_act_1989_s47.toml").read_text()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "duty"', 'kind = "wish"', "kind: Input should be 'duty', 'power' or 'ground'"),
        ('items = ["any"]', 'items = ["any", "shoe_size"]', "items that have no meaning here: shoe_size"),
        ('purposes = ["child_protection", "safeguarding_enquiry"]', 'purposes = ["curiosity"]', "purposes that no role has: curiosity"),
        ("from_on = 1991-10-14\n", "", "what is in force says from when"),
        ("from_on = 1991-10-14", "from_on = 1991-10-14\nto_on = 1990-01-01", "it ends before it begins"),
        ('status = "in force"', 'status = "perhaps"', "status: Input should be 'in force' or 'check commencement'"),
        ("council = [", "circus = [", "who_may_tell.circus"),
        ('statute = "Children Act 1989"\n', "", "statute: Field required"),
        ('title = "', 'colour = "blue"\ntitle = "', "colour: Extra inputs are not permitted"),
        ('title = "', "title = ", "Invalid value"),
    ],
)
def test_a_wrong_file_is_one_sentence_that_names_it_and_what_is_wrong(tmp_path, before, after, said):
    assert before in RIGHT
    (tmp_path / "mine.toml").write_text(RIGHT.replace(before, after, 1))

    with pytest.raises(BrokenGateway) as told:
        read_gateways(tmp_path)

    assert str(told.value).startswith("mine.toml is not a gateway that can be read: ")
    assert said in str(told.value)


def test_a_councils_own_file_takes_the_place_of_ours(settings, tmp_path):
    ours = (OURS / "children_act_2004_s16LA.toml").read_text()
    (tmp_path / "children_act_2004_s16LA.toml").write_text(ours.replace('status = "check commencement"', 'status = "in force"\nfrom_on = 2026-09-01'))
    (tmp_path / "readers.toml").write_text('[kinds]\nplay_worker = "voluntary"\n')
    settings.EVERYCHILD_GATEWAYS = tmp_path

    known = gateways()

    assert known["children_act_2004_s16LA"].in_force(TODAY)
    assert known["children_act_1989_s47"].in_force(TODAY)
    assert (kind_of("play_worker"), kind_of("police_officer"), kind_of("nobody_knows")) == ("voluntary", "police", None)
    assert {"early_help_worker", "play_worker"} <= set(roles_of("voluntary"))
    assert "police_officer" not in roles_of("voluntary")


def test_every_role_of_the_file_is_of_some_kind_of_organisation():
    assert set(tomllib.loads(ROLES.read_text())) - set(read_kinds(OURS)) == set()


AGREEMENT = """
code = "clubs-2026"
source = "clubs"
title = "Clubs"
controllers = ["Thornbeck Council"]
purpose = "x"
basis = "x"
{gateways}
items = ["name", "address"]
retention = "source_record"
signed_by = "x"
signed_on = 2026-01-05
review_on = 2027-12-31
[system]
name = "x"
steward = "x"
"""


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("", "lets in name, address, and names no gateway"),
        ('gateways = ["a_hunch"]', "stands on gateways that nobody has described: a_hunch"),
        ('gateways = ["children_act_2004_s16LC"]', "lets in name, address"),
        ('gateways = ["children_act_2004_s16LA"]', "lets in name, address, and names no gateway, in force on the day it was signed"),
    ],
)
def test_an_agreement_that_stands_on_no_gateway_for_what_it_lets_in_cannot_be_read(tmp_path, named, said):
    (tmp_path / "clubs.toml").write_text(AGREEMENT.format(gateways=named))

    with pytest.raises(BrokenAgreement) as told:
        read_terms(tmp_path)

    assert str(told.value).startswith("clubs.toml ")
    assert said in str(told.value)


def test_an_agreement_that_stands_on_gateways_in_force_is_read(tmp_path):
    (tmp_path / "clubs.toml").write_text(AGREEMENT.format(gateways='gateways = ["children_act_2004_s10"]'))

    assert read_terms(tmp_path)["clubs"].gateways == ("children_act_2004_s10",)


def test_a_gateway_that_cannot_be_read_breaks_the_agreements_with_its_own_sentence(settings, tmp_path):
    (tmp_path / "mine.toml").write_text("not TOML")
    settings.EVERYCHILD_GATEWAYS = tmp_path

    with pytest.raises(BrokenAgreement, match=r"mine.toml is not a gateway that can be read"):
        read_terms()


def test_the_record_of_processing_names_as_recipients_only_roles_that_may_know_the_source():
    roles = [SimpleNamespace(code=code, **one) for code, one in tomllib.loads(ROLES.read_text()).items()]
    told = {one.what: set(one.seen_by) for one in activities(read_terms().values(), gateways(), roles)}

    assert "Police officer in the safeguarding hub" not in told["Child health information"]
    assert "Health visitor or school nurse" in told["Child health information"]
    assert "School office" not in told["Children in need census"], "a source that declares no service is kept as closely as social care"
    assert "School office" in told["School census"]
    assert told["Register of establishments"] == set()


def test_every_measure_against_a_risk_is_held_by_tests_that_are_there():
    assert [path for one in risks() for path in one.held_by if not (ROOT / path).exists()] == []
    assert {item for one in risks() for item in one.items} <= {*ITEMS, "any"}
