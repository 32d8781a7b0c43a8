"""Bodies that a page keeps in several boxes (an advertisement between them), of which an extractor may see only the first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.normalize import clean_characters

_ASIDE: Final = {"aside", "nav", "footer", "figure", "form", "header", "figcaption", "blockquote"}
_HOLDERS: Final = {"article", "main"}
# A sister box must hold this much more than what was found, and what was found must be in the boxes: else the page is left as extracted.
_GAIN: Final = 1.3
_COVERED: Final = 0.7


@dataclass(frozen=True, slots=True)
class Box:
    """A paragraph, the box (tag and class of its parent) and the article or main element it stands in."""

    text: str
    kind: tuple[str, str]
    holder: int


def boxes(tree: HtmlElement) -> list[Box]:
    """The paragraphs of a page's articles, in order, each with its box; none outside an `article` or `main` element."""
    found = []
    for paragraph in tree.iter("p"):
        tags = [ancestor.tag for ancestor in paragraph.iterancestors()]
        holder = next((ancestor for ancestor in paragraph.iterancestors() if ancestor.tag in _HOLDERS), None)
        text = " ".join(clean_characters(paragraph.text_content()).split())
        if holder is not None and text and not _ASIDE & set(tags):
            parent = paragraph.getparent()
            found.append(Box(text, (parent.tag, parent.get("class") or ""), id(holder)))
    return found


def completed(lines: list[str], paragraphs: list[Box]) -> list[str]:
    """The extracted lines, or the paragraphs of all sister boxes where these hold the lines and much more."""
    wanted = {_key(line) for line in lines}
    met: Counter[tuple[tuple[str, str], int]] = Counter()
    for box in paragraphs:
        if _key(box.text) in wanted:
            met[box.kind, box.holder] += len(box.text)
    extracted = sum(map(len, lines))
    if not met:
        return lines
    (kind, holder), covered = met.most_common(1)[0]
    whole = [box.text for box in paragraphs if box.kind == kind and box.holder == holder]
    if kind[1] and covered >= _COVERED * extracted and sum(map(len, whole)) >= _GAIN * extracted:
        return whole
    return lines


def _key(text: str) -> str:
    return "".join(text.split())
