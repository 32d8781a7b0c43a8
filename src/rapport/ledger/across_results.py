"""What a question to the ledger gives of what is known across articles: entries, their reports and origins, and where these differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapport.ledger.results import Jsonable, Link


@dataclass(frozen=True)
class ReportRow(Jsonable):
    """One article's report of an entry: where it stands, its words, and what it says for itself. `id` is the contact's, for `rapport show`."""

    id: str
    article: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    sentence: str
    trigger: str | None
    sources: tuple[Link, ...]
    parties: tuple[str, ...]
    channel: str
    status: str
    copy_of: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class OriginRow(Jsonable):
    """The end of a chain of sources: someone by `name`, the words for someone unnamed, or an outlet; `via` the outlet that got it."""

    name: str | None
    kind: str
    via: str | None


@dataclass(frozen=True)
class FieldValue(Jsonable):
    """A value of a field and the ids of the reports that give it."""

    value: Any
    reports: tuple[str, ...]


@dataclass(frozen=True)
class FieldConflict(Jsonable):
    """A field on which the reports of an entry exclude each other: every value, the one shown first."""

    field: str
    values: tuple[FieldValue, ...]


@dataclass(frozen=True)
class EntryRow(Jsonable):
    """A contact as all articles tell it. The values are those of the best-sourced report (`shown`), or of the next that gives one; of many reports none
    that one alone gives, be it a party or a topic: these stand with the report.

    `date` is that of the contact where a text gives one (`dated`), else of first publication. `named` of the `origins` are named sources.
    `settled_by` is the entry that came of a plan, `denies` the one that a denial denies, `denied_by` those that deny this one.
    """

    id: str
    date: str | None
    dated: bool
    channel: str
    status: str
    parties: tuple[str, ...]
    initiator: str | None
    setting: str | None
    tone: str | None
    when: str | None
    start: str | None
    end: str | None
    duration: str | None
    duration_text: str | None
    cadence: str | None
    place: str | None
    topics: tuple[str, ...]
    confidence: float
    outlets: int
    articles: int
    named: int
    origins: tuple[OriginRow, ...]
    reports: tuple[ReportRow, ...]
    shown: str
    conflicts: tuple[FieldConflict, ...] = ()
    settled_by: str | None = None
    denies: str | None = None
    denied_by: tuple[str, ...] = ()

    @property
    def first(self) -> ReportRow:
        """The report whose values are shown."""
        return next(report for report in self.reports if report.id == self.shown)


@dataclass(frozen=True)
class Side(Jsonable):
    """One value of a conflict, and the reports that give it: the one that is shown first, the others by day of publication."""

    value: str
    reports: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ConflictRow(Jsonable):
    """Reports that exclude each other on what matters. `field` is “happened” where one entry denies another, else a field of the entry.

    `sides` has the one that is shown first, then the best-sourced that excludes it; `entry` is the id of the entry, `denials` those of what denies it.
    """

    field: str
    entry: str
    date: str | None
    channel: str
    parties: tuple[str, ...]
    sides: tuple[Side, ...]
    denials: tuple[str, ...] = ()
