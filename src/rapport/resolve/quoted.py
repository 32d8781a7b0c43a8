"""What of a statement stands in quotation marks, and whether two articles quote the same words: whole, shortened, spliced or altered."""

from __future__ import annotations

import re
from typing import Final, Literal

from rapidfuzz.distance import LCSseq, Levenshtein

from rapport.resolve.marks import words_of

Variant = Literal["same", "shortened", "spliced", "altered"]

# What opens and is not closed is quoted to its end: a quotation that goes on in the next paragraph.
_QUOTED: Final = re.compile(r"“([^“”]*)(?:”|$)|\"([^\"]*)(?:\"|$)|«([^»]*)(?:»|$)")
# “[the governor]”, “(laughs)”: words of the outlet within the quotation.
_INSERTED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)")
LEAST: Final = 6  # words; shorter ones are said every day
_SAID_ONCE: Final = 10  # words: shorter ones count as one only where they were reported within `_NEAR` days
_NEAR: Final = 30
_RUN: Final = 5  # words in a row that two quotations must share
_SHARED: Final = 0.8  # of the shorter one's words that the longer one must have in the same order


def quoted_words(content: str) -> tuple[str, ...]:
    """The words of a statement's content that stand in quotation marks, folded, without what the outlet put in brackets."""
    parts = [next(part for part in found.groups() if part is not None) for found in _QUOTED.finditer(content)]
    return tuple(words_of(_INSERTED.sub(" ", " ".join(parts))))


def same_quotation(one: tuple[str, ...], other: tuple[str, ...], days: int | None) -> bool:
    """Whether two quotations of one speaker are the same; `days` lie between their reports, None where one is undated. Symmetrical."""
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    if len(short) < LEAST or (len(short) < _SAID_ONCE and (days is None or days > _NEAR)):
        return False
    if short == long or _within(short, long):
        return True
    return LCSseq.similarity(short, long) >= _SHARED * len(short) and _share_run(short, long)


def variant_of(words: tuple[str, ...], fullest: tuple[str, ...]) -> Variant:
    """How a report of a quotation differs from its fullest one."""
    if words == fullest:
        return "same"
    if _within(words, fullest):
        return "shortened"
    if LCSseq.similarity(words, fullest) == len(words) and Levenshtein.distance(words, fullest) == len(fullest) - len(words):
        return "spliced"
    return "altered"


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _share_run(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    runs = {long[i : i + _RUN] for i in range(len(long) - _RUN + 1)}
    return any(short[i : i + _RUN] in runs for i in range(len(short) - _RUN + 1))
