"""The forms of a brief: each whole by itself, the same bytes each time, and nothing of a hostile article in it but text."""

from __future__ import annotations

import ctypes
import re
import sys
from base64 import b64decode
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from rapport.errors import UsageError
from rapport.ledger import Ledger
from rapport.report.briefs import Brief, brief
from rapport.report.briefs.markdown import address, text
from tests.report.briefs import hostile

DRAWN = pytest.mark.skipif(
    "not __import__('importlib.util').util.find_spec('vl_convert')", reason="pictures need vl-convert-python: pip install -e '.[pictures]'"
)
SET = pytest.mark.skipif("not __import__('importlib.util').util.find_spec('typst')", reason="PDF needs Typst: pip install -e '.[pdf]'")


@pytest.fixture
def evil(tmp_path: Path) -> Ledger:
    return Ledger(hostile.ledger(tmp_path / "evil.db"))


def both(ledger: Ledger, *, picture: bool = False) -> list[Brief]:
    return [brief(ledger, "Ada Quill", "Tom Reyes", picture=picture), brief(ledger, "Ada Quill", picture=picture)]


def parsed(page: str) -> Any:
    return html.document_fromstring(page)


@pytest.mark.parametrize("picture", [False, pytest.param(True, marks=DRAWN)])
def test_html_fetches_nothing_runs_nothing_and_leads_only_to_articles(ledger_file: Path, picture: bool) -> None:
    with Ledger(ledger_file) as ledger:
        urls = {article.url for article in ledger.articles()}
        for found in both(ledger, picture=picture):
            tree = parsed(found.html())
            assert not tree.xpath(
                "//script | //iframe | //object | //embed | //link | //form | //img | //base | //@src | //@srcset | //@style[contains(., 'url')]"
            )
            assert not tree.xpath("//@*[starts-with(name(), 'on')]")
            assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
            assert not re.search(r"@import|url\(", "".join(tree.xpath("//style/text()")))
            ids = {f"#{key}" for key in tree.xpath("//@id")}
            assert set(tree.xpath("//@href")) <= ids | urls
            assert {f"#e{item.number}" for item in found.items} <= ids
            assert len(tree.xpath("//svg")) == (2 if picture else 0)


def test_html_has_headings_in_order_labels_and_the_words(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger:
        found = brief(ledger, "Quill", "Reyes", picture=False)
    tree = parsed(found.html())
    assert tree.get("lang") == "en"
    levels = [int(h.tag[1]) for h in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    page = " ".join(tree.text_content().split())
    for item in found.items:
        assert "".join(piece for piece, _ in item.words) in page
        assert item.place.outlet in page
    for sentence in found.summary:
        assert sentence.body in page
    assert [mark.text for mark in tree.xpath("//tr[@id='e1']//mark")] == ["phoned"]


def test_hostile_articles_are_text_in_html(evil: Ledger) -> None:
    for found in both(evil):
        tree = parsed(found.html())
        assert not tree.xpath("//script | //img | //b | //@*[starts-with(name(), 'on')]")
        assert not [href for href in tree.xpath("//@href") if not href.startswith("#")]
        shown = tree.text_content()
        assert hostile.SCRIPT in shown
        assert hostile.MARKUP in shown
        assert "\u202e" not in shown
        # What is of an article stands within its own bounds.
        assert all(node.xpath("ancestor-or-self::bdi") for node in tree.xpath("//*[contains(text(), 'document.title')]"))


@DRAWN
def test_hostile_names_are_text_in_the_picture(tmp_path: Path) -> None:
    from tests.ledger.story import Story

    story = Story(tmp_path / "l.db")
    story.contact(["Ada <script>alert(1)</script> Quill", "Tom Reyes"], "2031-01-03", when="2031-01-02")
    with story.ledger() as ledger:
        page = brief(ledger, "Tom Reyes").html() + brief(ledger, "Tom Reyes", ledger.network()[0].a).html()
    assert not parsed(page).xpath("//script")
    assert "&lt;script&gt;" in page


def tokens(page: str) -> list[Any]:
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(page):
        found += [token, *(token.children or [])]
    return found


@pytest.mark.parametrize("url", ["javascript:document.title='owned'", "https://evil.example/a)b>c [x](y) <z>"])
def test_hostile_articles_are_text_in_markdown(tmp_path: Path, url: str) -> None:
    with Ledger(hostile.ledger(tmp_path / "evil.db", url)) as ledger:
        for found in both(ledger):
            page = found.markdown()
            links = [t.attrs["href"] for t in tokens(page) if t.type == "link_open"]
            allowed = {f"#e{item.number}" for item in found.items} | ({address(url)[1:-1]} if url.startswith("http") else set())
            assert set(links) <= allowed
            assert not [t for t in tokens(page) if t.type in ("image", "code_inline", "fence", "code_block")]
            raw = [t.content for t in tokens(page) if t.type in ("html_inline", "html_block")]
            assert all(re.fullmatch(r'<a id="e\d+">|</a>', piece.strip()) for piece in raw)
            shown = "".join(t.content for t in tokens(page) if t.type == "text")
            assert hostile.SCRIPT in shown
            assert hostile.MARKUP in shown
            assert "`code` # head | cell" in shown
            assert "\u202e" not in page
            # Nothing that a renderer which makes links of bare addresses would take for one.
            assert not re.search(r"(?<!<)\bhttps?://evil", re.sub(r"\]\(<[^>]*>\)", "", page))


@pytest.mark.parametrize(
    "words",
    [
        "# no head",
        "- no list",
        "1. no number",
        "+ x",
        "a | b",
        "***",
        "&lt; <b>",
        "[x]: y",
        "=== ",
        "~~x~~",
        "\\",
        "---",
        "> q",
        "a_b_c",
        "www.x.example",
    ],
)
def test_words_are_themselves_in_markdown(words: str) -> None:
    found = tokens(text(words) + "\n")
    assert [t.type for t in found if t.type not in ("inline", "text", "text_special")] == ["paragraph_open", "paragraph_close"]
    assert "".join(t.content for t in found if t.type in ("text", "text_special")) == words.strip()


@DRAWN
def test_markdown_holds_its_picture(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger:
        page = brief(ledger, "Quill", "Reyes").markdown()
    (image,) = [t for t in tokens(page) if t.type == "image"]
    kind, _, data = image.attrs["src"].partition(",")
    assert kind == "data:image/png;base64"
    assert b64decode(data).startswith(b"\x89PNG")
    assert image.content.startswith("Timeline of Ada Quill and Tom Reyes")


@DRAWN
@SET
def test_the_same_ledger_gives_the_same_bytes(ledger_file: Path) -> None:
    made = []
    for _ in range(2):
        with Ledger(ledger_file) as ledger:
            made.append([(b.html(), b.markdown(), b.pdf()) for b in both(ledger, picture=True)])
    assert made[0] == made[1]


def pdf_of(found: Brief, made: bytes | None = None) -> tuple[str, list[str]]:
    """The text of a PDF and the addresses that it leads to."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(made or found.pdf())
    shown, addresses = "", []
    for page in document:
        shown += page.get_textpage().get_text_bounded() + "\n"
        at, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, at, link):
            action = raw.FPDFLink_GetAction(link)
            length = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
            if length:
                buffer = ctypes.create_string_buffer(length)
                raw.FPDFAction_GetURIPath(document, action, buffer, length)
                addresses.append(buffer.value.decode())
    return " ".join(shown.split()), addresses


@SET
def test_pdf_has_the_words_and_leads_only_to_articles(ledger_file: Path) -> None:
    with Ledger(ledger_file) as ledger:
        urls = {article.url for article in ledger.articles()}
        for found in both(ledger):
            shown, addresses = pdf_of(found)
            assert addresses
            assert set(addresses) <= urls
            assert "How this was made" in shown
            for item in found.items:
                assert item.place.outlet in shown
            assert "“He answers faster than my own staff,”" in shown


@SET
def test_hostile_articles_are_text_in_pdf(evil: Ledger) -> None:
    for found in both(evil):
        shown, addresses = pdf_of(found)
        assert not addresses
        assert "<script>document.title='owned'</script>" in shown
        assert '#image("secret.svg") $x$ *b* @ref' in shown.replace("\n", " ")
        assert b"/JavaScript" not in found.pdf()
        assert b"/JS" not in found.pdf()


@SET
def test_pdf_shows_names_of_other_scripts(tmp_path: Path) -> None:
    from tests.ledger.story import Story

    story = Story(tmp_path / "l.db")
    story.contact(["Zoë Łukasz", "Владимир Ильин"], "2031-01-03", text="Zoë Łukasz met Владимир Ильин, Ελένη, אדה and आदा.")
    with story.ledger() as ledger:
        shown, _ = pdf_of(brief(ledger, "Zoë Łukasz", picture=False))
    for name in ("Zoë Łukasz", "Владимир Ильин", "Ελένη", "אדה"):
        assert name in shown or name[::-1] in shown


@DRAWN
@SET
def test_signs_that_no_font_has_are_told_by_number_and_not_as_boxes(tmp_path: Path) -> None:
    from rapport.report.briefs.pdf import pages
    from tests.ledger.story import Story

    story = Story(tmp_path / "l.db")
    story.contact(["山田太郎", "김정은"], "2031-01-03", text="山田太郎 met 김정은.")
    with story.ledger() as ledger:
        found = brief(ledger, "山田太郎", "김정은")
        shown, _ = pdf_of(found, pages(found, machine=()))
    assert "[U+5C71 U+7530 U+592A U+90CE]" in shown
    assert "Gimjeongeun" in shown
    assert "no font on this machine has some signs" in shown
    assert "山" not in shown


@SET
def test_fonts_of_the_machine_are_lent_for_what_others_lack(tmp_path: Path) -> None:
    from pymupdf_fonts import FiraGO_Regular, NotoSansMath_Regular, Ubuntu_Regular

    from rapport.report.briefs.fonts import lacking, lent

    fonts = [(tmp_path / name, 0) for name in ("latin.ttf", "math.ttf")]
    for (path, _), module in zip(fonts, (Ubuntu_Regular, NotoSansMath_Regular), strict=True):
        path.write_bytes(module.fontbuffer)
    wanted = lacking(["Zoë, אדה, \U0001d49c and 山"], FiraGO_Regular.fontbuffer)
    assert wanted == {0x1D49C, 0x5C71}
    assert lent(wanted, fonts) == ([tmp_path / "math.ttf"], {0x5C71})
    assert lent(wanted, reversed(fonts)) == lent(wanted, fonts)


def test_words_from_right_to_left_stand_apart() -> None:
    from rapport.report.briefs.directions import apart

    assert apart({"rest": "דוד לוי, 12 May; משה"}) == {"rest": "\u2068דוד לוי\u2069, 12 May; \u2068משה\u2069"}
    assert apart({"words": [("דוד אמר: ", False), ("פגשתי", True), (" 12.", False)]}) == {
        "words": [("\u2067דוד אמר: ", False), ("פגשתי", True), (" 12.\u2069", False)]
    }
    assert apart({"words": [("Quill met ", False), ("דוד", True)]}) == {"words": [("Quill met ", False), ("\u2068דוד\u2069", True)]}


@pytest.mark.parametrize(("module", "extra"), [("vl_convert", "pictures"), ("typst", "pdf"), ("pymupdf_fonts.FiraGO_Regular", "pdf")])
def test_what_is_not_installed_is_named(ledger_file: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str) -> None:
    from rapport.report.pictures import draw

    draw.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with Ledger(ledger_file) as ledger, pytest.raises(UsageError, match=rf"rapport-ledger\[{extra}\]"):
        brief(ledger, "Quill", "Reyes", picture=extra == "pictures").pdf()


def test_addresses_in_markdown_stay_what_they_are() -> None:
    plain = "https://courier.example/a?b=c&d=%20e#f"
    assert address(plain) == f"<{plain}>"
    assert urlsplit(address("https://x.example/a b>c\n<d")[1:-1]).netloc == "x.example"
