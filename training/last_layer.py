"""Let the encoder's last layer learn attitudes without what others read of it: `python -m training.last_layer --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each pair of the stance corpora and each target a few times at most, beside everything else. Here the last layer learns more of them, on states below it that stay as they are:
pairs from single sentences whose makers picked them, from statements that were read one by one, from news articles in which every stance was marked, so that all other pairs hold none, and
from passages that we invented, in which praise is as frequent as blame; targets from sentences; acts, which only teach. At the same time what every other head reads of its states must
remain: the projections of all heads, each by its variance, may hardly move from those of the layer before (Li and Hoiem 2016, learning without forgetting, with projections for outputs).
A second phase weighs that six times as much, and gives back what the first moved. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.labels import ACT_PIECES, ACT_TAGS, ANCHOR_TAGS, FORMS, KINDS, SENTIMENTS
from rapport.annotate.windows import WINDOW, batch, windows
from training import attitudes, corpora, invented, people, sentences
from training.docs import StanceLabel, TrainDoc, lines
from training.losses import STANCE_WEIGHTS
from training.model import HIDDEN, LAYERS, Layer, Reader, StanceHead, blocked, load, round_all


@dataclass(frozen=True)
class Phase:
    """`keep`: what a change of what others read counts, beside the losses of attitudes; rates are at their highest."""

    epochs: int
    rate: float
    keep: float
    head_rate: float = 1e-3


PHASES: Final = (Phase(3, 2.5e-4, 1.0), Phase(2, 1e-4, 6.0))
# How much the heads count whose readings suffer first; any other counts 1.
HEEDED: Final = {
    "attribution": 4.0, "coref": 4.0, "content_cue": 4.0, "cue_source": 4.0, "anchors": 2.0, "channels": 2.0, "names": 2.0, "party": 2.0, "when": 2.0, "place": 2.0,
}  # fmt: skip
TAUGHT: Final = ("sentiment", "acts", "content_acts")  # token heads that are not kept
RIDGE: Final = 0.05  # of what is kept: directions that no head reads
DROPOUT: Final = 0.05  # inside the layer
BEFORE: Final = 0.25  # share of the layer as it was in the mean that ships
NONE: Final = 0.15  # what a pair of a news article counts that holds nothing: there are thirty-five of them for each that does
SILENT: Final = 3  # of the windows of such articles that show no stance every third is read
RARER: Final = 0.3  # rare acts count more, by this power of how rare
KEPT: Final = 700  # articles of which nothing is learnt: what is read of them is kept
MEASURED: Final = 30  # articles by which the variance of each head is taken
SEED: Final = 20
LONG, SHORT = 8, 32  # windows of articles and of single sentences in a step
ENCODED: Final = 16  # windows encoded at once


@dataclass
class Window:
    """One window: states (L, H) in half precision below the last layer, [CLS] and [SEP] with them; what is known of it, by places in these."""

    states: Tensor
    stances: list[tuple[int, int, int, list[bool], float]] = field(default_factory=list)  # a, b, class, which classes were not asked for, weight
    tones: list[tuple[int, int, int]] = field(default_factory=list)  # first, end, class
    acts: list[tuple[int, int, int, int, int]] = field(default_factory=list)  # first and end of the cue and of the content, act

    def __bool__(self) -> bool:
        return bool(self.stances or self.tones or self.acts)


def freeze(model: Reader, docs: Sequence[TrainDoc]) -> list[Window]:
    """The windows of all documents, encoded up to the last layer."""
    cuts = [(doc, begin, end) for doc in docs for begin, end in doc.cuts or windows(doc.pieces.bounds, WINDOW)]
    found: dict[int, Window] = {}
    order = sorted(range(len(cuts)), key=lambda i: cuts[i][2] - cuts[i][1])
    with torch.no_grad():
        for part in (order[at : at + ENCODED] for at in range(0, len(order), ENCODED)):
            length = max(cuts[i][2] - cuts[i][1] for i in part) + 2
            arrays = [batch(cuts[i][0].pieces, [cuts[i][1:]], length) for i in part]
            ids, types, mask = (torch.from_numpy(np.concatenate(column)) for column in zip(*arrays, strict=True))
            below = model.encoder(ids, types, mask, LAYERS - 1)
            last = model.encoder.layers[-1](below, blocked(mask)) if any(cuts[i][0].complete for i in part) else below
            for row, i in enumerate(part):
                doc, begin, end = cuts[i]
                size = end - begin + 2
                actors = seen(model, last[row, 1 : size - 1], begin) if doc.complete else []
                found[i] = known(doc, begin, end, actors, below[row, :size].half())
    return [found[i] for i in range(len(cuts))]


def telling(found: Iterable[Window]) -> list[Window]:
    """Without the windows of which nothing is known, and most of those that show that there is nothing."""
    silent = 0
    result = []
    for window in found:
        if window.stances and not (window.tones or window.acts) and all(weight == NONE for *_, weight in window.stances):
            silent += 1
            if silent % SILENT:
                continue
        if window:
            result.append(window)
    return result


def known(doc: TrainDoc, begin: int, end: int, actors: list[int], states: Tensor) -> Window:
    """What is annotated of the pieces [begin, end); `actors` are those at which the model sees one."""
    window = Window(states)

    def add(pair: StanceLabel, weight: float) -> None:
        if begin <= min(pair.a, pair.b) and max(pair.a, pair.b) < end:
            window.stances.append((pair.a - begin + 1, pair.b - begin + 1, pair.label, [c not in pair.known for c in range(5)], weight))

    for pair in doc.stances:
        add(pair, 1.0)
    if doc.complete:
        marked = {(pair.a, pair.b) for pair in doc.stances}
        for a, b in combinations(sorted({*actors, *(piece for pair in marked for piece in pair)}), 2):
            if (a, b) not in marked and doc.pieces.sentence(a) == doc.pieces.sentence(b):
                add(StanceLabel(a, b, 0), NONE)
    window.tones += [(first - begin + 1, last - begin + 2, label) for first, last, label in doc.sentiments if begin <= first and last < end]
    for act in doc.acts:
        (first, after), (start, stop) = act.cue, act.content
        if begin <= first < after <= end:
            stop = min(stop, end, start + ACT_PIECES) if begin <= start < end else start
            window.acts.append((first - begin + 1, after - begin + 1, *((start - begin + 1, stop - begin + 1) if stop > start else (0, 0)), act.act))
    return window


def seen(model: Reader, states: Tensor, first: int) -> list[int]:
    """The pieces at which the model sees the head of an actor's mention; `first` is that of the first state."""
    acting = torch.tensor([KINDS[(i - 1) // len(FORMS)] != "other" if i else False for i in range(len(ANCHOR_TAGS))])
    best = model.logits(states, "anchors").argmax(1)
    return (acting[best].nonzero()[:, 0] + first).tolist()


def scores(head: StanceHead, a: Tensor, b: Tensor) -> Tensor:
    """The five classes of each pair."""
    forth, back = head(a, b), head(b, a)
    return torch.stack([torch.zeros(len(a)), forth[:, 0], back[:, 0], forth[:, 1], back[:, 1]], 1)


class Learner(nn.Module):
    """The last layer and the heads that learn with it; `read` is what all other heads read of its states, as one map (H, H) whose distances are theirs."""

    def __init__(self, model: Reader, rarity: Tensor) -> None:
        super().__init__()
        self.layer = Layer(DROPOUT)
        self.layer.load_state_dict(model.encoder.layers[-1].state_dict())
        self.stance, self.act = deepcopy(model.stance), deepcopy(model.act)
        self.tone = nn.Linear(HIDDEN, len(SENTIMENTS))
        at = model.at["sentiment"]
        with torch.no_grad():
            self.tone.weight.copy_(model.tokens.weight[at])
            self.tone.bias.copy_(model.tokens.bias[at])
        self.drop, self.rarity = model.drop, rarity

    def loss(self, part: Sequence[Window], x: Tensor) -> Tensor:
        """What some windows teach, whose states after the layer are given: the losses of pairs, tones and acts, each a mean."""
        total = torch.zeros(())
        if pairs := [(row, *pair) for row, window in enumerate(part) for pair in window.stances]:
            row, a, b, label, shut, weight = (torch.tensor(column) for column in zip(*pairs, strict=True))
            classes = torch.tensor(STANCE_WEIGHTS)
            each = functional.cross_entropy(scores(self.stance, x[row, a], x[row, b]).masked_fill(shut, -1e4), label, classes, reduction="none")
            total = total + (each * weight).sum() / (classes[label] * weight).sum()
        if targets := [(x[row, first:end].mean(0), label) for row, window in enumerate(part) for first, end, label in window.tones]:
            means, labels = zip(*targets, strict=True)
            total = total + functional.cross_entropy(self.tone(self.drop(torch.stack(means))), torch.tensor(labels))
        if told := [(x[row, a:b], x[row, c:d], act) for row, window in enumerate(part) for a, b, c, d, act in window.acts]:
            total = total + functional.cross_entropy(self.act([pair[:2] for pair in told]), torch.tensor([act for *_, act in told]), self.rarity)
        return total


def padded(part: Sequence[Window]) -> tuple[Tensor, Tensor]:
    """The states of some windows (W, L, H), and which of them are there (W, L)."""
    states = nn.utils.rnn.pad_sequence([window.states.float() for window in part], batch_first=True)
    return states, torch.arange(states.shape[1])[None] < torch.tensor([len(window.states) for window in part])[:, None]


def readings(model: Reader) -> dict[str, list[Tensor]]:
    """The linear maps by which every head that must be kept reads a state, by its name."""
    found = {name: [model.tokens.weight[at].detach()] for name, at in model.at.items() if name not in TAUGHT}
    for heads in (model.queries, model.keys):
        for name, linear in heads.items():
            found.setdefault(name, []).extend(linear.weight.detach().split(HIDDEN, 1))
    return found


def distance(model: Reader, measured: Sequence[Window]) -> Tensor:
    """A map (H, H) such that the squared length of what it makes of a change of states is the mean, over the heads, of how much what they read changes for its variance."""
    layer = model.encoder.layers[-1]
    with torch.no_grad():
        states = torch.cat([layer(window.states[None].float(), torch.zeros(()))[0] for window in measured])
        centred = states - states.mean(0)
        spread = centred.T @ centred / len(centred)
        total, weights = torch.zeros(HIDDEN, HIDDEN), 0.0
        for name, maps in readings(model).items():
            for one in maps:
                total += HEEDED.get(name, 1.0) * (one.T @ one) / torch.trace(one @ spread @ one.T)
                weights += HEEDED.get(name, 1.0)
        lower: Tensor = torch.linalg.cholesky(total / weights + RIDGE * torch.eye(HIDDEN) / torch.trace(spread))
        return lower


def rarities(found: Iterable[Window]) -> Tensor:
    """What each act counts: rare ones more, by a power of how rare."""
    acts = torch.tensor([act for window in found for *_, act in window.acts])
    weights = (len(acts) / torch.bincount(acts, minlength=len(ACT_TAGS)).clamp(min=1)) ** RARER
    return weights / weights.mean()


def steps(groups: Sequence[tuple[list[Window], int]], generator: np.random.Generator) -> list[list[Window]]:
    """One round of all groups, each in steps of so many windows of like length, all in a drawn order."""
    made: list[list[Window]] = []
    for found, size in groups:
        order = generator.permutation(len(found))
        for part in (order[at : at + 20 * size] for at in range(0, len(order), 20 * size)):
            ranked = sorted(part.tolist(), key=lambda i: len(found[i].states))
            made += [[found[i] for i in ranked[at : at + size]] for at in range(0, len(ranked), size)]
    return [made[i] for i in generator.permutation(len(made))]


def train(model: Reader, groups: Sequence[tuple[list[Window], int]], measured: Sequence[Window], phases: Sequence[Phase] = PHASES) -> Learner:
    """The layer and its heads, trained; weights are rounded in every step to the bits in which they are shipped."""
    learner = Learner(model, rarities(window for found, _ in groups for window in found))
    before, read = model.encoder.layers[-1], distance(model, measured)
    generator = np.random.default_rng(SEED)
    length = len(steps(groups, np.random.default_rng(SEED)))
    heads = [*learner.stance.parameters(), *learner.tone.parameters(), *learner.act.parameters()]
    for number, phase in enumerate(phases):
        adam = torch.optim.AdamW([{"params": learner.layer.parameters()}, {"params": heads}], lr=phase.rate, weight_decay=0.01)
        rate = torch.optim.lr_scheduler.OneCycleLR(
            adam, [phase.rate, phase.head_rate], total_steps=phase.epochs * length, pct_start=0.1, anneal_strategy="linear"
        )
        for epoch in range(phase.epochs):
            taught = kept = 0.0
            for part in steps(groups, generator):
                round_all(learner.layer, rounded=True)
                states, there = padded(part)
                with torch.no_grad():
                    old = before(states, blocked(there))
                x = learner.layer(states, blocked(there))
                loss, moved = learner.loss(part, x), (((x - old)[there] @ read) ** 2).sum(1).mean()
                adam.zero_grad()
                (loss + phase.keep * moved).backward()
                nn.utils.clip_grad_norm_([*learner.layer.parameters(), *heads], 1.0)
                adam.step()
                rate.step()
                taught, kept = taught + loss.item() / length, kept + moved.item() / length
            print(json.dumps({"phase": number, "epoch": epoch, "loss": round(taught, 4), "moved": round(kept, 4)}), flush=True)
    round_all(learner.layer, rounded=False)
    return learner


def put(state: dict[str, Tensor], learner: Learner, model: Reader) -> None:
    """Write what was trained into a checkpoint's weights: of the layer the mean with what it was."""
    state |= {f"stance.{name}": value.detach() for name, value in learner.stance.state_dict().items()}
    for name, value in learner.layer.state_dict().items():
        key = f"encoder.layers.{LAYERS - 1}.{name}"
        state[key] = BEFORE * state[key] + (1 - BEFORE) * value.detach()
    at = model.at["sentiment"]
    for name, value in (("tokens.weight", learner.tone.weight), ("tokens.bias", learner.tone.bias)):
        state[name] = state[name].clone()
        state[name][at] = value.detach()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument(
        "--checkpoint", type=Path, required=True, help="what training.train wrote; its last layer and its heads of stances and sentiment are replaced"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(arguments.start / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    saved = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    model = Reader()
    load(model, saved["model"])
    # Rounded as it will be shipped, and without dropout.
    model.train()
    model.encoder.set_phase(0.0, rounded=True)
    model.encoder.round_weights()
    sentiment, news = arguments.data / "sentiment", arguments.data / "news" / "articles.jsonl.gz"
    told = sentences.dse(tokenizer, sentences.by_text(lines(sentiment / "dse_train.jsonl.gz")))
    targets = sentences.newsmtsc(tokenizer, sentences.by_text(lines(sentiment / "newsmtsc_train.jsonl.gz")))
    said = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    marked = attitudes.attitudes(tokenizer, news, attitudes.marked(held=False))
    passages = invented.invented(tokenizer, held=False)
    others = people.people(tokenizer, news)
    drawn = [others[i] for i in np.random.default_rng(SEED).permutation(len(others))[:KEPT]]
    groups = [(telling(freeze(model, docs)), size) for docs, size in ((told, SHORT), (targets, SHORT), (passages, SHORT))]
    groups += [(telling(freeze(model, docs)), LONG) for docs in ([doc for doc in said if doc.acts], marked)]
    groups.append((freeze(model, drawn), LONG))
    measured = freeze(model, people.people(tokenizer, news, people.HELD)[:MEASURED])
    put(saved["model"], train(model, groups, measured), model)
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
