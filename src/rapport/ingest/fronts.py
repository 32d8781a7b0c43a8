"""Front pages and lists of articles: running text, and yet no article."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.page_head import letters

_HEADINGS: Final = ("h2", "h3", "h4")
# A teaser is a headline with a sentence or two under it; a list has several, and they are most of its text.
_SENTENCES: Final = 2
_TEASERS: Final = 4
_SHARE: Final = 0.5


def teasers(tree: HtmlElement) -> frozenset[str]:
    """The letters of every paragraph that has, in a box of its own, a headline which leads to another page."""
    found = set()
    for heading in tree.iter(*_HEADINGS):
        box = heading.getparent()
        if not _leads_away(heading) or box is None:
            continue
        paragraphs = list(box.iter("p"))
        if len(paragraphs) <= _SENTENCES:
            found |= {letters(paragraph.text_content()) for paragraph in paragraphs}
    return frozenset(found)


def is_list(text: str, told: frozenset[str]) -> bool:
    """Whether a page's text is mostly its teasers (`told`)."""
    lines = text.split("\n\n")
    listed = [line for line in lines if letters(line) in told]
    return len(listed) >= _TEASERS and sum(map(len, listed)) >= _SHARE * sum(map(len, lines))


def _leads_away(heading: HtmlElement) -> bool:
    # The posts of a live report link to themselves, by “#”.
    links = [*heading.iter("a"), *(ancestor for ancestor in heading.iterancestors("a"))]
    return any((href := link.get("href")) and "#" not in href for link in links)
