"""Quotations of one article: which words stand in quotation marks, what goes on over paragraphs, and what no cue introduces."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.records import Form

# “…” -X and “And from X: ‘…’”: quotations that no cue introduces.
_DASHED: Final = re.compile(r"(?P<quote>[“\"][^“”\"\n]{8,}[”\"])\s*(?P<dash>[-–—―]+)\s*(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4})(?=$|\n|[.,;])")
_FROM: Final = re.compile(
    r"(?:^|(?<=[\n.]))\s*(?P<cue>(?:And )?[Ff]rom)\s+(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4}):\s*(?P<quote>[“\"‘'][^\n]{8,}?[”\"’'])(?=\s|$)"
)
_DASH: Final = re.compile("[-–—―]+")
# Content wholly in marks that, one by one, may be an apostrophe or open elsewhere what they close here.
_WRAPPED: Final = re.compile(r"(?:«[^«»]+»|»[^«»]+«|„[^„]+[“”]|‹[^‹›]+›|``.+''|‘[^‘]+’|'.+')[.,;]?", re.DOTALL)
_MARK: Final = re.compile("[“”\"]|''")
_EVEN: Final = ('"', "''")  # marks that open and close alike
_WORDS: Final = re.compile(r"\w+")
_CONTINUES: Final = re.compile(r"\n+\s*(?=[“\"])")


def attributions(text: str, annotations: Annotations) -> list[Attribution]:
    """What the reader attributed and what patterns add to it, each with the whole of its content."""
    dashed = list(_DASHED.finditer(text))
    read = (*_credited(text, annotations.attributions, dashed), *_uncued(annotations, [*dashed, *_FROM.finditer(text)]))
    return [_continued(text, _near(text, item)) for item in read]


def _near(text: str, item: Attribution) -> Attribution:
    """Without what the reader links from another paragraph than the cue's: a source; and content that stands in no quotation marks, where something else
    is left (a heading, a caption, the story that goes on). A turn of a transcript (“QUILL: …”) runs over paragraphs.

    Of 5 such sources on development articles none was the speaker, of 21 such pieces one belonged to the statement.
    """
    if not item.cue or text[item.cue[0].start : item.cue[-1].end].rstrip().endswith(":"):
        return item
    begin = text.rfind("\n", 0, item.cue[0].start) + 1
    end = text.find("\n", item.cue[-1].end)
    end = len(text) if end < 0 else end
    if item.source and not begin <= item.source[0].start < end:
        item = replace(item, source=())
    kept = tuple(c for c in item.content if begin <= c.start < end or _is_quoted(text, c))
    return replace(item, content=kept) if any(begin <= c.start < end for c in kept) else item


def _is_quoted(text: str, piece: Span) -> bool:
    """Whether any of a piece of content stands in quotation marks."""
    inside = _quoted(text, text.rfind("\n", 0, piece.start) + 1, piece.end)
    return any(start < piece.end and piece.start < end for start, end in inside)


def _continued(text: str, item: Attribution) -> Attribution:
    """A quotation that goes on over paragraphs is one: each further paragraph opens with a quotation mark and the one before closed none."""
    pieces = list(item.content)
    if not pieces:
        return item
    last = pieces[-1]
    while True:
        end = text.find("\n", last.end)
        end = len(text) if end < 0 else end
        if text[last.end : end].strip(" .,") or not _open_quote(text[text.rfind("\n", 0, last.start) + 1 : end]):
            break
        gap = _CONTINUES.match(text, end)
        if not gap:
            break
        stop = text.find("\n", gap.end())
        stop = len(text) if stop < 0 else stop
        close = text.find("”" if text[gap.end()] == "“" else '"', gap.end() + 1)
        last = Span(gap.end(), min(stop, close + 1) if close >= 0 else stop)
        if not any(p.start < last.end and last.start < p.end for p in pieces):
            pieces.append(last)
    return replace(item, content=tuple(pieces))


def _open_quote(paragraph: str) -> bool:
    if "“" in paragraph or "”" in paragraph:
        return paragraph.rfind("“") > paragraph.rfind("”")
    return paragraph.count('"') % 2 == 1


def _credited(text: str, read: Sequence[Attribution], dashed: Sequence[re.Match[str]]) -> list[Attribution]:
    """Attributions by a dash are those of the name after it: in a row of such quotations the reader may take the name before."""
    if not dashed:
        return list(read)
    result = []
    for item in read:
        if item.cue and not _DASH.sub("", text[item.cue[0].start : item.cue[-1].end]).strip():
            own = next((m for m in dashed if _quotes(m, item.content)), None)
            item = replace(item, source=(_named(own),), cue=(Span(*own.span("dash")),)) if own else item
        result.append(item)
    return result


def _named(found: re.Match[str]) -> Span:
    """Where a pattern's source stands, without the space after it."""
    return Span(found.start("source"), found.start("source") + len(found.group("source").rstrip()))


def _quotes(found: re.Match[str], contents: Sequence[Span]) -> bool:
    """Whether a pattern's quotation has words of some contents."""
    start, end = found.span("quote")
    return any(c.start < end and start < c.end for c in contents)


def _uncued(annotations: Annotations, quoted: Sequence[re.Match[str]]) -> list[Attribution]:
    """The quotations that patterns found and that the reader did not."""
    taken = [c for a in annotations.attributions for c in a.content]
    result = []
    for found in quoted:
        if not _quotes(found, taken):
            cue = (Span(*found.span("cue")),) if "cue" in found.re.groupindex else ()
            result.append(Attribution((_named(found),), cue, (Span(*found.span("quote")),), 0.8))
    return result


def form_of(text: str, content: tuple[Span, ...]) -> Form:
    """`direct` where all words stand in quotation marks, `mixed` where some do, else `indirect`."""
    quoted = words = 0
    for span in content:
        inside = _quoted(text, text.rfind("\n", 0, span.start) + 1, span.end)
        starts = [found.start() for found in _WORDS.finditer(text, span.start, span.end)]
        words += len(starts)
        # What is quoted comes in order and does not overlap.
        quoted += sum(bisect_left(starts, end) - bisect_right(starts, begin) for begin, end in inside)
    if not quoted:
        return "direct" if words and all(_WRAPPED.fullmatch(text, span.start, span.end) for span in content) else "indirect"
    return "direct" if quoted >= 0.95 * words else "mixed"


def _quoted(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """What stands between quotation marks in a stretch of text; what is still open at its end is quoted to there."""
    found: list[tuple[int, int]] = []
    opened = -1
    for mark in _MARK.finditer(text, begin, end):
        if mark.group() == "“" or (mark.group() in _EVEN and opened < 0):
            opened = mark.start() if opened < 0 else opened
        elif opened >= 0:
            found.append((opened, mark.start()))
            opened = -1
    return [*found, (opened, end)] if opened >= 0 else found
