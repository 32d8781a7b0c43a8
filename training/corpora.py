"""Readers of the corpora: each file of the data folder to training documents."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from tokenizers import Tokenizer

from rapport.annotate.labels import ACT_TAGS, NAME_TAGS, TIME_TAGS
from rapport.annotate.windows import pieces
from rapport.annotate.words import form_of
from rapport.heads import head
from training import sentences
from training.contacts import contacts
from training.docs import (
    ActLabel,
    SaidLabel,
    StanceLabel,
    TrainDoc,
    add_referent,
    alias_referents,
    anchor_piece,
    attribution_labels,
    bio,
    find_phrase,
    known_anchors,
    lines,
    sort_referents,
)  # fmt: skip
from training.people import people
from training.trees import trees

STATEMENTS: Final = Path(__file__).parent / "annotations" / "statements.jsonl.gz"
_GUM_KINDS = {"person": "person", "organization": "organization", "place": "place"}
_CROSSNER_KINDS = {
    "politician": "person", "person": "person", "politicalparty": "organization", "organisation": "organization", "country": "place", "location": "place",
}  # fmt: skip
_NAME_KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}


_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}’”]|'s|’s|n't|n’t|'re|’re|'ll|’ll|'ve|’ve|'d|’d|'m|’m|'|--?$)")
_NO_SPACE_AFTER = frozenset("( [ { $ “ ‘ # -".split())


def join(sentences: list[list[str]], break_after: str = " ") -> tuple[str, list[list[tuple[int, int]]]]:
    """Tokens back to text by plain spacing rules; gives the text and each token's span."""
    parts: list[str] = []
    at, spans = 0, []
    for tokens in sentences:
        row, open_quote = [], False
        for i, raw in enumerate(tokens):
            token = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "--": "—"}.get(raw, raw)
            closing = token == '"' and open_quote
            previous = tokens[i - 1] if i else ""
            glue = i == 0 or _NO_SPACE_BEFORE.match(token) or previous in _NO_SPACE_AFTER or previous == "``" or closing
            glue = glue or (previous == '"' and open_quote)
            if token == "-" and i and not (previous[-1:].isalnum() and i + 1 < len(tokens) and tokens[i + 1][:1].isalnum()):
                glue = False
            if previous == "-" and not (i > 1 and tokens[i - 2][-1:].isalnum() and token[:1].isalnum()):
                glue = False
            if token == '"':
                open_quote = not open_quote
            if not glue:
                parts.append(" ")
                at += 1
            row.append((at, at + len(token)))
            parts.append(token)
            at += len(token)
        spans.append(row)
        parts.append(break_after)
        at += len(break_after)
    return "".join(parts), spans


def statements_of(path: Path, statements: Path) -> dict[str, list[dict[str, Any]]]:
    """The statements of the attributed articles, by their id, with all that was read of each; for the arguments see `polnear`."""
    read = {item["id"]: item["statements"] for item in lines(statements)}
    further = {item["id"]: item for item in lines(STATEMENTS)}
    for item in lines(path):
        own = further.get(item["id"])
        if own and item["id"] not in read and hashlib.sha256(item["text"].encode()).hexdigest() == own["sha256"]:
            read[item["id"]] = [item["attributions"][row["attribution"]] | row for row in own["statements"]]
    return read


def polnear(tokenizer: Tokenizer, path: Path, statements: Path | None = None) -> list[TrainDoc]:
    """Attributions of the first annotator; with the acts and audiences of the same articles where they were read one by one.

    `statements` are those that came with the corpora; those in `annotations/statements.jsonl.gz` were read for this project: by article, its `id` and the
    `sha256` of its text, the number of each attribution, `act`, `speaker`, `kind`, `about` [{`name`, `stance`}] and `audience`.
    """
    read = statements_of(path, statements) if statements else {}
    docs = []
    for item in lines(path):
        doc = TrainDoc("polnear", item["id"], pieces(tokenizer, item["text"]))
        attribution_labels(doc, item["attributions"], item["discard"])
        if item["id"] in read:
            _statement_labels(doc, read[item["id"]])
        known_anchors(doc)
        docs.append(doc)
    return docs


def gum_attribution(tokenizer: Tokenizer, path: Path) -> list[TrainDoc]:
    docs = []
    for item in lines(path):
        doc = TrainDoc("gum_attribution", item["id"], pieces(tokenizer, item["text"]))
        attribution_labels(doc, item["attributions"], [])
        docs.append(doc)
    return docs


def _statement_labels(doc: TrainDoc, statements: list[dict[str, Any]]) -> None:
    text = doc.pieces.text
    people: dict[str, int] = {}
    for item in statements:
        if item["cue"] and item["act"]:
            first, last = doc.pieces.inside(*item["cue"][0])
            doc.acts.append(ActLabel((first, last), tuple(doc.pieces.inside(*span) for span in item["content"]), ACT_TAGS.index(item["act"])))
            if item.get("audience"):
                window = max(0, item["cue"][0][0] - 150)
                hit = find_phrase(text[window : item["cue"][0][1] + 200], item["audience"], item["cue"][0][1] - window)
                if hit:
                    doc.audiences.append((first, anchor_piece(doc.pieces, window + hit[0], window + hit[1])))
        if item["source"] and item["speaker"] and item["kind"] in ("person", "organization", "group", "place"):
            cluster = people.setdefault(item["speaker"], len(people))
            kind = item["kind"] if item["kind"] in ("person", "organization", "place") else "person"
            start, end = item["source"][0]
            add_referent(doc, start, end, kind, None, cluster)
    for item in statements:
        for about in item["about"]:
            people.setdefault(about["name"], len(people))
    alias_referents(doc, {number: ([name], "person") for name, number in people.items()})
    for item in statements:
        _about_labels(doc, item, people)
    doc.partial = True
    sort_referents(doc)


def _about_labels(doc: TrainDoc, item: dict[str, Any], people: dict[str, int]) -> None:
    """Which known actors that the content names the statement is about, and what the speaker holds of them."""
    source = anchor_piece(doc.pieces, *item["source"][0]) if item["source"] else -1
    wanted = {people[about["name"]]: about["stance"] for about in item["about"]}
    known: dict[int, int] = {}
    for ref, cluster in zip(doc.referents, doc.clusters, strict=True):
        if not any(start <= ref.start and ref.end <= end for start, end in item["content"]) or cluster == people.get(item["speaker"]):
            continue
        known[ref.piece] = {"positive": 2, "negative": 3}.get(wanted[cluster], 1) if cluster in wanted else 0
        if source >= 0 and cluster in wanted:
            label = {"positive": 1, "negative": 3}.get(wanted[cluster], 0)
            doc.stances.append(StanceLabel(source, ref.piece, label, (0, 1, 3)))
    if item["cue"] and item["content"]:
        cue, *content = (doc.pieces.inside(*span) for span in (item["cue"][0], *item["content"]))
        doc.said.append(SaidLabel(cue, tuple(content), doc.pieces.inside(*item["source"][0]) if item["source"] else (0, 0), known))


def ontogum(tokenizer: Tokenizer, coref: Path, names: Path) -> list[TrainDoc]:
    """OntoGUM clusters with GUM's own mentions: anchors, kinds, spans and names."""
    by_doc: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in lines(names):
        by_doc[item["doc"]].append(item)
    docs = []
    for item in lines(coref):
        text, spans = join(item["sentences"])
        doc = TrainDoc("ontogum", item["doc"], pieces(tokenizer, text))
        cluster_of = {(m[0], m[1], m[2]): number for number, cluster in enumerate(item["clusters"]) for m in cluster}
        marks: dict[tuple[int, int, int], str] = {}
        rows = by_doc.get(item["doc"], [])
        if [row["tokens"] for row in rows] == item["sentences"]:
            marks = {(i, m["start"], m["end"]): m["type"] for i, row in enumerate(rows) for m in row["mentions"]}
            name_spans = [
                (*_token_span(spans[i], s, e), _GUM_KINDS.get(kind, "other")) for i, row in enumerate(rows) for s, e, kind in _gum_names(row)
            ]
            doc.names = bio(doc.pieces, name_spans, NAME_TAGS)
        _mark_mentions(doc, spans, marks, cluster_of, complete=bool(marks))
        docs.append(doc)
    return docs


def _token_span(row: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    return row[start][0], row[end - 1][1]


def _gum_names(row: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    start, kind = None, ""
    for i, label in enumerate([*row["tags"], "O"]):
        if start is not None and not label.startswith("I-"):
            yield start, i, kind
            start = None
        if label.startswith("B-"):
            start, kind = i, label[2:]


def _mark_mentions(
    doc: TrainDoc,
    spans: list[list[tuple[int, int]]],
    marks: dict[tuple[int, int, int], str],
    cluster_of: dict[tuple[int, int, int], int],
    *,
    complete: bool,
) -> None:
    doc.anchors = np.zeros((len(doc.pieces), 16), dtype=bool)
    doc.anchors[:, 0] = True
    if not complete:
        doc.anchors[:, 13:] = True  # "other" mentions were not annotated
    text, kinds = doc.pieces.text, ("person", "organization", "place", "group", "other")
    for key in sorted({*marks, *cluster_of}, key=lambda k: (k[0], k[1], -k[2])):
        start, end = _token_span(spans[key[0]], key[1], key[2])
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        at, after = head(text[start:end])
        piece = doc.pieces.at(start + at)
        form = form_of(text[start:end], text[start + at : start + after])
        kind = _GUM_KINDS.get(marks.get(key, ""), "other")
        if not complete:
            kind = "person" if form == "pronoun" else "other"
        allowed = [kind] if complete else list(kinds)
        if not doc.anchors[piece, 0] and cluster_of.get(key, -1) < 0:
            continue
        doc.anchors[piece] = False
        doc.anchors[piece, [1 + kinds.index(k) * 3 + ("name", "nominal", "pronoun").index(form) for k in allowed]] = True
        first, last = doc.pieces.inside(start, end)
        doc.spans.append((piece, first, last - 1))
        add_referent(doc, start, end, kind, form, cluster_of.get(key, -1))
    sort_referents(doc)


def litbank(tokenizer: Tokenizer, path: Path) -> list[TrainDoc]:
    """LitBank in parts of 60 sentences; its mentions carry no kinds, and others than its six classes are unmarked."""
    docs = []
    for item in lines(path):
        for begin in range(0, len(item["sentences"]), 50):
            sentences = item["sentences"][begin : begin + 50]
            text, spans = join(sentences)
            doc = TrainDoc("litbank", f"{item['doc']}-{begin}", pieces(tokenizer, text))
            cluster_of = {
                (m[0] - begin, m[1], m[2]): number
                for number, cluster in enumerate(item["clusters"])
                for m in cluster
                if begin <= m[0] < begin + len(sentences)
            }
            _mark_mentions(doc, spans, {}, cluster_of, complete=False)
            docs.append(doc)
    return docs


def named(tokenizer: Tokenizer, path: Path, kinds: dict[str, str], group: int, corpus: str) -> list[TrainDoc]:
    """Sentence-wise name corpora, `group` sentences a document."""
    rows = list(lines(path))
    docs = []
    for begin in range(0, len(rows), group):
        part = rows[begin : begin + group]
        text, spans = join([row["tokens"] for row in part], "\n")
        found = [(*_token_span(spans[i], s, e), kinds.get(kind, "other")) for i, row in enumerate(part) for s, e, kind in _gum_names(row)]
        doc = TrainDoc(corpus, f"{corpus}-{begin}", pieces(tokenizer, text))
        doc.names = bio(doc.pieces, found, NAME_TAGS)
        docs.append(doc)
    return docs


def tdg(tokenizer: Tokenizer, path: Path) -> list[TrainDoc]:
    docs = []
    for item in lines(path):
        doc = TrainDoc("tdg", item["id"], pieces(tokenizer, item["text"]))
        doc.times = bio(doc.pieces, [(s, e, "time") for s, e in item["timex"]], TIME_TAGS)
        docs.append(doc)
    return docs


def load(tokenizer: Tokenizer, data: Path, exam: Path) -> dict[str, list[TrainDoc]]:
    """Every training corpus by name."""
    ner = data / "ner"
    attributed = polnear(tokenizer, data / "attribution/polnear_train.jsonl.gz", exam / "statements_train.jsonl.gz")
    return {
        "polnear": attributed,
        "statements": [doc for doc in attributed if doc.acts],
        "contacts": contacts(tokenizer, exam / "contacts_train.jsonl.gz"),
        "people": people(tokenizer, data / "news/articles.jsonl.gz"),
        "ontogum": ontogum(tokenizer, data / "coref/ontogum_train.jsonl.gz", ner / "gum_train.jsonl.gz"),
        "litbank": litbank(tokenizer, data / "coref/litbank.jsonl.gz"),
        "ewt": trees(tokenizer, data / "syntax/ewt_train.conllu.gz", "ewt"),
        "wikigold": named(tokenizer, ner / "wikigold.jsonl.gz", _NAME_KINDS, 25, "wikigold"),
        "btc": named(tokenizer, ner / "btc.jsonl.gz", _NAME_KINDS, 50, "btc"),
        "crossner": named(tokenizer, ner / "crossner_politics_train.jsonl.gz", _CROSSNER_KINDS, 20, "crossner"),
        "tdg": tdg(tokenizer, data / "time/tdg_train.jsonl.gz"),
        "dse": sentences.dse(tokenizer, sentences.by_text(lines(data / "sentiment/dse_train.jsonl.gz"))),
        "newsmtsc": sentences.newsmtsc(tokenizer, sentences.by_text(lines(data / "sentiment/newsmtsc_train.jsonl.gz"))),
        "propbank": sentences.propbank(tokenizer, sentences.by_text(lines(data / "srl/ewt_propbank_train.jsonl.gz"))),
        "uds": sentences.uds(tokenizer, sentences.by_text(lines(data / "factuality/uds_train.jsonl.gz"))),
    }
