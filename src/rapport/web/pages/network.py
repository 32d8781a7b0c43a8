"""Who deals with whom: the graph and, below it, every tie."""

from __future__ import annotations

from typing import Any, Final

from rapport.ledger import Ledger, Tie
from rapport.report import pictures
from rapport.report.pictures import MOST, kept
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import Asked, Page, part

_SIZES: Final = (25, 60, 120, MOST)


def _most(asked: Asked) -> int:
    given = asked.query.get("most", "")
    return min(MOST, max(2, int(given))) if given.isascii() and given.isdigit() and len(given) < 5 else 60


def _ties(ledger: Ledger, asked: Asked) -> list[Tie]:
    chosen = filters(asked.query)
    return recall(ledger, ("network", chosen), lambda: ledger.network(chosen))


def network(ledger: Ledger, asked: Asked) -> Page:
    """All ties that answer to the filters, the strongest first."""
    ties = _ties(ledger, asked)
    shown, at = part(ties, asked.number)
    drawn = kept(ties, _most(asked))
    actors = len({name for tie in drawn for name in (tie.a, tie.b)})
    data = {"ties": shown, "paging": at, "actors": actors, "drawn": len(drawn), "most": _most(asked), "sizes_of": _SIZES}
    data["sizes"] = {name: pictures.network_size(actors, narrow)[1] + 12 for name, narrow in (("network", False), ("network_narrow", True))}
    return Page("network.html", "Network", data, lambda: [tie.to_json() for tie in ties], lambda: [_cells(tie) for tie in ties])


def _cells(tie: Tie) -> dict[str, Any]:
    return tie.to_json() | {"channels": _tally(tie.channels), "statuses": _tally(tie.statuses)}


def _tally(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())


def picture(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    """The graph of the strongest ties."""
    return pictures.network(kept(_ties(ledger, asked), _most(asked)), asked.at.actor, narrow=asked.narrow)
