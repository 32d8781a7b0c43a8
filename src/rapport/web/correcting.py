"""What a form says, as corrections of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rapport.errors import RapportError, UsageError
from rapport.ledger import Correction, Ledger
from rapport.ledger.corrections_fields import FIELDS, SEVERAL
from rapport.web.addresses import Addresses

_DONE = {"confirm": "Confirmed", "reject": "Rejected", "correct": "Corrected", "merge": "Taken as one", "undo": "Taken back"}

_UNDONE = {
    "confirm": "what was confirmed", "reject": "what was rejected", "correct": "what was corrected", "merge": "that two names are one", "split": "that two were kept apart",
    "rename": "the new name",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What was done, in words, and where to go now where that is not where it was said."""

    words: str
    then: Callable[[Addresses], str] | None = None


def author_of(actor: Mapping[str, Any]) -> str:
    """Who corrects: the name of an actor of Datasette, or their id."""
    return str(actor.get("name") or actor.get("username") or actor.get("id") or "unknown")


def correct(ledger: Ledger, form: Mapping[str, str], author: str) -> Said:
    """Do what a form says. Raises UsageError and what the ledger raises for names and records that are not there; then what was done of it is taken back."""
    action, reason = form.get("action", ""), form.get("reason", "").strip() or "as read on the page"
    if action == "undo":
        found = ledger.undo(form.get("correction", ""), author=author)
        return Said(f"{_DONE[action]}: {_UNDONE.get(found.action, found.action)}")
    if action == "merge":
        ledger.merge(form.get("a", "").strip(), form.get("b", "").strip(), reason=reason, author=author)
        return Said(f"{_DONE[action]}: {form.get('a', '').strip()} and {form.get('b', '').strip()}")
    keys = [key for key in form.get("records", "").split() if key]
    if action not in ("confirm", "reject", "correct") or not keys:
        raise UsageError("say what is to be done, and to which entry")
    made: list[Correction] = []
    try:
        for key in keys:
            made.append(_one(ledger, action, key, form, reason, author))  # noqa: PERF401 — those before an error are taken back
    except RapportError:
        for done in reversed(made):
            ledger.undo(done.id, author=author, resolve=False)
        raise
    ledger.resolve()
    words = f"{_DONE[action]}: {len(made)} {'report' if len(made) == 1 else 'reports'}. It is logged under your name and can be taken back under Corrections."
    # An entry takes its id from its reports: corrected, it may have another.
    return Said(words, (lambda at: at.to("record", keys[0])) if action == "correct" else None)


def _one(ledger: Ledger, action: str, key: str, form: Mapping[str, str], reason: str, author: str) -> Correction:
    if action == "confirm":
        return ledger.confirm(key, reason=reason, author=author, resolve=False)
    if action == "reject":
        return ledger.reject(key, reason=reason, author=author, resolve=False)
    field, typed = form.get("field", ""), form.get("value", "").strip()
    kinds = [fields[field] for fields in FIELDS.values() if field in fields]
    several = bool(kinds) and kinds[0].shape in SEVERAL
    value: Any = [part.strip() for part in typed.split(";") if part.strip()] if several else typed
    return ledger.correct(key, field, value if typed else None, reason=reason, author=author, resolve=False)
