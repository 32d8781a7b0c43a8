"""Train the head of acts longer on frozen states: `python -m training.frozen --data DIR --exam DIR --start DIR --checkpoint FILE`.

The phases see each statement a few times at most, beside everything else; the head alone can learn more of them in seconds once the texts are encoded. Nothing else of the checkpoint
changes, so that no other reading can fall. Seeds are fixed.
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
from torch import Tensor

from rapport.annotate.labels import ACT_PIECES, ACT_TAGS
from rapport.annotate.windows import WINDOW, windows
from training import corpora
from training.docs import TrainDoc
from training.model import ActHead, Reader, load
from training.train import encode

EPOCHS = 8
RARER = 0.3  # with a linear head, right on development statements 59 % with any from 0 to 0.3; of others than assertions 52 and 57 %
BATCH = 96
RATE = 2e-3
SEED = 20

Told = tuple[Tensor, Tensor, int]  # the states (pieces, 384) of a statement's cue and of its content, and its act


def freeze(model: Reader, docs: Iterable[TrainDoc]) -> list[Told]:
    """The statements of all documents, from the encoder as it will be shipped."""
    found: list[Told] = []
    with torch.no_grad():
        for doc in docs:
            cuts = doc.cuts or windows(doc.pieces.bounds, WINDOW)
            states, first = torch.cat(encode(model, [doc], [cuts])[0]), cuts[0][0]
            for label in doc.acts:
                if label.cue[0] < label.cue[1]:
                    cue, content = (states[a - first : b - first].half() for a, b in (label.cue, label.content))
                    found.append((cue, content[:ACT_PIECES].clone(), label.act))
    return found


def train(found: list[Told]) -> ActHead:
    """A head of acts; acts that are rare count more, by a power of how rare."""
    torch.manual_seed(SEED)
    head, labels = ActHead(), torch.tensor([act for *_, act in found])
    weights = (len(labels) / torch.bincount(labels, minlength=len(ACT_TAGS)).clamp(min=1)) ** RARER
    weights = weights / weights.mean()
    adam = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.02)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=EPOCHS * (len(found) // BATCH), pct_start=0.1)
    generator = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        order = torch.from_numpy(generator.permutation(len(found)))
        total = 0.0
        for at in range(0, len(found) - BATCH + 1, BATCH):
            rows = order[at : at + BATCH]
            value = functional.cross_entropy(head([found[row][:2] for row in rows]), labels[rows], weights)
            adam.zero_grad()
            value.backward()
            adam.step()
            rate.step()
            total += float(value.detach()) / (len(found) // BATCH)
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what training.train wrote; its head of acts is replaced")
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
    said = corpora.polnear(tokenizer, arguments.data / "attribution" / "polnear_train.jsonl.gz", arguments.exam / "statements_train.jsonl.gz")
    head = train(freeze(model, (doc for doc in said if doc.acts)))
    saved["model"] |= {f"act.{name}": value for name, value in head.state_dict().items()}
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
