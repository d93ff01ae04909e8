"""The model: taught by the data where they can teach, held within bounds, refused by the lint, and the same every time."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from everychild.formats.facts import AtAddress, Child
from everychild.people.matching import explain, link
from everychild.people.matching.evaluate import evaluate
from everychild.people.matching.model import for_records, from_json, shipped
from everychild.people.matching.records import table_of
from everychild.people.matching.rules import JOIN_AT, PART_AT
from everychild.people.matching.training import TOO_FEW, lint
from everychild.people.standard import standardise

SYLLABLES = ["ba", "co", "da", "el", "fi", "ga", "ho", "in", "ja", "ko", "lu", "ma", "ne", "or", "pa", "ri", "sa", "to", "ul", "wen", "yas", "zel"]


def _word(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(length)).title()


def _rows(seed: int = 1, children: int = 1_500) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    """Children whom a school and a health service describe, one description in seven with a slip."""
    chance = random.Random(seed)
    first, last = [_word(chance, 3) for _ in range(150)], [_word(chance, 4) for _ in range(900)]
    rows, person = [], {}
    for number in range(children):
        told = {"given_names": chance.choice(first), "middle_names": chance.choice(first), "family_name": chance.choice(last), "sex": chance.choice("FM")}
        told["born_on"] = date(2009, 1, 2) + timedelta(days=chance.randrange(5_000))
        home = AtAddress(
            "",
            (f"{chance.randrange(1, 90)} High Street",),
            f"WN{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDE')}{chance.choice('FGHJ')}",
        )
        away = AtAddress(
            "", (f"{chance.randrange(1, 90)} Mill Lane",), f"HX{chance.randrange(1, 9)} {chance.randrange(1, 9)}{chance.choice('ABDE')}{chance.choice('FGHJ')}"
        )
        for source in ("census", "health"):
            record, said = f"{source}-{number:05d}", dict(told)
            if chance.random() < 0.14:
                slip = chance.choice(("family_name", "given_names", "born_on", "middle_names"))
                said[slip] = said[slip] + timedelta(days=1) if slip == "born_on" else said[slip][:-1] + "x"
            rows.append(standardise(Child(record, **said), home if chance.random() < 0.85 else away).as_row(record, source))
            person[record] = number
    return rows, person


@pytest.fixture(scope="module")
def rows_and_people():
    return _rows()


@pytest.fixture(scope="module")
def linked(rows_and_people):
    return link(table_of(rows_and_people[0]))


def test_data_that_can_teach_do_and_link_well(linked, rows_and_people):
    clusters = linked.clusters.to_pydict()

    found = evaluate(dict(zip(clusters["record_id"], clusters["cluster"], strict=True)), [], rows_and_people[1], {})

    assert linked.model.origin == "trained"
    assert found.precision == 1.0
    assert found.recall > 0.97


def test_the_order_of_records_does_not_matter(linked, rows_and_people):
    shuffled = rows_and_people[0].copy()
    random.Random(3).shuffle(shuffled)

    again = link(table_of(shuffled), model=linked.model)
    first = link(table_of(rows_and_people[0]), model=linked.model)

    assert (again.clusters, again.links, again.reviews) == (first.clusters, first.links, first.reviews)
    assert first.clusters == linked.clusters


def test_records_that_share_a_person_stay_together_at_a_lower_weight():
    rows = _rows(children=20)[0]
    one = {"given_names": "Ottilie", "family_name": "Vane", "born_on": date(2012, 5, 4)}
    rows.append(standardise(Child("x", **one), AtAddress("", (), "LS1 4AB")).as_row("x", "census"))
    rows.append(standardise(Child("y", **(one | {"family_name": "Bright"})), AtAddress("", (), "YO7 2QT")).as_row("y", "health"))

    apart, kept = link(table_of(rows)), link(table_of(rows), existing={"x": "p", "y": "p"})

    assert [(row["rule"], PART_AT <= row["weight"] < JOIN_AT) for row in apart.reviews.to_pylist()] == [("weight_review", True)]
    assert len(set(kept.clusters["cluster"].to_pylist())) == len(set(apart.clusters["cluster"].to_pylist())) - 1


def test_the_shipped_model_passes_its_own_lint_and_reads_back():
    assert lint(shipped()) == ()
    assert from_json(shipped().as_json()) == shipped()
    assert shipped().records >= TOO_FEW


@pytest.mark.parametrize(
    ("part", "key", "value", "says"),
    [
        ("m", ("birth_date", "different"), 0.99, "different outweighs"),
        ("u", ("given_name", "same"), 0.5, "less than 3"),
        ("m", ("sex", "different"), 0.5, "does not count against"),
    ],
)
def test_a_model_that_learnt_nonsense_is_refused(part, key, value, says):
    spoilt = replace(shipped(), **{part: dict(getattr(shipped(), part)) | {key: value}})

    assert any(says in failure for failure in lint(spoilt))


def test_an_identifier_agrees_by_chance_once_in_as_many_as_there_are():
    assert for_records(shipped(), 1_000_000, 1e-6).u["upn", "same"] == 1e-6


def test_a_link_is_explained_field_by_field_in_words_without_values(linked):
    levels = linked.links.to_pylist()[0]

    reasons = explain(levels, linked.model)

    assert {reason.field for reason in reasons} == {"given_name", "second_name", "family_name", "birth_date", "address", "sex", "nhs_number", "upn", "uln"}
    assert [reason.direction for reason in reasons][-1] == "neither"
    assert reasons[0].weight == max(abs(reason.weight) for reason in reasons)
