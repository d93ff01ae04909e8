"""Sources, agreements and what is held: each for its readers, empty, with many, and with a file that cannot be read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from everychild.kit.time import today
from everychild.portals.tests.office_town import HOSTILE, batch, nothing_yet, signed_in, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bare(db):
    nothing_yet()


@pytest.fixture
def no_files(settings, tmp_path):
    settings.EVERYCHILD_AGREEMENTS = tmp_path
    return tmp_path


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def page(name: str, *args, role: str = "data_office") -> str:
    answer = signed_in(role).get(reverse(name, args=args))
    assert answer.status_code == 200
    return words(answer)


AGREEMENT = """
code = "census-2026"
source = "census"
title = "School census <b>"
controllers = ["Thornbeck Council"]
purpose = "To know who is on roll"
basis = "Education Act 1996, section 537A"
gateways = ["education_act_1996_s537A"]
items = ["name", "sex"]
retention = "education_record"
signed_by = "Ayesha Rahman"
signed_on = 2026-01-05
review_on = {review}
[system]
name = "COLLECT"
steward = "Census officer"
services = ["school"]
interval_days = 120
"""


def write_agreement(folder, review: date = date(2027, 12, 31), extra: str = "") -> None:
    (folder / "census.toml").write_text(AGREEMENT.format(review=review.isoformat()) + extra)


@pytest.mark.parametrize(("days", "said"), [(1, "Up to date"), (8, "Late"), (14, "Late"), (15, "Did not answer")])
def test_a_source_is_as_fresh_as_the_day_that_its_last_file_speaks_of(no_files, days, said):
    source(interval_days=7)
    batch(as_at=today() - timedelta(days=days))

    assert said in page("office_sources")


def test_nothing_is_expected_of_a_system_that_is_retired(no_files):
    source(interval_days=7, state="retired")
    batch(as_at=today() - timedelta(days=400))

    shown = page("office_sources")

    assert "Retired" in shown
    assert "Did not answer</span>" not in shown


def test_a_source_that_only_a_file_names_is_listed_as_awaited(no_files):
    write_agreement(no_files)

    shown = page("office_sources")

    assert "COLLECT" in shown
    assert "Nothing loaded yet" in shown


def test_a_source_shows_its_agreement_and_its_batches(no_files):
    source()
    batch()
    write_agreement(no_files)

    shown = page("office_source", "census")

    assert "School census officer" in shown
    assert "signed 5 January 2026 by Ayesha Rahman" in shown
    assert "pupilonroll.csv" in shown


def test_a_source_that_nobody_knows_is_not_there():
    assert signed_in("data_office").get(reverse("office_source", args=["nowhere"])).status_code == 404


@pytest.mark.parametrize(("in_days", "said"), [(200, "In force"), (30, "Review is due soon"), (-1, "Review is overdue")])
def test_an_agreement_says_how_it_stands(no_files, in_days, said):
    write_agreement(no_files, review=today() + timedelta(days=in_days))

    assert said in page("office_agreements")
    assert said in page("office_agreement", "census-2026")


def test_an_agreement_is_shown_whole_with_what_was_dropped_under_it(no_files):
    write_agreement(no_files)
    source()
    batch(dropped={"sen": 20})
    batch(dropped={"sen": 9, "other": 2})
    batch(dropped={"sen": 1000}, status="stopped", why="x")

    shown = page("office_agreement", "census-2026")

    assert "Until 25th birthday" in shown
    assert "given, family, middle, former and preferred names, and title" in shown
    assert ">29<" in shown
    assert "School census &lt;b&gt;" in shown


def test_an_agreement_whose_file_is_gone_is_still_listed(no_files, settings):
    from everychild.exchange.actions import know
    from everychild.sharing.agreements import read_terms

    write_agreement(no_files)
    know(read_terms()["census"])
    (no_files / "census.toml").unlink()

    assert "Its file is gone" in page("office_agreements")
    assert "Nothing more can be loaded under it." in page("office_agreement", "census-2026")


@pytest.mark.parametrize("extra", ["\nthis is not TOML", "\nnobody_knows = 1", "\nservices = 7"])
@pytest.mark.parametrize("name", ["office_agreements", "office_sources", "office_held"])
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(no_files, name, extra):
    write_agreement(no_files, extra=extra)

    assert "census.toml is not an agreement that can be read" in page(name)


def test_what_is_held_brings_item_source_rule_and_reader_together(no_files):
    write_agreement(no_files)

    shown = page("office_held", role="information_governance")

    assert "(Census officer, nothing sent yet)" in shown
    assert "Social worker" in shown
    assert "Police" in shown
    assert "Workers ask about this service and no source sends it" in shown
    assert "1 of 1" in shown


def test_the_towns_own_agreements_leave_no_item_unworded():
    shown = page("office_held")

    assert "NHS number" in shown
    assert "Held twice or more" in shown


def test_pages_say_what_to_do_while_nothing_is_known(no_files):
    assert "A source comes with its signed agreement" in page("office_sources")
    assert "Put the signed agreement of each source" in page("office_agreements")
    assert "A system comes with its signed agreement" in page("office_held")


def test_many_sources_ask_no_more_questions_than_one(no_files, django_assert_max_num_queries):
    for number in range(60):
        source(code=f"source_{number}", name=f"Source {number} {HOSTILE}")
        batch(code=f"source_{number}", problems=[])
    client = signed_in("data_office")

    for name in ("office_sources", "office_agreements", "office_held"):
        with django_assert_max_num_queries(14):
            assert HOSTILE not in words(client.get(reverse(name)))
