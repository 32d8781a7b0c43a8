"""Lists with filters: contacts, statements, stances, sources, open ends, changes, actors, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, Final, TypeVar

from rapport.errors import UsageError
from rapport.ledger import Filters, Ledger
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import LENGTH, Asked, Page, entry_cells, more, part, stance_cells, statement_cells, twice

_T = TypeVar("_T")
_HITS: Final = 30


def _newest(asked: Asked) -> Filters:
    """The filters of the address, for the page that was asked for and one row more, the newest first."""
    return filters(asked.query, newest=True, limit=LENGTH + 1, offset=(asked.number - 1) * LENGTH)


def _part(ledger: Ledger, name: str, asked: Asked, question: Callable[[Filters], list[_T]]) -> list[_T]:
    chosen = _newest(asked)
    return recall(ledger, (name, chosen), lambda: question(chosen))


def contacts(ledger: Ledger, asked: Asked) -> Page:
    """Contacts as all articles tell them, the newest first."""
    rows, at = more(_part(ledger, "contacts", asked, ledger.entries), asked.number)
    return Page(
        "contacts.html", "Contacts", {"rows": rows, "paging": at}, lambda: [r.to_json() for r in rows], lambda: [entry_cells(r) for r in rows]
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
    found = recall(ledger, ("sources", chosen), lambda: ledger.sources(chosen))
    rows, at = part(found, asked.number)
    outlets: dict[str, list[int]] = {}
    for row in found:
        for outlet, number in row.by_outlet.items():
            tally = outlets.setdefault(outlet, [0, 0])
            tally[0] += number
            tally[1] += number if row.kind == "unnamed" else 0
    by_outlet = sorted(outlets.items(), key=lambda pair: (-pair[1][0], pair[0]))
    data = {"rows": rows, "paging": at, "by_outlet": by_outlet[:20]}
    return Page(
        "sources.html",
        "Sources",
        data,
        lambda: [r.to_json() for r in found],
        lambda: [r.to_json() | {"by_outlet": _tally(r.by_outlet)} for r in found],
    )


def _tally(by_outlet: dict[str, int]) -> str:
    return "; ".join(f"{outlet} {number}" for outlet, number in by_outlet.items())


def open_ends(ledger: Ledger, asked: Asked) -> Page:
    """What was planned, proposed, promised or foreseen and nothing has settled."""
    wanted = filters(asked.query)
    found = recall(ledger, ("open", wanted), lambda: ledger.open_ends(wanted))
    kind = asked.query.get("kind", "")
    kinds = {name: sum(end.kind == name for end in found) for name in ("planned", "proposed", "promise", "prediction")}
    chosen = [end for end in found if end.kind == kind] if kind in kinds else found
    rows, at = part(chosen, asked.number)
    return Page("open.html", "Open ends", {"rows": rows, "paging": at, "kinds": kinds, "kind": kind}, *twice(chosen))


def changes(ledger: Ledger, asked: Asked) -> Page:
    """What the latest reading, or reading since a run or a day, changed."""
    since = asked.query.get("since", "").strip() or None
    found = recall(ledger, ("changes", since), lambda: ledger.changes(since))
    counts = {what: sum(1 for _ in of) for what, of in groupby(found, key=lambda change: change.what)}
    rows, at = part(found, asked.number)
    groups = [(what, list(of)) for what, of in groupby(rows, key=lambda change: change.what)]
    return Page("changes.html", "What changed", {"groups": groups, "counts": counts, "paging": at, "since": since}, *twice(found))


def actors(ledger: Ledger, asked: Asked) -> Page:
    """Who is in the ledger, by the number of articles."""
    words = asked.query.get("q", "").strip()
    rows, at = more(ledger.actors(words, LENGTH + 1, (asked.number - 1) * LENGTH), asked.number)
    return Page("actors.html", "People and bodies", {"rows": rows, "paging": at, "words": words}, *twice(rows))


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
    data = {"words": words, "people": people, "groups": groups}
    return Page(
        "search.html",
        f"Search: {words}" if words else "Search",
        data,
        lambda: {"words": words, "actors": [p.to_json() for p in people], "hits": [hit.to_json() for hit in hits]},
        lambda: [hit.to_json() for hit in hits],
    )
