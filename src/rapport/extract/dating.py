"""When a contact took place: the reader's phrases, else the time expression that stands nearest."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from rapport.annotations import Annotations, ContactTrigger, Span
from rapport.extract.actors import Cast
from rapport.extract.times import Tense, duration, when, when_in_story
from rapport.extract.words import EMPTY, trim, words
from rapport.records import TOOK_PLACE, Status, When
from rapport.sayings import of_saying

_SAID_ON: Final = 12  # code points from a cue to the day of the saying
_FAR: Final = 120  # days by which a day on the other side of the publication must be nearer
_YEAR: Final = 300  # days of an interval that is no narrower than a year
_NEAR_TIME: Final = 80  # code points from a trigger to a time expression of its sentence
_BARE: Final = EMPTY | frozenset("time times moment day days hour hours minute minutes week weeks month months year years shortly later".split())
# A time that is told by an event has one of these.
_TIMELY: Final = frozenset(
    "before after during since until till when while as once throughout amid ahead following recently soon earlier later previously already ago last next past "
    "early late later now currently immediately recent day days week weeks month months year years morning evening night weekend time".split()
)
# What a day owns: up to three words behind “Saturday’s”.
_OWNS: Final = re.compile(r"['’]s(?:\s+[\w-]+){1,3}")
_CLAUSE: Final = re.compile(r"\b(?:who|whom|that|which)\b")
TELLS: Final = 0.25  # a trigger tells of an actor from this probability on
Option = tuple[float, When, Span]


def sentence_of(annotations: Annotations, span: Span) -> Span:
    """The sentence in which a span begins."""
    starts = [s.start for s in annotations.sentences]
    return annotations.sentences[max(0, bisect_right(starts, span.start) - 1)]


def next_sentence(annotations: Annotations, span: Span) -> Span | None:
    """The sentence after the one in which a span begins."""
    starts = [s.start for s in annotations.sentences]
    at = max(0, bisect_right(starts, span.start) - 1) + 1
    return annotations.sentences[at] if at < len(annotations.sentences) else None


def phrases(text: str, spans: Iterable[Span]) -> list[tuple[str, Span]]:
    """Phrases that say something, each once, with where they stand."""
    found: dict[str, tuple[str, Span]] = {}
    for span in spans:
        phrase = trim(text[span.start : span.end])
        if set(words(phrase)) - EMPTY:
            found.setdefault(phrase.casefold(), (phrase, span))
    return list(found.values())


def dated(
    cast: Cast, annotations: Annotations, members: list[ContactTrigger], status: Status, further: Sequence[Span] = ()
) -> tuple[When, Span] | None:
    """The narrowest interval among the phrases that the reader links, of equal ones that of the surest trigger; where they give none, that of the time expression nearest to a trigger.

    `further` are sentences that go on about the encounter: their only time expression counts where nothing else does.
    """
    members = sorted(members, key=lambda t: (-t.score, t.trigger))
    main = [sentence_of(annotations, t.trigger) for t in (members[0], min(members, key=lambda t: t.trigger))]
    linked = (_whole_time(annotations, span) for t in members for span in t.when)
    own = _options(cast, (span for span in linked if not _elsewhere(cast, annotations, members, span)), status)
    if not any(option[1].start or option[1].end for option in own):
        near = (span for t in members for span in _near_time(annotations, t.trigger))
        own = _options(cast, (span for span in near if not _elsewhere(cast, annotations, members, span)), status) or own
    if not any(option[1].start or option[1].end for option in own):
        inside = _options(cast, (t.span for t in annotations.times if any(s.start <= t.span.start < s.end for s in further)), status)
        own = [o for o in inside if o[1].start] if sum(o[1].start is not None for o in inside) == 1 else own
    own = [option for option in own if option[1].start or option[1].end or _says_when(option[1].text)]
    own = [option for option in own if not _another_year(option[1], cast.article.published) or any(s.start <= option[2].start < s.end for s in main)]
    if not own:
        return None
    _, best, span = min(own, key=lambda option: option[0])
    return best, span


def _another_year(time: When, published: str | None) -> bool:
    """Whether a time is no more than a year before that of the article: beside a later word for an encounter in the news it is mostly of another one (“recalled the 2011 dinner”)."""
    return published is not None and time.end is not None and time.end[:4] < published[:4] and _days(time.start, time.end) > _YEAR


def _says_when(phrase: str) -> bool:
    """Whether a phrase without a date speaks of a time (“after the vote”), and is no mere length nor a part of a phrase (“two hours”, “days”, “contacted”)."""
    said = set(words(phrase))
    return duration(phrase) is None and not said <= _BARE and not said.isdisjoint(_TIMELY)


def _options(cast: Cast, spans: Iterable[Span], status: Status) -> list[Option]:
    text, published = cast.article.text, cast.article.published
    found: list[Option] = []
    for phrase, span in phrases(text, spans):
        tense = _tense(phrase, published, status)
        start, end = when(phrase, published, tense)
        if start is None and end is None:
            start, end = when_in_story(phrase, text[: span.start], published, tense)
        if published and _misplaced(start, end, status, published[:10]):
            continue
        found.append((_days(start, end), When(phrase, start, end), span))
    return found


def _misplaced(start: str | None, end: str | None, status: Status, today: str) -> bool:
    """Whether an interval must be of something else: of what took place it lies ahead (“until 2033”), of a plan it is over (“last year”)."""
    if status in TOOK_PLACE:
        return (start or end or "") > today
    return status == "planned" and (end or start or today) < today


def _tense(phrase: str, published: str | None, status: Status) -> Tense:
    """On which side of the publication a day without a year lies: what may take place or was called off lies where it is much nearer (“cancelled the talks of July 12”)."""
    if status in ("planned", "proposed"):
        return "future"
    if status in TOOK_PLACE or not published:
        return "past"
    gone, ahead = when(phrase, published, "past")[1], when(phrase, published, "future")[0]
    if gone is None or ahead is None or _between(gone, published) <= _FAR:
        return "past"
    return "future" if _between(published, ahead) < _between(gone, published) - _FAR else "past"


def _whole_time(annotations: Annotations, span: Span) -> Span:
    """A phrase with the time expression that it breaks off at or in (“on” before “Sunday night”)."""
    for time in reversed(annotations.times):
        if span.start < time.span.end and time.span.start <= span.end + 1:
            return Span(min(span.start, time.span.start), max(span.end, time.span.end))
    return span


def _elsewhere(cast: Cast, annotations: Annotations, members: list[ContactTrigger], span: Span) -> bool:
    """Whether a time expression is that of something else: of a saying, of a thing that it owns (“Saturday’s attack”), of what describes a party (“a guest who
    attended the gala on Sunday”)."""
    text = cast.article.text
    owns = _OWNS.match(text, span.end)
    if owns and not any(span.end <= t.trigger.start < owns.end() for t in members):
        return True
    inside = (annotations.mentions[i].span for t in members for i, score in t.parties if score >= TELLS)
    return _of_saying(cast, annotations, span) or any(
        party.start < span.start and span.end <= party.end and _CLAUSE.search(text, party.start, span.start) for party in inside
    )


def _of_saying(cast: Cast, annotations: Annotations, span: Span) -> bool:
    """Whether a time expression says when something was said, released or aired (“released Wednesday”), not when the contact was."""
    sentence = sentence_of(annotations, span)
    inside = [t.trigger for t in annotations.contacts if sentence.start <= t.trigger.start < sentence.end]
    words = cast.article.text[sentence.start : sentence.end]
    at = sentence.start
    return of_saying(words, span.start - at, span.end - at, [(t.start - at, t.end - at) for t in inside])


def _near_time(annotations: Annotations, trigger: Span) -> list[Span]:
    """The time expression of the trigger's sentence nearest to it; one right behind a cue (“said on Monday”) is the statement's."""
    sentence = sentence_of(annotations, trigger)
    cues = [cue.end for item in annotations.attributions for cue in item.cue if not (cue.start <= trigger.start < cue.end)]
    free = [
        (max(t.span.start - trigger.end, trigger.start - t.span.end), t.span)
        for t in annotations.times
        if sentence.start <= t.span.start < sentence.end and not any(0 <= t.span.start - end <= _SAID_ON for end in cues)
    ]
    return [span for gap, span in [min(free)] if gap <= _NEAR_TIME] if free else []


def _days(start: str | None, end: str | None) -> float:
    if start is None:
        return math.inf
    return 1e5 if end is None else _between(start, end)


def _between(start: str, end: str) -> int:
    """About how many days lie between two ISO dates."""
    y0, m0, d0 = (int(p) for p in start[:10].split("-"))
    y1, m1, d1 = (int(p) for p in end[:10].split("-"))
    return (y1 - y0) * 365 + (m1 - m0) * 30 + d1 - d0
