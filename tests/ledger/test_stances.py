"""Stances in a ledger: written and read back, asked for, checked, and at home in a file that an earlier Rapport made."""

from __future__ import annotations

import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from rapport.errors import SpanError, UsageError
from rapport.export.jsonl import export_jsonl
from rapport.ledger import Filters, Ledger, schema
from rapport.records import Source, When
from tests.conftest import Story
from tests.ledger.invented import dump, reading, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "ledger.db"
    write(file, [reading(seed) for seed in range(6)])
    return file


def test_what_was_written_is_read_back(path: Path) -> None:
    made = reading(3)
    with Ledger(path) as ledger:
        assert ledger.show(made.stances[0].id).record == made.stances[0]
        assert made.stances[0] in ledger.article(made.article.id).records
        assert ledger.stats()["stances"] == 6
        assert ledger.stats()["stances_by_polarity"] == {"negative": 6}
        assert ledger.check() == []


def test_they_are_asked_for_by_who_holds_them_and_toward_whom(path: Path) -> None:
    made = reading(3)
    names = {actor.id: actor.name for actor in made.actors}
    holder, target = names[made.stances[0].holder], names[made.stances[0].target]
    with Ledger(path) as ledger:
        everything = ledger.stances()
        assert len(everything) == 6
        found = ledger.stances(Filters(actor=holder, with_=target))
        assert made.stances[0].id in {row.id for row in found}
        row = next(row for row in found if row.id == made.stances[0].id)
        assert (row.holder, row.polarity, row.target, row.label) == (holder, "negative", target, "never calls back")
        assert (row.start, row.dated, row.sources[0].via) == ("2030-01-01", True, "Harbor Ledger")
        assert "never calls back" in row.sentence
        assert made.stances[0].id in {row.id for row in ledger.between(target, holder).stances}
        assert ledger.stances(Filters(since="2032")) == []
        assert len(ledger.stances(Filters(until="2030", limit=2))) == 2
        assert ledger.stances(Filters(min_confidence=0.9)) == []
        assert len(ledger.stances(Filters(source_kind="unnamed", outlet="courier"))) == 6
        assert ledger.stances(Filters(source_kind="poll")) == []
        with pytest.raises(UsageError, match="--channel"):
            ledger.stances(Filters(channel="call"))


def test_other_weights_replace_them(path: Path) -> None:
    made = reading(3)
    write(path, [replace(made, stances=())], weights="w2")
    with Ledger(path) as ledger:
        assert len(ledger.stances()) == 5
        assert ledger.check() == []


def test_one_whose_words_do_not_stand_in_the_text_or_that_shows_none_is_refused(tmp_path: Path) -> None:
    made = reading(1)
    label = made.stances[0].evidence[1]
    for evidence in ((label,), (replace(label, role="sentence", text="something else"),)):
        with pytest.raises(SpanError):
            write(tmp_path / "refused.db", [replace(made, stances=(replace(made.stances[0], evidence=evidence),))])


def test_the_check_finds_one_whose_evidence_was_changed_or_lost(path: Path) -> None:
    one, other = reading(2).stances[0].id, reading(4).stances[0].id
    with sqlite3.connect(path) as db:
        db.execute("UPDATE evidence SET text = 'never wrote back' WHERE record = ? AND role = 'label'", (one,))
        db.execute("DELETE FROM stances WHERE id = ?", (other,))
    with Ledger(path) as ledger:
        assert {problem.subject for problem in ledger.check()} == {f"record {one}", f"evidence of {other}", f"sources of {other}"}


def test_the_export_writes_them_after_the_statements_of_their_article(path: Path) -> None:
    out = io.StringIO()
    with Ledger(path) as ledger:
        export_jsonl(ledger, out)
    kinds = [json.loads(line)["type"] for line in out.getvalue().splitlines()]
    assert kinds.count("stance") == 6
    assert all(kinds[i - 1] in ("statement", "stance") for i, kind in enumerate(kinds) if kind == "stance")
    stance = next(json.loads(line) for line in out.getvalue().splitlines() if '"type": "stance"' in line)
    assert list(stance) == ["type", "id", "article", "holder", "target", "polarity", "label", "when", "according_to", "confidence", "evidence"]


def test_a_file_of_an_earlier_rapport_gets_the_table_and_keeps_what_it_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.db"
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:3])
        with sqlite3.connect(old) as db:
            schema.migrate(db)
            db.execute("INSERT INTO runs (command, options, started) VALUES ('read', '{}', '2031-01-01')")
    with Ledger(old) as ledger:
        assert len(ledger.runs()) == 1
        assert ledger.stances() == []
        # The log is as it was.
        columns = [row["name"] for row in ledger.connection.execute("PRAGMA table_info(runs)")]
        assert columns[-2:] == ["contacts", "statements"]
    write(old, [reading(1)])
    with Ledger(old) as ledger:
        assert len(ledger.stances()) == 1


def test_a_full_file_of_an_earlier_rapport_loses_no_row(tmp_path: Path) -> None:
    readings = [replace(reading(seed), stances=()) for seed in range(4)]
    old = tmp_path / "old.db"
    write(old, readings)
    before = dump(old)
    with sqlite3.connect(old) as db:
        # What the migrations before this one make of the same articles.
        for undo in ("DROP VIEW stances_now", "DROP VIEW stances_view", "DROP TABLE stances", "DELETE FROM migrations WHERE name = '0004-stances'"):
            db.execute(undo)
    with Ledger(old, create=False) as ledger:
        assert ledger.check() == []
        assert len(ledger.contacts()) == len(ledger.quotes()) == 4
        assert [tuple(row) for row in ledger.connection.execute("SELECT name FROM migrations ORDER BY name")][3] == ("0004-stances",)
    assert dump(old) == before


def _feud() -> Story:
    """Four stances of two articles, told by several sources."""
    text = "“She is a fraud,” Tom Reyes said.\n\nTom Reyes called Ada Quill “a wrecking ball” last fall, two aides said.\n\nAda Quill admires Marcus Bell."
    story = Story(text, "Harbor Ledger", "2031-06-18", "A feud")
    reyes, quill, bell, aides = (story.actor(n, k) for n, k in (("Tom Reyes", "person"), ("Ada Quill", "person"), ("Marcus Bell", "person"), ("two aides", "unnamed")))  # fmt: skip
    told = text.split("\n\n")[1]
    story.stance(reyes, "negative", quill, told, "a wrecking ball")
    evidence = (story.piece("“She is a fraud,”", "content"), story.piece(told, "sentence"), story.piece("a wrecking ball", "label"))
    fall = When("last fall", "2030-09-01", "2030-11-30")
    story.stances[0] = replace(story.stances[0], evidence=evidence, when=fall, according_to=(Source(aides, "unnamed"),))
    story.stance(quill, "positive", bell, "Ada Quill admires Marcus Bell.")
    return story


def _praise() -> Story:
    story = Story("Tom Reyes praised Ada Quill. Ada Quill thanked Tom Reyes.", "Bay Courier", None, "Praise")
    reyes, quill = story.actor("Tom Reyes"), story.actor("Ada Quill")
    story.stance(reyes, "positive", quill, "Tom Reyes praised Ada Quill.")
    story.stance(quill, "positive", reyes, "Ada Quill thanked Tom Reyes.")
    story.stances[1] = replace(story.stances[1], confidence=0.4)
    return story


@pytest.fixture(scope="module")
def feud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("feud") / "ledger.db"
    write(file, [_praise().reading(), _feud().reading()])
    return file


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Reyes - Quill", "Quill + Bell", "Reyes + Quill", "Quill + Reyes"]),
        ({"actor": "reyes"}, ["Reyes - Quill", "Reyes + Quill"]),
        ({"with_": "quill"}, ["Reyes - Quill", "Reyes + Quill"]),
        ({"actor": "quill", "with_": "reyes"}, ["Quill + Reyes"]),
        ({"actor": "bell"}, []),
        ({"with_": "bell"}, ["Quill + Bell"]),
        # One that is of last fall is of each of its months.
        ({"since": "2030-11", "until": "2030-11"}, ["Reyes - Quill"]),
        ({"since": "2031"}, ["Quill + Bell"]),
        ({"until": "2030"}, ["Reyes - Quill"]),
        ({"outlet": "bay COURIER"}, ["Reyes + Quill", "Quill + Reyes"]),
        ({"source_kind": "unnamed"}, ["Reyes - Quill"]),
        ({"source_kind": "poll"}, []),
        ({"min_confidence": 0.5}, ["Reyes - Quill", "Quill + Bell", "Reyes + Quill"]),
        ({"limit": 2}, ["Reyes - Quill", "Quill + Bell"]),
    ],
)
def test_every_filter(feud: Path, filters: dict[str, object], found: list[str]) -> None:
    with Ledger(feud) as ledger:
        rows = ledger.stances(Filters(**filters))  # type: ignore[arg-type]
        assert rows == list(ledger.iter_stances(Filters(**filters)))  # type: ignore[arg-type]
    signs = {"positive": "+", "negative": "-"}
    assert [f"{row.holder.split()[-1]} {signs[row.polarity]} {row.target.split()[-1]}" for row in rows] == found


def test_between_gives_those_of_either_toward_the_other_in_order_of_time(feud: Path) -> None:
    with Ledger(feud) as ledger:
        found = ledger.between("Quill", "Reyes").stances
        assert [(row.date, row.dated, row.holder, row.polarity) for row in found] == [
            ("2030-09-01", True, "Tom Reyes", "negative"),
            (None, False, "Tom Reyes", "positive"),
            (None, False, "Ada Quill", "positive"),
        ]
        assert ledger.between("Reyes", "Quill").stances == found
        assert ledger.between("Reyes", "Bell").stances == ()


def test_of_several_places_the_one_with_the_naming_words_is_shown(feud: Path) -> None:
    told = "Tom Reyes called Ada Quill “a wrecking ball” last fall, two aides said."
    with Ledger(feud) as ledger:
        row = ledger.stances(Filters(since="2030", until="2030"))[0]
        assert (row.sentence, row.label) == (told, "a wrecking ball")
        assert [tuple(r) for r in ledger.connection.execute("SELECT sentence FROM stances_view WHERE id = ?", (row.id,))] == [(told,)]
        assert row.to_json()["sources"] == [{"actor": "two aides", "kind": "unnamed", "for": None, "via": None}]
        bare = ledger.stances(Filters(with_="Bell"))[0]
        assert (bare.sentence, bare.label, bare.sources) == ("Ada Quill admires Marcus Bell.", None, ())
