"""The page of one record: its fields, and its evidence highlighted where it stands in the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from rapport.ledger import Entry
from rapport.records import Article, Contact, Evidence, Record, Source, Stance, Statement
from rapport.report.canvas import Page, Ruled, Section, joined
from rapport.report.corrections import cadence_words, rulings_grid
from rapport.report.english import ACT_WORDS, contact_words
from rapport.report.words import TRIGGER, clean, clean_piece, percent, the

if TYPE_CHECKING:
    from rapport.extract.why import Step

# Code points of text shown before and after a record's own words, up to the borders of the paragraphs they are in.
_CONTEXT: Final = 400
_QUOTED: Final = 80  # code points of the words of a step
_STYLES: Final = {
    "trigger": TRIGGER, "cue": TRIGGER, "party": "cyan", "initiator": "cyan", "source": "cyan", "holder": "cyan", "target": "cyan", "when": "yellow", "duration": "yellow",
    "cadence": "yellow", "place": "green", "topic": "magenta", "sentence": "bold", "content": "bold", "label": "red", "term": "red",
}  # fmt: skip
# Where the page calls a field otherwise than the record does.
_SHOWN: Final = {"target": "toward", "label": "in the words", "according_to": "according to"}
_WIDE: Final = frozenset({"sentence", "content"})


def record_page(entry: Entry) -> RenderableType:
    """The page of a record, for a rich console of any width."""
    record, article = entry.record, entry.article
    kind = type(record).__name__
    what = _what(record)
    head = Text.assemble((f"{kind} {record.id}", "bold"), f"  {what}", (f"  {percent(record.confidence)}", "bright_black"))
    if entry.verdict:
        head.append(f"  {entry.verdict.field}", style="bold red" if entry.verdict.field == "rejected" else "bold green")
    said: list[RenderableType] = [Section("What people said", "over what was read"), rulings_grid(entry.rulings)] if entry.rulings else []
    words = [Section("In the text", _legend(record.evidence)), *_passages(article.text, record.evidence)]
    return Page(head, _fields(entry), *said, Section("Reported in"), *article_head(article), *words)


def claim(entry: Entry) -> Text:
    """What a record says, on a line: “Call: Tom Reyes, Ada Quill”, “Ada Quill is for Tom Reyes”, “Ada Quill said, about Tom Reyes: …”."""
    record = entry.record

    def called(ids: Iterable[str | None]) -> str:
        return ", ".join(clean(entry.names.get(key, key)) for key in ids if key)

    if isinstance(record, Contact):
        return Text.assemble((f"{contact_words(record.channel, record.status)}: ", "bold"), called(record.parties))
    if isinstance(record, Stance):
        return Text(f"{called([record.holder])} is {'for' if record.polarity == 'positive' else 'against'} {called([record.target])}", style="bold")
    about = f", about {called(record.about)}" if record.about else ""
    return Text.assemble((f"{called([record.speaker]) or 'Someone'} {ACT_WORDS[record.act]}{about}: ", "bold"), clean(record.content))


def why_page(steps: Sequence[Step]) -> RenderableType:
    """What the reader saw that made an entry: each part with its words and its probability."""
    if not steps:
        return Page(
            Section("Why"), Text("Other weights than those installed read this entry, or the rules have changed: read the article again to see why.")
        )
    grid = Table.grid(padding=(0, 3, 0, 0))
    for step in steps:
        words = step.words if len(step.words) <= _QUOTED else step.words[: _word_start(step.words, _QUOTED)] + "…"
        grid.add_row(Text(percent(step.score), style="bright_black"), Text(clean(step.what)), Text(f"“{clean(words)}”"))
    return Page(Section("Why", "how sure the reader was of each part"), grid)


def _what(record: Record) -> str:
    if isinstance(record, Contact):
        return f"{record.channel}, {record.status}"
    if not isinstance(record, Statement):
        return record.polarity
    return f"{record.act}{' (less likely than not)' if record.unsure else ''}, {record.form}"


def article_head(article: Article) -> list[RenderableType]:
    """Title, outlet and date, address, and the id by which the whole article is shown."""
    place = ", ".join(filter(None, (clean(article.outlet), (article.published or "undated")[:10], clean(", ".join(article.authors)))))
    head = [Text(clean(article.title) or "untitled", style="bold"), joined([place, (f"article {article.id}", "bright_black")])]
    return [*head, Text(clean(article.url), style="bright_black")] if article.url else [*head]


def _fields(entry: Entry) -> Table:
    record = entry.record
    names = {key: clean(name) for key, name in entry.names.items()}

    def called(ids: Iterable[str | None]) -> str:
        return ", ".join(names.get(i, i) for i in ids if i)

    rows: list[tuple[str, str | None]]
    if isinstance(record, Contact):
        rows = [("parties", called(record.parties)), ("initiator", called([record.initiator])), ("setting", record.setting), ("tone", record.tone)]
        rows += [("duration", _valued(record.duration.text, record.duration.value))] if record.duration else []
        if often := record.cadence:
            rows.append(("cadence", cadence_words(often.text, often.count, often.period, often.bound)))
        rows += [("place", record.place), ("topics", "; ".join(record.topics))]
    elif isinstance(record, Stance):
        rows = [("holder", called([record.holder])), ("toward", called([record.target])), ("in the words", record.label)]
    else:
        rows = [("speaker", called([record.speaker])), ("cue", record.cue), ("content", record.content), ("audience", called([record.audience]))]
        rows.append(("about", called(record.about)))
    if record.when:
        rows.append(("when", _valued(record.when.text, " – ".join(dict.fromkeys(d for d in (record.when.start, record.when.end) if d)))))
    own = "the article itself" if isinstance(record, Contact) else ""
    rows.append(("according to", "; ".join(_source(link, names) for link in record.according_to) or own))
    grid = Table.grid(padding=(0, 3, 0, 0))
    corrected = {_SHOWN.get(ruling.field, ruling.field) for ruling in entry.rulings}
    for name, value in rows:
        if value:
            grid.add_row(Text(name, style="bright_black"), Text(clean(value)) + Text("  corrected" if name in corrected else "", style="yellow"))
    return grid


def _valued(text: str, value: str | None) -> str:
    return f"{text} ({value})" if value else text


def _source(link: Source, names: dict[str, str]) -> str:
    who = names.get(link.actor or "", the(link.via) or "a source")
    notes = [link.kind, *([f"for {names.get(link.for_, link.for_)}"] if link.for_ else []), *([f"via {the(link.via)}"] if link.via else [])]
    return f"{who} ({', '.join(notes)})"


def _legend(evidence: Iterable[Evidence]) -> Text:
    """The roles of the evidence, each as it looks in the text."""
    roles = dict.fromkeys(piece.role for piece in evidence)
    return Text(", ").join(Text(role, style=_STYLES.get(role, "bold")) for role in roles)


def _passages(text: str, evidence: tuple[Evidence, ...]) -> list[RenderableType]:
    """The stretches of text that the evidence stands in, cut at paragraphs and `_CONTEXT`, with gaps marked."""
    stretches: list[list[int]] = []
    for piece in sorted(evidence, key=lambda e: (e.start, e.end)):
        start = max(text.rfind("\n", 0, piece.start) + 1, _word_start(text, piece.start - _CONTEXT))
        stop = text.find("\n", piece.end)
        end = min(len(text) if stop < 0 else stop, _word_end(text, piece.end + _CONTEXT))
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    shown: list[RenderableType] = []
    for start, end in stretches:
        shown += [Text("  …", style="bright_black")] if shown else []
        shown.append(Ruled(highlighted(text, start, end, evidence)))
    return shown


def _word_start(text: str, at: int) -> int:
    return 0 if at <= 0 else text.rfind(" ", 0, at) + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    stop = text.find(" ", at)
    return len(text) if stop < 0 else stop


def highlighted(text: str, start: int, end: int, evidence: Iterable[Evidence], rest: str = "bright_black") -> Text:
    """`text[start:end]` in pieces of one look each: the whole sentence bold, and on it the narrower roles; `rest` is the look of all other
    words. Offsets are cut before cleaning, since cleaning changes lengths."""
    inside = [e for e in evidence if e.start < end and start < e.end]
    cuts = sorted({start, end, *(min(max(at, start), end) for e in inside for at in (e.start, e.end))})
    shown = Text("… " if start and text[start - 1] != "\n" else "")
    for a, b in pairwise(cuts):
        covering = sorted((e for e in inside if e.start <= a and b <= e.end), key=lambda e: e.role not in _WIDE)
        shown.append(clean_piece(text[a:b]), style=_STYLES.get(covering[-1].role, "bold") if covering else rest)
    if end < len(text) and text[end] != "\n":
        shown.append(" …")
    return shown
