"""Fit the confidence of records on the development articles: `python -m training.calibrate DATA_DIR EXAM_DIR [--weights DIR]`.

A contact is right where the scorer matches it; a statement where its content covers a gold one's by half; a speaker's stance where that speaker was
annotated with its polarity toward its target; one that a sentence tells where the sentence was so annotated. One logistic regression a kind (of contacts
one that stays near that of `training.parties`, which saw five times as many);
the expected calibration error (ten bins) is that of five-fold cross-validation over articles, so that no article judges itself.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from scipy.optimize import minimize

from rapport.annotate import Reader
from rapport.annotate.stances import DIRECTED
from rapport.annotations import Span
from rapport.extract import ContactRules
from rapport.extract.confidence import CALIBRATION
from rapport.extract.contacts import candidates as contact_candidates
from rapport.extract.people import people
from rapport.extract.stances import candidates as stance_candidates
from rapport.extract.stances import logit
from rapport.extract.statements import candidates as statement_candidates
from rapport.records import Article
from training.docs import lines
from training.gold import pair_docs

# The pairs of the corpus of told stances were picked by its makers; in an article all pairs of a sentence are asked. Of 40 stances drawn from 450 news articles ten were right when read;
# of 16 drawn with this shift seven were.
NEWS_SHIFT = -4.8
NEAR = 20.0  # how strongly contacts keep to the weights fitted on more articles: of 1, 5 and 20 the last ranked best, cross-validated


def _scorer(folder: Path, name: str) -> ModuleType:
    """The scorer beside the gold files; it is used, not copied."""
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _article(item: dict[str, Any]) -> Article:
    return Article(item["text"], item.get("title"), item.get("outlet"), item.get("url"), item.get("published"), source_id=item["id"])


def contact_cases(exam: Path, reader: Reader) -> list[tuple[int, tuple[float, ...], bool]]:
    """(article, features, right) of every contact found in the development articles."""
    scorer = _scorer(exam, "score_contacts")
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


def statement_cases(exam: Path, reader: Reader) -> list[tuple[int, tuple[float, ...], bool]]:
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


def stance_cases(exam: Path, reader: Reader) -> list[tuple[int, tuple[float, ...], bool]]:
    """(article, features, right) of either polarity of every speaker toward someone whom an annotated statement is about.

    Right is the polarity that any statement of the article by that speaker about that target was annotated with; where they were found to hold
    none, either is wrong.
    """
    scorer = _scorer(exam, "score_statements")
    cases = []
    for number, item in enumerate(lines(exam / "statements_dev.jsonl.gz")):
        annotations = reader.annotate(item["text"])
        cast = people(_article(item), annotations)
        said = [(statement, attribution) for statement, _, attribution in statement_candidates(cast, annotations)]
        named = {entity.actor.id: [entity.actor.name, *entity.actor.aliases] for entity in (*cast.entities, *cast.extra.values())}
        gold = [(s["speaker"], about["name"], about["stance"]) for s in item["statements"] if s["speaker"] for about in s["about"]]
        for (holder, target, *_), found in stance_candidates(cast, annotations, said):
            held = {p for who, whom, p in gold if scorer.same_actor([who], named[holder]) and scorer.same_actor([whom], named[target])}
            if held and found.places[0].spoken:
                cases.append((number, found.features, found.places[0].polarity in held))
    return cases


def told_cases(data: Path, reader: Reader) -> list[tuple[int, tuple[float, ...], bool]]:
    """(sentence, features, right) of every attitude found between the two actors of whom a sentence was annotated."""
    classes = {name: number for number, name in enumerate(DIRECTED)}
    cases: list[tuple[int, tuple[float, ...], bool]] = []
    for number, doc in enumerate(pair_docs(data / "sentiment" / "dse_valid.jsonl.gz")):
        annotations = reader.annotate(doc.text)
        for a, b, label in doc.pairs:
            at = {m: side for m, mention in enumerate(annotations.mentions) for side, span in (("a", a), ("b", b)) if _meets(mention.span, span)}
            for item in annotations.attitudes:
                sides = at.get(item.holder), at.get(item.target)
                if None not in sides and sides[0] != sides[1]:
                    features = (logit(item.score), 0.0, float(item.polarity == "negative"), 0.0)
                    cases.append((number, features, classes[f"{sides[0]} {item.polarity}"] == label))
    return cases


def _meets(mention: Span, name: tuple[int, int]) -> bool:
    return mention.start < name[1] and name[0] < mention.end


def fit(features: np.ndarray, right: np.ndarray, toward: list[float] | None = None) -> np.ndarray:
    """Logistic regression, the bias first; a ridge draws the other weights weakly to zero, or strongly to those given."""
    x = np.concatenate([np.ones((len(features), 1)), features], 1)
    begin, ridge = (np.zeros(x.shape[1]), 0.05) if toward is None else (np.asarray(toward), NEAR)

    def loss(w: np.ndarray) -> float:
        z = x @ w
        return float(np.logaddexp(0, np.where(right, -z, z)).sum() + ridge * ((w - begin)[1:] ** 2).sum())

    return np.asarray(minimize(loss, begin).x)


def predict(weights: np.ndarray, features: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(weights[0] + features @ weights[1:]))))


def calibration_error(probability: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal size."""
    order = np.argsort(probability, kind="stable")
    return float(sum(abs(probability[part].mean() - right[part].mean()) * len(part) for part in np.array_split(order, bins)) / len(order))


def by_chance(probability: np.ndarray, rounds: int = 400) -> float:
    """The expected calibration error that these probabilities would show were they exactly right: so few cases never come out even."""
    generator = np.random.default_rng(20)
    return float(np.mean([calibration_error(probability, generator.random(len(probability)) < probability) for _ in range(rounds)]))


def calibrate(cases: list[tuple[int, tuple[float, ...], bool]], toward: list[float] | None = None) -> dict[str, Any]:
    """Weights on all cases, and the error of five-fold cross-validation; `toward` are weights fitted on more articles (`training.parties`)."""
    number = np.asarray([n for n, _, _ in cases])
    features = np.asarray([f for _, f, _ in cases])
    right = np.asarray([r for _, _, r in cases])
    held = np.zeros(len(cases))
    for fold in range(5):
        train = number % 5 != fold
        held[~train] = predict(fit(features[train], right[train], toward), features[~train])
    return {
        "weights": [round(float(w), 4) for w in fit(features, right, toward)],
        "cases": len(cases),
        "right": round(float(right.mean()), 4),
        "expected_calibration_error": round(calibration_error(held, right), 4),
        "by_chance": round(by_chance(held), 4),
    }


def shifted(found: dict[str, Any], by: float) -> dict[str, Any]:
    """The same calibration for a corpus of another base rate: the constant moves, in log odds (Saerens, Latinne and Decaestecker 2002)."""
    first, *others = found["weights"]
    return found | {"weights": [round(first + by, 4), *others], "shift": by}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("exam", type=Path, help="folder of the annotated articles")
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    reader = Reader(arguments.weights)
    fitted = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    found = {
        "reader": reader.weights_hash,
        "party": fitted["party"],
        "contact_slopes": fitted["contact_slopes"],
        "contact": calibrate(contact_cases(arguments.exam, reader), fitted["contact_slopes"]["weights"]),
        "statement": calibrate(statement_cases(arguments.exam, reader)),
        "stance": calibrate(stance_cases(arguments.exam, reader)),
        "told": shifted(calibrate(told_cases(arguments.data, reader)), NEWS_SHIFT),
    }
    CALIBRATION.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
