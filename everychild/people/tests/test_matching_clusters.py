"""Children built from joined pairs: the surest first, and nothing that a rule forbids."""

from hypothesis import given
from hypothesis import strategies as st

from everychild.people.matching.clusters import Edge, Kept, build, differ, roots, without_rivals


def test_connected_records_have_one_root_and_it_is_the_lowest():
    assert roots(6, [(4, 2), (2, 1), (5, 3)]) == [0, 1, 1, 3, 1, 3]


def test_the_surest_edge_wins_where_both_would_join_two_children():
    edges = [Edge(0, 1, 20.0), Edge(1, 2, 30.0)]

    group, refused = build(edges, {0: {2}, 2: {0}}, {})

    assert group == {0: 0, 1: 1, 2: 1}
    assert refused == [Edge(0, 1, 20.0)]


def test_two_identifiers_of_one_kind_never_meet_in_one_child():
    kept = {0: Kept(nhs="1"), 3: Kept(nhs="2")}

    group, refused = build([Edge(0, 1, 20.0), Edge(1, 2, 19.0), Edge(2, 3, 25.0)], {}, kept)

    assert group[0] == group[1] == 0
    assert group[2] == group[3] == 2
    assert refused == [Edge(1, 2, 19.0)]


def test_a_former_upn_is_no_conflict():
    assert not differ(0, 1, {}, {0: Kept(upn="A", upns=("A", "B")), 1: Kept(upn="B", upns=("B",))})
    assert differ(0, 1, {}, {0: Kept(upn="A", upns=("A",)), 1: Kept(upn="B", upns=("B",))})


def test_a_record_that_fits_two_different_children_is_joined_to_neither():
    edges = [Edge(0, 1, 20.0), Edge(1, 2, 18.0)]

    clear, doubtful = without_rivals(edges, {0: {2}, 2: {0}}, {})

    assert (clear, doubtful) == ([], edges)


def test_a_lead_over_the_rival_or_an_identifier_settles_it():
    ahead, known = [Edge(0, 1, 26.0), Edge(1, 2, 18.0)], [Edge(0, 1, 20.0, known=True), Edge(1, 2, 18.0)]

    assert without_rivals(ahead, {0: {2}, 2: {0}}, {})[0] == ahead[:1]
    assert without_rivals(known, {0: {2}, 2: {0}}, {})[0] == known[:1]


_PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), max_size=16, unique=True)


@given(_PAIRS, _PAIRS, st.randoms(use_true_random=False))
def test_parted_pairs_never_share_a_child_and_the_order_of_edges_does_not_matter(pairs, parted, chance):
    edges = [Edge(a, b, 10.0 + (a * 7 + b * 3) % 11) for a, b in pairs]
    apart: dict[int, set[int]] = {}
    for a, b in parted:
        apart.setdefault(a, set()).add(b)
        apart.setdefault(b, set()).add(a)

    group, _ = build(edges, apart, {})
    shuffled = edges.copy()
    chance.shuffle(shuffled)

    assert all(group.get(a, a) != group.get(b, b) for a, b in parted)
    assert build(shuffled, apart, {})[0] == group
