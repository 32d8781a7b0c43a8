"""Train the reader: `python -m training.train --data DIR --exam DIR --out DIR`. Resumes from its last checkpoint; seeds are fixed."""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from rapport.annotate.windows import WINDOW, batch, windows
from training import corpora, losses
from training.docs import IGNORE, TrainDoc
from training.mean import after
from training.model import Reader, load
from training.schedule import MEANS, Options, cycle_ends, drawn, phase_at, schedule, shortened

GROUP = 8  # windows that are encoded at once


class Stream:
    """Endless documents of one corpus, shuffled anew each round from the seed."""

    def __init__(self, docs: list[TrainDoc], seed: int) -> None:
        self.docs, self.seed, self.round, self.order = docs, seed, 0, np.zeros(0, dtype=int)

    def take(self, count: int) -> TrainDoc:
        """The `count`-th document of the stream."""
        rounds, at = divmod(count, len(self.docs))
        if rounds != self.round or not len(self.order):
            self.round, self.order = rounds, np.random.default_rng([self.seed, rounds]).permutation(len(self.docs))
        return self.docs[self.order[at]]


def part(doc: TrainDoc, generator: np.random.Generator, options: Options) -> list[tuple[int, int]]:
    """Consecutive windows of a document, cut differently each time; those of an article with contacts lie around one of them."""
    size = int(generator.integers(90, WINDOW + 1))
    if doc.cuts:
        return doc.cuts
    cuts = windows(doc.pieces.bounds, size, int(generator.integers(size // 3, size + 1)))
    limit = options.parts if doc.channels is None else options.contact_parts
    if len(cuts) <= limit:
        return cuts
    low, high = 0, len(cuts) - limit
    if doc.triggers:
        piece = doc.triggers[int(generator.integers(0, len(doc.triggers)))].pieces[0]
        at = next(i for i, (_, end) in enumerate(cuts) if piece < end)
        low, high = max(0, at - limit + 1), min(at, len(cuts) - limit)
    begin = int(generator.integers(low, high + 1))
    return cuts[begin : begin + limit]


def document_losses(
    model: Reader, doc: TrainDoc, cuts: list[tuple[int, int]], rows: list[Tensor], generator: np.random.Generator
) -> dict[str, Tensor]:
    """All losses that the corpus of a document allows. `rows` are the states of its windows."""
    begin, end = cuts[0][0], cuts[-1][1]
    states = torch.cat(rows)
    found: dict[str, Tensor] = {}
    if doc.attribution is not None:
        found["attribution"] = losses.attribution(model, [model.drop(r) for r in rows], [torch.from_numpy(doc.attribution[a:b]) for a, b in cuts])
        found["links"] = losses.links(model, states, doc, begin, end)
        found["acts"] = losses.acts(model, states, doc, begin, end)
    for name, labels in (("names", doc.names), ("times", doc.times)):
        if labels is not None:
            logits = model.logits(model.drop(states), name)
            found[name] = torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels[begin:end]), ignore_index=IGNORE, reduction="sum") / max(
                (end - begin) / 100, 1
            )
    if doc.anchors is not None:
        found["mentions"] = losses.mentions(model, states, doc, begin, end)
    if doc.referents:
        found["coref"] = losses.coreference(model, states, doc, begin, end) * (0.5 if doc.partial and not doc.whole else 1.0)
    if doc.stances:
        found["stances"] = losses.stances(model, states, doc, begin, end)
    if doc.said:
        found["said"] = losses.said(model, states, doc, begin, end)
    if doc.sentiments:
        found["sentiments"] = losses.sentiments(model, states, doc, begin, end)
    if doc.predicates:
        found["arguments"] = losses.arguments(model, states, doc, begin, end)
    if doc.events:
        found["factuality"] = losses.factuality(model, states, doc, begin, end)
    if doc.channels is not None:
        found |= losses.contacts(model, states, doc, begin, end, generator)
    return found


def encode(model: Reader, docs: list[TrainDoc], parts: list[list[tuple[int, int]]]) -> list[list[Tensor]]:
    """The states of every window, document by document. Windows are encoded in groups of like length: a quarter fewer padded pieces."""
    device = model.encoder.norm.weight.device
    model.encoder.round_weights()
    cuts = [(begin, end, doc) for doc, part in zip(docs, parts, strict=True) for begin, end in part]
    order = sorted(range(len(cuts)), key=lambda i: (cuts[i][0] - cuts[i][1], i))
    found: list[Tensor] = []
    places = [np.zeros(0, dtype=np.int64)] * len(cuts)
    at = 0
    for group in (order[i : i + GROUP] for i in range(0, len(order), GROUP)):
        length = max(cuts[i][1] - cuts[i][0] for i in group) + 2
        arrays = [batch(cuts[i][2].pieces, [cuts[i][:2]], length) for i in group]
        ids, types, mask = (torch.from_numpy(np.concatenate(column)).to(device) for column in zip(*arrays, strict=True))
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=half_is_fast(device)):
            found.append(model.encoder(ids, types, mask).float().flatten(0, 1))
        for row, i in enumerate(group):
            first = at + row * length + 1
            places[i] = np.arange(first, first + cuts[i][1] - cuts[i][0])
        at += len(group) * length
    flat = torch.cat(found).cpu().index_select(0, torch.from_numpy(np.concatenate(places)))
    rows = list(flat.split([len(p) for p in places]))
    return [[rows.pop(0) for _ in part] for part in parts]


def half_is_fast(device: torch.device) -> bool:
    """Whether bf16 pays: 2.8 times the speed of fp32 with AVX-512 bf16, a twentieth of it on a processor without."""
    return device.type == "cuda" or bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def step_losses(model: Reader, docs: list[TrainDoc], options: Options, generator: np.random.Generator) -> dict[str, Tensor]:
    parts = [part(doc, generator, options) for doc in docs]
    total: dict[str, Tensor] = {}
    for doc, cuts, rows in zip(docs, parts, encode(model, docs, parts), strict=True):
        for name, value in document_losses(model, doc, cuts, rows, generator).items():
            total[name] = total.get(name, torch.zeros(())) + value
    return total


def optimizer(model: Reader, options: Options) -> torch.optim.AdamW:
    encoder = list(model.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": options.head_rate}], weight_decay=options.decay, fused=True
    )


def train(streams: dict[str, Stream], model: Reader, options: Options, out: Path) -> None:
    """Run or resume; writes `last.pt` every 100 steps, `cycle-N.pt` at the end of each cycle, `mean-N.pt` where one follows, and the log as JSON Lines."""
    adam = optimizer(model, options)
    step, taken = 0, dict.fromkeys(streams, 0)
    total_steps = sum(phase.steps for phase in options.phases)
    ends = cycle_ends(options)
    last = out / "last.pt"
    if last.exists():
        saved = torch.load(last, map_location="cpu", weights_only=True)
        load(model, saved["model"])
        if "adam" in saved:
            adam.load_state_dict(saved["adam"])
        step, taken = saved["step"], dict.fromkeys(streams, 0) | saved.get("taken", {})
    started, began = time.monotonic(), step
    sums: dict[str, tuple[int, float]] = {}
    model.train()
    with (out / "log.jsonl").open("a") as log:
        while step < total_steps:
            phase = phase_at(step, options)
            model.encoder.set_phase(phase.dropout, rounded=phase.rounded)
            generator = np.random.default_rng([options.seed, step])
            torch.manual_seed(options.seed * 1_000_003 + step)
            names = drawn(phase, streams, generator)
            docs = []
            for name in names:
                docs.append(streams[name].take(taken[name]))
                taken[name] += 1
            found = step_losses(model, docs, options, generator)
            loss = sum((value * phase.weights[name] for name, value in found.items()), torch.zeros(()))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), options.clip)
            for group, rate in zip(adam.param_groups, (options.rate, options.head_rate), strict=True):
                group["lr"] = rate * schedule(step, options)
            adam.step()
            adam.zero_grad(set_to_none=True)
            step += 1
            for name, value in found.items():
                count, total = sums.get(name, (0, 0.0))
                sums[name] = (count + 1, total + float(value.detach()))
            if step % 50 == 0:
                seconds = time.monotonic() - started
                line = {"step": step, "steps_a_second": round((step - began) / seconds, 3)} | {
                    n: round(t / c, 4) for n, (c, t) in sorted(sums.items())
                }
                log.write(json.dumps(line) + "\n")
                log.flush()
                print(json.dumps(line), flush=True)
                sums = {}
            if step in ends:
                cycle = ends.index(step) + 1
                torch.save({"model": model.state_dict(), "step": step, "options": asdict(options)}, out / f"cycle-{cycle}.pt")
                if cycle in MEANS:
                    saved = after(out, cycle)
                    torch.save(saved, out / f"mean-{cycle}.pt")
                    load(model, saved["model"])
                    adam = optimizer(model, options)
            if step % 100 == 0 or step == total_steps:
                torch.save(
                    {"model": model.state_dict(), "adam": adam.state_dict(), "step": step, "taken": taken, "options": asdict(options)},
                    out / "next.pt",
                )
                (out / "next.pt").replace(last)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--exam", type=Path, required=True, help="folder of the annotated articles")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--start", type=Path, required=True, help="folder of the starting weights (model.safetensors, tokenizer.json)")
    parser.add_argument("--without", nargs="*", default=[], metavar="CORPUS", help="corpora to leave out")
    parser.add_argument(
        "--share", type=float, default=1.0, help="do this share of each phase's steps: 0.01 tries the whole way in minutes, and learns nothing"
    )
    arguments = parser.parse_args()
    options = shortened(Options(), arguments.share)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.start / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    loaded = corpora.load(tokenizer, arguments.data, arguments.exam)
    streams = {name: Stream(docs, options.seed + i) for i, (name, docs) in enumerate(loaded.items()) if name not in arguments.without}
    model = Reader()
    model.encoder.load_minilm(arguments.start / "model.safetensors")
    # The heads stay on the processor: their many small products over one document's states gain nothing elsewhere.
    model.encoder.to("cuda" if torch.cuda.is_available() else "cpu")
    train(streams, model, options, arguments.out)


if __name__ == "__main__":
    main()
