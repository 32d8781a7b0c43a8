"""Clusters of mentions keep people apart whom their names, gender or number keep apart."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from rapport.annotate.coref import FEATURES, Referent, Row, clusters, compatible, name_words, pair_features, referent
from rapport.annotate.model import WEIGHTS, Floats
from rapport.annotate.windows import Pieces, pieces


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ada Quill", "Quill", True),
        ("Ada Quill", "Mayor Ada Quill", True),
        ("A. Quill", "Ada Quill", True),
        ("Ada Quill", "Ben Quill", False),
        ("Ada Quill", "Tom Reyes", False),
        ("Tom Reyes", "Tom Reyes Jr.", False),
        ("Harbor Port Authority", "HPA", True),
    ],
)
def test_names_of_one_actor(a: str, b: str, same: bool) -> None:
    assert compatible(name_words(a), name_words(b)) is same
    assert compatible(name_words(b), name_words(a)) is same


TEXT = "Ada Quill met Tom Reyes. She thanked him. Quill and several aides left, and they waved."


@pytest.fixture(scope="module")
def doc() -> Pieces:
    return pieces(Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")), TEXT)


def rows(scores: Floats) -> list[Row]:
    return [(0, scores[i, :i]) for i in range(len(scores))]


def mention(doc: Pieces, words: str, head: str, kind: str = "person") -> Referent:
    start = TEXT.index(words)
    at = start + words.rindex(head)
    return referent(doc, (start, start + len(words)), (at, at + len(head)), kind)


def test_gender_number_and_names_forbid_a_link(doc: Pieces) -> None:
    refs = [
        mention(doc, "Ada Quill", "Quill"), mention(doc, "Tom Reyes", "Reyes"), mention(doc, "She", "She"), mention(doc, "him", "him"),
        mention(doc, "several aides", "aides"), mention(doc, "they", "they"),
    ]  # fmt: skip
    names = [("ada", "quill"), ("tom", "reyes"), (), (), (), ()]
    scores = np.full((6, 6), -1.0, dtype=np.float32)
    scores[1, 0] = 9  # Reyes is not Quill whatever the score
    scores[2, 0] = 2
    scores[3, 2] = 9  # him is not she
    scores[3, 1] = 1
    scores[5, 1] = 9  # they is not Reyes
    scores[5, 4] = 1
    assert clusters(rows(scores), refs, names) == [0, 1, 0, 1, 2, 2]


def test_one_full_name_is_one_actor_whatever_the_scores(doc: Pieces) -> None:
    refs = [mention(doc, "Ada Quill", "Quill"), mention(doc, "Tom Reyes", "Reyes"), mention(doc, "Quill and", "Quill")]
    scores = np.full((3, 3), -5.0, dtype=np.float32)
    assert clusters(rows(scores), refs, [("quill",), ("reyes",), ("quill",)]) == [0, 1, 0]


def test_features_stay_inside_their_tables(doc: Pieces) -> None:
    refs = [mention(doc, w, h) for w, h in (("Ada Quill", "Quill"), ("Tom Reyes", "Reyes"), ("She", "She"), ("several aides", "aides"))]
    found = pair_features(refs)
    assert found.shape == (4, 4, len(FEATURES))
    assert (found < np.asarray(FEATURES)).all()
