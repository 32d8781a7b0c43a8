"""What a brief is made of: plain text in English with references to numbered entries. Nothing here is escaped; whoever writes a format does that.

Every text is cleaned: no control characters, no marks that turn the direction of writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

from rapport.errors import UsageError
from rapport.ledger.results import Jsonable

Form = Literal["html", "md", "pdf"]
FORMS: Final[tuple[Form, ...]] = ("html", "md", "pdf")
Tone = Literal["", "friendly", "hostile"]


@dataclass(frozen=True)
class Sentence(Jsonable):
    """A sentence and the numbers of the entries that say the same."""

    text: str
    refs: tuple[int, ...]

    @property
    def body(self) -> str:
        """The text without its full stop, which stands after the references."""
        return self.text.removesuffix(".")


@dataclass(frozen=True)
class Place(Jsonable):
    """Where something stands: outlet (or title), the day of publication in English, and an address of the web, null where there is none."""

    outlet: str
    day: str
    url: str | None


@dataclass(frozen=True)
class Item(Jsonable):
    """One entry. `words` is its quotation in pieces, each with whether it is of the words that report; `also` are the other articles that tell it.

    `date` is an ISO day for machines, `when` the same in English; not `dated` says that it is the day of publication, by which a contact was over where `when` begins with “by”. `rest` says who, to whom, about what.
    """

    number: int
    id: str
    kind: Literal["contact", "statement", "stance"]
    sign: str
    tone: Tone
    date: str | None
    when: str
    dated: bool
    head: str
    rest: str
    details: tuple[str, ...]
    words: tuple[tuple[str, bool], ...]
    told: str
    place: Place
    also: tuple[Place, ...]
    notes: tuple[Sentence, ...]
    sure: str


@dataclass(frozen=True)
class Section(Jsonable):
    """Entries under one heading, in order of time."""

    title: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Picture(Jsonable):
    """The picture as SVG, wide and for a phone; `alt` says what it shows, `legend` what its signs mean: (sign, tone or kind, words)."""

    wide: str
    narrow: str
    alt: str
    legend: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Quoted(Jsonable):
    """An entry that something rests on: what it is (“Before”), its day, its words, where they stand, and its number (0: none)."""

    label: str
    day: str
    words: str
    place: str
    ref: int


@dataclass(frozen=True)
class Turn(Jsonable):
    """A turning point, and the entries that make it."""

    text: str
    tone: Tone
    note: str
    rests_on: tuple[Quoted, ...]


@dataclass(frozen=True)
class Stand(Jsonable):
    """How one stands toward the other: the signs of favour and of opposition, each as numbers of entries."""

    holder: str
    target: str
    favour: tuple[int, ...]
    against: tuple[int, ...]


@dataclass(frozen=True)
class Relied(Jsonable):
    """A source: who it is, of what kind, which outlets have it, and the entries that rest on it."""

    name: str
    kind: str
    outlets: tuple[str, ...]
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Side(Jsonable):
    """One side of a conflict: what it says, its words, who told them and where; `more` further reports say the same."""

    value: str
    words: tuple[tuple[str, bool], ...]
    told: str
    place: Place
    more: int


@dataclass(frozen=True)
class Conflict(Jsonable):
    """Reports that exclude each other: on what, of which entry, side by side."""

    title: str
    ref: int
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Open(Jsonable):
    """Something that nothing has settled: what it is, its words, and what is known of its time."""

    text: str
    words: str
    note: str
    overdue: bool
    ref: int


@dataclass(frozen=True)
class Office(Jsonable):
    """What articles call someone, and when they do."""

    title: str
    when: str
    note: str
    place: Place


@dataclass(frozen=True)
class Partner(Jsonable):
    """Someone with whom contacts are told of: how many, what came of them, the last day, and the numbers of those in the brief."""

    name: str
    contacts: int
    tally: str
    last: str
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Brief(Jsonable):
    """A brief of one actor (`b` is null) or of two, as `rapport.brief` makes it: plain text with references, written out by `html`, `markdown`, `pdf`.

    The same ledger gives the same brief, byte for byte.
    """

    a: str
    b: str | None
    title: str
    kicker: str
    facts: tuple[str, ...]
    dated: str
    summary: tuple[Sentence, ...]
    picture: Picture | None
    offices: tuple[Office, ...]
    partners: tuple[Partner, ...]
    turns: tuple[Turn, ...]
    stands: tuple[Stand, ...]
    sections: tuple[Section, ...]
    sources: tuple[Relied, ...]
    conflicts: tuple[Conflict, ...]
    open: tuple[Open, ...]
    made: tuple[tuple[str, str], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All entries in order of their numbers."""
        return tuple(item for section in self.sections for item in section.items)

    def html(self) -> str:
        """One HTML page that fetches nothing and runs nothing."""
        from rapport.report.briefs.html import page

        return page(self)

    def markdown(self) -> str:
        """Markdown (CommonMark with tables), in which nothing of an article is markup."""
        from rapport.report.briefs.markdown import page

        return page(self)

    def pdf(self) -> bytes:
        """A PDF of A4 pages. Raises UsageError where the extra “pdf” is not installed."""
        from rapport.report.briefs.pdf import pages

        return pages(self)

    def write(self, path: str | Path, form: Form | None = None) -> None:
        """Write a file, whole or not at all; its form is that of the suffix where none is given. Raises UsageError for a suffix that says none."""
        path = Path(path)
        form = form or form_of(path)
        body = self.pdf() if form == "pdf" else (self.html() if form == "html" else self.markdown()).encode("utf-8", "replace")
        write_whole(path, body)

    def to_json(self) -> dict[str, Any]:
        """All but the picture's drawing."""
        found = super().to_json()
        if self.picture:
            found["picture"] = {"alt": self.picture.alt}
        return found


def form_of(path: Path) -> Form:
    """The form that a file's suffix says. Raises UsageError."""
    known: dict[str, Form] = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".pdf": "pdf"}
    if path.suffix.lower() not in known:
        raise UsageError(f"{path}: say by the suffix (.html, .md or .pdf) or by --format what it is to be")
    return known[path.suffix.lower()]


def write_whole(path: Path, body: bytes) -> None:
    """Never a half-written file under the name that was asked for; one that is there is replaced. Raises UsageError where there is no such folder."""
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")
    part = path.with_name(path.name + ".part")
    part.write_bytes(body)
    part.replace(path)


def ranges(refs: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers as runs: [1, 2, 3, 7] as (1, 3), (7, 7)."""
    ordered = sorted(set(refs))
    runs: Iterable[list[int]] = ([n for _, n in run] for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]))
    return [(run[0], run[-1]) for run in runs]


def refs_text(refs: Sequence[int]) -> str:
    """“1–3, 7”."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges(refs))
