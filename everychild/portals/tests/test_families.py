"""The page for families: made from the files that bind, readable at eleven, and silent on every child and on what could harm."""

import re
import tomllib

import pytest
from django.conf import settings as real
from django.urls import reverse

from everychild.organisations.models import Role
from everychild.people.models import Described
from everychild.portals.presenting.families import SOME_OTHERS, giver_rows, held_rows, reader_rows
from everychild.portals.tests.readers import signed_in, words
from everychild.sharing.agreements import Terms, read_terms
from everychild.sharing.gateways import gateways

PAGE = "/what-we-hold/"


def prose(answer) -> list[str]:
    """The sentences that were written for families: paragraphs, without tables and what stands around the page."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    said = re.findall(r"<p[^>]*>(.*?)</p>", re.sub(r"<table.*?</table>", "", main, flags=re.S), re.S)
    plain = " ".join(re.sub(r"<[^>]+>", "", one) for one in said)
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+", " ".join(plain.split())) if len(one.split()) > 2]


def syllables(word: str) -> int:
    """About how many; a last e is silent."""
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, found - (word.lower().endswith(("e", "es", "ed")) and not word.lower().endswith(("le", "ted", "ded", "ses", "ces"))))


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade: in England a child of eleven is in year 6, grade 5 to 6."""
    said = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]
    return 0.39 * len(said) / len(sentences) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def test_anybody_reads_it_without_signing_in_and_finds_it_from_the_sign_in_page(client, db):
    assert client.get(PAGE).status_code == 200
    assert words(client.get(reverse("account_login"))).count(f'href="{PAGE}"') == 2


def test_it_says_what_is_held_who_gave_it_who_may_see_it_and_the_laws(client, thornbeck):
    page = words(client.get(PAGE))

    for terms in read_terms().values():
        assert terms.title in page
    for role in Role.objects.exclude(items=[]):
        assert role.label in page and role.sentence in page
    assert "Where a child lives" in page and "NHS number" in page
    assert "Children Act 1989, section 47" in page
    assert "section 16LA" not in page, "what is not known to be in force is no law to rely on"
    assert [right for right in ("Ask for a copy", "Put it right", "Say no", "Complain", "ico.org.uk", "30 days") if right not in page] == []


def test_it_says_whom_to_write_to(client, db, settings):
    settings.EVERYCHILD_RIGHTS_CONTACT = "Thornbeck Council, 01632 960100"

    assert "write to or call Thornbeck Council, 01632 960100" in words(client.get(PAGE))


def test_files_that_cannot_be_read_are_not_told_as_holding_nothing(client, db, settings, tmp_path):
    (tmp_path / "broken.toml").write_text("not TOML")
    settings.EVERYCHILD_AGREEMENTS = tmp_path

    page = words(client.get(PAGE))

    assert "We cannot show what we hold" in page
    assert "We hold nothing yet" not in page and "broken.toml" not in page


def test_no_child_and_no_adult_of_the_town_is_on_it(client, thornbeck):
    page = words(client.get(PAGE))
    names = {one.fields.get(part) for one in Described.objects.all() for part in ("given_names", "family_name")} - {None, ""}

    assert len(names) > 10
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", page)] == []


def test_it_is_the_same_whoever_reads_it(client, thornbeck):
    def main(answer) -> str:
        return answer.content.decode().partition("<main")[2].partition("</main>")[0]

    assert main(signed_in(thornbeck.staff["alice"]).get(PAGE)) == main(client.get(PAGE))


def test_an_eleven_year_old_can_read_it(client, db):
    sentences = prose(client.get(PAGE))

    assert len(sentences) > 25
    assert grade(sentences) <= 6
    assert [one for one in sentences if len(one.split()) > 25] == []


def test_what_each_law_says_can_be_read_too():
    said = [sentence for one in gateways().values() for sentence in re.split(r"(?<=[.])\s+", one.says)]

    assert grade(said) <= 6
    assert [one for one in said if len(one.split()) > 25] == []


@pytest.fixture
def refuge() -> Terms:
    census = tomllib.loads((real.EVERYCHILD_AGREEMENTS / "census.toml").read_text())
    hidden = {
        "code": "haven-2026",
        "source": "haven",
        "title": "Rosewood Haven",
        "controllers": ["Rosewood"],
        "purpose": "Children who live at Rosewood",
        "items": ["name", "ethnicity"],
    }
    return Terms(**census | hidden | {"system": census["system"] | {"services": ["refuge"], "covers": "children at Rosewood"}})


def test_a_sender_that_could_put_somebody_in_danger_is_not_named(thornbeck, refuge):
    terms, roles = [*read_terms().values(), refuge], list(Role.objects.all())

    told = str(giver_rows(terms, gateways())) + str(held_rows(terms, roles))

    assert "Rosewood" not in told
    assert SOME_OTHERS in next(one["from"] for one in held_rows(terms, roles) if one["what"] == "Names")


def test_a_role_is_not_said_to_see_a_service_that_could_put_somebody_in_danger(thornbeck):
    role = Role.objects.get(code="front_door")
    role.services = [*role.services, "refuge", "mental_health"]

    told = str(reader_rows([role]))

    assert "efuge" not in told and "ental health" not in told and "police" in told


def test_the_page_of_systems_names_no_such_sender_either(client, thornbeck):
    from everychild.intake.models import Source

    Source.objects.filter(code="health").update(services=["refuge"], covers="children at Rosewood")

    assert "Rosewood" not in words(client.get("/privacy"))


def test_the_record_of_processing_stands_on_the_files_and_is_for_the_lead(thornbeck):
    lead = signed_in(thornbeck.staff["lead"])

    page = words(lead.get(reverse("office_processing")))

    assert "National Health Service Act 2006, section 82" in page
    assert "Check whether it has begun" in page
    assert "Article 6(1)(c), a legal obligation" in page
    assert "Record of processing and impact assessment" in words(lead.get(reverse("office_access")))
    assert signed_in(thornbeck.staff["alice"]).get(reverse("office_processing")).status_code == 403


def test_an_agreement_shows_the_gateways_that_it_stands_on(thornbeck):
    page = words(signed_in(thornbeck.staff["lead"]).get(reverse("office_agreement", args=["health-2026"])))

    told = page.partition("Gateways that it stands on")[2].partition("</table>")[0]
    assert "Children Act 2004, section 11" in told and "National Health Service Act 2006, section 82" in told
    assert "Education Act 2002" not in told


def test_the_gateways_of_an_agreement_stay_known_when_its_file_is_gone(thornbeck, settings, tmp_path):
    settings.EVERYCHILD_AGREEMENTS = tmp_path

    page = words(signed_in(thornbeck.staff["lead"]).get(reverse("office_agreement", args=["health-2026"])))

    assert "Its file is gone" in page and "National Health Service Act 2006, section 82" in page


def test_a_gateway_is_shown_whole_with_the_agreements_that_stand_on_it(thornbeck):
    lead = signed_in(thornbeck.staff["lead"])

    page = words(lead.get(reverse("office_gateway", args=["children_act_2004_s11"])))

    assert "Confidence yields where a child’s safety needs it" in page
    assert "The police" in page and "Child health information" in page and "From memory" in page
    assert lead.get(reverse("office_gateway", args=["a_hunch"])).status_code == 404
