"""Coreference within one article: clusters of mentions from scored pairs.

Word-level coreference (after Dobrovolskii 2021): mentions are linked by their head words; the span comes after.
A pair's score = the encoder's bilinear score + a learned weight for each categorical feature (`pairs`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.annotate.labels import FORMS, KINDS
from rapport.annotate.referents import Referent


def compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two bare names can be one actor's: one within the other, or the same last word and first words that agree."""
    if not a or not b or set(a) <= set(b) or set(b) <= set(a):
        return not ({"jr", "sr", "ii", "iii"} & (set(a) ^ set(b)) and len(a) > 1 and len(b) > 1)
    if a[-1] == b[-1] and (a[0] == b[0] or (a[0][0] == b[0][0] and min(len(a[0]), len(b[0])) <= 2)):
        return True
    short, long = sorted((a, b), key=len)
    return (
        len(short) == 1
        and len(long) > 1
        and 1 < len(short[0].replace(".", "")) == len(long)
        and short[0].replace(".", "") == "".join(w[0] for w in long)
    )


_PLURAL: Final = re.compile(r"(?:[a-z]{2,}[^s'’]s|men|women|people|children|two|three|both|pair)$")
_COLLECTIVE: Final = frozenset(
    "family couple team staff crowd group press public jury crew panel campaign politics news congress boss process witness".split()
)


def number_of(ref: Referent) -> int:
    """1 one person, 2 several, 0 either: closed classes of pronouns, plural endings of described people."""
    if ref.pronoun:
        return {1: 1, 2: 1, 4: 2, 5: 1, 7: 2}.get(ref.pronoun, 0)
    if KINDS[ref.kind] != "person" or ref.head in _COLLECTIVE:
        return 0
    if FORMS[ref.form] == "name":
        return 0 if _PLURAL.search(ref.head) else 1
    return 2 if _PLURAL.search(ref.head) or ref.text.startswith(("both ", "some ", "several ", "many ")) else 1


# Kinds that one actor's mentions may have side by side: governments go by their places, and a group is people or a body.
_TOGETHER: Final = {
    frozenset(pair) for pair in (("person", "group"), ("organization", "group"), ("organization", "place"), ("place", "group"))
} | {frozenset((kind,)) for kind in KINDS}  # fmt: skip


def anew(ref: Referent) -> bool:
    """Whether a description brings someone new: “a lawyer”, bare “network executives”, “his lawyer”, “the mayor's lawyer”, “the Quill campaign”."""
    if FORMS[ref.form] == "pronoun":
        return not ref.pronoun  # “one of the sources”
    if ref.head in ("other", "others", "two", "three", "pair"):
        return True
    owned = ref.proper or "'s " in ref.text or "’s " in ref.text
    return FORMS[ref.form] == "nominal" and not ref.pronoun and (ref.definite != 1 or owned)


def _repeats(ref: Referent, earlier: Referent) -> bool:
    """Whether a description that brings someone new has stood before: the same words, or the same head where it has an owner."""
    return ref.text == earlier.text or (ref.head == earlier.head and ref.definite in (1, 3))


_OFFICES: Final = {
    word: office
    for office, words in {
        "president": "president", "mayor": "mayor", "governor": "governor gov", "senator": "senator sen", "representative": "congressman congresswoman representative rep",
        "secretary": "secretary", "speaker": "speaker", "minister": "minister premier", "chancellor": "chancellor", "judge": "judge justice", "king": "king",
        "queen": "queen", "first lady": "lady", "ambassador": "ambassador", "spokesman": "spokesman spokeswoman spokesperson", "commissioner": "commissioner", "chief": "chief",
    }.items()
    for word in words.split()
}  # fmt: skip


def offices_of(ref: Referent) -> frozenset[str]:
    """The offices that a mention names by its head or by a title before a name; a vice president's is their own."""
    if ref.pronoun:
        return frozenset()
    before = ref.text.split()[:6] if FORMS[ref.form] == "name" else [ref.head]
    found = {_OFFICES[w.rstrip(".")] for w in before if w.rstrip(".") in _OFFICES}
    return frozenset("vice " + office for office in found) if ref.text.startswith(("vice ", "the vice ")) else frozenset(found)


# What someone is called by what they do or whose they are; a title before a name, or a description after it.
_ROLES: Final = frozenset(_OFFICES) | frozenset(
    "director chairman chairwoman chair leader adviser advisor counsel lawyer attorney nominee candidate founder head boss aide professor strategist analyst envoy "
    "general administrator manager executive chief officer treasurer sheriff reporter author son daughter wife husband brother sister father mother friend".split()
)


def is_role(ref: Referent) -> bool:
    """Whether a mention's head says what one person does or whose they are."""
    return ref.head in _ROLES and number_of(ref) == 1


def _apposed(ref: Referent, refs: list[Referent], i: int) -> int | None:
    """The name that a description is set beside (“Ada Quill, the port's director”): a comma and a space part them."""
    if FORMS[ref.form] != "nominal" or not is_role(ref):
        return None
    for j in range(i - 1, max(-1, i - 6), -1):
        if refs[j].end == ref.start - 2 and refs[j].sentence == ref.sentence and FORMS[refs[j].form] == "name" and KINDS[refs[j].kind] == "person":
            return j
    return None


class _Titles:
    """Who is introduced with which title, so that “the FBI director” after “FBI Director Tom Reyes” is he."""

    def __init__(self) -> None:
        self.plain: dict[str, set[int]] = {}
        self.named: list[tuple[frozenset[str], frozenset[str], int]] = []

    def add(self, ref: Referent, group: int) -> None:
        """Note the title before a name."""
        words = ref.text.split()
        titles = frozenset(words[:-1]) & _ROLES
        if titles:
            self.named.append((titles, ref.words, group))
            if words[0] in titles and words[0] in _OFFICES:
                self.plain.setdefault(_OFFICES[words[0]], set()).add(group)

    def find(self, ref: Referent) -> int | None:
        """The one group so far whose title a description repeats; null where two have it, or none."""
        if FORMS[ref.form] != "nominal" or ref.head not in _ROLES or ref.definite > 1 or number_of(ref) != 1:
            return None
        qualifiers = ref.words - {ref.head} - {"the"}
        if qualifiers:
            holders = {group for titles, words, group in self.named if ref.head in titles and qualifiers <= words}
        elif ref.definite == 1:
            holders = self.plain.get(_OFFICES.get(ref.head, ""), set()) or {group for titles, _, group in self.named if ref.head in titles}
        else:
            return None
        return next(iter(holders)) if len(holders) == 1 else None


@dataclass
class _Group:
    """A cluster as it grows: the names, the gender, the number, the kind and the offices that a new member must agree with."""

    names: set[tuple[str, ...]]
    gender: int = 0
    number: int = 0
    kind: str = ""
    offices: frozenset[str] = frozenset()
    described: bool = False  # whether any member is a description
    marks: dict[str, set[str]] = field(default_factory=dict)  # what sets descriptions with this head apart

    def takes(self, name: tuple[str, ...], gender: int, number: int, kind: str, offices: frozenset[str]) -> bool:
        if offices and self.offices and not offices & self.offices:
            return False
        if (gender and self.gender and gender != self.gender) or (number and self.number and number != self.number):
            return False
        if kind and self.kind and frozenset((kind, self.kind)) not in _TOGETHER:
            return False
        return all(compatible(name, other) for other in self.names)

    def sets_apart(self, ref: Referent) -> bool:
        """Whether a description is another's, by what stands before the same word: “the Ferris governor” is not “the Merriam governor”."""
        known = self.marks.get(ref.head)
        return bool(ref.marks) and known is not None and ref.marks.isdisjoint(known)

    def note(self, ref: Referent) -> None:
        """Take in what describes a new member."""
        self.described |= FORMS[ref.form] == "nominal"
        if ref.marks:
            self.marks.setdefault(ref.head, set()).update(ref.marks)

    def add(self, name: tuple[str, ...], gender: int, number: int, kind: str, offices: frozenset[str]) -> None:
        self.offices |= offices
        self.kind = self.kind or kind
        self.gender = self.gender or gender
        self.number = self.number or number
        if name:
            self.names.add(name)


def _follows(ref: Referent, before: Referent) -> bool:
    """Whether a name is set beside the description before it (“the port's director, Ada Quill”), or stands in it."""
    return (0 <= ref.start - before.end <= 2 and ref.sentence == before.sentence) or before.start <= ref.start < before.end


def _part_of(ref: Referent, before: Referent) -> bool:
    """Whether a mention only helps to say whom a wider one means: “their” in “their meeting”, “Ferris” in “the Ferris senator” (i-within-i, Chomsky 1981)."""
    return (ref.pronoun > 0 and ref.start == before.start) or (before.start <= ref.start and ref.end <= before.at[0])


# A name rarely stands for a description before it: the pair must be surer than others.
_CATAPHOR: Final = 3.0
# “He” or “she” whose best antecedent is forbidden, mostly by an earlier mistake about its gender, is nobody who is that much less likely.
_SINGLE: Final = (1, 2)
_SECOND_BEST: Final = 3.0


Row = tuple[int, npt.NDArray[np.float32]]


def clusters(
    scores: Sequence[Row], refs: list[Referent], names: list[tuple[str, ...]], apart: Mapping[int, int] | None = None, threshold: float = -1.0
) -> list[int]:
    """Cluster numbers from antecedent scores: for mention i a pair (low, scores of the mentions low … i - 1).

    The threshold is below that of having no antecedent: CoNLL F1 on ontogum_dev is 0.492 there, 0.483 at 0.

    A mention joins the cluster of its best antecedent above the threshold whose names, gender and number do not contradict its own;
    `names` holds the bare words of each name mention, () for the others. One full name repeated is one actor whatever the scores. `apart` says of a pronoun which mention is somebody else (`disjoint`).
    """
    # Of a pronoun and a name behind it each is somebody else.
    others = {other: i for i, other in (apart or {}).items() if other > i} | dict(apart or {})
    number: list[int] = []
    groups: list[_Group] = []
    known: dict[tuple[str, ...], int] = {}
    titles = _Titles()
    for i, ref in enumerate(refs):
        name, size, kind, offices = names[i], number_of(ref), _kind_of(ref), offices_of(ref)
        found = known.get(name) if name else None
        if found is None:
            beside = _apposed(ref, refs, i)
            settled = number[beside] if beside is not None else titles.find(ref)
            if settled is not None and groups[settled].takes(name, ref.gender, size, kind, frozenset()):
                found = settled
        if found is None and i:
            low, row = scores[i]
            likely = np.flatnonzero(row > threshold)
            refused = -np.inf  # the score of the best candidate that the words of its cluster forbid
            for at in likely[np.argsort(-row[likely], kind="stable")][:40]:
                j = low + int(at)
                if ref.pronoun in _SINGLE and row[at] < refused - _SECOND_BEST:
                    break
                if (anew(ref) and not _repeats(ref, refs[j])) or _part_of(ref, refs[j]):
                    continue
                if name and not groups[number[j]].names and not _follows(ref, refs[j]) and (row[at] < _CATAPHOR or groups[number[j]].described):
                    continue
                if _is_other(groups[number[j]], number[j], number, names, others.get(i)):
                    continue
                if groups[number[j]].takes(name, ref.gender, size, kind, offices) and not groups[number[j]].sets_apart(ref):
                    found = number[j]
                    break
                refused = max(refused, float(row[at]))
        if found is None:
            found = len(groups)
            groups.append(_Group(set()))
        number.append(found)
        groups[found].add(name, ref.gender, size, kind, offices)
        groups[found].note(ref)
        if name and kind == "person":
            titles.add(ref, found)
        if name:
            known.setdefault(name, found)
    return number


def _is_other(held: _Group, group: int, number: list[int], names: list[tuple[str, ...]], other: int | None) -> bool:
    """Whether a cluster is that of a mention which is somebody else: one that has its cluster already, or a name that comes later."""
    if other is None:
        return False
    if other < len(number):
        return number[other] == group
    return bool(names[other] and held.names) and all(compatible(names[other], name) for name in held.names)


def _kind_of(ref: Referent) -> str:
    """The kind that a mention commits itself to; pronouns for one person are people, others say nothing."""
    if ref.pronoun:
        return "person" if ref.pronoun in (1, 2, 5) else ""
    return KINDS[ref.kind]
