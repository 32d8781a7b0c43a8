"""Train the head of what is said of others on what the reader sees: `python -m training.said WEIGHTS DATA EXAM`, after the export.

Whom a statement is about, and what its speaker holds of them, is asked at every name, description and pronoun in its content that the reader sees, as it sees it: with the actor to whom the
reader gives each, right or not, and with the states that users get (int8). Statements are those of the attributed articles that were read one by one. Of an actor that is none of those whom
the statement is about, all mentions in it say no. Only the head's arrays in the weights change. Seeds are fixed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from rapport.annotate import Reader
from rapport.annotate.said import Told as Seen
from rapport.annotate.said import told
from rapport.annotate.spoken import mentioned
from rapport.annotations import Attribution, Span
from rapport.extract.people import people
from rapport.records import Article
from training.corpora import statements_of
from training.docs import lines
from training.exam import scorer
from training.export import head_arrays, save_arrays
from training.fitting import fit
from training.losses import of_said
from training.model import SaidHead, Told

EPOCHS = 5
SEED = 20
_CLASSES = {None: 1, "positive": 2, "negative": 3}  # as in `docs.SaidLabel`


def cases(reader: Reader, text: str, statements: list[dict[str, Any]], same_actor: Any) -> Iterator[tuple[Told, Tensor]]:
    """Every statement of an article as the head sees it, with the labels of its mentions (`docs.SaidLabel`; -2 for those of the speaker, and of nobody)."""
    states = reader.encode(text)
    annotations = reader.decode(states)
    cast = people(Article(text), annotations)
    names = {entity.actor.id: [entity.actor.name, *entity.actor.aliases] for entity in (*cast.entities, *cast.extra.values())}
    anchors = [states.doc.at(mention.head.start) for mention in annotations.mentions]
    starts = np.asarray([mention.head.start for mention in annotations.mentions], dtype=np.int64)
    sizes = Counter(mention.cluster for mention in annotations.mentions)
    owners = {i: [names[entity.actor.id] for entity in cast.all_of(i)] for i in range(len(annotations.mentions))}
    for item in statements:
        spans = {role: tuple(Span(*span) for span in item[role] or ()) for role in ("source", "cue", "content")}
        said = Attribution(spans["source"], spans["cue"], spans["content"], 1.0)
        inside = mentioned(starts, said)
        found = told(states, said, annotations.mentions, anchors, inside, sizes)
        if not len(found.classes):
            continue
        speaker = [item["speaker"], *item.get("aliases", [])] if item.get("speaker") else []
        labels = []
        for i in inside:
            if not owners[i] or (speaker and any(same_actor(speaker, owner) for owner in owners[i])):
                labels.append(-2)
                continue
            stances = [about["stance"] for about in item["about"] for owner in owners[i] if same_actor([about["name"]], owner)]
            labels.append(_CLASSES[stances[0]] if stances else 0)
        yield _seen(found), torch.tensor(labels)


def _seen(found: Seen) -> Told:
    """What the reader gives the head, as tensors."""
    parts = (found.cue, found.source, found.content, found.mentions)
    cue, source, content, seen = (torch.from_numpy(np.asarray(part, dtype=np.float16)) for part in parts)
    return Told(cue, source, content, seen, torch.from_numpy(found.classes), torch.from_numpy(found.places))


def train(found: list[tuple[Told, Tensor]]) -> SaidHead:
    torch.manual_seed(SEED)
    head = SaidHead()

    def loss(rows: Tensor) -> Tensor:
        part = [found[row] for row in rows]
        return of_said(head([case for case, _ in part]), torch.cat([labels for _, labels in part]))

    fit(head, len(found), EPOCHS, SEED, loss)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="folder of exported weights")
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("exam", type=Path, help="folder of the annotated articles")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    path = arguments.data / "attribution" / "polnear_train.jsonl.gz"
    statements = statements_of(path, arguments.exam / "statements_train.jsonl.gz")
    texts = {item["id"]: item["text"] for item in lines(path)}
    reader, same_actor = Reader(arguments.weights), scorer(arguments.exam, "score_statements").same_actor
    found = [case for key, items in statements.items() if key in texts for case in cases(reader, texts[key], items, same_actor)]
    file = arguments.weights / "heads.npz"
    with np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    save_arrays(file, arrays | head_arrays("said", train(found)))


if __name__ == "__main__":
    main()
