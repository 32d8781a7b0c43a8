"""Signing in by Datasette's link lands on the page that was read last, or on the home of the ledger, and not on Datasette's list of tables."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from datasette.app import Datasette

_COOKIE: Final = "rapport_page"
_LONGEST: Final = 1500  # of an address that is kept
# A page of a ledger on this server: no other host, nothing that a browser would take for one.
_OURS: Final = re.compile(r"/(?!/)[^\\\x00-\x20]*/-/rapport(?:[/?][^\\\x00-\x20]*)?")

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def remembered(address: str) -> str | None:
    """The header by which a browser keeps the address of the page that it shows, for as long as it is open."""
    if len(address) > _LONGEST or not _OURS.fullmatch(address):
        return None
    return f"{_COOKIE}={quote(address, safe='/')}; Path=/; HttpOnly; SameSite=Lax"


def landing(cookies: str, home: str) -> str:
    """Where to go once signed in."""
    found: SimpleCookie = SimpleCookie()
    try:
        found.load(cookies)
    except CookieError:
        return home
    address = unquote(found[_COOKIE].value) if _COOKIE in found else ""
    return address if _OURS.fullmatch(address) else home


def wrapped(datasette: Datasette) -> Callable[[App], App]:
    """An application whose redirect after signing in leads to `landing`."""

    def wrap(app: App) -> App:
        async def inner(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
            if scope["type"] != "http" or scope["path"] != datasette.urls.path("/-/auth-token"):
                await app(scope, receive, send)
                return
            cookies = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
            where = landing(cookies, datasette.urls.path("/-/rapport")).encode("latin-1", "ignore")

            async def sending(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] == 302:
                    message["headers"] = [(name, where if name.lower() == b"location" else value) for name, value in message["headers"]]
                await send(message)

            await app(scope, receive, sending)

        return inner

    return wrap
