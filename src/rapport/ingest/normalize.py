"""The text of an article in its one form: paragraphs separated by one blank line. Done once, here; every offset counts from it."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Zero-width space, word joiner, byte-order mark, soft hyphen, marks of direction; joiners stay (emoji are built with them).
_INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\xad]")
_SPACES: Final = re.compile("[ \t]{2,}|\t")
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_SINGLE_BREAK: Final = re.compile(r"(?<!\n)\n(?!\n)")
_UNTIDY: Final = re.compile("[\x00-\x08\x0b-\x1f\ufeff\u2028\u2029\ud800-\udfff]|\n[^\\S\n]+\n|\n\n\n")
_ENDS_SENTENCE: Final = re.compile(r"[.?!:;…][\"”’')\]]*$")
# C1 control characters are Windows-1252 read as Latin-1: \x92 was a closing quotation mark.
_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0) if code != 0x85}


def clean_characters(text: str) -> str:
    """NFC, line ends as `\\n`, no control, zero-width or lone surrogate characters, single spaces. Quotation marks and no-break spaces stay."""
    text = _LINE_ENDS.sub("\n", _SURROGATE.sub("\ufffd", text)).translate(_WINDOWS)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", _INVISIBLE.sub("", text)))


def from_lines(text: str) -> str:
    """Normalise the text of a file: hard-wrapped lines are joined, files with one paragraph a line are split."""
    text = _SPACES.sub(" ", reflow(_expand(text)))
    return "\n\n".join(line for block in text.split("\n\n") if (line := block.strip()))


def from_record(text: str) -> str:
    """Normalise a text that a record carries. Clean paragraphs stay letter by letter, whatever their quotation marks, spaces and accents.

    Only line ends, blank lines, control characters and lone surrogates are put right; single line breaks become paragraphs
    where nothing else separates them.
    """
    if _UNTIDY.search(text):
        text = _SURROGATE.sub("\ufffd", _LINE_ENDS.sub("\n", text))
        text = _BLANK_LINES.sub("\n\n", re.sub("[\x00-\x08\x0e-\x1f\ufeff]", "", text))
    text = text.strip()
    if _SINGLE_BREAK.search(text) is None:
        return text
    if _is_wrapped(text.split("\n"), least=5):
        return _SINGLE_BREAK.sub(" ", text) if "\n\n" in text else reflow(text)
    return text if "\n\n" in text else _SINGLE_BREAK.sub("\n\n", text)


def reflow(text: str) -> str:
    """Blank-line separated paragraphs from lines, whether those are wrapped at a width or are paragraphs themselves."""
    lines = text.split("\n")
    if not _is_wrapped(lines):
        return "\n\n".join(line.strip() for line in lines if line.strip())
    width = max(len(line.strip()) for line in lines)
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if before.strip() and line.strip() and not _starts_paragraph(before, line, width):
            paragraphs[-1] = _joined(paragraphs[-1], line.strip())
        elif line.strip():
            paragraphs.append(line.strip())
        before = line
    return "\n\n".join(paragraphs)


def _expand(text: str) -> str:
    """`clean_characters` that leaves indentation, which tells where a wrapped paragraph begins."""
    text = _LINE_ENDS.sub("\n", _SURROGATE.sub("\ufffd", text)).translate(_WINDOWS)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text).expandtabs(4))


def _is_wrapped(lines: Sequence[str], least: int = 1) -> bool:
    """Whether the line breaks inside blocks come from a width: lines of book length, most of which do not end a sentence."""
    inner = [line.strip() for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(inner) < least:
        return False
    lengths = sorted(map(len, inner))
    ending = sum(_ENDS_SENTENCE.search(line) is not None for line in inner)
    return lengths[int(0.95 * (len(lengths) - 1))] <= 120 and statistics.median(lengths) >= 40 and ending < len(inner) / 2


def _starts_paragraph(before: str, line: str, width: int) -> bool:
    indented = len(line) - len(line.lstrip()) >= len(before) - len(before.lstrip()) + 2
    return indented or (len(before.strip()) < 0.7 * width and _ENDS_SENTENCE.search(before.strip()) is not None)


def _joined(paragraph: str, line: str) -> str:
    # A word broken at its hyphen keeps it: “long-” + “range” is as frequent in news as “govern-” + “ment”.
    hyphenated = paragraph.endswith("-") and paragraph[-2:-1].isalpha() and line[:1].islower()
    return paragraph + ("" if hyphenated else " ") + line
