"""Worked examples of the literature and cases small enough to count by hand."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics import Tally, assign, b_cubed, ceaf_e, conll, exact, half, matched, muc, overlapping, paired, token_overlap

COREFERENCE = {"muc": muc, "b_cubed": b_cubed, "ceaf_e": ceaf_e}

# Luo 2005: twelve mentions in three entities, and four responses to them.
LUO_KEY = [{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}]
LUO = {
    "two entities joined, the small with a large": [{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}],
    "two entities joined, the large ones": [{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}],
    "all in one": [set(range(1, 13))],
    "each by itself": [{n} for n in range(1, 13)],
}


def clustering(low: int = 0, high: int = 12) -> st.SearchStrategy[list[set[int]]]:
    """Disjoint clusters over some of the mentions `low` to `high`."""

    def group(labels: dict[int, int]) -> list[set[int]]:
        return [{m for m, mine in labels.items() if mine == label} for label in sorted(set(labels.values()))]

    return st.dictionaries(st.integers(low, high), st.integers(0, 4), max_size=high - low).map(group)


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair))), max_size=10)


@pytest.mark.parametrize(
    ("response", "wanted"),
    [
        ("two entities joined, the small with a large", {"muc": 0.947, "b_cubed": 0.865, "ceaf_e": 0.733}),
        ("two entities joined, the large ones", {"muc": 0.947, "b_cubed": 0.737, "ceaf_e": 0.667}),
        ("all in one", {"muc": 0.900, "b_cubed": 0.545, "ceaf_e": 0.294}),
        ("each by itself", {"muc": 0.0, "b_cubed": 0.400, "ceaf_e": 0.178}),
    ],
)
def test_coreference_on_the_examples_of_luo(response: str, wanted: dict[str, float]) -> None:
    for name, metric in COREFERENCE.items():
        assert metric(LUO_KEY, LUO[response]).f1 == pytest.approx(wanted[name], abs=0.0006), name


@pytest.mark.parametrize(
    ("name", "precision", "recall", "f1"),
    [("muc", 2 / 5, 2 / 5, 2 / 5), ("b_cubed", 1 / 2, 5 / 12, 5 / 11), ("ceaf_e", 13 / 30, 13 / 20, 13 / 25)],
)
def test_coreference_with_mentions_that_one_side_lacks(name: str, precision: float, recall: float, f1: float) -> None:
    """The example of Pradhan et al. 2014: e is missing from the response, h and i are in it alone."""
    tally = COREFERENCE[name]([{"a", "b", "c"}, {"d", "e", "f", "g"}], [{"a", "b"}, {"c", "d"}, {"f", "g", "h", "i"}])
    assert (tally.precision, tally.recall, tally.f1) == pytest.approx((precision, recall, f1))


def test_muc_on_the_example_of_vilain() -> None:
    """Key A-B-C-D; the response links A-B and C-D: two of three links are found, none is wrong."""
    tally = muc([{"A", "B", "C", "D"}], [{"A", "B"}, {"C", "D"}])
    assert (tally.recall, tally.precision) == pytest.approx((2 / 3, 1.0))


def test_conll_is_the_mean_of_f1() -> None:
    response = LUO["all in one"]
    assert conll(*(metric(LUO_KEY, response) for metric in COREFERENCE.values())) == pytest.approx((0.9 + 6 / 11 + 5 / 17) / 3)


def test_a_mention_in_two_clusters_is_refused() -> None:
    for metric in (muc, b_cubed):
        with pytest.raises(ValueError, match="two clusters"):
            metric([{1, 2}], [{1, 2}, {2, 3}])


@given(clustering(), clustering(3, 15))
def test_coreference_is_symmetric_and_bounded(one: list[set[int]], other: list[set[int]]) -> None:
    for metric in COREFERENCE.values():
        there, back = metric(one, other), metric(other, one)
        assert there.precision == pytest.approx(back.recall)
        assert there.f1 == pytest.approx(back.f1)
        assert all(-1e-9 <= value <= 1 + 1e-9 for value in (there.precision, there.recall, there.f1))


@given(clustering())
def test_coreference_of_equal_clusters_is_perfect(clusters: list[set[int]]) -> None:
    for metric in COREFERENCE.values():
        assert metric(clusters, list(reversed(clusters))).f1 == pytest.approx(1.0)


@given(clustering(0, 8), clustering(0, 8))
def test_coreference_of_separate_documents_adds_up(one: list[set[int]], other: list[set[int]]) -> None:
    """Two documents scored apart and added are the same as one document that holds both."""
    gold = [{1, 2, 3}, {4, 5}]
    shifted = [{m + 100 for m in cluster} for cluster in gold]
    moved = [{m + 100 for m in cluster} for cluster in other]
    for metric in COREFERENCE.values():
        apart = metric(gold, one) + metric(shifted, moved)
        joined = metric(gold + shifted, one + moved)
        assert (apart.precision, apart.recall) == pytest.approx((joined.precision, joined.recall))


def test_exact_counts_equal_spans_once() -> None:
    tally = exact([(0, 3), (5, 9), (5, 9)], [(5, 9), (0, 4)])
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)
    assert tally.to_json() == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "predicted": 2}


def test_tallies_add_up_to_the_micro_average() -> None:
    """1 of 2 given, 1 of 1 wanted; then 0 of 2 given, 0 of 3 wanted: precision 1/4, recall 1/4."""
    total = exact(["a"], ["a", "b"]) + exact(["c", "d", "e"], ["x", "y"])
    assert (total.precision, total.recall) == (0.25, 0.25)


def test_nothing_given_and_nothing_wanted_is_right() -> None:
    assert Tally().f1 == 1.0
    assert matched(0, 0, 3).f1 == 0.0
    assert matched(0, 3, 0).f1 == 0.0


def test_overlapping_spans_pair_one_to_one() -> None:
    """Both predictions touch the first gold span; only one of them can have it. Touching ends do not overlap."""
    tally = overlapping([(0, 10), (20, 30)], [(0, 4), (5, 12), (30, 40)])
    assert (tally.right, tally.given, tally.wanted) == (1, 3, 2)


def test_overlapping_finds_the_pairing_with_most_pairs() -> None:
    """(0, 20) could take either gold span; the best pairing leaves the first to the prediction that has no other."""
    assert overlapping([(0, 5), (10, 15)], [(0, 20), (1, 3)]).right == 2


@given(spans, spans)
def test_span_scores_are_symmetric_and_bounded(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    for metric in (exact, overlapping):
        there, back = metric(one, other), metric(other, one)
        assert there.f1 == back.f1
        assert 0 <= there.f1 <= 1
        assert metric(one, one).f1 == 1
    assert overlapping(one, other).right >= exact(one, other).right


@pytest.mark.parametrize(
    ("gold", "predicted", "share"),
    [({1, 2, 3, 4}, {3, 4}, 0.5), ({1}, {1, 2, 3}, 1 / 3), (set(), set(), 1.0), (set(), {1}, 0.0), ({1}, set(), 0.0), ({1, 2}, {1, 2}, 1.0)],
)
def test_token_overlap(gold: set[int], predicted: set[int], share: float) -> None:
    assert token_overlap(frozenset(gold), frozenset(predicted)) == pytest.approx(share)


def test_half_asks_it_of_every_part() -> None:
    source, cue, content = frozenset({0, 1}), frozenset({2}), frozenset(range(3, 13))
    assert half([source, cue, content], [frozenset({1}), cue, frozenset(range(3, 8))])
    assert not half([source, cue, content], [frozenset({1}), cue, frozenset(range(3, 7))])
    assert not half([frozenset(), cue, content], [source, cue, content])
    assert half([frozenset(), cue, content], [frozenset(), cue, content])


def test_assignment_takes_the_greatest_sum_and_no_zero_pairs() -> None:
    assert assign([[0.9, 0.8], [0.8, 0.0]]) == [(0, 1), (1, 0)]
    assert assign([[0.0, 0.0], [0.0, 0.5]]) == [(1, 1)]
    assert assign([]) == assign([[]]) == []


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_no_other_assignment_has_a_greater_sum(rows: int, columns: int, data: st.DataObject) -> None:
    """Against every assignment there is, for tables of up to 5 x 5 with many ties."""
    scores = [[data.draw(st.integers(0, 6)) / 4 for _ in range(columns)] for _ in range(rows)]
    pairs = assign(scores)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    size = max(rows, columns)
    square = [[scores[r][c] if r < rows and c < columns else 0.0 for c in range(size)] for r in range(size)]
    best = max(sum(square[r][c] for r, c in enumerate(order)) for order in permutations(range(size)))
    assert sum(scores[r][c] for r, c in pairs) == pytest.approx(best)


@given(st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6))
def test_pairs_are_one_to_one_and_match(one: list[int], other: list[int]) -> None:
    pairs = paired(one, other, lambda a, b: a == b)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert all(one[a] == other[b] for a, b in pairs)
    assert len(pairs) == sum(min(one.count(n), other.count(n)) for n in range(4))
