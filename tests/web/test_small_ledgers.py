"""Pages of ledgers made for one question: an empty one, one contact of a month, more actors than a phone has room for."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
from lxml import html  # type: ignore[import-untyped]

from rapport.ledger import Ledger
from rapport.records import When
from tests.conftest import WEIGHTS, Story
from tests.web.conftest import serving


def test_an_empty_ledger_says_so_on_every_page(tmp_path: Path, client: httpx.Client) -> None:
    with Ledger(tmp_path / "e.db"):
        pass
    with serving(tmp_path / "e.db") as (home, _):
        for page in ("/contacts", "/statements", "/stances", "/network", "/sources"):
            text = client.get(home + page).text
            assert "in what was read so far" in text
            assert "<form action" not in text
        text = client.get(f"{home}/review").text
        assert "Nothing has been read into this ledger" in text
        assert "sign in" not in text


def test_a_month_is_told_as_a_month(tmp_path: Path, client: httpx.Client) -> None:
    met = "Ada Quill met Tom Reyes in May."
    s = Story(met, "Bay Courier", "2031-06-12", "A meeting")
    s.contact("meeting", "happened", (s.actor("Ada Quill"), s.actor("Tom Reyes")), met, "met", when=When("in May", "2031-05-01", "2031-05-31"))
    path = tmp_path / "may.db"
    with Ledger(path) as ledger:
        with ledger.run("read a/") as run:
            run.add(s.reading(), s.article.id, WEIGHTS)
        ledger.resolve()
    with serving(path) as (home, _):
        for page in ("", "/network", "/actor?name=Quill", "/changes", "/brief.html?a=Quill"):
            text = html.fromstring(client.get(home + page).text).text_content()
            assert "May 2031" in text, page
            assert "1 May 2031" not in text, page


def test_the_network_says_how_many_it_draws(tmp_path: Path, client: httpx.Client) -> None:
    with Ledger(tmp_path / "n.db") as ledger:
        with ledger.run("read a/") as run:
            for number in range(70):
                met = f"Ada Quill met Bo Num{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]} on Monday."
                s = Story(met, "Bay Courier", "2031-06-12", f"Meeting {number}")
                s.contact("meeting", "happened", (s.actor("Ada Quill"), s.actor(met[14:23])), met, "met")
                run.add(s.reading(), s.article.id, WEIGHTS)
        ledger.resolve()
    with serving(tmp_path / "n.db") as (home, _):
        text = client.get(f"{home}/network?most=120").text
        drawn = [client.get(f"{home}/network.svg?most=120{width}").text.count("<path aria-label") for width in ("", "&width=narrow")]
    assert drawn == [71, 60]
    assert "the 71 people and organizations" in text
    assert "has the 60 with the strongest ties of the 71" in text


def test_what_changed_names_no_id(tmp_path: Path, client: httpx.Client) -> None:
    asked = "Governor Tom Reyes asked Mayor Ada Quill to drop the ferry inquiry."
    never = "Governor Tom Reyes never asked Mayor Ada Quill to drop the ferry inquiry, Reyes said."
    with Ledger(tmp_path / "c.db") as ledger:
        for day, words, status in (("2031-06-12", asked, "happened"), ("2031-06-13", never, "denied")):
            s = Story(words, "Bay Courier", day, f"Of {day}")
            reyes, quill = s.actor("Tom Reyes"), s.actor("Ada Quill")
            s.contact("unspecified", status, (reyes, quill), words, "asked", initiator=reyes, topics=("drop the ferry inquiry",))
            with ledger.run("read a/") as run:
                run.add(s.reading(), s.article.id, WEIGHTS)
        ledger.resolve()
        changed = ledger.changes()
    assert [(change.what, change.detail) for change in changed if change.other] == [("contradicted", "a new report denies what was known")]
    with serving(tmp_path / "c.db") as (home, _):
        for page in ("", "/changes"):
            shown = html.fromstring(client.get(home + page).text)
            assert "a new report denies what was known" in shown.text_content()
            assert not re.search(r"\b[0-9a-f]{16}\b", shown.xpath("//main")[0].text_content())
        assert shown.xpath(f"//main//a[contains(@href, '{changed[0].other}')]")
