"""Lists with filters: contacts, statements, stances, sources, open ends, changes, actors, and what a search finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, TypeVar

from rapport.errors import UsageError
from rapport.ledger import Filters, Hit, Ledger, SourceRow
from rapport.ledger.relation_results import OPEN_KINDS
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import LENGTH, Asked, Page, entry_cells, more, numbered, part, stance_cells, statement_cells, twice

_T = TypeVar("_T")
_HITS: Final = 30
_OUTLETS: Final = 20  # of which the unnamed sources are counted


def _newest(asked: Asked) -> Filters:
    """The filters of the address, for the page that was asked for and one row more, the newest first."""
    return filters(asked.query, newest=True, limit=LENGTH + 1, offset=(asked.number - 1) * LENGTH)


def _part(ledger: Ledger, name: str, asked: Asked, question: Callable[[Filters], list[_T]]) -> list[_T]:
    chosen = _newest(asked)
    return recall(ledger, (name, chosen), lambda: question(chosen))


def contacts(ledger: Ledger, asked: Asked) -> Page:
    """Contacts as all articles tell them, the newest first."""
    rows, at = more(_part(ledger, "contacts", asked, lambda chosen: ledger.entries(chosen, lean=True)), asked.number)
    return Page(
        "contacts.html",
        "Contacts",
        {"rows": rows, "paging": at, "parties_by": ledger.parties_addressed(rows)},
        lambda: [r.to_json() for r in ledger.whole(rows)],
        lambda: [entry_cells(r) for r in rows],
    )


def statements(ledger: Ledger, asked: Asked) -> Page:
    """What was said, the newest first."""
    rows, at = more(_part(ledger, "statements", asked, ledger.quotes), asked.number)
    return Page(
        "statements.html", "Statements", {"rows": rows, "paging": at}, lambda: [r.to_json() for r in rows], lambda: [statement_cells(r) for r in rows]
    )


def stances(ledger: Ledger, asked: Asked) -> Page:
    """Who is for whom and who against, the newest first."""
    rows, at = more(_part(ledger, "stances", asked, ledger.stances), asked.number)
    return Page("stances.html", "Stances", {"rows": rows, "paging": at}, lambda: [r.to_json() for r in rows], lambda: [stance_cells(r) for r in rows])


def sources(ledger: Ledger, asked: Asked) -> Page:
    """Who is relied on, how often without a name, and by which outlets."""
    chosen = filters(asked.query)
    if chosen.actor or chosen.with_ or chosen.channel or chosen.status:
        found = recall(ledger, ("sources", chosen), lambda: ledger.sources(chosen))
        rows, at = part(found, asked.number)
        by_outlet = _unnamed(found)
    else:
        first = (asked.number - 1) * LENGTH
        total, rows = recall(ledger, ("relied", chosen, first), lambda: ledger.relied_on(chosen, LENGTH, first))
        by_outlet = recall(ledger, ("unnamed", chosen), lambda: ledger.unnamed(chosen, _OUTLETS))
        at = numbered(asked.number, total)
    data = {"rows": rows, "paging": at, "by_outlet": by_outlet}

    def every() -> list[dict[str, Any]]:
        return [r.to_json() for r in ledger.sources(chosen)]

    return Page(
        "sources.html",
        "Sources",
        data,
        lambda: [r.to_json() for r in rows],
        lambda: [row | {"by_outlet": _tally(row["by_outlet"])} for row in every()],
    )


def _unnamed(found: Sequence[SourceRow]) -> list[tuple[str, int, int]]:
    """The outlets that cite most sources: how many, and how many without a name."""
    cited: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    for row in found:
        cited.update(row.by_outlet)
        unnamed.update(row.by_outlet if row.kind == "unnamed" else {})
    return [(outlet, cited[outlet], unnamed[outlet]) for outlet in sorted(cited, key=lambda outlet: (-cited[outlet], outlet))[:_OUTLETS]]


def _tally(by_outlet: dict[str, int]) -> str:
    return "; ".join(f"{outlet} {number}" for outlet, number in by_outlet.items())


def open_ends(ledger: Ledger, asked: Asked) -> Page:
    """What was planned, proposed, promised or foreseen and nothing has settled."""
    wanted = filters(asked.query)
    kind = asked.query.get("kind", "")
    chosen = kind if kind in OPEN_KINDS else None
    kinds = recall(ledger, ("open counts", wanted), lambda: ledger.open_counts(wanted))
    total = kinds[chosen] if chosen else sum(kinds.values())
    at = numbered(asked.number, total)
    some = replace(wanted, limit=LENGTH, offset=at["first"] - 1)
    rows = recall(ledger, ("open", some, chosen), lambda: ledger.open_ends(some, chosen))
    data = {"rows": rows, "paging": at, "kinds": kinds, "kind": kind}
    return Page(
        "open.html", "Open ends", data, lambda: [end.to_json() for end in rows], lambda: [end.to_json() for end in ledger.open_ends(wanted, chosen)]
    )


def changes(ledger: Ledger, asked: Asked) -> Page:
    """What the latest reading, or reading since a run or a day, changed."""
    since = asked.query.get("since", "").strip() or None
    first = (asked.number - 1) * LENGTH
    counts, rows = recall(ledger, ("changes", since, first), lambda: ledger.changed(since, first, LENGTH))
    groups = [(what, list(of)) for what, of in groupby(rows, key=lambda change: change.what)]
    data = {
        "groups": groups,
        "counts": counts,
        "spans": ledger.spans(change.id for change in rows),
        "paging": numbered(asked.number, sum(counts.values())),
        "since": since,
    }
    return Page(
        "changes.html",
        "What changed",
        data,
        lambda: [change.to_json() for change in rows],
        lambda: [change.to_json() for change in ledger.changes(since)],
    )


def actors(ledger: Ledger, asked: Asked) -> Page:
    """Who is in the ledger, by the number of articles."""
    words = asked.query.get("q", "").strip()
    first = (asked.number - 1) * LENGTH
    rows, at = more(recall(ledger, ("actors", words, first), lambda: ledger.actors(words, LENGTH + 1, first)), asked.number)
    return Page(
        "actors.html",
        "People and organizations",
        {"rows": rows, "paging": at, "words": words, "by": ledger.addressed(row.id for row in rows)},
        *twice(rows),
    )


def search(ledger: Ledger, asked: Asked) -> Page:
    """People whose names hold the words, then statements and articles that do."""
    words = asked.query.get("q", "").strip()[:400]
    hits: list[Any] = []
    people: list[Any] = []
    if words:
        people = ledger.actors(words, limit=8)
        try:
            hits = recall(ledger, ("search", words), lambda: ledger.search(words, limit=_HITS))
        except UsageError:
            hits = []
    groups = {kind: [hit for hit in hits if hit.kind == kind] for kind in ("statement", "article")}
    data = {"words": words, "people": people, "groups": groups, "by": ledger.addressed(row.id for row in people)}
    return Page(
        "search.html",
        f"Search: {words}" if words else "Search",
        data,
        lambda: {"words": words, "actors": [p.to_json() for p in people], "hits": [hit.to_json() for hit in hits]},
        lambda: [_cells(hit) for hit in hits],
    )


def _cells(hit: Hit) -> dict[str, Any]:
    """A hit as a line of a table."""
    said = hit.said
    who = {"speaker": said.speaker, "act": said.act, "audience": said.audience, "about": said.about} if said else {}
    return {
        "kind": hit.kind, "id": hit.id, "date": hit.date, "outlet": hit.outlet, "title": hit.title, "snippet": hit.snippet, **who,
    }  # fmt: skip
