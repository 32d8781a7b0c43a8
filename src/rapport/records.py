"""What the ledger holds: immutable records whose ids derive from their content.

The fields are those of the specification (docs/ledger.md); `to_json` gives the object of the JSON Lines export.
Offsets count Unicode code points of the article's text, end exclusive.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

ActorKind = Literal["person", "organization", "place", "group", "unnamed"]
Channel = Literal["call", "message", "meeting", "unspecified"]
Status = Literal["happened", "recurring", "planned", "proposed", "declined", "denied", "absent", "speculated"]
Form = Literal["direct", "indirect", "mixed"]
Act = Literal["assert", "promise", "predict", "request", "ask", "deny", "praise", "criticize", "think"]
SourceKind = Literal["named", "unnamed", "spokesperson", "outlet", "document", "poll"]
Polarity = Literal["positive", "negative"]
Tone = Literal["friendly", "hostile"]
Setting = Literal["private", "public"]
EvidenceRole = Literal[
    "sentence", "trigger", "party", "initiator", "when", "duration", "cadence", "place", "topic",
    "source", "cue", "content", "holder", "target", "label", "term",
]  # fmt: skip

ACTOR_KINDS: Final[tuple[str, ...]] = get_args(ActorKind)
CHANNELS: Final[tuple[str, ...]] = get_args(Channel)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
FORMS: Final[tuple[str, ...]] = get_args(Form)
ACTS: Final[tuple[str, ...]] = get_args(Act)
SOURCE_KINDS: Final[tuple[str, ...]] = get_args(SourceKind)
TOOK_PLACE: Final[frozenset[str]] = frozenset({"happened", "recurring"})


# Made once: `json.dumps` makes one anew for each id.
_PACKER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def content_id(*parts: object) -> str:
    """A 16-hex-digit id of the given parts; equal parts give equal ids on every machine."""
    return hashlib.sha256(_PACKER.encode(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the article that a record rests on: `text == article.text[start:end]`."""

    start: int
    end: int
    role: EvidenceRole
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "role": self.role, "text": self.text}


@dataclass(frozen=True, slots=True)
class When:
    """A time expression and the narrowest interval its words allow: ISO dates, null where they allow none."""

    text: str
    start: str | None = None
    end: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Duration:
    """A phrase and its ISO 8601 duration (`PT30M`); `value` is null where the words give none (“hours”)."""

    text: str
    value: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "value": self.value}


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: `count` times per `period` (ISO 8601 duration), `bound` = `min`, `max` or null."""

    text: str
    count: float | None = None
    period: str | None = None
    bound: Literal["min", "max"] | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "count": self.count, "period": self.period, "bound": self.bound}


@dataclass(frozen=True, slots=True)
class Source:
    """One link of a source chain. `actor` is an actor id (null for the bare name of an outlet); `for_` whom a spokesperson speaks for
    (actor id); `via` the outlet that got it, where it is not the article's own."""

    actor: str | None
    kind: SourceKind
    for_: str | None = None
    via: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"actor": self.actor, "kind": self.kind, "for": self.for_, "via": self.via}


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. `text` is paragraphs separated by one blank line; `published` an ISO date or date-time or null.

    `id` derives from address, source id and content, so that a changed text is another version; `key` (the same for
    all versions) is the address where there is one, else the source id, else the content itself.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str = "en"
    source_id: str | None = None
    sha256: str = field(init=False)
    key: str = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        if self.url:
            key = "url:" + self.url
        elif self.source_id:
            key = f"id:{self.outlet or ''}:{self.source_id}"
        else:
            key = f"text:{self.outlet or ''}:{digest}"
        object.__setattr__(self, "sha256", digest)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "id", content_id("article", key, self.published, self.title, digest))

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "article", "id": self.id, "source_id": self.source_id, "outlet": self.outlet, "url": self.url,
            "published": self.published, "title": self.title, "authors": list(self.authors), "language": self.language,
            "sha256": self.sha256, "text": self.text,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """An office or description of an actor, with the interval in which it held where the text tells."""

    title: str
    organization: str | None = None
    since: str | None = None
    until: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "organization": self.organization, "since": self.since, "until": self.until}


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of an article where an actor is named, described or referred to by a pronoun."""

    article: str
    start: int
    end: int
    actor: str

    def to_json(self) -> dict[str, Any]:
        return {"type": "mention", "article": self.article, "start": self.start, "end": self.end, "actor": self.actor}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that can act in politics, as one article shows it."""

    id: str
    article: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "actor", "id": self.id, "name": self.name, "kind": self.kind, "aliases": list(self.aliases),
            "roles": [role.to_json() for role in self.roles],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """A report that particular actors communicated or met — or will, may, or did not."""

    id: str
    article: str
    channel: Channel
    status: Status
    parties: tuple[str, ...]
    confidence: float
    evidence: tuple[Evidence, ...]
    initiator: str | None = None
    setting: Setting | None = None
    tone: Tone | None = None
    when: When | None = None
    duration: Duration | None = None
    cadence: Cadence | None = None
    place: str | None = None
    topics: tuple[str, ...] = ()
    according_to: tuple[Source, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "contact", "id": self.id, "article": self.article, "channel": self.channel, "status": self.status,
            "parties": list(self.parties), "initiator": self.initiator, "setting": self.setting, "tone": self.tone,
            "when": self.when.to_json() if self.when else None,
            "duration": self.duration.to_json() if self.duration else None,
            "cadence": self.cadence.to_json() if self.cadence else None,
            "place": self.place, "topics": list(self.topics),
            "according_to": [link.to_json() for link in self.according_to], "confidence": self.confidence,
            "evidence": [piece.to_json() for piece in self.evidence],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """Someone's speech, writing or reported thought. `speaker` is an actor id, null where nobody is named; `unsure` is whether it praises or criticizes by less than even odds: no sign, then, of how two stand."""

    id: str
    article: str
    speaker: str | None
    form: Form
    act: Act
    content: str
    confidence: float
    evidence: tuple[Evidence, ...]
    cue: str | None = None
    audience: str | None = None
    about: tuple[str, ...] = ()
    when: When | None = None
    according_to: tuple[Source, ...] = ()
    unsure: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "statement", "id": self.id, "article": self.article, "speaker": self.speaker, "form": self.form,
            "act": self.act, "content": self.content, "cue": self.cue, "audience": self.audience, "about": list(self.about),
            "when": self.when.to_json() if self.when else None,
            "according_to": [link.to_json() for link in self.according_to], "confidence": self.confidence,
            "evidence": [piece.to_json() for piece in self.evidence],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stance:
    """An attitude of one actor toward another, held by someone in the story. `label` are the naming words (“a wrecking ball”), where there are any.

    Its evidence holds the sentence (`sentence`), or what the holder said (`content`), and the mentions of `holder` and `target` in it.
    """

    id: str
    article: str
    holder: str
    target: str
    polarity: Polarity
    confidence: float
    evidence: tuple[Evidence, ...]
    label: str | None = None
    when: When | None = None
    according_to: tuple[Source, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "type": "stance", "id": self.id, "article": self.article, "holder": self.holder, "target": self.target,
            "polarity": self.polarity, "label": self.label, "when": self.when.to_json() if self.when else None,
            "according_to": [link.to_json() for link in self.according_to], "confidence": self.confidence,
            "evidence": [piece.to_json() for piece in self.evidence],
        }  # fmt: skip


Record = Contact | Statement | Stance


def actors_of(record: Record) -> list[str]:
    """The ids of all actors that a record refers to."""
    links = [a for link in record.according_to for a in (link.actor, link.for_)]
    if isinstance(record, Contact):
        own = [*record.parties, record.initiator]
    elif isinstance(record, Statement):
        own = [record.speaker, record.audience, *record.about]
    else:
        own = [record.holder, record.target]
    return [a for a in (*own, *links) if a]


@dataclass(frozen=True, slots=True)
class Reading:
    """All records of one article: what extraction gives and the ledger stores."""

    article: Article
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    contacts: tuple[Contact, ...] = ()
    statements: tuple[Statement, ...] = ()
    stances: tuple[Stance, ...] = ()
