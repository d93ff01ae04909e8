"""Each reader on a small file from Thornbeck: what it says, and where."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from everychild.formats.child_health import headings as health
from everychild.formats.contacts import headings as contacts
from everychild.formats.early_help import headings as early_help
from everychild.formats.facts import Adult, AtAddress, Cautioned, Child, Establishment, Happened, Involved, OnRoll, Relation
from everychild.formats.police import headings as police
from everychild.formats.registry import read, recognise
from everychild.formats.school_census import headings as census
from everychild.formats.school_census.keys import short_of
from everychild.formats.ssd import headings as ssd
from everychild.formats.tests.files import CENSUS, EPISODE, GOOD, IN_INCIDENT, MOTHER, NHS_NUMBER, OTHER_UPN, SSD, UPN, ZOE_IN_HEALTH, ZOE_ON_ROLL, put, table
from everychild.formats.tests.saying import AS_AT, codes_of, facts_of, sent_of


@pytest.mark.parametrize("name", GOOD)
def test_every_format_is_told_by_its_content_and_read_without_a_doubt(tmp_path, name):
    renamed = {f"x{number}.dat": content for number, content in enumerate(GOOD[name].values())}

    (recognised,), unclaimed = recognise([str(put(tmp_path, renamed))])
    sents = list(read(replace(recognised, as_at=AS_AT)))

    assert (recognised.reader, unclaimed) == (name, [])
    assert sents
    assert all(sent.facts for sent in sents)
    assert not [problem for sent in sents for problem in sent.problems if problem.verdict == "quarantined"]


def test_a_health_row_gives_the_child_the_home_and_the_health_visitor(tmp_path):
    (sent,) = sent_of(tmp_path, GOOD["child_health"])

    child, home, visited = sent.facts
    assert child == Child(
        "H1", "Zoë", "Khan", previous_family_names=("Łuk",), born_on=date(2016, 4, 27), birth_order=1, sex="F", nhs_number=NHS_NUMBER
    )
    assert home == AtAddress("H1", ("14 High Street", "Thornbeck"), "TS9 1AA")
    assert (visited.service, visited.worker_name, visited.team, visited.from_on) == ("child_health", "Ann Jones", "North", date(2016, 5, 1))
    assert sent.rows[0].line == 2
    assert sent.rows[0].sent["postcode"] == "ts9 1aa"


def test_a_census_joins_pupils_addresses_and_schools(tmp_path):
    zoe, ada = sent_of(tmp_path, CENSUS)

    assert facts_of([zoe], AtAddress) == [AtAddress(f"9992001/{short_of(UPN)}", ("14 High Street",), "TS9 1AA")]
    assert facts_of([zoe], OnRoll)[0].school == "9992001"
    assert {row.table for row in zoe.rows} == {"pupilonroll", "addressesonroll"}
    spell = facts_of([ada], OnRoll)[0]
    assert (spell.school, spell.urn, spell.school_name, spell.enrolment, spell.left_on) == ("9992002", "100002", "Mill Lane Primary", "P", date(2026, 7, 20))


def test_an_address_without_its_pupil_is_quarantined(tmp_path):
    address = {"addressesonrolltableid": "A2", "pupilonrolltableid": "P404", "postcode": "TS9 1AA"}

    sents = sent_of(tmp_path, {"p.csv": table(census.PUPILONROLL, ZOE_ON_ROLL), "a.csv": table(census.ADDRESSESONROLL, address)})

    assert codes_of(sents) == [("quarantined", "no_such_person")]
    assert "no such pupil in this extract" in sents[-1].problems[0].message
    assert sents[-1].facts == ()


def test_an_address_waits_with_its_quarantined_pupil(tmp_path):
    pupil = ZOE_ON_ROLL | {"dob": "1816-Apr-27 00:00:00"}
    address = {"addressesonrolltableid": "A1", "pupilonrolltableid": "P1", "postcode": "TS9 1AA"}

    (sent,) = sent_of(tmp_path, {"p.csv": table(census.PUPILONROLL, pupil), "a.csv": table(census.ADDRESSESONROLL, address)})

    assert codes_of([sent]) == [("quarantined", "born_too_long_ago"), ("quarantined", "with_its_person")]
    assert len(sent.rows) == 2


def test_a_contact_says_who_stands_how_to_which_pupil(tmp_path):
    (sent,) = sent_of(tmp_path, GOOD["contacts"])

    adult, home, relation = sent.facts
    assert (sent.kind, adult.title, adult.given_names, adult.language) == ("adult", "Ms", "Noor", "URD")
    assert not home.withheld
    assert relation == Relation("C7", "P1", "PAM", UPN, "9992001", True, False, True, True, 1)


def test_siblings_share_a_contact_and_an_address_withheld_once_is_withheld(tmp_path):
    second = MOTHER | {"pupil_id": "P2", "upn": OTHER_UPN, "address_withheld": "Y"}
    between = MOTHER | {"contact_id": "C8", "given_names": "Ali"}

    sents = sent_of(tmp_path, {"c.csv": table(contacts.HEADINGS, MOTHER, between, second)})

    noor = next(sent for sent in sents if sent.local_id == "C7")
    assert [relation.child for relation in facts_of([noor], Relation)] == ["P1", "P2"]
    assert [home.withheld for home in facts_of([noor], AtAddress)] == [True]
    assert [row.line for row in noor.rows] == [2, 4]


@pytest.mark.parametrize("said", ["Y", "yes", "TRUE", "maybe", "Confidential"])
def test_whatever_is_not_a_plain_no_withholds_an_address(tmp_path, said):
    sents = sent_of(tmp_path, {"c.csv": table(contacts.HEADINGS, MOTHER | {"address_withheld": said})})

    assert facts_of(sents, AtAddress)[0].withheld


def test_one_contact_id_for_two_adults_quarantines_both(tmp_path):
    other = MOTHER | {"pupil_id": "P2", "given_names": "Rose", "family_name": "Bell"}

    (sent,) = sent_of(tmp_path, {"c.csv": table(contacts.HEADINGS, MOTHER, other)})

    assert codes_of([sent]) == [("quarantined", "id_used_twice")] * 2
    assert sent.facts == ()


def test_a_transfer_file_gives_pupils_contacts_and_spells(tmp_path):
    zoe, noor, ada = sent_of(tmp_path, GOOD["ctf"])

    child = zoe.facts[0]
    assert (zoe.local_id, child.known_as, child.former_upns) == (f"9992001/{UPN}", "Zo", (OTHER_UPN,))
    assert facts_of([zoe], OnRoll) == [
        OnRoll(zoe.local_id, "9992001", "100001", None, "C", date(2020, 9, 1), date(2026, 7, 20), year_group="5")
    ]
    assert facts_of([zoe], Involved)[0].authority == "807"
    assert "Contacts" not in zoe.rows[0].sent
    assert (noor.kind, facts_of([noor], Relation)[0].child, facts_of([noor], AtAddress)[0].postcode) == ("adult", zoe.local_id, "TS9 1AA")
    assert (ada.local_id, facts_of([ada], OnRoll)[0].school) == ("9992001/2", "9992001")


def test_a_staff_safety_warning_has_its_owner_and_its_review_and_ends_with_the_episode(tmp_path):
    warned = EPISODE | {"staff_safety": "Visit in pairs", "staff_safety_owner": "Priya Shah", "staff_safety_review_on": "2027-02-01"}

    (open_one,) = sent_of(tmp_path / "open", {"e.csv": table(early_help.HEADINGS, warned)})
    (closed,) = sent_of(tmp_path / "closed", {"e.csv": table(early_help.HEADINGS, warned | {"to": "2026-03-01"})})

    assert facts_of([open_one], Cautioned) == [Cautioned("E1", "Visit in pairs", "Priya Shah", date(2027, 2, 1))]
    assert facts_of([closed], Cautioned) == []


def test_the_children_in_need_census_names_nobody(tmp_path):
    zoe, unborn = sent_of(tmp_path, GOOD["cin_census"])

    assert zoe.facts[0] == Child("SC1", born_on=date(2016, 4, 27), sex="F", upn=UPN, ethnicity="APKN")
    assert [fact.service for fact in zoe.facts[1:]] == ["child_in_need", "enquiry", "protection_plan"]
    assert (unborn.facts[0].born_on, unborn.facts[0].birth_date_is) == (date(2027, 1, 5), "expected")
    assert isinstance(unborn.facts[1], Happened)
    assert not codes_of([zoe, unborn])


def test_the_case_system_gives_children_adults_and_who_works_with_them(tmp_path):
    zoe, unborn, noor, ali = sent_of(tmp_path, SSD)

    assert (zoe.facts[0].upn, zoe.facts[0].former_upns, zoe.facts[0].nhs_number) == (UPN, (OTHER_UPN,), NHS_NUMBER)
    (refuge,) = facts_of([zoe], AtAddress)
    assert (refuge.withheld, refuge.kind, refuge.uprn, refuge.lines) == (True, "refuge", "100110700001", ("14 High Street", "Thornbeck"))
    allocated = next(fact for fact in facts_of([zoe], Involved) if fact.service == "social_care")
    assert (allocated.worker_name, allocated.team, allocated.lead) == ("Alice Okafor", "Assessment North", True)
    assert (unborn.kind, unborn.facts[0].birth_date_is, codes_of([unborn])) == ("child", "expected", [("flagged", "one_name")])
    assert (noor.kind, facts_of([noor], Relation)) == ("adult", [Relation("SC9", "SC1", "PAM")])
    assert (ali.kind, facts_of([ali], Relation)) == ("adult", [Relation("SC8", "SC1", "FAM")])


def test_an_adoption_order_is_an_involvement_and_a_period_of_care_is_one(tmp_path):
    zoe = sent_of(tmp_path, SSD)[0]

    ordered, care = (fact for fact in facts_of([zoe], Involved) if fact.service in ("adoption", "looked_after"))
    assert ordered == Involved("SC1", "adoption", "CE2", from_on=date(2026, 2, 1), category="E11")
    assert (care.reference, care.from_on, care.to_on, care.ended_because) == ("CLA1", date(2024, 1, 1), date(2026, 2, 1), "E11")


def test_a_young_mother_with_services_of_her_own_stays_a_child(tmp_path):
    people = table(ssd.TABLES["ssd_person"], {"pers_person_id": "SC1", "pers_forename": "Ada", "pers_surname": "Bell", "pers_dob": "2010-05-02"})
    mothers = table(ssd.TABLES["ssd_mother"], {"moth_table_id": "M1", "moth_person_id": "SC1", "moth_childs_person_id": "SC2"})
    need = table(ssd.TABLES["ssd_cin_episodes"], {"cine_referral_id": "R1", "cine_person_id": "SC1", "cine_referral_date": "2026-01-01"})

    (sent,) = sent_of(tmp_path, {"p.csv": people, "m.csv": mothers, "n.csv": need})

    assert sent.kind == "child"
    assert facts_of([sent], Relation) == [Relation("SC1", "SC2", "PAM")]


def test_early_help_episodes_of_one_child_come_together_and_the_latest_describes(tmp_path):
    later = EPISODE | {"episode_id": "EP2", "family_name": "Bell", "from": "2026-02-01", "service": "youth"}

    (sent,) = sent_of(tmp_path, {"e.csv": table(early_help.HEADINGS, EPISODE, later)})

    assert sent.facts[0].family_name == "Bell"
    assert [fact.service for fact in facts_of([sent], Involved)] == ["early_help", "youth"]
    assert codes_of([sent]) == [("flagged", "descriptions_differ")]


def test_post_16_activity_is_an_involvement(tmp_path):
    (sent,) = sent_of(tmp_path, GOOD["nccis"])

    child, home, activity = sent.facts
    assert (child.upn, child.uln, home.lines) == (OTHER_UPN, "1000000043", ("3 Mill Lane", "Thornbeck"))
    assert (activity.service, activity.category, activity.organisation, activity.from_on) == ("post16", "230", "Thornbeck College", date(2025, 9, 1))


def test_a_police_notification_keeps_its_people_apart(tmp_path):
    adult = IN_INCIDENT | {"person_no": "2", "role": "suspect", "given_names": "Ali", "date_of_birth": "1988-06-01"}

    zoe, ali = sent_of(tmp_path, {"n.csv": table(police.HEADINGS, IN_INCIDENT, adult)})

    assert (zoe.kind, zoe.local_id, facts_of([zoe], Happened)[0].at) == ("child", "INC1/1", datetime(2026, 3, 5, 21, 40))
    assert isinstance(ali.facts[0], Adult)
    assert not facts_of([zoe, ali], Relation)


def test_a_school_is_read_from_cp1252(tmp_path):
    (sent,) = sent_of(tmp_path, GOOD["gias"])

    (school,) = facts_of([sent], Establishment)
    assert (school.laestab, school.name, school.opened_on, school.high_age, school.head) == (
        "9992001", "St Hilda’s Primary", date(1998, 9, 1), 11, "Mrs Jo Ward",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_agreed_encoding_is_read(tmp_path, encoding):
    rows = [ZOE_IN_HEALTH | {"previous_family_name": "", "given_names": "Zoë"}]

    (sent,) = sent_of(tmp_path, {"h.csv": table(health.HEADINGS, *rows, encoding=encoding)})

    assert sent.facts[0].given_names == "Zoë"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "windows-1252 declared"])
def test_a_transfer_file_is_read_in_every_agreed_encoding(tmp_path, encoding):
    text = GOOD["ctf"]["transfer.xml"].decode()
    if encoding == "utf-16":
        text = text.replace("UTF-8", "UTF-16")
    if encoding.endswith("declared"):
        text, encoding = text.replace("UTF-8", "windows-1252"), "cp1252"

    sents = sent_of(tmp_path, {"t.xml": text.encode(encoding)})

    assert sents[0].facts[0].given_names == "Zoë"


def test_namespaces_make_no_difference(tmp_path):
    text = GOOD["ctf"]["transfer.xml"].decode().replace("<CTfile>", '<CTfile xmlns="urn:example">')

    assert len(sent_of(tmp_path, {"t.xml": text.encode()})) == 3


def test_a_side_table_alone_says_what_is_missing(tmp_path):
    from everychild.formats.reading import Unreadable

    (recognised,), _ = recognise([str(put(tmp_path, {"a.csv": CENSUS["addressesonroll.csv"]}))])

    with pytest.raises(Unreadable, match="pupilonroll is not with it"):
        list(read(recognised))


def test_semicolons_and_tabs_part_columns_too(tmp_path):
    content = GOOD["child_health"]["children.csv"].decode().replace(",", ";")

    (sent,) = sent_of(tmp_path, {"h.csv": content.encode()})

    assert sent.facts[0].given_names == "Zoë"
