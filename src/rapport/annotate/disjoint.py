"""Who cannot be whom: subject and object of one verb are two (Chomsky 1981, principles B and C).

“Quill told him” is not about Quill, nor does “he phoned Quill” have her or him phone himself; a reflexive would say so. Only where nothing but a verb, its auxiliaries and a preposition stands between the two is
that sure without a parse: of 185 such pairs in articles kept from the training one was one person. Who “I” is, is decided later, by who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rapport.annotate.labels import FORMS, KINDS
from rapport.annotate.referents import Referent

_PREPOSITIONS: Final = "to|with|at|for|about|on|in|from|against|of|over|by"
_AUXILIARIES: Final = "has|had|have|would|will|could|can|may|might|should|did|does|do|also|never|then|later|once|reportedly|repeatedly|even|often|first|recently|privately|publicly|always|still|just"
_VERB: Final = re.compile(
    rf" (?:(?:{_AUXILIARIES})(?:n['’]t)? )*(?!(?:{_PREPOSITIONS}|and|or|as|than|that|because|if|when|but|not|said|says|say|who|is|was|were|are|be|been|being|become|becomes|became|remain|remains|remained|named|called|while|before|after)\b)"
    rf"[a-z]+(?: (?:{_PREPOSITIONS}))? "
)
# What stands before a phrase that is no subject: “those closest to Quill have already dumped him”.
_NO_SUBJECT: Final = re.compile(rf"\b(?:{_PREPOSITIONS}|than|between|and|or)\s+(?:\S+\s+)?$|['’]s\s+(?:\S+\s+)?$")
# “her” is no possessive where a word follows that begins no noun phrase.
_ENDS: Final = re.compile(rf"(?![\s\w])|\s+(?:{_PREPOSITIONS}|that|and|as|during|after|before|when|if|or|but|he|she|they|last|into|out|up|down)\b")
_SPEAKING: Final = frozenset(("i", "me", "my", "we", "us", "our"))
_NEAREST: Final = 3  # mentions away


def disjoint(text: str, refs: Sequence[Referent]) -> dict[int, int]:
    """For a pronoun that is the object or the subject of a verb, the mention at the verb's other side, which is somebody else."""
    found: dict[int, int] = {}
    for i, ref in enumerate(refs):
        if ref.text in ("he", "she"):
            other = _object(text, refs, i)
        elif ref.text in ("him", "her") and _ENDS.match(text, ref.end):
            other = _subject(text, refs, i)
        else:
            continue
        if other is not None:
            found[i] = other
    return found


def _person(ref: Referent) -> bool:
    """Whether a mention is a person's; who “I” is, is decided later, by who speaks."""
    return (KINDS[ref.kind] == "person" or ref.pronoun > 0) and ref.text not in _SPEAKING


def _subject(text: str, refs: Sequence[Referent], i: int) -> int | None:
    """The mention that is the subject of the verb whose object a pronoun is."""
    for j in range(i - 1, max(-1, i - 1 - _NEAREST), -1):
        other = refs[j]
        if other.sentence != refs[i].sentence or not _person(other):
            return None
        if other.end <= refs[i].start:
            is_subject = _VERB.fullmatch(text, other.end, refs[i].start) and not _NO_SUBJECT.search(text, max(0, other.start - 25), other.start)
            return j if is_subject else None
    return None


def _object(text: str, refs: Sequence[Referent], i: int) -> int | None:
    """The name that is the object of the verb whose subject a pronoun is."""
    j = i + 1
    if j == len(refs) or refs[j].sentence != refs[i].sentence or KINDS[refs[j].kind] != "person" or FORMS[refs[j].form] != "name":
        return None
    is_object = _VERB.fullmatch(text, refs[i].end, refs[j].start) and not text.startswith(("'s", "’s"), refs[j].end)
    return j if is_object else None
