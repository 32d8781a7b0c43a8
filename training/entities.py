"""Scores of who is who across articles.

    python -m training.entities clusters FILE
    python -m training.entities pairs LEDGER [LEDGER…] [--details]

`clusters` scores the entity clusters of a corpus of events told by several articles (ECB+; people and organizations, within a subtopic, in
sentences that were checked). The gold mentions of an article are its actors, so that resolution across articles is scored and nothing else.
`pairs` scores judged pairs of names (name_pairs.csv: article id, name, article id, name, same or different) on ledgers that hold their articles,
in two halves: rules were set with a view to the errors of `dev` only.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rapport.ledger import Ledger
from rapport.records import Actor, Article, Mention, Reading, content_id
from rapport.resolve.names import is_name
from rapport.resolve.titles import PRONOUNS
from training.gold import read_lines
from training.metrics import Tally, b_cubed

PAIRS: Final = Path(__file__).with_name("name_pairs.csv")
_KINDS: Final = {"HUMAN_PART_PER": "person", "HUMAN_PART_ORG": "organization"}

Unit = tuple[str, str]


def _reading(doc: dict[str, Any]) -> tuple[Reading, dict[str, Unit]]:
    """An article whose actors are the gold clusters; and what each actor is in the corpus, by id."""
    article = Article(doc["text"], None, None, None, source_id=doc["doc"])
    checked = [(start, end) for start, end, seen in doc["sentences"] if seen]
    mentions: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for mention in doc["mentions"]:
        kind = _KINDS.get(mention["type"])
        if kind and any(start <= mention["s"] and mention["e"] <= end for start, end in checked):
            mentions[mention["cluster"], kind].append((mention["s"], mention["e"]))
    actors, places, units = [], [], {}
    for (cluster, kind), spans in sorted(mentions.items()):
        texts = [doc["text"][start:end] for start, end in spans]
        names = sorted({t for t in texts if is_name(t, kind) and t.casefold() not in PRONOUNS}, key=lambda t: (-len(t.split()), t))
        key = content_id("actor", article.id, cluster, kind)
        # The fullest name that is not a description with a name in it (“the former secretary of state of Dover”).
        name = next((n for n in names if len(n.split()) <= 4), names[0] if names else texts[0])
        actors.append(Actor(key, article.id, name, kind, tuple(t for t in names if t != name)))  # type: ignore[arg-type]
        places += [Mention(article.id, start, end, key) for start, end in spans]
        units[key] = (doc["doc"], cluster)
    return Reading(article, tuple(actors), tuple(places)), units


def _pairwise(gold: Iterable[Iterable[Unit]], found: Iterable[Iterable[Unit]]) -> Tally:
    wanted, given = ({pair for cluster in side for pair in combinations(sorted(cluster), 2)} for side in (gold, found))
    right = len(wanted & given)
    return Tally(right, len(given), right, len(wanted))


def _clustered(units: Iterable[Unit], label: dict[Unit, str]) -> list[frozenset[Unit]]:
    found: dict[str, set[Unit]] = defaultdict(set)
    for unit in units:
        found[label[unit]].add(unit)
    return [frozenset(cluster) for cluster in found.values()]


def clusters(path: Path) -> dict[str, Any]:
    """B³ and pairwise scores, of the actors that have a proper name in their article and of all; singletons count."""
    docs = sorted(read_lines(path), key=lambda d: (str(d["subtopic"]), d["doc"]))
    tallies: dict[str, Tally] = defaultdict(Tally)
    counts = dict.fromkeys(("subtopics", "articles", "named", "all"), 0)
    for _, group in groupby(docs, key=lambda d: str(d["subtopic"])):
        readings = [_reading(doc) for doc in group]
        units = {key: unit for _, found in readings for key, unit in found.items()}
        entity, named = _resolved([reading for reading, _ in readings], units)
        counts["subtopics"] += 1
        counts["articles"] += len(readings)
        for which, kept in (("named", sorted(named)), ("all", sorted(units.values()))):
            gold, predicted = _clustered(kept, {unit: unit[1] for unit in kept}), _clustered(kept, entity)
            counts[which] += len(kept)
            tallies[f"{which}_b_cubed"] += b_cubed(gold, predicted)
            tallies[f"{which}_pairwise"] += _pairwise(gold, predicted)
    return counts | {name: tally.to_json() for name, tally in tallies.items()}


def _resolved(readings: Sequence[Reading], units: dict[str, Unit]) -> tuple[dict[Unit, str], set[Unit]]:
    """The entity of each unit, and the units that have a proper name, from a ledger of these articles alone."""
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "l.db") as ledger:
        with ledger.run("score") as run:
            for reading in readings:
                run.add(reading, "", "gold")
        ledger.resolve()
        query = "SELECT m.actor, m.entity, a.name_key FROM members AS m JOIN actors AS a ON a.article = m.article AND a.id = m.actor"
        rows = ledger.connection.execute(query).fetchall()
    return {units[actor]: entity for actor, entity, _ in rows}, {units[actor] for actor, _, key in rows if key}


def half(row: dict[str, str]) -> str:
    """Which half a pair belongs to, by a hash of what it is."""
    told = row["article_a"] + row["name_a"] + row["article_b"] + row["name_b"]
    return "test" if int(hashlib.sha256(told.encode()).hexdigest(), 16) % 2 else "dev"


def pairs(ledgers: Sequence[Path], judged: Path = PAIRS, *, details: bool = False) -> dict[str, Any]:
    """Precision and recall of “same” over the judged pairs whose articles are in one of the ledgers. Errors of `dev` go to standard error."""
    with judged.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    tallies: dict[str, Tally] = defaultdict(Tally)
    found: set[int] = set()
    for path in ledgers:
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "l.db"
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as source, sqlite3.connect(copy) as target:
                source.backup(target)
            with Ledger(copy) as ledger:
                ledger.resolve()
                for number, row in enumerate(rows):
                    sides = [_entities(ledger, row[f"article_{side}"], row[f"name_{side}"]) for side in "ab"]
                    if number in found or not all(sides):
                        continue
                    found.add(number)
                    same, wanted = bool(sides[0] & sides[1]), row["verdict"] == "same"
                    for which in (half(row), "both"):
                        tallies[which] += Tally(same and wanted, int(same), same and wanted, int(wanted))
                    if details and same != wanted and half(row) == "dev":
                        print(
                            "merged" if same else "parted",
                            *(row[k] for k in ("name_a", "article_a", "name_b", "article_b")),
                            sep="\t",
                            file=sys.stderr,
                        )
    return {"judged": len(rows), "found": len(found)} | {which: tally.to_json() for which, tally in sorted(tallies.items())}


def _entities(ledger: Ledger, article: str, name: str) -> set[str]:
    query = "SELECT m.entity FROM members AS m JOIN actors AS a ON a.article = m.article AND a.id = m.actor WHERE a.article = ? AND a.name = ?"
    return {row[0] for row in ledger.connection.execute(query, (article, name))}


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; prints one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m training.entities", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("clusters", "pairs"))
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--details", action="store_true", help="the errors of the half that rules were set on, on standard error (pairs)")
    arguments = parser.parse_args(argv)
    found = clusters(arguments.files[0]) if arguments.task == "clusters" else pairs(arguments.files, details=arguments.details)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
