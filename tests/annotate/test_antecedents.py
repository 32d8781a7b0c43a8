"""Scores of antecedents are the sums of the learned tables, however they are computed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.annotate.antecedents import Antecedents
from rapport.annotate.labels import FORMS, KINDS
from rapport.annotate.pairs import FEATURES, pair_features
from rapport.annotate.referents import Referent

WORDS = ("quill", "reyes", "mayor", "aide", "he", "they")


@st.composite
def referents(draw: st.DrawFn) -> list[Referent]:
    """Mentions in order of position, some within others, of few words, so that many pairs share some."""
    found: list[Referent] = []
    start = sentence = 0
    for number in range(draw(st.integers(1, 24))):
        start += draw(st.integers(0, 5))
        sentence += draw(st.sampled_from((0, 0, 1, 12, 60)))
        words = draw(st.lists(st.sampled_from(WORDS), max_size=3, unique=True))
        found.append(
            Referent(
                start, start + draw(st.integers(1, 20)), number, sentence, draw(st.integers(0, len(KINDS) - 1)), draw(st.integers(0, len(FORMS) - 1)),
                draw(st.integers(0, 9)), draw(st.integers(0, 1)), draw(st.integers(0, 2)), draw(st.integers(0, 3)), draw(st.sampled_from(WORDS)),
                frozenset(words), " ".join(words),
            )
        )  # fmt: skip
    return found


@settings(max_examples=60, deadline=None)
@given(refs=referents(), seed=st.integers(0, 99), data=st.data())
def test_scores_are_the_sums_of_the_tables(refs: list[Referent], seed: int, data: st.DataObject) -> None:
    generator = np.random.default_rng(seed)
    tables = [generator.normal(size=size).astype(np.float32) for size in FEATURES]
    begin = data.draw(st.integers(0, len(refs) - 1))
    low = data.draw(st.integers(0, begin))
    features = pair_features(refs[low:], begin - low)
    wanted = sum(table[features[..., i]] for i, table in enumerate(tables))
    found = Antecedents(refs, tables).scores(low, begin, len(refs))
    before = np.arange(begin, len(refs))[:, None] > np.arange(low, len(refs))[None]
    np.testing.assert_allclose(found[before], np.asarray(wanted)[before], atol=1e-4)
