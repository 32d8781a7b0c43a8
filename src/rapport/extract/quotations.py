"""Quotations of one article: which words stand in quotation marks, what goes on over paragraphs, and what no cue introduces."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapport.annotations import Annotations, Attribution, Span
from rapport.extract.words import OUTLET
from rapport.records import Form

# “…” -X and “And from X: ‘…’”: quotations that no cue introduces.
_DASHED: Final = re.compile(r"(?P<quote>[“\"][^“”\"\n]{8,}[”\"])\s*(?P<dash>[-–—―]+)\s*(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4})(?=$|\n|[.,;])")
_FROM: Final = re.compile(
    r"(?:^|(?<=[\n.]))\s*(?P<cue>(?:(?:And|Then|Next|Finally),? )?[Ff]rom)\s+(?P<source>(?:[A-Z][\w.’'-]*\s?){1,4}):\s*(?P<quote>[“\"‘'][^\n]{8,}?[”\"’'])(?=\s|$)"
)
# “Ada Quill: “…”” and “• Ada Quill, the mayor: “…”” on a line of its own; ““…” (Ada Quill)”.
_LINE: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:[•*·–—-][ \t]*)?(?!(?:And|Then|But|So|Next|Finally|The|In|On|At|As|From|He|She|They|It|We|I)\b)(?P<source>(?:[A-Z][\w.’'-]*[ ]?){1,4})(?:,[^\n:“\"«]{1,60})?(?P<cue>:)[ \t]*(?P<quote>[“\"«][^\n“”\"«»]{8,}[”\"»])[ \t]*(?=$|\n)"
)
_BRACKETED: Final = re.compile(r"(?P<quote>[“\"][^“”\"\n]{8,}[”\"])\s*\((?P<source>(?:[A-Z][\w.’'-]*\s?){1,4})\)(?=$|\n|[.,;])")
_DASH: Final = re.compile("[-–—―]+")
# Content wholly in marks that, one by one, may be an apostrophe or open elsewhere what they close here.
_WRAPPED: Final = re.compile(r"(?:«[^«»]+»|»[^«»]+«|„[^„]+[“”]|‹[^‹›]+›|``.+''|‘[^‘]+’|'.+')[.,;]?", re.DOTALL)
_MARK: Final = re.compile("[“”\"]|''")
_EVEN: Final = ('"', "''")  # marks that open and close alike
# Between commas, dashes or brackets, in one sentence and without quotation marks.
_ASIDE: Final = re.compile(r"\s*(?:,[^.!?;:“”\"\n]{2,120},|[–—][^.!?;:“”\"\n]{2,120}[–—]|\([^.!?“”\"\n]{2,120}\),?)\s*")
_WORDS: Final = re.compile(r"\w+")
_CONTINUES: Final = re.compile(r"\n+\s*(?=[“\"])")


def attributions(text: str, annotations: Annotations) -> list[Attribution]:
    """What the reader attributed and what patterns add to it, each with the whole of its content."""
    dashed = list(_DASHED.finditer(text))
    # “(Reuters)” behind a quotation says who printed it.
    bracketed = [m for m in _BRACKETED.finditer(text) if not OUTLET.search(m["source"])]
    marked = [*dashed, *bracketed, *(m for pattern in (_FROM, _LINE) for m in pattern.finditer(text))]
    read = _released(_credited(text, annotations.attributions, dashed), marked)
    return [_continued(text, _joined(text, _near(text, item), annotations)) for item in (*read, *_uncued(annotations, read, marked))]


def _released(read: Sequence[Attribution], marked: Sequence[re.Match[str]]) -> list[Attribution]:
    """Attributions without the quotations that a pattern gives to somebody else (“Ada Quill: “…”” on a line of its own is not what Reyes said in the line before).

    One that has nothing else becomes that other's: what it does and whom it is about stays, what its speaker holds does not.
    """
    result = []
    for item in read:
        others = [m for m in marked if not any(s.start < m.end("source") and m.start("source") < s.end for s in item.source)]
        kept = tuple(c for c in item.content if not any(_quotes(m, (c,)) for m in others))
        if kept == item.content:
            result.append(item)
        elif kept:
            result.append(replace(item, content=kept))
        elif len(own := [m for m in others if _quotes(m, item.content)]) == 1:
            result.append(replace(item, source=(_named(own[0]),), cue=_cue(own[0]), content=(Span(*own[0].span("quote")),), stances=(), held=()))
    return result


def _joined(text: str, item: Attribution, annotations: Annotations) -> Attribution:
    """With pieces of content in one that only a parenthesis parts (“the report, not yet seen by anyone, shows …”), in which nobody speaks."""
    if len(item.content) < 2:
        return item
    pieces: list[Span] = []
    cues = [cue for other in annotations.attributions for cue in (*other.cue, *other.source)]
    for piece in sorted(item.content):
        gap = (pieces[-1].end, piece.start) if pieces else (0, 0)
        if pieces and _ASIDE.fullmatch(text, *gap) and not any(c.start < gap[1] and gap[0] < c.end for c in cues):
            pieces[-1] = Span(pieces[-1].start, piece.end)
        else:
            pieces.append(piece)
    return replace(item, content=tuple(pieces)) if len(pieces) < len(item.content) else item


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


def _cue(found: re.Match[str]) -> tuple[Span, ...]:
    return (Span(*found.span("cue")),) if "cue" in found.re.groupindex else ()


def _quotes(found: re.Match[str], contents: Sequence[Span]) -> bool:
    """Whether a pattern's quotation has words of some contents."""
    start, end = found.span("quote")
    return any(c.start < end and start < c.end for c in contents)


def _uncued(annotations: Annotations, read: Sequence[Attribution], quoted: Sequence[re.Match[str]]) -> list[Attribution]:
    """The quotations that patterns found and that no attribution has; what one does and whom it is about as the reader took it, whosever it thought it was."""
    taken = [c for a in read for c in a.content]
    result = []
    for found in quoted:
        if not _quotes(found, taken):
            origin = next((a for a in annotations.attributions if _quotes(found, a.content)), Attribution((), (), (), 0.8))
            quote = Span(*found.span("quote"))
            result.append(replace(origin, source=(_named(found),), cue=_cue(found), content=(quote,), score=0.8, audience=(), stances=(), held=()))
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
