"""Someone: who that is, with whom they deal, what is told of them lately, what they said, promised, and who spoke for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import Filters, Ledger, Profile, Tie
from rapport.ledger.relation_results import OpenEnd
from rapport.ledger.results import RoleRow
from rapport.report import pictures
from rapport.web.addresses import filters
from rapport.web.memory import recall
from rapport.web.pages.page import LENGTH, Asked, Page, entry_cells, to_actors

_SHOWN: Final = 10
_CIRCLE: Final = 24  # counterparts in the picture
_OPEN: Final = 6
_ROLES: Final = 6
_BUSY: Final = 3000
_KNOWN: Final = 10  # articles that name someone


def _name(asked: Asked) -> str:
    name = asked.query.get("name", "").strip()
    if not name:
        raise UsageError("give a name")
    return name


def actor(ledger: Ledger, asked: Asked) -> Page:
    """The page of an actor; it can be asked for by any name that fits one."""
    chosen = filters(asked.query, limit=_SHOWN, actors=False)
    name = _name(asked)
    profile = recall(ledger, ("who", name, chosen), lambda: ledger.who(name, chosen, reports=False))
    # Whom the name means is known now.
    who = profile.id or name
    promises, plans = (_open(ledger, who, kinds) for kinds in (("promise", "prediction"), ("planned", "proposed")))
    # Of the busiest, when they were called so would take longer than all else.
    roles = recall(ledger, ("roles", who), lambda: ledger.roles(who)) if profile.articles < _BUSY else []
    parties = ledger.parties_addressed(profile.entries)
    by = ledger.addressed([profile.id, *(other.id for other in profile.counterparts)])
    data = {
        "by": by, "spans": ledger.spans_between((profile.id, other.id, other.last) for other in profile.counterparts[:10]), "parties_by": parties, "own": by.get(profile.id, name), "roles": _usual(roles, profile.articles) or [{"called": title, "first": None} for title in profile.roles[:3]], "profile": profile, "promises": promises, "plans": plans, "entries": profile.entries[::-1], "statements": profile.statements[::-1],
        "stances": profile.stances[::-1], "spokespeople": _spokespeople(profile.statements), "filters": chosen,
    }  # fmt: skip
    around = min(_CIRCLE, len(profile.counterparts)) + 1
    data["sizes"] = {name: pictures.network_size(around, narrow)[1] + 12 for name, narrow in (("circle", False), ("circle_narrow", True))}
    return Page(
        "actor.html",
        profile.name,
        data,
        lambda: _json(ledger, who, profile),
        lambda: [entry_cells(row) for row in profile.entries],
    )


def _json(ledger: Ledger, name: str, profile: Profile) -> dict[str, Any]:
    """What the page shows, with each report of its contacts, and more of what is open."""
    ends = ledger.open_ends(Filters(actor=name, limit=LENGTH))
    whole = replace(profile, contacts=tuple(ledger.reports(profile.entries)))
    return whole.to_json() | {"open": [end.to_json() for end in ends], "open_total": ledger.open_counts(Filters(actor=name))}


def _open(ledger: Ledger, name: str, kinds: tuple[str, ...]) -> list[OpenEnd]:
    """The newest open ends of someone, of some kinds."""
    of = Filters(actor=name, limit=_OPEN)
    found = recall(ledger, ("open", of, kinds), lambda: [end for kind in kinds for end in ledger.open_ends(of, kind)])
    return sorted(found, key=lambda end: end.date or "", reverse=True)[:_OPEN]


def _usual(roles: Sequence[RoleRow], articles: int) -> list[dict[str, Any]]:
    """What someone is called by most articles; of many articles, by no single one: a slip of reading."""
    least = 2 if articles >= _KNOWN else 1
    kept = sorted((role for role in roles if role.articles >= least), key=lambda role: (-role.articles, role.first or "", role.title))[:_ROLES]
    return [role.to_json() | {"called": " ".join(filter(None, (role.organization, role.title)))} for role in kept]


def _spokespeople(statements: Any) -> list[str]:
    """Who is told to have spoken for them, in what they are told to have said lately."""
    return list(dict.fromkeys(link.actor for row in statements for link in row.sources if link.kind == "spokesperson" and link.actor))[:6]


def picture(ledger: Ledger, asked: Asked) -> dict[str, Any]:
    """The actor with those they deal with most, and the ties among these."""
    name = _name(asked)
    own = ledger.network(Filters(actor=name, limit=_CIRCLE))
    among: list[Tie] = ledger.ties_among({key for tie in own for key in (tie.a_id, tie.b_id)})
    ties = list({tie.ends: tie for tie in [*own, *among]}.values())
    return pictures.network(ties, to_actors(ledger, asked, ties), narrow=asked.narrow)
