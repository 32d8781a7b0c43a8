"""The articles whose contacts are marked, as training documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.labels import ANCHOR_ROLES, SPAN_ROLES
from rapport.annotate.windows import pieces
from rapport.annotate.words import name_words
from training.docs import (
    TrainDoc,
    TriggerLabels,
    add_referent,
    alias_referents,
    anchor_piece,
    find_phrase,
    known_anchors,
    lines,
    sort_referents,
    trigger_label,
)  # fmt: skip

_PLURAL: Final = frozenset("they them their we us our both each these those all".split())


def contacts(tokenizer: Tokenizer, path: Path) -> list[TrainDoc]:
    """Contacts with triggers, classes and links, and their actors as partly known coreference."""
    docs = []
    for item in lines(path):
        doc = TrainDoc("contacts", item["id"], pieces(tokenizer, item["text"]))
        doc.channels = np.zeros(len(doc.pieces), dtype=np.int64)
        keys = {actor["key"]: i for i, actor in enumerate(item["actors"])}
        for group, contact in enumerate(item["contacts"]):
            for mention in contact["mentions"]:
                _contact_mention(doc, item["text"], contact, mention, group, keys, {actor["key"]: actor for actor in item["actors"]})
        kinds = {actor["key"]: actor["kind"] if actor["kind"] in ("person", "organization", "place") else "person" for actor in item["actors"]}
        alias_referents(doc, {keys[a["key"]]: ([a["name"], *a["aliases"]], kinds[a["key"]]) for a in item["actors"] if a["kind"] != "unnamed"})
        doc.partial = True
        sort_referents(doc)
        known_anchors(doc)
        docs.append(doc)
    return docs


def _contact_mention(
    doc: TrainDoc, text: str, contact: dict[str, Any], mention: dict[str, Any], group: int, keys: dict[str, int], actors: dict[str, dict[str, Any]]
) -> None:
    base = text.find(mention["sentence"])
    if base < 0 or not mention.get("trigger"):
        return
    sentence = mention["sentence"]
    hit = find_phrase(sentence, mention["trigger"])
    if hit is None:
        return
    label = trigger_label(doc, (base + hit[0], base + hit[1]), contact["channel"], contact["status"], group)
    if label is None:
        return
    label.sentence = doc.pieces.inside(base, base + len(sentence))
    _link_actors(doc, base, sentence, hit, contact, mention, label, keys, actors)
    for role in SPAN_ROLES:
        phrases = mention.get("topics") if role == "topic" else [mention.get(role)]
        label.spans[role] = []
        for phrase in phrases or []:
            at = find_phrase(sentence, phrase, hit[0]) if phrase else None
            if at:
                label.spans[role].append(doc.pieces.inside(base + at[0], base + at[1]))
    doc.triggers.append(label)


def _link_actors(
    doc: TrainDoc,
    base: int,
    sentence: str,
    hit: tuple[int, int],
    contact: dict[str, Any],
    mention: dict[str, Any],
    label: TriggerLabels,
    keys: dict[str, int],
    actors: dict[str, dict[str, Any]],
) -> None:
    for role in ANCHOR_ROLES:
        phrases = mention.get("parties") if role == "party" else [mention.get("initiator")]
        label.anchors[role] = []
        for phrase in phrases or []:
            at = find_phrase(sentence, phrase, hit[0]) if phrase else None
            if at is None:
                continue
            start, end = base + at[0], base + at[1]
            label.anchors[role].append(anchor_piece(doc.pieces, start, end))
            if role == "initiator" and contact.get("initiator") in keys:
                add_referent(doc, start, end, "person", None, keys[contact["initiator"]])
    for phrase, key in _settled(contact, mention, actors):
        at = find_phrase(sentence, phrase, hit[0])
        if at:
            kind = actors[key]["kind"]
            add_referent(doc, base + at[0], base + at[1], kind if kind in ("person", "organization", "place") else "person", None, keys[key])


def _settled(contact: dict[str, Any], mention: dict[str, Any], actors: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Party phrases with the party that each can only be: by a word of its names, by being who called, or as the last that is left."""
    left = [key for key in contact["parties"] if key in actors]
    complete = len(left) == len(contact["parties"])
    settled, rest = [], []
    for phrase in dict.fromkeys(mention.get("parties") or []):
        if phrase == mention.get("initiator"):
            named = [key for key in left if key == contact.get("initiator")]
        else:
            words = set(name_words(phrase))
            named = [key for key in left if any(words & set(name_words(name)) for name in (actors[key]["name"], *actors[key]["aliases"]))]
        if len(named) == 1:
            left.remove(named[0])
            settled.append((phrase, named[0]))
        else:
            rest.append(phrase)
    if complete and len(rest) == len(left) == 1 and rest[0].lower().split()[0] not in _PLURAL:
        settled.append((rest[0], left[0]))
    return settled
