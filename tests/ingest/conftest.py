"""A small web site on this machine, and the articles it serves."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest

PARAGRAPHS: Final = (
    "Mayor Ada Quill and Gov. Tom Reyes talked by phone for an hour on Sunday night about how to keep the ferries running, her chief of staff said.",
    "“They went through it boat by boat,” the aide said. “He had read the contract, and I was impressed.”",
    "The governor had promised to name a mediator by the end of the week, according to three people who were told about the call.",
    "The strike would begin at midnight on Friday, and it would cut off some nine thousand people who live on the outer islands.",
)


def page(title: str = "Governor and mayor talk", *, head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """An invented article page with a menu, an aside and a footer around it."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Bay Courier</title>
<meta property="og:site_name" content="Bay Courier">{head}</head><body>
<nav><ul><li><a href="/news">News</a></li><li><a href="/tides">Tide tables</a></li></ul></nav>
<aside><h3>Most read</h3><ul><li><a href="/chowder">Eleven chowders, one winner</a></li></ul></aside>
<main><article><h1>{title}</h1>{body}</article></main><footer><p>© 2031 Bay Courier. All rights reserved.</p></footer></body></html>"""


@dataclass
class Answer:
    """What the site answers at one path: after `delay` seconds, and with `drip` seconds between byte and byte."""

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    delay: float = 0.0
    drip: float = 0.0


@dataclass
class Site:
    """`answers` by path; `asked` lists the paths in the order in which they were asked for, `agents` who asked."""

    base: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def put(self, path: str, text: str, **headers: str) -> None:
        self.answers[path] = Answer(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.agents.add(self.headers["User-Agent"])
            answer = served.answers.get(self.path, Answer(status=404))
            time.sleep(answer.delay)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                for piece in [bytes([byte]) for byte in answer.content] if answer.drip else [answer.content]:
                    self.wfile.write(piece)
                    time.sleep(answer.drip)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client had enough

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    served.base = f"http://127.0.0.1:{server.server_address[1]}"
    yield served
    server.shutdown()
    server.server_close()
