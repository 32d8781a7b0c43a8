"""Scores of the reader that users get (ONNX int8, no torch) on one development file.

    python -m training.evaluate TASK FILE [--weights DIR] [--limit N] [--workers N] [--details] [--export OUT]
    python -m training.evaluate --all DATA EXAM [--check] [--write]

Prints one JSON object: the scores, the hashes of the file and of the weights, documents and words a second. Contacts and
statements run through extraction too and are scored by the scorer that lies beside their gold file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Protocol, TypeVar

from rapport.annotate import Reader, folder_digest
from rapport.annotate.model import Network
from rapport.annotations import Annotations
from rapport.errors import RapportError, UsageError
from rapport.extract import extract
from rapport.extract.times import when
from rapport.records import Reading
from training import gold, scores, scoring

TASKS: Final = ("attribution", "ner", "coref", "contacts", "time", "statements", "stance", "sentiment", "factuality", "values")


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is read and scored; `weights` None are those of the package, `limit` None all documents."""

    weights: Path | None = None
    limit: int | None = None
    workers: int = 1
    details: bool = False
    export: Path | None = None


Doc = TypeVar("Doc")


class HasText(Protocol):
    @property
    def text(self) -> str: ...


class HasJson(Protocol):
    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Read:
    """Annotations of every document, with the hash of the weights that made them and how fast."""

    annotations: list[Annotations]
    weights: str
    words: int
    seconds: float


_reader: Reader | None = None


def _start(weights: Path | None) -> None:
    global _reader
    _reader = Reader(weights, threads=1)


def _annotate(text: str) -> Annotations:
    assert _reader is not None
    return _reader.annotate(text)


def read_texts(docs: Sequence[HasText], options: Options) -> Read:
    """Annotate every document with one thread a worker; loading the weights is not counted as reading."""
    texts = [doc.text for doc in docs]
    words = sum(len(text.split()) for text in texts)
    reader = Reader(options.weights, threads=1)
    if options.workers <= 1:
        begin = perf_counter()
        annotations = [reader.annotate(text) for text in texts]
        return Read(annotations, reader.weights_hash, words, perf_counter() - begin)
    with ProcessPoolExecutor(options.workers, get_context("spawn"), _start, (options.weights,)) as pool:
        list(pool.map(_annotate, [""] * options.workers))
        begin = perf_counter()
        annotations = list(pool.map(_annotate, texts, chunksize=4))
        return Read(annotations, reader.weights_hash, words, perf_counter() - begin)


def records(reading: Reading) -> list[dict[str, Any]]:
    """The lines of the export for one article, what is referred to first."""
    parts: tuple[Sequence[HasJson], ...] = ((reading.article,), reading.actors, reading.contacts, reading.statements, reading.stances)
    return [record.to_json() for part in parts for record in part]


def _write_export(path: Path, docs: Sequence[gold.ArticleDoc], read: Read) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for doc, annotations in zip(docs, read.annotations, strict=True):
            for record in records(extract(doc.article, annotations)):
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def run_scorer(scorer: Path, gold_file: Path, export: Path, *, details: bool) -> dict[str, Any]:
    """Call the gold file's own scorer and give its JSON; its details go to standard error, line by line.

    Raises UsageError where there is no scorer or it fails.
    """
    if not scorer.is_file():
        raise UsageError(f"no {scorer.name} beside {gold_file.name}: contacts and statements are scored by the gold file's own scorer")
    command = [sys.executable, "-B", str(scorer), str(gold_file), str(export), *(["--details"] if details else [])]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603 — the scorer that the user named by its gold file
    if done.returncode:
        raise UsageError(f"{scorer.name} failed on {export}: {done.stderr.strip()[-500:]}")
    at = 0 if done.stdout.startswith("{") else done.stdout.find("\n{") + 1
    sys.stderr.write(done.stdout[:at])
    found: dict[str, Any] = json.loads(done.stdout[at:])
    return found


def _head(path: Path, limit: int, folder: Path) -> Path:
    """The first lines of a gold file as a file of its own, so that unread articles do not count as missed."""
    opener = gzip.open if path.suffix == ".gz" else open
    out = folder / "gold.jsonl"
    with opener(path, "rt", encoding="utf-8") as stream:
        out.write_text("".join(islice(stream, limit)), encoding="utf-8")
    return out


def _load(load: Callable[[Path], list[Doc]], path: Path, options: Options) -> list[Doc]:
    try:
        return load(path)[: options.limit]
    except (KeyError, TypeError, ValueError, IndexError, OSError) as error:
        raise UsageError(f"{path}: no file of this task's format can be read there ({type(error).__name__}: {error})") from error


def _pipeline(task: str, path: Path, options: Options) -> tuple[dict[str, Any], Read]:
    docs = _load(gold.article_docs, path, options)
    read = read_texts(docs, options)
    with tempfile.TemporaryDirectory() as folder:
        export = options.export or Path(folder) / "export.jsonl"
        _write_export(export, docs, read)
        wanted = _head(path, options.limit, Path(folder)) if options.limit else path
        return run_scorer(path.parent / f"score_{task}.py", wanted, export, details=options.details), read


def _direct(task: str, path: Path, options: Options) -> tuple[dict[str, Any], Read]:
    loaders: dict[str, tuple[Callable[[Path], list[Any]], Callable[..., dict[str, Any]]]] = {
        "attribution": (gold.attribution_docs, scoring.attribution),
        "ner": (gold.name_docs, scoring.names),
        "coref": (gold.coref_docs, scoring.coreference),
        "time": (gold.time_docs, scoring.times),
    }
    load, score = loaders[task]
    docs = _load(load, path, options)
    read = read_texts(docs, options)
    return score(docs, read.annotations), read


def _sentences(task: str, path: Path, options: Options) -> tuple[dict[str, Any], Read]:
    """Tasks whose spans are given: single sentences, of which the states are scored."""
    loaders: dict[str, tuple[Callable[[Path], list[Any]], Callable[..., dict[str, Any]]]] = {
        "stance": (gold.pair_docs, scoring.stances),
        "sentiment": (gold.target_docs, scoring.sentiments),
        "factuality": (gold.event_docs, scoring.events),
    }
    load, score = loaders[task]
    docs: list[HasText] = _load(load, path, options)
    network = Network(options.weights)
    begin = perf_counter()
    states = [network.run(doc.text) for doc in docs]
    read = Read([Annotations(())] * len(docs), network.digest, sum(len(doc.text.split()) for doc in docs), perf_counter() - begin)
    return score(docs, network, states), read


def _values(task: str, path: Path, options: Options) -> tuple[dict[str, Any], Read]:
    """Time expressions in brackets against the intervals of a table (`UNSEEN` of a Python file); by rule, with no weights."""
    rows = runpy.run_path(str(path)).get("UNSEEN") or []
    if not rows:
        raise UsageError(f"{path}: no table of this task's format can be read there (UNSEEN is missing or empty)")
    begin = perf_counter()
    right = sum(when(row[0][row[0].index("[") + 1 : row[0].index("]")], row[1], row[2]) == (row[3], row[4]) for row in rows)
    read = Read([Annotations(())] * len(rows), folder_digest(options.weights), sum(len(row[0].split()) for row in rows), perf_counter() - begin)
    return {"right": round(right / len(rows), 4), "asked": len(rows)}, read


_RUN: Final = {
    "values": _values,
    "contacts": _pipeline,
    "statements": _pipeline,
    "stance": _sentences,
    "sentiment": _sentences,
    "factuality": _sentences,
}


def evaluate(task: str, path: Path, options: Options | None = None) -> dict[str, Any]:
    """All scores of one task (one of TASKS) on one file, as the object that the command prints.

    Raises UsageError for an unknown task or a file that is not of its format, WeightsError where the weights are damaged.
    """
    if task not in TASKS:
        raise UsageError(f"no task {task!r}: choose one of {', '.join(TASKS)}")
    chosen = options or Options()
    found, read = _RUN.get(task, _direct)(task, path, chosen)
    return {
        "task": task,
        "file": path.name,
        "sha256": gold.file_hash(path),
        "weights": read.weights,
        "documents": len(read.annotations),
        "words": read.words,
        "words_per_second": round(read.words / read.seconds) if read.seconds else 0,
        "scores": found,
    }


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", nargs="?", choices=TASKS)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--all", nargs=2, type=Path, metavar=("DATA", "EXAM"), help="every task on its development file")
    parser.add_argument("--check", action="store_true", help="with --all: exit 1 where a score is below its floor (training/floors.json)")
    parser.add_argument("--write", action="store_true", help="with --all: write docs/scores.md and training/scores.json")
    parser.add_argument("--weights", type=Path, help="folder of the weights (default: those of the package)")
    parser.add_argument("--limit", type=int, help="read only the first N documents")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--details", action="store_true", help="the scorer's list of errors, on standard error (contacts, statements)")
    parser.add_argument("--export", type=Path, help="keep the records that were scored (contacts, statements)")
    arguments = parser.parse_args(argv)
    if bool(arguments.all) == bool(arguments.task and arguments.file):
        parser.error("give either TASK and FILE, or --all DATA EXAM")
    if (arguments.limit is not None and arguments.limit < 1) or arguments.workers < 1:
        parser.error("--limit and --workers are 1 or more")
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; gives the exit code: 0, or 1 where a floor is missed or the file cannot be scored."""
    arguments = _arguments(argv)
    options = Options(arguments.weights, arguments.limit, arguments.workers, arguments.details, arguments.export)
    try:
        if not arguments.all:
            print(json.dumps(evaluate(arguments.task, arguments.file, options), indent=2, ensure_ascii=False))
            return 0
        measured = {name: evaluate(task, path, options) for name, task, path in scores.files(*arguments.all)}
    except RapportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(measured, indent=2, ensure_ascii=False))
    if arguments.write:
        scores.write(measured)
    missed = scores.below_floor(measured) if arguments.check else []
    print(*missed, sep="\n", end="\n" if missed else "", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
