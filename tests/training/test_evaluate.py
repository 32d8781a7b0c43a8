"""The command itself: files of each format, read by the shipped weights, and the scorer beside the gold file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from rapport.errors import UsageError
from training.evaluate import Options, evaluate, main, run_scorer
from training.scores import TABLE

TEXT = "Mayor Ada Quill met Governor Tom Reyes in Dover on Sunday. “He answers faster than my own staff,” Quill said."
# A scorer that counts what it was given, with its details before the object, as the real ones print them.
SCORER = """
import json, sys
gold = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
export = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
if "--details" in sys.argv:
    print("missed", gold[0]["id"])
kinds = [record["type"] for record in export]
print(json.dumps({"gold": len(gold), "articles": [r["source_id"] for r in export if r["type"] == "article"], "kinds": sorted(set(kinds))}, indent=2))
"""


def gold_file(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def article(number: int) -> dict[str, Any]:
    return {"id": f"a{number}", "outlet": "Bay Courier", "published": "2031-06-18", "title": "Talks", "text": TEXT, "contacts": [], "actors": []}


def test_the_scorer_is_called_and_its_details_go_to_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    scorer = tmp_path / "score_contacts.py"
    scorer.write_text(SCORER, encoding="utf-8")
    gold = gold_file(tmp_path, [article(1)])
    export = tmp_path / "export.jsonl"
    export.write_text('{"type": "article", "source_id": "a1"}\n', encoding="utf-8")
    assert run_scorer(scorer, gold, export, details=True) == {"gold": 1, "articles": ["a1"], "kinds": ["article"]}
    seen = capfd.readouterr()
    assert (seen.out, seen.err) == ("", "missed a1\n")
    assert run_scorer(scorer, gold, export, details=False)["gold"] == 1
    assert capfd.readouterr().err == ""


def test_a_scorer_that_is_missing_or_fails_is_named(tmp_path: Path) -> None:
    gold = gold_file(tmp_path, [])
    with pytest.raises(UsageError, match="score_contacts.py beside gold.jsonl"):
        run_scorer(tmp_path / "score_contacts.py", gold, gold, details=False)
    broken = tmp_path / "score_statements.py"
    broken.write_text("raise SystemExit('no such field')", encoding="utf-8")
    with pytest.raises(UsageError, match="no such field"):
        run_scorer(broken, gold, gold, details=False)


def test_contacts_run_through_extraction_and_a_limit_cuts_gold_and_export(tmp_path: Path) -> None:
    (tmp_path / "score_contacts.py").write_text(SCORER, encoding="utf-8")
    gold = gold_file(tmp_path, [article(1), article(2), article(3)])
    kept = tmp_path / "kept.jsonl"
    result = evaluate("contacts", gold, Options(limit=2, export=kept))
    assert result["documents"] == 2
    assert result["sha256"] == hashlib.sha256(gold.read_bytes()).hexdigest()
    assert (result["scores"]["gold"], result["scores"]["articles"]) == (2, ["a1", "a2"])
    assert {"actor", "article"} <= set(result["scores"]["kinds"])
    assert [json.loads(line)["type"] for line in kept.read_text(encoding="utf-8").splitlines()].count("article") == 2


def test_workers_change_no_score(tmp_path: Path) -> None:
    rows = [{"id": f"t{n}", "text": TEXT, "timex": [[TEXT.index("Sunday"), TEXT.index("Sunday") + 6]]} for n in range(3)]
    path = gold_file(tmp_path, rows)
    alone, together = evaluate("time", path), evaluate("time", path, Options(workers=2))
    assert alone["scores"] == together["scores"]
    assert alone["weights"] == together["weights"]
    assert alone["scores"]["exact"]["gold"] == 3


def test_the_command_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(
        tmp_path,
        [{"id": "n1", "tokens": ["Ada", "Quill", "met", "Tom", "Reyes", "."], "tags": ["B-person", "I-person", "O", "B-person", "I-person", "O"]}],
    )
    assert main(["ner", str(path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["task"], printed["documents"], printed["words"]) == ("ner", 1, 5)
    assert printed["scores"]["untyped"]["gold"] == 2


def test_sentences_are_read_by_the_shipped_weights(tmp_path: Path) -> None:
    text = "Governor Tom Reyes condemned Mayor Ada Quill as a disgrace."
    p, q = [13, 18], [39, 44]
    assert (text[slice(*p)], text[slice(*q)]) == ("Reyes", "Quill")
    pairs = gold_file(tmp_path, [{"id": "s1", "text": text, "p": p, "q": q, "label": "p->q negative"}])
    assert evaluate("stance", pairs)["scores"]["micro_f1"] == 1
    targets = gold_file(tmp_path, [{"id": "t1", "text": text, "targets": [{"s": q[0], "e": q[1], "polarity": -1}]}])
    assert evaluate("sentiment", targets)["scores"]["micro_f1"] == 1
    rows = [
        ("The governor met the mayor in Dover on Sunday.", [13, 16], 3.0),
        ("The governor refused to meet the mayor.", [24, 28], -2.0),
        ("The governor will meet the mayor on Monday.", [18, 22], -1.0),
    ]
    events = gold_file(tmp_path, [{"id": str(n), "text": t, "event": span, "factuality": f} for n, (t, span, f) in enumerate(rows)])
    assert evaluate("factuality", events)["scores"]["pearson"] > 0.7


def test_time_values_are_scored_on_a_table_that_the_rules_were_not_mended_against(tmp_path: Path) -> None:
    result = evaluate("values", TABLE)
    assert result["scores"]["asked"] == 149
    assert result["scores"]["right"] >= 0.9
    table = tmp_path / "table.py"
    table.write_text(
        'UNSEEN = [("They met [on May 5, 2030].", None, "past", "2030-05-05", "2030-05-05"), ("They met [soon].", None, "past", "2030", None)]',
        "utf-8",
    )
    assert evaluate("values", table)["scores"] == {"right": 0.5, "asked": 2}
    table.write_text("OTHER = 1", "utf-8")
    with pytest.raises(UsageError, match="UNSEEN"):
        evaluate("values", table)


def test_a_file_of_another_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(tmp_path, [article(1)])
    assert main(["coref", str(path)]) == 1
    assert "KeyError" in capsys.readouterr().err
    assert main(["time", str(tmp_path / "none.jsonl")]) == 1
    with pytest.raises(UsageError, match="no task 'weather'"):
        evaluate("weather", path)
    with pytest.raises(SystemExit):
        main(["coref"])
