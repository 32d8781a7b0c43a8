"""How much of what a careful reader finds in the examples stands in a ledger, and how much stands there besides."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from rapport.ledger import ContactRow, Ledger, StatementRow
from rapport.resolve.names import name_words

GOLDEN = Path(__file__).with_name("examples.json")


def same_name(a: str, b: str) -> bool:
    """Whether one name's words are all in the other's, or both end alike."""
    x, y = name_words(a), name_words(b)
    return bool(x and y) and (set(x) <= set(y) or set(y) <= set(x))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _contact_fits(wanted: dict[str, Any], row: ContactRow, evidence: str) -> bool:
    met = sum(any(same_name(name, party) for party in row.parties) for name in wanted["parties"])
    return met >= 2 and _flat(wanted["evidence"]) in evidence


def score(ledger: Ledger) -> dict[str, float]:
    """Recall and precision of contacts, shares of right fields among those found, recall and speakers of statements."""
    count: Counter[str] = Counter()
    contacts, quotes = ledger.contacts(), ledger.quotes()
    for item in json.loads(GOLDEN.read_text("utf-8"))["articles"]:
        rows = [row for row in contacts if row.title == item["title"]]
        texts = {row.id: _flat(" ".join(e.text for e in ledger.show(row.id).record.evidence if e.role == "sentence")) for row in rows}
        _contacts(item["contacts"], rows, texts, count)
        _statements(item["statements"], [row for row in quotes if row.title == item["title"]], count)
    return {
        "contact_recall": count["found"] / count["wanted"],
        "contact_precision": count["right"] / count["given"] if count["given"] else 0.0,
        "channel": count["channel"] / count["matched"],
        "status": count["status"] / count["matched"],
        "duration": count["duration"] / max(count["durations"], 1),
        "when": count["when"] / max(count["whens"], 1),
        "statement_recall": count["said"] / count["statements"],
        "speaker": count["speaker"] / max(count["said"], 1),
        "act": count["act"] / max(count["said"], 1),
    }


def _contacts(wanted: list[dict[str, Any]], rows: list[ContactRow], texts: dict[str, str], count: Counter[str]) -> None:
    open_rows = list(rows)
    count["given"] += len(rows)
    for gold in wanted:
        fits = [row for row in open_rows if _contact_fits(gold, row, texts[row.id])]
        count["wanted"] += not gold["optional"]
        if not fits:
            continue
        row = max(fits, key=lambda r: (r.channel == gold["channel"], r.status in gold["status"]))
        open_rows.remove(row)
        count["found"] += not gold["optional"]
        count["right"] += 1
        count["matched"] += 1
        count["channel"] += row.channel == gold["channel"]
        count["status"] += row.status in gold["status"]
        if gold["duration"]:
            count["durations"] += 1
            value = gold["duration"]
            count["duration"] += row.duration == (value["value"] if isinstance(value, dict) else value)
        if gold["when"]:
            count["whens"] += 1
            count["when"] += (row.start, row.end) == (gold["when"]["start"], gold["when"]["end"])


def _statements(wanted: list[dict[str, Any]], rows: list[StatementRow], count: Counter[str]) -> None:
    for gold in wanted:
        count["statements"] += 1
        row = next((r for r in rows if _flat(gold["content"]).strip('“”".,') in _flat(r.content)), None)
        if row is not None:
            count["said"] += 1
            count["speaker"] += row.speaker is not None and same_name(gold["speaker"], row.speaker)
            count["act"] += row.act in gold["act"]
