"""Words that are written from right to left, set apart from the English around them.

Without that the commas, numbers and arrows between two such names turn, too: “דוד לוי, 12 May” would show the 12 before the comma.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

_APART, _END = "\u2068", "\u2069"  # isolates (Unicode Standard Annex 9)
_LETTER: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_WORDS: Final = re.compile(f"[{_LETTER}]+(?:[ \u00a0'’\"״׳-]+[{_LETTER}]+)*")
# Where a brief has sentences of articles: as a text, or in pieces.
_SENTENCES: Final = frozenset({"words"})


def apart(value: Any, name: str = "") -> Any:
    """A value of JSON in which each such name, and each sentence that is mostly of such words, is set apart."""
    if isinstance(value, str):
        return _sentence([value])[0] if name in _SENTENCES else _names(value)
    if isinstance(value, dict):
        return {key: apart(part, key) for key, part in value.items()}
    if isinstance(value, list | tuple):
        if name in _SENTENCES and value:
            return list(zip(_sentence([piece for piece, _ in value]), [mark for _, mark in value], strict=True))
        return [apart(part) for part in value]
    return value


def _names(text: str) -> str:
    return _WORDS.sub(lambda found: _APART + found[0] + _END, text)


def _sentence(pieces: list[str]) -> list[str]:
    """The pieces of a sentence: as one that runs from right to left where most of its letters do."""
    kinds = [unicodedata.bidirectional(sign) for piece in pieces for sign in piece]
    if sum(kind in ("R", "AL") for kind in kinds) <= kinds.count("L"):
        return [_names(piece) for piece in pieces]
    return ["\u2067" * (i == 0) + piece + _END * (i == len(pieces) - 1) for i, piece in enumerate(pieces)]
