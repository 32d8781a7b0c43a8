"""Articles for reading, actors by name, sizes, reading without the right to write, and lists in parts."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rapport.errors import LedgerError
from rapport.ledger import Filters, Ledger
from tests.ledger.told import Told, add, article


@pytest.fixture(scope="module")
def town(ledger_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six articles, taken in; a file of our own, since others test what is not."""
    path = tmp_path_factory.mktemp("texts") / "town.db"
    with Ledger(ledger_file) as ledger:
        ledger.connection.execute("VACUUM INTO ?", (str(path),))
    with Ledger(path) as ledger:
        ledger.resolve()
    return path


def test_a_reader_never_writes_and_never_waits(town: Path) -> None:
    writer = sqlite3.connect(town, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        with Ledger(town, read_only=True) as ledger:
            assert ledger.size().articles == 6
            assert ledger.entries()
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                ledger.connection.execute("DELETE FROM articles")
    finally:
        writer.execute("ROLLBACK")
        writer.close()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("QUILL", ["Ada Quill"]),
        ("ada il", ["Ada Quill"]),
        ("zoë", ["Zoë Straße"]),
        ("ZOË STRASSE", ["Zoë Straße"]),
        ("zo", ["Zoë Straße"]),
        ("Straße", ["Zoë Straße"]),
        ("100%", ["100% Merriam Council"]),
        ("_", []),
        ("%", ["100% Merriam Council"]),
    ],
)
def test_a_name_holds_words_in_any_case(tmp_path: Path, words: str, found: list[str]) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        add(ledger, [article("Courier", "2031-02-01", Told(("Ada Quill", "Zoë Straße")), Told(("Ada Quill", "100% Merriam Council")))])
        assert [row.name for row in ledger.actors(words)] == found


def test_what_is_not_there_or_is_older_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such ledger"):
        Ledger(tmp_path / "none.db", read_only=True)
    assert not (tmp_path / "none.db").exists()
    old = tmp_path / "old.db"
    with Ledger(old) as ledger:
        ledger.connection.execute("DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations)")
    with pytest.raises(LedgerError, match="rapport stats"):
        Ledger(old, read_only=True)


def test_an_article_with_its_people(town: Path) -> None:
    with Ledger(town) as ledger:
        contact = ledger.contacts(Filters(channel="call", outlet="Harbor"))[0]
        found = ledger.text(contact.article)
    assert set(found.called.values()) >= {"Tom Reyes", "Ada Quill"}
    people = {found.called[key] for key in found.named}
    assert "two aides" not in people
    assert [version.id for version in found.versions] == [found.current] == [contact.article]
    assert all(found.reported.article.text[m.start : m.end] for m in found.mentions)


def test_actors_by_the_words_of_their_names(town: Path) -> None:
    with Ledger(town) as ledger:
        everyone = ledger.actors()
        assert [row.articles for row in everyone] == sorted((row.articles for row in everyone), reverse=True)
        assert [row.name for row in ledger.actors("quill ADA")] == ["Ada Quill"]
        assert ledger.actors("nobody at all") == []
        assert ledger.actors(limit=2, offset=1) == everyone[1:3]


def test_lists_come_in_parts_from_either_end(town: Path) -> None:
    with Ledger(town) as ledger:
        for ask in (ledger.entries, ledger.contacts, ledger.quotes, ledger.stances):
            whole, newest = ask(), ask(Filters(newest=True))
            dated = [row.date for row in whole if row.date]
            assert [row.date for row in newest if row.date] == sorted(dated, reverse=True)
            assert ask(Filters(limit=1, offset=1)) == whole[1:2]
