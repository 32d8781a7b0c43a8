"""What a page is asked, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rapport.export.csv import chain_text
from rapport.ledger import EntryRow, Ledger, StanceRow, StatementRow, Tie
from rapport.ledger.results import Jsonable
from rapport.report.english import sourced
from rapport.report.entries import origin_words
from rapport.web.addresses import Addresses, page_number

_T = TypeVar("_T")
LENGTH: Final = 50  # entries of a page of a list


@dataclass(frozen=True)
class Asked:
    """The query of an address, the id in it, how links are made, and who asks (an actor of Datasette, or null)."""

    query: Mapping[str, str]
    key: str
    at: Addresses
    actor: Mapping[str, Any] | None = None

    @property
    def number(self) -> int:
        return page_number(self.query)

    @property
    def narrow(self) -> bool:
        """Whether a picture is for a phone."""
        return self.query.get("width") == "narrow"


@dataclass(frozen=True)
class Page:
    """`data` is for the template, `json` makes what the JSON twin holds and `table` the lines of the CSV, where these are asked for; a `location` sends the reader there instead."""

    template: str
    title: str
    data: Mapping[str, Any]
    json: Callable[[], Any]
    table: Callable[[], Sequence[Mapping[str, Any]]] = tuple
    location: str | None = None


def twice(rows: Sequence[Jsonable]) -> tuple[Callable[[], list[dict[str, Any]]], Callable[[], list[dict[str, Any]]]]:
    """Rows that are the same in JSON and in a table."""

    def made() -> list[dict[str, Any]]:
        return [row.to_json() for row in rows]

    return made, made


def part(rows: Sequence[_T], number: int, length: int = LENGTH) -> tuple[Sequence[_T], dict[str, int]]:
    """One page of a list that is all there, and which it is of how many."""
    at = numbered(number, len(rows), length)
    return rows[at["first"] - 1 : at["first"] - 1 + length], at


def numbered(number: int, total: int, length: int = LENGTH) -> dict[str, int]:
    """Which page it is of a list of so many; a number beyond the last means the last."""
    pages = max(1, -(-total // length))
    number = min(number, pages)
    return {"number": number, "pages": pages, "total": total, "first": (number - 1) * length + 1}


def more(rows: list[_T], number: int, length: int = LENGTH) -> tuple[list[_T], dict[str, int]]:
    """One page of a list of which one row more than a page was asked for, to see whether another follows."""
    return rows[:length], {"number": number, "first": (number - 1) * length + 1, "next": int(len(rows) > length)}


def to_actors(ledger: Ledger, asked: Asked, ties: Sequence[Tie]) -> Callable[[str, str], str]:
    """The address of an actor of some ties, by id and name."""
    by = ledger.addressed({key for tie in ties for key in (tie.a_id, tie.b_id)}, sparing=False)
    return lambda key, name: asked.at.actor(by.get(key, name))


def entry_cells(row: EntryRow) -> dict[str, Any]:
    """An entry as a line of a table."""
    first = row.first
    return {
        "id": row.id, "date": row.date, "channel": row.channel, "status": row.status, "parties": row.parties, "initiator": row.initiator, "start": row.start, "end": row.end,
        "duration": row.duration, "cadence": row.cadence, "place": row.place, "topics": row.topics, "told": sourced(row), "outlets": row.outlets,
        "origins": [origin_words(o) for o in row.origins], "reports": len(row.reports), "sentence": first.sentence, "outlet": first.outlet,
        "published": first.published, "title": first.title, "url": first.url, "confidence": row.confidence,
    }  # fmt: skip


def statement_cells(row: StatementRow) -> dict[str, Any]:
    return {
        "id": row.id, "date": row.date, "speaker": row.speaker, "act": row.act, "form": row.form, "content": row.content, "audience": row.audience, "about": row.about,
        "according_to": chain_text(row.sources), "outlet": row.outlet, "published": row.published, "title": row.title, "url": row.url, "confidence": row.confidence,
    }  # fmt: skip


def stance_cells(row: StanceRow) -> dict[str, Any]:
    return {
        "id": row.id, "date": row.date, "holder": row.holder, "polarity": row.polarity, "target": row.target, "label": row.label, "sentence": row.sentence,
        "outlet": row.outlet, "published": row.published, "title": row.title, "url": row.url, "confidence": row.confidence,
    }  # fmt: skip
