"""Train what reads attitudes and acts on frozen states: `python -m training.frozen --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each pair of the stance corpora and each statement a few times at most, beside everything else. Here a layer of their own, beside the encoder's last one and
on the same states below it, learns more of them together with the heads of stances and tones: the texts are encoded once, up to there. Pairs come from single
sentences whose makers picked them, from statements that were read one by one, from news articles in which every stance was marked, so that all other pairs hold none, and from
passages that we invented, in which praise is as frequent as blame; tones from sentences. Acts only teach that layer: read from it praise becomes criticism too often, so that the head of acts that ships is trained on the states of the last layer.
Nothing else of the checkpoint changes, so that no other reading can fall. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.labels import ACT_PIECES, ACT_TAGS, ANCHOR_TAGS, FORMS, KINDS
from rapport.annotate.windows import WINDOW, batch, windows
from training import attitudes, corpora, invented, sentences
from training.docs import StanceLabel, TrainDoc, lines
from training.losses import STANCE_WEIGHTS
from training.model import BELOW, ActHead, Reader, StanceHead, blocked, load, round_all

EPOCHS = 4
ACT_EPOCHS = 8
RATE, HEAD_RATE = 2.5e-4, 1e-3  # at their highest
ACT_RATE = 2e-3
DROPOUT = 0.1  # inside the layer
NONE = 0.15  # what a pair of a news article counts that holds nothing: there are thirty-five of them for each that does
SILENT = 3  # of the windows of such articles that show no stance every third is read
RARER = 0.3  # with the linear head before, right on development statements 59 % with any from 0 to 0.3; of others than assertions 52 and 57 %
SEED = 20
LONG, SHORT = 8, 32  # windows of articles and of single sentences in a step
ENCODED = 16  # windows encoded at once
STATEMENTS = 96  # in a step of the head of acts


@dataclass
class Window:
    """One window: states (L, H) in half precision after the layers below, [CLS] and [SEP] with them; what is known of it, by places in these."""

    states: Tensor
    stances: list[tuple[int, int, int, list[bool], float]] = field(default_factory=list)  # a, b, class, which classes were not asked for, weight
    tones: list[tuple[int, int, int]] = field(default_factory=list)  # first, end, class
    acts: list[tuple[int, int, int, int, int]] = field(default_factory=list)  # first and end of the cue and of the content, act
    told: list[tuple[Tensor, Tensor]] = field(default_factory=list)  # of each of these the states of cue and content after the last layer

    def __bool__(self) -> bool:
        return bool(self.stances or self.tones or self.acts)


def freeze(model: Reader, docs: Sequence[TrainDoc]) -> list[Window]:
    """The windows of all documents of which something is known."""
    cuts = [(doc, begin, end) for doc in docs for begin, end in doc.cuts or windows(doc.pieces.bounds, WINDOW)]
    found: dict[int, Window] = {}
    order = sorted(range(len(cuts)), key=lambda i: cuts[i][2] - cuts[i][1])
    with torch.no_grad():
        for part in (order[at : at + ENCODED] for at in range(0, len(order), ENCODED)):
            length = max(cuts[i][2] - cuts[i][1] for i in part) + 2
            arrays = [batch(cuts[i][0].pieces, [cuts[i][1:]], length) for i in part]
            ids, types, mask = (torch.from_numpy(np.concatenate(column)) for column in zip(*arrays, strict=True))
            below = model.encoder(ids, types, mask, BELOW)
            last = model.encoder.layers[BELOW](below, blocked(mask)) if any(cuts[i][0].complete or cuts[i][0].acts for i in part) else below
            for row, i in enumerate(part):
                doc, begin, end = cuts[i]
                size = end - begin + 2
                actors = seen(model, last[row, 1 : size - 1], begin) if doc.complete else []
                found[i] = known(doc, begin, end, actors, below[row, :size].half())
                found[i].told += [(last[row, a:b].half(), last[row, c:d].half()) for a, b, c, d, _ in found[i].acts]
    return kept([found[i] for i in range(len(cuts))])


def kept(found: Iterable[Window]) -> list[Window]:
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


def loss(model: Reader, taught: ActHead, part: Sequence[Window], rarity: Tensor) -> Tensor:
    """What some windows teach: the losses of pairs, tones and acts, each a mean."""
    states = nn.utils.rnn.pad_sequence([window.states.float() for window in part], batch_first=True)
    mask = torch.arange(states.shape[1])[None] < torch.tensor([len(window.states) for window in part])[:, None]
    x = model.attitude(states, blocked(mask))
    total = torch.zeros(())
    if pairs := [(row, *pair) for row, window in enumerate(part) for pair in window.stances]:
        row, a, b, label, shut, weight = (torch.tensor(column) for column in zip(*pairs, strict=True))
        classes = torch.tensor(STANCE_WEIGHTS)
        each = functional.cross_entropy(scores(model.stance, x[row, a], x[row, b]).masked_fill(shut, -1e4), label, classes, reduction="none")
        total = total + (each * weight).sum() / (classes[label] * weight).sum()
    if targets := [(x[row, first:end].mean(0), label) for row, window in enumerate(part) for first, end, label in window.tones]:
        means, labels = zip(*targets, strict=True)
        total = total + functional.cross_entropy(model.tone(model.drop(torch.stack(means))), torch.tensor(labels))
    if told := [(x[row, a:b], x[row, c:d], act) for row, window in enumerate(part) for a, b, c, d, act in window.acts]:
        total = total + functional.cross_entropy(taught([pair[:2] for pair in told]), torch.tensor([act for *_, act in told]), rarity)
    return total


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


def begin(model: Reader) -> None:
    """Let the layer of attitudes begin as the encoder's last one, and tones as the token head that taught the encoder."""
    model.attitude.load_state_dict(model.encoder.layers[BELOW].state_dict())
    at = model.at["sentiment"]
    with torch.no_grad():
        model.tone.weight.copy_(model.tokens.weight[at])
        model.tone.bias.copy_(model.tokens.bias[at])


def train(model: Reader, groups: Sequence[tuple[list[Window], int]], epochs: int = EPOCHS) -> None:
    """Train the layer of attitudes and its heads; its weights are rounded in every step to the bits in which they will be shipped."""
    rarity = rarities(window for found, _ in groups for window in found)
    taught = deepcopy(model.act)
    heads = [*model.stance.parameters(), *model.tone.parameters(), *taught.parameters()]
    generator = np.random.default_rng(SEED)
    length = len(steps(groups, np.random.default_rng(SEED)))
    adam = torch.optim.AdamW([{"params": model.attitude.parameters()}, {"params": heads}], lr=RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, [RATE, HEAD_RATE], total_steps=epochs * length, pct_start=0.1, anneal_strategy="linear")
    for epoch in range(epochs):
        total = 0.0
        for part in steps(groups, generator):
            round_all(model.attitude, rounded=True)
            value = loss(model, taught, part, rarity)
            adam.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_([*model.attitude.parameters(), *heads], 1.0)
            adam.step()
            rate.step()
            total += value.item() / length
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)
    round_all(model.attitude, rounded=False)


def acts(found: Sequence[Window], epochs: int = ACT_EPOCHS) -> ActHead:
    """The head of acts, trained on the states of the last layer."""
    torch.manual_seed(SEED)
    head, told, labels = (
        ActHead(),
        [pair for window in found for pair in window.told],
        torch.tensor([act for window in found for *_, act in window.acts]),
    )
    rarity = rarities(found)
    length = max(1, len(told) // STATEMENTS)
    adam = torch.optim.AdamW(head.parameters(), lr=ACT_RATE, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, ACT_RATE, total_steps=epochs * length, pct_start=0.1)
    generator = np.random.default_rng(SEED)
    for epoch in range(epochs):
        total = 0.0
        for rows in np.array_split(generator.permutation(len(told)), length):
            value = functional.cross_entropy(head([told[row] for row in rows]), labels[torch.from_numpy(rows)], rarity)
            adam.zero_grad()
            value.backward()
            adam.step()
            rate.step()
            total += value.item() / length
        print(json.dumps({"acts": epoch, "loss": round(total, 4)}), flush=True)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what training.train wrote; what reads attitudes is put into it")
    parser.add_argument(
        "--share", type=float, default=1.0, help="learn from this share of each corpus: 0.01 tries the whole way in a minute, and learns nothing"
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
    begin(model)
    # Rounded as it will be shipped, and without dropout, while the texts are encoded.
    model.train()
    model.encoder.set_phase(0.0, rounded=True)
    model.encoder.round_weights()
    sentiment = arguments.data / "sentiment"
    pairs = sentences.dse(tokenizer, sentences.by_text(lines(sentiment / "dse_train.jsonl.gz")))
    targets = sentences.newsmtsc(tokenizer, sentences.by_text(lines(sentiment / "newsmtsc_train.jsonl.gz")))
    said = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    marked = attitudes.attitudes(tokenizer, arguments.data / "news" / "articles.jsonl.gz", attitudes.marked(held=False))
    passages = invented.invented(tokenizer, held=False)
    read = [(pairs, SHORT), (targets, SHORT), ([doc for doc in said if doc.acts], LONG), (marked, LONG), (passages, SHORT)]
    groups = [(freeze(model, docs[: max(1, round(len(docs) * arguments.share))]), size) for docs, size in read]
    model.attitude.drop.p = DROPOUT
    train(model, groups)
    model.act = acts([window for found, _ in groups for window in found])
    changed = {name: value for name, value in model.state_dict().items() if name.startswith(("attitude.", "tone.", "stance.", "act."))}
    saved["model"] |= changed
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
