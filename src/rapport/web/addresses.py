"""The addresses of pages: one place that knows how they are made, so that each can be shared and none holds what a browser would run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from rapport.ledger import Filters


@dataclass(frozen=True)
class Addresses:
    """Links within one ledger. `base` is the address of its home page."""

    base: str

    @property
    def home(self) -> str:
        return self.base

    def to(self, page: str, key: str = "", /, **query: object) -> str:
        """A page, by its name; `query` leaves out what is empty."""
        path = "/".join(part for part in (self.base, page, key) if part)
        asked = _asked(tuple((name.rstrip("_"), str(value)) for name, value in query.items() if value not in (None, ""))) if query else ""
        return f"{path}?{asked}" if asked else path

    def actor(self, name: str) -> str:
        return self.to("actor", name=name)

    def between(self, a: str, b: str, **query: object) -> str:
        return self.to("relationship", a=a, b=b, **query)

    def entry(self, key: str) -> str:
        return self.to("entry", key)

    def article(self, key: str, record: str = "") -> str:
        return self.to("article", key) + (f"#r-{record}" if record else "")

    def asking(self, name: str, query: Mapping[str, str], /, **changed: object) -> str:
        """The page of this name with some of what is asked changed."""
        return self.to(name, **({**query} | changed))


@lru_cache(maxsize=4096)
def _asked(query: tuple[tuple[str, str], ...]) -> str:
    """Names recur, in a page and from page to page."""
    return urlencode(query)


# What can be asked of a list, by the name it has in an address.
NAMES: Final = ("actor", "with", "channel", "status", "since", "until", "outlet", "source")


def filters(query: Mapping[str, str], *, limit: int | None = None, offset: int = 0, newest: bool = False, actors: bool = True) -> Filters:
    """The filters of an address. Raises UsageError."""
    asked = {name: query.get(name, "").strip() or None for name in NAMES}
    actor, other = (asked["actor"], asked["with"]) if actors else (None, None)
    return Filters(
        actor, other, asked["channel"], asked["status"], asked["since"], asked["until"], asked["outlet"], asked["source"],
        limit=limit, offset=offset, newest=newest,
    )  # fmt: skip


def page_number(query: Mapping[str, str]) -> int:
    """Which page of a list, from 1."""
    given = query.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1
