"""Lists of quotations with their variants, and of texts that several articles have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from rapport.ledger import CopiesRow, QuotationRow
from rapport.report.canvas import Page, Ruled, entry, joined
from rapport.report.words import clean, count

_SHOWN: Final = 6  # reports of a quotation
_SHORT: Final = 8


def quotations_list(rows: Iterable[QuotationRow]) -> Iterator[RenderableType]:
    """A quotation: who said it, its fullest words, and each report with how its words differ, the earliest first."""
    for row in rows:
        told = f"{count(row.articles, 'article')} of {count(row.outlets, 'outlet')}"
        if row.voices < row.articles:
            told += f", {count(row.voices, 'text')} without copies"
        variants = Counter(report.variant for report in row.reports if report.variant != "same")
        notes = ", ".join(f"{number} {variant}" for variant, number in sorted(variants.items()))
        body: list[RenderableType] = [joined([(clean(row.speaker) or "Someone", "bold"), told, notes]), Ruled(Text(clean(row.text)))]
        for report in row.reports[:_SHOWN]:
            words = "" if report.variant == "same" else f"{report.variant}: {clean(report.content)}"
            place = f"{clean(report.outlet) or 'outlet unknown'}, {(report.published or 'undated')[:10]}"
            body.append(joined([(place, "bright_black"), words, (report.id[:_SHORT], "bright_black")]))
        if len(row.reports) > _SHOWN:
            body.append(Text(f"… and {len(row.reports) - _SHOWN} more", style="bright_black"))
        yield Page(entry(((row.date or "undated")[:10],), body, (row.id[:_SHORT],)))


def copies_list(rows: Iterable[CopiesRow]) -> Iterator[RenderableType]:
    """A text: the articles that have it, the earliest first."""
    for row in rows:
        first, *others = row.articles
        body: list[RenderableType] = [Text(clean(first.title) or "untitled", style="bold")]
        for article in (first, *others):
            day = (article.published or "undated")[:10]
            facts: list[str | tuple[str, str]] = [
                clean(article.outlet) or "outlet unknown",
                day,
                count(article.words, "word"),
                (article.id[:_SHORT], "bright_black"),
            ]
            body.append(joined(facts))
        yield Page(entry(((first.published or "undated")[:10],), body))
