"""The home page of a ledger: what it holds, what is new, who deals with whom, and what is in doubt or open; a guided start where it is empty."""

from __future__ import annotations

from rapport.ledger import Filters, Ledger
from rapport.web.memory import recall
from rapport.web.pages.page import Asked, Page

_SHOWN = 8
_OPEN = 5
_CHANGED = 4


def home(ledger: Ledger, asked: Asked) -> Page:
    """Who deals with whom most and what changed, then what is new beside what is in doubt or open."""
    size = recall(ledger, "size", ledger.size)
    if not size.articles:
        return Page("empty.html", "An empty ledger", {"path": str(ledger.path.name)}, lambda: {"articles": 0})
    ties = recall(ledger, "home ties", lambda: ledger.network(Filters(limit=_SHOWN)))
    newest = recall(ledger, "home newest", lambda: ledger.entries(Filters(until=size.last, limit=_SHOWN, newest=True)))
    conflicts = recall(ledger, "home conflicts", lambda: ledger.conflicts(Filters(limit=4, newest=True)))
    open_ends = recall(ledger, "home open", lambda: ledger.open_ends(Filters(limit=_OPEN)))
    counts, changes = recall(ledger, "home changed", lambda: ledger.changed(None, 0, _CHANGED))
    actors = recall(ledger, "home actors", lambda: ledger.actors(limit=12))
    by = ledger.addressed([*(key for tie in ties for key in (tie.a_id, tie.b_id)), *(actor.id for actor in actors)])
    data = {
        "by": by,
        "spans": ledger.spans_between((*tie.ends, tie.last) for tie in ties),
        "conflict_spans": ledger.spans(row.entry for row in conflicts),
        "parties_by": ledger.parties_addressed(newest),
        "size": size,
        # What is merely new stands among the latest contacts.
        "changed": [change for change in changes if change.what != "added"],
        "changed_spans": ledger.spans(change.id for change in changes),
        "added": counts.get("added", 0),
        "ties": ties,
        "newest": newest,
        "conflicts": conflicts,
        "open_ends": open_ends,
        "actors": actors,
    }
    return Page("home.html", "Home", data, lambda: {
        "size": size.to_json(),
        "changed": counts,
        "relationships": [tie.to_json() for tie in ties],
        "newest": [row.to_json() for row in newest],
        "conflicts": [row.to_json() for row in conflicts],
        "open": [row.to_json() for row in open_ends],
        "actors": [row.to_json() for row in actors],
    }, lambda: [tie.to_json() for tie in ties])  # fmt: skip
