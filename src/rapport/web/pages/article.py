"""An article with all that was read in it, marked where it stands; and how its versions differ."""

from __future__ import annotations

import difflib
from contextlib import suppress
from typing import Any, Final

from rapport.errors import UnknownRecord
from rapport.ledger import Ledger
from rapport.records import Article, Contact, Record, Stance, Statement
from rapport.report.english import ACT_WORDS, contact_words
from rapport.web.marks import paragraphs
from rapport.web.pages.page import Asked, Page

# Words compared of each version: more would take long, and no article of news has more.
_COMPARED: Final = 20_000


def article(ledger: Ledger, asked: Asked) -> Page:
    """The page of one version of an article; `against` in the query compares it with another."""
    found = ledger.text(asked.key)
    here = found.reported.article
    records = [line(record, found.called) for record in found.reported.records]
    other = next((v for v in found.versions if asked.query.get("against") and v.id.startswith(asked.query["against"]) and v.id != here.id), None)
    data = {
        "article": here, "records": records, "paragraphs": paragraphs(found), "versions": found.versions, "current": found.current,
        "against": other, "compared": _compared(other, here) if other else (),
    }  # fmt: skip
    table = [
        {"id": r["id"], "kind": r["kind"], "what": r["what"], "who": r["who"], "words": r["words"], "confidence": r["confidence"]} for r in records
    ]
    return Page("article.html", here.title or "Untitled article", data, found.to_json, lambda: table)


def record(ledger: Ledger, asked: Asked) -> Page:
    """A record by its id: a contact's entry, else where it stands in its article."""
    found = ledger.show(asked.key)
    where = asked.at.article(found.article.id, found.record.id)
    if isinstance(found.record, Contact):
        with suppress(UnknownRecord):  # rejected, it is in no entry
            where = asked.at.entry(ledger.entry(found.record.id).id)
    return Page("trouble.html", "Record", {}, found.to_json, location=where)


def line(record: Record, names: dict[str, str]) -> dict[str, Any]:
    """A record as a line of the list beside the text."""
    shown: dict[str, Any] = {"id": record.id, "confidence": record.confidence, "words": ""}
    if isinstance(record, Contact):
        shown |= {"kind": "contact", "what": contact_words(record.channel, record.status), "who": [names.get(key, "?") for key in record.parties]}
    elif isinstance(record, Statement):
        shown |= {
            "kind": "statement",
            "what": ACT_WORDS.get(record.act, record.act),
            "who": [names.get(record.speaker or "", "Someone")],
            "words": record.content,
        }
    elif isinstance(record, Stance):
        what = "in favour of" if record.polarity == "positive" else "against"
        shown |= {"kind": "stance", "what": what, "who": [names.get(record.holder, "?"), names.get(record.target, "?")], "words": record.label or ""}
    return shown


def _compared(before: Article, after: Article) -> list[tuple[str, list[tuple[str, str]]]]:
    """Paragraph by paragraph: same, changed, added or gone, with the words that are."""
    old, new = (text.text.split("\n\n") for text in (before, after))
    shown: list[tuple[str, list[tuple[str, str]]]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            shown += [("same", [("same", paragraph)]) for paragraph in new[c:d]]
        else:
            shown.append(("changed", _words(" ".join(old[a:b]).split(), " ".join(new[c:d]).split())))
    return shown


def _words(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    old, new = old[:_COMPARED], new[:_COMPARED]
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(new[c:d])))
        else:
            pieces += [("gone", " ".join(old[a:b]))] if b > a else []
            pieces += [("added", " ".join(new[c:d]))] if d > c else []
    return pieces
