"""Text and Markdown files: what the header says, what the markup hides, where paragraphs end."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.ingest.markdown import to_text
from rapport.ingest.normalize import from_lines, from_record
from rapport.ingest.text import split_header
from tests.ingest.conftest import PARAGRAPHS
from tests.ingest.helpers import bad, only, read

TEXT = "\n\n".join(PARAGRAPHS)


def test_header_block(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        f"Title: A call: the story\r\nOutlet: Bay Courier\r\nPublished: June 18, 2031\r\nUrl: https://baycourier.example/a\r\nAuthors: Lena Moss and Oren Tate\r\n\r\n{TEXT}".encode()
    )
    article = only(read(path))
    assert (article.title, article.outlet, article.published) == ("A call: the story", "Bay Courier", "2031-06-18")
    assert (article.url, article.authors, article.text) == ("https://baycourier.example/a", ("Lena Moss", "Oren Tate"), TEXT)


@pytest.mark.parametrize(
    "authors", ["[Lena Moss, Oren Tate]", '["Lena Moss", "Oren Tate"]', "\n  - Lena Moss\n  - Oren Tate", "Lena Moss; Oren Tate"]
)
def test_fenced_header_of_markdown(tmp_path: Path, authors: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f'---\ntitle: "A call"\ntags: [ferries]\ndate: 2031-06-18\nauthors: {authors}\n---\n\n{TEXT}\n')
    article = only(read(path))
    assert (article.title, article.published, article.authors, article.text) == ("A call", "2031-06-18", ("Lena Moss", "Oren Tate"), TEXT)


def test_a_line_of_the_header_that_nobody_asked_for_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: A call\nSection: Politics\nOutlet: Bay Courier\n\n{TEXT}")
    article = only(read(path))
    assert (article.title, article.outlet, article.text) == ("A call", "Bay Courier", TEXT)


def test_an_article_that_begins_with_a_colon_is_no_header() -> None:
    for text in (
        "Date: it was a Tuesday.\n\nThey met.",
        "Update: They met.\nTitle: no\n\nMore.",
        "Title: no\nQuill: yes\n\nMore.",
        "---\nNo end of a fence\n\nThey met.",
    ):
        meta, body = split_header(text)
        assert (meta.title, meta.published, body) == (None, None, text)


def test_a_date_that_is_none_stays_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: A call\nPublished: yesterday\n\n{TEXT}")
    assert only(read(path)).published is None


def test_wrapped_lines_are_joined_and_lines_of_paragraphs_are_not(tmp_path: Path) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    indented = "\n".join(textwrap.fill(paragraph, 72, initial_indent="    ") for paragraph in PARAGRAPHS)
    for name, content in (
        ("wrapped", wrapped),
        ("indented", indented),
        ("lines", "\n".join(PARAGRAPHS)),
        ("spaced", TEXT.replace("\n\n", "\n \n\n\n")),
    ):
        path = tmp_path / f"{name}.txt"
        path.write_text(content)
        assert only(read(path)).text == TEXT, name


def test_characters_are_put_right_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffThe cafe\u0301 was\u200b the\u00ad place,\t she said;  they met\u00a0there.\x07".encode())
    assert only(read(path)).text == "The café was the place, she said; they met\u00a0there."


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1252", "The mayor’s café was where they met."), ("utf-16", "The mayor’s café was where they met.")]
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert only(read(path)).text == text


def test_boilerplate_stays_out_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    clutter = [
        "Advertisement",
        "Sign up for our newsletter to get the news in your inbox.",
        "Read more: Ten chowders, ranked",
        "Share on Facebook",
        "The pier. (Oren Tate/Getty Images)",
    ]
    path.write_text("\n\n".join(part for pair in zip(PARAGRAPHS, clutter, strict=False) for part in pair) + f"\n\n{clutter[-1]}")
    assert only(read(path)).text == TEXT


def test_markdown_is_stripped(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        '# A *call*\n\nMayor **Ada Quill** and [Gov. Tom Reyes](https://x.example/a_(b) "him") met,\nshe told the _Bay Courier_.[^1]\n\n'
        "## No proof\n\n> “We met,” he said.\n> “Twice.”\n\n- the first of the two \\*points\\*\n- the second, `code`\n\n![A boat](boat.jpg)\n\n***\n\n"
        "<!-- cut -->\nTom & Ada said f*** and snake_case_name &amp; <b>left</b>.\n\n```\nx = 1\n```\n\n[^1]: A note.\n[ref]: https://x.example\n",
    )
    article = only(read(path))
    assert article.title == "A call"
    assert article.text.split("\n\n") == [
        "Mayor Ada Quill and Gov. Tom Reyes met, she told the Bay Courier.",
        "No proof",
        "“We met,” he said. “Twice.”",
        "the first of the two *points*",
        "the second, code",
        "Tom & Ada said f*** and snake_case_name & left.",
    ]


def test_a_dash_before_a_name_is_no_list() -> None:
    assert to_text('"I walk now." -Paul Ostrander') == '"I walk now." -Paul Ostrander'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("empty.txt", b"", "empty"), ("blank.txt", b" \n\n", "empty"), ("marks.txt", b"* * *\n\n---", "empty"), ("null.txt", b"The mayor\0 met", "binary"), ("noise.txt", bytes(range(256)) * 9, "binary"),
     ("fremd.txt", "Die Bürgermeisterin und der Gouverneur haben am Sonntag eine Stunde lang telefoniert, sagte ihre Stabschefin am Montag.".encode(), "not-english")],
)  # fmt: skip
def test_files_that_give_no_article(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert bad(read(path)) == [(str(path), reason)]


@given(st.text(alphabet=st.sampled_from("aB. \n\t\r\u00a0\u200b-”"), max_size=80))
def test_normal_form_is_stable(text: str) -> None:
    once = from_lines(text)
    assert "\n\n\n" not in once
    assert once == once.strip()
    assert from_lines(once) == once
    assert from_record(once) == once
    assert from_record(from_record(text)) == from_record(text)
