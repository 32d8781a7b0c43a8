"""Features of pairs of mentions."""

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.model import WEIGHTS
from rapport.annotate.pairs import FEATURES, pair_features
from rapport.annotate.referents import referent
from rapport.annotate.windows import pieces

TEXT = "Ada Quill met Tom Reyes. She thanked him. Quill and several aides left, and they waved."


def test_features_stay_inside_their_tables() -> None:
    doc = pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), TEXT)
    refs = []
    for words in ("Ada Quill", "Tom Reyes", "She", "several aides"):
        end = TEXT.index(words) + len(words)
        refs.append(referent(doc, (end - len(words), end), (end - len(words.split()[-1]), end), "person"))
    found = pair_features(refs)
    assert found.shape == (4, 4, len(FEATURES))
    assert (found < np.asarray(FEATURES)).all()
