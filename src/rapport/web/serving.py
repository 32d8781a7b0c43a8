"""From an address to an answer: which ledger, which page, as HTML, JSON, CSV or SVG; with headers that let a browser run nothing from a page's text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datasette import Forbidden, NotFound, Response
from datasette.utils import tilde_decode
from jinja2 import Environment, Template

from rapport.errors import AmbiguousName, RapportError, UnknownName, UnknownRecord, UsageError
from rapport.export.csv import safe
from rapport.export.jsonl import json_text
from rapport.ledger.schema import APPLICATION
from rapport.report.english import cut
from rapport.web import words
from rapport.web.addresses import Addresses
from rapport.web.asking import ask, written
from rapport.web.correcting import author_of, correct
from rapport.web.drawing import drawn
from rapport.web.memory import keep, kept, stamp_of
from rapport.web.pages import PAGES, PICTURES, Asked, Page, brief
from rapport.web.signing_in import remembered

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

ROUTE: Final = r"^/(?P<database>[^/.]+)/-/rapport(?:/(?P<page>[a-z]+)(?:/(?P<key>[0-9a-fA-F]{1,16}))?)?(?:\.(?P<format>json|csv|svg|html|md|pdf))?$"
# Nothing inline, nothing from elsewhere, no frame around a page, no form that posts elsewhere.
_POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
# A brief is a page by itself, with its style in it; nothing in it can reach this origin.
_BRIEF_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups"
)
_SAFE: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}


class _NoPage(UnknownRecord):
    """An address that names no page."""


def is_ledger(database: Database) -> bool:
    """Whether a database of Datasette is a ledger: the file says so in its 68th to 71st byte (SQLite's application id)."""
    if not database.path:
        return False
    try:
        with Path(database.path).open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return int.from_bytes(head[68:72], "big") == APPLICATION


def base(datasette: Datasette, database: str) -> str:
    return f"{datasette.urls.database(database)}/-/rapport"


def _ledgers(datasette: Datasette) -> list[str]:
    return [name for name, database in datasette.databases.items() if is_ledger(database)]


async def entrance(datasette: Datasette, request: Any) -> Response:
    """`/-/rapport`: the ledger that is served, or the choice among several."""
    found = _ledgers(datasette)
    if len(found) == 1:
        return Response.redirect(base(datasette, found[0]))
    ledgers = [(name, base(datasette, name)) for name in found]
    data = {"ledgers": ledgers, "title": "Ledgers", "at": Addresses(datasette.urls.path("/-/rapport")), "ledger": None}
    return await shown(datasette, request, "ledgers.html", data, 200)


async def page(datasette: Datasette, request: Any) -> Response:
    """A page of a ledger, or its twin. Raises NotFound for the twin of what is no ledger."""
    named = tilde_decode(request.url_vars["database"])
    if named not in datasette.databases:
        return await _no_ledger(datasette, request, named)
    database = datasette.get_database(named)
    await datasette.ensure_permissions(request.actor, [("view-database", named), "view-instance"])
    if not is_ledger(database):
        return await _no_ledger(datasette, request, named)
    name, form = request.url_vars["page"] or "home", request.url_vars["format"] or "html"
    query = {key: request.args.get(key) for key in request.args}
    at = Addresses(base(datasette, named))
    asked = Asked(query, request.url_vars["key"] or "", at, request.actor)
    common = words.GLOBALS | {
        "at": at,
        "ledger": named,
        "here": name,
        "query": query,
        "twins": _twins(request, name),
        "actor": request.actor if database.is_mutable else None,
        "address": _path(request),
    }
    if name == "correct":
        return await _correct(datasette, request, database, at)
    # What a reader gets who is not signed in, and to whom nothing is to be said, is the same for all.
    same = form == "html" and not request.actor and "ds_messages" not in request.cookies
    path, before = Path(database.path), stamp_of(Path(database.path))
    if same and (body := kept(path, _path(request))):
        return _page(body, 200, request, _path(request))
    if form == "svg":
        return await _picture(Path(database.path), name, asked)
    status, body = 200, ""
    try:
        if name == "brief" and form in brief.KINDS:
            return await _brief(Path(database.path), asked, form)
        if name not in PAGES or (request.url_vars["format"] or "json") not in ("json", "csv"):
            raise _NoPage(f"there is no page “{name}” in Rapport")
        found, body = await ask(Path(database.path), lambda ledger: _made(PAGES[name](ledger, asked), form))
    except (RapportError, OverflowError) as error:
        found, status = _trouble(error, asked)
        _, body = _made(found, form)
    if found.location and form == "html":
        return Response.redirect(found.location)
    if form == "json":
        return _response(body, status, "application/json; charset=utf-8")
    if form == "csv":
        return _response(body, status, "text/csv; charset=utf-8", {"Content-Disposition": f'attachment; filename="{_file_name(named, name)}"'})
    answer = await shown(datasette, request, found.template, {**common, "title": found.title, **found.data}, status)
    if same and status == HTTPStatus.OK:
        keep(path, _path(request), answer.body, before)
    return answer


async def _no_ledger(datasette: Datasette, request: Any, named: str) -> Response:
    """The page where an address names no ledger that is served. Raises NotFound for its twin."""
    if request.url_vars["format"]:
        raise NotFound(f"There is no ledger {named}")
    data: dict[str, Any] = {
        "title": f"There is no ledger “{cut(named, 80)}” here", "message": "it may have another name by now: Home leads to what is served", "choices": (), "wrong": "", "ledger": None,
        "at": Addresses(datasette.urls.path("/-/rapport")), "here": "", "query": {},
    }  # fmt: skip
    return await shown(datasette, request, "trouble.html", words.GLOBALS | data, HTTPStatus.NOT_FOUND)


async def _correct(datasette: Datasette, request: Any, database: Database, at: Addresses) -> Response:
    """What a signed-in person says of entries and names; Datasette has refused posts without the token of its forms before."""
    if request.method != "POST":
        return _response("Corrections are posted.\n", 405, "text/plain; charset=utf-8", {"Allow": "POST"})
    if not request.actor:
        raise Forbidden("Sign in to correct the ledger")
    if not database.is_mutable:
        raise Forbidden("This ledger is served as it is: it cannot be corrected here")
    form = await request.post_vars()
    back = form.get("back", "")
    try:
        said = await written(Path(database.path), lambda ledger: correct(ledger, form, author_of(request.actor)))
        datasette.add_message(request, said.words, datasette.INFO)
        back = said.then(at) if said.then else back
    except RapportError as error:
        datasette.add_message(request, str(error).replace("--", ""), datasette.ERROR)
    # Only to a page of this ledger.
    return Response.redirect(back if back.startswith(at.home) and "\n" not in back else at.home, 303)


def _twins(request: Any, name: str) -> dict[str, str]:
    path = _raw(request).removesuffix(".json").removesuffix(".csv").rstrip("/")
    asked = f"?{request.query_string}" if request.query_string else ""
    return {form: f"{path}.{form}{asked}" for form in ("json", "csv")}


def _raw(request: Any) -> str:
    return str(request.scope.get("raw_path", b"").decode("latin-1").split("?")[0] or request.path)


def _path(request: Any) -> str:
    """The address of the page itself, with what is asked."""
    return _raw(request) + (f"?{request.query_string}" if request.query_string else "")


def _trouble(error: Exception, asked: Asked) -> tuple[Page, int]:
    """A page that says what is wrong and what to do next."""
    candidates: tuple[str, ...] = ()
    title, status = "Something is wrong with this ledger", HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, AmbiguousName):
        title, status, candidates = f"Several are called “{cut(error.name, 80)}”", HTTPStatus.MULTIPLE_CHOICES, error.candidates
    elif isinstance(error, UnknownName):
        title, status, candidates = f"Nobody is called “{cut(error.name, 80)}”", HTTPStatus.NOT_FOUND, error.suggestions
    elif isinstance(error, _NoPage):
        title, status = "There is no such page", HTTPStatus.NOT_FOUND
    elif isinstance(error, UnknownRecord):
        title, status = "This is not in the ledger", HTTPStatus.NOT_FOUND
    elif isinstance(error, UsageError | OverflowError):
        title, status = "This cannot be asked", HTTPStatus.BAD_REQUEST
    said = message = str(error).replace("--source-kind", "source").replace("--", "")
    if isinstance(error, UnknownName):
        message = "it may be spelled otherwise in the articles, or stand there only in part"
    wrong = error.name if isinstance(error, AmbiguousName | UnknownName) else ""
    choices = [(name, _instead(asked, wrong, name)) for name in candidates]
    data = {"message": message, "choices": choices, "wrong": wrong, "trouble": True}
    return Page("trouble.html", title, data, lambda: {"error": said, "candidates": list(candidates)}), int(status)


def _instead(asked: Asked, wrong: str, name: str) -> str:
    """The same page with one name in place of another."""
    query = {key: name if value == wrong else value for key, value in asked.query.items()}
    page = "relationship" if {"a", "b"} <= query.keys() else "actor" if "name" in query else "contacts"
    return asked.at.to(page, **query)


@cache
def _plugin() -> str:
    """What Datasette calls this plugin: its distribution, or the module where it was not found by entry point."""
    from datasette.plugins import get_plugins  # here, since Datasette imports this module while it makes that one

    return next(str(plugin["name"]) for plugin in get_plugins() if str(plugin["static_path"] or "").startswith(str(Path(__file__).parent)))


class _Template(Template):
    """A template that waits for nothing."""

    async def render_async(self, *args: Any, **kwargs: Any) -> str:
        return self.render(*args, **kwargs)


@lru_cache(maxsize=4)
def _at_once(env: Environment) -> Environment:
    """Datasette's templates, compiled to plain functions: as coroutines, one for each macro and look at each value, a page of 50 contacts takes 2.5 times as
    long."""
    plain = env.overlay(enable_async=False)
    plain.template_class = _Template
    return plain


async def shown(datasette: Datasette, request: Any, template: str, data: Mapping[str, Any], status: int) -> Response:
    """A page by its template; a request is null where there is none that Datasette took."""
    static = {name: datasette.urls.static_plugins(_plugin(), name) for name in ("rapport.css", "steps.js", "pictures.js")}
    body = await datasette.render_template(
        _at_once(datasette.jinja_env).get_template(f"rapport/{template}"), {**data, "static": static}, request=request
    )
    return _page(body, status, request, data.get("address", ""))


def _page(body: str, status: int, request: Any, address: str) -> Response:
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    if request and not request.actor and (cookie := remembered(address)):
        headers["Set-Cookie"] = cookie
    return _response(body, status, "text/html; charset=utf-8", headers)


async def _picture(path: Path, name: str, asked: Asked) -> Response:
    if name not in PICTURES:
        return _response("There is no such picture.\n", 404, "text/plain; charset=utf-8")
    try:
        spec = await ask(path, lambda ledger: PICTURES[name](ledger, asked))
        svg = await drawn(spec)
    except RapportError as error:
        return _response(f"{error}\n", 404, "text/plain; charset=utf-8")
    return _response(svg, 200, "image/svg+xml; charset=utf-8", {"Content-Security-Policy": _PICTURE_POLICY, "Cache-Control": "no-cache"})


async def _brief(path: Path, asked: Asked, form: str) -> Response:
    """A brief: HTML to read here, the others to take along. Raises what the brief raises."""
    title, made = await ask(path, lambda ledger: brief.body(ledger, asked, form))
    headers = {**_SAFE, "Content-Security-Policy": _BRIEF_POLICY, "Cache-Control": "no-cache"}
    if form in ("md", "pdf"):
        headers["Content-Disposition"] = f'attachment; filename="{_file_name("brief", title.lower(), form)}"'
    return Response(made, 200, headers, brief.KINDS[form])


def _made(found: Page, form: str) -> tuple[Page, str]:
    """A page and its twin in the form that is asked for, empty where that is HTML; made where the ledger was asked, since long tables take a while."""
    if form == "json":
        return found, json_text(found.json(), indent=2) + "\n"
    return found, _csv(found.table()) if form == "csv" else ""


def _csv(table: Sequence[Mapping[str, Any]]) -> str:
    """A table as spreadsheets read it: the byte order mark says that it is UTF-8."""
    out = io.StringIO()
    columns = list(dict.fromkeys(column for row in table for column in row))
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in table)
    return "\ufeff" + out.getvalue()


def _file_name(ledger: str, page: str, suffix: str = "csv") -> str:
    """A name for a file that no header misreads."""
    return re.sub(r"[^\w.-]+", "-", f"{ledger}-{page}", flags=re.ASCII) + f".{suffix}"


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    return safe("" if value is None else value)


def _response(body: str, status: int, kind: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body.encode("utf-8", "replace").decode(), status, {**_SAFE, **(headers or {})}, kind)
