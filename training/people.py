"""Articles in which people and contacts were marked by reading: `annotations/people.jsonl.gz` holds offsets only, the texts lie in the news corpus.

One line an article: `id` and `sha256` of its text; `actors`, each `kind` (person, organization, place, group) and `mentions` [[start, end]] of code
points, every mention of an individual person and those of other actors that are more than a name; `contacts`, each `channel`, `status`, `parties` and
`initiator` (indices of actors), and `mentions`: the spans of `sentence`, `trigger`, `parties`, `initiator`, `when`, `duration`, `cadence`, `place`, `topics`.
`annotations/held.jsonl.gz` holds more of the same, kept from the training: `training.parties` learns from them how far the reader can be trusted.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.labels import ANCHOR_ROLES, SPAN_ROLES
from rapport.annotate.windows import pieces
from training.docs import TrainDoc, add_referent, anchor_piece, known_anchors, lines, sort_referents, trigger_label

ANNOTATIONS: Final = Path(__file__).parent / "annotations" / "people.jsonl.gz"
HELD: Final = ANNOTATIONS.with_name("held.jsonl.gz")


def people(tokenizer: Tokenizer, news: Path, annotations: Path = ANNOTATIONS) -> list[TrainDoc]:
    """The annotated articles as documents; one whose text is not that which was read is left out, and ValueError if none is left.

    Raises FileNotFoundError where the annotations or the news corpus are missing.
    """
    return [_document(tokenizer, text, item) for text, item in joined(news, {item["id"]: item for item in lines(annotations)})]


def joined(news: Path, marked: dict[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """The texts of the annotated articles, which are given by id, each with its marks; one whose text is not that which was read is left out.

    Raises FileNotFoundError where the news corpus is missing, ValueError where it has none of the articles.
    """
    texts = {}
    for article in lines(news):
        item = marked.get(article["id"])
        if item and hashlib.sha256(article["text"].encode()).hexdigest() == item["sha256"]:
            texts[article["id"]] = article["text"]
    if not texts:
        raise ValueError(f"{news} has none of the articles that were marked")
    return [(texts[key], item) for key, item in marked.items() if key in texts]


def _document(tokenizer: Tokenizer, text: str, item: dict[str, Any]) -> TrainDoc:
    doc = TrainDoc("people", item["id"], pieces(tokenizer, text))
    doc.channels = np.zeros(len(doc.pieces), dtype=np.int64)
    for number, actor in enumerate(item["actors"]):
        for start, end in actor["mentions"]:
            add_referent(doc, start, end, actor["kind"], None, number)
    for group, contact in enumerate(item["contacts"]):
        for mention in contact["mentions"]:
            _trigger(doc, contact, mention, group)
    doc.partial, doc.whole = True, ("person",)
    sort_referents(doc)
    known_anchors(doc)
    return doc


def _trigger(doc: TrainDoc, contact: dict[str, Any], mention: dict[str, Any], group: int) -> None:
    label = trigger_label(doc, tuple(mention["trigger"]), contact["channel"], contact["status"], group)
    if label is None:
        return
    label.sentence = doc.pieces.inside(*mention["sentence"])
    found = {"party": mention["parties"], "topic": mention["topics"]}
    for role in (*ANCHOR_ROLES, *SPAN_ROLES):
        spans = found.get(role, [mention[role]] if mention.get(role) else [])
        if role in ANCHOR_ROLES:
            label.anchors[role] = [anchor_piece(doc.pieces, *span) for span in spans]
        else:
            label.spans[role] = [doc.pieces.inside(*span) for span in spans]
    doc.triggers.append(label)
