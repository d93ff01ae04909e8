"""The figures of the demo, on cases small enough to count by hand."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from everychild.people.matching.evaluate import evaluate

PERSON = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "t1": "T", "u1": "U"}
BIRTH = {"a1": "x", "a2": "x", "a3": "x", "b1": "y", "b2": "y", "t1": "z", "u1": "z"}


def test_pairs_children_and_review_are_counted():
    clusters = {"a1": 1, "a2": 1, "a3": 2, "b1": 3, "b2": 3, "t1": 4, "u1": 5}

    found = evaluate(clusters, [("a2", "a3"), ("b1", "t1")], PERSON, BIRTH)

    assert (found.true_pairs, found.linked_pairs, found.precision) == (4, 2, 1.0)
    assert (found.recall, found.recall_with_review, found.review_pairs) == (0.5, 1.0, 2)
    assert (found.clusters.precision, found.clusters.recall) == (0.6, 0.75)
    assert (found.twin_pairs, found.twin_false_links) == (1, 0)


def test_twins_who_share_a_person_are_counted():
    clusters = {"a1": 1, "a2": 1, "a3": 1, "b1": 3, "b2": 3, "t1": 4, "u1": 4}

    found = evaluate(clusters, [], PERSON, BIRTH)

    assert (found.linked_pairs, found.precision) == (5, 0.8)
    assert (found.twin_pairs, found.twin_false_links) == (1, 1)


def test_records_that_were_not_accepted_do_not_count():
    assert evaluate({"a1": 1}, [], PERSON, BIRTH).true_pairs == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_the_figures_equal_those_counted_pair_by_pair(drawn):
    cluster = {str(n): c for n, (c, _) in enumerate(drawn)}
    person = {str(n): p for n, (_, p) in enumerate(drawn)}

    found = evaluate(cluster, [], person, {})

    pairs = list(combinations(cluster, 2))
    linked, true = {p for p in pairs if cluster[p[0]] == cluster[p[1]]}, {p for p in pairs if person[p[0]] == person[p[1]]}
    assert (found.linked_pairs, found.true_pairs) == (len(linked), len(true))
    assert found.recall == (round(len(linked & true) / len(true), 6) if true else None)
