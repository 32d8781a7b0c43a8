"""Fit who takes part in a contact: `python -m training.parties DATA [--weights DIR]`.

It needs articles that the reader has not learnt from: links in those it has are surer than they ever are in news. These are `annotations/held.jsonl.gz`.
`training.calibrate` then fits how sure a contact is on the same articles and the development ones.

An actor that was read is an annotated one where mentions of both end alike, and of several such the one with most of these. A contact is right where a trigger of it was
annotated and two parties of that contact take part.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from rapport.annotate import Reader
from rapport.annotations import Annotations, ContactTrigger
from rapport.extract import ContactRules
from rapport.extract.actors import Cast, Entity
from rapport.extract.confidence import CALIBRATION
from rapport.extract.contacts import candidates, groups
from rapport.extract.parties import parties
from rapport.extract.people import people
from rapport.records import Article
from training.docs import lines
from training.people import HELD
from training.regression import Case, calibrate, write

_NEAR: Final = 2  # code points by which two mentions of one actor may end apart: “'s”


@dataclass(frozen=True)
class Marked:
    """One annotated article as it was read."""

    number: int
    cast: Cast
    annotations: Annotations
    contacts: list[dict[str, Any]]
    actors: list[dict[str, Any]]

    @cached_property
    def ends(self) -> list[set[int]]:
        """Of each annotated actor, where a mention that was read ends if it is one of theirs."""
        return [{end + off for _, end in actor["mentions"] for off in range(-_NEAR, _NEAR + 1)} for actor in self.actors]

    def common(self, entity: Entity, actor: int) -> int:
        """How many mentions an actor that was read has in common with an annotated one."""
        ends = self.ends[actor]
        mentions = (self.annotations.mentions[i] for i in entity.members)
        return sum(mention.span.end in ends or mention.head.end in ends for mention in mentions)

    def shared(self, members: list[ContactTrigger], contact: dict[str, Any]) -> int:
        """How many triggers of a group tell of an annotated contact."""
        marked = [mention["trigger"] for mention in contact["mentions"]]
        return sum(start < t.trigger.end and t.trigger.start < end for t in members for start, end in marked)


def read(data: Path, reader: Reader) -> Iterator[Marked]:
    """The annotated articles that are kept from the training, read."""
    marked = {item["id"]: (number, item) for number, item in enumerate(lines(HELD))}
    for row in lines(data / "news/articles.jsonl.gz"):
        if row["id"] in marked:
            number, item = marked[row["id"]]
            annotations = reader.annotate(row["text"])
            article = Article(row["text"], row.get("title"), row.get("outlet"), row.get("url"), row.get("published"), source_id=row["id"])
            yield Marked(number, people(article, annotations), annotations, item["contacts"], item["actors"])


def party_cases(found: Marked) -> Iterator[Case]:
    """Everyone linked to a group of triggers that tells of an annotated contact, and whether they are a party of it."""
    cast = found.cast
    annotations, encountered = groups(cast, found.annotations, ContactRules())
    for members in encountered:
        contact = max(found.contacts, key=lambda c: found.shared(members, c), default=None)
        if contact is None or not found.shared(members, contact):
            continue
        linked = parties(cast, annotations, members)
        right: set[str] = set()
        for actor in contact["parties"]:
            common, _, best = max(((found.common(p.entity, actor), p.entity.named, p.entity.actor.id) for p in linked), default=(0, False, ""))
            if common:
                right.add(best)
        for party in linked:
            yield found.number, party.features, party.entity.actor.id in right


def contact_cases(found: Marked) -> Iterator[Case]:
    """Every contact found and whether it is annotated, each annotated one once."""
    entities = {entity.actor.id: entity for entity in found.cast.entities}
    free = list(found.contacts)
    for contact, features, members in sorted(candidates(found.cast, found.annotations, ContactRules()), key=lambda c: -c[1][0]):
        who = [entities[key] for key in contact.parties if key in entities]
        fits = [(sum(any(found.common(e, actor) for e in who) for actor in gold["parties"]), found.shared(members, gold), gold) for gold in free]
        best = max((fit for fit in fits if fit[0] >= 2 and fit[1]), key=lambda f: f[:2], default=None)
        if best is not None:
            free.remove(best[2])
        yield found.number, features, best is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    marked = list(read(arguments.data, Reader(arguments.weights)))
    write({"party": calibrate([case for found in marked for case in party_cases(found)])})
    print(json.dumps(json.loads(CALIBRATION.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
