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
# “in a call, Governor Reyes pressed …”
_TITLED: Final = r"(?:(?:[A-Z][\w.’'-]*|then)\s+){0,3}?"
# “Quill Jr.” and “Quill Tower” are not Quill.
_NO_MORE: Final = r"(?![\w-]|(?:['’]s)?\s+(?:Jr|Sr|II|III|Tower|Hotel|Foundation|Organization)\b)"
_LEAD: Final = re.compile(r"^(?:the|an?|his|her|their|its)\s+", re.IGNORECASE)
# Their full stop ends no clause.
_TITLES: Final = re.compile(r"\b(Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Lt|Col|Gen|Jr|Sr|St|U\.S|U\.K|D|R)\.")
_SHORT: Final = 4
_LONG: Final = 6
_PAIR: Final = 2
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


def joined_names(word: str, one: Collection[str], other: Collection[str]) -> bool:
    """Whether one word names two (“Quill-Reyes”)."""
    halves = re.split(r"[-–]", word)
    return len(halves) == _PAIR and ((halves[0] in one and halves[1] in other) or (halves[0] in other and halves[1] in one))


def joined(sentence: str, word: str, triggers: Iterable[str]) -> bool:
    """Whether a sentence says that a contact, told by the words `triggers`, was between the two whom one word names (“the Quill-Reyes phone call”)."""
    told = "|".join(re.escape(trigger) for trigger in sorted({trigger for trigger in triggers if len(trigger) >= _SHORT}))
    return bool(told) and re.search(rf"\b{re.escape(word)}\s+(?:[\w-]+\s+){{0,2}}(?:{told})\b", sentence) is not None


def letters_moved(name: str, of: str) -> bool:
    """Whether the surname of one name is the other's with letters in another order (“Reyse” of Reyes): a slip."""
    words, others = name.casefold().split(), of.casefold().split()
    if not words or not others or words[-1] == others[-1] or len(words[-1]) < _LONG:
        return False
    if (len(words) > 1) != (len(others) > 1) or (len(words) > 1 and words[0] not in others):
        return False
    return words[-1][0] == others[-1][0] and sorted(words[-1]) == sorted(others[-1])


def acts_for(sentence: str, house: str, names: Collection[str]) -> bool:
    """Whether a sentence names someone right after the organization that they act for (“White House counsel Ada Quill”)."""
    told = "|".join(re.escape(name) for name in sorted(names))
    return (
        bool(told) and house in sentence and re.search(rf"\b{re.escape(house)}(?:['’]s)?\s+(?:[A-Za-z]+\s+){{1,3}}(?:{told})\b", sentence) is not None
    )


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> str:
    """A pattern of any of these names."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")" + _NO_MORE


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], one: str, other: str) -> re.Pattern[str]:
    told = "(?:" + "|".join(re.escape(word) for word in words) + r")\b"
    return re.compile(
        rf"\b{told}\s+(?:between|with|among|involving)\s{_GAP}\b{one}{_GAP}\band\b{_GAP}\b{other}|\b{one}{_GAP}\b{told}{_NEAR}\b{other}"
        rf"|\b(?i:in|on|during)\s+(?:an?|the|that|his|her|their)\s+(?:[\w-]+\s+){{0,3}}?{told},?\s+(?:(?:in|during)\s+which\s+)?{_TITLED}{one}{_NEAR}\b{other}"
    )
