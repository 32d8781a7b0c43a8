"""What people said, weighed: which rulings on names stand where later ones contradict them, and which record a correction means after re-reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz

Piece = tuple[str, int, int, str]
# What a record stands on; of a contact without a trigger, its sentence.
_MAIN: Final = {"contact": ("trigger",), "statement": ("content",), "stance": ("sentence", "content")}
_AROUND: Final = ("sentence", "content")
# Sentences of two versions of an article are the same at 90 of 100: a comma or a name more; a “not” more in a short one is 85.
_ALIKE: Final = 90.0


@dataclass(frozen=True, slots=True)
class Trace:
    """By what a record is known again: its kind, evidence as (role, start, end, words), the names of its actors, and what it says (“call happened”)."""

    record: str
    kind: str
    evidence: tuple[Piece, ...]
    names: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Parting:
    """A ruling on two names, each given as any one string."""

    ruling: Literal["same", "apart"]
    one: str
    other: str


def standing(rulings: Sequence[Parting]) -> list[bool]:
    """Which of the rulings, oldest first, stand: the latest does, and each earlier one that those after it do not contradict, be it by way of others."""
    up: dict[str, str] = {}
    apart: dict[str, set[str]] = defaultdict(set)

    def root(node: str) -> str:
        while up.setdefault(node, node) != node:
            node = up[node]
        return node

    stand: list[bool] = []
    for ruling in reversed(rulings):
        one, other = root(ruling.one), root(ruling.other)
        held = any(root(node) == other for node in apart[one])
        stand.append(not held if ruling.ruling == "same" else one != other)
        if not stand[-1]:
            continue
        if ruling.ruling == "apart":
            apart[one].add(other)
            apart[other].add(one)
        elif one != other:
            up[one] = other
            apart[other] |= apart[one]
            # Those who are held apart from what was joined are held apart from the whole: their own lists name a node whose root it now is.
    return stand[::-1]


def meant(wanted: Trace, candidates: Sequence[Trace], *, same_text: bool, judged: bool = False) -> str | None:
    """The record that a correction means: the one with the same id, else the one of its kind that stands on the same words.

    In the same text these overlap; in another version of it they are equal, and so, but for a word, is the sentence. What was `judged` as a whole, right
    or wrong, must also say the same: a reader that mends its error must not have the mended record rejected for it. Null where none fits, or several
    fit alike: a correction that waits does less harm than one on the wrong record. Does not depend on the order of `candidates`.
    """
    if any(other.record == wanted.record and other.kind == wanted.kind for other in candidates):
        return wanted.record
    scored = [
        (score, other.record)
        for other in candidates
        if (score := _likeness(wanted, other, same_text)) is not None and (not judged or _says_same(wanted, other))
    ]
    best = max((score for score, _ in scored), default=None)
    found = [record for score, record in scored if score == best]
    return found[0] if len(found) == 1 else None


def _likeness(wanted: Trace, other: Trace, same_text: bool) -> tuple[bool, int, bool] | None:
    if other.kind != wanted.kind:
        return None
    mine, theirs = _pieces(wanted, _MAIN[wanted.kind]), _pieces(other, _MAIN[wanted.kind])
    if wanted.kind == "stance" and [n.casefold() for n in wanted.names] != [n.casefold() for n in other.names]:
        return None
    shared = sum(max(0, min(a[2], b[2]) - max(a[1], b[1])) for a in mine for b in theirs) if same_text else _equal(wanted, other, mine, theirs)
    if not shared:
        return None
    return (_named(wanted) == _named(other), shared, wanted.what == other.what)


def _says_same(wanted: Trace, other: Trace) -> bool:
    """Of a contact the status and two parties by their last words, of a stance the polarity, of a statement the speaker by the last word."""
    mine, theirs = ({name.casefold().split()[-1] for name in trace.names if name.split()} for trace in (wanted, other))
    if wanted.kind == "contact":
        return wanted.what.split()[-1:] == other.what.split()[-1:] and len(mine & theirs) >= min(2, len(mine))
    return wanted.what == other.what if wanted.kind == "stance" else mine == theirs


def _named(trace: Trace) -> list[str]:
    return sorted(name.casefold() for name in trace.names)


def _pieces(trace: Trace, roles: tuple[str, ...]) -> list[Piece]:
    return [p for p in trace.evidence if p[0] in roles] or [p for p in trace.evidence if p[0] in _AROUND]


def _equal(wanted: Trace, other: Trace, mine: list[Piece], theirs: list[Piece]) -> int:
    """1 where the main words are equal in a sentence that is, else 0."""
    same = {_folded(p[3]) for p in mine} & {_folded(p[3]) for p in theirs}
    around, there = (" ".join(_folded(p[3]) for p in _pieces(trace, _AROUND)) for trace in (wanted, other))
    return int(bool(same) and fuzz.ratio(around, there) >= _ALIKE)


def _folded(words: str) -> str:
    return " ".join(words.casefold().translate({0x201C: '"', 0x201D: '"', 0x2019: "'", 0x2018: "'"}).split())
