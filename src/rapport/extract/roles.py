"""Roles of one article’s people: titles before a name and descriptions set beside it, with the body or place, and since and until when the text tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rapport.annotations import EntityMention
from rapport.extract.times import when
from rapport.extract.words import FORMER, HONORIFICS, TITLE, trim
from rapport.records import Article, Evidence, Role

_LEADING: Final = re.compile(r"^(?:the|a|an|his|her|their|its|my|our|both|some|several|many|two|three|four|now|current|currently)\s+", re.IGNORECASE)
_APPOSITION: Final = re.compile(r",\s+(?P<role>(?:(?:an?|the)\s+|then-)?(?:[^,;:.()“”\"\n]|(?<=[A-Z])\.(?=[A-Z]|\s[A-Z])){3,90})")
# “the mayor of Dover”, “counsel for the Harbor Council”, “programs director at OMB”.
_OF: Final = re.compile(r"(?P<title>.+?)\s+(?:of|for|at|to|in|with)\s+(?:the\s+)?(?P<body>[A-Z].*)")
# “Dover’s police chief”, “Harbor Council director”: a body or place before the title.
_BEFORE: Final = re.compile(r"(?P<body>(?:[A-Z][\w.’'&-]*\s+)+)(?P<title>[^A-Z].*|[A-Z].*)")
# What an apposition cannot hold before its title: then it is a clause (“who was …”, “accompanied by …”).
_CLAUSE: Final = re.compile(
    r"\b(?:who|whom|whose|which|that|was|is|were|are|be|by|with|when|where|while|after|before|as|and|including|joined|accompanied|said|told|he|she|they)\b",
    re.IGNORECASE,
)
_PARTY: Final = re.compile(r"\b(?:Democratic|Democrat|Republican|GOP|Conservative|Labour|Tory)(?!-)\s*")
_WORDY: Final = 12
# “Deputy Attorney General”, “acting chief of staff”: what comes before a title belongs to it, not to a body.
_RANK: Final = re.compile(
    r"(?P<body>.*?)\s*\b(?P<rank>(?:Deputy|Acting|Interim|Assistant|Associate|General|High|Chief|Lieutenant|Vice)(?: .*)?)", re.IGNORECASE
)
# “the mayor, Senator Bell and …”: the description is of the next in a list.
_ANOTHER: Final = re.compile(r"\s+(?:[A-Z][\w.’'-]*)")
_ABBREVIATED: Final = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_SINCE: Final = re.compile(r"\s+(?P<words>since\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)\b")
_UNTIL: Final = re.compile(r"\s+(?P<words>until\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)\b")
_FROM_TO: Final = re.compile(
    r"\s+(?:between|from)\s+(?P<since>(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)\s+(?:to|until|and|through)\s+(?P<until>(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)\b"
)


def roles_of(article: Article, members: list[EntityMention], name: str) -> tuple[Role, ...]:
    """The roles that an article gives someone by the name mentions of them, each once, in order of the text."""
    found: dict[tuple[str, str | None], Role] = {}
    for mention in members:
        if mention.form != "name":
            continue
        for role in (*_titles(article, mention, name), *_apposed(article, mention)):
            key = (role.title.lower(), role.organization)
            known = found.get(key)
            if known is None or (role.since, role.until) != (None, None):
                found[key] = role
    return tuple(found.values())


def _titles(article: Article, mention: EntityMention, name: str) -> Iterator[Role]:
    """Titles before the name: “Port City Mayor Ada Quill”, “former Governor Tom Reyes”, “then-Senator Bell”."""
    phrase = article.text[mention.span.start : mention.span.end]
    at = phrase.find(name.split()[-1])
    if at < 0:
        return
    before = phrase[: phrase.find(name)] if name in phrase else phrase[:at]
    # “Gov. Tom Reyes and Mayor Ada Quill”: only what follows the last conjunction is hers.
    joints = list(re.finditer(r" and |, |\) ", before))
    offset = joints[-1].end() if joints else 0
    before = before[offset:]
    for title in TITLE.finditer(before):
        if title.group().lower() in HONORIFICS:
            continue
        body = _body(_LEADING.sub("", FORMER.sub("", before[: title.start()])))
        ranked = _RANK.fullmatch(body)
        body, rank = (ranked["body"], ranked["rank"] + " ") if ranked else (body, "")
        start = mention.span.start + offset + title.start()
        evidence = (Evidence(start, start + len(title.group()), "label", title.group()),)
        label = _past(before[: title.start()]) + rank + title.group()
        known = body[:1].isupper() and len(body.split()) <= 4 and not _CLAUSE.search(body)
        yield Role(label, body if known else None, evidence=evidence)


def _body(words: str) -> str:
    """A body or place as it is called: without party adjectives and outer punctuation, “U.S.” with its last stop."""
    found = trim(_PARTY.sub("", words)).strip()
    return found + "." if _ABBREVIATED.fullmatch(found) else found


def _apposed(article: Article, mention: EntityMention) -> Iterator[Role]:
    """A description set beside the name: “Ada Quill, the mayor of Dover since 2029,”."""
    text = article.text
    found = _APPOSITION.match(text, mention.head.end)
    if not found:
        return
    phrase = found.group("role")
    dated, since, until = _held(article, phrase)
    label = _LEADING.sub("", _LEADING.sub("", phrase[:dated].rstrip()))
    start = found.start("role") + phrase.index(label)
    title = TITLE.search(label)
    if not title or not label[0].isalnum() or _CLAUSE.search(label[: title.start()]) or len(label.split()) > _WORDY:
        return
    last = list(TITLE.finditer(label))[-1]
    if _ANOTHER.match(label, last.end()) or _ANOTHER.match(label, title.end()):
        return
    past, bare = _past(label), FORMER.sub("", label, count=1)
    bare = _PARTY.sub("", bare)
    parts = _OF.fullmatch(bare)
    body = _body(parts["body"]) if parts and TITLE.search(parts["title"]) else None
    if body is None:
        parts = _BEFORE.fullmatch(bare)
        body = _body(parts["body"]) if parts and TITLE.search(parts["title"]) and not TITLE.search(parts["body"]) else None
    name = parts["title"].strip() if parts and body else bare
    yield Role(past + name, body or None, since, until, (Evidence(start, start + len(label), "label", label),))


def _past(words: str) -> str:
    return "former " if FORMER.search(words) else ""


def _held(article: Article, phrase: str) -> tuple[int, str | None, str | None]:
    """Where the time of a role begins in its description, and since and until when it was held, as ISO dates."""
    published = article.published
    if span := _FROM_TO.search(phrase):
        return span.start(), when(span["since"], published)[0], when(span["until"], published)[1]
    if since := _SINCE.search(phrase):
        return since.start(), when(since["words"].removeprefix("since "), published)[0], None
    if until := _UNTIL.search(phrase):
        return until.start(), None, when(until["words"].removeprefix("until "), published)[1]
    return len(phrase), None, None
