"""On whose word an entry rests: the distinct ends of the chains of its reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapport.resolve.names import name_words
from rapport.resolve.outlets import Outlets
from rapport.resolve.reports import Report

# Kinds of sources that can be held to what they say.
NAMED: Final = frozenset({"named", "spokesperson"})
_ORDER: Final = ("named", "spokesperson", "document", "poll", "unnamed", "outlet")


@dataclass(frozen=True, slots=True)
class Origin:
    """The end of a chain. `entity` of someone whom the ledger knows (for a spokesperson: whom they speak for), else `name`, the words for them; `via` the outlet that got it."""

    kind: str
    entity: str | None = None
    name: str | None = None
    via: str | None = None

    @property
    def named(self) -> bool:
        return self.kind in NAMED


def end_of(report: Report) -> Origin:
    """The far end of a report's chain: the article's own outlet where there is none."""
    if not report.chain:
        return Origin("outlet", name=report.own)
    last = report.chain[-1]
    # Who got it: the outlet that the nearest link names, for it stands in this article and no other.
    via = next((link.via for link in reversed(report.chain) if link.via), None)
    if last.kind == "outlet":
        return Origin("outlet", name=last.via or last.name)
    if last.kind == "spokesperson" and (last.speaks_for or last.entity):
        return Origin(last.kind, last.speaks_for or last.entity)
    if last.known and last.kind != "unnamed":
        return Origin(last.kind, last.entity)
    return Origin(last.kind, name=last.name, via=via or report.own)


def origins(reports: Iterable[Report]) -> tuple[Origin, ...]:
    """The independent sources of an entry, named ones first.

    A named source is one whoever prints it; so are a spokesperson's words for one principal. Unnamed people of one outlet are one. An outlet that
    is only cited, and tells of the contact itself too, is no source beside its own: its report's are counted.
    """
    told = sorted(reports, key=lambda report: (report.published or "9999", report.key))
    ends = {report.key: end_of(report) for report in told}
    outlets = Outlets(name for end in ends.values() for name in (end.name if end.kind == "outlet" else None, end.via) if name)
    own = {outlets.called(report.own) for report in told if report.own}
    found: dict[tuple[str | None, ...], Origin] = {}
    for report in told:
        end = ends[report.key]
        name, via = (outlets.called(end.name), None) if end.kind == "outlet" else (end.name, outlets.called(end.via))
        if end.kind == "outlet" and report.chain and name in own and name != outlets.called(report.own):
            continue
        found.setdefault(_key(report, end, name, via), Origin(end.kind, end.entity, name, via))
    if not found:
        # Outlets that cite each other, and nobody else.
        first = told[0]
        found[()] = Origin("outlet", name=outlets.called(first.own))
    return tuple(sorted(found.values(), key=_rank))


def _key(report: Report, end: Origin, name: str | None, via: str | None) -> tuple[str | None, ...]:
    if end.entity:
        return end.kind, end.entity
    if end.kind in ("unnamed", "document"):
        return end.kind, via or report.voice or report.article
    if end.kind == "outlet":
        return end.kind, name or report.voice or report.article
    return end.kind, " ".join(name_words(name or "", "organization")), None if name else via


def _rank(origin: Origin) -> tuple[object, ...]:
    return _ORDER.index(origin.kind), origin.entity or "", origin.name or "", origin.via or ""


def vouched(report: Report) -> int:
    """How well a report is sourced, best first: 0 by someone named or a document, 1 by unnamed people, 2 by nobody but an outlet."""
    kind = end_of(report).kind
    return 0 if kind in NAMED or kind == "document" else 1 if kind == "unnamed" else 2
