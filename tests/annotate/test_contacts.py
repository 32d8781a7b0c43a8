"""What a trigger and the pieces around it look like beside each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from rapport.annotate.contacts import ROLE_FEATURES, role_features, trigger_features
from rapport.annotate.model import WEIGHTS
from rapport.annotate.windows import Pieces, pieces

TEXT = "Quill called Reyes on Sunday. The call was short. They met in Dover."


@pytest.fixture(scope="module")
def doc() -> Pieces:
    return pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), TEXT)


def test_a_piece_before_one_after_and_one_in_another_sentence_differ(doc: Pieces) -> None:
    called = doc.at(TEXT.index("called"))
    others = np.asarray([doc.at(TEXT.index(word)) for word in ("Quill", "Reyes", "The call")])
    row = role_features(doc, np.asarray([called]), others)[0]
    assert len(set(row.tolist())) == 3
    half = ROLE_FEATURES // 2
    assert (row >= half).tolist() == [True, True, False]


@given(st.data())
def test_every_pair_has_a_category(doc: Pieces, data: st.DataObject) -> None:
    at = np.asarray(data.draw(st.lists(st.integers(0, len(doc) - 1), min_size=1, max_size=4)))
    found = role_features(doc, at, np.arange(len(doc)))
    assert found.shape == (len(at), len(doc))
    assert found.min() >= 0
    assert found.max() < ROLE_FEATURES


def test_triggers_with_one_word_are_told_from_others(doc: Pieces) -> None:
    called, call, met = (doc.at(TEXT.index(word)) for word in ("called", "call was", "met"))
    found = trigger_features(doc, [called, call, met])
    assert found.shape == (3, 3, 3)
    assert (found[0, 0, 0], found[0, 1, 0] // 2, found[0, 2, 0] // 2) == (1, 1, 2)
