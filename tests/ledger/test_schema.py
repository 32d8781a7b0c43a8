"""Migrations, foreign files, damaged files, and what `check` finds."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from rapport.errors import CorruptLedger, LedgerError
from rapport.ledger import Ledger, schema
from tests.ledger.invented import dump, reading, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "l.db", [reading(i) for i in range(5)])
    return tmp_path / "l.db"


def _edit(path: Path, *statements: str) -> None:
    """Change a file as a careless program would, without foreign keys."""
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)


def test_migrations_are_named_recorded_and_applied_once(path: Path) -> None:
    with sqlite3.connect(path) as db:
        recorded = db.execute("SELECT * FROM migrations ORDER BY name").fetchall()
    assert [name for name, _ in recorded] == [name for name, _ in schema.MIGRATIONS]
    Ledger(path).close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT * FROM migrations ORDER BY name").fetchall() == recorded
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_later_migration_is_applied_to_a_file_that_lacks_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(path)
    later = (*schema.MIGRATIONS, ("9999-notes", "CREATE TABLE notes (article TEXT);\nINSERT INTO notes SELECT id FROM articles;\n"))
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    with Ledger(path) as ledger:
        assert ledger.connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 5
    assert dump(path) == before


def test_a_migration_that_fails_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*schema.MIGRATIONS, ("9999-bad", "CREATE TABLE notes (article TEXT);\nINSERT INTO nowhere VALUES (1);\n"))
    )
    with pytest.raises(LedgerError, match="nowhere"):
        Ledger(path)
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM migrations").fetchone() == (len(schema.MIGRATIONS) - 1,)


def test_a_newer_ledger_is_refused(path: Path) -> None:
    _edit(path, "INSERT INTO migrations VALUES ('9999-future', '2040-01-01')")
    with pytest.raises(LedgerError, match=r"newer Rapport made it \(9999-future\)"):
        Ledger(path)


def test_someone_elses_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "photos.db"
    _edit(other, "CREATE TABLE photos (name TEXT)")
    with pytest.raises(LedgerError, match="something else"):
        Ledger(other)
    with sqlite3.connect(other) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]


def test_what_is_no_ledger_says_so(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("Ada Quill met Tom Reyes at noon. " * 40)
    with pytest.raises(CorruptLedger, match="text.db"):
        Ledger(tmp_path / "text.db")
    with pytest.raises(LedgerError, match="there is no such ledger"):
        Ledger(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(LedgerError, match="no folder"):
        Ledger(tmp_path / "no" / "folder.db")
    with pytest.raises(LedgerError):
        Ledger(tmp_path)


def test_opening_a_ledger_does_not_wait_for_a_writer(path: Path) -> None:
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO run_items VALUES (1, 'a', 'b', 'c')")
        with Ledger(path, create=False) as ledger:
            ledger.connection.execute("PRAGMA busy_timeout = 0")
            assert len(ledger.contacts()) == 5
            assert ledger.failures(1) == []
        writer.execute("ROLLBACK")


def test_a_sound_ledger_has_no_problems_even_after_vacuum(path: Path) -> None:
    _edit(path, "DELETE FROM sightings")
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("VACUUM")
    with Ledger(path) as ledger:
        assert ledger.check() == []
        assert len(ledger.search("ferry", 50)) == 5


@pytest.mark.parametrize(
    ("change", "subject", "problem"),
    [
        ("UPDATE evidence SET start = start + 1 WHERE role = 'trigger'", "record", "trigger"),
        ("UPDATE evidence SET text = upper(text) WHERE role = 'content'", "record", "content"),
        ("DELETE FROM evidence WHERE record IN (SELECT id FROM contacts)", "record", "no evidence"),
        ("DELETE FROM evidence WHERE record IN (SELECT id FROM stances)", "record", "no evidence"),
        ("UPDATE evidence SET \"end\" = \"end\" + 1 WHERE record IN (SELECT id FROM stances) AND role = 'label'", "record", "label"),
        ("UPDATE stances SET target = 'nobody'", "stances", "not there"),
        ("UPDATE role_evidence SET \"end\" = 99999", "actor", "label"),
        ("UPDATE articles SET text = replace(text, 'Café', 'Cafe')", "article", "SHA-256"),
        ("UPDATE articles SET title = 'Other'", "article", "id differs"),
        ("UPDATE mentions SET \"end\" = 99999", "article", "outside"),
        ("DELETE FROM actors WHERE kind = 'unnamed'", "sources", "not there"),
        ("UPDATE sources SET record = 'f' || record", "sources", "no record"),
        ("DELETE FROM contact_parties WHERE position = 1", "record", "fewer than two"),
        ("DELETE FROM articles_indexed", "search index of articles", "not in it"),
    ],
)  # fmt: skip
def test_check_finds(path: Path, change: str, subject: str, problem: str) -> None:
    _edit(path, change)
    with Ledger(path) as ledger:
        found = ledger.check()
        assert any(p.subject.startswith(subject) and problem in p.problem for p in found), found


def test_check_finds_a_statement_missing_from_the_index(path: Path) -> None:
    _edit(path, "UPDATE statements SET content = 'zeppelin'")
    with Ledger(path) as ledger:
        assert any(p.subject == "search index of statements" for p in ledger.check())


def test_a_damaged_file_is_told_of_and_not_a_traceback(path: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    with sqlite3.connect(path) as source, sqlite3.connect(whole) as target:
        source.backup(target)
    data = bytearray(whole.read_bytes())
    damaged = tmp_path / "damaged.db"
    caught = 0
    told: list[str] = []
    for page in range(4, len(data) // 4096, 7):
        spoilt = bytearray(data)
        spoilt[page * 4096 : page * 4096 + 64] = b"\xff" * 64
        damaged.write_bytes(spoilt)
        try:
            with Ledger(damaged) as ledger:
                caught += bool(ledger.check())
                ledger.quotes()
                ledger.search("ferry")
        except LedgerError as error:
            told.append(str(error))
        for rest in tmp_path.glob("damaged.db*"):
            rest.unlink()
    assert caught + len(told) > 3
    assert all("damaged.db" in message for message in told)


def test_a_read_only_copy_can_be_asked(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    with Ledger(path):
        shutil.copy(path, folder / "l.db")
    with Ledger(path) as ledger:
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(path, folder / "l.db")
    (folder / "l.db").chmod(0o444)
    with Ledger(folder / "l.db", create=False) as ledger:
        assert len(ledger.contacts()) == 5
        assert ledger.check() == []
