"""What a body or circle is called that goes by whose it is: “his campaign”, after Tom Reyes, is the Reyes campaign."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from rapport.annotations import Annotations
from rapport.extract.actors import Cast, Entity, owner_in
from rapport.extract.words import trim

_OWNED: Final = re.compile(
    r"(?:his|her)\s+(?P<rest>(?:(?:presidential|senate|gubernatorial|reelection|re-election|legal|transition|press|senior|top|campaign)\s+)?"
    r"(?:campaign|camp|team|office|staff|administration|government|cabinet|foundation|company|advis[eo]rs|aides|allies|associates|lawyers|attorneys|supporters|backers|"
    r"surrogates|staffers|operatives|critics|opponents))",
    re.IGNORECASE,
)


def name_owned(cast: Cast, annotations: Annotations) -> None:
    """Call those that “his” and “her” describe first by the name that stands in a later description (“the Quill team”), or by the surname of whose they are."""
    owners = {annotations.mentions[i].span.start: i for i in cast.by_mention if annotations.mentions[i].form == "pronoun"}
    for number, entity in enumerate(cast.entities):
        first = annotations.mentions[entity.members[0]].span if entity.members else None
        match = _OWNED.fullmatch(entity.actor.name) if first and not entity.named else None
        told = next((m for i in entity.members if owner_in(cast.article.text, m := annotations.mentions[i])), None) if match else None
        if told is not None:
            _rename(cast, number, trim(cast.article.text[told.span.start : told.head.end]))
            continue
        owner = cast.of(owners[first.start]) if match and first and first.start in owners else None
        if match and owner is not None and owner is not entity and owner.named and owner.actor.kind == "person":
            _rename(cast, number, f"{_surname(owner)} {match['rest']}")


def _rename(cast: Cast, number: int, name: str) -> None:
    entity = cast.entities[number]
    renamed = replace(entity, actor=replace(entity.actor, name=name))
    cast.entities[number] = renamed
    cast.by_mention |= dict.fromkeys(entity.members, renamed)


def _surname(owner: Entity) -> str:
    words = owner.actor.name.split()
    return words[-2] if len(words) > 1 and words[-1].rstrip(".").lower() in ("jr", "sr", "ii", "iii") else words[-1]
