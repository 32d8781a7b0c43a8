"""Invented passages as documents that know every pair of their mentions."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from rapport.annotate.labels import ACT_TAGS
from training.invented import INVENTED, invented

TEXT = "Ada Quill praised Tom Reyes, whom Pike loathes."
SPANS = [[0, 9], [18, 27], [34, 38]]


@pytest.mark.parametrize(
    ("stances", "labels"),
    [
        ([], [0, 0, 0]),
        ([[0, 1, "positive"], [2, 1, "negative"]], [1, 0, 4]),
        ([[1, 0, "negative"]], [4, 0, 0]),
        ([[0, 1, "positive"], [1, 0, "positive"]], [1, 2, 0, 0]),  # each of the other: two questions
    ],
)
def test_every_pair_is_known(tmp_path: Path, tokenizer: Tokenizer, stances: list[list[object]], labels: list[int]) -> None:
    path = tmp_path / "invented.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": TEXT, "mentions": SPANS, "stances": stances}).encode()))
    (doc,) = [*invented(tokenizer, held=False, path=path), *invented(tokenizer, held=True, path=path)]
    assert [pair.label for pair in doc.stances] == labels
    assert all(pair.a < pair.b and pair.label in pair.known for pair in doc.stances)


def test_the_passages_are_apart_from_those_kept_and_whole(tokenizer: Tokenizer) -> None:
    learnt, kept = invented(tokenizer, held=False), invented(tokenizer, held=True)
    assert not {doc.id for doc in learnt} & {doc.id for doc in kept}
    assert len(learnt) > 8 * len(kept) > 800
    with gzip.open(INVENTED, "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            assert all(0 <= start < end <= len(row["text"]) for start, end in row["mentions"])
            assert {polarity for *_, polarity in row["stances"]} <= {"positive", "negative"}


def test_acts_keep_every_stretch_of_a_content(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """The pieces of both stretches count, from the window's first on, and none of what stands between them."""
    text = "“Pike,” Ada Quill said, “has robbed Dover.”"
    act = {"cue": [18, 22], "content": [[0, 7], [24, 43]], "act": "criticize"}
    path = tmp_path / "invented.jsonl.gz"
    path.write_bytes(
        gzip.compress(json.dumps({"text": text, "mentions": [[1, 5], [8, 17]], "stances": [[1, 0, "negative"]], "acts": [act]}).encode())
    )
    (doc,) = [*invented(tokenizer, held=False, path=path), *invented(tokenizer, held=True, path=path)]
    (label,) = doc.acts
    assert ACT_TAGS[label.act] == "criticize"
    said = [i for span in label.content for i in range(*span)]
    assert label.told(0, len(doc.pieces)) == said
    assert not set(range(*label.cue)) & set(said)
    assert label.told(1, len(doc.pieces)) == [i - 1 for i in said if i]
