"""Markdown to plain text: what a reader of the rendered page would read, nothing of the markup."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED: Final = re.compile(r"^(?=\S)(.+)\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_REMOVED: Final = tuple(
    re.compile(pattern, re.MULTILINE | re.DOTALL)
    for pattern in (
        r"<!--.*?-->",
        r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\1[ \t]*$",
        r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S[^\n]*$",  # reference and footnote definitions
        r"!\[[^\]]*\](?:\([^)\n]*\)|\[[^\]\n]*\])",  # images
        r"\[\^[^\]\n]+\]",  # footnote marks
        r"^ {0,3}(?:[-*_][ \t]*){3,}$",  # rules
        r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$",  # the line under a table's head
        r"</?[A-Za-z][^<>]*>",
    )
)
_REPLACED: Final = tuple(
    (re.compile(pattern, re.MULTILINE), by)
    for pattern, by in (
        (r"<((?:https?|mailto):[^>\s]+)>", r"\1"),
        (r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:[ \t]+[\"'(][^\n]*?[\"')])?\)", r"\1"),
        (r"\[([^\[\]]+)\]\[[^\[\]]*\]", r"\1"),
        (r"(?<!\\)(`+)(.+?)\1", r"\2"),
        (r"(?<![\\*\w])(\*{1,3})(?=\S)([^*\n]+(?:\n[^*\n]+)*?)(?<=\S)\1(?![*\w])", r"\2"),
        (r"(?<![\\_\w])(_{1,3})(?=\S)([^_\n]+(?:\n[^_\n]+)*?)(?<=\S)\1(?![_\w])", r"\2"),
        (r"~~(?=\S)(.+?)(?<=\S)~~", r"\1"),
        (r"(?:[ ]{2,}|\\)$", ""),  # hard line breaks
        (r"^[ \t]*\|(.*)\|[ \t]*$", r"\1"),
        (r"\\([!-/:-@\[-`{-~])", r"\1"),
    )
)
_QUOTED: Final = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)
_LISTED: Final = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+", re.MULTILINE)
_BLOCKS: Final = re.compile(r"\n[ \t]*\n")


def first_heading(text: str) -> tuple[str | None, str]:
    """The heading that the text begins with, as plain text, and what follows it."""
    text = text.lstrip("\n")
    for pattern in (_HEADING, _UNDERLINED):
        found = pattern.match(text)
        if found and (title := to_text(found[1])):
            return title, text[found.end() :]
    return None, text


def to_text(markdown: str) -> str:
    """Paragraphs, headings and list items, each a paragraph; wrapped lines are joined."""
    for pattern in _REMOVED[:3]:
        markdown = pattern.sub("", markdown)
    markdown = _UNDERLINED.sub("\n\\1\n", _HEADING.sub("\n\\1\n", _QUOTED.sub("", markdown)))
    # The autolink goes first: to the next step it would look like a tag.
    markdown = _REPLACED[0][0].sub(_REPLACED[0][1], markdown)
    for pattern in _REMOVED[3:]:
        markdown = pattern.sub("", markdown)
    markdown = _LISTED.sub("\n", markdown)
    for pattern, by in _REPLACED[1:]:
        markdown = pattern.sub(by, markdown)
    blocks = [block.strip() for block in _BLOCKS.split(unescape(markdown))]
    return "\n\n".join(_one_paragraph(block) for block in blocks if block)


def _one_paragraph(block: str) -> str:
    lines = [line.strip() for line in block.split("\n")]
    # Nobody wraps lines at 160 characters: these are paragraphs that lack their blank lines.
    return ("\n\n" if min(map(len, lines[:-1]), default=0) > 160 else " ").join(lines)
