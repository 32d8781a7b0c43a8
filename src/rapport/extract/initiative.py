"""Who made the approach: the party whom the reader links as the one, where any word of the contact tells of an approach (“called”, “wrote”, “invited”, but not “met”)."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from rapport.annotations import ContactTrigger
from rapport.extract.actors import Cast, Entity
from rapport.extract.parties import weight
from rapport.extract.words import words

_MUTUAL: Final = re.compile(r"\b(?:exchang|trad(?:ed|ing)\b|swapp)", re.IGNORECASE)  # nobody begins an exchange
_EXCHANGED: Final = 28  # code points before a trigger: “exchanging friendly text messages”
# What two do together, with the words that may stand beside it in a trigger.
_TOGETHER: Final = frozenset(
    "meet meets meeting meetings met conversation conversations talk talks talked talking discuss discusses discussed discussing discussion discussions speak speaks speaking spoke spoken "
    "chat chats chatted summit summits dinner dinners lunch lunches breakfast meal meals dining sit sat down session sessions negotiation negotiations negotiated negotiating encounter encounters "
    "interaction interactions dealings contacts communications touch confer conferred "
    "with in on at an a the of one to-one face not never over together between and this that his her their its had has have been held private privately directly bilateral brief formal extended "
    "personal personally secret separate separately again about phone telephone".split()
)
_CALLS: Final = re.compile(r"(?:\S+\s+)?calls?(?:\s+(?:with|between))?", re.IGNORECASE)
_SHARED: Final = re.compile(r"\s*(?:with|between)\b", re.IGNORECASE)
_TO: Final = re.compile(r"\s*(?:\w+ly\s+)?to\b")
# What begins a meeting or a talk: its host, who opens it, who asks for it.
_BEGUN: Final = re.compile(
    r"\b(?:host|open|plac|ma[dk]|request|ask|invit|s[eo][eu]|want|offer|arrang|call|summon|conven|welcom|receiv|visit|set|organi[sz]|urg|demand|plann?|hop|wish|attempt|tr[iy])(?:e|es|ed|s|ing|ght|k|king|ks|nt)?\b",
    re.IGNORECASE,
)


def initiator(cast: Cast, members: list[ContactTrigger], who: Container[str], least: float) -> str | None:
    """The party that made the approach with at least the probability `least`, the surest; null where nothing tells of an approach."""
    text = cast.article.text
    if any(_MUTUAL.search(text[max(0, t.trigger.start - _EXCHANGED) : t.trigger.end]) for t in members):
        return None
    if all(_is_mutual(text, trigger) for trigger in members):
        return None
    sure = [(score, entity.actor.id) for score, entity in _linked(cast, members).values() if entity.actor.id in who and score >= least]
    return max(sure)[1] if sure else None


def _is_mutual(text: str, trigger: ContactTrigger) -> bool:
    """Whether a trigger only tells what both do (“met”, “phone calls with”), and neither to whom nor who asked for it (“spoke to”, “hosted a dinner”)."""
    start, end = trigger.trigger.start, trigger.trigger.end
    phrase = text[start:end]
    if _TO.match(text, end) or _BEGUN.search(text, max(0, start - _EXCHANGED), start):
        return False
    if _CALLS.fullmatch(phrase):
        return "with" in phrase.lower() or _SHARED.match(text, end) is not None
    return set(words(phrase)) <= _TOGETHER


def _linked(cast: Cast, members: list[ContactTrigger]) -> dict[str, tuple[float, Entity]]:
    """For each actor linked as the one who made the approach: the best probability over the triggers, weighed by theirs."""
    best: dict[str, tuple[float, Entity]] = {}
    for trigger in members:
        for mention, score in trigger.initiator:
            for entity in cast.all_of(mention):
                likely = score * trigger.score * weight(entity)
                if likely > best.get(entity.actor.id, (0.0, entity))[0]:
                    best[entity.actor.id] = (likely, entity)
    return best
