"""What the head of what is said of others sees of a statement."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rapport.annotate.labels import PLACES
from rapport.annotate.said import places
from rapport.annotate.spoken import mentioned
from rapport.annotations import Attribution, Span


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 50), st.integers(1, 300))
def test_a_place_is_a_row_of_small_numbers(at: list[int], first: int, length: int) -> None:
    found = places(sorted(at), first, length, [(1, 3)] * len(at))
    assert found.shape == (len(at), PLACES)
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found <= 2).all()


def test_mentions_belong_to_a_content_by_where_their_heads_begin() -> None:
    item = Attribution((), (), (Span(10, 20), Span(30, 40)), 0.9)
    assert mentioned(np.asarray([5, 10, 19, 20, 35, 40]), item) == [1, 2, 4]
