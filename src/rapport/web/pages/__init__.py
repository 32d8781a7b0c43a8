"""The pages by the names they have in addresses: each asks one ledger and gives what its template, its JSON twin and its table show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from rapport.ledger import Ledger
from rapport.web.pages import actor, article, conflicts, corrections, entry, home, lists, network, relationship, runs
from rapport.web.pages.page import Asked, Page

PAGES: Final[dict[str, Callable[[Ledger, Asked], Page]]] = {
    "home": home.home,
    "actors": lists.actors,
    "actor": actor.actor,
    "relationship": relationship.relationship,
    "article": article.article,
    "record": article.record,
    "entry": entry.entry,
    "conflicts": conflicts.conflicts,
    "review": corrections.review,
    "corrections": corrections.corrections,
    "contacts": lists.contacts,
    "statements": lists.statements,
    "stances": lists.stances,
    "search": lists.search,
    "sources": lists.sources,
    "network": network.network,
    "open": lists.open_ends,
    "changes": lists.changes,
    "runs": runs.runs,
}
PICTURES: Final[dict[str, Callable[[Ledger, Asked], dict[str, Any]]]] = {
    "timeline": relationship.picture,
    "network": network.picture,
    "circle": actor.picture,
}

__all__ = ["PAGES", "PICTURES", "Asked", "Page"]
