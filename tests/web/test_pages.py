"""Every page by its address: what it answers, in which forms, with which headers, and what it makes of wrong questions."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
from lxml import html  # type: ignore[import-untyped]

from rapport.ledger import Ledger
from tests.conftest import WEIGHTS, Story
from tests.web.conftest import serving

PAGES = (
    "", "/actors", "/actor?name=Quill", "/relationship?a=Quill&b=Reyes", "/contacts", "/statements", "/stances", "/search?q=ferry", "/sources", "/network", "/conflicts", "/open",
    "/changes?since=2", "/review", "/corrections", "/runs", "/runs?run=1",
)  # fmt: skip


def twin(home: str, page: str, form: str) -> str:
    path, _, asked = page.partition("?")
    return f"{home}{path}.{form}" + (f"?{asked}" if asked else "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_twins_and_a_strict_policy(home: str, client: httpx.Client, page: str) -> None:
    answer = client.get(home + page)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    tree = html.fromstring(answer.text)
    assert not tree.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]")
    assert all(address.startswith("/") for address in tree.xpath("//script/@src | //link/@href | //img/@src"))
    assert f"{twin(home, page, 'json').split('://')[1].partition('/')[2]}".replace("&", "&amp;") in answer.text
    assert client.get(twin(home, page, "json")).json() is not None
    table = client.get(twin(home, page, "csv"))
    assert table.headers["content-type"].startswith("text/csv")


def test_a_relationship_tells_how_it_went_and_what_was_said(home: str, client: httpx.Client) -> None:
    text = client.get(f"{home}/relationship?a=Quill&b=Reyes").text
    assert re.search(r"<h1>.*Ada Quill.*and.*Tom Reyes", text, re.DOTALL)
    assert "16 February 2031" in text
    assert "lasting 30 minutes" in text
    assert "Hostile until 20 May 2030" in client.get(f"{home}/relationship?a=Vale&b=Crane").text


def test_the_table_of_a_relationship_is_a_safe_csv(home: str, client: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{home}/relationship.csv?a=Quill&b=Reyes").text.lstrip("\ufeff"))))
    assert {row["kind"] for row in rows} == {"contact", "statement", "stance"}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values() if cell)


def test_filters_keep_what_was_asked_for(home: str, client: httpx.Client) -> None:
    found = client.get(f"{home}/relationship.json?a=Quill&b=Reyes&channel=message").json()
    assert {entry["channel"] for entry in found["entries"]} == {"message"}
    assert not found["statements"]
    assert "Nothing between them answers" in client.get(f"{home}/relationship?a=Quill&b=Reyes&since=2040").text


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("/actor?name=Zyx", 404, "Nobody is called “Zyx”"),
        ("/actor", 400, "Give a name"),
        ("/relationship?a=Quill&b=Quill", 400, "are the same"),
        ("/relationship?a=Quill&b=Reyes&channel=pigeon", 400, "Channel is one of"),
        ("/relationship?a=Quill&b=Reyes&since=soon", 400, "takes a date"),
        ("/article/0000000000000000", 404, "not in the ledger"),
        ("/entry/ffffffffffffffff", 404, "not in the ledger"),
        ("/nowhere", 404, "no page"),
        ("/runs?run=99", 404, "no run 99"),
    ],
)
def test_wrong_questions_are_answered_in_words(home: str, client: httpx.Client, page: str, status: int, words: str) -> None:
    answer = client.get(home + page)
    assert answer.status_code == status
    assert words in answer.text
    assert "--" not in re.sub(r"<!--.*?-->", "", answer.text)
    twin_ = client.get(twin(home, page, "json"))
    assert twin_.status_code == status
    assert twin_.json()["error"]


def test_other_databases_and_addresses_are_not_ours(home: str, client: httpx.Client) -> None:
    root = home.split("/", 3)
    assert client.get("/".join(root[:3]) + "/nothere/-/rapport").status_code == 404
    assert client.get("/".join(root[:3]) + "/-/rapport").headers["location"] == "/" + root[3]
    assert client.get(f"{home}/entry/not-an-id").status_code == 404


def test_a_thousand_entries_come_in_pages(home: str, client: httpx.Client) -> None:
    seen: list[str] = []
    for number in (1, 2, 20):
        text = client.get(f"{home}/relationship?a=Castellane&b=Ostrander&page={number}").text
        found = re.findall(r'<li class="row contact[^>]*id="(r-[0-9a-f]+)"', text)
        assert len(found) == 50
        assert f"Page {number} of 20, 1,000 in all" in text
        seen += found
    assert len(set(seen)) == 150
    told = client.get(f"{home}/relationship.json?a=Castellane&b=Ostrander&page=20").json()
    assert (told["counts"]["contacts"], told["paging"]["pages"], len(told["entries"]), len(told["contacts"])) == (1000, 20, 50, 50)
    assert client.get(f"{home}/relationship.csv?a=Castellane&b=Ostrander").text.count("\n") == 1001
    first, second = (re.findall(r'id="(r-[0-9a-f]+)"', client.get(f"{home}/contacts?page={number}").text) for number in (1, 2))
    assert len(first) == len(second) == 50
    assert not set(first) & set(second)


def test_an_article_of_two_versions_can_be_compared(home: str, client: httpx.Client, pages_file: object) -> None:
    from rapport.ledger import Ledger
    from tests.web.conftest import versions

    old, new = (reading.article.id for reading in versions())
    assert "an earlier version" in client.get(f"{home}/article/{old}").text
    text = client.get(f"{home}/article/{new}?against={old}").text
    assert re.search(r"<del>.*Nothing.*</del>", text)
    assert re.search(r"<ins>.*The fund.*</ins>", text)
    with Ledger(str(pages_file), read_only=True) as ledger:
        assert ledger.text(old).current == new


def test_a_record_leads_to_where_it_stands(home: str, client: httpx.Client) -> None:
    statement = client.get(f"{home}/statements.json?actor=Quill").json()[0]
    answer = client.get(f"{home}/record/{statement['id']}")
    assert answer.headers["location"].endswith(f"/article/{statement['article']}#r-{statement['id']}")
    contact = client.get(f"{home}/contacts.json?actor=Quill").json()[0]
    assert client.get(f"{home}/record/{contact['shown']}").headers["location"].endswith(f"/entry/{contact['id']}")


@pytest.mark.parametrize(
    "picture", ["timeline.svg?a=Quill&b=Reyes", "timeline.svg?a=Castellane&b=Ostrander&width=narrow", "network.svg", "circle.svg?name=Quill"]
)
def test_pictures_hold_nothing_that_runs(home: str, client: httpx.Client, picture: str) -> None:
    answer = client.get(f"{home}/{picture}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "javascript:" not in answer.text
    assert answer.text.count("<a ") >= 2


def test_nothing_is_corrected_without_signing_in(home: str, client: httpx.Client) -> None:
    contact = client.get(f"{home}/contacts.json?actor=Quill").json()[0]
    form = {"action": "reject", "records": contact["shown"], "reason": "because"}
    assert client.post(f"{home}/correct", data=form).status_code == 403
    assert client.get(f"{home}/correct").status_code == 405
    assert client.get(f"{home}/corrections.json").json() == []


def test_sql_is_read_only_and_limited_in_time(home: str, client: httpx.Client) -> None:
    database = home.removesuffix("/-/rapport")
    written = client.get(f"{database}.json", params={"sql": "delete from articles"})
    assert written.status_code == 400
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    slow = client.get(f"{database}.json", params={"sql": endless})
    assert slow.status_code == 400
    assert "time" in slow.text.lower()


@pytest.mark.parametrize("who", ["a=Quill&b=Reyes", "a=Quill", "a=Quill&b=Reyes&since=2031"])
def test_a_brief_is_served_apart_from_the_pages(home: str, client: httpx.Client, who: str) -> None:
    page = client.get(f"{home}/brief.html?{who}")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert not html.fromstring(page.text).xpath("//script")
    markdown = client.get(f"{home}/brief.md?{who}")
    assert markdown.headers["content-disposition"].startswith('attachment; filename="brief-ada-quill')
    assert markdown.text.startswith("# Ada Quill")
    assert client.get(f"{home}/brief.json?{who}").json()["a"] == "Ada Quill"


def test_pages_of_people_lead_to_their_briefs(home: str, client: httpx.Client) -> None:
    for page, wanted in (("/actor?name=Quill", "a=Ada+Quill"), ("/relationship?a=Quill&b=Reyes&since=2031", "a=Ada+Quill&b=Tom+Reyes&since=2031")):
        links = html.fromstring(client.get(home + page).text).xpath("//a[contains(@href, '/brief.')]/@href")
        assert [link.partition("/brief.")[2].partition("?")[0] for link in links] == ["html", "md", "pdf"]
        for link in links:
            assert sorted(link.partition("?")[2].split("&")) == sorted(wanted.split("&"))


def test_a_brief_as_pdf(home: str, client: httpx.Client) -> None:
    pytest.importorskip("typst", reason="PDF needs Typst: pip install -e '.[pdf]'")
    found = client.get(f"{home}/brief.pdf?a=Quill&b=Reyes")
    assert found.headers["content-type"] == "application/pdf"
    assert found.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("page", "status"),
    [("/brief.html", 400), ("/brief.html?a=Zyx", 404), ("/brief.html?a=Quill&b=Reyes&since=2040", 404), ("/home.pdf", 404), ("/brief", 400)],
)
def test_briefs_that_cannot_be_made(home: str, client: httpx.Client, page: str, status: int) -> None:
    answer = client.get(home + page)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_a_page_is_made_once_for_all_who_only_read(home: str, client: httpx.Client) -> None:
    first, second = (client.get(f"{home}/contacts?actor=Quill") for _ in range(2))
    assert first.text == second.text
    assert first.headers["content-security-policy"] == second.headers["content-security-policy"]
    assert "csrftoken" not in first.text
    assert client.get(f"{home}/contacts?actor=Reyes").text != first.text


def test_two_of_one_name_have_addresses_of_their_own(tmp_path: Path, client: httpx.Client) -> None:
    told = []
    for number, other in enumerate(("Ada Quill", "Tom Reyes")):
        story = Story(f"Ben Marsh met {other} on Monday.", "Bay Courier", f"2031-05-0{number + 2}", f"A meeting {number}")
        marsh, met = story.actor("Ben Marsh"), story.actor(other)
        story.contact("meeting", "happened", (marsh, met), f"Ben Marsh met {other} on Monday.", "met")
        told.append(story.reading())
    path = tmp_path / "town.db"
    with Ledger(path) as ledger:
        with ledger.run("read") as run:
            for reading in told:
                run.add(reading, reading.article.id, WEIGHTS)
        ledger.resolve()
        ledger.split("Ben Marsh", article=told[1].article.id, reason="his cousin", author="desk")
    with serving(path) as (home, _):
        asked = client.get(f"{home}/actor?name=Ben+Marsh")
        assert asked.status_code == 300
        addresses = sorted({a for a in html.fromstring(asked.text).xpath("//main//ul//a/@href") if "Marsh" in a})
        assert len(addresses) == 2
        root = home.split("/", 3)
        pages = [client.get("/".join(root[:3]) + address) for address in addresses]
        assert [page.status_code for page in pages] == [200, 200]
        named = {name for page in pages for name in ("Ada Quill", "Tom Reyes") if name in page.text.split("</h1>")[1]}
        assert named == {"Ada Quill", "Tom Reyes"}
        # From each page on to the relationship, and from the list of people to each.
        for page in pages:
            between = next(a for a in html.fromstring(page.text).xpath("//th/a/@href") if "relationship" in a)
            assert client.get("/".join(root[:3]) + between).status_code == 200
        listed = {a for a in html.fromstring(client.get(f"{home}/actors").text).xpath("//th/a/@href") if "Marsh" in a}
        assert len(listed) == 2
        assert {client.get("/".join(root[:3]) + address).status_code for address in listed} == {200}
        # From the parties of contacts, in lists and on their own pages, and from pictures, to each.
        ids = {address.rsplit("%28", 1)[1] for address in listed}
        entries = [row["id"] for row in client.get(f"{home}/contacts.json").json()]
        for where in ("/contacts", "", "/network.svg", *(f"/entry/{key}" for key in entries)):
            text = client.get(f"{home}{where}").text
            assert sum(key in text for key in ids) == (1 if "entry" in where else 2), where
        assert sum(key in "".join(client.get(f"{home}/entry/{entry}").text for entry in entries) for key in ids) == 2
        # An id that is gone leaves the name.
        assert client.get(f"{home}/actor?name=Ada+Quill+(0123456789abcdef)").status_code == 200


def test_a_correction_without_signing_in_gets_a_page(home: str, client: httpx.Client) -> None:
    answer = client.post(f"{home}/correct", data={"action": "reject", "records": "a", "reason": "because"})
    assert answer.status_code == 403
    assert "You are not signed in" in answer.text
    assert "rapport.css" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def headings(text: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in html.fromstring(text).xpath("//main//h2")]


def test_home_begins_with_relationships_and_what_changed(home: str, client: httpx.Client) -> None:
    text = client.get(home).text
    assert headings(text)[:3] == ["Most active relationships", "What changed", "Latest contacts"]
    form = html.fromstring(text).xpath("//main//form")[0]
    assert form.get("action").endswith("/relationship")
    assert [field.get("name") for field in form.xpath(".//input")] == ["a", "b"]


def test_a_search_says_who_spoke_of_whom_and_marks_the_words_in_all_that_was_said(home: str, client: httpx.Client) -> None:
    row = html.fromstring(client.get(f"{home}/search?q=listens").text).xpath("//section[@aria-labelledby='h-statement']//li")
    assert [" ".join(item.xpath(".//h3")[0].text_content().split()) for item in row] == [
        "▲ Hugo Crane praised Lena Orr", "▼ Hugo Crane criticized Lena Orr",
    ]  # fmt: skip
    assert [mark.text_content() for mark in row[0].xpath(".//mark")] == ["listens"]
    assert "said of" in row[0].xpath(".//blockquote")[0].text_content() or "Hugo Crane" in row[0].text_content()
    lines = client.get(f"{home}/search.csv?q=listens").text.splitlines()
    assert '"speaker","act","audience","about"' in lines[0]
    assert '"Hugo Crane","praise","","Lena Orr"' in lines[1]


def test_a_relationship_is_told_newest_first_where_that_is_asked(home: str, client: httpx.Client) -> None:
    asked = f"{home}/relationship?a=Castellane&b=Ostrander"
    last = re.findall(r'id="(r-[0-9a-f]+)"', client.get(f"{asked}&page=20").text)
    assert re.findall(r'id="(r-[0-9a-f]+)"', client.get(f"{asked}&order=newest").text) == last[::-1]
    undated = html.fromstring(client.get(f"{home}/relationship?a=Quill&b=Reyes&order=newest").text).xpath("//ol[@class='rows']")
    assert len(undated) == 2
    assert "by " in undated[1].text_content()


def test_turning_points_say_who_spoke(home: str, client: httpx.Client) -> None:
    shown = html.fromstring(client.get(f"{home}/relationship?a=Vale&b=Crane").text).xpath("//ol[@class='turns']//dd")
    said = [word.text_content().strip().rstrip(":") for term in shown for word in term.xpath("./span[@class='note'][following-sibling::bdi]")]
    assert said[0] == "Irma Vale criticizes Hugo Crane"
    assert said[-1] == "Hugo Crane praises Irma Vale"


@pytest.mark.parametrize(
    ("page", "said"), [("/relationship?a=Quill", "Give two names"), ("/relationship?a=Quill&b=Zyx", "It may be spelled otherwise")]
)
def test_a_relationship_that_cannot_be_shown_asks_for_the_names(home: str, client: httpx.Client, page: str, said: str) -> None:
    text = client.get(home + page).text
    assert said in text
    assert [field.get("value") for field in html.fromstring(text).xpath("//main//form//input")] == ["Quill", "Zyx" if "Zyx" in page else ""]
    assert "as <a" not in text  # an error has no twin to take along


def test_an_address_of_no_ledger_leads_home(home: str, client: httpx.Client) -> None:
    elsewhere = "/".join(home.split("/")[:3]) + "/nosuch/-/rapport"
    answer = client.get(elsewhere)
    assert answer.status_code == 404
    assert "There is no ledger “nosuch” here" in html.fromstring(answer.text).text_content()
    assert [link.get("href") for link in html.fromstring(answer.text).xpath("//main//a")] == ["/-/rapport"]
    assert client.get(f"{elsewhere}.json").status_code == 404


def test_a_brief_explains_only_what_its_picture_has(home: str, client: httpx.Client) -> None:
    page = html.fromstring(client.get(f"{home}/brief.html?a=Orr&b=Crane").text)
    assert [" ".join(line.text_content().split()) for line in page.xpath("//figcaption//li")] == ["▲ praise or support", "▼ criticism"]
