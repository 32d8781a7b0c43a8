"""Whether the words of a report say between which two a contact was, whoever else they name: “misread a call between Quill and Reyes”, “pressed his counterpart”.

A sentence that only refers to a famous contact is about someone else, whom reading takes for a party. Where it says of the contact's own words whose it was and
with whom, those two are meant, and the others are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Final

from rapport.resolve.leaders import LEADING, described_office
from rapport.resolve.places import names_of
from rapport.resolve.reports import Party

# What may stand between a name and the words that tell of the contact, or these and the other name: some words of one clause.
_GAP: Final = r"[^.,;:!?—()]{0,60}?"
_NEAR: Final = r"(?:(?!\b(?:about|regarding|concerning|over|on|against|for|before|after|when|while|whose|who|that|which)\b)[^.,;:!?—()]){0,40}?"
# “Quill Jr.” and “Quill Tower” are not Quill.
_NO_MORE: Final = r"(?![\w-]|(?:['’]s)?\s+(?:Jr|Sr|II|III|Tower|Hotel|Foundation|Organization)\b)"
_LEAD: Final = re.compile(r"^(?:the|an?|his|her|their|its)\s+", re.IGNORECASE)
# Their full stop ends no clause.
_TITLES: Final = re.compile(r"\b(Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Lt|Col|Gen|Jr|Sr|St|U\.S|U\.K|D|R)\.")
_SHORT: Final = 4
_SUFFIX: Final = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})


def spellings(party: Party) -> set[str]:
    """What words may name a party: all of its name, and the surname of a person; of a description only one that holds a name (“the mayor of Hollis”),
    and what else may be said for it (“the Hollis mayor”)."""
    bare = _LEAD.sub("", party.name.replace("’", "'").strip())
    words = bare.split()
    if not any(word[:1].isupper() for word in words):
        return set()
    if office := described_office(party.name):
        return {bare, *_leading(*office)}
    surnamed = party.kind == "person" and party.known and words[-1][:1].isupper() and words[-1] not in _SUFFIX
    return {bare, words[-1]} if surnamed else {bare}


@lru_cache(maxsize=4096)
def _leading(title: str, place: str) -> frozenset[str]:
    """How who holds an office of a country is called."""
    titles = {title, "leader", "counterpart"} if title in LEADING else {title}
    return frozenset(
        name
        for called in titles
        for of in names_of(place)
        for name in (f"{of} {called}", f"{of}'s {called}", f"{called} of {of}", f"{called} of the {of}")
    )


def same_surname(party: Party, names: Collection[str]) -> bool:
    """Whether a party is named in full, and by one of these as its surname: another of the family."""
    words = party.name.split()
    return len(words) > 1 and party.kind == "person" and words[-1] in names


def says_between(sentence: str, triggers: Iterable[str], one: Collection[str], other: Collection[str]) -> bool:
    """Whether a sentence says that the contact, told by the words `triggers`, was between someone who is called by the names `one` and someone called `other`."""
    words = tuple(sorted({word for word in triggers if len(word) >= _SHORT}))
    if not words or not one or not other:
        return False
    text = _TITLES.sub(r"\1", sentence.replace("’", "'"))
    if not any(name in text for name in one) or not any(name in text for name in other):
        return False
    names = _names(tuple(sorted(one))), _names(tuple(sorted(other)))
    return any(_pattern(words, *pair).search(text) for pair in (names, names[::-1]))


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> str:
    """A pattern of any of these names."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")" + _NO_MORE


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], one: str, other: str) -> re.Pattern[str]:
    told = "(?:" + "|".join(re.escape(word) for word in words) + r")\b"
    return re.compile(
        rf"\b{told}\s+(?:between|with|among|involving)\s{_GAP}\b{one}{_GAP}\band\b{_GAP}\b{other}|\b{one}{_GAP}\b{told}{_NEAR}\b{other}"
    )
