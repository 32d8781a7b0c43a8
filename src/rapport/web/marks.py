"""The text of an article in pieces of one look each: who is mentioned, what was said, which words report a contact. Offsets are cut before cleaning."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rapport.ledger import ArticleText
from rapport.records import Contact, Record, Stance, Statement
from rapport.report.words import clean_piece

# What the words that a record rests on look like, by the role of the evidence; roles that are not here are not marked.
_LOOKS: Final = {
    "contact": {"sentence": "contact", "trigger": "trigger", "when": "when", "duration": "when", "cadence": "when", "place": "when"},
    "statement": {"content": "said", "cue": "cue", "source": "source"},
    "stance": {"label": "label"},
}
_PRONOUNS: Final = frozenset(
    "he him his himself she her hers herself they them their theirs themselves it its itself we us our ours i me my mine you your who whose whom this that "
    "these those both".split()
)
_LOWEST: Final = 12  # an article with more marks at one place than this is read by nobody


@dataclass(frozen=True)
class Piece:
    """Some words and how they look; `actor` is the name of who is mentioned in them, `starts` are the ids of the records whose words begin here."""

    words: str
    looks: tuple[str, ...] = ()
    actor: str | None = None
    starts: tuple[str, ...] = ()


@dataclass
class _Marks:
    """Places of the text with how they look, by where they begin."""

    found: list[tuple[int, int, str]] = field(default_factory=list)
    starts: dict[int, list[str]] = field(default_factory=dict)


def paragraphs(found: ArticleText) -> list[list[Piece]]:
    """The paragraphs of an article, each in pieces."""
    text = found.reported.article.text
    marks = _marks(found.reported.records)
    named = (m for m in found.mentions if m.actor in found.named and text[m.start : m.end].lower() not in _PRONOUNS)
    people = sorted((m.start, m.end, found.called[m.actor]) for m in named)
    shown, start = [], 0
    for paragraph in text.split("\n\n"):
        end = start + len(paragraph)
        shown.append(list(_pieces(text, start, end, marks, people)))
        start = end + 2
    return shown


def _marks(records: tuple[Record, ...]) -> _Marks:
    marks = _Marks()
    for record in records:
        kind = (
            "contact"
            if isinstance(record, Contact)
            else "statement"
            if isinstance(record, Statement)
            else "stance"
            if isinstance(record, Stance)
            else ""
        )
        looks = _LOOKS.get(kind, {})
        places = [(piece.start, piece.end, looks[piece.role]) for piece in record.evidence if piece.role in looks]
        marks.found += places
        at = min((start for start, _, _ in places), default=min(piece.start for piece in record.evidence))
        marks.starts.setdefault(at, []).append(record.id)
    marks.found.sort()
    return marks


def _pieces(text: str, start: int, end: int, marks: _Marks, people: list[tuple[int, int, str]]) -> Iterator[Piece]:
    inside = [mark for mark in marks.found if mark[0] < end and start < mark[1]]
    named = [mention for mention in people if start <= mention[0] and mention[1] <= end]
    begins = {at for at in marks.starts if start <= at < end}
    edges = {start, end} | begins | {min(max(at, start), end) for a, b, _ in (*inside, *named) for at in (a, b)}
    cuts = sorted(edges)
    for a, b in itertools.pairwise(cuts):
        looks = dict.fromkeys(look for x, y, look in inside[:] if x <= a and b <= y)
        who = next((name for x, y, name in named if x <= a and b <= y), None)
        words = clean_piece(text[a:b])
        starts = tuple(marks.starts.get(a, ())) if a in begins else ()
        if words or starts:
            yield Piece(words, tuple(looks)[:_LOWEST], who, starts)
