"""TimelineJS gets HTML: nothing of an article may be more than words in it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from rapport.export import export_timelinejs
from rapport.ledger import Filters, Ledger
from tests.ledger.told import Told, add, article

HOSTILE = "they spoke <img src=x onerror=alert(1)> & left"


def written(path: Path, filters: Filters | None = None) -> dict[str, Any]:
    out = io.StringIO()
    with Ledger(path) as ledger:
        count = export_timelinejs(ledger, out, filters)
    page: dict[str, Any] = json.loads(out.getvalue())
    assert len(page["events"]) == count
    return page


def made(tmp_path: Path) -> Path:
    path = tmp_path / "l.db"
    quill, reyes, bell = "Ada Quill", "Tom Reyes", "Marcus Bell"
    stories = [
        article("Bay Courier", "2031-02-18", Told((quill, reyes), when="2031-02-16", words=HOSTILE, place="Hollis <b>", status="denied"), number=1),
        article("Capitol Wire", "2031-03-02", Told((quill, bell), "meeting", when=("2031-02-24", "2031-03-01"), words="the ferry"), number=2),
        article("<i>Evil</i>", "2031-04-02T08:00:00", Told((quill, reyes), "message", words="the strike"), number=3, url='javascript:alert("x")'),
        article("Bay Courier", None, Told((reyes, bell), "unspecified", words="money"), number=4),
    ]
    with Ledger(path) as ledger:
        add(ledger, stories)
        ledger.resolve()
    return path


def test_an_event_a_dated_contact_in_order_of_time(tmp_path: Path) -> None:
    events = written(made(tmp_path))["events"]
    assert [e["start_date"] for e in events] == [
        {"year": 2031, "month": 2, "day": 16}, {"year": 2031, "month": 2, "day": 24}, {"year": 2031, "month": 4, "day": 2},
    ]  # fmt: skip
    assert [e.get("end_date") for e in events] == [None, {"year": 2031, "month": 3, "day": 1}, None]
    assert [e.get("display_date") for e in events] == [None, None, "reported 2031-04-02"]
    assert [e["group"] for e in events] == ["call", "meeting", "message"]
    assert events[0]["text"]["headline"] == "Ada Quill, Tom Reyes: call (denied)"
    assert len({e["unique_id"] for e in events}) == 3


def test_of_two_actors(tmp_path: Path) -> None:
    page = written(made(tmp_path), Filters(actor="Quill", with_="Bell"))
    assert [e["group"] for e in page["events"]] == ["meeting"]
    assert page["title"]["text"]["headline"] == "Quill and Bell"


def test_the_words_of_an_article_are_no_html_and_links_lead_to_the_web(tmp_path: Path) -> None:
    path = made(tmp_path)
    first, second, third = (e["text"]["text"] for e in written(path)["events"])
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; left" in first
    assert "<img" not in first
    assert "<b>" not in first
    assert '<a href="https://capitolwire.example/2">Capitol Wire, 2031-03-02</a>' in second
    assert "javascript" not in third
    assert "&lt;i&gt;Evil&lt;/i&gt;, 2031-04-02" in third
    assert all(e["autolink"] is False for e in written(path)["events"])
