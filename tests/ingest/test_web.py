"""Addresses: pages and feeds of a site on this machine, with everything that may go wrong on the way."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

from rapport.ingest.guard import is_public
from rapport.ingest.robots import parse_robots
from tests.ingest.conftest import PARAGRAPHS, Answer, Site, page
from tests.ingest.helpers import bad, good, only, read

LOCAL = {"allow_private": True, "pause": 0.0}


def test_a_page(site: Site) -> None:
    site.put("/2031/02/18/call?id=1", page())
    article = only(read(f"{site.base}/2031/02/18/call?id=1#comments", **LOCAL))
    assert (article.text, article.title, article.outlet) == ("\n\n".join(PARAGRAPHS), "Governor and mayor talk", "Bay Courier")
    assert (article.url, article.published) == (f"{site.base}/2031/02/18/call?id=1", "2031-02-18")
    assert site.asked == ["/robots.txt", "/2031/02/18/call?id=1"]
    assert site.agents == {"rapport-ledger/0.1"}


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    site.put("/a", page())
    port = site.base.rsplit(":", 1)[1]
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"):
        url = f"http://{host}:{port}/a"
        steps = read(url, pause=0.0)
        assert [reason for _, reason in bad(steps)] in (["refused"], ["unreadable"]), url
        assert good(steps) == []
    assert bad(steps := read(f"{site.base}/a", pause=0.0)) == [(f"{site.base}/a", "refused")]
    assert "--allow-private" in str(steps[0].item)
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("64:ff9b::808:808", True),
        ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False), ("127.0.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("192.0.2.1", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::1", False),
    ],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_redirects_are_followed_checked_and_limited(site: Site) -> None:
    for number in range(7):
        site.answers[f"/{number}"] = Answer(status=302, headers={"Location": f"/{number + 1}"})
    site.put("/7", page())
    assert bad(read(f"{site.base}/0", **LOCAL)) == [(f"{site.base}/0", "too-many-redirects")]
    assert only(read(f"{site.base}/2", **LOCAL)).url == f"{site.base}/7"
    site.answers["/file"] = Answer(status=301, headers={"Location": "file:///etc/passwd"})
    assert bad(read(f"{site.base}/file", **LOCAL)) == [(f"{site.base}/file", "unsupported")]


def test_robots_are_honoured_on_every_hop(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open\n")
    site.put("/private/open", page())
    site.put("/private/a", page())
    site.answers["/hop"] = Answer(status=302, headers={"Location": "/private/a"})
    assert good(read(f"{site.base}/private/open", **LOCAL))
    for path in ("/private/a", "/hop"):
        assert bad(read(site.base + path, **LOCAL)) == [(site.base + path, "refused")]
    assert "/private/a" not in site.asked
    assert good(read(f"{site.base}/private/a", robots=False, **LOCAL))


def test_a_site_whose_robots_file_fails_is_left_alone(site: Site) -> None:
    site.put("/a", page())
    site.answers["/robots.txt"] = Answer(status=503)
    assert bad(read(f"{site.base}/a", **LOCAL)) == [(f"{site.base}/a", "refused")]
    assert site.asked == ["/robots.txt"]


def test_a_site_that_does_not_answer_is_waited_for_once(site: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dead = f"http://127.0.0.1:{silent.getsockname()[1]}"
        items = "".join(f"<item><link>{dead}/{number}</link></item>" for number in range(8))
        site.put("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>")
        began = time.monotonic()
        assert bad(read(f"{site.base}/feed", timeout=0.3, **LOCAL)) == [(f"{dead}/{number}", "timeout") for number in range(8)]
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    ("agent", "url", "allowed"),
    [
        ("rapport-ledger/0.1", "https://x.example/deep/a", False),
        ("rapport-ledger/0.1", "https://x.example/shallow", True),
        ("other/1", "https://x.example/deep/a", True),
        ("other/1", "https://x.example/a.pdf", False),
        ("other/1", "https://x.example/a.pdf?x", True),
        ("other/1", "https://x.example/print/a?p=1", False),
        ("other/1", "https://x.example/print/a", True),
        ("other/1", "https://x.example/%7Eada/", False),
        ("other/1", "https://x.example/both", True),
    ],
)
def test_rules_of_robots(agent: str, url: str, allowed: bool) -> None:
    text = (
        "\ufeffUser-agent: nobody\nDisallow: /\n\nUser-agent: Rapport-Ledger\nUser-agent: third\nDisallow: /deep # ours\nCrawl-delay: 2.5\n\n"
        "User-agent: *\nDisallow: /*.pdf$\nDisallow: /print/*?\nDisallow: /~ada\nDisallow: /both\nAllow: /both\nDisallow:\nnonsense\n"
    )
    rules = parse_robots(text, agent)
    assert rules.allows(url) is allowed
    assert rules.delay == (2.5 if agent.startswith("rapport") else 0.0)


def test_limits_of_size_and_time(site: Site) -> None:
    site.put("/large", page() + "x" * 200_000)
    site.answers["/bomb"] = Answer(gzip.compress(b"y" * 5_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    site.put("/slow", page())
    site.answers["/slow"].delay = 1.5
    for path in ("/large", "/bomb"):
        assert bad(read(site.base + path, max_bytes=100_000, **LOCAL)) == [(site.base + path, "too-large")]
    began = time.monotonic()
    assert bad(read(f"{site.base}/slow", timeout=0.3, **LOCAL)) == [(f"{site.base}/slow", "timeout")]
    assert time.monotonic() - began < 1.2


def test_a_page_that_drips_is_given_up(site: Site) -> None:
    site.put("/drip", page())
    site.answers["/drip"].drip = 0.05  # each byte in time, the page in a minute
    began = time.monotonic()
    assert bad(read(f"{site.base}/drip", timeout=1.0, **LOCAL)) == [(f"{site.base}/drip", "timeout")]
    assert time.monotonic() - began < 20


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.put("/a", page())
    began = time.monotonic()
    read(f"{site.base}/a", allow_private=True, pause=0.3)
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "http-status"),
        (Answer(status=500), "http-status"),
        (Answer(b"%PDF-1.7 \0\0", headers={"Content-Type": "application/pdf"}), "binary"),
        (Answer(b'{"a": 1}', headers={"Content-Type": "application/json"}), "unsupported"),
        (Answer(b"not gzip", headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}), "unreadable"),
        (Answer(b"<html><body>Log in</body></html>"), "no-article"),
        (Answer(b"<rss version='2.0'><channel><title>x</title></channel></rss>"), "empty"),
    ],
)
def test_answers_that_give_no_article(site: Site, answer: Answer, reason: str) -> None:
    site.answers["/a"] = answer
    assert bad(read(f"{site.base}/a", **LOCAL)) == [(f"{site.base}/a", reason)]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "http://",
        "http://xn--.example/",
        "http://[bad/",
        "http://x.example:99999/",
        "http://127.0.0.1:1/a",
        "http://nowhere.invalid/a",
    ],
)
def test_addresses_that_cannot_be_read(url: str) -> None:
    ((item, reason),) = bad(read(url, **LOCAL))
    assert item == url
    assert reason in {"unsupported", "unreadable"}


def test_plain_text_with_a_header(site: Site) -> None:
    site.answers["/a.txt"] = Answer(f"Title: A call\nPublished: 2031-02-18\n\n{PARAGRAPHS[0]}".encode(), headers={"Content-Type": "text/plain"})
    article = only(read(f"{site.base}/a.txt", **LOCAL))
    assert (article.title, article.published, article.text, article.url) == ("A call", "2031-02-18", PARAGRAPHS[0], f"{site.base}/a.txt")


ENTRIES = (
    ("/1", "The first call", "2031-02-18T06:30:00Z"),
    ("/2?utm_source=rss", "The second call", ""),
    ("/gone", "No more", ""),
    ("/1", "The first call again", ""),
)


def rss(base: str) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{base}{path}</link><pubDate>{'Tue, 18 Feb 2031 06:30:00 GMT' if day else ''}</pubDate></item>"
        for path, title, day in ENTRIES
    )
    return f"<?xml version='1.0' encoding='utf-8'?>\n<!-- a feed -->\n<rss version='2.0'><channel><title>Bay Courier</title>{items}<item><title>No link</title></item></channel></rss>"


def atom(base: str) -> str:
    items = "".join(
        f"<entry><title>{title}</title><link rel='alternate' href='{path}'/>{f'<published>{day}</published>' if day else ''}<updated>2031-03-01T00:00:00Z</updated></entry>"
        for path, title, day in ENTRIES
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Bay Courier</title>{items}<entry><title>No link</title></entry></feed>"


@pytest.mark.parametrize("feed", [rss, atom])
def test_feeds_give_the_pages_they_list(site: Site, feed: object) -> None:
    site.put("/feed", feed(site.base))  # type: ignore[operator]
    site.put("/1", page("The first call"))
    site.put("/2?utm_source=rss", page("The second call"))
    steps = read(f"{site.base}/feed", **LOCAL)
    first, second = good(steps)
    # The pages have no date of their own; `updated` is none.
    assert (first.title, first.published) == ("The first call", "2031-02-18T06:30:00+00:00")
    assert (second.title, second.published, second.url) == ("The second call", None, f"{site.base}/2")
    assert bad(steps) == [(f"{site.base}/gone", "http-status"), (f"{site.base}/feed:5", "malformed")]
    assert site.asked.count("/1") == site.asked.count("/robots.txt") == 1


def test_a_long_feed_is_cut_and_says_so(site: Site) -> None:
    site.put("/feed", rss(site.base))
    site.put("/1", page())
    steps = read(f"{site.base}/feed", max_feed_items=1, **LOCAL)
    assert len(good(steps)) == 1
    assert bad(steps) == [(f"{site.base}/feed", "too-large")]
