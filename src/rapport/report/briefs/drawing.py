"""The picture of a brief, wide and for a phone, drawn by the same code as those of the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from rapport.ledger import Filters, Ledger, Relationship, Tie
from rapport.report.briefs.parts import Picture
from rapport.report.pictures import LEGEND, draw, looks, network, timeline

CIRCLE: Final = 24  # those around an actor in the picture
_NETWORK: Final = (("●", "held", "person"), ("●", "friendly", "organization"), ("●", "hostile", "place"), ("●", "said", "group"))


def of_two(found: Relationship, links: Mapping[str, str], summary: str) -> Picture:
    """The timeline of a relationship; `links` are the addresses of entries by id."""
    wide, narrow = (draw(json.dumps(timeline(found, dict(links), narrow=small), sort_keys=True, ensure_ascii=False)) for small in (False, True))
    alt = f"Timeline of {found.a} and {found.b}: contacts by channel, and what each said of the other. {summary} The entries below say the same in words."
    # Only what the picture has is explained.
    shown = looks(found)
    signs = [(sign, kind, words) for look, kind, sign, words in LEGEND if look in shown]
    grounds = [("", f"ground {tone}", tone) for tone in sorted({stretch.tone for stretch in found.course.stretches} if found.course else ())]
    return Picture(wide, narrow, alt, (*signs, *grounds))


def circle(ledger: Ledger, name: str, among: Sequence[Tie]) -> list[Tie]:
    """An actor's strongest ties, and of `among` those between the others of these."""
    own = ledger.network(Filters(actor=name, limit=CIRCLE))
    around = {end for tie in own for end in tie.ends}
    found = {tie.ends: tie for tie in [*own, *(tie for tie in among if around.issuperset(tie.ends))]}
    return list(found.values())


def of_one(ties: Sequence[Tie], name: str) -> Picture:
    """An actor in the middle of those they deal with."""
    wide, narrow = (draw(json.dumps(network(ties, None, narrow=small), sort_keys=True, ensure_ascii=False)) for small in (False, True))
    alt = f"{name} in the middle of those with whom most contacts are told of; the list below has them in words."
    kinds = {kind for tie in ties for kind in (tie.a_kind, tie.b_kind)}
    return Picture(wide, narrow, alt, tuple(line for line in _NETWORK if line[2] in kinds))
