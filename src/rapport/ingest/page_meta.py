"""What a page says about itself: JSON-LD, meta elements, and what stands at its headline. Dates are read, never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from rapport.ingest.addresses import host_of, web_address
from rapport.ingest.build import Meta, author_names, one_line
from rapport.ingest.dates import date_in_address, iso_date
from rapport.ingest.page_head import head_of, same_words

_ARTICLE: Final = re.compile(r"Article$|^(?:Report|BlogPosting|Review|LiveBlogPosting|OpinionNewsArticle|WebPage)$")
_PUBLISHED: Final = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished", "published_time", "parsely-pub-date",
    "sailthru.date", "article.published", "publish-date", "publish_date", "publication_date", "published-date", "pubdate", "ptime", "pdate", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dc.date.created", "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "dc:date",
    "citation_publication_date", "citation_date", "prism.publicationdate", "bt:pubdate", "rnews:datepublished", "article_date_original", "created-date", "date",
)  # fmt: skip
_TITLE: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
_SITE: Final = ("og:site_name", "application-name", "twitter:app:name:iphone", "cre", "publisher", "dc.publisher")
_AUTHOR: Final = ("article:author", "author", "byl", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "article:author_name")
_CDATA: Final = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|\]\]>)\s*(?:\*/)?")
_SEPARATORS: Final = re.compile(r"\s+[|–—»·•-]\s+|\s*\|\s*")
_SECTIONS: Final = {"u.s.", "us", "world", "politics", "news", "home", "hosted", "business", "opinion", "breaking news", "website", "blog", "blogger"}
_BY: Final = re.compile(r"^(?:(?:analysis|commentary|opinion|perspective|reporting|review|story|words|written)\s+)?by\s+", re.IGNORECASE)
_OFFICE: Final = re.compile(r"\b(?:analyst|chief|columnist|contributor|correspondent|editor|producer|reporter|writer)s?\b", re.IGNORECASE)
_TITLE_TAIL: Final = re.compile(r"\s+[|–—»·•-]\s+([^|–—»·•]{2,60})$")


def page_meta(tree: HtmlElement, met_at: str | None) -> Meta:
    """Title, outlet, canonical address, date of publication and authors of a page; None for what it does not say."""
    described = [node for node in _linked_data(tree) if _ARTICLE.search(_kind(node))]
    metas = _metas(tree)
    url = _address(tree, metas)
    outlet = _outlet(metas, described, host_of(url or met_at))
    title = _title(tree, metas, described, outlet)
    # A page may describe others too: the articles that it points to, or itself as a mere page.
    described.sort(key=lambda node: (not same_words(str(node.get("headline")), title or ""), _kind(node) == "WebPage"))
    published = _published(tree, metas, described) or date_in_address(url or met_at)
    authors = _authors(tree, metas, described, outlet)
    if published is None or not authors:
        head = head_of(tree, title)
        published, authors = published or head.published(), authors or _people(list(head.authors()), outlet)
    return Meta(title=title, outlet=outlet, url=url, published=published, authors=authors)


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, graphs and arrays laid flat."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            value = json.loads(_CDATA.sub("", script.text_content()).strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [value]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of the meta elements by lower-case name, in page order."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            if content and (name := element.get(attribute)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _published(tree: HtmlElement, metas: dict[str, list[str]], described: list[dict[str, Any]]) -> str | None:
    candidates: list[Any] = [node.get("datePublished") for node in described]
    candidates += [metas[name][0] for name in _PUBLISHED if name in metas]
    marked = tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    candidates += [element.get("datetime") or element.get("content") for element in marked]
    return next((day for candidate in candidates if (day := iso_date(candidate))), None)


def _outlet(metas: dict[str, list[str]], described: list[dict[str, Any]], host: str | None) -> str | None:
    """The site's name: one that its host bears out, in the spelling with spaces, else the first that is no section's or slogan's."""
    publishers = [node["publisher"] for node in described if isinstance(node.get("publisher"), dict)]
    names = [
        one_line(str(value)) for value in (*(metas[name][0] for name in _SITE if name in metas), *(node.get("name") for node in publishers)) if value
    ]
    parts = [part for name in names if name for part in (name, *_SEPARATORS.split(name))]
    parts = [part for part in parts if 1 < len(part) <= 60 and not part.startswith(("@", "http")) and part.lower() not in _SECTIONS]
    borne_out = [part for part in parts if host and not _SEPARATORS.search(part) and _squashed(part) in _squashed(host)]
    if borne_out:
        # A slug (“baycourier”) gives way to the same name as people write it.
        return max(borne_out, key=lambda part: (_squashed(part) == _squashed(borne_out[0]), part != part.lower(), -borne_out.index(part)))
    return parts[0] if parts else None


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().removeprefix("the "))


def _title(tree: HtmlElement, metas: dict[str, list[str]], described: list[dict[str, Any]], outlet: str | None) -> str | None:
    headings = [one_line(element.text_content()) for element in tree.iter("h1")]
    marked = one_line(next(iter(tree.xpath("//head/title/text()")), None))
    social = one_line(_first(metas, _TITLE))
    headlines = [one_line(node.get("headline")) for node in described if isinstance(node.get("headline"), str)]
    # A page may have several h1 (its logo, a rubric): the one that the head of the page repeats is the headline.
    for heading in headings:
        if heading and len(heading) > 10 and any(heading.lower() in (other or "").lower() for other in (marked, social, *headlines)):
            return heading
    title = next((value for value in (social, *headlines, marked, *headings) if value), None)
    return _without_site(title, outlet) if title else None


def _without_site(title: str, outlet: str | None) -> str:
    """“Reyes calls Quill | Bay Courier” without its outlet."""
    while found := _TITLE_TAIL.search(title):
        tail = found[1].lower()
        if outlet is None or (tail not in outlet.lower() and outlet.lower() not in tail):
            break
        title = title[: found.start()]
    return title


def _authors(tree: HtmlElement, metas: dict[str, list[str]], described: list[dict[str, Any]], outlet: str | None) -> tuple[str, ...]:
    for node in described:
        if names := _people(_names(node.get("author")) or _names(node.get("creator")), outlet):
            return names
    for name in _AUTHOR:
        if names := _people([person for value in metas.get(name, []) for person in author_names(value)], outlet):
            return names
    linked = tree.xpath("//a[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(*)]")
    return _people([element.text_content() for element in linked], outlet)


def _names(value: Any) -> list[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of these."""
    if isinstance(value, list):
        return [name for entry in value for name in _names(entry)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return list(author_names(value)) if isinstance(value, str) else []


def _people(names: list[str], outlet: str | None) -> tuple[str, ...]:
    """Names without “By”, addresses, the outlet itself, and the offices that stand behind a name (“Lena Moss, State House Reporter”)."""
    people: list[str] = []
    for name in names:
        clean = one_line(_BY.sub("", name.strip()))
        if not clean or len(clean) >= 80 or "://" in clean or clean.startswith("@") or clean == outlet or clean in people:
            continue
        if not (people and _OFFICE.search(clean)):
            people.append(clean)
    return tuple(people)


def _address(tree: HtmlElement, metas: dict[str, list[str]]) -> str | None:
    linked = [element.get("href") or "" for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    return next((url for url in (*linked, *metas.get("og:url", [])) if web_address(url)), None)
