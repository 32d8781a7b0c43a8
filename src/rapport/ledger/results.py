"""What a question to the ledger gives: rows with all that a printed line needs, each with `to_json`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from rapport.records import Article, Record

if TYPE_CHECKING:
    from rapport.ledger.across_results import EntryRow
    from rapport.ledger.relation_results import Course


def _plain(value: Any) -> Any:
    """A value as JSON has it: rows as objects (`for_` as “for”), tuples as lists."""
    if is_dataclass(value):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


class Jsonable:
    """`to_json` for the frozen results."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = _plain(self)
        return found


@dataclass(frozen=True)
class Link(Jsonable):
    """One link of a source chain, by names."""

    actor: str | None
    kind: str
    for_: str | None
    via: str | None


@dataclass(frozen=True)
class ContactRow(Jsonable):
    """A contact as one article reports it. `date` is that of the contact where the text gives one (`dated`), else of publication.

    `corrected` names the fields that people corrected (“confirmed” where they said that it is right); what they rejected is not among the answers.
    """

    id: str
    date: str | None
    dated: bool
    channel: str
    status: str
    parties: tuple[str, ...]
    initiator: str | None
    when: str | None
    start: str | None
    end: str | None
    duration: str | None
    duration_text: str | None
    cadence: str | None
    place: str | None
    topics: tuple[str, ...]
    sources: tuple[Link, ...]
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    sentence: str
    trigger: str | None
    confidence: float
    article: str
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementRow(Jsonable):
    """A statement as one article reports it. `sentence` is the article’s text from the first to the last word of its evidence."""

    id: str
    date: str | None
    speaker: str | None
    cue: str | None
    act: str
    form: str
    content: str
    audience: str | None
    about: tuple[str, ...]
    sources: tuple[Link, ...]
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    confidence: float
    article: str
    dated: bool = False
    when: str | None = None
    start: str | None = None
    end: str | None = None
    sentence: str = ""
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class StanceRow(Jsonable):
    """What one actor holds of another, as one article shows it. `sentence` are the words that show it, `label` those that name (“a wrecking ball”)."""

    id: str
    date: str | None
    dated: bool
    holder: str
    polarity: str
    target: str
    label: str | None
    when: str | None
    start: str | None
    end: str | None
    sources: tuple[Link, ...]
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    sentence: str
    confidence: float
    article: str
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relationship(Jsonable):
    """All that links two actors, in order of time, and how it went: `entries` are the contacts as all articles tell them, `contacts` each report."""

    a: str
    b: str
    contacts: tuple[ContactRow, ...]
    statements: tuple[StatementRow, ...]
    stances: tuple[StanceRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    course: Course | None = None
    a_id: str = ""
    b_id: str = ""


@dataclass(frozen=True)
class Counterpart(Jsonable):
    """Someone with whom contacts are reported: how many `by_status`, and the `last` day of those that took place. `id` is given where entries are counted."""

    name: str
    contacts: int
    last: str | None
    by_status: dict[str, int] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True)
class Profile(Jsonable):
    """One actor: names, roles, with whom contacts are reported, and the newest entries; `stances` are those of the actor and those toward them."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    articles: int
    counterparts: tuple[Counterpart, ...]
    contacts: tuple[ContactRow, ...]
    statements: tuple[StatementRow, ...]
    contacts_total: int = 0
    statements_total: int = 0
    stances: tuple[StanceRow, ...] = ()
    stances_total: int = 0
    entries: tuple[EntryRow, ...] = ()
    entries_total: int = 0
    id: str = ""


@dataclass(frozen=True)
class SourceRow(Jsonable):
    """Who is relied on: `entries` (`contacts` and `statements`) rest on them, in `outlets`, of which `by_outlet` says how many; most first."""

    name: str
    kind: str
    via: str | None
    entries: int
    outlets: tuple[str, ...]
    contacts: int = 0
    statements: int = 0
    by_outlet: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RoleRow(Jsonable):
    """An office or description that articles give an actor: in how many `articles`, published from `first` to `last`; `since` and `until` where a text tells them.

    `outlet`, `url` and `words` are of the first article that gives it.
    """

    title: str
    organization: str | None
    since: str | None
    until: str | None
    articles: int
    first: str | None
    last: str | None
    outlet: str | None
    url: str | None
    words: str


@dataclass(frozen=True)
class ActorRow(Jsonable):
    """An actor of the ledger: what it is called, what it is, and in how many articles it is."""

    name: str
    kind: str
    articles: int
    id: str


@dataclass(frozen=True)
class Hit(Jsonable):
    """One result of a search: `kind` is article or statement; `found` are the places [start, end) in `snippet` of the words looked for, `said` is the
    statement of a hit that is one."""

    kind: str
    id: str
    date: str | None
    outlet: str | None
    title: str | None
    snippet: str
    found: tuple[tuple[int, int], ...] = ()
    said: StatementRow | None = None


@dataclass(frozen=True)
class Ruling(Jsonable):
    """What holds of one record because somebody said so: `field` is rejected, confirmed, or a field, whose `value` stands in for what was `read`.

    Actors are given by name. `correction` is the id by which it can be undone.
    """

    field: str
    value: Any
    read: Any
    correction: str
    author: str
    made: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One record with its article and the names of its actors, as corrected; `rulings` is what people said of it."""

    record: Record
    article: Article
    names: dict[str, str] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()

    @property
    def verdict(self) -> Ruling | None:
        """Who said that it is right or wrong; null where nobody did."""
        return next((ruling for ruling in self.rulings if ruling.field in ("rejected", "confirmed")), None)

    def to_json(self) -> dict[str, Any]:
        """The record as the export has it, the names of the actors it refers to by id, the article, and what people said of it."""
        said = [ruling.to_json() for ruling in self.rulings]
        return {"record": self.record.to_json(), "actors": self.names, "article": self.article.to_json(), "corrections": said}


@dataclass(frozen=True)
class Reported:
    """One version of an article with all that was read in it, in order of the text, and the names of its actors."""

    article: Article
    records: tuple[Record, ...]
    names: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The article and the records as the export has them, and the names of the actors they refer to by id."""
        return {"article": self.article.to_json(), "records": [record.to_json() for record in self.records], "actors": self.names}
