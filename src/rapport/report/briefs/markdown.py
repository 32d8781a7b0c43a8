"""A brief as Markdown (CommonMark, with tables as GitHub has them). Whatever comes from an article is text: its marks are escaped, so that it makes no
link, no picture, no heading and no HTML; links lead to addresses of the web that hold nothing but what an address may hold."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from rapport.report.briefs.parts import Brief, Item, Place, Section, ranges
from rapport.report.pictures import png

# Of these, those that can begin something within a line; others are left as they are, so that the text stays readable.
_WITHIN: Final = re.compile(r"([\\`*_{}\[\]<>()#|~!$&])")
_AT_START: Final = re.compile(r"^(\s*)([-+=:]|\d+[.)])")
# GitHub and others make links of bare addresses: a word joiner of no width would change the text, an escape of the mark after the scheme does not.
_ADDRESS: Final = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)|(@)")


def text(words: str) -> str:
    """Words of which nothing is markup."""
    shown = _WITHIN.sub(r"\\\1", words)
    shown = _ADDRESS.sub(lambda m: f"{m[1]}&#58;" if m[1] else f"{m[3]}&#46;" if m[3] else "&#64;", shown)
    return _AT_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", shown)


def address(url: str) -> str:
    """An address as the target of a link: in pointed brackets, with all quoted that could end them."""
    return f"<{quote(url, safe=':/?#@!$&()*+,;=%~.-_')}>"


def page(brief: Brief) -> str:
    """The whole text."""
    lines = [f"# {text(brief.title)}", "", f"{text(brief.kicker)}. {_joined(text(fact) for fact in brief.facts)}", ""]
    lines += [text(brief.dated), ""] if brief.dated else []
    if brief.summary:
        lines += [" ".join(text(s.body) + _refs(s.refs) + "." for s in brief.summary), ""]
    if brief.picture:
        lines += [
            f"![{text(brief.picture.alt)}][picture]",
            "",
            _joined(f"{sign} {text(words)}" for sign, _, words in brief.picture.legend if sign),
            "",
        ]
    for part in (_offices, _partners, _went):
        lines += part(brief)
    for section in brief.sections:
        lines += _section(section)
    for part in (_sources, _conflicts, _open, _made):
        lines += part(brief)
    if brief.picture:
        # At the end, out of a reader's way; not as SVG, which most renderers refuse in a text.
        lines += [f"[picture]: data:image/png;base64,{b64encode(png(brief.picture.wide)).decode()}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _refs(refs: Sequence[int]) -> str:
    if not refs:
        return ""
    shown = ", ".join(_ref(a) if a == b else f"{_ref(a)}–{_ref(b)}" for a, b in ranges(refs))
    return f" ({shown})"


def _ref(number: int) -> str:
    return f"[{number}](#e{number})"


def _place(place: Place) -> str:
    name = text(place.outlet)
    return f"{f'[{name}]({address(place.url)})' if place.url else name}, {text(place.day)}"


def _words(pieces: Sequence[tuple[str, bool]]) -> str:
    """A quotation with the words that report in bold, where these are whole words."""
    shown = "".join(f"**{text(p)}**" if mark and p == p.strip() and p else text(p) for p, mark in pieces)
    return _AT_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", shown)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return [*lines, *(f"| {' | '.join(row)} |" for row in rows), ""]


def _section(section: Section) -> list[str]:
    note = f" ({text(section.note)})" if section.note else ""
    return [f"## {text(section.title)}{note}", "", *(line for item in section.items for line in _item(item))]


def _item(item: Item) -> Iterator[str]:
    """An entry as a paragraph with its number as anchor, the quotation set in."""
    day = f"{text(item.when)}{'' if item.dated or not item.date or item.when.startswith('by ') else ' (reported)'}"
    yield f'<a id="e{item.number}"></a>**{item.number}.** {day}. {item.sign} **{text(item.head)}** {text(item.rest)}'.rstrip() + _details(item)
    yield ""
    if item.words:
        yield f"> {_words(item.words)}"
        yield ""
    yield _joined([_place(item.place), text(item.told), item.sure])
    yield ""
    if item.also:
        yield f"Also in {'; '.join(_place(place) for place in item.also)}"
        yield ""
    for note in item.notes:
        yield text(note.body) + _refs(note.refs) + "."
        yield ""


def _details(item: Item) -> str:
    return f" ({'; '.join(text(detail) for detail in item.details)})" if item.details else ""


def _offices(brief: Brief) -> list[str]:
    rows = [(text(o.title), f"{text(o.when)}, {text(o.note)}", _place(o.place)) for o in brief.offices]
    return ["## Roles over time", "", *_table(("Called", "When", "First in"), rows)] if rows else []


def _partners(brief: Brief) -> list[str]:
    rows = [(text(p.name), f"{p.contacts:,}", text(p.tally), text(p.last), _refs(p.refs).strip()) for p in brief.partners]
    return ["## Deals with", "", *_table(("With", "Contacts", "Of these", "Last told of", "Here"), rows)] if rows else []


def _went(brief: Brief) -> list[str]:
    lines: list[str] = []
    for number, turn in enumerate(brief.turns, 1):
        lines += [f"{number}. **{text(turn.text)}** ({text(turn.note)})"]
        lines += [f"   - {q.label}, {text(q.day)}: {text(q.words)} ({text(q.place)}){_refs((q.ref,) if q.ref else ())}" for q in turn.rests_on]
    lines += [""] if lines else []
    for stand in brief.stands:
        signs = [(stand.favour, "▲ {} in praise or support"), (stand.against, "▼ {} in criticism or opposition")]
        shown = _joined(words.format(len(refs)) + _refs(refs) for refs, words in signs if refs)
        lines += [f"{text(stand.holder)} toward {text(stand.target)}: {shown}", ""]
    return [f"## {'How it went' if brief.turns else 'Where each stands'}", "", *lines] if lines else []


def _sources(brief: Brief) -> list[str]:
    rows = [(text(s.name), text(s.kind), ", ".join(text(o) for o in s.outlets), _refs(s.refs).strip()) for s in brief.sources]
    return ["## Sources", "", *_table(("Who is relied on", "Kind", "Which outlets have it", "For"), rows)] if rows else []


def _conflicts(brief: Brief) -> list[str]:
    lines: list[str] = []
    for conflict in brief.conflicts:
        lines += [f"**{text(conflict.title)}**{_refs((conflict.ref,))}", ""]
        cells = [[f"**{text(side.value)}**" for side in conflict.sides], [_words(side.words) for side in conflict.sides]]
        told = [
            _joined([_place(s.place), text(s.told), f"and {s.more} more report{'s' if s.more > 1 else ''}" if s.more else ""]) for s in conflict.sides
        ]
        lines += _table(cells[0], [cells[1], told])
    return ["## Where reports differ", "", *lines] if lines else []


def _open(brief: Brief) -> list[str]:
    lines = [
        f"- **{text(end.text)}**{_refs((end.ref,))}: {text(end.words)} {_joined([text(end.note), 'overdue' if end.overdue else ''])}".rstrip()
        for end in brief.open
    ]
    return ["## Open ends", "", *lines, ""] if lines else []


def _made(brief: Brief) -> list[str]:
    return ["## How this was made", "", *(f"- {text(label)}: {text(words)}" for label, words in brief.made), ""]
