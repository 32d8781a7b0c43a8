"""The part of a ledger's face that asks what is known across articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapport.errors import UsageError
from rapport.ledger import across, changes, open_ends, quoted, relations, relied, spans
from rapport.ledger.across_results import ConflictRow, EntryRow
from rapport.ledger.filters import Filters
from rapport.ledger.opened import Opened
from rapport.ledger.quoted import CopiesRow, QuotationRow
from rapport.ledger.relation_results import Change, Course, OpenEnd, Tie
from rapport.ledger.results import SourceRow
from rapport.ledger.spans import Span


class Across(Opened):
    """Contacts as all articles tell them, where these differ, and relationships."""

    def course(self, a: str, b: str, only: Collection[str] | None = None) -> Course:
        """How the relationship of two actors went: stretches of one tone, turning points, topics, third parties. With `only`, resting on nothing but
        the entries, statements and stances with these ids. Raises as `between`."""
        with self._asked():
            one, other = self._entity(a), self._entity(b)
            if one == other:
                raise UsageError(f"“{a}” and “{b}” are the same: {one[1]}")
            return relations.course(self.connection, one[0], other[0], (one[1], other[1]), only)

    def network(self, filters: Filters | None = None) -> list[Tie]:
        """Who deals with whom, the strongest ties first; `actor` (and `with_`) keep the ties of one (or of two). Raises UnknownName, AmbiguousName."""
        filters = filters or Filters()
        with self._asked():
            return relations.network(self.connection, filters, self._entity(filters.actor)[0] if filters.actor else None)

    def ties_among(self, entities: Iterable[str]) -> list[Tie]:
        """The ties of some actors of the ledger, by their ids, with each other."""
        with self._asked():
            return relations.among(self.connection, entities)

    def spans(self, entries: Iterable[str]) -> dict[str, Span]:
        """From when to when texts tell that some entries were, by id; none of those that no text dates."""
        with self._asked():
            return spans.of(self.connection, entries)

    def spans_between(self, pairs: Iterable[tuple[str, str, str | None]]) -> dict[tuple[str, str], Span]:
        """The same of the contacts of two actors, given by their ids and the day under which lists have the contact."""
        with self._asked():
            return spans.between(self.connection, pairs)

    def open_ends(self, filters: Filters | None = None, kind: str | None = None) -> list[OpenEnd]:
        """What was planned, proposed, promised or foreseen and nothing has settled, the newest first; `actor` keeps those of one, `kind` those of a kind
        (planned, proposed, promise, prediction). Raises UnknownName, AmbiguousName."""
        filters = filters or Filters()
        with self._asked():
            return open_ends.open_ends(self.connection, filters, self._of(filters), kind)

    def open_counts(self, filters: Filters | None = None) -> dict[str, int]:
        """How many open ends of each kind there are. Raises UnknownName, AmbiguousName."""
        filters = filters or Filters()
        with self._asked():
            return open_ends.counts(self.connection, filters, self._of(filters))

    def relied_on(self, filters: Filters, limit: int, offset: int) -> tuple[int, list[SourceRow]]:
        """How many sources are relied on, and some of them, most first; the filters are of outlets, kinds and days of publication only."""
        with self._asked():
            return relied.rows(self.connection, filters, limit, offset)

    def unnamed(self, filters: Filters, limit: int) -> list[tuple[str, int, int]]:
        """The outlets that cite most sources: how many, and how many of them without a name; filters as `relied_on`."""
        with self._asked():
            return relied.by_outlet(self.connection, filters, limit)

    def _of(self, filters: Filters) -> str | None:
        return self._entity(filters.actor)[0] if filters.actor else None

    def changes(self, since: str | None = None, limit: int | None = None) -> list[Change]:
        """What the articles read since a run or a day changed. Raises UsageError, UnknownRecord."""
        with self._asked():
            return changes.changes(self.connection, since, limit)

    def changed(self, since: str | None, offset: int, limit: int) -> tuple[dict[str, int], list[Change]]:
        """How many changes there are of each kind (see `changes`), and some of them in order of kind. Raises UsageError, UnknownRecord."""
        with self._asked():
            return changes.part(self.connection, since, offset, limit)

    def entries(self, filters: Filters | None = None, *, lean: bool = False) -> list[EntryRow]:
        """Contacts as all articles tell them, each with its reports, in order of time, undated ones last; `actor` and `with_` are parties.

        Where `lean`, as for a list, only the report that is shown has words, parties and sources: some contacts have hundreds of reports. Raises UnknownName, AmbiguousName, UsageError.
        """
        with self._asked():
            return list(across.entries(self.connection, self._people, filters or Filters(), lean=lean))

    def iter_entries(self, filters: Filters | None = None) -> Iterator[EntryRow]:
        """`entries` one by one, in flat memory."""
        with self._asked():
            yield from across.entries(self.connection, self._people, filters or Filters())

    def entry(self, key: str) -> EntryRow:
        """The entry with this id, or the only one whose id begins so; of a contact's id, the entry it is a report of. Raises UnknownRecord."""
        with self._asked():
            return across.entry(self.connection, key)

    def told_by(self, rows: Sequence[EntryRow]) -> dict[str, int]:
        """How many of some entries each outlet tells of."""
        with self._asked():
            return across.outlets(self.connection, rows)

    def parties_addressed(self, rows: Sequence[EntryRow]) -> dict[str, dict[str, str]]:
        """How to ask for the parties of some entries and for nobody else, by entry and name; see `addressed`."""
        with self._asked():
            found = across.parties(self.connection, rows)
            by = self._people.addressed({key for of in found.values() for key in of.values()}, sparing=False)
            return {entry: {name: by[key] for name, key in of.items()} for entry, of in found.items()}

    def conflicts(self, filters: Filters | None = None) -> list[ConflictRow]:
        """Where articles exclude each other on what matters, in order of time. Raises UnknownName, AmbiguousName, UsageError."""
        with self._asked():
            return list(across.conflicts(self.connection, self._people, filters or Filters()))

    def iter_conflicts(self, filters: Filters | None = None) -> Iterator[ConflictRow]:
        """`conflicts` one by one."""
        with self._asked():
            yield from across.conflicts(self.connection, self._people, filters or Filters())

    def _entity(self, name: str) -> tuple[str, str]:
        """The entity that a name means, and how it is called. Raises UnknownName, AmbiguousName."""
        someone = self._people.called(name)
        return str(json.loads(someone.entities)[0]), someone.name

    def quotations(self, filters: Filters | None = None) -> list[QuotationRow]:
        """Quotations that several reports give, with their variants, those of most reports first; `actor` is the speaker.

        Raises UnknownName, AmbiguousName, and UsageError for filters that quotations do not have.
        """
        with self._asked():
            return list(quoted.quotations(self.connection, self._people, filters or Filters()))

    def copies(self, limit: int | None = None) -> list[CopiesRow]:
        """Texts that several articles have, the earliest article first; those of most articles first."""
        with self._asked():
            return list(quoted.copies(self.connection, limit))
