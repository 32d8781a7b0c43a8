"""The part of a ledger's face by which people correct it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rapport.ledger import corrections, corrections_file, corrections_review, resolving
from rapport.ledger.corrections_results import Correction, Imported, ReviewItem
from rapport.ledger.opened import Opened
from rapport.ledger.writing import guarded


class Corrected(Opened):
    """What people say over what is read."""

    def merge(self, a: str, b: str, *, reason: str, author: str, resolve: bool = True) -> Correction:
        """Say that two names are one. Raises UnknownName, AmbiguousName, and UsageError where they are one already.

        As all corrections: logged with reason and author, undone by `undo`, and not touched by whatever is read later. `resolve=False` leaves it to the
        next `resolve` to carry it into what is known across articles.
        """
        with self._corrected(resolve):
            return corrections.merge(self.connection, self._people, a, b, reason, author)

    def split(self, name: str, *, form: str | None = None, article: str | None = None, reason: str, author: str, resolve: bool = True) -> Correction:
        """Say that a spelling of a name (`form`), whoever an `article` (its id) calls so, or that spelling in it, is somebody else. Raises UnknownName, AmbiguousName,
        UnknownRecord, UsageError."""
        with self._corrected(resolve):
            return corrections.split(self.connection, self._people, name, form, article, reason, author)

    def rename(self, name: str, new: str, *, reason: str, author: str, resolve: bool = True) -> Correction:
        """Say what someone is to be called. Raises UnknownName, AmbiguousName, UsageError."""
        with self._corrected(resolve):
            return corrections.rename(self.connection, self._people, name, new, reason, author)

    def reject(self, key: str, *, reason: str, author: str, resolve: bool = True) -> Correction:
        """Say that a record (by its id, or the beginning of it) is wrong: no question gives it any more. Raises UnknownRecord, UsageError."""
        with self._corrected(resolve):
            return corrections.judge(self.connection, "reject", key, reason, author)

    def confirm(self, key: str, *, reason: str, author: str, resolve: bool = True) -> Correction:
        """Say that a record is right: its confidence is 1. Raises UnknownRecord, UsageError."""
        with self._corrected(resolve):
            return corrections.judge(self.connection, "confirm", key, reason, author)

    def correct(
        self, key: str, field: str, value: str | Sequence[str] | None, *, reason: str, author: str, new: str | None = None, resolve: bool = True
    ) -> Correction:
        """Say what stands in a field of a record: a text, several (parties, topics, about, according_to), or null. Names are matched forgivingly, among the actors of the
        article first; `new` is the kind (person, organization, place, …) of those that neither it nor the ledger names.

        Raises UnknownRecord, UnknownName, AmbiguousName, and UsageError for a field or a value that there is not.
        """
        typed = [value] if isinstance(value, str) else value
        with self._corrected(resolve):
            return corrections.correct(self.connection, self._people, key, field, typed, reason, author, new)

    def undo(self, key: str, *, author: str, resolve: bool = True) -> Correction:
        """Take a correction back (by its id): what it had overruled holds again. Raises UnknownRecord, UsageError."""
        with self._corrected(resolve):
            return corrections.undo(self.connection, key, author)

    def corrections(self) -> list[Correction]:
        """All that people said, oldest first, undone ones too."""
        with guarded(self.path):
            return corrections.log(self.connection)

    def export_corrections(self) -> Iterator[dict[str, Any]]:
        """The lines of a file of corrections, oldest first, for `import_corrections` of this or any other ledger."""
        return (correction.line() for correction in self.corrections())

    def import_corrections(self, lines: Iterable[str], *, resolve: bool = True) -> Imported:
        """Take in a file of corrections, line by line; those known already change nothing, and those whose article is not here wait for it.

        Raises UsageError for a line that is no correction; nothing is imported then.
        """
        with self._corrected(resolve):
            return corrections_file.taken_in(self.connection, lines)

    def to_review(self, *, actor: str | None = None, kind: str | None = None, limit: int = 40) -> list[ReviewItem]:
        """The records that a person should look at first: most hangs on them, and the reader was least sure; nobody has judged them yet.

        Raises UnknownName, AmbiguousName, UsageError.
        """
        with self._asked():
            return corrections_review.queue(self.connection, self._people, actor, kind, limit)

    @contextmanager
    def _corrected(self, resolve: bool) -> Iterator[None]:
        with self._asked():
            yield
            if resolve:
                resolving.resolve(self.connection)
