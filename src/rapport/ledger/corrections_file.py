"""Corrections as a file, JSON Lines: what people said outlives the ledger it was said of, and goes from one newsroom's ledger to another's."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from rapport.errors import UsageError
from rapport.ledger import corrections
from rapport.ledger.corrections_apply import TABLES
from rapport.ledger.corrections_fields import called, check
from rapport.ledger.corrections_results import Clash, Correction, Imported
from rapport.records import ACTOR_KINDS

_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
_NAMES: Final = {"merge": 2, "split": 2, "rename": 1}
_RECORDS: Final = ("reject", "confirm", "correct")


def taken_in(db: sqlite3.Connection, lines: Iterable[str]) -> Imported:
    """Add the corrections of a file; those known stay as they are, but are undone where the file says so. All of them, or none.

    Raises UsageError, with the number of the line, for a line that is none.
    """
    read = [_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    added: set[str] = set()
    undone: list[str] = []
    touched: list[Mapping[str, Any]] = []
    with corrections.writing(db):
        for found in read:
            row = db.execute("SELECT undone FROM corrections WHERE id = ?", (found["id"],)).fetchone()
            if row is None:
                said = (found[name] for name in ("id", "made", "author", "reason", "action", "subject", "value", "undone", "undone_by"))
                corrections.store(db, *said)
                added.add(found["id"])
            elif row[0] is None and found["undone"]:
                db.execute("UPDATE corrections SET undone = ?, undone_by = ? WHERE id = ?", (found["undone"], found["undone_by"], found["id"]))
                undone.append(found["id"])
            else:
                continue
            touched.append(found["subject"])
        corrections.touch(db, touched)
    log = corrections.log(db)
    waiting = sum(c.id in added and c.state == "waiting" for c in log)
    return Imported(len(added), len(read) - len(added) - len(undone), len(undone), waiting, tuple(_clashes(log, added)))


def _clashes(log: list[Correction], added: set[str]) -> list[Clash]:
    """Where a correction that was added and another say different things of the same; each with the one that holds."""
    slots: dict[str, list[tuple[str, Correction]]] = defaultdict(list)
    for found in log:
        if not found.undone:
            for slot, about in _slots(found):
                slots[slot].append((about, found))
    clashes: dict[tuple[str, str], Clash] = {}
    for _, said in sorted(slots.items()):
        about, last = said[-1]
        for _, other in said[:-1]:
            if (last.id in added or other.id in added) and _says(last) != _says(other):
                clashes.setdefault((last.id, other.id), Clash(about, last, other))
    return list(clashes.values())


def _slots(said: Correction) -> list[tuple[str, str]]:
    """Of what a correction says something, for programs and for people."""
    subject = said.subject
    if "forms" not in subject:
        field = said.value["field"] if said.action == "correct" else "verdict"
        record = said.record or subject["record"]
        return [(json.dumps([subject["article_key"], record, field]), f"{subject['kind']} {record[:8]}: {field}")]
    first, *others = subject["forms"]
    if said.action == "rename":
        return [(json.dumps(["name", _form(first)]), f"the name of {first['name']}")]
    return [(json.dumps(sorted((_form(first), _form(other)), key=str)), f"{first['name']} and {other['name']}") for other in others]


def _form(form: Mapping[str, Any]) -> list[Any]:
    return [form["key"], form["kind"], form["article"]]


def _says(said: Correction) -> Any:
    return said.value if said.action in ("correct", "rename") else said.action


def _line(number: int, line: str) -> dict[str, Any]:
    """One line of a file, as it will stand in the log. Raises UsageError."""
    try:
        found = json.loads(line)
        if not isinstance(found, dict):
            raise UsageError("it is no object")
        _check(found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UsageError) as error:
        detail = (
            f"it has no {error.args[0]}"
            if isinstance(error, KeyError)
            else "its parts are of the wrong kinds"
            if isinstance(error, (TypeError, AttributeError))
            else error
        )
        raise UsageError(f"line {number} is no correction that Rapport wrote ({detail}); nothing was imported") from error
    return dict(found)


def _check(found: Mapping[str, Any]) -> None:
    """Raise for anything that the commands themselves would not have written: files come from elsewhere."""
    if found["type"] != "correction":
        raise UsageError("its type is not “correction”")
    texts = [found["made"], found["author"], found["reason"]]
    if not all(isinstance(text, str) and text and text == text.encode("utf-8", "replace").decode() for text in texts):
        raise UsageError("made, author and reason are texts")
    undone, by = found["undone"], found["undone_by"]
    if any(not _TIME.fullmatch(t) for t in (found["made"], *([undone] if undone is not None else []))) or (undone is None) != (by is None):
        raise UsageError("made and undone are times such as 2031-05-17T08:30:00.000000Z")
    subject, action = found["subject"], found["action"]
    if action in _NAMES:
        _check_forms(subject, action)
        if action == "rename" and called(found["value"]) != found["value"]:
            raise UsageError("the new name is no name")
    elif action in _RECORDS:
        _check_record(subject)
        if action == "correct":
            check(subject["kind"], found["value"]["field"], found["value"]["value"])
    else:
        raise UsageError(f"there is no action “{action}”")
    said = (found["made"], found["author"], found["reason"], action, subject, found["value"])
    if corrections.identity(*said) != found["id"]:
        raise UsageError("its id is not that of what it says: it was changed by hand")


def _check_forms(subject: Mapping[str, Any], action: str) -> None:
    forms = subject["forms"]
    if subject.keys() != {"forms"} or len(forms) < _NAMES[action] or (action != "split" and len(forms) > _NAMES[action]):
        raise UsageError(f"{action} takes {_NAMES[action]} forms")
    for form in forms:
        texts = [form["key"], form["name"], *([form["article"]] if form["article"] is not None else [])]
        if (
            form.keys() != {"key", "kind", "article", "name"}
            or form["kind"] not in ACTOR_KINDS
            or not all(isinstance(text, str) and text for text in texts)
        ):
            raise UsageError("a form has a key, a kind, an article or null, and a name")


def _check_record(subject: Mapping[str, Any]) -> None:
    texts = [subject["record"], subject["article"], subject["article_key"], subject["what"], *subject["names"]]
    if subject["kind"] not in TABLES or not all(isinstance(text, str) for text in texts):
        raise UsageError("a record has a kind, ids and names")
    if not subject["evidence"]:
        raise UsageError("a record has evidence")
    for piece in subject["evidence"]:
        if not (isinstance(piece["role"], str) and isinstance(piece["text"], str) and type(piece["start"]) is type(piece["end"]) is int):
            raise UsageError("evidence has a role, start, end and text")
