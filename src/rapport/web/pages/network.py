"""Who deals with whom: the graph and, below it, every tie."""

from __future__ import annotations

from typing import Any, Final

from rapport.ledger import Ledger, Tie
from rapport.report import pictures
from rapport.report.pictures import MOST, kept
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import LENGTH, Asked, Page, more, to_actors

_ON_A_PHONE: Final = 60  # actors that have room there
_STRONGEST: Final = 2000  # ties among which those are that a picture shows
_SIZES: Final = (25, 60, 120, MOST)


def _most(asked: Asked) -> int:
    given = asked.query.get("most", "")
    return min(MOST, max(2, int(given))) if given.isascii() and given.isdigit() and len(given) < 5 else 60


def _drawn(ledger: Ledger, asked: Asked) -> list[Tie]:
    chosen = filters(asked.query, limit=_STRONGEST)
    return kept(recall(ledger, ("network", chosen), lambda: ledger.network(chosen)), _most(asked))


def network(ledger: Ledger, asked: Asked) -> Page:
    """All ties that answer to the filters, the strongest first."""
    chosen = filters(asked.query, limit=LENGTH + 1, offset=(asked.number - 1) * LENGTH)
    shown, at = more(recall(ledger, ("ties", chosen), lambda: ledger.network(chosen)), asked.number)
    drawn = _drawn(ledger, asked)
    actors = len({end for tie in drawn for end in tie.ends})
    by = ledger.addressed(key for tie in shown for key in (tie.a_id, tie.b_id))
    data = {
        "by": by,
        "spans": ledger.spans_between((*tie.ends, tie.last) for tie in shown),
        "ties": shown,
        "paging": at,
        "actors": actors,
        "on_a_phone": len({end for tie in kept(drawn, _ON_A_PHONE) for end in tie.ends}),
        "drawn": len(drawn),
        "most": _most(asked),
        "sizes_of": _SIZES,
        "kinds": {kind for tie in drawn for kind in (tie.a_kind, tie.b_kind)},
    }
    data["sizes"] = {
        name: pictures.network_size(min(actors, _ON_A_PHONE) if narrow else actors, narrow)[1] + 12
        for name, narrow in (("network", False), ("network_narrow", True))
    }
    return Page(
        "network.html", "Network", data, lambda: [tie.to_json() for tie in _all(ledger, asked)], lambda: [_cells(tie) for tie in _all(ledger, asked)]
    )


def _all(ledger: Ledger, asked: Asked) -> list[Tie]:
    return ledger.network(filters(asked.query))


def _cells(tie: Tie) -> dict[str, Any]:
    return tie.to_json() | {"channels": _tally(tie.channels), "statuses": _tally(tie.statuses)}


def _tally(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())


def picture(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    """The graph of the strongest ties."""
    drawn = _drawn(ledger, asked)
    return pictures.network(kept(drawn, _ON_A_PHONE) if asked.narrow else drawn, to_actors(ledger, asked, drawn), narrow=asked.narrow)
