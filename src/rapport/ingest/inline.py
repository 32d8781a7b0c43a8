"""What stands inside the paragraphs of a page and would mislead the extraction of its text."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.page_head import in_sentence

# Words for screen readers (“opens in a new window”) and the insides of boxes that open under the pointer; the marked word itself stays.
_UNSEEN: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|(?:tooltip|popover|pop-?up|rollover|hovercard)[\w-]*?[-_]?(?:text|content|body|inner|block))(?:\s|$)",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def tidy_paragraphs(tree: HtmlElement) -> None:
    """Take out what readers do not see inside paragraphs, and keep what they do see from being lost; `tree` is changed."""
    for element in tree.xpath("//p//*[@class or @style or @hidden]"):
        if element.get("hidden") is not None or _UNSEEN.search(element.get("class") or "") or _NOT_SHOWN.search(element.get("style") or ""):
            element.drop_tree()
    for element in list(tree.iter("time")):
        if in_sentence(element):  # trafilatura drops it with its words
            element.drop_tag()
    for paragraph in tree.iter("p"):  # lines that end in the markup end nowhere else
        for element in paragraph.iter("*"):
            element.text = _one_line(element.text)
            if element is not paragraph:
                element.tail = _one_line(element.tail)
    for element in list(tree.iter("q")):  # trafilatura breaks the line there, and browsers set the quotation marks
        element.text = f"“{element.text or ''}"
        element.tail = f"”{element.tail or ''}"
        element.drop_tag()


def _one_line(text: str | None) -> str | None:
    return text.replace("\n", " ").replace("\r", " ") if text else text
