"""Articles of one contact, stance or promise each, made by hand, for tests of what is known across articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rapport.ledger import Ledger
from rapport.records import Actor, Article, Contact, Evidence, Mention, Reading, Source, Stance, Statement, When, content_id


class Story:
    """A ledger to which articles are added; each method is one article and gives the id of its record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def contact(
        self,
        names: list[str],
        published: str,
        outlet: str = "Bay Courier",
        *,
        when: str | None = None,
        run: bool = True,
        text: str = "",
        **fields: Any,
    ) -> str:
        """“A and B met.”, as an article tells it; `when` is an ISO day."""
        self.count += 1
        sentence = text or f"{' and '.join(names)} were in touch, as report {self.count} has it."
        article = Article(f"{sentence}\n\nIt rained.", f"Report {self.count}", outlet, f"https://x.example/{self.count}", published)
        actors = [self._actor(article, name) for name in names]
        source = fields.pop("source", None)
        chain: tuple[Source, ...] = ()
        if source:
            actors.append(Actor(content_id("actor", article.id, source), article.id, source, "unnamed"))
            chain = (Source(actors[-1].id, "unnamed", None, fields.pop("via", None)),)
        values: dict[str, Any] = {"channel": "meeting", "status": "happened", "confidence": 0.9} | fields
        record = Contact(
            id=content_id("contact", article.id), article=article.id, parties=tuple(a.id for a in actors[: len(names)]), according_to=chain,
            evidence=(Evidence(0, len(sentence), "sentence", sentence),), when=When(when, when, when) if when else None, **values,
        )  # fmt: skip
        self._add(Reading(article, tuple(actors), self._mentions(article, actors[: len(names)]), (record,)))
        return record.id

    def stance(
        self,
        holder: str,
        target: str,
        polarity: Any,
        published: str,
        outlet: str = "Bay Courier",
        confidence: float = 0.9,
        *,
        own: bool = False,
        when: When | None = None,
    ) -> str:
        """A stance that an article tells, or that its holder's `own` words show."""
        self.count += 1
        sentence = f"{holder} spoke of {target}, as report {self.count} has it."
        article = Article(sentence, f"Report {self.count}", outlet, f"https://x.example/{self.count}", published)
        actors = [self._actor(article, name) for name in (holder, target)]
        piece = Evidence(0, len(sentence), "sentence", sentence)
        record = Stance(content_id("stance", article.id), article.id, actors[0].id, actors[1].id, polarity, confidence, (piece,), when=when)
        content = Evidence(0, len(sentence), "content", sentence)
        said = Statement(content_id("statement", article.id), article.id, actors[0].id, "direct", "assert", sentence, confidence, (content,))
        self._add(Reading(article, tuple(actors), self._mentions(article, actors), (), (said,) if own else (), (record,)))
        return record.id

    def worked(self, holder: str, other: str) -> tuple[str, str]:
        """What `other` called the holder last fall, and what the holder says of them now, told by one article; the ids of the stances."""
        self.count += 1
        called, said = f"{other} called {holder} “a wrecking ball” last fall.", f"“{other} answers faster than my own staff,” {holder} said."
        article = Article(f"{said}\n\n{called}", f"Report {self.count}", "Bay Courier", f"https://x.example/{self.count}", "2031-06-18")
        one, two = actors = [self._actor(article, name) for name in (holder, other)]
        fall = When("last fall", "2030-09-01", "2030-11-30")
        told: tuple[tuple[Actor, Actor, Any, Any, str, When | None], ...] = (
            (two, one, "negative", "criticize", called, fall), (one, two, "positive", "praise", said, None),
        )  # fmt: skip
        stances, statements = [], []
        for who, whom, polarity, act, sentence, when in told:
            start = article.text.index(sentence)
            pieces = [Evidence(start, start + len(sentence), role, sentence) for role in ("sentence", "content")]
            key = content_id("stance", article.id, polarity)
            stances.append(Stance(key, article.id, who.id, whom.id, polarity, 0.8, (pieces[0],), when=when))
            key = content_id("statement", article.id, polarity)
            statements.append(Statement(key, article.id, who.id, "mixed", act, sentence, 0.8, (pieces[1],), about=(whom.id,), when=when))
        self._add(Reading(article, tuple(actors), self._mentions(article, actors), (), tuple(statements), tuple(stances)))
        return stances[0].id, stances[1].id

    def statement(self, speaker: str, act: Any, content: str, published: str, when: When | None = None, outlet: str = "Bay Courier") -> str:
        self.count += 1
        text = f"{speaker} said {content}."
        article = Article(text, f"Report {self.count}", outlet, f"https://x.example/{self.count}", published)
        actor = self._actor(article, speaker)
        pieces = (Evidence(text.index(content), text.index(content) + len(content), "content", content),)
        record = Statement(content_id("statement", article.id), article.id, actor.id, "indirect", act, content, 0.9, pieces, cue="said", when=when)
        self._add(Reading(article, (actor,), self._mentions(article, [actor]), (), (record,)))
        return record.id

    def judgement(self, speaker: str, target: str, act: Any, published: str, *, unsure: bool = False) -> str:
        """Someone praises or criticizes another in their own words; the id of the statement."""
        self.count += 1
        text = f"“{target} runs the port,” {speaker} said on day {self.count}."
        article = Article(text, f"Report {self.count}", "Bay Courier", f"https://x.example/{self.count}", published)
        speaks, other = self._actor(article, speaker), self._actor(article, target)
        content = text[: text.index("”") + 1]
        pieces = (Evidence(0, len(content), "content", content),)
        key = content_id("statement", article.id)
        record = Statement(key, article.id, speaks.id, "direct", act, content, 0.9, pieces, cue="said", about=(other.id,), unsure=unsure)
        self._add(Reading(article, (speaks, other), self._mentions(article, [speaks, other]), (), (record,)))
        return key

    def _actor(self, article: Article, name: str) -> Actor:
        return Actor(content_id("actor", article.id, name), article.id, name, "person")

    def _mentions(self, article: Article, actors: list[Actor]) -> tuple[Mention, ...]:
        places = ((article.text.find(a.name), a) for a in actors)
        return tuple(Mention(article.id, at, at + len(a.name), a.id) for at, a in places if at >= 0)

    def _add(self, reading: Reading) -> None:
        """Each article is a run of its own."""
        with Ledger(self.path) as ledger:
            with ledger.run("read") as run:
                run.add(reading, "origin", "w1")
            ledger.resolve()

    def ledger(self) -> Ledger:
        return Ledger(self.path)
