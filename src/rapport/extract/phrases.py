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
_ENCOUNTER: Final = r"(?:phone\s+|telephone\s+)?(?:calls?|conversations?|meetings?|visits?|talks?|summits?|gatherings?|conferences?|retreats?|correspondence|exchanges?|sessions?|dinners?)"
_LENGTH: Final = re.compile(
    rf"\b{_ABOUT}{_NUMBER}[\s-]+(?:(?:minute|hour)s?)(?:[\s-]long\b)?(?:\s+and\s+(?:a\s+half|{_NUMBER}\s+minutes))?|\bhour-?long\b|\bhalf-hour\b|"
    # Days and more are lengths only of the encounter itself (“a two-day visit”, not “the two-day strike”).
    rf"\b{_NUMBER}-(?:day|week|month|year)(?:-long)?(?=\s+(?:[a-z-]+\s+)?{_ENCOUNTER}\b)",
    re.IGNORECASE,
)
# “two hours later”, “in the next 30 minutes”: how far apart, not how long; “two minutes to leave”: a deadline.
_APART_AFTER: Final = re.compile(r"\s*(?:ago|later|before|after|earlier|away|from|into|to|a (?:day|week)|per\b|notice|each|['’]s?\b)", re.IGNORECASE)
# A hyphened length (“in the 24-minute conversation”) is never one of these.
_APART_BEFORE: Final = re.compile(
    r"\b(?:within|in|after|next|past|(?<!will )(?<!would )(?<!to )last|every|by|previous|until|before)\s+(?:the\s+)?(?:next\s+|past\s+|last\s+)?$",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(r"\bwas\s+(?:expected to be|supposed to be|scheduled for)\s+$", re.IGNORECASE)
_LASTED: Final = re.compile(r"\b(?:last(?:ed|ing|s)?|spent|spending|ran|stretched|went on)\s+(?:for\s+)?$", re.IGNORECASE)
_COUNT: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|(?:half\s+)?a\s+dozen|\d+)"
_TIMES: Final = rf"(?:once|twice|thrice|(?:{_COUNT}|a few|several)(?:\s+or\s+\w+)?\s+times)"
_BOUNDED: Final = r"(?:(?:at least|about|roughly|up to|more than|nearly|almost|as many as)\s+)?"
_TIME_SPAN: Final = (
    rf"(?:\s+(?:(?:in|over|during)\s+the\s+(?:last|past)\s+(?:{_COUNT}\s+)?(?:day|week|month|year)s?|(?:last|this)\s+(?:week|month|year)))?"
)
_OFTEN: Final = re.compile(
    rf"\b(?:{_BOUNDED}(?:{_TIMES}\s+(?:an?|each|every|per|in\s+a)\s+(?:day|week|month|year)|{_TIMES}\s+(?:daily|weekly|monthly|yearly)|"
    r"every\s+(?:other\s+|few\s+)?(?:day|week|month|year|morning|evening|night|weekend)s?|(?:daily|weekly|monthly|biweekly|nightly|annual(?:ly)?)|"
    rf"(?:twice|thrice|(?:on\s+)?{_COUNT}(?:\s+or\s+\w+)?\s+(?:times|occasions))(?!\s+(?:as|the|more|that|higher|larger)\b|-){_TIME_SPAN}|"
    rf"{_COUNT}\s+(?:phone\s+|telephone\s+)?(?:calls|conversations|meetings|visits|summits){_TIME_SPAN}))\b",
    re.IGNORECASE,
)


# A sentence that opens so goes on about the encounter of the one before.
_GOES_ON: Final = re.compile(
    rf"(?:The|Their|This|That)\s+(?:[\w-]+\s+){{0,2}}?(?:{_ENCOUNTER}|discussions?)\b|It lasted\b|(?:They|The two)\s+(?:spoke|talked|met) for\b"
)


def goes_on(text: str, sentence: Span) -> bool:
    """Whether a sentence opens with the encounter that the one before it reports (“The discussion, which lasted …”)."""
    return _GOES_ON.match(text, sentence.start, sentence.end) is not None


def length_in(text: str, place: Span) -> Span | None:
    """The only phrase of a stretch of text that says how long something lasted, or the only one of several that “lasted” leads to."""
    found: list[Span] = []
    for match in _LENGTH.finditer(text, place.start, place.end):
        before = max(place.start, match.start() - 25)
        led = None if "-" in match.group() else _APART_BEFORE.search(text, before, match.start())
        apart = led or _PLANNED.search(text, before, match.start()) or _APART_AFTER.match(text, match.end())
        loose = match.group().lower() in ("a minute", "60 minutes")  # “wait a minute”, the programme
        if not apart and not loose and duration(match.group()) is not None:
            found.append(Span(*match.span()))
    if len(found) > 1:
        found = [span for span in found if _LASTED.search(text, max(place.start, span.start - 25), span.start)]
    return found[0] if len(found) == 1 else None


def rhythm_in(text: str, place: Span) -> Span | None:
    """The only phrase of a stretch of text that says how often, or how many times."""
    found = [
        Span(*m.span())
        for m in _OFTEN.finditer(text, place.start, place.end)
        # “The Daily Harbor” is an outlet.
        if (m.start() == place.start or not m.group()[0].isupper()) and cadence(m.group()).count is not None
    ]
    return found[0] if len(found) == 1 else None
