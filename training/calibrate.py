"""Fit the confidence of records: `python -m training.calibrate DATA_DIR EXAM_DIR [--weights DIR] [--only KIND]…`.

A contact is right where the scorer matches it in the development articles, or where `training.parties` finds it marked in news articles kept from the training; a statement where its content
covers a gold one's by half in the development articles; a stance where holder, target and polarity were marked in a kept article of which every stance was marked. A speaker's stance is so too where a development
statement has it. One logistic regression a kind;
the expected calibration error (ten bins) is that of five-fold cross-validation over articles, so that no article judges itself.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from rapport.annotate import Reader
from rapport.annotations import Annotations
from rapport.extract import ContactRules
from rapport.extract.actors import Cast
from rapport.extract.confidence import CALIBRATION
from rapport.extract.contacts import candidates as contact_candidates
from rapport.extract.people import people
from rapport.extract.stances import Candidate
from rapport.extract.stances import candidates as stance_candidates
from rapport.extract.statements import candidates as statement_candidates
from rapport.records import Article
from training import parties
from training.attitudes import marked
from training.docs import lines
from training.exam import scorer as exam_scorer
from training.parties import Marked, read
from training.regression import Case, calibrate, write

KINDS: Final = ("contact", "statement", "stance", "told")


def _article(item: dict[str, Any]) -> Article:
    return Article(item["text"], item.get("title"), item.get("outlet"), item.get("url"), item.get("published"), source_id=item["id"])


def contact_cases(exam: Path, reader: Reader) -> list[Case]:
    """(article, features, right) of every contact found in the development articles."""
    scorer = exam_scorer(exam, "score_contacts")
    cases = []
    for number, item in enumerate(lines(exam / "contacts_dev.jsonl.gz")):
        annotations = reader.annotate(item["text"])
        cast = people(_article(item), annotations)
        found = contact_candidates(cast, annotations, ContactRules())
        actors = {entity.actor.id: entity.actor.to_json() for entity in cast.entities}
        gold_actors = {actor["key"]: actor for actor in item["actors"]}
        open_gold = list(item["contacts"])
        for contact, features, _ in sorted(found, key=lambda pair: -pair[1][0] * pair[1][1]):
            evidence = [(e.start, e.end) for e in contact.evidence]
            match = next(
                (
                    gold
                    for gold in open_gold
                    if scorer.overlap(scorer.spans_of_gold(item["text"], gold), evidence)
                    and scorer.matched_parties(gold, gold_actors, contact.to_json(), actors) >= 2
                ),
                None,
            )
            if match is not None:
                open_gold.remove(match)
            cases.append((number, features, match is not None))
    return cases


def statement_cases(exam: Path, reader: Reader) -> list[Case]:
    """(article, features, right) of every statement found in the development articles, outside text that nobody annotated."""
    cases = []
    for number, item in enumerate(lines(exam / "statements_dev.jsonl.gz")):
        annotations = reader.annotate(item["text"])
        golds = [{i for s, e in gold["content"] for i in range(s, e)} for gold in item["statements"]]
        discard = {i for s, e in item["discard"] for i in range(s, e)}
        for statement, features, _ in statement_candidates(people(_article(item), annotations), annotations):
            content = {i for e in statement.evidence if e.role == "content" for i in range(e.start, e.end)}
            if content <= discard:
                continue
            right = any(len(gold & content) >= 0.5 * max(len(gold), len(content)) for gold in golds if gold)
            cases.append((number, features, right))
    return cases


def _stances(cast: Cast, annotations: Annotations, gold: Iterable[tuple[str, str, str]], scorer: ModuleType) -> Iterator[tuple[Candidate, bool]]:
    """Every stance found, and whether it is right: `gold` has its holder, target and polarity."""
    said = [(statement, attribution) for statement, _, attribution in statement_candidates(cast, annotations)]
    named = {entity.actor.id: [entity.actor.name, *entity.actor.aliases] for entity in (*cast.entities, *cast.extra.values())}
    wanted = list(gold)
    for (holder, target, *_), found in stance_candidates(cast, annotations, said):
        polarity = found.places[0].polarity
        yield (
            found,
            any(p == polarity and scorer.same_actor([who], named[holder]) and scorer.same_actor([whom], named[target]) for who, whom, p in wanted),
        )


def spoken_cases(exam: Path, reader: Reader) -> list[Case]:
    """(article, features, right) of every stance that speakers of the development articles show; right is one whose speaker, target and polarity a statement there has."""
    scorer = exam_scorer(exam, "score_statements")
    cases = []
    for number, item in enumerate(lines(exam / "statements_dev.jsonl.gz")):
        annotations = reader.annotate(item["text"])
        spoken = [s for s in item["statements"] if s.get("speaker")]
        gold = {(s["speaker"], about["name"], about["stance"]) for s in spoken for about in s["about"] if about.get("stance")}
        found = _stances(people(_article(item), annotations), annotations, gold, scorer)
        cases += [(-1 - number, stance.features, right) for stance, right in found if stance.places[0].spoken]
    return cases


def stance_cases(exam: Path, kept: Iterable[Marked]) -> dict[str, list[Case]]:
    """(article, features, right) of every stance found in the news articles whose stances were all marked and that are kept from the training: those that
    speakers hold by what they say (`stance`), and those that sentences tell (`told`).

    Right is one whose holder, target and polarity were marked anywhere in the article.
    """
    scorer = exam_scorer(exam, "score_statements")
    articles = marked(held=True)
    cases: dict[str, list[Case]] = {"stance": [], "told": []}
    for number, item in enumerate(one for one in kept if one.cast.article.source_id in articles):
        article = item.cast.article
        gold = {(s["by"], s["toward"], s["polarity"]) for s in articles[article.source_id or ""]["stances"]}
        # Finding contacts adds to a cast.
        for found, right in _stances(people(article, item.annotations), item.annotations, gold, scorer):
            cases[found.places[0].kind].append((number, found.features, right))
    return cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("exam", type=Path, help="folder of the annotated articles")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--only", choices=KINDS, action="append", help="fit this kind alone and leave the others as they are (may be repeated)")
    arguments = parser.parse_args()
    wanted = arguments.only or KINDS
    reader = Reader(arguments.weights)
    kept = [] if set(wanted) == {"statement"} else list(read(arguments.data, reader))
    found = json.loads(CALIBRATION.read_text(encoding="utf-8")) | {"reader": reader.weights_hash}
    if "contact" in wanted:
        found["contact"] = calibrate([*contact_cases(arguments.exam, reader), *(case for item in kept for case in parties.contact_cases(item))])
    if "statement" in wanted:
        found["statement"] = calibrate(statement_cases(arguments.exam, reader))
    # How sure a statement is decides what a stance in it weighs: first the one, then the other.
    write(found)
    if not {"stance", "told"}.isdisjoint(wanted):
        held_by = stance_cases(arguments.exam, kept)
        held_by["stance"] += spoken_cases(arguments.exam, reader)
        found |= {kind: calibrate(cases) for kind, cases in held_by.items() if kind in wanted}
        write(found)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
