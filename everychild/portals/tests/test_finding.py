"""Finding a child: misspelt, half-known, by number; a name alone finds nobody, and the ledger holds what was asked."""

import re

import pytest
from django.db import connection

from everychild.kit.acting import on_behalf_of
from everychild.people.models import Person
from everychild.portals.tests.readers import deeds, ref_of, signed_in, words
from everychild.sharing.queries import Asked, find
from tests.thornbeck import nhs, upn


def search(user, **asked) -> str:
    answer = signed_in(user).post("/find/", asked)
    assert answer.status_code == 200
    return words(answer)


def found(page: str) -> list[str]:
    """The names of the answers, in their order."""
    return [re.sub("<[^>]+>", "", name).strip() for name in re.findall(r"<h3>(.*?)</h3>", page)]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"names": "Amara Okonkwo", "born_day": "27", "born_month": "3", "born_year": "2015"}, "all of it"),
        ({"names": "okonkwo amara", "born_year": "2015"}, "in another order"),
        ({"names": "Amarra Okonko", "born_month": "march", "born_year": "2015"}, "misspelt twice"),
        ({"names": "amar", "born_year": "2015"}, "a part of one name"),
        ({"names": "Okonkwo", "age": "11"}, "about how old"),
        ({"names": "Okonkwo", "postcode": "zb11aa"}, "a postcode without its space"),
        ({"names": "Okonkwo", "house": "4 Alder"}, "the beginning of an address"),
        ({"names": "Okonkwo", "school": "oak"}, "a school by a part of its name"),
        ({"names": "Okonkwo", "born_year": "2011", "postcode": "ZB1 1AA"}, "one fact wrong and another right"),
        ({"names": "Ámara", "born_year": "2015"}, "with an accent"),
        ({"upn": upn(1)}, "a UPN alone"),
        ({"upn": f"{upn(1)[:4]} {upn(1)[4:].lower()}"}, "a UPN with a space, in small letters"),
        ({"nhs_number": nhs(1)}, "an NHS number alone"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_child_is_found_by(thornbeck, asked, why):
    assert found(search(thornbeck.staff["bob"], **asked))[0] == "Amara Okonkwo", why


def test_a_birthday_with_day_and_month_exchanged_is_found(thornbeck):
    assert "Ben Carter" in found(search(thornbeck.staff["bob"], names="Carter", born_day="7", born_month="9", born_year="2014"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"names": "Amara Okonkwo"}, "Add a fact"),
        ({"born_year": "2015"}, "Enter a name and one more fact, or a number"),
        ({}, "Enter a name and one more fact, or a number"),
        ({"names": "Amara", "postcode": "ZB1"}, "Enter a whole postcode"),
        ({"names": "Amara", "school": "hogwarts"}, "No school that we know has these words"),
        ({"names": "Amara", "school": "primary"}, "Choose which school"),
        ({"names": "Amara", "age": "101"}, "Enter an age from 0 to 25"),
        ({"names": "Amara", "born_day": "31", "born_month": "2", "born_year": "2015"}, "Enter a real date"),
        ({"nhs_number": "943 476 5918"}, "This NHS number does not fit its check digit"),
        ({"upn": "B80120000500"}, "This UPN has the wrong number of characters"),
        ({"uln": "9999999999"}, "This ULN does not fit its check digit"),
        ({"reference": "K7P-M2QX-9TC"}, "This is not a reference of ours"),
        ({"names": "محمد", "born_year": "2015"}, "Write the name in the letters A to Z"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_search_that_makes_no_sense_says_what_to_mend_and_finds_nobody(thornbeck, asked, told):
    bob = thornbeck.staff["bob"]

    page = search(bob, **asked)

    assert told in page
    assert "<title>Error: " in page
    assert found(page) == []
    assert deeds("searched", bob) == []


def test_the_school_that_was_chosen_is_asked(thornbeck):
    bob = thornbeck.staff["bob"]
    oak = thornbeck.staff["charlie"].school

    page = search(bob, names="Okonkwo", school="primary", which_school=str(oak.pk))
    forged = search(bob, names="Okonkwo", school="primary", which_school="not one of them")

    assert found(page) == ["Amara Okonkwo"]
    assert "Choose which school" in forged


def test_the_ledger_holds_what_was_asked_and_who_was_shown(thornbeck):
    bob = thornbeck.staff["bob"]

    search(bob, names="Okonkwo", born_year="2015")

    entry = deeds("searched", bob)[0]
    assert entry.words == {"asked": {"names": "Okonkwo", "born_year": "2015"}, "too_many": False}
    assert entry.refs == {"found": [str(Person.objects.get(ref=ref_of("census/p1")).pk)]}


def test_nobody_found_is_said_honestly_and_is_in_the_ledger(thornbeck):
    bob = thornbeck.staff["bob"]

    page = search(bob, names="Zzyzx Quux", born_year="2015")

    assert "Nobody near to this whom you may find" in page
    assert "That is not to say that there is no such child." in page
    assert deeds("searched", bob)[0].refs == {"found": []}


def test_more_than_ten_shows_nobody_and_asks_for_another_fact(thornbeck):
    bob = thornbeck.staff["bob"]
    many(11)

    page = search(bob, names="Morgan", born_year="2013")

    assert "More than ten" in page
    assert found(page) == []
    assert deeds("searched", bob)[0].words["too_many"] is True
    assert deeds("searched", bob)[0].refs == {"found": []}


def test_another_fact_tells_the_eleven_apart(thornbeck):
    many(11)

    page = search(thornbeck.staff["bob"], names="Morgan", born_year="2013", postcode="ZB7 7ZZ")

    assert found(page) == ["Morgan Number 1"]


def many(count: int) -> None:
    """Children of one name and year; the first lives at a postcode of their own."""
    with connection.cursor() as sql:
        sql.execute(MANY, [count])


MANY = """
with n as (select n, gen_random_uuid() as person, gen_random_uuid() as strand, gen_random_uuid() as record from generate_series(1, %s) n),
p as (insert into people_person (id, ref, kind, made_at, address_withheld, death_reported) select person, 'M' || lpad(n::text, 9, '0'), 'child', now(), false, false from n),
s as (insert into people_strand (id, person_id) select strand, person from n),
r as (insert into people_sourcerecord (id, source_code, local_id, kind, batch_id, version, digest, as_at, stem, held)
      select record, 'census', 'many' || n, 'child', (select batch_id from people_sourcerecord where source_code = 'census' limit 1), 1, '', '2026-10-01', '', false from n),
m as (insert into people_membership (record_id, strand_id, person_id) select record, strand, person from n)
insert into people_searchable (record_id, names, shown_name, born_on, sex, upn, nhs_number, uln, postcode, house)
select record, 'MORGAN NUMBER', 'Morgan Number ' || n, '2013-06-01', '', '', '', '', case when n = 1 then 'ZB7 7ZZ' else '' end, '' from n
"""


def test_a_worker_of_a_team_finds_only_the_teams_children(thornbeck):
    alice = thornbeck.staff["alice"]

    assert found(search(alice, names="Okonkwo", born_year="2015")) == ["Amara Okonkwo"]
    assert found(search(alice, names="Carter", born_year="2014")) == []
    assert found(search(thornbeck.staff["stranger"], names="Okonkwo", born_year="2015")) == []


def test_a_school_finds_only_its_own_pupils(thornbeck):
    assert found(search(thornbeck.staff["charlie"], names="Okonkwo", born_year="2015")) == ["Amara Okonkwo"]
    assert found(search(thornbeck.staff["elm_office"], names="Okonkwo", born_year="2015")) == []


@pytest.mark.parametrize(
    "asked", [{"names": "Finn Marsh", "born_year": "2018"}, {"nhs_number": nhs(7)}, {"upn": upn(7)}, {"names": "Marsh", "house": "5 Old Road"}], ids=str
)
def test_a_sealed_child_is_in_no_search(thornbeck, asked):
    bob = thornbeck.staff["bob"]

    page = search(bob, **asked)

    assert "Marsh" not in found(page) and "Finn Marsh" not in found(page)
    sealed = str(Person.objects.get(ref=ref_of("social_care/s7")).pk)
    assert sealed not in deeds("searched", bob)[0].refs["found"]


@pytest.mark.parametrize("asked", [{"postcode": "ZB9 9ZZ"}, {"house": "77 Hidden Mews"}], ids=str)
def test_a_withheld_address_finds_nobody_though_a_source_has_it_in_clear(thornbeck, asked):
    assert found(search(thornbeck.staff["bob"], names="Erin Shaw", **asked)) == []


def test_a_withheld_address_that_is_right_says_no_more_than_one_that_is_wrong(thornbeck):
    said = {"names": "SHAW", "born_from": "2013-01-01", "born_to": "2013-12-31"}

    with on_behalf_of(thornbeck.staff["bob"].pk):
        right, wrong = (find(Asked(**said, postcode=postcode)) for postcode in ("ZB9 9ZZ", "ZB8 8YY"))

    assert [one.name for one in right] == ["Erin Shaw"]
    assert right == wrong


def test_a_reference_leads_to_the_page_of_the_child_without_a_search(thornbeck):
    ref = ref_of("census/p1")

    answer = signed_in(thornbeck.staff["alice"]).post("/find/", {"reference": f"{ref[:3]}-{ref[3:7]}-{ref[7:]}".lower()})

    assert (answer.status_code, answer.url) == (302, f"/child/{ref}/")


def test_the_answer_of_a_search_is_what_is_opened(thornbeck):
    client, ref = signed_in(thornbeck.staff["bob"]), ref_of("census/p3")

    page = words(client.post("/find/", {"names": "Chloe Nowak", "born_year": "2016"}))
    hit = re.search(r'name="hit" value="([^"]+)"', page)[1]
    asked = words(client.post(f"/child/{ref}/purpose/", {"hit": hit}))
    client.post(f"/child/{ref}/purpose/", {"hit": hit, "purpose": "new_contact", "reason": "A neighbour rang."})

    assert "Chloe Nowak, born 2 November 2016" in asked
    assert client.get(f"/child/{ref}/").status_code == 200


def test_an_answer_that_was_made_for_somebody_else_opens_nothing_of_its_own(thornbeck):
    page = words(signed_in(thornbeck.staff["bob"]).post("/find/", {"names": "Chloe Nowak", "born_year": "2016"}))
    hit = re.search(r'name="hit" value="([^"]+)"', page)[1]

    asked = words(signed_in(thornbeck.staff["jo"]).post(f"/child/{ref_of('census/p3')}/purpose/", {"hit": hit}))

    assert "Chloe" not in asked


@pytest.mark.parametrize("who", ["kit", "mona", "lead", "noor"])
def test_the_office_does_not_search(thornbeck, who):
    client = signed_in(thornbeck.staff[who])

    assert [client.get("/find/").status_code, client.post("/find/", {"names": "Amara", "born_year": "2015"}).status_code] == [403, 403]
    assert deeds("searched", thornbeck.staff[who]) == []


@pytest.mark.parametrize("nasty", ["\x00", "' or 1=1 --", "%%%%", "<script>alert(1)</script>", "a" * 5000, "\ud800", "🙂", "../../etc/passwd"])
def test_nothing_that_is_typed_breaks_the_search(thornbeck, nasty):
    client = signed_in(thornbeck.staff["bob"])

    for field in ("names", "house", "postcode", "school", "upn", "reference", "age", "born_year", "which_school"):
        asked = {"names": "Okonkwo", "born_year": "2015"} | {field: nasty.encode("utf-8", "replace").decode()}
        answer = client.post("/find/", asked)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
