"""How well saved pages become articles: `python -m benchmarks.pages PAGES.jsonl[.gz]` prints one JSON object.

Each line of the file is a page: `html`, and what is known of it: `url`, `gold_text`, `gold_title`, `gold_date`, `gold_authors` (null or empty
where unknown). The text is scored by the F1 of its words, counted with repetition, averaged over pages; titles and authors
by exact match after white space is collapsed; dates by their day.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rapport.errors import IngestError
from rapport.ingest import IngestOptions
from rapport.ingest.dates import iso_date
from rapport.ingest.html import from_page
from rapport.records import Article

_WORD: Final = re.compile(r"\w+")


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def precision_recall(found: str, gold: str) -> tuple[float, float]:
    """Shares of the found words that are gold and of the gold words that are found, 0–1."""
    a, b = words(found), words(gold)
    common = sum((a & b).values())
    return (common / sum(a.values()) if a else 0.0), (common / sum(b.values()) if b else 0.0)


def pages(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def spaced(value: str | None) -> str:
    return " ".join((value or "").split())


def right(page: dict[str, Any], article: Article) -> dict[str, bool]:
    """Which of the page's known metadata the article has."""
    found: dict[str, bool] = {}
    if page.get("gold_date"):
        found["date"] = (article.published or "")[:10] == (iso_date(page["gold_date"]) or page["gold_date"])[:10]
    if page.get("gold_title"):
        found["title"] = spaced(article.title) == spaced(page["gold_title"])
    if page.get("gold_authors"):
        found["authors"] = list(article.authors) == page["gold_authors"]
    return found


def score(path: Path) -> dict[str, Any]:
    """Scores over all pages; a page that gave no article counts as empty and is named under `errors`."""
    parts: list[tuple[float, float]] = []
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    errors, undated, seconds = [], 0, 0.0
    for number, page in enumerate(pages(path), 1):
        content = page["html"].encode("utf-8", "replace")
        began = time.perf_counter()
        article = from_page(content, page.get("file") or f"page {number}", IngestOptions(any_language=True), url=page.get("url"))
        seconds += time.perf_counter() - began
        if isinstance(article, IngestError):
            errors.append(str(article))
            article = Article(text="")
        undated += article.published is None
        parts.append(precision_recall(article.text, page["gold_text"]))
        for field, value in right(page, article).items():
            asked[field] += 1
            answered[field] += value
    return {
        "pages": len(parts),
        "text_f1": mean([2 * p * r / (p + r) if p + r else 0.0 for p, r in parts]),
        "text_precision": mean([p for p, _ in parts]),
        "text_recall": mean([r for _, r in parts]),
        **{field: {"right": answered[field], "of": asked[field]} for field in sorted(asked)},
        "undated": undated,
        "errors": errors,
        "seconds_per_page": round(seconds / max(1, len(parts)), 4),
    }


def mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Score the extraction of articles from saved pages.")
    parser.add_argument("pages", type=Path, help="JSON Lines, plain or .gz")
    print(json.dumps(score(parser.parse_args().pages)))
