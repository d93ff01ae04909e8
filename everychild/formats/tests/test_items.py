"""What an agreement does not list does not pass the door."""

from collections import Counter

import pytest

from everychild.formats.facts import AtAddress, Child, Involved
from everychild.formats.item_columns import item_of
from everychild.formats.items import ITEMS, keep
from everychild.formats.registry import IN_TABLES, read, recognise
from everychild.formats.tests.files import GOOD, put


def first_of(folder, name):
    ((recognised,), _) = recognise([str(put(folder, GOOD[name]))])
    return next(iter(read(recognised)))


def test_everything_passes_when_everything_is_agreed(tmp_path):
    for name in GOOD:
        sent = first_of(tmp_path / name, name)

        assert keep(sent, ITEMS) == (sent, Counter())
        assert keep(sent, None) == (sent, Counter())


def test_an_item_that_is_not_agreed_leaves_the_facts_and_the_row(tmp_path):
    sent = first_of(tmp_path, "child_health")

    kept, dropped = keep(sent, set(ITEMS) - {"nhs_number", "address", "worker"})

    child, visited = kept.facts
    assert isinstance(child, Child)
    assert child.nhs_number is None
    assert (visited.worker_name, visited.telephone, visited.from_on) == (None, None, sent.facts[2].from_on)
    assert not {"nhs_number", "address_1", "postcode", "health_visitor", "telephone"} & set(kept.rows[0].sent)
    assert kept.rows[0].sent["local_id"] == "H1"
    assert dropped["nhs_number"] == 1
    assert dropped["address"] >= 3


def test_a_fact_whose_whole_item_is_not_agreed_goes(tmp_path):
    kept, dropped = keep(first_of(tmp_path, "child_health"), {"name", "date_of_birth"})

    assert [type(fact) for fact in kept.facts] == [Child]
    assert not any(isinstance(fact, AtAddress | Involved) for fact in kept.facts)
    assert dropped["involvement"] >= 1


def test_leaves_of_an_element_are_dropped_however_deep(tmp_path):
    kept, _ = keep(first_of(tmp_path, "ctf"), {"name", "upn"})

    assert kept.rows[0].sent == {"UPN": kept.facts[0].upn, "Surname": "Khan", "Forename": "Zoë",
                                 "BasicDetails": {"FormerUPN": kept.facts[0].former_upns[0], "PreferredForename": "Zo"}}


def test_a_problem_does_not_carry_the_value_of_an_item_that_was_dropped(tmp_path):
    files = {"children.csv": GOOD["child_health"]["children.csv"].replace(b"9434765919", b"9434765918")}
    ((recognised,), _) = recognise([str(put(tmp_path, files))])

    kept, _ = keep(next(iter(read(recognised))), {"name"})

    (problem,) = [each for each in kept.problems if each.field == "nhs_number"]
    assert problem.value is None


@pytest.mark.parametrize("reader", [reader for reader in IN_TABLES if reader.NAME not in ("ssd", "school_census", "gias")], ids=lambda reader: reader.NAME)
def test_every_column_of_our_own_shapes_is_an_item(reader):
    for shape in reader.SHAPES:
        assert {item_of(shape.table, column) for column in shape.known} <= {"id", *ITEMS} - {"other"}
