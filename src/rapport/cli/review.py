"""`rapport review`: the entries that most need a look, one after the other, one key each. What is judged is logged at once; the rest comes again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final

import click
import typer

from rapport.cli.app import app
from rapport.cli.corrections import Author, author_of
from rapport.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, opened
from rapport.cli.output import say, show, show_json
from rapport.errors import RapportError, UnknownName, UnknownRecord, UsageError
from rapport.records import ACTOR_KINDS

if TYPE_CHECKING:
    from rapport.ledger import Correction, Ledger, ReviewItem

_KEYS: Final = "y right · n wrong · c correct · s skip · u undo the last · q quit"
# How a value is typed, by the shape of its field.
_HINTS: Final = {
    "when": " (2031-02-16, 2031-02, 2031-02-16/2031-02-18)", "duration": " (half an hour, PT30M)", "cadence": " (twice a week)",
    "chain": " (unnamed: two aides via Harbor Ledger)",
}  # fmt: skip
_STOP: Final = ("q", "\x03", "\x04", "\x1b", "")


@dataclass
class _Walk:
    """Where a review stands: what was done at which entry, so that it can be taken back."""

    ledger: Ledger
    items: Sequence[ReviewItem]
    reason: str
    author: str
    at: int = 0
    done: list[tuple[int, str | None]] = field(default_factory=list)

    def run(self) -> None:
        """Show entries and obey keys until there is none left, or the reader has had enough."""
        while self.at < len(self.items):
            self._show()
            while not (key := self._key()):
                pass
            if key in _STOP:
                return
            self._obey(key)

    def judged(self) -> int:
        """How many entries were judged and not taken back."""
        return len({at for at, correction in self.done if correction})

    def _key(self) -> str:
        try:
            key = click.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            return "q"
        if key in _STOP or key in "yncsu ":
            return key or "q"
        print(_KEYS)
        return ""

    def _show(self) -> None:
        from rapport.report import claim, record_page

        item = self.items[self.at]
        found = self.ledger.show(item.id)
        print(f"\n{self.at + 1} of {len(self.items)}")
        show(claim(found))
        print()
        show(record_page(found))
        if others := self._others(item.id):
            print(f"\n{others}")
        print(f"\n{_KEYS}", flush=True)

    def _others(self, key: str) -> str:
        """Of a contact that several articles tell, in how many reports and outlets: what is said of one report does not hold for the others."""
        try:
            entry = self.ledger.entry(key)
        except UnknownRecord:
            return ""
        outlets = len({report.outlet for report in entry.reports})
        return (
            f"One of {len(entry.reports)} reports of this contact, in {outlets} outlets; your word is of this one." if len(entry.reports) > 1 else ""
        )

    def _obey(self, key: str) -> None:
        item = self.items[self.at]
        try:
            if key == "u":
                self._undo()
            elif key == "c":
                self._correct(item.id)
            elif key in "s ":
                self._next(None)
            else:
                judge = self.ledger.confirm if key == "y" else self.ledger.reject
                self._next(judge(item.id, reason=self.reason, author=self.author, resolve=False).id)
                print(f"  {'right' if key == 'y' else 'wrong'}: logged")
        except RapportError as error:
            print(f"  {_clean(error)}")

    def _next(self, correction: str | None) -> None:
        self.done.append((self.at, correction))
        self.at += 1

    def _undo(self) -> None:
        """Back to the entry of the last key, as it was before."""
        if not self.done:
            print("  there is nothing to undo")
            return
        at, correction = self.done.pop()
        if correction is not None:
            self.ledger.undo(correction, author=self.author, resolve=False)
            print("  taken back")
        self.at = at

    def _correct(self, key: str) -> None:
        """Ask for a field and its value; the entry is then shown as corrected, to be judged or skipped. An empty line gives up."""
        from rapport.ledger.corrections_fields import FIELDS, SEVERAL, field_of

        fields = FIELDS[self.items[self.at].kind]
        name = self._line(f"  field ({', '.join(fields)}): ")
        if not name:
            return
        of = field_of(self.items[self.at].kind, name)
        several = of.shape in SEVERAL
        hint = f" ({', '.join(of.values)})" if of.values else _HINTS.get(of.shape, "")
        typed = self._line(f"  {name}{hint}{', parted by ;' if several else ''}, or null: ")
        if not typed:
            return
        value = None if typed == "null" else [part.strip() for part in typed.split(";")] if several else [typed]
        try:
            said = self._say(key, name, value, None)
        except UnknownName as unknown:
            print(f"  no one is called “{_clean(unknown.name)}” here")
            new = self._line(f"  somebody new, of the kind ({', '.join(ACTOR_KINDS)}), or nothing: ")
            if not new:
                return
            said = self._say(key, name, value, new)
        self.done.append((self.at, said.id))

    def _say(self, key: str, field: str, value: list[str] | None, new: str | None) -> Correction:
        return self.ledger.correct(key, field, value, reason=self.reason, author=self.author, new=new, resolve=False)

    def _line(self, prompt: str) -> str:
        try:
            return input(prompt).strip()
        except (KeyboardInterrupt, EOFError):
            print()
            return ""


def _clean(error: Exception | str) -> str:
    from rapport.report import clean

    return clean(str(error))


@app.command(epilog=examples("rapport review", "rapport review --actor Quill --kind contact --limit 10", "rapport review --json"))
def review(
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only of this actor; a surname will do.", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="contact, statement or stance.", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many entries.")] = 40,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, for all that is judged now.")] = "read in review",
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    json: Json = False,
) -> None:
    """Walk the entries on which most hangs and that are least certain, one key each; start it again to go on. With --json, only list them."""
    if not json and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("review needs a terminal; in scripts, list the entries with --json and use confirm, reject and correct")
    with opened(ledger) as file:
        items = file.to_review(actor=actor, kind=kind, limit=limit)
        if json:
            show_json([item.to_json() for item in items])
        if not items:
            say("rapport: there is nothing left to review")
            raise typer.Exit(1)
        if json:
            return
        walk = _Walk(file, items, reason, author_of(author))
        try:
            walk.run()
        finally:
            # Carried into what is known across articles once; where this is cut off, the next resolution does it.
            file.resolve()
    say(f"{walk.judged()} judged; “rapport review” goes on, “rapport corrections” lists what was said")
