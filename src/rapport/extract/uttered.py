"""When something was said, by the words around a statement; and the time that a promise or a prediction speaks of."""

from __future__ import annotations

import re
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.actors import Cast
from rapport.extract.dating import sentence_of
from rapport.extract.times import when
from rapport.extract.words import trim
from rapport.records import When

_REACH: Final = 40  # code points from a cue to a time behind it
_CHAINED: Final = 3  # statements that are joined to the one right behind the time
_JOINT: Final = 20  # code points of what joins them
_BREAKS: Final = re.compile(r"[.;“\"\n]")
_BEFORE: Final = re.compile(
    r"[\s“\"—–-]*(?:(?:and|but|then|back|only|just|late|early|earlier|later)\s+)*(?:(?:in|on|at|during)\s+)?(?:the\s+)?", re.IGNORECASE
)
_OPENS: Final = re.compile(r"\s*(?:,\s*)?(?:the\s+|a\s+)?", re.IGNORECASE)
_SHARED: Final = re.compile(r"[”\"’',]*\s*(?:and|but|while)\s+(?:the\s+|a\s+)?", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[”\"’']? (?:back\s+)?(?:(?:in|on|at|during)\s+)?(?:the\s+)?", re.IGNORECASE)
_ENDS: Final = re.compile(r"[.,;)]| (?:and|but|while)\b|$", re.MULTILINE)
_ASIDE: Final = re.compile(r"\s*,(?!\s*[“\"‘'])")
_QUOTED: Final = re.compile(r"[^\s.?!”\"’'][”\"’']")  # the end of what is quoted, which ends no sentence


def uttered(cast: Cast, annotations: Annotations, item: Attribution) -> When | None:
    """When a statement was made, by a time outside its content: behind its cue (“said on Monday”), at the head of its sentence (“In September, Reyes called her …”) or right behind its quotation
    (“called her “a wrecking ball” last fall”). Null where there is none; one of the last two must tell a day or more."""
    if not item.cue:
        return None
    text, published = cast.article.text, cast.article.published
    near, behind = _near(annotations, item), item.cue[-1].end
    for time in near:
        free = not any(c.start < time.end and time.start < c.end for c in item.content)
        if free and behind <= time.start <= behind + _REACH and not _BREAKS.search(text, behind, time.start):
            phrase = trim(text[time.start : time.end])
            return When(phrase, *when(phrase, published, "past"))
    for time in near:
        if _leads(text, annotations, item, time) or _follows(text, item, time):
            phrase = trim(text[time.start : time.end])
            start, end = when(phrase, published, "past")
            if start or end:
                return When(phrase, start, end)
    return None


def _near(annotations: Annotations, item: Attribution) -> list[Span]:
    """The times from the head of the cue's sentence to a little behind cue and content."""
    start, end = sentence_of(annotations, item.cue[0]).start, max(span.end for span in (*item.cue, *item.content)) + _REACH
    return [time.span for time in annotations.times if start <= time.span.start <= end]


def _leads(text: str, annotations: Annotations, item: Attribution, time: Span, chained: int = _CHAINED) -> bool:
    """Whether a time opens the sentence, right before the source or cue, or before another statement that this one is joined to (“In May he called her lazy and she called him a bully”)."""
    opening = min(span.start for span in (*item.source, *item.cue))
    if any(c.start < opening for c in item.content) or not time.end <= opening or _ASIDE.match(text, item.cue[-1].end):
        return False
    if not _BEFORE.fullmatch(text, sentence_of(annotations, time).start, time.start):
        return False
    if _OPENS.fullmatch(text, time.end, opening):
        return bool(item.source) and item.source[0].start < item.cue[0].start
    if not chained:
        return False
    ended = (other for other in annotations.attributions if other.cue and other.content and opening - _JOINT <= other.content[-1].end < opening)
    return any(_SHARED.fullmatch(text, other.content[-1].end, opening) and _leads(text, annotations, other, time, chained - 1) for other in ended)


def _follows(text: str, item: Attribution, time: Span) -> bool:
    """Whether a time stands right behind a quotation that follows its cue, taken for its last words or not: in the same sentence, since what is quoted does not end one."""
    if not item.content or item.content[-1].start < item.cue[-1].end:
        return False
    begin, end = item.content[-1].start, item.content[-1].end
    if begin < time.start < end <= time.end + 1:
        end = max(text.rfind(mark, begin, time.start) for mark in "”\"’'") + 1
    quoted = _QUOTED.search(text[max(0, end - 2) : end + 1])
    return bool(quoted and time.start >= end and _BEHIND.fullmatch(text, end, time.start) and _ENDS.match(text, time.end))


def spoken_of(cast: Cast, annotations: Annotations, item: Attribution) -> tuple[When, Span] | None:
    """The first time in the content of a promise or a prediction that does not lie wholly before the report: when it is to come true."""
    text, published = cast.article.text, cast.article.published
    if not published:
        return None
    for time in annotations.times:
        if any(c.start <= time.span.start and time.span.end <= c.end for c in item.content):
            phrase = trim(text[time.span.start : time.span.end])
            start, end = when(phrase, published, "future")
            if (end or start or "") >= published[:10]:
                return When(phrase, start, end), time.span
    return None
