"""Someone: who that is, with whom they deal, what is told of them lately, what they said, promised, and who spoke for them."""

from __future__ import annotations

from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import Filters, Ledger, Tie
from rapport.report import pictures
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import Asked, Page, entry_cells

_SHOWN: Final = 10
_CIRCLE: Final = 24  # counterparts in the picture
_OPEN: Final = 6


def _name(asked: Asked) -> str:
    name = asked.query.get("name", "").strip()
    if not name:
        raise UsageError("give a name")
    return name


def actor(ledger: Ledger, asked: Asked) -> Page:
    """The page of an actor; it can be asked for by any name that fits one."""
    chosen = filters(asked.query, limit=_SHOWN, actors=False)
    name = _name(asked)
    profile = recall(ledger, ("who", name, chosen), lambda: ledger.who(name, chosen))
    ends = recall(ledger, ("open", Filters(actor=name)), lambda: ledger.open_ends(Filters(actor=name)))
    promises = [end for end in ends if end.kind in ("promise", "prediction")][:_OPEN]
    plans = [end for end in ends if end.kind not in ("promise", "prediction")][:_OPEN]
    data = {
        "profile": profile, "promises": promises, "plans": plans, "entries": profile.entries[::-1], "statements": profile.statements[::-1],
        "stances": profile.stances[::-1], "spokespeople": _spokespeople(profile.statements), "filters": chosen,
    }  # fmt: skip
    around = min(_CIRCLE, len(profile.counterparts)) + 1
    data["sizes"] = {name: pictures.network_size(around, narrow)[1] + 12 for name, narrow in (("circle", False), ("circle_narrow", True))}
    return Page(
        "actor.html",
        profile.name,
        data,
        lambda: profile.to_json() | {"open": [end.to_json() for end in ends]},
        lambda: [entry_cells(row) for row in profile.entries],
    )


def _spokespeople(statements: Any) -> list[str]:
    """Who is told to have spoken for them, in what they are told to have said lately."""
    return list(dict.fromkeys(link.actor for row in statements for link in row.sources if link.kind == "spokesperson" and link.actor))[:6]


def picture(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    """The actor with those they deal with most, and the ties among these."""
    name = _name(asked)
    own = ledger.network(Filters(actor=name, limit=_CIRCLE))
    around = {end for tie in own for end in (tie.a, tie.b)}
    among: list[Tie] = [
        tie for tie in recall(ledger, ("network", Filters()), lambda: ledger.network(Filters())) if tie.a in around and tie.b in around
    ]
    ties = list(dict.fromkeys((tie.a, tie.b) for tie in [*own, *among]))
    of = {(tie.a, tie.b): tie for tie in [*own, *among]}
    return pictures.network([of[pair] for pair in ties], asked.at.actor, narrow=asked.narrow)
