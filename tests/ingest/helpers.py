"""Shorthands of the ingest tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rapport.errors import IngestError
from rapport.ingest import Ingested, IngestOptions, articles
from rapport.records import Article


def read(*sources: str | Path, **options: object) -> list[Ingested]:
    return list(articles(sources, IngestOptions(**options)))  # type: ignore[arg-type]


def good(steps: Sequence[Ingested]) -> list[Article]:
    return [step.item for step in steps if isinstance(step.item, Article)]


def bad(steps: Sequence[Ingested]) -> list[tuple[str, str]]:
    """(item, reason) of every error."""
    return [(step.item.item, step.item.reason) for step in steps if isinstance(step.item, IngestError)]


def only(steps: Sequence[Ingested]) -> Article:
    """The one article there must be, and no error."""
    assert bad(steps) == []
    (article,) = good(steps)
    return article
