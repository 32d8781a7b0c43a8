"""Train the layer of attitudes and the heads of acts on frozen states: `python -m training.frozen --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each pair of the stance corpora and each statement a few times at most, beside everything else. Here a layer of its own, beside the encoder's last one and on the same states below it, learns
more of them, together with the heads of stances and tones and one of acts: the texts are encoded once, up to there. Acts are read by several heads, one on that layer and the others on the last one, which begin with other weights, since all err in other places: they are trained after it, the first on news alone. Pairs come from single
sentences whose makers picked them, from statements that were read one by one, from news articles in which every stance was marked, so that all other pairs hold none, and from passages that were invented, in
which praise is as frequent as blame; tones from sentences, acts from statements. The layer is trained several times over (`RUNS`), and what is kept is the mean. Nothing else
of the checkpoint changes, so that no other reading can fall. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.labels import ACT_HEADS, ACT_TAGS
from rapport.annotate.windows import WINDOW, batch, windows
from training import attitudes, corpora, invented, sentences
from training.docs import TrainDoc, lines
from training.fitting import fit
from training.losses import NO_STANCE, STANCE_WEIGHTS, directed, pairs
from training.mean import mean
from training.model import BELOW, ActHead, Reader, blocked, load, round_all
from training.train import half_is_fast


@dataclass(frozen=True)
class Run:
    """One training of the layer: how often it reads everything, its rate at the highest, and the dropout inside the layer."""

    seed: int
    epochs: int
    rate: float
    dropout: float


RUNS: Final = (Run(20, 3, 3e-4, 0.1), Run(21, 3, 4.5e-4, 0.15))
HEAD_RATE: Final = 1e-3
LEARNT: Final = ("attitude.", "stance.", "tone.", "act_attitude.")  # names of the weights that a run changes
ACT_SEEDS: Final = {**dict(zip(ACT_HEADS, (20, 32, 33), strict=True)), "act_attitude": 34}
ACT_EPOCHS: Final = 8
SPOKEN: Final = 2  # the place of the statements of news among the corpora
SILENT: Final = 3  # of the windows of marked articles that show no stance every third is read
RARER: Final = 0.3  # acts that are rare count more, by this power of how rare
LONG, SHORT = 8, 32  # windows of articles and of single sentences in a step
ENCODED: Final = 16  # windows encoded at once
LIKE: Final = 20  # steps whose windows are sorted by length before they are dealt out


@dataclass
class Window:
    """One window: its states (L, H) in half precision below the last layer and after it, those of [CLS] and [SEP] with them; what is known of it, by its pieces."""

    below: Tensor
    last: Tensor
    stances: list[tuple[int, int, int, list[bool], float]] = field(default_factory=list)  # a, b, class, which classes were not asked for, weight
    tones: list[tuple[int, int, int, int, int]] = field(default_factory=list)  # first and end of the target, class, first and end of its sentence
    acts: list[tuple[int, int, list[int], int]] = field(default_factory=list)  # first and end of the cue, the pieces of the content, act

    @property
    def known(self) -> bool:
        """Whether anything is known of it but that some pairs hold nothing."""
        return bool(self.tones or self.acts or any(weight != NO_STANCE for *_, weight in self.stances))


def freeze(model: Reader, docs: Sequence[TrainDoc]) -> list[Window]:
    """The windows of all documents of which something is known, from the encoder as it will be shipped; of those known to show no stance, some."""
    cuts = [(doc, begin, end) for doc in docs for begin, end in doc.cuts or windows(doc.pieces.bounds, WINDOW)]
    found: dict[int, Window] = {}
    order = sorted(range(len(cuts)), key=lambda i: cuts[i][2] - cuts[i][1])
    half = half_is_fast(torch.device("cpu"))
    with torch.no_grad():
        for part in (order[at : at + ENCODED] for at in range(0, len(order), ENCODED)):
            length = max(cuts[i][2] - cuts[i][1] for i in part) + 2
            arrays = [batch(cuts[i][0].pieces, [cuts[i][1:]], length) for i in part]
            ids, types, mask = (torch.from_numpy(np.concatenate(column)) for column in zip(*arrays, strict=True))
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                below = model.encoder(ids, types, mask, BELOW)
                last = model.encoder.layers[BELOW](below, blocked(mask))
            for row, i in enumerate(part):
                size = cuts[i][2] - cuts[i][1] + 2
                found[i] = known(model, *cuts[i], below[row, :size].float(), last[row, :size].float())
    return kept(found[i] for i in range(len(cuts)))


def kept(found: Iterable[Window]) -> list[Window]:
    """Without the windows of which nothing is known, and most of those that show that there is nothing."""
    result, silent = [], 0
    for window in found:
        if window.known:
            result.append(window)
        elif window.stances:
            silent += 1
            if silent % SILENT == 0:
                result.append(window)
    return result


def known(model: Reader, doc: TrainDoc, begin: int, end: int, below: Tensor, last: Tensor) -> Window:
    """What is annotated of the pieces [begin, end); places count from the first of them."""
    window, states = Window(below.half().clone(), last.half().clone()), last[1:-1]
    for pair, weight in pairs(model, states, doc, begin, end):
        window.stances.append((pair.a - begin, pair.b - begin, pair.label, [c not in pair.known for c in range(5)], weight))
    for first, final, label in doc.sentiments:
        if begin <= first and final < end:
            number = doc.pieces.sentence(first)
            low, high = max(begin, int(doc.pieces.bounds[number])), min(end, max(final + 1, int(doc.pieces.bounds[number + 1])))
            window.tones.append((first - begin, final + 1 - begin, label, low - begin, high - begin))
    for act in doc.acts:
        first, after = act.cue
        if begin <= first < after <= end:
            window.acts.append((first - begin, after - begin, act.told(begin, end), act.act))
    return window


def losses(model: Reader, part: Sequence[Window], rarity: Tensor) -> Tensor:
    """What some windows teach: the losses of pairs, tones and acts, each a mean."""
    below, last = (nn.utils.rnn.pad_sequence([getattr(window, side).float() for window in part], batch_first=True) for side in ("below", "last"))
    mask = torch.arange(below.shape[1])[None] < torch.tensor([len(window.below) for window in part])[:, None]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half_is_fast(torch.device("cpu"))):
        x = model.attitude(below, blocked(mask))
    x, last = x.float()[:, 1:], last[:, 1:]
    total = torch.zeros(())
    if known_pairs := [(row, *pair) for row, window in enumerate(part) for pair in window.stances]:
        row, a, b, label, shut, weight = (torch.tensor(column) for column in zip(*known_pairs, strict=True))
        classes = torch.tensor(STANCE_WEIGHTS)
        each = functional.cross_entropy(directed(model.stance, x[row, a], x[row, b]).masked_fill(shut, -1e4), label, classes, reduction="none")
        total = total + (each * weight).sum() / (classes[label] * weight).sum()
    if tones := [(row, *tone) for row, window in enumerate(part) for tone in window.tones]:
        targets = torch.stack([x[row, first:end].mean(0) for row, first, end, *_ in tones])
        scores = model.tone(targets, [last[row, low:high] for row, *_, low, high in tones])
        total = total + functional.cross_entropy(scores, torch.tensor([label for _, _, _, label, *_ in tones]))
    if acts := [(row, *act) for row, window in enumerate(part) for act in window.acts]:
        done = torch.tensor([act for *_, act in acts])
        scores = model.act_attitude([(x[row, first:after], last[row, content]) for row, first, after, content, _ in acts])
        total = total + functional.cross_entropy(scores, done, rarity)
    return total


def rarities(found: Iterable[Window]) -> Tensor:
    """What each act counts."""
    acts = torch.tensor([act for window in found for *_, act in window.acts], dtype=torch.long)
    weights = (max(len(acts), 1) / torch.bincount(acts, minlength=len(ACT_TAGS)).clamp(min=1)) ** RARER
    return weights / weights.mean()


def steps(groups: Sequence[tuple[list[Window], int]], generator: np.random.Generator) -> list[list[Window]]:
    """One round of all groups, each in steps of so many windows of like length, all in a drawn order."""
    made: list[list[Window]] = []
    for found, size in groups:
        order = generator.permutation(len(found))
        for part in (order[at : at + LIKE * size] for at in range(0, len(order), LIKE * size)):
            ranked = sorted(part.tolist(), key=lambda i: len(found[i].last))
            made += [[found[i] for i in ranked[at : at + size]] for at in range(0, len(ranked), size)]
    return [made[i] for i in generator.permutation(len(made))]


def train(model: Reader, groups: Sequence[tuple[list[Window], int]], run: Run) -> dict[str, Tensor]:
    """What the layer of attitudes and its heads weigh after a run; in every step the layer's weights are rounded to the bits in which they will be shipped."""
    torch.manual_seed(run.seed)
    learner = Reader()
    learner.load_state_dict(model.state_dict())
    model = learner
    model.attitude.load_state_dict(model.encoder.layers[BELOW].state_dict())
    model.act_attitude.load_state_dict(model.act.state_dict())
    model.attitude.drop.p = run.dropout
    layer = list(model.attitude.parameters())
    heads = [p for head in (model.stance, model.tone, model.act_attitude) for p in head.parameters()]
    rarity = rarities(window for found, _ in groups for window in found)
    generator, length = np.random.default_rng(run.seed), len(steps(groups, np.random.default_rng(run.seed)))
    adam = torch.optim.AdamW([{"params": layer}, {"params": heads}], lr=run.rate, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, [run.rate, HEAD_RATE], total_steps=run.epochs * length, pct_start=0.1, anneal_strategy="linear")
    model.train()
    for epoch in range(run.epochs):
        total = 0.0
        for part in steps(groups, generator):
            round_all(model.attitude, rounded=True)
            value = losses(model, part, rarity)
            adam.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_([*layer, *heads], 1.0)
            adam.step()
            rate.step()
            total += value.item() / length
        print(json.dumps({"seed": run.seed, "rate": run.rate, "epoch": epoch, "loss": round(total, 4)}), flush=True)
    return {name: value for name, value in model.state_dict().items() if name.startswith(LEARNT)}


def of_acts(found: Sequence[Window], cues: Sequence[Tensor], rarity: Tensor, seed: int) -> ActHead:
    """A head of acts on the states (L, H) of windows at cues, and on those of the last layer in contents."""
    torch.manual_seed(seed)
    head, told, acts = ActHead(), [], []
    for window, states in zip(found, cues, strict=True):
        for first, after, content, act in window.acts:
            told.append((states[first + 1 : after + 1], window.last[[place + 1 for place in content]]))
            acts.append(act)
    labels = torch.tensor(acts)
    fit(head, len(told), ACT_EPOCHS, seed, lambda rows: functional.cross_entropy(head([told[row] for row in rows]), labels[rows], rarity))
    return head


def attitudes_of(model: Reader, found: Sequence[Window]) -> list[Tensor]:
    """The states (L, H) of windows after the layer of attitudes, in half precision."""
    model.eval()
    round_all(model.attitude, rounded=True)
    with torch.no_grad():
        return [model.attitude(window.below.float()[None], torch.zeros(1, 1, 1, 1))[0].half() for window in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument(
        "--checkpoint", type=Path, required=True, help="what training.train wrote; the layer of attitudes and its heads are put into it"
    )
    parser.add_argument("--share", type=float, default=1.0, help="learn from this share of each corpus: 0.01 tries the whole way, and learns nothing")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(arguments.start / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    saved = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    model = Reader()
    load(model, saved["model"])
    # Rounded as it will be shipped, and without dropout, while the texts are encoded.
    model.train()
    model.encoder.set_phase(0.0, rounded=True)
    model.encoder.round_weights()
    sentiment = arguments.data / "sentiment"
    directed_at = sentences.dse(tokenizer, sentences.by_text(lines(sentiment / "dse_train.jsonl.gz")))
    targets = sentences.newsmtsc(tokenizer, sentences.by_text(lines(sentiment / "newsmtsc_train.jsonl.gz")))
    spoken = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    marked = attitudes.attitudes(tokenizer, arguments.data / "news" / "articles.jsonl.gz", attitudes.marked(held=False))
    passages = invented.invented(tokenizer, held=False)
    read = [(directed_at, SHORT), (targets, SHORT), ([doc for doc in spoken if doc.acts], LONG), (marked, LONG), (passages, SHORT)]
    groups = [(freeze(model, docs[: max(1, round(len(docs) * arguments.share))]), size) for docs, size in read]
    found = {number: train(model, groups, run) for number, run in enumerate(RUNS)}
    saved["model"] |= mean(found, dict.fromkeys(found, 1 / len(RUNS)))
    load(model, saved["model"])
    everything = [window for group, _ in groups for window in group if window.acts]
    of_news = [window for window in groups[SPOKEN][0] if window.acts]
    for name, seed in ACT_SEEDS.items():
        said = of_news if name == ACT_HEADS[0] else everything
        states = attitudes_of(model, said) if name == "act_attitude" else [window.last for window in said]
        weights = of_acts(said, states, rarities(said), seed).state_dict()
        saved["model"] |= {f"{name}.{part}": value for part, value in weights.items()}
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
