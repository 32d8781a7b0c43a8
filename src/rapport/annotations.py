"""What the reader sees in one article: spans, clusters and links, each with the probability the model gave it.

`annotate` makes them, `extract` turns them into records; neither knows the other. Offsets count Unicode code points
of the article's text, end exclusive. Indices point into the tuples of the same `Annotations`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapport.records import Act, Channel, Polarity, Status

MentionKind = Literal["person", "organization", "place", "group", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`[start, end)` in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A name, description or pronoun; `head` is its head word (“Mayor Ada Quill” → “Quill”); `cluster` numbers what corefers; `gender` is `he`, `she`
    or, where its own words tell none, empty."""

    span: Span
    head: Span
    kind: MentionKind
    form: MentionForm
    cluster: int
    score: float
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content that belong together. Any part may be in several pieces; source and cue may be empty.

    `audience` and `about` are indices of mentions with their probabilities, those of `about` in the content; `stances` are mentions in the
    content with the probabilities that the source is positive and that it is negative to them, `held` the same as the statement's cue and content tell it, `sentiments` the same for how the words there
    speak of them, whoever holds it. `act` is read at cue and content; `acts` are the probabilities of all, in the order of `records.ACTS`.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    act: Act = "assert"
    act_score: float = 1.0
    audience: tuple[tuple[int, float], ...] = ()
    about: tuple[tuple[int, float], ...] = ()
    stances: tuple[tuple[int, float, float], ...] = ()
    held: tuple[tuple[int, float, float], ...] = ()
    sentiments: tuple[tuple[int, float, float], ...] = ()
    acts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactTrigger:
    """Words that report a contact, with what the model links to them.

    `parties` and `initiator` are indices of mentions with their probabilities; `same` indices of earlier triggers with the probability
    that both tell of one encounter. `factuality` says whether it took place, from -3 (surely not) to 3 (surely).
    """

    trigger: Span
    channel: Channel
    status: Status
    score: float
    same: tuple[tuple[int, float], ...] = ()
    channel_score: float = 1.0
    status_score: float = 1.0
    parties: tuple[tuple[int, float], ...] = ()
    initiator: tuple[tuple[int, float], ...] = ()
    when: tuple[Span, ...] = ()
    duration: tuple[Span, ...] = ()
    cadence: tuple[Span, ...] = ()
    place: tuple[Span, ...] = ()
    topics: tuple[Span, ...] = ()
    factuality: float = 0.0


@dataclass(frozen=True, slots=True)
class Attitude:
    """What the actor at one mention holds of the one at another, in a sentence; indices of mentions and a probability."""

    holder: int
    target: int
    polarity: Polarity
    score: float


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression (“on Saturday” → “Saturday”)."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything read in one article, in order of position.

    `mentions` are whole phrases of every form (“Mayor Ada Quill”, “the mayor”, “she”) with clusters; `names` the bare
    proper names by themselves (“Ada Quill”), cluster -1, tagged by a head of their own.
    """

    sentences: tuple[Span, ...]
    mentions: tuple[EntityMention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    contacts: tuple[ContactTrigger, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    names: tuple[EntityMention, ...] = ()
    attitudes: tuple[Attitude, ...] = ()
