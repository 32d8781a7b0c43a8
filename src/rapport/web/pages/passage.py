"""The words that a record rests on, with some of the article around them."""

from __future__ import annotations

from rapport.records import Article, Record
from rapport.report.words import clean_piece

_CONTEXT = 260  # code points of the article before and after
_WIDE = ("sentence", "content")


def passage(article: Article, record: Record) -> tuple[str, str, str]:
    """What stands before the record's sentence (or what was said), it itself, and what stands after; cut at words."""
    text = article.text
    its = next((piece for piece in record.evidence if piece.role in _WIDE), record.evidence[0])
    first, last = max(0, its.start - _CONTEXT), min(len(text), its.end + _CONTEXT)
    before, after = text[first : its.start], text[its.end : last]
    if first:
        before = "… " + before[before.find(" ") + 1 :]
    if last < len(text):
        after = after[: max(after.rfind(" "), 0)] + " …"
    return clean_piece(before), its.text, clean_piece(after)


def words_of(record: Record) -> str | None:
    """The words that report a contact, attribute a statement, or name."""
    return next((piece.text for piece in record.evidence if piece.role in ("trigger", "cue", "label")), None)
