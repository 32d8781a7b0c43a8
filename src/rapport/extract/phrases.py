"""Durations and cadences in a sentence, by closed classes of words: where the reader's own span head, trained on few of them, finds none."""

from __future__ import annotations

import re
from typing import Final

from rapport.annotations import Span
from rapport.extract.times import cadence, duration

_ABOUT: Final = r"(?:(?:about|approximately|around|roughly|nearly|almost|more than|over|under|less than|at least|up to|some|just|only|an?)\s+)?"
_NUMBER: Final = (
    r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety|"
    r"half\s+an?|a\s+half|(?:one|two|three|four|five)[\s-]and[\s-]a[\s-]half)"
)
_LENGTH: Final = re.compile(
    rf"\b{_ABOUT}{_NUMBER}[\s-]+(?:(?:minute|hour)s?)(?:[\s-]long\b)?(?:\s+and\s+(?:a\s+half|{_NUMBER}\s+minutes))?|\bhour-?long\b|\bhalf-hour\b",
    re.IGNORECASE,
)
# “two hours later”, “in the next 30 minutes”: how far apart, not how long.
_APART_AFTER: Final = re.compile(r"\s*(?:ago|later|before|after|earlier|away|from|into|a (?:day|week)|per\b|notice|each|['’]s?\b)", re.IGNORECASE)
_APART_BEFORE: Final = re.compile(
    r"\b(?:within|in|after|next|past|last|every|by|previous|until|before)\s+(?:the\s+)?(?:next\s+|past\s+|last\s+)?$", re.IGNORECASE
)
_TIMES: Final = r"(?:once|twice|thrice|(?:two|three|four|five|six|a few|several|a dozen|\d+)(?:\s+or\s+\w+)?\s+times)"
_OFTEN: Final = re.compile(
    rf"\b(?:(?:at least|about|roughly|up to|more than|nearly|almost|as many as)\s+)?(?:{_TIMES}\s+(?:an?|each|every|per)\s+(?:day|week|month|year)|"
    rf"{_TIMES}\s+(?:daily|weekly|monthly|yearly)|every\s+(?:other\s+|few\s+)?(?:day|week|month|year|morning|evening|night|weekend)s?|"
    r"(?:daily|weekly|monthly|biweekly|nightly))\b",
    re.IGNORECASE,
)


def length_in(text: str, place: Span) -> Span | None:
    """The only phrase of a stretch of text that says how long something lasted."""
    found = []
    for match in _LENGTH.finditer(text, place.start, place.end):
        apart = _APART_AFTER.match(text, match.end()) or _APART_BEFORE.search(text, max(place.start, match.start() - 25), match.start())
        loose = match.group().lower() in ("a minute", "60 minutes")  # “wait a minute”, the programme
        if not apart and not loose and duration(match.group()) is not None:
            found.append(Span(*match.span()))
    return found[0] if len(found) == 1 else None


def rhythm_in(text: str, place: Span) -> Span | None:
    """The only phrase of a stretch of text that says how often."""
    found = [Span(*m.span()) for m in _OFTEN.finditer(text, place.start, place.end) if cadence(m.group()).count is not None]
    return found[0] if len(found) == 1 else None
