"""The closed vocabulary of time: numbers, units, months, weekdays, seasons, and the fragments of patterns made of them.

Patterns are written with two shorthands, resolved by `pattern`: a blank stands for blanks, `~` for blanks or none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS: Final[dict[str, int]] = (
    {word: i for i, word in enumerate(_ONES)} | _TENS | {"a": 1, "an": 1, "single": 1, "dozen": 12, "hundred": 100, "couple": 2, "pair": 2}
)
ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
MONTHS: Final = {name: i + 1 for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
WEEKDAYS: Final = {name: i for i, name in enumerate("mon tue wed thu fri sat sun".split())}
SEASONS: Final = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}

_SIMPLE: Final = "|".join(sorted([*_ONES[1:], *_TENS], key=len, reverse=True))
# A number that can be counted with, then one that cannot ("a few"); `number` tells them apart.
NUMBER: Final = rf"(?:\d{{1,3}},\d{{3}}|\d{{1,5}}(?:\.\d{{1,3}})?|(?:an? )?(?:half[ -]?a?[ -]?dozen|couple(?: of)?|dozen(?! of)|hundred|pair of)|(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES[1:10])})|{_SIMPLE}|a single|an?)"
# “twenty-five” is one number, not a range.
NOT_COMPOUND: Final = rf"(?!(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES[1:10])})\b)"
VAGUE: Final = r"(?:(?:a |the )?(?:good |great |quite )?(?:very )?(?:few|handful of|number of)|several|many|some|multiple|various|numerous|countless|dozens of|scores of|hundreds of)"
ROUGH: Final = (
    r"(?:(?:at least|at most|more than|less than|fewer than|no more than|no less than|no fewer than|up to|as many as|as much as|as little as|close to|nearer to|upwards of|"
    r"well over|just over|just under|a little over|a little under|a bit over|in excess of|a good|approximately|about|around|roughly|nearly|almost|some|over|under|"
    r"exactly|barely|only|just|another|probably|perhaps|maybe|possibly|an estimated|a full|the full|full|what was|for|lasting|lasted|all of) )"
)

MONTH: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|\b))"
WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|weds?|thurs?|thu|fri|sat|sun)(?:\.|\b))"
# Standing alone, “sat.”, “sun.” and “wed.” are other words at the end of a sentence.
FULL_WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|thurs?|fri)\.)"
SEASON: Final = r"(?:spring|summer|fall|autumn|winter)"
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?!\d|:\d|/\d|%|,\d{3}|\.\d)(?:st|nd|rd|th)?(?![a-z])"
YEAR: Final = r"(?:1[789]|20)\d\d(?!\d|,\d|:\d|\.\d|%|[a-z])"
UNIT: Final = r"(?:second|minute|min|hour|hr|day|night|weekend|week|fortnight|month|quarter|year|decade|century|centurie)"
PART: Final = (
    r"(?:(?P<part>(?:mid-?|half)way through|(?:very )?early(?: on)?(?: in| of)?|late(?: in)?|mid-?|(?:the )?(?:very )?(?:start|beginning|outset|opening) of|(?:the )?middle of|(?:the )?(?:very )?end of|"
    r"(?:the )?(?:first|opening|early) (?:few )?(?:days|weeks|months|part) of|(?:the )?(?:last|closing|final|waning) (?:few )?(?:days|weeks|months|part) of|"
    r"(?:the )?(?:first|second|latter) half of|(?:the )?(?:first|second|third|fourth|last|final) quarter of|earlier(?: in)?|later(?: in)?)~(?:the )?)?"
)

_SAME_WIDTH: Final = {
    ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("–"): "-", ord("—"): "-", ord("‐"): "-", ord("‑"): "-", ord("−"): "-",
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\t\n\r\v\f"), " "),
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case, straight quotes, plain dashes and blanks; the length never changes, so that offsets stay those of the text."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters (“İ”) grow when lowered; offsets matter more than they do.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(_SAME_WIDTH)


_SHORTHAND: Final = re.compile(r"\[[^\]]*\]|( )|~")


def pattern(written: str) -> re.Pattern[str]:
    """Compile a pattern in the shorthand of this module (a blank: one to three blanks; `~`: none to three).

    Runs of blanks are bounded, as are all lists in the patterns, so that no text takes more than linear time.
    """
    return re.compile(_SHORTHAND.sub(lambda m: " {1,3}" if m[1] else " {0,3}" if m[0] == "~" else m[0], written))


_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=512)
def number(text: str | None) -> float | None:
    """The value of a number in digits or words (“twenty-one”, “a couple of”, “half a dozen”); None for “a few” and the like."""
    words = (text or "").replace("-", " ").replace(",", "").split()
    if not words:
        return None
    if _DIGITS.fullmatch(words[0]):
        return float(words[0]) * (12 if words[-1] == "dozen" else 1)
    if "half" in words and "dozen" in words:
        return 6.0
    known = [NUMBERS[word] for word in words if word in NUMBERS]
    if not known or any(word in _VAGUE_WORDS for word in words):
        return None
    if known[0] == 1 and len(known) > 1:  # “a dozen”
        return float(known[1])
    return float(sum(known)) if known[0] in _TENS.values() else float(known[0] * (known[1] if len(known) > 1 else 1))


_VAGUE_WORDS: Final = frozenset("few handful number several many some multiple various numerous countless dozens scores hundreds".split())


def unit(word: str) -> str:
    """The singular of a unit: “hrs” → “hour”, “centuries” → “century”."""
    word = word.rstrip(".").removesuffix("s")
    return {"min": "minute", "hr": "hour", "centurie": "century"}.get(word, word)


def month_number(word: str) -> int:
    return MONTHS[word[:3]]


def weekday_number(word: str) -> int:
    return WEEKDAYS[word[:3]]
