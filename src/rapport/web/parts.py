"""Parts of rows that stand on a page by the hundred: names, days, papers, what was said to whom and how sure that is. As macros of a template they took most of the time of a page.

What these give is safe to show: each value is escaped as Jinja would escape it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup, escape

from rapport.ledger import ContactRow, EntryRow, ReportRow, StanceRow, StatementRow
from rapport.report import english
from rapport.report.english import day, named, when
from rapport.report.words import percent
from rapport.web.addresses import Addresses
from rapport.web.words import show

_NOBODY: Final[Mapping[str, str]] = {}


def person(name: str, at: Addresses, by: Mapping[str, str] = _NOBODY) -> Markup:
    """A name, with a link where it is one; `by` has how to ask for whom."""
    return _person(name, at, by.get(name) or name)


def people(names: Iterable[str], at: Addresses, by: Mapping[str, str] = _NOBODY) -> Markup:
    """“A, B and C”, each as `person` shows it."""
    shown = [_person(name, at, by.get(name) or name) for name in names]
    return Markup(f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown))  # noqa: S704  (escaped)


@lru_cache(maxsize=4096)
def _person(name: str, at: Addresses, asked: str) -> Markup:
    shown = show(name, 90)
    return Markup(f'<a class="person" href="{escape(at.actor(asked))}">{shown}</a>') if named(name) else shown  # noqa: S704  (escaped)


def paper(row: ReportRow | StatementRow | StanceRow, at: Addresses) -> Markup:
    """Where it was printed, with a link to the words in the article, and when."""
    printed = "undated"
    if row.published:
        printed = f'<time datetime="{escape(row.published[:10])}">{escape(day(row.published[:10]))}</time>'
    place = show(row.outlet or row.title or "outlet unknown", 60)
    return Markup(f'<a href="{escape(at.article(row.article, row.id))}">{place}</a>, {printed}')  # noqa: S704  (escaped)


def date(row: EntryRow | ContactRow | StatementRow | StanceRow) -> Markup:
    """When it was, and whether that is but the day on which it was told of."""
    words = when(row)
    if not words:
        return Markup('<span class="reported">undated</span>')
    exact = f' datetime="{escape(row.date[:10])}"' if row.date else ""
    told = "" if row.dated or words.startswith("by ") else ' <span class="reported">reported</span>'
    return Markup(f"<time{exact}>{escape(words)}</time>{told}")  # noqa: S704  (escaped)


def did(row: StatementRow, at: Addresses) -> Markup:
    """What a speaker did, with links (`english.did`)."""
    return Markup(english.did(row, people(row.about[:4], at), person(row.audience, at) if row.audience else ""))  # noqa: S704  (escaped)


def sure(row: EntryRow | ContactRow | StatementRow | StanceRow) -> Markup:
    """“87 % sure”, and of what; the space before it is wide, and none at the beginning of a line."""
    return Markup(f'&ensp;<span class="sure" title="How sure Rapport is that it read this right">{escape(percent(row.confidence))} sure</span>')  # noqa: S704  (escaped)


FILTERS: Final[dict[str, Callable[..., Any]]] = {"person": person, "people": people, "paper": paper, "date": date, "did": did, "sure": sure}
