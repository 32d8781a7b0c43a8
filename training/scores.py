"""All development scores together: where the files lie, the floors that no score may fall below, and the page that shows them.

Floors stand in `floors.json` with the hash of the file they were set on: another file makes the check fail, and lowering
a floor is an edit that a reviewer sees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rapport.annotate.labels import SENTIMENTS
from rapport.annotate.stances import DIRECTED

FLOORS: Final = Path(__file__).with_name("floors.json")
SCORES: Final = Path(__file__).with_name("scores.json")
TABLE: Final = Path(__file__).parent.parent / "tests" / "extract" / "times_unseen.py"
PAGE: Final = Path(__file__).parent.parent / "docs" / "scores.md"

_NAMES: Final = {
    "person": "kinds.person", "organization": "kinds.organization", "place": "kinds.place", "other": "kinds.other",
    "all kinds": "micro", "without regard to kind": "untyped",
}  # fmt: skip
# What the page shows of each result: heading of the row -> path into its scores.
_ROWS: Final = {
    "attribution": {
        "source spans, exact": "spans.source", "cue spans, exact": "spans.cue", "content spans, exact": "spans.content",
        "whole attributions, exact": "whole_exact", "whole attributions, every part by half": "whole_half",
    },
    "names_politics": _NAMES,
    "names_gum": _NAMES,
    "coref": {"MUC": "muc", "B³": "b_cubed", "CEAF-e": "ceaf_e", "mentions that corefer": "mentions"},
    "time": {"exact": "exact", "any overlap": "overlap"},
    "stance": {name: f"classes.{name}" for name in DIRECTED},
    "sentiment": {name: f"classes.{name}" for name in SENTIMENTS},
    "contacts": {"contacts": ""},
    "statements": {"statements": "statements", "whom they are about": "about"},
}  # fmt: skip
# Single figures below the table of a result: label -> path.
_FIGURES: Final = {
    "attribution": {"source right, given its cue": "given_cue.source_half", "content right, given its cue": "given_cue.content_half"},
    "coref": {"CoNLL F1": "conll_f1"},
    "stance": {"macro-F1": "macro_f1", "micro-F1": "micro_f1"},
    "sentiment": {"macro-F1": "macro_f1", "micro-F1": "micro_f1"},
    "factuality": {"Pearson's r": "pearson"},
    "values": {"intervals right": "right"},
    "contacts": {
        field.replace("_", " "): f"fields.{field}.accuracy"
        for field in ("channel", "status", "took_place", "initiator", "initiator_null", "all_parties", "when", "duration", "cadence",
                      "place", "topics", "own_voice", "source_kind")
    },
    "statements": {"speaker": "speaker.accuracy", "act": "act.accuracy", "acts other than assert": "act_other_than_assert.recall",
                   "audience": "audience.accuracy", "stance": "stance.right"},
}  # fmt: skip


def files(data: Path, exam: Path) -> list[tuple[str, str, Path]]:
    """(name of the result, task, file) of every development file."""
    return [
        ("attribution", "attribution", data / "attribution" / "polnear_dev.jsonl.gz"),
        ("names_politics", "ner", data / "ner" / "crossner_politics_dev.jsonl.gz"),
        ("names_gum", "ner", data / "ner" / "gum_dev.jsonl.gz"),
        ("coref", "coref", data / "coref" / "ontogum_dev.jsonl.gz"),
        ("time", "time", data / "time" / "tdg_dev.jsonl.gz"),
        ("stance", "stance", data / "sentiment" / "dse_valid.jsonl.gz"),
        ("sentiment", "sentiment", data / "sentiment" / "newsmtsc_dev.jsonl.gz"),
        ("factuality", "factuality", data / "factuality" / "uds_dev.jsonl.gz"),
        ("values", "values", TABLE),
        ("contacts", "contacts", exam / "contacts_dev.jsonl.gz"),
        ("statements", "statements", exam / "statements_dev.jsonl.gz"),
    ]


def figure(scores: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, the whole for an empty one, None where there is none."""
    found: Any = scores
    for key in path.split(".") if path else ():
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def below_floor(measured: Mapping[str, Mapping[str, Any]], floors_file: Path = FLOORS) -> list[str]:
    """One line for every floor that is missed, was not measured, or was set on another file."""
    problems = []
    for name, pinned in json.loads(floors_file.read_text(encoding="utf-8")).items():
        result = measured.get(name)
        if result is None:
            problems.append(f"{name}: not measured")
            continue
        if result["sha256"] != pinned["sha256"]:
            problems.append(f"{name}: {result['file']} is not the file that the floors were set on")
        for path, floor in pinned["floors"].items():
            value = figure(result["scores"], path)
            if value is None or value < floor:
                problems.append(f"{name}: {path} is {value}, its floor {floor}")
    return problems


def table(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """The scores as a Markdown page."""
    weights = sorted({result["weights"] for result in measured.values()})
    lines = [
        "# Scores",
        "",
        "Written by `python -m training.evaluate --all DATA EXAM --write`, with the runtime that users get (ONNX int8, one thread).",
        f"Weights: `{', '.join(weights)}`.",
    ]
    for name, result in measured.items():
        lines += ["", f"## {name.replace('_', ' ')}", "", f"`{result['file']}` (`{result['sha256'][:16]}`), {result['documents']} documents.", ""]
        lines += ["| | precision | recall | F1 |", "| --- | --- | --- | --- |"] if name in _ROWS else []
        for label, path in _ROWS.get(name, {}).items():
            row = figure(result["scores"], path) or {}
            lines.append(f"| {label} | " + " | ".join(_percent(row.get(key)) for key in ("precision", "recall", "f1")) + " |")
        singles = [f"{label} {_percent(figure(result['scores'], path))}" for label, path in _FIGURES.get(name, {}).items()]
        lines += ["", "; ".join(singles) + "."] if singles else []
    return "\n".join(lines) + "\n"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def write(measured: Mapping[str, Mapping[str, Any]], page: Path = PAGE, scores_file: Path = SCORES) -> None:
    """Write the page and the figures; speeds stay out, so that equal scores give equal files."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(table(measured), encoding="utf-8")
    kept = {name: {key: value for key, value in result.items() if key != "words_per_second"} for name, result in measured.items()}
    scores_file.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
