"""Datasette on this machine for one ledger: what `rapport serve` runs."""

from __future__ import annotations

import secrets
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_encode

from rapport import web
from rapport.web.asking import LONGEST
from rapport.web.drawing import warm

_LIMIT_MS: Final = 2000  # of a query that somebody types
_TURN: Final = 0.0005  # seconds for which a thread works before another's turn
_DEAR: Final = ("changes", "sources", "review")  # pages that look at much


def served(ledger: Path) -> Datasette:
    """A Datasette for one ledger, with the pages. SQL is read-only, as Datasette opens files, and limited in time."""
    # Where the package is installed its entry point has registered the pages already.
    if not any(plugin is web for plugin in pm.get_plugins()):
        pm.register(web, name="rapport")
    return Datasette([str(ledger)], settings={"sql_time_limit_ms": _LIMIT_MS, "default_page_size": 50}, secret=secrets.token_hex(32))


def run(ledger: Path, host: str, port: int, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve until interrupted."""
    # Each row that SQLite gives asks for the interpreter anew: who makes a long page gives way ten times sooner, so that short ones need not wait for it.
    sys.setswitchinterval(_TURN)
    datasette = served(ledger)
    shown = f"[{host}]" if ":" in host else host
    root = f"http://{shown}:{port}"
    home = f"{root}/{tilde_encode(next(name for name in datasette.databases if name != '_internal'))}/-/rapport"
    say(f"{ledger}: {home}")
    say(f"to correct entries, sign in: {root}/-/auth-token?token={datasette._root_token}")
    say("Ctrl-C ends it")
    threading.Thread(target=_ready, args=(home, browser), daemon=True).start()
    uvicorn.run(datasette.app(), host=host, port=port, log_level="warning", lifespan="on", timeout_graceful_shutdown=1)


def _ready(home: str, browser: bool) -> None:
    """Once the home page answers, open it, and load the renderer so that the first picture does not wait for it; then ask what takes longest, which is
    remembered: of a run that read 10,000 articles, what changed takes a second."""
    for _ in range(100):
        try:
            with urlopen(home, timeout=10):  # noqa: S310  (an address of this machine that we made)
                break
        except OSError:
            time.sleep(0.1)
    if browser:
        webbrowser.open(home)
    warm()
    for page in _DEAR:
        with suppress(OSError), urlopen(f"{home}/{page}", timeout=LONGEST):  # noqa: S310  (as above)
            pass
