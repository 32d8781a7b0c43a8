"""The page for whoever corrects something without being signed in: most often since the server was started anew while the page stood open."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from datasette.utils import tilde_decode

from rapport.web import serving, words
from rapport.web.addresses import Addresses

if TYPE_CHECKING:
    from datasette.app import Datasette

_CORRECT: Final = re.compile(r"/(?P<database>[^/.]+)/-/rapport/correct")
_REFUSED: Final = 403
_WORDS: Final = (
    "nothing was changed, since you are not signed in here, or not since the ledger was last served. The terminal that serves it prints a link for that: open it, "
    "then say this again"
)

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def wrapped(datasette: Datasette) -> Callable[[App], App]:
    """An application that answers with this page where Datasette, or its check of forms, refuses a correction in a bare line."""

    def wrap(app: App) -> App:
        async def inner(scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
            found = _CORRECT.fullmatch(scope.get("path", "")) if scope["type"] == "http" else None
            if not found:
                await app(scope, receive, send)
                return
            refused = False

            async def sending(message: Message) -> None:
                nonlocal refused
                if message["type"] == "http.response.start" and message["status"] == _REFUSED:
                    refused = True
                if not refused:
                    await send(message)

            await app(scope, receive, sending)
            if refused:
                await (await _page(datasette, tilde_decode(found["database"]))).asgi_send(send)

        return inner

    return wrap


async def _page(datasette: Datasette, named: str) -> Any:
    known = named in datasette.databases
    at = Addresses(serving.base(datasette, named) if known else datasette.urls.path("/-/rapport"))
    data = {
        "title": "You are not signed in",
        "message": _WORDS,
        "choices": (),
        "wrong": "",
        "at": at,
        "ledger": named if known else None,
        "here": "",
        "query": {},
    }
    return await serving.shown(datasette, None, "trouble.html", words.GLOBALS | data, _REFUSED)
