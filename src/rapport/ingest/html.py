"""A page, saved or fetched, to its article."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml.etree import LxmlError  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html

from rapport.errors import IngestError
from rapport.ingest.addresses import canonical_url
from rapport.ingest.boilerplate import without_boilerplate
from rapport.ingest.build import Meta, build
from rapport.ingest.fronts import is_list, teasers
from rapport.ingest.inline import tidy_paragraphs
from rapport.ingest.normalize import clean_characters, reflow
from rapport.ingest.options import IngestOptions
from rapport.ingest.page_head import letters
from rapport.ingest.page_meta import page_meta
from rapport.ingest.split_body import boxes, completed
from rapport.records import Article

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_COMMON: Final = {"utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"}
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
# How browsers note the address of a page that they save.
_SAVED_FROM: Final = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+)", re.IGNORECASE)
# References to control characters (“&#12;”): trafilatura gives up a page with one.
_CONTROL: Final = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]))(?:;|(?![0-9a-f]))", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.?!…][\"”’')\]]*$")
# What trafilatura puts before items of a list.
_LIST_MARK: Final = re.compile(r"^[-–•*] (?=\S)")
# “(CNN)President …”: the agency before the first sentence stands in an element of its own.
_AGENCY: Final = re.compile(r"^(\([A-Z][\w&.’' ]{1,20}\))(?=[A-Z“])")
# Below these a page is a list of headlines, a form, or a notice: in 70 saved news pages the shortest article has 67 words.
_LEAST_WORDS: Final = 25
_LEAST_SHARE: Final = 0.4
# Characters that a rubric may have before the title in one line.
_KICKER: Final = 30


def from_page(
    content: bytes, item: str, options: IngestOptions, *, url: str | None = None, charset: str | None = None, known: Meta | None = None
) -> Article | IngestError:
    """The article of an HTML page. `url` is where it was met (else what the browser noted in it), `charset` what the server said, `known` fills
    what the page does not say.

    Errors: `empty`, `binary`, `no-article`, `not-english`.
    """
    if not content.strip():
        return IngestError(item, "empty", "an empty page")
    markup = decode_page(content, charset)
    if "\0" in markup[:2000]:
        return IngestError(item, "binary", "not a page")
    try:
        tree = load_html(_CONTROL.sub("", _XML_DECLARATION.sub("", markup)))
    except (LxmlError, ValueError):
        tree = None
    if tree is None:
        return IngestError(item, "no-article", "not readable as HTML")
    if url is None and (saved := _SAVED_FROM.search(markup[:5000])):
        url = saved[1]
    meta = page_meta(tree, url)
    told = frozenset() if meta.published else teasers(tree)
    text = page_text(tree, meta.title)
    if not _is_article(text):
        return IngestError(item, "no-article", "no running text on this page")
    if is_list(text, told):
        return IngestError(item, "no-article", "a list of other articles")
    found = Meta(meta.title, meta.outlet, canonical_url(url, meta.url), meta.published, meta.authors)
    return build(item, text, found.or_else(known or Meta()), options)


def page_text(tree: HtmlElement, title: str | None) -> str:
    """The running text of a page, normalised; a heading that repeats the title is left out. The tree is used up."""
    tidy_paragraphs(tree)
    paragraphs = boxes(tree)
    try:
        document = bare_extraction(tree, include_comments=False, include_tables=False)
    except Exception:  # whatever broken markup makes of trafilatura must not end a run of thousands; it is a page without text
        document = None
    if document is None or isinstance(document, dict) or not document.text:
        return ""
    lines = [_AGENCY.sub(r"\1 ", _LIST_MARK.sub("", line.strip())) for line in clean_characters(document.text).split("\n")]
    lines = completed(reflow("\n".join(line for line in lines if line)).split("\n\n"), paragraphs)
    while lines and title and letters(lines[0]).endswith(letters(title) or title) and len(lines[0]) < len(title) + _KICKER:
        lines = lines[1:]
    return without_boilerplate("\n\n".join(lines))


def decode_page(content: bytes, charset: str | None = None) -> str:
    """Text of a page: by its byte-order mark, else UTF-8 if it is that, else what the server or the page says, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    found = _CHARSET.search(content[:4096])
    for name in (charset, found and found[1].decode("ascii")):
        if name and name.lower() not in _COMMON:
            try:
                return content.decode(name, "replace")
            except (LookupError, UnicodeError):
                continue
    # What is left is UTF-8 with a few broken bytes, or Windows-1252, whatever it calls itself.
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if broken < sum(map(len, _BEYOND_ASCII.findall(text))) - broken else content.decode("cp1252", "replace")


def _is_article(text: str) -> bool:
    words = len(text.split())
    running = sum(len(line.split()) for line in text.split("\n\n") if _SENTENCE.search(line))
    return running >= _LEAST_WORDS and running >= _LEAST_SHARE * words
