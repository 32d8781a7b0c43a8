"""Train the heads of stances, acts and tones longer on frozen states: `python -m training.frozen --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each pair of the stance corpora and each statement a few times at most, beside everything else; the heads alone can learn more of them in seconds once
the texts are encoded. Pairs come from single sentences whose makers picked them, from statements that were read one by one, and from news articles in which every stance was marked, so that
all other pairs hold none; acts come from the statements. Nothing else of the checkpoint changes, so that no other reading can fall. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.labels import ACT_TAGS
from rapport.annotate.windows import WINDOW, windows
from training import attitudes, corpora, sentences
from training.docs import TrainDoc, lines
from training.losses import STANCE_WEIGHTS, directed, pairs
from training.model import ActHead, Reader, StanceHead, ToneHead, load
from training.train import encode

EPOCHS = 4  # macro F1 on dse_valid after each: 0.45, 0.49, 0.50, 0.51; six epochs gave no more
ACT_EPOCHS = 8
TONE_EPOCHS = 7
RARER = 0.3  # with the linear head before, right on development statements 59 % with any from 0 to 0.3; of others than assertions 52 and 57 %
BATCH = 96
RATE = 2e-3
SEED = 20


@dataclass
class Frozen:
    """What the heads see: of every annotated pair the states of both mentions (N, 384), its class and which classes were not asked for (N, 5); of every
    statement the states of its cue and of its content, and its act; of every target its mean state, the states of its sentence, and its tone."""

    left: list[Tensor] = field(default_factory=list)
    right: list[Tensor] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    blocked: list[list[bool]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    told: list[tuple[Tensor, Tensor]] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    targets: list[Tensor] = field(default_factory=list)
    sentences: list[Tensor] = field(default_factory=list)
    tones: list[int] = field(default_factory=list)

    def add(self, model: Reader, states: Tensor, doc: TrainDoc, first: int, end: int) -> None:
        """Take what is annotated of the pieces [first, end) whose states are given."""
        for pair, weight in pairs(model, states, doc, first, end):
            self.left.append(states[pair.a - first])
            self.right.append(states[pair.b - first])
            self.labels.append(pair.label)
            self.blocked.append([c not in pair.known for c in range(5)])
            self.weights.append(weight)
        self._acts(states, doc, first, end)
        self._tones(states, doc, first, end)

    def _tones(self, states: Tensor, doc: TrainDoc, first: int, end: int) -> None:
        for begin, last, label in doc.sentiments:
            number = doc.pieces.sentence(begin)
            low, high = max(first, int(doc.pieces.bounds[number])), min(end, max(last + 1, int(doc.pieces.bounds[number + 1])))
            self.targets.append(states[begin - first : last + 1 - first].mean(0))
            self.sentences.append(states[low - first : high - first].half())
            self.tones.append(label)

    def _acts(self, states: Tensor, doc: TrainDoc, first: int, end: int) -> None:
        for label in doc.acts:
            if label.cue[0] < label.cue[1]:
                self.told.append((states[label.cue[0] - first : label.cue[1] - first].half(), states[label.told(first, end)].half()))
                self.acts.append(label.act)


def freeze(model: Reader, docs: Iterable[TrainDoc]) -> Frozen:
    """The states of all documents, from the encoder as it will be shipped."""
    found = Frozen()
    with torch.no_grad():
        for doc in docs:
            cuts = doc.cuts or windows(doc.pieces.bounds, WINDOW)
            states = torch.cat(encode(model, [doc], [cuts])[0])
            found.add(model, states, doc, cuts[0][0], cuts[-1][1])
    return found


def fit(head: nn.Module, count: int, epochs: int, loss: Callable[[Tensor], Tensor]) -> None:
    """Train a head on so many cases; `loss` is that of a batch of their numbers."""
    steps = epochs * (count // BATCH)
    adam = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps, pct_start=0.1)
    generator = np.random.default_rng(SEED)
    for epoch in range(epochs):
        order = torch.from_numpy(generator.permutation(count))
        total = 0.0
        for at in range(0, count - BATCH + 1, BATCH):
            value = loss(order[at : at + BATCH])
            adam.zero_grad()
            value.backward()
            adam.step()
            rate.step()
            total += float(value.detach()) / (count // BATCH)
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)


def stances(found: Frozen) -> StanceHead:
    torch.manual_seed(SEED)
    head = StanceHead()
    a, b, labels, blocked, weights = (
        torch.stack(found.left),
        torch.stack(found.right),
        torch.tensor(found.labels),
        torch.tensor(found.blocked),
        torch.tensor(found.weights),
    )
    classes = torch.tensor(STANCE_WEIGHTS)

    def loss(rows: Tensor) -> Tensor:
        each = functional.cross_entropy(directed(head, a[rows], b[rows]).masked_fill(blocked[rows], -1e4), labels[rows], classes, reduction="none")
        return (each * weights[rows]).sum() / (classes[labels[rows]] * weights[rows]).sum()

    fit(head, len(labels), EPOCHS, loss)
    return head


def acts(found: Frozen) -> ActHead:
    """Acts that are rare count more, by a power of how rare."""
    torch.manual_seed(SEED)
    head, labels = ActHead(), torch.tensor(found.acts)
    weights = (len(labels) / torch.bincount(labels, minlength=len(ACT_TAGS)).clamp(min=1)) ** RARER
    weights = weights / weights.mean()

    def loss(rows: Tensor) -> Tensor:
        return functional.cross_entropy(head([found.told[row] for row in rows]), labels[rows], weights)

    fit(head, len(labels), ACT_EPOCHS, loss)
    return head


def tones(found: Frozen) -> ToneHead:
    torch.manual_seed(SEED)
    head, targets, labels = ToneHead(), torch.stack(found.targets), torch.tensor(found.tones)

    def loss(rows: Tensor) -> Tensor:
        return functional.cross_entropy(head(targets[rows], [found.sentences[row] for row in rows]), labels[rows])

    fit(head, len(labels), TONE_EPOCHS, loss)
    return head


def put(state: dict[str, Tensor], stance: StanceHead, act: ActHead, tone: ToneHead) -> None:
    """Write the heads into a checkpoint's weights."""
    for module, head in (("stance", stance), ("act", act), ("tone", tone)):
        state |= {f"{module}.{name}": value for name, value in head.state_dict().items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what training.train wrote; its heads of stances and acts are replaced")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(arguments.start / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    saved = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    model = Reader()
    load(model, saved["model"])
    # Rounded as it will be shipped, and without dropout.
    model.train()
    model.encoder.set_phase(0.0, rounded=True)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    directed_at = sentences.dse(tokenizer, sentences.by_text(lines(arguments.data / "sentiment" / "dse_train.jsonl.gz")))
    spoken = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    marked = attitudes.attitudes(tokenizer, arguments.data / "news" / "articles.jsonl.gz", attitudes.marked(held=False))
    targets = sentences.newsmtsc(tokenizer, sentences.by_text(lines(arguments.data / "sentiment" / "newsmtsc_train.jsonl.gz")))
    found = freeze(model, [*directed_at, *targets, *(doc for doc in spoken if doc.acts), *marked])
    put(saved["model"], stances(found), acts(found), tones(found))
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
