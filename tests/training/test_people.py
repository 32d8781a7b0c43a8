"""Marks of people and contacts by offsets, joined to their texts: an invented article."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from rapport.annotate.labels import CHANNEL_TAGS, STATUS_TAGS
from training.people import ANNOTATIONS, people

TEXT = "Mayor Ada Quill called Tom Reyes on Sunday. He said she was brief."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


MARKED: dict[str, Any] = {
    "id": "one",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "actors": [{"kind": "person", "mentions": [at("Mayor Ada Quill"), at("she")]}, {"kind": "person", "mentions": [at("Tom Reyes"), at("He")]}],
    "contacts": [
        {
            "channel": "call",
            "status": "happened",
            "parties": [0, 1],
            "initiator": 0,
            "mentions": [
                {
                    "sentence": [0, 43], "trigger": at("called"), "parties": [at("Mayor Ada Quill"), at("Tom Reyes")], "initiator": at("Mayor Ada Quill"),
                    "when": at("on Sunday"), "duration": None, "cadence": None, "place": None, "topics": [],
                }
            ],
        }
    ],
}  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_marks_become_triggers_links_and_chains(tmp_path: Path, tokenizer: Tokenizer) -> None:
    news = write(tmp_path / "news.jsonl.gz", [{"id": "one", "text": TEXT}, {"id": "two", "text": "Nothing."}])
    (doc,) = people(tokenizer, news, write(tmp_path / "marks.jsonl.gz", [MARKED]))
    (trigger,) = doc.triggers
    words = [doc.pieces.text[doc.pieces.starts[i] : doc.pieces.ends[i]] for i in trigger.anchors["party"]]
    assert (CHANNEL_TAGS[trigger.channel], STATUS_TAGS[trigger.status], words) == (
        "call",
        "happened",
        ["Qui", "Reyes"],
    )  # the first piece of each head
    first, last = trigger.spans["when"][0]
    assert doc.pieces.text[doc.pieces.starts[first] : doc.pieces.ends[last - 1]] == "on Sunday"
    chains: dict[int, list[str]] = {}
    for ref, cluster in zip(doc.referents, doc.clusters, strict=True):
        chains.setdefault(cluster, []).append(TEXT[ref.start : ref.end])
    assert chains == {0: ["Mayor Ada Quill", "she"], 1: ["Tom Reyes", "He"]}
    assert doc.whole == ("person",)


def test_a_text_that_changed_is_left_out(tmp_path: Path, tokenizer: Tokenizer) -> None:
    news = write(tmp_path / "news.jsonl.gz", [{"id": "one", "text": TEXT + " Changed."}])
    with pytest.raises(ValueError, match="none of the articles"):
        people(tokenizer, news, write(tmp_path / "marks.jsonl.gz", [MARKED]))


def test_the_annotations_hold_offsets_and_no_words() -> None:
    with gzip.open(ANNOTATIONS, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    assert len(rows) > 50
    assert {key for row in rows for key in row} == {"id", "sha256", "actors", "contacts"}
    for row in rows:
        assert {actor["kind"] for actor in row["actors"]} <= {"person", "organization", "place", "group"}
        for contact in row["contacts"]:
            assert all(0 <= party < len(row["actors"]) for party in contact["parties"])
            for mention in contact["mentions"]:
                start, end = mention["sentence"]
                assert all(start <= a < b <= end for a, b in [mention["trigger"], *mention["parties"], *mention["topics"]])
