"""From what a source gave to an Article, or to the error that says why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapport.errors import IngestError
from rapport.ingest.addresses import host_of, normalize_url
from rapport.ingest.dates import iso_date
from rapport.ingest.language import is_english
from rapport.ingest.options import IngestOptions
from rapport.records import Article


@dataclass(frozen=True, slots=True)
class Meta:
    """What a source says about an article, as it says it."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: object = None
    authors: tuple[str, ...] = ()
    source_id: str | None = None

    def or_else(self, other: Meta) -> Meta:
        """This, with the gaps filled from `other`."""
        return replace(
            self,
            title=self.title or other.title,
            outlet=self.outlet or other.outlet,
            url=self.url or other.url,
            published=self.published if iso_date(self.published) else other.published,
            authors=self.authors or other.authors,
            source_id=self.source_id or other.source_id,
        )


def build(item: str, text: str, meta: Meta, options: IngestOptions) -> Article | IngestError:
    """An Article of a normalised text. Errors: `empty`, `not-english`."""
    if not any(map(str.isalnum, text)):
        return IngestError(item, "empty", "no words in it")
    if not options.any_language and not is_english(text):
        return IngestError(item, "not-english", "only English is read")
    url = normalize_url(meta.url)
    return Article(
        text=text,
        title=one_line(meta.title),
        outlet=one_line(meta.outlet) or host_of(url),
        url=url,
        published=iso_date(meta.published),
        authors=tuple(name for author in meta.authors if (name := one_line(author))),
        source_id=meta.source_id,
    )


def one_line(value: str | None) -> str | None:
    """White space collapsed, lone surrogates replaced; None for nothing."""
    if value is None:
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").split()) or None


def author_names(value: object) -> tuple[str, ...]:
    """Authors from a list of names or a string with `;`, `,` or “and” between them."""
    if isinstance(value, str):
        text = value.strip()
        text = text[3:] if text[:3].lower() == "by " else text
        parts: Sequence[str] = text.split(";") if ";" in text else text.replace(" and ", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())
    if isinstance(value, list):
        return tuple(name.strip() for name in value if isinstance(name, str) and name.strip())
    return ()
