"""Passages that we invented, with every stance in them: `annotations/invented.jsonl.gz`.

News holds two words of blame for one of praise, and what it praises it praises in few words; a head that learns from it takes praise for blame. These passages hold as many of
either, in other words each. One line a passage: `text`; `mentions`, spans of code points, those of third-person pronouns with them; `stances`, each the numbers of two mentions and the polarity
of what the first holds of the second. What is not marked is no stance. `acts` are statements whose source holds one thing of those whom it names, as the reader found them: `cue`, `content` (spans) and
`act`, praise or criticize by that stance; of 40 read by eye 36 are right. A thousand further passages hold one statement each that
does neither, with its act, and no stance: without them a head learns that whoever speaks in such a passage praises or blames. People, parties, towns and outlets are invented.
"""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer

from rapport.annotate.labels import ACT_TAGS
from rapport.annotate.windows import pieces
from training.docs import ActLabel, StanceLabel, TrainDoc, anchor_piece, lines
from training.people import HELD

INVENTED: Final = HELD.with_name("invented.jsonl.gz")
KEPT: Final = 10  # every tenth passage, by its hash, is kept from the training


def invented(tokenizer: Tokenizer, *, held: bool, path: Path = INVENTED) -> list[TrainDoc]:
    """The passages that are kept from the training, or the others, as documents that know every pair of their mentions."""
    return [_document(tokenizer, item) for item in lines(path) if _is_held(item["text"]) == held]


def _is_held(text: str) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % KEPT == 0


def _document(tokenizer: Tokenizer, item: dict[str, Any]) -> TrainDoc:
    doc = TrainDoc("invented", hashlib.sha256(item["text"].encode()).hexdigest()[:16], pieces(tokenizer, item["text"]))
    at = [anchor_piece(doc.pieces, *span) for span in item["mentions"]]
    told = {(holder, target): polarity for holder, target, polarity in item["stances"]}
    for one, other in combinations(range(len(at)), 2):
        a, b = (one, other) if at[one] < at[other] else (other, one)
        if at[a] != at[b]:
            doc.stances += [StanceLabel(at[a], at[b], *label) for label in _labels(told.get((a, b)), told.get((b, a)))]
    for act in item.get("acts", ()):
        content = tuple(doc.pieces.inside(*span) for span in act["content"])
        doc.acts.append(ActLabel(doc.pieces.inside(*act["cue"]), content, ACT_TAGS.index(act["act"])))
    return doc


def _labels(forth: str | None, back: str | None) -> list[tuple[int, tuple[int, ...]]]:
    """The class of a pair and which classes are asked for; two where each holds something of the other."""
    first, second = (1 if forth == "positive" else 3), (2 if back == "positive" else 4)
    if forth and back:
        return [(first, (0, 1, 3)), (second, (0, 2, 4))]
    return [(first if forth else second if back else 0, (0, 1, 2, 3, 4))]
