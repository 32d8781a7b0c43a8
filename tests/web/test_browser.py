"""The pages in a real browser: what a hostile article can do (nothing), who can read them (all), and what keys, filters and forms do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from typer.testing import CliRunner

from rapport.cli import app
from tests.web.conftest import MARKUP, SCRIPT, hostile, serving, versions

PAGES = (
    "", "/actors", "/actor?name=Quill", "/relationship?a=Quill&b=Reyes", "/contacts", "/statements", "/stances", "/search?q=ferry", "/sources", "/network", "/conflicts", "/open",
    "/changes?since=2", "/review", "/corrections", "/runs?run=1", "/actor?name=Nobody",
)  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}


def opened(browser: Browser, complaints: list[str], **options: Any) -> Page:
    """A tab that notes whatever the browser complains of."""
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(20_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    return page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    complaints: list[str] = []
    found = opened(browser, complaints, viewport=WIDE)
    yield found
    assert complaints == []
    found.context.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark"), (WIDE, "dark"), (PHONE, "light")])
def test_every_page_can_be_read_by_all(browser: Browser, home: str, viewport: dict[str, int], scheme: Any) -> None:
    complaints: list[str] = []
    page = opened(browser, complaints, viewport=viewport, color_scheme=scheme)
    axe, found = Axe(), {}
    entry = page.request.get(f"{home}/conflicts.json").json()[0]["entry"]
    article = hostile()[0].article.id
    for address in (*PAGES, f"/entry/{entry}", f"/article/{article}"):
        page.goto(home + address)
        page.wait_for_load_state("networkidle")
        violations = [v for v in axe.run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        if violations:
            found[address] = [(v["id"], [n["html"][:160] for n in v["nodes"][:2]]) for v in violations]
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), f"{address} is wider than the screen"
    assert found == {}
    assert [c for c in complaints if "404" not in c] == []
    page.context.close()


def test_hostile_text_is_text(page: Page, home: str) -> None:
    article = hostile()[0].article.id
    contact = page.request.get(f"{home}/contacts.json?outlet=Evil").json()[0]
    for address in (
        f"/article/{article}",
        f"/entry/{contact['id']}",
        "/contacts?outlet=Evil",
        "/actor?name=Doyle",
        "/search?q=Doyle",
        "/network",
        "",
        "/review",
    ):
        page.goto(home + address)
        page.wait_for_load_state("networkidle")
        assert page.title() != "owned"
        assert page.locator("main script, main img[src='x'], main b").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert "\u202e" not in page.content()
    page.goto(f"{home}/article/{article}")
    assert MARKUP in page.locator("h1").inner_text()
    assert SCRIPT in page.locator("#text").inner_text()
    assert "javascript:document.title" in page.locator("header.lead").inner_text()


def test_a_paragraph_of_two_megabytes_shows(page: Page, home: str) -> None:
    page.set_default_timeout(90_000)  # a browser lays it out for seconds, longer on a busy machine
    page.goto(f"{home}/article/{hostile()[1].article.id}")
    assert page.locator("#text p", has_text="met Tom Reyes at the pier").evaluate("p => p.textContent.length") > 1_900_000
    page.goto(f"{home}/relationship?a=Quill&b=Reyes")
    assert page.locator("blockquote", has_text="at the pier").first.evaluate("q => q.textContent.length") < 1000


def test_a_relationship_is_understood_at_a_glance(page: Page, home: str) -> None:
    page.goto(f"{home}/relationship?a=Vale&b=Crane")
    assert (
        page.locator(".summary").inner_text() == "Hostile until 20 May 2030. Friendly since 15 January 2031, after their contact of 2 December 2030."
    )
    assert page.locator(".turns > li").count() == 1
    assert "hostile in 3 articles before, friendly in 3 since" in page.locator(".turns h3").inner_text()
    assert "Hugo Crane praises Irma Vale:" in page.locator(".turns").inner_text()
    page.goto(f"{home}/relationship?a=Orr&b=Crane")
    assert "Too little to tell how it went: 1 friendly sign, 1 hostile one." in page.locator("main").inner_text()
    assert page.locator(".turns").count() == 0
    page.goto(f"{home}/relationship?a=Quill&b=Reyes")
    assert page.locator(".summary").inner_text().startswith("Too little to tell how it went")
    page.wait_for_selector(".picture svg")
    assert page.locator(".picture svg a").count() >= 7
    assert "Timeline of Ada Quill and Tom Reyes" in (page.locator(".picture img").get_attribute("alt") or "")
    assert page.locator("#h-entries ~ h3").all_inner_texts() == ["Contacts without a date by the day on which they were first told of"]
    assert "by " in page.locator(".rows").last.inner_text()
    page.locator(".filters summary").click()
    page.locator(".filters select[name=channel]").select_option("message")
    page.get_by_role("button", name="Show").click()
    assert "channel=message" in page.url
    assert page.locator(".rows .what").all_inner_texts() != []
    assert all("essage" in text for text in page.locator(".rows .what").all_inner_texts())


def test_a_legend_explains_what_the_picture_has(page: Page, home: str) -> None:
    page.goto(f"{home}/relationship?a=Orr&b=Crane")
    assert page.locator(".legend li").all_inner_texts() == ["▲ praise or support", "▼ criticism"]


def test_on_a_phone_what_is_tapped_is_as_tall_as_a_fingertip(browser: Browser, home: str) -> None:
    page = opened(browser, [], viewport=PHONE, has_touch=True)
    for address in ("", "/relationship?a=Quill&b=Reyes", "/network", "/sources", "/open"):
        page.goto(home + address)
        small = page.locator(".top nav a, button, input[type=search], .filters summary, .choices a, .paging a, .onward a").evaluate_all(
            "all => all.map(e => [e.textContent, e.getBoundingClientRect()]).filter(([, box]) => box.width && box.height < 43.5).map(([text, box]) => [text, box.height])"
        )
        assert small == [], address
    page.context.close()


def test_a_sign_of_the_picture_leads_to_its_entry(page: Page, home: str) -> None:
    page.goto(f"{home}/relationship?a=Quill&b=Reyes")
    page.wait_for_selector(".picture svg a")
    page.locator(".picture svg a[href*='/entry/'] path").first.click(force=True)
    page.wait_for_url("**/entry/*")


def test_without_scripts_all_can_be_read(browser: Browser, home: str) -> None:
    page = opened(browser, [], viewport=WIDE, java_script_enabled=False)
    page.goto(f"{home}/relationship?a=Quill&b=Reyes")
    assert page.locator(".picture img").is_visible()
    assert page.locator(".rows > li").count() >= 5
    page.get_by_role("link", name="Call", exact=True).first.click()
    assert "Who told whom" in page.locator("main").inner_text()
    page.goto(f"{home}/search?q=ferry")
    assert page.locator("mark").count() >= 1
    page.context.close()


def test_keys_step_through_an_article(page: Page, home: str) -> None:
    statement = page.request.get(f"{home}/statements.json?actor=Quill&outlet=Harbor").json()[0]
    page.goto(f"{home}/article/{statement['article']}")
    page.keyboard.press("n")
    first = page.locator(".anchor.here").get_attribute("id")
    page.keyboard.press("n")
    second = page.locator(".anchor.here").get_attribute("id")
    page.keyboard.press("p")
    assert first != second
    assert page.locator(".anchor.here").get_attribute("id") == first
    assert page.url.endswith(f"#{first}")


def test_search_finds_people_words_and_articles(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_label("Search the ledger").fill("Quill")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ada Quill").first.click()
    assert page.locator("h1").inner_text() == "Ada Quill"


def test_an_article_prints_its_text_and_nothing_else(page: Page, home: str) -> None:
    statement = page.request.get(f"{home}/statements.json?actor=Quill&outlet=Harbor").json()[0]
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{home}/article/{statement['article']}")
    for hidden in (".find", "nav[aria-label=Pages]", ".found", "[data-steps-help]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#text p").last.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf()[:4] == b"%PDF"


def test_versions_of_an_article_stand_side_by_side(page: Page, home: str) -> None:
    old, new = (reading.article.id for reading in versions())
    page.goto(f"{home}/article/{old}")
    page.get_by_role("link", name="see the current one").click()
    page.get_by_role("link", name="compare").click()
    assert page.url.endswith(f"/article/{new}?against={old}")
    assert "Nothing" in page.locator("del").inner_text()
    assert "The fund" in page.locator("ins").inner_text()
    assert page.locator("del").evaluate("d => getComputedStyle(d).textDecorationLine") == "line-through"


def test_dark_is_dark_and_so_are_pictures(browser: Browser, home: str) -> None:
    found = {}
    for scheme in ("light", "dark"):
        page = opened(browser, [], viewport=WIDE, color_scheme=scheme)
        page.goto(f"{home}/relationship?a=Quill&b=Reyes")
        page.wait_for_selector(".picture svg")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        drawn = page.evaluate("getComputedStyle(document.querySelector('.picture svg text')).fill")
        found[scheme] = (brightness(ground), brightness(drawn))
        page.context.close()
    assert found["light"][0] > 200 > 150 > found["light"][1]
    assert found["dark"][0] < 60 < 150 < found["dark"][1]


def brightness(colour: str) -> float:
    """0 (black) to 255 (white) of “rgb(…)”."""
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3


def test_signing_in_leads_back_to_the_page(browser: Browser, pages_file: Path) -> None:
    page = opened(browser, [], viewport=WIDE)
    with serving(pages_file) as (home, sign_in):
        page.goto(f"{home}/review?kind=contact")
        page.goto(sign_in)
        assert page.url == f"{home}/review?kind=contact"
        assert page.locator("[data-key]").count() > 0
    with serving(pages_file) as (home, sign_in):
        page.context.clear_cookies()
        page.goto(sign_in)
        assert page.url == home
    page.context.close()


def test_a_page_on_paper_is_clean(page: Page, home: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{home}/relationship?a=Quill&b=Reyes")
    page.wait_for_selector(".picture svg")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".find", "nav[aria-label=Pages]", ".along", ".twins", ".choices"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
    assert page.locator(".picture svg").is_visible()
    assert brightness(page.evaluate("getComputedStyle(document.querySelector('.picture svg text')).fill")) < 150
    # A sheet is as narrow as a small window: it still gets the wide picture, which is there already, not that of a phone, which would come too late.
    page.set_viewport_size({"width": 680, "height": 900})
    assert "narrow" not in page.locator(".picture img").evaluate("i => i.currentSrc")
    assert page.pdf()[:4] == b"%PDF"


def test_a_correction_made_here_is_seen_in_the_terminal(browser: Browser, pages_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    shutil.copy(pages_file, path)
    complaints: list[str] = []
    page = opened(browser, complaints, viewport=WIDE)
    with serving(path) as (home, sign_in):
        page.goto(f"{home}/review?kind=contact")
        assert page.locator("[data-key]").count() == 0
        page.goto(sign_in)
        entry = page.request.get(f"{home}/conflicts.json").json()[0]["entry"]
        page.goto(f"{home}/entry/{entry}")
        page.get_by_text("Correct a field").click()
        form = page.locator("form", has=page.locator("select[name=field]"))
        form.locator("select[name=field]").select_option("place")
        form.locator("input[name=value]").fill("the Pier House")
        form.locator("input[name=reason]").fill("her office says so")
        form.get_by_role("button", name="Correct").click()
        page.wait_for_url("**/entry/*")
        assert "Corrected" in page.locator(".message").inner_text()
        assert "the Pier House" in page.locator(".known").inner_text()
        # The review goes on by keys alone.
        page.goto(f"{home}/review?kind=contact")
        first = page.locator("[data-step]").first.get_attribute("id")
        with page.expect_navigation():
            page.keyboard.press("y")
        page.wait_for_selector(".message")
        assert page.locator("[data-step]").first.get_attribute("id") != first
        told = CliRunner().invoke(app, ["corrections", "list", "-l", str(path)])
        assert told.exit_code == 0, told.output
        assert "root" in told.output
        assert "her office says so" in told.output
        page.goto(f"{home}/corrections")
        page.get_by_role("button", name="Take back").first.click()
        assert page.locator(".message").inner_text() == "Taken back: what was confirmed"
        assert "taken back by root" in page.locator("tbody tr").first.inner_text()
        assert page.locator("tbody tr").first.locator("a").count() == 1
    assert complaints == []
    page.context.close()


def test_a_post_from_elsewhere_is_refused(browser: Browser, pages_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    shutil.copy(pages_file, path)
    page = opened(browser, [], viewport=WIDE)
    with serving(path) as (home, sign_in):
        page.goto(sign_in)
        contact = page.request.get(f"{home}/contacts.json?actor=Quill").json()[0]
        answer = page.request.post(f"{home}/correct", form={"action": "reject", "records": contact["shown"], "reason": "forged"})
        assert answer.status == 403
        assert page.request.get(f"{home}/corrections.json").json() == []
    page.context.close()
