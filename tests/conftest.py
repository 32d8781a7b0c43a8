"""A small invented ledger, made by hand from the records of six articles: what pages and commands are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from rapport.errors import IngestError
from rapport.ledger import Ledger
from rapport.records import (
    Actor,
    Article,
    Cadence,
    Contact,
    Duration,
    Evidence,
    EvidenceRole,
    Mention,
    Reading,
    Role,
    Source,
    Stance,
    Statement,
    When,
    content_id,
)  # fmt: skip

WEIGHTS = "0" * 64


class Story:
    """One article and its records, found in the text by their words."""

    def __init__(self, text: str, outlet: str, published: str | None, title: str) -> None:
        slug = title.lower().replace(" ", "-")
        self.article = Article(text, title, outlet, f"https://{outlet.replace(' ', '').lower()}.example/{slug}", published)
        self.actors: list[Actor] = []
        self.contacts: list[Contact] = []
        self.statements: list[Statement] = []
        self.stances: list[Stance] = []

    def actor(self, name: str, kind: Any = "person", aliases: Sequence[str] = (), role: str | None = None) -> str:
        key = content_id("actor", self.article.id, name)
        self.actors.append(Actor(key, self.article.id, name, kind, tuple(aliases), (Role(role),) if role else ()))
        return key

    def piece(self, words: str, role: EvidenceRole) -> Evidence:
        start = self.article.text.index(words)
        return Evidence(start, start + len(words), role, words)

    def after(self, words: str, role: EvidenceRole, at: int) -> Evidence:
        start = self.article.text.find(words, at)
        return Evidence(start, start + len(words), role, words) if start >= 0 else self.piece(words, role)

    def contact(self, channel: Any, status: Any, parties: Sequence[str], sentence: str, trigger: str, **fields: Any) -> str:
        evidence = (self.piece(sentence, "sentence"), self.piece(trigger, "trigger"))
        key = content_id("contact", self.article.id, sentence, trigger, channel, status)
        self.contacts.append(Contact(key, self.article.id, channel, status, tuple(parties), fields.pop("confidence", 0.91), evidence, **fields))
        return key

    def statement(self, speaker: str | None, form: Any, act: Any, content: str, cue: str, **fields: Any) -> str:
        """A statement whose cue and `source` words stand after its content, or else anywhere."""
        at = self.article.text.index(content)
        evidence = [self.piece(content, "content"), self.after(cue, "cue", at)]
        if source := fields.pop("source", None):
            evidence.append(self.after(source, "source", at))
        key = content_id("statement", self.article.id, content)
        confidence = fields.pop("confidence", 0.88)
        self.statements.append(Statement(key, self.article.id, speaker, form, act, content, confidence, tuple(evidence), cue=cue, **fields))
        return key

    def stance(self, holder: str, polarity: Any, target: str, sentence: str, label: str | None = None) -> str:
        """What one holds of another, shown by a sentence and the words that name."""
        evidence = (self.piece(sentence, "sentence"), *([self.piece(label, "label")] if label else []))
        key = content_id("stance", self.article.id, holder, polarity, target)
        self.stances.append(Stance(key, self.article.id, holder, target, polarity, 0.83, evidence, label))
        return key

    def reading(self) -> Reading:
        mentions = tuple(
            Mention(self.article.id, at, at + len(actor.name), actor.id) for actor in self.actors if (at := self.article.text.find(actor.name)) >= 0
        )
        return Reading(self.article, tuple(self.actors), mentions, tuple(self.contacts), tuple(self.statements), tuple(self.stances))


def _campaign() -> Reading:
    said = "He called her “a demolition crew” at a rally in Hollis."
    s = Story(f"Gov. Tom Reyes went after Mayor Ada Quill again.\n\n{said}", "Harbor Ledger", "2030-10-08", "Reyes swings at Quill")
    reyes, quill = s.actor("Tom Reyes", role="Governor"), s.actor("Ada Quill", role="Mayor")
    s.statement(reyes, "mixed", "criticize", "“a demolition crew”", "called", about=(quill,))
    s.stance(reyes, "negative", quill, said, "a demolition crew")
    return s.reading()


def _sunday_call() -> Reading:
    call = "Gov. Tom Reyes phoned Mayor Ada Quill on Sunday night and they talked for half an hour about the ferry strike, two aides familiar with the call said."
    s = Story(f"{call}\n\n“He answers faster than my own staff,” Quill said.", "Harbor Ledger", "2031-02-18", "A Sunday call")
    reyes, quill, aides = s.actor("Tom Reyes"), s.actor("Ada Quill", aliases=["Quill", "Mayor Ada Quill"]), s.actor("two aides", "unnamed")
    s.contact(
        "call", "happened", (reyes, quill), call, "phoned", initiator=reyes, when=When("Sunday night", "2031-02-16", "2031-02-16"),
        duration=Duration("half an hour", "PT30M"), topics=("the ferry strike",), according_to=(Source(aides, "unnamed"),),
    )  # fmt: skip
    s.statement(quill, "direct", "praise", "“He answers faster than my own staff,”", "said", about=(reyes,), confidence=0.97, source="Quill")
    return s.reading()


def _same_call_elsewhere() -> Reading:
    call = "The governor and Quill spent an hour on the phone, three aides told the Harbor Ledger."
    s = Story(f"{call} Tom Reyes and Ada Quill declined to comment.", "Bay Courier", "2031-02-19", "An hour on the phone")
    reyes, quill, aides = s.actor("Tom Reyes"), s.actor("Ada Quill"), s.actor("three aides", "unnamed")
    s.contact(
        "call", "happened", (quill, reyes), call, "on the phone", duration=Duration("an hour", "PT1H"), confidence=0.74,
        according_to=(Source(aides, "unnamed", via="Harbor Ledger"),),
    )  # fmt: skip
    return s.reading()


def _denial() -> Reading:
    denied = "Dana Whitlock, a spokeswoman for the mayor, denied that Ada Quill and Tom Reyes had discussed money in any conversation."
    s = Story(denied, "Capitol Wire", "2031-02-20", "No money offered")
    quill, reyes, whitlock = s.actor("Ada Quill"), s.actor("Tom Reyes"), s.actor("Dana Whitlock")
    chain = (Source(whitlock, "spokesperson", for_=quill),)
    s.contact("unspecified", "denied", (quill, reyes), denied, "discussed", topics=("money",), according_to=chain)
    s.statement(whitlock, "indirect", "deny", "that Ada Quill and Tom Reyes had discussed money in any conversation", "denied", about=(quill, reyes))
    return s.reading()


def _texts() -> Reading:
    texted = "Quill and Reyes have texted about twice a week since they met at the statehouse in May."
    plan = "The two will meet with Sen. Marcus Bell in Washington on July 8."
    s = Story(f"Ada Quill and Tom Reyes are on better terms.\n\n{texted}\n\n{plan}", "Bay Courier", "2031-06-12", "From feud to texts")
    quill, reyes, bell = s.actor("Ada Quill"), s.actor("Tom Reyes"), s.actor("Marcus Bell", role="Sen.")
    since = When("since they met at the statehouse in May", "2031-05-01", "2031-06-12")
    s.contact("message", "recurring", (quill, reyes), texted, "texted", when=since, cadence=Cadence("about twice a week", 2, "P1W"))
    may = When("in May", "2031-05-01", "2031-05-31")
    s.contact("meeting", "happened", (quill, reyes), texted, "met", when=may, place="the statehouse")
    july = When("on July 8", "2031-07-08", "2031-07-08")
    s.contact("meeting", "planned", (quill, reyes, bell), plan, "meet", when=july, place="Washington")
    return s.reading()


def _hostile() -> Reading:
    """An article that tries to talk to the terminal and to the markup of whatever prints it."""
    met = "Rex [bold red]Doyle[/] met \x1b[31mAda Quill\x1b[0m\x07 \u202eyadnuS no\u202c and \x9b2Jleft [link=file:///etc/passwd]early[/link]."
    s = Story(met + " Ada Quill said: “[red]no[/red] \x1b]0;title\x07comment”.", "Evil [bold]Times\x1b[5m", None, "Title \x1b[2J[blink]x[/]")
    doyle, quill = s.actor("Rex [bold red]Doyle[/]"), s.actor("Ada Quill")
    s.contact("meeting", "happened", (doyle, quill), met, "met", place="\x1b[31mhere[/]")
    s.statement(quill, "direct", "assert", "“[red]no[/red] \x1b]0;title\x07comment”", "said", about=(doyle,))
    s.stance(doyle, "positive", quill, met, "\x1b[31mAda Quill\x1b[0m\x07 \u202eyadnuS no\u202c")
    return s.reading()


def feud() -> tuple[Reading, ...]:
    """Six articles of three outlets, in which two who scolded each other come to praise each other, after a meeting of which a seventh tells."""
    told = (
        ("Irma Vale", "criticize", "Hugo Crane", "He has never kept a promise", "Bay Courier", "2030-03-02"),
        ("Hugo Crane", "criticize", "Irma Vale", "She would sell the harbor", "Harbor Ledger", "2030-04-11"),
        ("Irma Vale", "criticize", "Hugo Crane", "He is unfit for any office", "Capitol Wire", "2030-05-20"),
        ("Hugo Crane", "praise", "Irma Vale", "She is the best partner that we have had", "Bay Courier", "2031-01-15"),
        ("Irma Vale", "praise", "Hugo Crane", "He has done great work on the bridge", "Harbor Ledger", "2031-02-03"),
        ("Hugo Crane", "praise", "Irma Vale", "Nobody knows the port as she does", "Capitol Wire", "2031-03-09"),
    )
    found = []
    for who, act, whom, words, outlet, day in told:
        s = Story(f"“{words},” {who} said of {whom}.", outlet, day, words)
        speaker, other = s.actor(who), s.actor(whom)
        s.statement(speaker, "direct", act, f"“{words},”", "said", about=(other,))
        found.append(s.reading())
    met = "Irma Vale and Hugo Crane met at the pilots' house on Dec. 2."
    s = Story(met, "Bay Courier", "2030-12-04", "At the pilots' house")
    s.contact("meeting", "happened", (s.actor("Irma Vale"), s.actor("Hugo Crane")), met, "met", when=When("on Dec. 2", "2030-12-02", "2030-12-02"))
    return (*found, s.reading())


@pytest.fixture(scope="session")
def feud_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the articles of `feud`."""
    path = tmp_path_factory.mktemp("feud") / "feud.db"
    with Ledger(path) as ledger:
        with ledger.run("read articles/") as run:
            for reading in feud():
                run.add(reading, reading.article.id, WEIGHTS)
        ledger.resolve()
    return path


@pytest.fixture(scope="session")
def readings() -> tuple[Reading, ...]:
    """Six articles with their records; the last one is hostile."""
    return (_campaign(), _sunday_call(), _same_call_elsewhere(), _denial(), _texts(), _hostile())


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory: pytest.TempPathFactory, readings: tuple[Reading, ...]) -> Path:
    """A ledger with the six articles, of a run in which twelve items failed."""
    path = tmp_path_factory.mktemp("ledger") / "harbor.db"
    with Ledger(path) as ledger, ledger.run("read articles/") as run:
        for reading in readings:
            run.add(reading, f"articles/{reading.article.id}.txt", WEIGHTS)
        for number in range(12):
            run.fail(IngestError(f"articles/photo-{number}.jpg\x1b[31m", "binary", "not text"))
    with Ledger(path) as ledger:
        ledger.resolve()
    return path
