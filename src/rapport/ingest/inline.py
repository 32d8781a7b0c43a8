"""What stands inside the paragraphs of a page and would mislead the extraction of its text."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.page_head import in_sentence, letters

# Words for screen readers (“opens in a new window”) and the insides of boxes that open under the pointer; the marked word itself stays.
_UNSEEN: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|(?:tooltip|popover|pop-?up|rollover|hovercard)[\w-]*?[-_]?(?:text|content|body|inner|block))(?:\s|$)",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PULLED: Final = re.compile(r"(?:^|[\s_-])pull-?quote", re.IGNORECASE)


def tidy_paragraphs(tree: HtmlElement) -> None:
    """Take out what readers do not see in paragraphs, or see twice, and keep what they do see from being lost; `tree` is changed."""
    for paragraph in list(tree.iter("p")):
        for element in list(paragraph.iter("*")):
            if element is not paragraph and _is_unseen(element):
                element.drop_tree()
                continue
            element.text = _one_line(element.text)
            if element is not paragraph:
                element.tail = _one_line(element.tail)
    for element in list(tree.iter("time")):
        if in_sentence(element):  # trafilatura drops it with its words
            element.drop_tag()
    for element in list(tree.iter("q")):  # trafilatura breaks the line there, and browsers set the quotation marks
        element.text = f"“{element.text or ''}"
        element.tail = f"”{element.tail or ''}"
        element.drop_tag()
    _drop_pull_quotes(tree)


def _is_unseen(element: HtmlElement) -> bool:
    named, style = element.get("class"), element.get("style")
    hidden = element.get("hidden") is not None or (style is not None and _NOT_SHOWN.search(style) is not None)
    return hidden or (named is not None and _UNSEEN.search(named) is not None)


def _drop_pull_quotes(tree: HtmlElement) -> None:
    """A sentence that the layout sets out once more is said once; a quotation that only bears such a mark stays."""
    marked = [element for element in tree.xpath("//*[@class]") if _PULLED.search(element.get("class"))]
    quotes = [element for element in marked if not any(ancestor in marked for ancestor in element.iterancestors())]
    inside = {paragraph for quote in quotes for paragraph in quote.iter("p")}
    text = letters("".join(paragraph.text_content() for paragraph in tree.iter("p") if paragraph not in inside)) if quotes else ""
    for quote in quotes:
        parts = [letters(part.text_content()) for part in quote.iter("*")]
        if any(part in text for part in parts if len(part) > len(parts[0]) / 2):  # the rest names who said it
            quote.drop_tree()


def _one_line(text: str | None) -> str | None:
    """Lines that end in the markup end nowhere else."""
    return text.replace("\n", " ").replace("\r", " ") if text else text
