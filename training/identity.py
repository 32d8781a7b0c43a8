"""Train the layer of coreference on frozen states: `python -m training.identity --data DIR --exam DIR --start DIR --checkpoint FILE`.

The last layer serves everything at once, and is held back by each. Here a layer of its own, beside it and on the same states below it, learns who is who, with the projections and the pair weights of coreference:
documents are encoded once, up to there, and the layer is asked at the heads of mentions alone. In every step its weights are rounded to the bits in which they will be shipped. Nothing else of the
checkpoint changes. Seeds are fixed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from rapport.annotate.windows import WINDOW, batch, windows
from training import corpora
from training.contacts import contacts
from training.docs import TrainDoc
from training.losses import Chain, antecedents, chain
from training.model import BELOW, Reader, blocked, load, round_all
from training.people import people
from training.train import half_is_fast

EPOCHS: Final = 3
RATE: Final = 3e-4
HEAD_RATE: Final = 5e-4
DROPOUT: Final = 0.1
STEP: Final = 4  # stretches
LENGTH: Final = 10  # windows in a stretch
SEED: Final = 20
OFTEN: Final = {"ontogum": 3}  # how often a corpus is read in a round, where not once: the one with all mentions of everything is small


@dataclass(frozen=True)
class Stretch:
    """Some windows in a row: their states (L, H) below the last layer, those of [CLS] and [SEP] with them, where their mentions stand (window, place) and what is known of these."""

    below: list[Tensor]
    window: Tensor
    place: Tensor
    known: Chain
    weight: float


def freeze(model: Reader, docs: Iterable[TrainDoc]) -> Iterator[Stretch]:
    """The stretches of documents in which a mention's antecedent is known, from the encoder as it will be shipped."""
    for doc in docs:
        cuts = doc.cuts or windows(doc.pieces.bounds, WINDOW)
        for part in (cuts[at : at + LENGTH] for at in range(0, len(cuts), LENGTH)):
            known = chain(doc, part[0][0], part[-1][1])
            if known is None:
                continue
            window = np.searchsorted([end for _, end in part], known.pieces, side="right")
            place = np.asarray(known.pieces) - np.asarray([begin for begin, _ in part])[window] + 1
            weight = 0.5 if doc.partial and not doc.whole else 1.0
            yield Stretch(encoded(model, doc, part), torch.from_numpy(window), torch.from_numpy(place), known, weight)


def encoded(model: Reader, doc: TrainDoc, cuts: list[tuple[int, int]]) -> list[Tensor]:
    """The states of windows below the last layer, in half precision."""
    length = max(end - begin for begin, end in cuts) + 2
    ids, types, mask = (torch.from_numpy(part) for part in batch(doc.pieces, cuts, length))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half_is_fast(torch.device("cpu"))):
        below = model.encoder(ids, types, mask, BELOW)
    return [states[: end - begin + 2].to(torch.bfloat16).clone() for states, (begin, end) in zip(below, cuts, strict=True)]


def loss(model: Reader, item: Stretch) -> Tensor:
    below = nn.utils.rnn.pad_sequence([states.float() for states in item.below], batch_first=True)
    mask = torch.arange(below.shape[1])[None] < torch.tensor([len(states) for states in item.below])[:, None]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half_is_fast(torch.device("cpu"))):
        vectors = model.coreference.at(below, blocked(mask), item.window, item.place)
    return antecedents(model, vectors.float(), item.known) * item.weight


def train(model: Reader, found: list[Stretch], epochs: int = EPOCHS) -> None:
    """Teach the layer of coreference, which starts as the last one, and the head that reads it; stretches may stand in the list more than once."""
    torch.manual_seed(SEED)
    layer = model.coreference
    layer.load_state_dict(model.encoder.layers[BELOW].state_dict())
    layer.drop.p = DROPOUT
    heads = [*model.queries["coref"].parameters(), *model.keys["coref"].parameters(), model.bias["coref"], *model.coref_features]
    adam = torch.optim.AdamW([{"params": list(layer.parameters())}, {"params": heads}], lr=RATE, weight_decay=0.01)
    length = len(found) // STEP
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, [RATE, HEAD_RATE], total_steps=epochs * length, pct_start=0.1, anneal_strategy="linear")
    generator = np.random.default_rng(SEED)
    model.train()
    for epoch in range(epochs):
        order, total = generator.permutation(len(found)), 0.0
        for at in range(0, length * STEP, STEP):
            round_all(layer, rounded=True)
            value = torch.stack([loss(model, found[i]) for i in order[at : at + STEP]]).mean()
            adam.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_([*layer.parameters(), *heads], 1.0)
            adam.step()
            rate.step()
            total += value.item() / length
        print(json.dumps({"epoch": epoch, "loss": round(total, 4)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (tokenizer.json)")
    parser.add_argument(
        "--checkpoint", type=Path, required=True, help="what training.train wrote; the layer of coreference and its head are put into it"
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
    read = {
        "ontogum": corpora.ontogum(tokenizer, arguments.data / "coref/ontogum_train.jsonl.gz", arguments.data / "ner/gum_train.jsonl.gz"),
        "litbank": corpora.litbank(tokenizer, arguments.data / "coref/litbank.jsonl.gz"),
        "contacts": contacts(tokenizer, arguments.exam / "contacts_train.jsonl.gz"),
        "people": people(tokenizer, arguments.data / "news/articles.jsonl.gz"),
    }
    found: list[Stretch] = []
    for name, docs in read.items():
        found += list(freeze(model, docs[: max(1, round(len(docs) * arguments.share))])) * OFTEN.get(name, 1)
    train(model, found)
    saved["model"] |= {
        n: value
        for n, value in model.state_dict().items()
        if n.startswith(("coreference.", "queries.coref.", "keys.coref.", "bias.coref", "coref_features."))
    }
    torch.save(saved, arguments.checkpoint)


if __name__ == "__main__":
    main()
