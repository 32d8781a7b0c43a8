"""The head of an article as readers see it: the date and the names that stand around its headline.

Only for pages whose own data is silent. A date elsewhere on the page (a ticker, a comment, another article, a day that the text speaks of) is
none of this article's, and one of its last change is not that of its publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.build import one_line
from rapport.ingest.dates import is_stamp, iso_date

_HOLDERS: Final = {"article", "main", "body"}
_SILENT: Final = {"script", "style", "noscript"}
_ELSEWHERE: Final = _SILENT | {"aside", "nav", "footer", "form", "figure"}
_INLINE: Final = {"a", "abbr", "b", "br", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time", "u"}
_OTHERS: Final = re.compile(
    r"(?:^|[\s_-])(?:related|latest|recommend\w*|trending|popular|most|comments?|sidebar|teasers?|promo|ticker|breaking|newsletter|events?)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_MARKED_DATE: Final = re.compile(r"(?<!up)(?<!candi)date|publish|posted|timestamp|byline|meta|info", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"(?:^|[\s_-])(?:published|pub-?date|(?:entry|post|article|publish|publication)-date|date-published)(?:[\s_-]|$)", re.IGNORECASE
)
_CHANGED: Final = re.compile(r"updated|modified|revised|edited", re.IGNORECASE)
_CHANGED_BEFORE: Final = re.compile(r"(?:updated|modified|revised|edited)\W*(?:(?:on|at)\W*)?$", re.IGNORECASE)
_MARKED_NAME: Final = re.compile(r"byline|author", re.IGNORECASE)
_BY: Final = re.compile(r".{0,20}?\bby:?\s+", re.IGNORECASE)
_NAME: Final = re.compile(r"(?!The\b)[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*){1,3}")
# A date ends a name as a comma does.
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:[,;&|·•–—]|\band\b)\s*|\s+(?=[^\W\d_a-z][a-z]{2,8}\.?\s\d)")
# “6:30 p.m.” ends no sentence.
_SENTENCE: Final = re.compile(r"(?<!\b[ap]\.m)[.?!…][\"”’')\]]*$", re.IGNORECASE)
# Characters of text: a headline's surroundings before it, a sub-headline with byline and caption behind it, a line that is no paragraph.
_BEFORE: Final = 200
_BEHIND: Final = 600
_LINE: Final = 120


@dataclass(frozen=True, slots=True)
class Head:
    """The elements around a headline, in the order of the page, and those of its article that come later."""

    near: tuple[HtmlElement, ...] = ()
    later: tuple[HtmlElement, ...] = ()

    def published(self) -> str | None:
        """The date that stands there, or one in the article that says it is the date of publication."""
        for element in self.near:
            if day := _date(element, marked=_MARKED_DATE):
                return day
        return next((day for element in self.later if _PUBLISHED.search(_names(element)) and (day := _date(element, marked=_PUBLISHED))), None)

    def authors(self) -> tuple[str, ...]:
        """The names of the first byline, which may give each a mark of its own."""
        found: list[str] = []
        kind = None
        for element in self.near:
            marked = element.get("rel") == "author" or _MARKED_NAME.search(_names(element)) is not None
            if not marked or any(_MARKED_NAME.search(_names(inner)) for inner in element.iterdescendants() if isinstance(inner.tag, str)):
                continue
            if kind is None and (names := _byline(_text(element))):
                kind = (element.tag, element.get("class"))
                found += names
            elif kind == (element.tag, element.get("class")):
                found += _byline(_text(element))
        return tuple(found)


def head_of(tree: HtmlElement, title: str | None) -> Head:
    """The head of the page's article; an empty one where no heading says the title."""
    headings = list(tree.iter("h1", "h2"))
    headline = next((heading for heading in headings if title and same_words(_text(heading), title)), None)
    if headline is None:
        return Head()
    holder = next((ancestor for ancestor in headline.iterancestors() if ancestor.tag in _HOLDERS), tree)
    elements = list(_with_places(holder))
    place = next(start for element, start in elements if element is headline)
    foreign = {part for part in holder.iter("*") if _is_foreign(part)} - {holder, *headline.iterancestors()} | {headline}
    own = [(element, start - place) for element, start in elements if not foreign & {element, *element.iterancestors()}]
    end = len(_text(headline)) + _BEHIND
    near = tuple(element for element, start in own if -_BEFORE <= start <= end)
    return Head(near, tuple(element for element, start in own if start > end))


def same_words(one: str, other: str) -> bool:
    """Whether two lines have the same letters and digits."""
    return letters(one) == letters(other) != ""


def letters(text: str) -> str:
    """The letters and digits of a text, without case."""
    return "".join(filter(str.isalnum, text.casefold()))


def in_sentence(element: HtmlElement) -> bool:
    """Whether an element is part of a running sentence: a word of the text, and not a line of its own or of a byline."""
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE:
        parent = parent.getparent()
    if parent is None or any(child.tag not in _INLINE for child in parent.iterchildren("*")):
        return False  # a box of several lines
    line = _text(parent)
    rest = len(line) - len(_text(element))
    return rest > _LINE or (rest > _LINE / 3 and _SENTENCE.search(line) is not None)


def _with_places(holder: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Every element in `holder`, each with the number of characters of text before it."""
    place = 0
    for event, element in etree.iterwalk(holder, events=("start", "end")):
        if event == "start":
            yield element, place
            place += 0 if element.tag in _SILENT else _length(element.text)
        elif element is not holder:
            place += _length(element.tail)


def _length(text: str | None) -> int:
    return len(" ".join(text.split())) if text else 0


def _is_foreign(part: HtmlElement) -> bool:
    """Whether a part of a page is none of its article: furniture, or another article, which its headline leads to."""
    if part.tag == "article":
        return any(heading.find(".//a") is not None or heading.getparent().tag == "a" for heading in part.iter("h2", "h3", "h4"))
    return part.tag in _ELSEWHERE or _OTHERS.search(_names(part)) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _text(element: HtmlElement) -> str:
    return one_line(element.text_content()) or ""


def _date(element: HtmlElement, marked: re.Pattern[str]) -> str | None:
    """The date of publication that an element gives: a `time`, a line marked as a date, or one that is nothing else."""
    text = _text(element)
    if element.tag == "time":
        if in_sentence(element) or _of_change(element, text):
            return None
        return iso_date(element.get("datetime")) or iso_date(text)
    if len(text) > _LINE or element.find(".//time") is not None or _of_change(element, text):
        return None
    return iso_date(text) if is_stamp(text) or marked.search(_names(element)) else None


def _of_change(element: HtmlElement, text: str) -> bool:
    """Whether an element, or what stands right before it, speaks of a later change."""
    before = element.getprevious()
    led_by = (element.getparent().text or "") if before is None else before.tail or before.text_content()
    named = _names(element)
    return (
        _CHANGED.match(text) is not None
        or (_CHANGED.search(named) is not None and _PUBLISHED.search(named) is None)
        or _CHANGED_BEFORE.search(led_by.strip()) is not None
    )


def _byline(text: str) -> tuple[str, ...]:
    """The people of “By Lena Moss and Oren Tate, Bay Courier”, or of a line that is names only."""
    if len(text) > 2 * _LINE:
        return ()
    led = _BY.match(text)
    names: list[str] = []
    for part in _BETWEEN_NAMES.split(text[led.end() :] if led else text):
        if _NAME.fullmatch(part) is None:
            return tuple(names) if led else ()
        names.append(part)
    return tuple(names)
