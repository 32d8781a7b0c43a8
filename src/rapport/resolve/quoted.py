"""What of a statement stands in quotation marks, and whether two articles quote the same words: whole, shortened, spliced, altered, or further ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal

from rapidfuzz.distance import LCSseq, Levenshtein

from rapport.resolve.marks import words_of

Variant = Literal["same", "shortened", "spliced", "further", "altered"]
Words = tuple[str, ...]

# What opens and is not closed is quoted to its end, or to where it opens again: a quotation that goes on in the next paragraph.
_QUOTED: Final = re.compile(r"“([^“”]*)(?:”|(?=“)|$)|\"([^\"]*)(?:\"|$)|«([^»]*)(?:»|$)")
# Where the outlet broke into what was said: its own words in brackets (“[the governor]”, “(laughs)”), dots, or the end of a quotation mark.
_BROKEN: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|…|\.(?:\s?\.)+|[“”\"«»]")
LEAST: Final = 6  # words; shorter ones are said every day
_SAID_ONCE: Final = 10  # words: shorter ones count as one only where they were reported within `_NEAR` days and have `_TELLING` words of their own
_TELLING: Final = 3
_NEAR: Final = 30
_RUN: Final = 5  # words in a row that two quotations must share
_SHARED: Final = 0.8  # of the shorter one's words that the longer one must have in the same order
_SHARED_TELLING: Final = 0.7  # “one of the biggest parades in the history of our state” is not “one of the great wrongs in the history of our state”
NOBODY_ELSE: Final = 12  # so many words in a row are nobody else's, whoever is said to have said them
_SLIP: Final = 3  # words: what is left out and is shorter is a slip where nothing marks it, and an interruption where something does
_COVERED: Final = 3  # words in a row by which it is measured how much of what all quote one has
_NEARLY: Final = 0.95  # who has so much of what the best has is as full
_STUTTER: Final = 3  # words: what is said twice in a row and is no longer is a stutter, which some write down and others do not
_PLAIN: Final = frozenset(
    """a about above after again against all also always am an and any anything are as at be because been before being below but by can cannot could did do does
    doing don't down even ever every everything for from get go going good got great had has have he her here him his how i i'm i've if in into is isn't it it's
    its just know let let's like make many me more most much must my need never no not nothing now of on one only or other our out over people really right said
    say see she should so some something such take than that that's the their them then there there's they they're thing things think this those time to too
    under up us very want was way we we're well were what what's when where which who why will with won't would wrong yes you you're your""".split()
)


@dataclass(frozen=True)
class Quoted:
    """The words of a statement that stand in quotation marks, in the pieces that the outlet made of them, folded and without what it put in."""

    pieces: tuple[Words, ...]

    @cached_property
    def words(self) -> Words:
        return tuple(word for piece in self.pieces for word in piece)

    @cached_property
    def breaks(self) -> frozenset[int]:
        """Between which words something broke in: before the n-th."""
        ends, at = set(), 0
        for piece in self.pieces:
            at += len(piece)
            ends.add(at)
        return frozenset(ends - {at})


def _marked(content: str) -> list[str]:
    return [next(part for part in found.groups() if part is not None) for found in _QUOTED.finditer(content)]


@lru_cache(maxsize=1 << 14)  # copies of one text say it thousands of times
def quoted(content: str, form: str) -> Quoted:
    """What a statement of this form quotes; of a direct one, all its words."""
    parts = [content] if form == "direct" else _marked(content)
    pieces = (tuple(words_of(piece)) for part in parts for piece in _BROKEN.split(part))
    return Quoted(tuple(piece for piece in pieces if piece))


def quoted_text(content: str, form: str) -> str:
    """The quotation as a reader should see it: the words in quotation marks, without what the outlet says around them."""
    parts = [part.strip() for part in _marked(content)]
    return content if form == "direct" or not parts else " … ".join(f"“{part}”" for part in parts if part)


def same_quotation(one: Words, other: Words, days: int | None, one_speaker: bool = True) -> bool:
    """Whether two quotations are the same: one within the other, with a few words changed or left out, or with many words in a row in common.

    `days` lie between their reports, None where one is undated. Of different speakers (or where one is not known) only long runs count. Symmetrical.
    """
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    near = days is not None and days <= _NEAR
    if not one_speaker:
        return len(short) >= NOBODY_ELSE and _share_run(short, long, NOBODY_ELSE) and _shared(short, long)
    if len(short) < LEAST or (len(short) < _SAID_ONCE and not (near and len(set(short) - _PLAIN) >= _TELLING)):
        return False
    if _within(short, long) or (near and _share_run(short, long, NOBODY_ELSE)):
        return True
    return _share_run(short, long, _RUN) and _shared(short, long)


def fullest(printed: Mapping[Words, Collection[str]]) -> list[Words]:
    """Wordings of one quotation, given with the outlets that print each, the fullest first: the one that has most of the words that any has, each counted
    by how many outlets print it. Of those that have nearly as much the one that stutters least, then the longest."""
    told: dict[tuple[str, ...], set[str]] = {}
    runs = {words: _runs(words) for words in printed}
    for words, outlets in printed.items():
        for run in runs[words]:
            told.setdefault(run, set()).update(outlets)
    covered = {words: sum(len(told[run]) for run in found) for words, found in runs.items()}
    enough = _NEARLY * max(covered.values())
    first = min((words for words in printed if covered[words] >= enough), key=lambda words: (len(words) - len(_smooth(words)), -len(words), words))
    return [first, *sorted((words for words in printed if words != first), key=lambda words: (-len(words), words))]


def _runs(words: Words) -> set[Words]:
    smooth = _smooth(words)
    size = min(_COVERED, len(smooth))
    return {smooth[i : i + size] for i in range(len(smooth) - size + 1)}


@lru_cache(maxsize=1 << 14)
def _smooth(words: Words) -> Words:
    """Words without what is said twice in a row."""
    kept: list[str] = []
    for word in words:
        kept.append(word)
        for size in range(1, _STUTTER + 1):
            if kept[-size:] == kept[-2 * size : -size]:
                del kept[-size:]
                break
    return tuple(kept)


def variant_of(report: Quoted, others: list[Words]) -> Variant:
    """How a report of a quotation differs from the fullest one, the first of `others`.

    Left out within makes it spliced, as do pieces that stand in several of the others, or in none; words that go on beyond the fullest, or stand whole in another
    alone, are further ones; other words, or a few left out unmarked, altered.
    """
    first, smooth = others[0], _smooth(report.words)
    if _plain(smooth) == _plain(_smooth(first)):
        return "same"
    told = "shortened" if _within(smooth, _smooth(first)) else _differs(report, first)
    if told != "altered":
        return told
    rest = [other for other in others if other != report.words]
    found = [_differs(report, other) for other in rest[1:] if len(other) > len(report.words)]
    if "shortened" in found:
        return "further"
    if "spliced" in found:
        return "spliced"
    if all(_whole(piece, rest) for piece in report.pieces):
        return "spliced" if len(report.pieces) > 1 else "further"
    return "further" if _goes_on(report.words, first) else "altered"


def _goes_on(words: Words, fullest: Words) -> bool:
    """Whether words begin within the fullest and go on beyond its end, or begin before it and go on into it."""
    sizes = range(_RUN, min(len(words), len(fullest)) + 1)
    return _within(fullest, words) or any(words[:size] == fullest[-size:] or words[-size:] == fullest[:size] for size in sizes)


def _differs(report: Quoted, fullest: Words) -> Variant:
    words = report.words
    if _within(words, fullest):
        return "shortened"
    if LCSseq.similarity(words, fullest) < len(words):
        return "altered"
    left_out = [(op.src_start, op.dest_end - op.dest_start) for op in Levenshtein.opcodes(words, fullest) if op.tag == "insert"]
    inner = [(at, length) for at, length in left_out if 0 < at < len(words)]
    if any(length < _SLIP and at not in report.breaks for at, length in inner):
        return "altered"
    return "spliced" if any(length >= _SLIP for _, length in inner) else "shortened"


def _whole(piece: Words, others: list[Words]) -> bool:
    """Whether a piece stands as it is in one of the others, or is in none."""
    return any(_within(piece, other) for other in others) or not any(_share_run(piece, other, _SLIP) for other in others)


def _plain(words: Words) -> str:
    """The letters, which do not depend on hyphens (“e-mail”, “email”)."""
    return "".join(words)


def _shared(short: Words, long: Words) -> bool:
    """Whether the longer one has nearly all words of the shorter one in the same order, and of those that tell something not only the stock ones."""
    telling = set(short) - _PLAIN
    return len(telling & set(long)) >= _SHARED_TELLING * len(telling) and LCSseq.similarity(short, long) >= _SHARED * len(short)


def _within(short: Words, long: Words) -> bool:
    return short == long or _plain(short) in _plain(long)


def _share_run(short: Words, long: Words, size: int) -> bool:
    if len(short) < size:
        return False
    runs = {long[i : i + size] for i in range(len(long) - size + 1)}
    return any(short[i : i + size] in runs for i in range(len(short) - size + 1))
