"""Saved pages: text, title, outlet, address, date and authors; clutter left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.pages import score
from rapport.errors import IngestError
from rapport.ingest import IngestOptions
from rapport.ingest.html import from_page
from rapport.records import Article
from tests.ingest.conftest import PARAGRAPHS, page
from tests.ingest.helpers import bad, only, read

TEXT = "\n\n".join(PARAGRAPHS)
EXAMPLE = next((Path(__file__).parents[2] / "examples").glob("*.html"))


def article(markup: str | bytes, url: str | None = None, charset: str | None = None) -> Article:
    found = from_page(markup.encode() if isinstance(markup, str) else markup, "page", IngestOptions(), url=url, charset=charset)
    assert isinstance(found, Article), found
    return found


def test_the_example_page() -> None:
    found = only(read(EXAMPLE))
    assert found.title == "Governor and mayor spend an hour on the phone over ferry strike"
    assert (found.outlet, found.url) == ("Bay Courier", "https://baycourier.example/politics/hour-on-the-phone")
    assert (found.published, found.authors) == ("2031-02-18T06:30:00-05:00", ("Lena Moss",))
    assert len(found.text.split("\n\n")) == 6
    for clutter in ("Most read", "newsletter", "Photo:", "rights reserved", "Log in", "Tide tables"):
        assert clutter not in found.text


def test_text_of_a_page_is_its_paragraphs() -> None:
    assert article(page()).text == TEXT


def test_linked_data_says_who_and_when() -> None:
    data = {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"], "headline": "H", "datePublished": "2031-02-18T06:30:00.123Z",
            "author": [{"name": "By Lena Moss"}, {"@type": "Person", "name": "Oren Tate"}, {"name": "https://x.example/staff"}], "publisher": {"name": "The Harbor and Bay Courier"}}]}  # fmt: skip
    found = article(page(head=f'<script type="application/ld+json">{json.dumps(data)}</script><script type="application/ld+json">{{broken</script>'))
    assert (found.published, found.authors) == ("2031-02-18T06:30:00+00:00", ("Lena Moss", "Oren Tate"))
    assert (found.title, found.outlet) == ("Governor and mayor talk", "Bay Courier")


@pytest.mark.parametrize(
    ("head", "url", "published"),
    [
        ("", None, None),
        ("", "https://x.example/news/", None),
        ("", "https://x.example/2031/02/18/call", "2031-02-18"),
        ("", "https://x.example/2031/feb/18/call", "2031-02-18"),
        ("", "https://x.example/story-20310218", None),
        ('<meta property="article:published_time" content="2031-02-18T06:30:00-0500">', None, "2031-02-18T06:30:00-05:00"),
        ('<meta property="article:modified_time" content="2031-02-20T06:30:00-0500">', None, None),
        ('<meta name="date" content="soon">', None, None),
    ],
)
def test_dates_are_read_and_never_guessed(head: str, url: str | None, published: str | None) -> None:
    assert article(page(head=head), url).published == published


def test_a_time_element_counts_but_not_that_of_another_article() -> None:
    marked = page().replace("<h1>", '<time datetime="2031-02-18">Feb. 18</time><h1>')
    assert article(marked).published == "2031-02-18"
    aside = page().replace("<h3>", '<time datetime="2031-02-18">Feb. 18</time><h3>')
    assert article(aside).published is None


@pytest.mark.parametrize(
    ("canonical", "met_at", "stored"),
    [
        ("https://baycourier.example/a?id=7&utm_medium=x", None, "https://baycourier.example/a?id=7"),
        ("https://www.baycourier.example/a", "https://baycourier.example/a/amp", "https://www.baycourier.example/a"),
        ("https://baycourier.example/", "https://baycourier.example/a", "https://baycourier.example/a"),
        ("https://elsewhere.example/a", "https://baycourier.example/a", "https://baycourier.example/a"),
        ("/a", None, None),
    ],
)
def test_the_address_that_is_stored(canonical: str, met_at: str | None, stored: str | None) -> None:
    assert article(page(head=f'<link rel="canonical" href="{canonical}">'), met_at).url == stored


@pytest.mark.parametrize(
    ("site", "host", "outlet"),
    [("baycourier", "baycourier.example", "Bay Courier"), ("Politics", "baycourier.example", "Bay Courier"), ("The best news of the bay - Bay Courier", "baycourier.example", "Bay Courier"), ("The Courier", "courier.example", "The Courier")],
)  # fmt: skip
def test_outlets_are_names_and_not_sections_or_slogans(site: str, host: str, outlet: str) -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "Bay Courier"}}</script>'
    markup = page(head=data).replace('content="Bay Courier"', f'content="{site}"')
    assert article(markup, f"https://www.{host}/a").outlet == outlet


def test_without_a_name_the_host_is_the_outlet() -> None:
    assert article(page().replace("og:site_name", "x"), "https://www.baycourier.example/a").outlet == "baycourier.example"


@pytest.mark.parametrize(
    ("encoding", "markup_says", "server_says"),
    [("utf-8", "utf-8", None), ("utf-8", "iso-8859-1", "iso-8859-1"), ("cp1252", "iso-8859-1", None), ("cp1252", "utf-8", None), ("iso-8859-2", "iso-8859-2", None), ("iso-8859-2", "x", "iso-8859-2"), ("utf-16", "utf-16", None)],
)  # fmt: skip
def test_encodings(encoding: str, markup_says: str, server_says: str | None) -> None:
    name = "Čermák" if encoding == "iso-8859-2" else "Müller"
    quote = '"' if encoding == "iso-8859-2" else "“"
    text = PARAGRAPHS[0].replace("Quill", name)
    markup = page(paragraphs=(text, *PARAGRAPHS[1:])).replace("“", quote).replace("”", '"' if quote == '"' else "”")
    declared = f'<?xml version="1.0" encoding="{markup_says}"?>' + markup.replace('charset="utf-8"', f'charset="{markup_says}"')
    assert article(declared.replace("©", "(c)").encode(encoding), charset=server_says).text.startswith(text)


def test_lines_broken_in_the_markup_are_joined() -> None:
    broken = tuple(paragraph.replace(" and ", " and<br>\n").replace(" that ", " that\n") for paragraph in PARAGRAPHS)
    assert "on Sunday night about" in article(page(paragraphs=broken)).text


def test_a_body_in_two_boxes_is_whole() -> None:
    first, second = [
        tuple(
            f"On day {number} of the strike the mayor called the governor again, and they spoke for {number + 10} minutes about the ferries, she said. "
            * 3
            for number in numbers
        )
        for numbers in (range(8), range(8, 16))
    ]
    boxes = "".join(f'<div class="body"><p>{"</p><p>".join(part)}</p></div><div class="ad">Advertisement</div>' for part in (first, second))
    text = article(page(paragraphs=()).replace("</h1>", f"</h1><div>{boxes}</div>")).text
    assert [paragraph.split()[2] for paragraph in text.split("\n\n")] == [str(number) for number in range(16)]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (b"", "empty"),
        (b"<html><body><form><input name=q></form></body></html>", "no-article"),
        (b"<html><body><ul>" + b"<li><a href=/a>Reyes calls Quill</a></li>" * 40 + b"</ul></body></html>", "no-article"),
        (b"\x00\x01\x02", "binary"),
        (b"<", "no-article"),
        (page(paragraphs=("Die Bürgermeisterin und der Gouverneur haben am Sonntag eine Stunde lang telefoniert, sagte ihre Stabschefin am Montag in der Hauptstadt.",
               "Er habe versprochen, bis zum Ende der Woche einen Vermittler zu benennen, sagten drei Menschen, denen von dem Gespräch berichtet worden war.",
               "Der Streik würde am Freitag um Mitternacht beginnen und rund neuntausend Menschen auf den äußeren Inseln von allem abschneiden.")).encode(), "not-english"),
    ],
)  # fmt: skip
def test_pages_that_give_no_article(markup: bytes, reason: str) -> None:
    found = from_page(markup, "page", IngestOptions())
    assert isinstance(found, IngestError)
    assert (found.item, found.reason) == ("page", reason)


def test_the_folder_of_a_saved_page_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "call.html").write_text(page())
    (tmp_path / "call_files").mkdir()
    (tmp_path / "call_files" / "frame.html").write_text(page("A frame"))
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    steps = read(tmp_path)
    assert [step.origin for step in steps] == [str(tmp_path / "call.html"), str(tmp_path / "other_files" / "logo.png")]
    assert bad(steps) == [(str(tmp_path / "other_files" / "logo.png"), "binary")]


def test_the_benchmark_counts_what_is_right(tmp_path: Path) -> None:
    known = {"html": page(head='<meta name="author" content="Lena Moss">'), "gold_text": TEXT, "gold_title": "Governor and mayor talk", "gold_date": "2031-02-18T05:00:00Z", "gold_authors": ["Lena Moss"], "url": "https://x.example/2031/02/18/a"}  # fmt: skip
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, (known, {**known, "html": "<p>no</p>", "gold_text": "yes"}))))
    found = score(path)
    assert (found["pages"], found["text_f1"], len(found["errors"])) == (2, 0.5, 1)
    assert found["date"] == found["title"] == found["authors"] == {"right": 1, "of": 2}
