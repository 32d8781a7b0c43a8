"""Articles in which every stance was marked by reading: `annotations/stances.jsonl.gz` holds offsets and names, the texts lie in the news corpus.

One line an article: `id` and `sha256` of its text; `stances`, one for each sentence that shows one: the spans of `sentence`, `holder` and `target` (null where no word of the sentence
stands for them), `by` and `toward` (their names as the article gives them), `polarity`, and `how`: said by the holder, or told of them. What is not marked is no stance.
Articles that are also in `annotations/held.jsonl.gz` are kept from the training: `training.calibrate` learns from them how far the reader can be trusted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer

from rapport.annotate.windows import pieces
from training.docs import StanceLabel, TrainDoc, anchor_piece, lines
from training.people import HELD, joined

STANCES: Final = HELD.with_name("stances.jsonl.gz")


def marked(*, held: bool, path: Path = STANCES, kept: Path = HELD) -> dict[str, dict[str, Any]]:
    """The annotated articles by id: those kept from the training, or the others."""
    out = {item["id"] for item in lines(kept)}
    return {item["id"]: item for item in lines(path) if (item["id"] in out) == held}


def attitudes(tokenizer: Tokenizer, news: Path, articles: dict[str, dict[str, Any]]) -> list[TrainDoc]:
    """The annotated articles as documents whose every other pair in a sentence holds nothing; one whose text is not that which was read is left out.

    Raises FileNotFoundError where the news corpus is missing, ValueError where it has none of the articles.
    """
    return [_document(tokenizer, text, item) for text, item in joined(news, articles)]


def _document(tokenizer: Tokenizer, text: str, item: dict[str, Any]) -> TrainDoc:
    doc = TrainDoc("attitudes", item["id"], pieces(tokenizer, text), complete=True)
    seen: set[tuple[int, int]] = set()
    for stance in item["stances"]:
        if not (stance["holder"] and stance["target"]):
            continue
        one, other = (anchor_piece(doc.pieces, *stance[side]) for side in ("holder", "target"))
        a, b = sorted((one, other))
        if a != b and (a, b) not in seen:
            seen.add((a, b))
            doc.stances.append(StanceLabel(a, b, (1 if stance["polarity"] == "positive" else 3) + (one != a)))
    return doc
