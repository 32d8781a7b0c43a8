"""Saved pages: text, title, outlet, address, date and authors; clutter left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


KEYS = st.sampled_from(["@type", "@graph", "mainEntity", "author", "creator", "name", "headline", "datePublished", "publisher"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["NewsArticle", "Lena Moss", "2031-02-18", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_linked_data_of_any_shape_costs_no_article(data: dict[str, object]) -> None:
    for told in (data, {**data, "@type": "NewsArticle"}):
        assert article(page(head=f'<script type="application/ld+json">{json.dumps(told)}</script>')).text == TEXT


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ('<time datetime="2031-02-18">Feb. 18</time>', "2031-02-18"),
        ('<p class="byline">By Lena Moss <time>Feb. 18, 2031</time></p>', "2031-02-18"),
        ("<p>Published: February 18, 2031 at 4 p.m.</p>", "2031-02-18"),
        ('<div class="article-info">Bay Courier<br>Tue, 18 Feb 2031 06:30 UTC</div>', "2031-02-18"),
        ('<p>Updated <time datetime="2031-02-20">Feb. 20</time></p>', None),
        ('<p>Published <time datetime="2031-02-18">x</time>, updated <time datetime="2031-02-20">x</time></p>', "2031-02-18"),
        ('<p>Updated <time datetime="2031-02-20">x</time>, first published <time datetime="2031-02-18">x</time></p>', "2031-02-18"),
        ('<span class="updated-date">Feb. 20, 2031</span>', None),
        ('<p>She will speak on <time datetime="2031-03-03">March 3</time>, the mayor said on Sunday night.</p>', None),
        ('<div class="related"><a href="/a">Chowders</a> <time datetime="2030-01-01">Jan. 1</time></div>', None),
    ],
)
def test_the_date_at_the_headline_is_that_of_publication(line: str, published: str | None) -> None:
    assert article(page().replace("</h1>", f"</h1>{line}")).published == published


@pytest.mark.parametrize("date", ['<time datetime="2031-02-20">Feb. 20</time>', '<span class="timestamp">Posted February 20, 2031</span>'])
@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("<main>", '<div class="clock">{}</div><main>'),
        ("</main>", '<div class="list"><a href="/a">Chowders</a> {}</div></main>'),
        ("</main>", '<article><h3><a href="/a">Chowders</a></h3>{}</article></main>'),
        ("</article>", '<div class="comments"><p>Well said.</p>{}</div></article>'),
        ("<h3>", "{}<h3>"),
    ],
)
def test_dates_elsewhere_on_the_page_are_not_those_of_the_article(place: str, around: str, date: str) -> None:
    assert article(page().replace(place, around.format(date))).published is None


def test_a_headline_above_the_article() -> None:
    markup = page().replace(
        "<article><h1>Governor and mayor talk</h1>",
        '<h1>Governor and mayor talk</h1><article><p class="byline">By Lena Moss <time>Feb. 18, 2031</time></p>',
    )
    assert (article(markup).published, article(markup).authors) == ("2031-02-18", ("Lena Moss",))


def test_a_date_below_the_text_counts_where_it_says_what_it_is() -> None:
    marked = page(paragraphs=PARAGRAPHS * 3).replace("</article>", '<span class="entry-date">February 18, 2031</span></article>')
    assert article(marked).published == "2031-02-18"


def test_what_a_page_says_of_other_articles_is_not_its_own() -> None:
    told = [{"@type": "NewsArticle", "headline": title, "datePublished": day, "author": name} for title, day, name in (
        ("Eleven chowders, one winner", "2031-01-01", "Oren Tate"), ("Governor and mayor talk", "2031-02-18", "Lena Moss, State House Reporter"))]  # fmt: skip
    found = article(page(head=f'<script type="application/ld+json">//<![CDATA[\n{json.dumps(told)}\n//]]></script>'))
    assert (found.published, found.authors) == ("2031-02-18", ("Lena Moss",))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ('<p class="byline">By Lena Moss and Oren Tate, Bay Courier</p>', ("Lena Moss", "Oren Tate", "Bay Courier")),
        ('<div class="byline">By <a class="author">Lena Moss</a>, <a class="author">Oren Tate</a><span class="author-role">State House</span></div>', ("Lena Moss", "Oren Tate")),
        ('<a rel="author" href="/staff/moss">LENA MOSS</a>', ("LENA MOSS",)),
        ('<h4 class="author">The ferry and harbor boards</h4>', ()),
        ('<p class="byline">From our own correspondent</p>', ()),
        ("<p>By Hollis, the boats were late.</p>", ()),
    ],
)  # fmt: skip
def test_bylines(line: str, authors: tuple[str, ...]) -> None:
    markup = page().replace("</h1>", f"</h1>{line}").replace("og:site_name", "x")
    assert article(markup).authors == authors


@pytest.mark.parametrize(
    ("name", "clean"), [("Analysis by Lena Moss", "Lena Moss"), ("By Lena Moss", "Lena Moss"), ("National Desk", "National Desk")]
)
def test_names_of_authors(name: str, clean: str) -> None:
    assert article(page(head=f'<meta name="author" content="{name}">')).authors == (clean,)


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


@pytest.mark.parametrize("note", ["saved from url=(0056){}", "\n Page saved with SingleFile \n url: {} \n saved date: today\n"])
def test_the_address_that_a_browser_noted(note: str) -> None:
    noted = page().replace("<html", f"<!--{note.format('https://baycourier.example/2031/02/18/call?utm_source=x')} --><html", 1)
    found = article(noted)
    assert (found.url, found.published) == ("https://baycourier.example/2031/02/18/call", "2031-02-18")
    assert article(noted, "https://baycourier.example/b").url == "https://baycourier.example/b"


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


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('The vote is on <time datetime="2031-03-03">March 3</time>, the governor said on Sunday.', "The vote is on March 3, the governor said on Sunday."),
        ("“It was <q>a wrecking ball</q>,” she said to the governor on Sunday.", "“It was “a wrecking ball”,” she said to the governor on Sunday."),
        ('The <a href="/a">plan<span class="screen-reader-text"> (opens in a new window)</span></a> was hers, he said.', "The plan was hers, he said."),
        ('Mayor <a>Quill<span class="rollover-block"><b>Ada Quill</b> Ten facts MORE</span></a> met the governor.', "Mayor Quill met the governor."),
        ('Mayor Quill<span style="display: none">#</span> met the<span hidden>no</span> governor.', "Mayor Quill met the governor."),
        ("(BCN)Mayor Quill met\n    the governor&#12; on\nSunday.", "(BCN) Mayor Quill met the governor on Sunday."),
    ],
)  # fmt: skip
def test_what_stands_in_a_paragraph_is_read_as_it_is_seen(markup: str, text: str) -> None:
    assert article(page(paragraphs=(markup, *PARAGRAPHS))).text == f"{text}\n\n{TEXT}"


@pytest.mark.parametrize("line", ["Governor and mayor ‘talk’", "Politics Governor and Mayor Talk", "Posted on February 18, 2031, at 4:29 p.m."])
def test_the_title_and_the_date_are_no_part_of_the_text(line: str) -> None:
    assert article(page().replace("</h1>", f"</h1><p>{line}</p>")).text == TEXT


def test_a_sentence_set_out_once_more_is_read_once() -> None:
    quote = "“He had read the contract, and I was impressed.”"
    for other, text in ((quote, TEXT), ("“I did not.”", f"{TEXT}\n\n“I did not.”\n\nAn aide")):
        assert (
            article(
                page().replace("</article>", f'<div class="pull-quote"><blockquote><p>{other}</p></blockquote><cite>An aide</cite></div></article>')
            ).text
            == text
        )


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


def posts(href: str, count: int) -> str:
    paragraph = "<p>The mayor and the governor spoke on day {} of the strike, and they agreed to meet again within the week, aides said.</p>"
    return "".join(f'<article><h3><a href="{href}{day}">Day {day} of the strike</a></h3>{paragraph.format(day)}</article>' for day in range(count))


def test_a_list_of_articles_is_none() -> None:
    markup = f"<html><head><title>Politics</title></head><body><h1>Politics</h1><main>{posts('/', 9)}</main></body></html>"
    found = from_page(markup.encode(), "page", IngestOptions())
    assert isinstance(found, IngestError)
    assert found.reason == "no-article"
    assert article(markup.replace('href="/', 'href="#'))  # a live report
    assert article(markup.replace("<title>", '<meta property="article:published_time" content="2031-02-18"><title>'))
    assert article(page(paragraphs=PARAGRAPHS * 2).replace("</main>", f"{posts('/', 5)}</main>")).text.startswith(TEXT)


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
