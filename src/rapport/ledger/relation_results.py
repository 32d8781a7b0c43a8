"""What questions about relationships give: how one went, the network of all, what is open, what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from rapport.ledger.results import Jsonable


@dataclass(frozen=True)
class Shown(Jsonable):
    """An entry or a statement that something rests on: its day, who gave it, and its words. Of a sign, the `tone` that it shows, and of a stance or a statement
    who holds it (`holder`) `toward` whom; null else."""

    id: str
    kind: str
    date: str | None
    outlet: str | None
    words: str
    tone: str | None = None
    holder: str | None = None
    toward: str | None = None


@dataclass(frozen=True)
class Stretch(Jsonable):
    """A stretch of one tone, with the first and the last day that show it; `shown_by` are the ids of its `signs`, `against` those that speak against it (friction)."""

    tone: str
    since: str
    until: str
    signs: int
    against: tuple[Shown, ...] = ()
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class TurningPoint(Jsonable):
    """Where the tone changed and stayed changed: after the day `after`, no later than `by`. `of` is whose attitude it is, null for the two together.

    `before` and `since` are the entries that make it (the last before, the first since), `contact` the most widely told contact in between that took place and
    is dated, `articles` how many tell of the new tone, `articles_before` of the one before.
    """

    of: str | None
    tone: str
    after: str
    by: str
    before: tuple[Shown, ...]
    since: tuple[Shown, ...]
    contact: Shown | None
    articles: int
    articles_before: int = 0


@dataclass(frozen=True)
class Course(Jsonable):
    """How a relationship went: the stretches of the two together and of each, its turning points, contacts by channel and month, what they dealt
    about, and who else is between them (with how many contacts of theirs with both). `mixed` has the ids of the signs of each tone where there are
    both and neither is borne out: then there is no stretch of the two together."""

    stretches: tuple[Stretch, ...]
    of_a: tuple[Stretch, ...]
    of_b: tuple[Stretch, ...]
    turning_points: tuple[TurningPoint, ...]
    channels: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    mixed: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tie(Jsonable):
    """Two actors with what is reported between them: `contacts` in all, `took_place` of them, by channel, the `weight` (the sum of the confidences of
    those that took place), and the first and last day."""

    a: str
    b: str
    a_kind: str
    b_kind: str
    contacts: int
    took_place: int
    weight: float
    channels: dict[str, int]
    statuses: dict[str, int]
    first: str | None
    last: str | None
    a_id: str = ""
    b_id: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """What tells the two from all others: their ids, or their names where it has none."""
        return self.a_id or self.a, self.b_id or self.b


OPEN_KINDS: Final = ("planned", "proposed", "promise", "prediction")


@dataclass(frozen=True)
class OpenEnd(Jsonable):
    """Something planned, proposed, promised or foreseen that no later report settles. `age` are the days since it was first reported, up to the newest
    article of the ledger; `due` is the last day its words allow, `overdue` whether that has passed by then. `sentence` is what an article says of a promise
    or a prediction, from the first to the last word of its evidence."""

    id: str
    kind: str
    date: str | None
    age: int | None
    due: str | None
    overdue: bool
    who: tuple[str, ...]
    words: str
    outlet: str | None
    confidence: float
    sentence: str = ""


@dataclass(frozen=True)
class Change(Jsonable):
    """What new reading did to an entry: `what` is added, confirmed, contradicted, settled or turned; `detail` says how, in words. `fields` are those on
    which new reports differ from older ones, `other` is the entry that it denies or that settled it, by id."""

    what: str
    id: str
    date: str | None
    who: tuple[str, ...]
    words: str
    outlets: tuple[str, ...]
    detail: str
    fields: tuple[str, ...] = ()
    other: str | None = None
