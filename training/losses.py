"""The loss of each head over one document's pieces."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from rapport.annotate.contacts import role_features, trigger_features
from rapport.annotate.labels import ACT_TAGS, ANCHOR_ROLES, ANCHOR_TAGS, FORMS, KINDS, SAID_PIECES, SPAN_ROLES
from rapport.annotate.links import distance_buckets
from rapport.annotate.pairs import pair_features
from rapport.annotate.said import places
from training.docs import IGNORE, StanceLabel, TrainDoc
from training.model import Reader, StanceHead, Told

NEAR = 96  # pieces on each side in which a link may end
MAX_REFERENTS = 260


def attribution(model: Reader, windows: list[Tensor], labels: list[Tensor]) -> Tensor:
    """CRF over the windows of a document; per hundred pieces."""
    total, pieces = torch.zeros(()), 0
    kept = [(states, tags) for states, tags in zip(windows, labels, strict=True) if bool((tags != IGNORE).all())]
    if not kept:
        return total
    longest = max(len(tags) for _, tags in kept)
    scores = torch.stack([functional.pad(model.logits(s, "attribution"), (0, 0, 0, longest - len(s))) for s, _ in kept])
    tags = torch.stack([functional.pad(t, (0, longest - len(t))) for _, t in kept])
    mask = torch.arange(longest)[None] < torch.tensor([len(t) for _, t in kept])[:, None]
    pieces = int(mask.sum())
    return model.crf(scores, tags, mask) / max(pieces / 100, 1)


def links(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Which cue a content belongs to, and which source a cue has, each against a "none" of score 0."""

    def inside(i: int) -> bool:
        return begin <= i < end

    contents = [(a - begin, b - begin, c - begin) for a, b, c in doc.content_cue if inside(a) and inside(b) and (c < 0 or inside(c))]
    cues = sorted({c - begin for c, _, _ in doc.cue_source if inside(c)})
    loss = torch.zeros(())
    if contents and cues:
        loss = loss + _choose(model, "content_cue", states, [(a, b) for a, b, _ in contents], [(c, c) for c in cues], [c for _, _, c in contents])
    sources = sorted({(a - begin, b - begin) for _, a, b in doc.cue_source if inside(a) and inside(b)})
    owners = [(c - begin, a - begin) for c, a, b in doc.cue_source if inside(c) and (a < 0 or (inside(a) and inside(b)))]
    if owners and sources:
        gold = [a if a >= 0 else -1 for _, a in owners]
        loss = loss + _choose(model, "cue_source", states, [(c, c) for c, _ in owners], sources, gold)
    return loss


def _choose(model: Reader, head: str, states: Tensor, left: list[tuple[int, int]], right: list[tuple[int, int]], gold: list[int]) -> Tensor:
    a, b = torch.tensor(left), torch.tensor(right)
    queries = torch.cat([states[a[:, 0]], states[a[:, 1]]], 1) if head == "content_cue" else states[a[:, 0]]
    keys = torch.cat([states[b[:, 0]], states[b[:, 1]]], 1) if head == "cue_source" else states[b[:, 0]]
    scores = model.pairs(head, model.drop(queries), model.drop(keys))
    scores = scores + model.distances[head][torch.from_numpy(distance_buckets(a.numpy(), b.numpy()))]
    scores = torch.cat([torch.zeros(len(a), 1), scores], 1)
    column = {start: i + 1 for i, (start, _) in enumerate(right)}
    return functional.cross_entropy(scores, torch.tensor([column.get(g, 0) for g in gold]))


def mentions(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Anchors (sets of allowed classes) per hundred pieces, and the spans around gold anchors."""
    assert doc.anchors is not None
    allowed = torch.from_numpy(doc.anchors[begin:end])
    logits = functional.log_softmax(model.logits(model.drop(states), "anchors"), -1)
    loss = -torch.logsumexp(logits.masked_fill(~allowed, -1e4), -1).sum() / max((end - begin) / 100, 1)
    spans = [(a - begin, f - begin, t - begin) for a, f, t in doc.spans if begin <= f and t < end and f <= a <= t and t - f < NEAR]
    if not spans:
        return loss
    at, first, last = (torch.tensor(column) for column in zip(*spans, strict=True))
    offset = torch.arange(len(states))[None] - at[:, None]
    starts = model.pairs("span_start", states[at], states).masked_fill((offset > 0) | (offset < -NEAR), -1e4)
    ends = model.pairs("span_end", states[at], states).masked_fill((offset < 0) | (offset > NEAR), -1e4)
    return loss + functional.cross_entropy(starts, first) + functional.cross_entropy(ends, last)


def coreference(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Marginal log-likelihood of the gold antecedents, a dummy of score 0 beside them (Lee et al. 2017)."""
    kept = [(r, c) for r, c in zip(doc.referents, doc.clusters, strict=True) if begin <= r.piece < end][:MAX_REFERENTS]
    if len(kept) < 2:
        return torch.zeros(())
    refs = [r for r, _ in kept]
    cluster = np.asarray([c for _, c in kept])
    at = torch.tensor([r.piece - begin for r in refs])
    vectors = model.drop(states[at])
    scores = model.pairs("coref", vectors, vectors)
    features = torch.from_numpy(pair_features(refs).astype(np.int64))
    for i, weights in enumerate(model.coref_features):
        scores = scores + weights[features[..., i]]
    earlier = torch.ones(len(refs), len(refs)).tril(-1).bool()
    gold = torch.from_numpy((cluster[:, None] == cluster[None]) & (cluster[:, None] >= 0)) & earlier
    scores = scores.masked_fill(~earlier, -1e4)
    if doc.partial:
        # What is not known to be an actor's is not here, and the first known mention may have an unknown antecedent.
        known = torch.tensor([KINDS[r.kind] in doc.whole for r in refs])
        asked = gold.any(1) | known
        if not bool(asked.any()):
            return torch.zeros(())
        scores, gold = scores[asked], gold[asked]
    none = torch.zeros(len(scores), 1)
    dummy = ~gold.any(1, keepdim=True)
    full = functional.log_softmax(torch.cat([none, scores], 1), 1)
    right = torch.cat([dummy, gold], 1)
    return -torch.logsumexp(full.masked_fill(~right, -1e4), 1).mean()


def contacts(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int, generator: np.random.Generator) -> dict[str, Tensor]:
    """Triggers per hundred pieces; status, linked actors and phrases, and which triggers tell of one contact, per trigger."""
    assert doc.channels is not None
    labels = torch.from_numpy(doc.channels[begin:end])
    logits = model.logits(model.drop(states), "channels")
    losses = {"channels": functional.cross_entropy(logits, labels, ignore_index=IGNORE, reduction="sum") / max((end - begin) / 100, 1)}
    triggers = [t for t in doc.triggers if begin <= t.pieces[0] and t.pieces[-1] < end]
    if not triggers:
        return losses
    chosen = [int(generator.choice(t.pieces)) - begin for t in triggers]
    at = torch.tensor(chosen)
    vectors = model.drop(states[at])
    losses["statuses"] = functional.cross_entropy(model.logits(vectors, "statuses"), torch.tensor([t.status for t in triggers]))
    offset = torch.arange(len(states))[None] - at[:, None]
    near = (offset.abs() <= NEAR).float()
    keys = model.drop(states)
    around = torch.from_numpy(role_features(doc.pieces, np.asarray(chosen) + begin, np.arange(begin, end)))
    roles = torch.zeros(())
    for role in (*ANCHOR_ROLES, *SPAN_ROLES):
        gold = torch.zeros(len(triggers), len(states))
        for row, trigger in enumerate(triggers):
            for i in trigger.anchors.get(role, []):
                if begin <= i < end:
                    gold[row, i - begin] = 1
            for first, last in trigger.spans.get(role, []):
                gold[row, max(first - begin, 0) : max(last - begin, 0)] = 1
        scores = model.pairs(role, vectors, keys) + model.role_features[role][around]
        loss = (functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * near).sum() / len(triggers)
        roles = roles + loss * (1.0 if role in ANCHOR_ROLES else 0.6)
    losses["roles"] = roles
    if len(triggers) > 1:
        rows = [(i, j) for i in range(len(triggers)) for j in range(i)]
        i, j = (torch.tensor(c) for c in zip(*rows, strict=True))
        scores = model.pairs("same_contact", vectors, vectors)[i, j]
        features = torch.from_numpy(trigger_features(doc.pieces, [c + begin for c in chosen]))
        for n, weights in enumerate(model.contact_features):
            scores = scores + weights[features[i, j, n]]
        same = torch.tensor([float(triggers[a].group == triggers[b].group) for a, b in rows])
        losses["same_contact"] = functional.binary_cross_entropy_with_logits(scores, same)
    return losses


# What an act's loss weighs: assertions are four in ten, and hide the rest.
_ACT_WEIGHTS = [0.6 if act == "assert" else 1.2 for act in ACT_TAGS]


def acts(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """The act by cue and content, whom it was said to, and whom it is about."""
    known = [a for a in doc.acts if begin <= a.cue[0] and a.cue[1] <= end]
    if not known:
        return torch.zeros(())
    dropped = model.drop(states)
    by_cue, by_content = model.logits(dropped, "acts"), model.logits(dropped, "content_acts")
    contents = [label.told(begin, end) for label in known]
    rows = []
    for label, content in zip(known, contents, strict=True):
        row = by_cue[label.cue[0] - begin : label.cue[1] - begin].mean(0)
        rows.append(row + by_content[content].mean(0) if content else row)
    acting, weights = torch.tensor([a.act for a in known]), torch.tensor(_ACT_WEIGHTS)
    loss = functional.cross_entropy(torch.stack(rows), acting, weights)
    told = [(states[a.cue[0] - begin : a.cue[1] - begin], states[content]) for a, content in zip(known, contents, strict=True)]
    loss = loss + functional.cross_entropy(model.act(told), acting, weights)
    cues = sorted({c - begin for c, _, _ in doc.cue_source if begin <= c < end})
    audience = {(c - begin, a - begin) for c, a in doc.audiences if begin <= c < end and begin <= a < end}
    if cues:
        at = torch.tensor(cues)
        near = ((torch.arange(len(states))[None] - at[:, None]).abs() <= 48).float()
        gold = torch.zeros(len(cues), len(states))
        for cue, anchor in audience:
            gold[cues.index(cue), anchor] = 1
        scores = model.pairs("audience", states[at], states)
        loss = loss + 0.5 * (functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * near).sum() / len(cues)
    return loss


# What the classes none, positive and negative of the head of what is said of others weigh.
SAID_WEIGHTS = [0.6, 1.5, 1.1]
PRONOUN = FORMS.index("pronoun")


def said(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Whom statements are about, of all whom they name or describe, and what their speakers hold of these."""
    cases = told(model, states, doc, begin, end)
    return of_said(model.said([case for case, _ in cases]), torch.cat([labels for _, labels in cases])) if cases else torch.zeros(())


def of_said(scores: Tensor, labels: Tensor) -> Tensor:
    """The loss of the scores (mentions, 3) of mentions labelled as in `docs.SaidLabel`, -2 for those of which nothing is known."""
    asked, known = labels > -2, labels > -1
    if not bool(asked.any()):
        return torch.zeros(())
    loss = functional.binary_cross_entropy_with_logits(scores[asked, 0], (labels[asked] != 0).float())
    if bool(known.any()):
        held = torch.cat([torch.zeros(len(scores), 1), scores[:, 1:]], 1)[known]
        loss = loss + functional.cross_entropy(held, (labels[known] - 1).clamp(min=0), torch.tensor(SAID_WEIGHTS))
    return loss


def told(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> list[tuple[Told, Tensor]]:
    """The statements whose cue lies in the pieces [begin, end), with the labels of the mentions that the model sees in their contents there."""
    with torch.no_grad():
        seen = model.logits(states, "anchors").argmax(1).tolist()
    found = []
    for item in doc.said:
        ranges = [(max(a, begin) - begin, min(b, end) - begin) for a, b in item.content if a < end and b > begin]
        at = [i for a, b in ranges for i in range(a, b) if seen[i]]
        if not at or item.cue[0] < begin or item.cue[1] > end or item.cue[0] == item.cue[1]:
            continue
        pieces = [i for a, b in ranges for i in range(a, b)][:SAID_PIECES]
        source = states[item.source[0] - begin : item.source[1] - begin] if begin <= item.source[0] < item.source[1] <= end else states[:0]
        labels = [item.about.get(i + begin, -2 if (seen[i] - 1) % len(FORMS) == PRONOUN else 0) for i in at]
        where = torch.from_numpy(places(at, ranges[0][0], sum(b - a for a, b in ranges), [(0, 0)] * len(at)))
        told_of = Told(
            states[item.cue[0] - begin : item.cue[1] - begin].mean(0), source.mean(0) if len(source) else torch.zeros(states.shape[1]),
            states[torch.tensor(pieces)], states[torch.tensor(at)], torch.tensor([seen[i] for i in at]), where,
        )  # fmt: skip
        found.append((told_of, torch.tensor(labels)))
    return found


# What a stance's loss weighs: most pairs have none, and at equal weights the positive ones were hardly found (recall 4 and 26 %).
STANCE_WEIGHTS = [0.6, 1.5, 1.5, 1.1, 1.1]
NO_STANCE = 0.15  # what a pair of a news article counts that holds nothing: there are thirty-five of them for each that does


def stances(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Which of two actors holds what of the other: five classes, those that were not asked for left out."""
    known = pairs(model, states, doc, begin, end)
    if not known:
        return torch.zeros(())
    labels, weights = torch.tensor([pair.label for pair, _ in known]), torch.tensor([weight for _, weight in known])
    a, b = (states[torch.tensor([at - begin for at in side])] for side in ([pair.a for pair, _ in known], [pair.b for pair, _ in known]))
    scores = directed(model.stance, a, b).masked_fill(torch.tensor([[c not in pair.known for c in range(5)] for pair, _ in known]), -1e4)
    each = functional.cross_entropy(scores, labels, torch.tensor(STANCE_WEIGHTS), reduction="none")
    return (each * weights).sum() / (torch.tensor(STANCE_WEIGHTS)[labels] * weights).sum()


def directed(head: StanceHead, a: Tensor, b: Tensor) -> Tensor:
    """The five classes (pairs, 5) of what two actors hold of each other, by the states of their mentions."""
    forth, back = head(a, b), head(b, a)
    return torch.stack([torch.zeros(len(a)), forth[:, 0], back[:, 0], forth[:, 1], back[:, 1]], 1)


def pairs(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> list[tuple[StanceLabel, float]]:
    """The pairs whose stance is known, each with what it counts; where all stances are, any other two mentions of a sentence hold none."""
    found = [(pair, 1.0) for pair in doc.stances if begin <= pair.a < end and begin <= pair.b < end]
    if doc.complete:
        marked = {(pair.a, pair.b) for pair, _ in found}
        for a, b in combinations(sorted({*_actors(model, states, begin), *(piece for pair in marked for piece in pair)}), 2):
            if (a, b) not in marked and doc.pieces.sentence(a) == doc.pieces.sentence(b):
                found.append((StanceLabel(a, b, 0), NO_STANCE))
    return found


def _actors(model: Reader, states: Tensor, begin: int) -> list[int]:
    """The pieces at which the model sees the head of an actor's mention."""
    acting = torch.tensor([KINDS[(i - 1) // len(FORMS)] != "other" if i else False for i in range(len(ANCHOR_TAGS))])
    with torch.no_grad():
        best = model.logits(states, "anchors").argmax(1)
    return (acting[best].nonzero()[:, 0] + begin).tolist()


def sentiments(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """How the text speaks of a target: the mean over the target's pieces."""
    known = [(first - begin, last - begin, label) for first, last, label in doc.sentiments if begin <= first and last < end]
    if not known:
        return torch.zeros(())
    logits = model.logits(model.drop(states), "sentiment")
    rows = torch.stack([logits[first : last + 1].mean(0) for first, last, _ in known])
    return functional.cross_entropy(rows, torch.tensor([label for _, _, label in known]))


def factuality(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Whether events took place (-3 to 3)."""
    known = [(piece - begin, value) for piece, value in doc.events if begin <= piece < end]
    if not known:
        return torch.zeros(())
    at, value = (torch.tensor(column) for column in zip(*known, strict=True))
    return functional.smooth_l1_loss(model.logits(model.drop(states[at]), "factuality").squeeze(-1), value)


def arguments(model: Reader, states: Tensor, doc: TrainDoc, begin: int, end: int) -> Tensor:
    """Which pieces head a predicate's arguments, of what kind; summed over the pieces of its sentence, per predicate."""
    known = [p for p in doc.predicates if begin <= p.piece < end]
    if not known:
        return torch.zeros(())
    at = np.asarray([p.piece for p in known])
    bounds = np.asarray(doc.pieces.bounds)
    asked = torch.from_numpy(np.searchsorted(bounds, at, side="right")[:, None] == np.searchsorted(bounds, np.arange(begin, end), side="right")[None])
    gold = torch.zeros(len(known), end - begin, dtype=torch.long)
    for row, predicate in enumerate(known):
        for first, last in predicate.unknown:
            asked[row, max(first - begin, 0) : max(last - begin, 0)] = False
        for piece, kind in predicate.heads:
            if begin <= piece < end:
                gold[row, piece - begin], asked[row, piece - begin] = kind, True
    around = torch.from_numpy(role_features(doc.pieces, at, np.arange(begin, end)))
    dropped = model.drop(states)
    scores = model.arguments(dropped[torch.from_numpy(at - begin)], dropped, around)
    return functional.cross_entropy(scores[asked], gold[asked], reduction="sum") / len(known)
