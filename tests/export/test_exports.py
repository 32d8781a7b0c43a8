"""The JSON Lines of LEDGER.md's “The export”, and tables that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.export import export_csv, export_jsonl
from rapport.export.csv import safe
from rapport.ledger import Ledger
from rapport.records import Reading
from tests.conftest import Story
from tests.ledger.invented import reading, write


def _lines(path: Path, **options: bool) -> list[dict[str, Any]]:
    out = io.StringIO()
    with Ledger(path) as ledger:
        count = export_jsonl(ledger, out, **options)
    lines = out.getvalue().split("\n")[:-1]
    assert len(lines) == count
    return [json.loads(line) for line in lines]


def test_every_record_is_a_line_as_its_own_json(ledger_file: Path, readings: tuple[Reading, ...]) -> None:
    found = [line for line in _lines(ledger_file) if line["type"] != "entry" and ("entity" in line or line["type"] != "actor")]
    assert {line["type"] for line in found} == {"article", "actor", "contact", "statement", "stance"}
    # Beside what was read stands who an actor of an article is in the whole ledger.
    assert all(line.pop("entity") for line in found if line["type"] == "actor")
    by_id = {line["id"]: line for line in found}
    assert len(by_id) == len(found)
    records: list[Any] = [record for r in readings for record in (r.article, *r.actors, *r.contacts, *r.statements, *r.stances)]
    assert {r.id: json.loads(json.dumps(r.to_json())) for r in records} == by_id


def test_articles_and_actors_stand_before_what_refers_to_them(ledger_file: Path) -> None:
    seen: set[str] = set()
    referring = 0
    for line in _lines(ledger_file, mentions=True):
        if line["type"] in ("contact", "statement", "stance", "mention"):
            assert line["article"] in seen
            named = [
                *line.get("parties", []),
                *line.get("about", []),
                line.get("initiator"),
                line.get("speaker"),
                line.get("audience"),
                line.get("actor"),
                line.get("holder"),
                line.get("target"),
            ]
            links = [link[end] for link in line.get("according_to", []) for end in ("actor", "for")]
            assert {key for key in (*named, *links) if key} <= seen
            referring += 1
        seen.add(line.get("id", ""))
    assert referring


def test_mentions_only_where_asked_for(ledger_file: Path, readings: tuple[Reading, ...]) -> None:
    mentions = [line for line in _lines(ledger_file, mentions=True) if line["type"] == "mention"]
    assert len(mentions) == sum(len(r.mentions) for r in readings) > 0
    assert set(mentions[0]) == {"type", "article", "start", "end", "actor"}


def test_the_order_is_that_of_content_and_not_of_reading(tmp_path: Path) -> None:
    write(tmp_path / "a.db", [reading(i) for i in range(8)])
    write(tmp_path / "b.db", [reading(i) for i in reversed(range(8))])
    assert _lines(tmp_path / "a.db", mentions=True) == _lines(tmp_path / "b.db", mentions=True)


def test_superseded_versions_only_where_asked_for(tmp_path: Path) -> None:
    old, new = reading(1, published="2031-01-01"), reading(1, published="2031-01-01", twist=" later")
    assert old.article.key == new.article.key
    write(tmp_path / "l.db", [old])
    write(tmp_path / "l.db", [new])
    assert [line["text"] for line in _lines(tmp_path / "l.db") if line["type"] == "article"] == [new.article.text]
    assert {line["id"] for line in _lines(tmp_path / "l.db", versions=True)} >= {old.contacts[0].id, new.contacts[0].id}


def test_memory_stays_flat(tmp_path: Path) -> None:
    write(tmp_path / "l.db", [reading(i, twist=f" {'very ' * 4000}") for i in range(200)])
    with Ledger(tmp_path / "l.db") as ledger, (tmp_path / "out").open("w") as out:
        tracemalloc.start()
        export_jsonl(ledger, out)
        export_csv(ledger, tmp_path / "tables")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "out").stat().st_size > 4_000_000
    assert peak < 2_000_000


def test_what_is_written_meanwhile_is_not_in_the_export(tmp_path: Path) -> None:
    write(tmp_path / "l.db", [reading(i) for i in range(3)])

    class Meddler(io.StringIO):
        def write(self, text: str) -> int:
            if not self.tell():
                write(tmp_path / "l.db", [reading(i) for i in range(3, 30)])
            return super().write(text)

    out = Meddler()
    with Ledger(tmp_path / "l.db") as ledger:
        export_jsonl(ledger, out)
    assert out.getvalue().count('{"type": "article"') == 3


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_tables(ledger_file: Path, tmp_path: Path) -> None:
    with Ledger(ledger_file) as ledger:
        paths = export_csv(ledger, tmp_path / "new" / "tables")
        assert [p.name for p in paths] == ["contacts.csv", "statements.csv", "stances.csv", "articles.csv", "actors.csv"]
        contacts, statements, stances, articles, actors = (_table(p) for p in paths)
        assert [row["id"] for row in contacts] == [c.id for c in ledger.contacts()]
        assert [row["id"] for row in statements] == [s.id for s in ledger.quotes()]
        assert [row["id"] for row in stances] == [s.id for s in ledger.stances()]
    assert contacts[0]["parties"] == "Tom Reyes; Ada Quill"
    assert contacts[0]["date"] == "2031-02-16"
    assert statements[1]["sentence"] == "“He answers faster than my own staff,” Quill said"
    assert contacts[0]["initiator"] == "Tom Reyes"
    assert [stances[0][name] for name in ("date", "holder", "polarity", "target", "label")] == [
        "2030-10-08", "Tom Reyes", "negative", "Ada Quill", "a demolition crew",
    ]  # fmt: skip
    assert contacts[1]["according_to"] == "three aides (unnamed, via Harbor Ledger)"
    assert contacts[2]["according_to"] == "Dana Whitlock (spokesperson, for Ada Quill)"
    assert len(articles) == 6
    assert {"name": "Ada Quill", "aliases": "Quill; Mayor Ada Quill"}.items() <= next(a for a in actors if a["aliases"]).items()
    assert sorted(p.name for p in (tmp_path / "new" / "tables").iterdir()) == sorted(p.name for p in paths)
    raw = paths[0].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")


def test_a_name_that_ends_in_csv_is_one_table(ledger_file: Path, tmp_path: Path) -> None:
    with Ledger(ledger_file) as ledger:
        assert export_csv(ledger, tmp_path / "statements.csv") == [tmp_path / "statements.csv"]
        assert export_csv(ledger, tmp_path / "stances.csv") == [tmp_path / "stances.csv"]
        assert export_csv(ledger, tmp_path / "mine.csv") == [tmp_path / "mine.csv"]
    assert "holder" in _table(tmp_path / "stances.csv")[0]
    assert "speaker" in _table(tmp_path / "statements.csv")[0]
    assert "parties" in _table(tmp_path / "mine.csv")[0]


def test_no_cell_of_a_hostile_article_is_a_formula(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://evil.example";"open") met @SUM(1+1) at noon; =1+1.'
    story = Story(text, "+Evil Times", "2031-01-01", "-2+3")
    parties = [story.actor("=HYPERLINK"), story.actor("@SUM")]
    story.contact("meeting", "happened", parties, text, "met", topics=("\t=1+1",), place=" =cmd|' /C calc'!A0")
    story.statement(parties[0], "direct", "assert", "@SUM(1+1) at noon; =1+1.", "met")
    story.stance(parties[0], "negative", parties[1], "@SUM(1+1) at noon; =1+1.", "=1+1.")
    write(tmp_path / "l.db", [story.reading()])
    with Ledger(tmp_path / "l.db") as ledger:
        for path in export_csv(ledger, tmp_path / "tables"):
            raw = path.read_text(encoding="utf-8-sig")
            for row in _table(path):
                assert not [cell for cell in row.values() if cell.strip()[:1] in tuple("=+-@") and cell.strip()]
            # Opened by a program that parts cells at semicolons, no cell begins with a formula either: all text is quoted.
            assert all(line.startswith('"') for line in raw.splitlines())
    stance = _table(tmp_path / "tables" / "stances.csv")[0]
    assert (stance["holder"], stance["target"], stance["label"], stance["sentence"]) == (
        "'=HYPERLINK",
        "'@SUM",
        "'=1+1.",
        "'@SUM(1+1) at noon; =1+1.",
    )
    contact = _table(tmp_path / "tables" / "contacts.csv")[0]
    assert (contact["sentence"], contact["outlet"], contact["place"]) == ("'" + text, "'+Evil Times", "' =cmd|' /C calc'!A0")


@pytest.mark.parametrize("value", [-1.5, 3, None, "", "a=b", "Ada", "2031-01-01"])
def test_harmless_cells_stay_as_they_are(value: object) -> None:
    assert safe(value) == value


@given(st.text())
def test_a_cell_is_never_a_formula_and_loses_no_word(text: str) -> None:
    cell = safe(text)
    assert cell.strip()[:1] not in tuple("=+-@＝＋－＠") or not cell.strip()
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")
