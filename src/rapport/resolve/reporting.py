"""Whether words report a contact or only refer to one that is taken as known: “they spoke on Monday” and “defended his July call”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Code points that are looked at before and after the words that tell of a contact.
BEFORE: Final = 60
AFTER: Final = 60

_NOUN: Final = re.compile(
    r"(?:calls?|conversations?|talks?|meetings?|discussions?|exchanges?|letters?|visits?|chats?|dinners?|lunch(?:es)?|breakfasts?|summits?|messages?|e-?mails?|texts?|"
    r"negotiations?|correspondence|communications?|contacts?|encounters?|interactions?|dealings|requests?|sessions?|sit-downs?|get-togethers?|consultations?)",
    re.IGNORECASE,
)
_MONTH: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
# A noun is taken as known after “the”, “his” or “Quill’s”, as what something else is of or about (“a transcript of a call”), and with a month before it
# (“a July call”): who has it to tell says “a call in July”. A word in between that is a plural (“the leaders call”) is no part of its phrase.
_KNOWN: Final = re.compile(
    r"(?:\b(?:the|this|that|those|these|his|her|its|their|our|my|your|(?:of|about|over|regarding|concerning|surrounding) an?)|\w['’]s?|\ban? (?="
    + _MONTH
    + r"\b))\s*"
    r"(?:(?!\w*[a-rt-z]s\b(?!-))[\w.,’'“”-]+\s+){0,4}$",
    re.IGNORECASE,
)
# What is told of a contact that is known, and of no other thing: that it took place, when and how long.
_TELLS_OF: Final = re.compile(
    r"[^.,;!?]{0,45}?\b(?:lasted|took place|happened|occurred|began|ended|focused|centered|covered|dealt with|touched on|(?:was|were|been) (?:held|arranged|scheduled|initiated))\b",
    re.IGNORECASE,
)


_NO: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|without|den(?:y|ies|ied|ying|ials?)|refut(?:e|es|ed|ing)|rejected)\b|n['’]t\b", re.IGNORECASE
)


def says_no(sentence: str) -> bool:
    """Whether a sentence holds a word of denial."""
    return _NO.search(sentence) is not None


@dataclass(frozen=True, slots=True)
class Told:
    """Words of an article that tell of a contact, at `[start, end)`, and what stands around them."""

    start: int
    end: int
    words: str
    before: str
    after: str

    @property
    def refers(self) -> bool:
        """Whether they only refer to the contact: a noun that the phrase takes as known, and of which it is not said that it was."""
        found = self.words.split()
        if not found or not _NOUN.fullmatch(found[-1].strip("“”\"'’.,")):
            return False
        lead = self.before + " ".join(found[:-1])
        return _KNOWN.search(lead.rstrip() + " ") is not None and not _TELLS_OF.match(self.after)


def reports(told: Iterable[Told], contents: Iterable[tuple[int, int]], *, named: bool = False) -> bool:
    """Whether what a source says, at these places of the text, reports a contact. Where none of it holds a word that tells of the contact, who has no name
    stands beside it as who knows of it (“sources familiar with the call”), and does; someone `named` speaks of something else."""
    places = list(contents)
    inside = [words for words in told if any(start <= words.start and words.end <= end for start, end in places)]
    if not inside:
        return not (named and places)
    return any(not words.refers for words in inside)
