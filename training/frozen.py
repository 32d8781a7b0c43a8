"""Train the stance head longer on frozen states: `python -m training.frozen --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each pair of the stance corpora a few times at most, beside everything else; the head alone can learn more of it in seconds once the texts
are encoded. Pairs come from single sentences (what is told) and from statements that were read one by one (what is said). Nothing else of the checkpoint changes, so that
no other reading can fall. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.windows import WINDOW, windows
from training import corpora, sentences
from training.docs import TrainDoc, lines
from training.losses import STANCE_WEIGHTS
from training.model import Reader, StanceHead
from training.train import encode

EPOCHS = 4  # macro F1 on dse_valid after each: 0.45, 0.49, 0.50, 0.51; six epochs gave no more
BATCH = 48
RATE = 2e-3
SEED = 20


def pairs(model: Reader, docs: Iterable[TrainDoc]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Of every annotated pair the states of both mentions (N, 384), from the encoder as it will be shipped, its class (N,) and which classes were not asked for (N, 5)."""
    left, right, labels, blocked = [], [], [], []
    with torch.no_grad():
        for doc in docs:
            cuts = doc.cuts or windows(doc.pieces.bounds, WINDOW)
            states = torch.cat(encode(model, [doc], [cuts])[0])
            first, end = cuts[0][0], cuts[-1][1]
            inside = [s for s in doc.stances if first <= min(s.a, s.b) and max(s.a, s.b) < end]
            left += [states[s.a - first] for s in inside]
            right += [states[s.b - first] for s in inside]
            labels += [s.label for s in inside]
            blocked += [[c not in s.known for c in range(5)] for s in inside]
    return torch.stack(left), torch.stack(right), torch.tensor(labels), torch.tensor(blocked)


def scores(head: StanceHead, a: Tensor, b: Tensor) -> Tensor:
    """The five classes of each pair."""
    forth, back = head(a, b), head(b, a)
    return torch.stack([torch.zeros(len(a)), forth[:, 0], back[:, 0], forth[:, 1], back[:, 1]], 1)


def train(a: Tensor, b: Tensor, labels: Tensor, blocked: Tensor) -> StanceHead:
    torch.manual_seed(SEED)
    head = StanceHead()
    steps = EPOCHS * (len(labels) // BATCH)
    adam = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps, pct_start=0.1)
    generator = np.random.default_rng(SEED)
    weights = torch.tensor(STANCE_WEIGHTS)
    for epoch in range(EPOCHS):
        order = torch.from_numpy(generator.permutation(len(labels)))
        total = 0.0
        for at in range(0, len(labels) - BATCH + 1, BATCH):
            rows = order[at : at + BATCH]
            loss = functional.cross_entropy(scores(head, a[rows], b[rows]).masked_fill(blocked[rows], -1e4), labels[rows], weights)
            adam.zero_grad()
            loss.backward()
            adam.step()
            rate.step()
            total += float(loss.detach()) / (len(labels) // BATCH)
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what training.train wrote; its stance head is replaced")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(arguments.start / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    saved = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    model = Reader()
    model.load_state_dict(saved["model"])
    # Rounded as it will be shipped, and without dropout.
    model.train()
    model.encoder.set_phase(0.0, rounded=True)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    told = sentences.dse(tokenizer, sentences.by_text(lines(arguments.data / "sentiment" / "dse_train.jsonl.gz")))
    said = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    head = train(*pairs(model, [*told, *(doc for doc in said if doc.stances)]))
    saved["model"] |= {f"stance.{name}": value for name, value in head.state_dict().items()}
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
