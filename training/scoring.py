"""What the reader saw against what a development file says: one function a task, documents and annotations in, a dictionary of scores out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from rapport.annotate.labels import SENTIMENTS
from rapport.annotate.model import Network, States
from rapport.annotate.stances import DIRECTED, directed, factuality
from rapport.annotate.stances import sentiments as tones
from rapport.annotations import Annotations, EntityMention
from rapport.annotations import Span as TextSpan
from training.docs import anchor_piece
from training.gold import Attributed, AttributionDoc, CorefDoc, EventDoc, NameDoc, PairDoc, TargetDoc, TimeDoc
from training.metrics import (
    Span,
    Tally,
    b_cubed,
    ceaf_e,
    conll,
    exact,
    half,
    matched,
    muc,
    overlapping,
    paired,
    token_overlap,
)

ROLES: Final = ("source", "cue", "content")
KINDS: Final = ("person", "organization", "place", "other")
# Words keep their inner apostrophes, hyphens and stops; every other sign is a token, as in the corpora's own tokens.
_TOKEN: Final = re.compile(r"\w+(?:[.'’-]\w+)*|[^\w\s]")
_POSSESSIVES: Final = frozenset({"'s", "’s", "'", "’"})


class Tokens:
    """The tokens of a text, asked for by span."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touched(self, span: Span) -> Span:
        """The range [first, end) of the tokens that share a character with the span."""
        first = bisect_right(self._ends, span[0])
        return first, max(first, bisect_left(self._starts, span[1]))

    def of(self, pieces: Iterable[Span]) -> frozenset[int]:
        return frozenset(i for piece in pieces for i in range(*self.touched(piece)))


def tokenised(text: str) -> Tokens:
    """Tokens by plain rules, for overlap in texts that come without."""
    return Tokens([found.span() for found in _TOKEN.finditer(text)])


def _pairs(spans: Iterable[TextSpan]) -> tuple[Span, ...]:
    return tuple(sorted((span.start, span.end) for span in spans))


def _annotated(attributions: Iterable[Attributed], discard: Sequence[Span]) -> list[Attributed]:
    """Attributions without the pieces that lie wholly in text that nobody annotated; one whose content all lies there is left out."""

    def kept(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(p for p in pieces if not any(start <= p[0] and p[1] <= end for start, end in discard))

    found = []
    for item in attributions:
        rest = Attributed(kept(item.source), kept(item.cue), kept(item.content))
        if rest.content or not item.content:
            found.append(rest)
    return found


def _given_cue(gold: Sequence[Attributed], predicted: Sequence[Attributed], tokens: Tokens) -> dict[str, int]:
    """Over gold attributions whose cue was found exactly: how many sources and contents that belong to it are right."""
    by_cue = defaultdict(list)
    for item in predicted:
        by_cue[item.cue].append(item)
    count = dict.fromkeys(("asked", "source_exact", "source_half", "content_exact", "content_half"), 0)
    for item in gold:
        others = by_cue.get(item.cue) if item.cue else None
        if not others:
            continue
        count["asked"] += 1
        for role in ("source", "content"):
            mine = getattr(item, role)
            count[role + "_exact"] += any(mine == getattr(other, role) for other in others)
            count[role + "_half"] += any(token_overlap(tokens.of(mine), tokens.of(getattr(other, role))) >= 0.5 for other in others)
    return count


def attribution(docs: Sequence[AttributionDoc], read: Sequence[Annotations]) -> dict[str, Any]:
    """Exact spans by role, whole attributions exactly and by half, and what a right cue is linked to."""
    roles = dict.fromkeys(ROLES, Tally())
    whole_exact = whole_half = Tally()
    links: dict[str, int] = defaultdict(int)
    for doc, seen in zip(docs, read, strict=True):
        gold = _annotated(doc.attributions, doc.discard)
        found = (Attributed(_pairs(a.source), _pairs(a.cue), _pairs(a.content)) for a in seen.attributions)
        predicted = _annotated(found, doc.discard)
        for role in ROLES:
            roles[role] += exact((s for a in gold for s in getattr(a, role)), (s for a in predicted for s in getattr(a, role)))
        whole_exact += exact(gold, predicted)
        tokens = tokenised(doc.text)
        wanted, given = ([[tokens.of(a.source), tokens.of(a.cue), tokens.of(a.content)] for a in side] for side in (gold, predicted))
        whole_half += matched(len(paired(wanted, given, half)), len(given), len(wanted))
        for key, value in _given_cue(gold, predicted, tokens).items():
            links[key] += value
    asked = links.pop("asked", 0)
    return {
        "spans": {role: tally.to_json() for role, tally in roles.items()},
        "whole_exact": whole_exact.to_json(),
        "whole_half": whole_half.to_json(),
        "given_cue": {"asked": asked, **{key: round(value / asked, 4) if asked else 0.0 for key, value in links.items()}},
    }


def names(docs: Sequence[NameDoc], read: Sequence[Annotations]) -> dict[str, Any]:
    """Exact spans of names: by kind, all kinds together, and without regard to kind."""
    kinds = dict.fromkeys(KINDS, Tally())
    untyped = Tally()
    for doc, seen in zip(docs, read, strict=True):
        found = [(m.span.start, m.span.end, m.kind if m.kind in KINDS else "other") for m in seen.names]
        for kind in KINDS:
            kinds[kind] += exact((n for n in doc.names if n[2] == kind), (n for n in found if n[2] == kind))
        untyped += exact((n[:2] for n in doc.names), (n[:2] for n in found))
    return {
        "kinds": {kind: tally.to_json() for kind, tally in kinds.items()},
        "micro": sum(kinds.values(), Tally()).to_json(),
        "untyped": untyped.to_json(),
    }


def _token_range(doc: CorefDoc, tokens: Tokens, mention: EntityMention) -> Span:
    """A mention in tokens, by the corpus' convention: the possessive ending, which the reader leaves out, is part of a phrase."""
    first, end = tokens.touched((mention.span.start, mention.span.end))
    if mention.form != "pronoun" and end < len(doc.tokens):
        start, after = doc.tokens[end]
        if doc.text[start:after] in _POSSESSIVES and start == doc.tokens[end - 1][1]:
            end += 1
    return first, end


def token_clusters(doc: CorefDoc, seen: Annotations) -> list[frozenset[Span]]:
    """Predicted clusters of two and more as token ranges; a range met twice stays in its first cluster."""
    tokens = Tokens(doc.tokens)
    clusters: dict[int, set[Span]] = defaultdict(set)
    taken: set[Span] = set()
    for mention in seen.mentions:
        span = _token_range(doc, tokens, mention)
        if mention.cluster >= 0 and span[0] < span[1] and span not in taken:
            taken.add(span)
            clusters[mention.cluster].add(span)
    return [frozenset(cluster) for cluster in clusters.values() if len(cluster) > 1]


def coreference(docs: Sequence[CorefDoc], read: Sequence[Annotations]) -> dict[str, Any]:
    """MUC, B³, CEAF-e, their mean, and detection of the mentions that corefer. Singletons are left out on both sides."""
    tallies = dict.fromkeys(("muc", "b_cubed", "ceaf_e", "mentions"), Tally())
    for doc, seen in zip(docs, read, strict=True):
        predicted = token_clusters(doc, seen)
        for name, metric in (("muc", muc), ("b_cubed", b_cubed), ("ceaf_e", ceaf_e)):
            tallies[name] += metric(doc.clusters, predicted)
        tallies["mentions"] += exact((m for c in doc.clusters for m in c), (m for c in predicted for m in c))
    return {
        "conll_f1": round(conll(*(tallies[name] for name in ("muc", "b_cubed", "ceaf_e"))), 4),
        **{name: tally.to_json() for name, tally in tallies.items()},
    }


def times(docs: Sequence[TimeDoc], read: Sequence[Annotations]) -> dict[str, Any]:
    """Time expressions: exact spans, and spans that share a character with a gold one."""
    same = near = Tally()
    for doc, seen in zip(docs, read, strict=True):
        found = _pairs(t.span for t in seen.times)
        same += exact(doc.times, found)
        near += overlapping(doc.times, found)
    return {"exact": same.to_json(), "overlap": near.to_json()}


def _classes(gold: Sequence[int], predicted: Sequence[int], names: Sequence[str]) -> dict[str, Any]:
    """Macro-F1 over the classes, the share that is right (micro-F1), and each class."""
    tallies = {
        name: matched(
            sum(g == p == number for g, p in zip(gold, predicted, strict=True)), sum(p == number for p in predicted), sum(g == number for g in gold)
        )
        for number, name in enumerate(names)
    }
    return {
        "macro_f1": round(sum(tally.f1 for tally in tallies.values()) / len(names), 4),
        "micro_f1": round(sum(g == p for g, p in zip(gold, predicted, strict=True)) / max(len(gold), 1), 4),
        "classes": {name: tally.to_json() for name, tally in tallies.items()},
    }


def stances(docs: Sequence[PairDoc], network: Network, states: Sequence[States]) -> dict[str, Any]:
    """Directed sentiment between two named actors, five classes."""
    gold, predicted = [], []
    for doc, seen in zip(docs, states, strict=True):
        seen = network.attitudes(seen, range(len(seen.doc)))
        for a, b, label in doc.pairs:
            gold.append(label)
            predicted.append(int(directed(network, seen, anchor_piece(seen.doc, *a), anchor_piece(seen.doc, *b)).argmax()))
    return _classes(gold, predicted, DIRECTED)


def sentiments(docs: Sequence[TargetDoc], network: Network, states: Sequence[States]) -> dict[str, Any]:
    """How a sentence speaks of a target, three classes."""
    gold, predicted = [], []
    for doc, seen in zip(docs, states, strict=True):
        seen = network.attitudes(seen, range(len(seen.doc)))
        for span, label in doc.targets:
            gold.append(label)
            predicted.append(int(tones(network, seen, [seen.doc.inside(*span)])[0].argmax()))
    return _classes(gold, predicted, SENTIMENTS)


def events(docs: Sequence[EventDoc], network: Network, states: Sequence[States]) -> dict[str, Any]:
    """Whether events took place: Pearson's r with the annotators' mean, and the mean absolute error."""
    pairs = [(value, factuality(seen, seen.doc.at(span[0]))) for doc, seen in zip(docs, states, strict=True) for span, value in doc.events]
    gold, predicted = (np.asarray(column) for column in zip(*pairs, strict=True))
    return {"pearson": round(float(np.corrcoef(gold, predicted)[0, 1]), 4), "mean_absolute_error": round(float(np.abs(gold - predicted).mean()), 4)}
