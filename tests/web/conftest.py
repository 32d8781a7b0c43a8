"""A ledger with hostile articles and long lists, served by the real Datasette on this machine, and a real browser."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from rapport.ledger import Ledger
from rapport.records import Reading, When
from tests.conftest import WEIGHTS, Story, feud
from tests.ledger.told import moved

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need Playwright: pip install -e '.[dev]'")
pytest.importorskip("datasette", reason="the pages need Datasette: pip install -e '.[web]'")

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from rapport.web import server  # noqa: E402

# Set where nothing may be skipped (.ci/run).
STRICT = os.environ.get("RAPPORT_SKIP_NOTHING") == "1"
SCRIPT = "<script>document.title = 'owned'</script>"
MARKUP = "<img src=x onerror=\"document.title='owned'\"><b>Bold</b> title"
TURNED = "\u202egnorw si siht\u202c"
HUGE = "word " * 400_000


def hostile() -> tuple[Reading, ...]:
    """Articles that try to run something, lead somewhere, look like something else, or be too long."""
    met = f"Rex {SCRIPT} Doyle met Ada Quill and “{TURNED}” was said on Monday."
    s = Story(f"{met}\n\nAda Quill said: “{SCRIPT} no {TURNED}”.", f"Evil {MARKUP}", "2031-03-01", MARKUP)
    doyle, quill = s.actor(f"Rex {SCRIPT} Doyle"), s.actor("Ada Quill")
    s.contact("meeting", "happened", (doyle, quill), met, "met", place=MARKUP, topics=(SCRIPT,), when=When("on Monday", "2031-02-24", "2031-02-24"))
    s.statement(quill, "direct", "assert", f"“{SCRIPT} no {TURNED}”", "said", about=(doyle,))
    s.stance(doyle, "positive", quill, met, SCRIPT)
    link = s.reading()
    link = moved(link, "javascript:document.title='owned'")
    long = Story(f"Ada Quill met Tom Reyes at the pier. {HUGE}", "Long Gazette", "2031-03-02", "A long paragraph")
    one, two = long.actor("Ada Quill"), long.actor("Tom Reyes")
    long.contact("meeting", "happened", (one, two), "Ada Quill met Tom Reyes at the pier.", "met")
    return link, long.reading()


def quarrel() -> Iterator[Reading]:
    """What one said of another within a week: praise, then criticism."""
    for act, words, day in (("praise", "She listens", "2031-04-01"), ("criticize", "She never listens", "2031-04-06")):
        s = Story(f"“{words},” Hugo Crane said of Lena Orr.", "Bay Courier", day, words)
        crane, orr = s.actor("Hugo Crane"), s.actor("Lena Orr")
        s.statement(crane, "direct", act, f"“{words},”", "said", about=(orr,))
        yield s.reading()


def crowd(number: int) -> Reading:
    """One of a thousand calls."""
    call = f"Irene Castellane called Paul Ostrander about berth {number}."
    day = f"20{20 + number // 330:02}-{1 + number % 330 // 28:02}-{1 + number % 28:02}"
    s = Story(call, "Harbor Ledger", day, f"Berth {number}")
    one, two = s.actor("Irene Castellane"), s.actor("Paul Ostrander")
    s.contact("call", "happened", (one, two), call, "called", initiator=one, when=When("then", day, day), topics=(f"berth {number}",))
    return s.reading()


def versions() -> tuple[Reading, ...]:
    """Two versions of one article."""
    first = Story("Ada Quill met Tom Reyes on Friday.\n\nNothing was decided.", "Bay Courier", "2031-05-02", "A meeting")
    second = Story("Ada Quill met Tom Reyes on Friday.\n\nThe fund was decided.", "Bay Courier", "2031-05-03", "A meeting")
    return first.reading(), second.reading()


@pytest.fixture(scope="session")
def pages_file(tmp_path_factory: pytest.TempPathFactory, readings: tuple[Reading, ...]) -> Path:
    """The six articles, hostile ones, those of a feud and of a quarrel, a thousand calls of the same two, and an article of two versions."""
    path = tmp_path_factory.mktemp("pages") / "harbor town.db"
    with Ledger(path) as ledger:
        for told in ((*readings[:-1], *hostile(), *feud(), *quarrel(), *(crowd(number) for number in range(1000)), versions()[0]), versions()[1:]):
            with ledger.run("read articles/") as run:
                for reading in told:
                    run.add(reading, reading.article.id, WEIGHTS)
        ledger.resolve()
    return path


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, str]]:
    """Datasette with the pages for one ledger: the address of its home page, and of signing in."""
    datasette = server.served(path)
    running = uvicorn.Server(uvicorn.Config(datasette.app(), host="127.0.0.1", port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    for _ in range(200):
        if running.started:
            break
        time.sleep(0.05)
    port = running.servers[0].sockets[0].getsockname()[1]
    root = f"http://127.0.0.1:{port}"
    try:
        yield root + datasette.urls.database(path.stem) + "/-/rapport", f"{root}/-/auth-token?token={datasette._root_token}"
    finally:
        running.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def home(pages_file: Path) -> Iterator[str]:
    """The address of the home page."""
    with serving(pages_file) as (address, _):
        yield address


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or Playwright's own."""
    found = os.environ.get("RAPPORT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as player:
        try:
            chromium = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except Exception as error:  # no kind of its own: whatever keeps a browser from starting
            if STRICT:
                raise
            pytest.skip(f"no browser to test the pages in (apt-get install chromium, or playwright install chromium): {str(error).splitlines()[0]}")
        yield chromium
        chromium.close()
