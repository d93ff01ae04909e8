"""Identifiers are valid where they are meant to be, unique, and nobody's."""

import re
from collections import defaultdict

from everychild.formats.identifiers import check
from everychild.town import numbers
from everychild.town.chance import Chance

REAL_AREAS = re.findall(
    r"\w+",
    """
    AB AL BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY GL GU HA HD HG HP HR HS HU HX IG
    IP IV KA KT KW KY LA LD LE LL LN LS LU ME MK ML NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY
    TA TD TF TN TQ TR TS TW UB WA WC WD WF WN WR WS WV YO ZE
    """,
)


def test_every_slot_has_its_own_valid_numbers():
    slots = [*range(0, 3000), *range(numbers.SLOTS - 3000, numbers.SLOTS)]

    nhs = {numbers.nhs_number(slot) for slot in slots}
    ulns = {numbers.uln(slot) for slot in slots}

    assert len(nhs) == len(ulns) == len(slots)
    assert all(check("nhs_number", number).valid and number.startswith("999") for number in nhs)
    assert all(check("uln", number).valid for number in ulns)


def test_upns_are_valid_permanent_and_temporary():
    assert check("upn", numbers.upn("999", "2001", 2020, 7)).valid
    temporary = check("upn", numbers.temporary_upn(Chance.of(1), "999", "2001", 2026))
    assert temporary.valid and temporary.temporary


def test_row_keys_never_meet():
    assert len({numbers.row_key(number) for number in range(0, 2_000_000, 37)}) == len(range(0, 2_000_000, 37))
    assert len({numbers.shuffled(number) for number in range(200_000)}) == 200_000


def test_only_the_slips_are_invalid(township):
    for identifier, kind in (("nhs", "nhs_number"), ("upn", "upn")):
        given = [getattr(record, identifier) for record in township.records if getattr(record, identifier)]
        wrong = sum(not check(kind, number).valid for number in given) / len(given)

        assert 0.0008 <= wrong <= 0.0045, identifier


def test_few_numbers_are_somebody_elses(township):
    for identifier in ("nhs", "upn"):
        of_number, given = defaultdict(set), 0
        for record in township.records:
            if number := getattr(record, identifier):
                of_number[number].add(record.person)
                given += 1

        shared = sum(len(people) > 1 for people in of_number.values())
        assert shared / given <= 0.003, identifier


def test_telephones_and_postcodes_are_nobodys(township):
    telephones = {row["telephone"] for row in township.rows("contacts/contacts.csv")}
    postcodes = {record.postcode.split()[0][:2] for record in township.records if record.postcode}

    assert all(number.startswith(("07700 900", "01632 960")) for number in telephones)
    assert {"TB"} <= postcodes
    assert postcodes.isdisjoint(REAL_AREAS)


def test_no_two_children_have_the_same_number_by_the_towns_own_doing(township):
    """A number that two people have is a sibling's, or an adopted child's old one on a renamed record."""
    truth = {row["record_id"]: row for row in township.truth}
    of_number = defaultdict(set)
    for record in township.records:
        if record.upn and record.upn[-1].isdigit() and record.kind not in ("bridged", "sealed"):
            of_number[record.upn].add((record.person, truth[record.record_id]["household"]))

    for number, people in of_number.items():
        if check("upn", number).valid:
            assert len({household for _, household in people}) == 1, (number, people)
