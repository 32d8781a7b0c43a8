"""Annotations made by hand, by the words they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapport.annotations import Annotations, Attitude, Attribution, ContactTrigger, EntityMention, Span, TimeExpression
from rapport.records import Article


class Page:
    """An article under annotation; every method finds its words in the text, at or after `after`."""

    def __init__(self, text: str, outlet: str | None = "Bay Courier", published: str | None = "2031-06-18") -> None:
        self.article = Article(text, "A title", outlet, None, published)
        self.mentions: list[EntityMention] = []
        self.attributions: list[Attribution] = []
        self.contacts: list[ContactTrigger] = []
        self.groups: list[int] = []
        self.times: list[TimeExpression] = []
        self.names: list[EntityMention] = []
        self.attitudes: list[Attitude] = []

    def at(self, words: str, after: int = 0) -> Span:
        start = self.article.text.index(words, after)
        return Span(start, start + len(words))

    def text_at(self, words: str) -> int:
        """Where words begin."""
        return self.article.text.index(words)

    def mention(
        self, words: str, cluster: int, kind: Any = "person", form: Any = "name", after: int = 0, head: str | None = None, name: str | None = None
    ) -> int:
        span = self.at(words, after)
        word = head or words.split()[-1]
        start = span.start + words.rindex(word)
        self.mentions.append(EntityMention(span, Span(start, start + len(word)), kind, form, cluster, 0.99))
        if form == "name":
            tagged = self.at(name or words, span.start)
            self.names.append(EntityMention(tagged, tagged, kind, "name", -1, 0.99))
        return len(self.mentions) - 1

    def said(self, source: str | None, cue: str | None, *content: str, after: int = 0, **more: Any) -> Attribution:
        """An attribution; without `about` it is about everyone whom its content names, and without `held` the statement tells what `stances` hold."""
        parts = [(self.at(words, after),) if words else () for words in (source, cue)]
        spans = tuple(self.at(words, after) for words in content)
        inside = [i for i, m in enumerate(self.mentions) if any(span.start <= m.head.start < span.end for span in spans)]
        fields = {"about": tuple((i, 0.9) for i in inside), "held": more.get("stances", ())} | more
        item = Attribution(parts[0], parts[1], spans, 0.9, **fields)
        self.attributions.append(item)
        return item

    def trigger(
        self,
        words: str,
        parties: Sequence[int | tuple[int, float]],
        channel: Any = "call",
        status: Any = "happened",
        group: int = 0,
        other: float = 0.05,
        **more: Any,
    ) -> None:
        """`other` is the probability that it tells of the encounter of another group's trigger."""
        fields: dict[str, Any] = {"score": 0.95, "parties": tuple(p if isinstance(p, tuple) else (p, 0.9) for p in parties)} | more
        same = tuple((i, 0.9 if earlier == group else other) for i, earlier in enumerate(self.groups))
        self.groups.append(group)
        self.contacts.append(ContactTrigger(trigger=self.at(words), channel=channel, status=status, same=same, **fields))

    def holds(self, holder: int, target: int, polarity: Any, score: float = 0.9) -> None:
        """A sentence tells that one mention's actor is positive or negative toward another's."""
        self.attitudes.append(Attitude(holder, target, polarity, score))

    def annotations(self) -> Annotations:
        sentences, at = [], 0
        for paragraph in self.article.text.split("\n\n"):
            start = self.article.text.index(paragraph, at)
            at = start + len(paragraph)
            sentences.append(Span(start, at))
        order = sorted(self.mentions, key=lambda m: m.span)
        assert order == self.mentions, "mentions in order of position, please"
        return Annotations(
            tuple(sentences),
            tuple(self.mentions),
            tuple(self.attributions),
            tuple(self.contacts),
            tuple(self.times),
            tuple(sorted(self.names, key=lambda n: n.span)),
            tuple(self.attitudes),
        )
