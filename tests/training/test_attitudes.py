"""Stances marked by offsets, joined to their texts: an invented article."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from training.attitudes import STANCES, attitudes, marked

TEXT = "Ada Quill attacked Tom Reyes on Sunday. He praised her aides."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def stance(holder: str | None, target: str, polarity: str) -> dict[str, Any]:
    return {
        "sentence": [0, 39], "holder": at(holder) if holder else None, "target": at(target), "by": "Ada Quill", "toward": "Tom Reyes",
        "polarity": polarity, "how": "told",
    }  # fmt: skip


MARKED: dict[str, Any] = {
    "id": "one",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "stances": [stance("Ada Quill", "Tom Reyes", "negative"), stance("He", "her aides", "positive"), stance(None, "Tom Reyes", "negative")],
}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_a_stance_is_a_pair_of_heads_in_the_order_of_the_text(tmp_path: Path, tokenizer: Tokenizer) -> None:
    back = MARKED | {"stances": [stance("Tom Reyes", "Ada Quill", "positive")]}
    news = write(tmp_path / "news.jsonl.gz", [{"id": "one", "text": TEXT}])
    for item, labels in ((MARKED, [3, 1]), (back, [2])):
        (doc,) = attitudes(tokenizer, news, {"one": item})
        assert [pair.label for pair in doc.stances] == labels
        assert all(pair.a < pair.b for pair in doc.stances)
        assert doc.complete


def test_articles_kept_from_the_training_are_not_learnt_from(tmp_path: Path) -> None:
    path = write(tmp_path / "stances.jsonl.gz", [MARKED, MARKED | {"id": "two"}])
    kept = write(tmp_path / "held.jsonl.gz", [{"id": "two"}])
    assert list(marked(held=True, path=path, kept=kept)) == ["two"]
    assert list(marked(held=False, path=path, kept=kept)) == ["one"]


def test_a_text_that_changed_is_left_out(tmp_path: Path, tokenizer: Tokenizer) -> None:
    news = write(tmp_path / "news.jsonl.gz", [{"id": "one", "text": TEXT + " Changed."}])
    with pytest.raises(ValueError, match="none of the articles"):
        attitudes(tokenizer, news, {"one": MARKED})


def test_the_annotations_hold_offsets_and_names_and_no_sentences() -> None:
    with gzip.open(STANCES, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    assert {key for row in rows for key in row} == {"id", "sha256", "stances"}
    for item in (item for row in rows for item in row["stances"]):
        assert item["polarity"] in ("positive", "negative")
        assert max(len(item["by"]), len(item["toward"])) < 120
        start, end = item["sentence"]
        assert all(start <= a < b <= end for a, b in (item[side] for side in ("holder", "target") if item[side]))
