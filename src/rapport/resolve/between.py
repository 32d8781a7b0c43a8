"""Whether the words of a report say between which two a contact was, whoever else they name: “misread a call between Quill and Reyes”, “pressed his counterpart”.

A sentence that only refers to a famous contact is about someone else, whom reading takes for a party. Where it says of the contact's own words whose it was and
with whom, those two are meant, and the others are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from rapport.resolve.leaders import described_office
from rapport.resolve.reports import Party

# What may stand between a name and the words that tell of the contact, or these and the other name: some words of one clause.
_GAP: Final = r"[^.,;:!?—()]{0,45}?"
_NEAR: Final = r"(?:(?!\b(?:about|regarding|concerning|over|on|against|for|before|after|when|while|whose|who|that|which|his|her|their)\b)[^.,;:!?—()]){0,40}?"
# “Quill Jr.” and “Quill Tower” are not Quill.
_NO_MORE: Final = r"(?![\w-]|(?:['’]s)?\s+(?:Jr|Sr|II|III|Tower|Hotel|Foundation|Organization)\b)"
_LEAD: Final = re.compile(r"^(?:the|an?|his|her|their|its)\s+", re.IGNORECASE)
_SHORT: Final = 4
_SUFFIX: Final = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})


def spellings(party: Party) -> set[str]:
    """What words may name a party: all of its name, and the surname of a person; of a description only one that holds a name (“the mayor of Hollis”)."""
    bare = _LEAD.sub("", party.name.replace("’", "'").strip())
    words = bare.split()
    if not any(word[:1].isupper() for word in words):
        return set()
    surnamed = party.kind == "person" and party.known and words[-1][:1].isupper() and words[-1] not in _SUFFIX and not described_office(party.name)
    return {bare, words[-1]} if surnamed else {bare}


def says_between(sentence: str, triggers: Iterable[str], one: Collection[str], other: Collection[str]) -> bool:
    """Whether a sentence says that the contact, told by the words `triggers`, was between someone who is called by the names `one` and someone called `other`."""
    words = tuple(sorted({word for word in triggers if len(word) >= _SHORT}))
    if not words or not one or not other:
        return False
    text = sentence.replace("’", "'")
    names = _names(tuple(sorted(one))), _names(tuple(sorted(other)))
    return any(_pattern(words, *pair).search(text) for pair in (names, names[::-1]))


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> str:
    """A pattern of any of these names."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")" + _NO_MORE


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], one: str, other: str) -> re.Pattern[str]:
    told = "(?:" + "|".join(re.escape(word) for word in words) + r")\b"
    return re.compile(rf"\b{told}\s+between\s{_GAP}\b{one}{_GAP}\band\b{_GAP}\b{other}|\b{one}{_GAP}\b{told}{_NEAR}\b{other}")
