"""Ledgers of any size to measure with: made of real ones, or of nothing but what is hard.

`grown` repeats the articles of ledgers that were read, in rounds. Each round is told weeks after the one before, and in other words: all words but the
most frequent change places with others of the same length, by an order that is the round's own. So famous names, offices and turns of phrase recur in
all rounds as they do in news; people, quotations and texts that only some articles have are others in each round, and copies, variants and reports of
one contact find each other within a round as they do in the source. Lengths stay, so that every offset still holds.

The others are made of invented people: `one_person` (all articles name one), `copies` (all articles are one text), `pair` (all tell of one pair).
"""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from rapport.ledger import Ledger
from rapport.ledger.rows import actor_key
from rapport.records import Actor, Article, Contact, Evidence, Mention, Reading, Role, Statement, When, content_id

DAYS: Final = 70  # between an article and its repetition in the next round
_KEPT: Final = 1500  # of the most frequent words, by the articles they are in
_WORD: Final = re.compile(r"[^\W\d_]+")
_TABLES: Final = (
    "actors", "actor_aliases", "roles", "mentions", "contacts", "contact_parties", "contact_topics", "statements", "statement_about", "stances",
    "sources", "evidence",
)  # fmt: skip
# Columns by what is to be done with them; all others are copied.
_IDS: Final = frozenset({"article", "contact", "statement", "record", "id", "key"})
_WORDS: Final = frozenset(
    "name alias title organization text content cue label topic place via when_text duration_text cadence_text".split()
)  # fmt: skip
_DATES: Final = frozenset({"published", "when_start", "when_end"})
# Ids of records; an actor keeps its own, which is unique only together with its article's, and so does what names one.
_OF_ARTICLE: Final = frozenset({"actors", "actor_aliases", "roles", "mentions"})


class Source:
    """A ledger whose articles are repeated."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row
        self.articles = [row[0] for row in self.db.execute("SELECT article FROM readings ORDER BY article")]
        tables = {row[0] for row in self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.tables = [table for table in _TABLES if table in tables]


class Rounds:
    """The words of some ledgers, and what each becomes in a round. The first round (0) is told in the words of the source."""

    def __init__(self, sources: Sequence[Source]) -> None:
        frequency: Counter[str] = Counter()
        kept: set[str] = set()
        for source in sources:
            for text, outlet in source.db.execute("SELECT text, outlet FROM articles"):
                frequency.update({word.lower() for word in _WORD.findall(text)})
                kept.update(_WORD.findall((outlet or "").lower()))
        kept.update(word for word, _ in sorted(frequency.items(), key=lambda pair: (-pair[1], pair[0]))[:_KEPT])
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(frequency.keys() - kept):
            self._by_length[len(word)].append(word)
        self._rounds: dict[int, Mapping[str, str]] = {}

    def told(self, number: int) -> Callable[[str], str]:
        """What turns a text of the source into that of a round."""
        if number not in self._rounds:
            words_of: dict[str, str] = {}
            for words in self._by_length.values():
                others = list(words)
                if number:
                    random.Random(number).shuffle(others)
                words_of |= zip(words, others, strict=True)
            self._rounds[number] = words_of
        said = self._rounds[number]

        def word(found: re.Match[str]) -> str:
            old = found[0]
            new = said.get(old.lower())
            if new is None:
                return old
            if old.islower():
                return new
            return "".join(c.upper() if was.isupper() else c for c, was in zip(new, old, strict=True))

        return lambda text: _WORD.sub(word, text)


def _later(day: str | None, number: int) -> str | None:
    try:
        return (date.fromisoformat((day or "")[:10]) + timedelta(DAYS * number)).isoformat()
    except ValueError:
        return day


def _row(table: str, row: sqlite3.Row, number: int, told: Callable[[str], str]) -> tuple[Any, ...]:
    values = dict(row)
    for column, value in values.items():
        if not isinstance(value, str):
            continue
        if column in _IDS and not (column == "id" and table in _OF_ARTICLE):
            values[column] = f"{value}-{number}"
        elif column in _DATES:
            values[column] = _later(value, number)
        elif column in _WORDS:
            values[column] = told(value)
    if table == "actors":
        values["name_key"] = actor_key(values["name"], values["kind"])
    elif table == "articles":
        values |= {"url": None, "sha256": hashlib.sha256(values["text"].encode()).hexdigest()}
    return tuple(values.values())


def grown(target: Ledger, paths: Sequence[Path], size: int) -> Iterator[list[str]]:
    """Put `size` articles made of those of the ledgers at `paths` into an empty ledger, a round after the other, in an order that mixes the sources;
    gives their ids, some hundreds at a time, each after they are in."""
    sources = [Source(path) for path in paths]
    rounds = Rounds(sources)
    every = list({article: (source, article) for source in sources for article in source.articles}.values())
    random.Random(0).shuffle(every)
    pairs = [(number, *one) for number in range(1 + size // len(every)) for one in every][:size]
    for at in range(0, len(pairs), 500):
        chunk = pairs[at : at + 500]
        with writing(target):
            for number, source, article in chunk:
                _repeat(source, target.connection, article, number, rounds.told(number))
        yield [f"{article}-{number}" for number, _, article in chunk]


def _repeat(source: Source, target: sqlite3.Connection, article: str, number: int, told: Callable[[str], str]) -> None:
    _insert(target, "articles", [_row("articles", source.db.execute("SELECT * FROM articles WHERE id = ?", (article,)).fetchone(), number, told)])
    _insert(target, "readings", [(f"{article}-{number}", "benchmark")])
    for table in source.tables:
        rows = source.db.execute(f"SELECT * FROM {table} WHERE article = ?", (article,))
        _insert(target, table, [_row(table, row, number, told) for row in rows])


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


@contextmanager
def writing(ledger: Ledger) -> Iterator[None]:
    ledger.connection.execute("BEGIN IMMEDIATE")
    yield
    ledger.connection.execute("COMMIT")


# What the hard corpora are told in: names and words that no rule knows.
_SYLLABLES: Final = "ba ce do fi gu ha je ko li mu na pe ro si tu va we xo yi zu bri cla dro fle gri plo ste tra".split()


def _invented(number: int, syllables: int = 3) -> str:
    """The n-th word that nobody has said."""
    word = ""
    for _ in range(syllables):
        number, at = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[at]
    return word


class _Story:
    """An article under construction: sentences, and what is read in them."""

    def __init__(self, number: int, outlet: str, day: date) -> None:
        self.number, self.outlet, self.day = number, outlet, day
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, str, str]] = []
        self.names: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.contacts: list[tuple[int, str, tuple[str, ...]]] = []
        self.said: list[tuple[int, str, str]] = []

    def sentence(self, *pieces: str | tuple[str, str]) -> int:
        """Add a sentence of words, and of mentions given as (what is written, who is meant); gives its place."""
        text, at = "", sum(len(part) + 1 for part in self.parts)
        for piece in pieces:
            if isinstance(piece, tuple):
                self.spans.append((at + len(text), at + len(text) + len(piece[0]), piece[1], piece[0]))
            text += piece if isinstance(piece, str) else piece[0]
        self.parts.append(text)
        return len(self.parts) - 1

    def person(self, name: str, aliases: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> str:
        self.names[name] = (aliases, titles)
        return name

    def _evidence(self, at: int, role: Any) -> Evidence:
        start = sum(len(part) + 1 for part in self.parts[:at])
        return Evidence(start, start + len(self.parts[at]), role, self.parts[at])

    def reading(self) -> Reading:
        text = " ".join(self.parts)
        address = f"https://{self.outlet.replace(' ', '').lower()}.example/{self.number}"
        story = Article(text, f"Story {self.number}", self.outlet, address, self.day.isoformat())
        ids = {name: content_id("actor", story.id, name) for name in self.names}
        actors = tuple(
            Actor(ids[name], story.id, name, "person", aliases, tuple(Role(title, None, None, None, ()) for title in titles))
            for name, (aliases, titles) in self.names.items()
        )
        mentions = tuple(Mention(story.id, start, end, ids[name]) for start, end, name, _ in self.spans)
        contacts = tuple(
            Contact(
                content_id("contact", story.id, i), story.id, channel, "happened", tuple(ids[name] for name in parties), 0.9,  # type: ignore[arg-type]
                (self._evidence(at, "sentence"),), when=When("that day", self.day.isoformat(), self.day.isoformat()),
            )
            for i, (at, channel, parties) in enumerate(self.contacts)
        )  # fmt: skip
        said = tuple(
            Statement(
                content_id("statement", story.id, i), story.id, ids[name], "direct", "assert", content, 0.9, (self._evidence(at, "content"),),
            )
            for i, (at, name, content) in enumerate(self.said)
        )  # fmt: skip
        return Reading(story, actors, mentions, contacts, said)


_FIRST: Final = date(2031, 1, 1)


def one_person(size: int) -> Iterator[Reading]:
    """Articles that all name one person, by full name, with an office, or in some by surname alone; each with two others, who are in some hundred
    articles, and with words of theirs."""
    draw = random.Random(1)
    for number in range(size):
        story = _Story(number, f"Courier {number % 40}", _FIRST + timedelta(draw.randrange(3000)))
        full = draw.random() < 0.8
        famous = story.person(
            "Ada Quill" if full else "Quill", ("Quill", "Mayor Quill") if full else ("Mayor Quill",), ("Mayor",) if draw.random() < 0.5 else ()
        )
        others = [story.person(f"{_invented(n % 30, 1).title()}o {_invented(n, 2).title()}sen") for n in draw.sample(range(size // 200 + 40), 2)]
        words = [_invented(draw.randrange(20000)) for _ in range(60)]
        story.sentence((famous, famous), f" spoke of {' '.join(words[:12])} in the hall.")
        met = story.sentence((famous, famous), " met ", (others[0], others[0]), f" over {' '.join(words[12:16])}.")
        story.contacts.append((met, "meeting", (famous, others[0])))
        quote = " ".join(words[16:30])
        story.said.append((story.sentence("“", quote, "”, said ", (others[1], others[1]), "."), others[1], quote))
        story.sentence(" ".join(words[30:]) + ".")
        yield story.reading()


def copies(size: int) -> Iterator[Reading]:
    """One text of some length in many outlets: each with a contact, six quotations and eight people."""
    draw = random.Random(2)
    people = [f"{_invented(n, 1).title()}a {_invented(n + 90, 2).title()}sen" for n in range(8)]
    words = [_invented(draw.randrange(20000)) for _ in range(600)]
    for number in range(size):
        story = _Story(number, f"Courier {number % 400}", _FIRST + timedelta(number % 3))
        for name in people:
            story.person(name)
        met = story.sentence((people[0], people[0]), " met ", (people[1], people[1]), f" over {' '.join(words[:5])}.")
        story.contacts.append((met, "meeting", (people[0], people[1])))
        for n in range(6):
            quote = " ".join(words[10 + 20 * n : 30 + 20 * n])
            story.said.append((story.sentence("“", quote, "”, said ", (people[2 + n], people[2 + n]), "."), people[2 + n], quote))
        story.sentence(" ".join(words[200:]) + ".")
        yield story.reading()


def pair(size: int) -> Iterator[Reading]:
    """Two people with a contact in each article, five a day on average, every third by phone; what it was about differs."""
    draw = random.Random(3)
    for number in range(size):
        story = _Story(number, f"Courier {number % 40}", _FIRST + timedelta(draw.randrange(max(size // 5, 1))))
        one, other = story.person("Ada Quill"), story.person("Tom Reyes")
        words = [_invented(draw.randrange(20000)) for _ in range(50)]
        met = story.sentence((one, one), " and ", (other, other), f" talked of {' '.join(words[:6])}.")
        story.contacts.append((met, draw.choice(("call", "meeting", "message")), (one, other)))
        story.sentence(" ".join(words[6:]) + ".")
        yield story.reading()


def read_into(ledger: Ledger, readings: Iterator[Reading]) -> None:
    """Store readings as a run does."""
    with ledger.run("benchmark") as run:
        for reading in readings:
            run.add(reading, "benchmark", "benchmark")
