"""The Datasette plugin: pages for people beside the tables, facets and SQL that Datasette gives. Registered by entry point, so that plain
`datasette ledger.db` has it.

    /LEDGER/-/rapport              the home page of a ledger; every page has a twin with .json and, where it has a table, .csv
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from rapport.web import parts, refusing, serving, signing_in, words

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return [(serving.ROUTE, serving.page), (r"^/-/rapport$", serving.entrance)]


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    del datasette
    env.filters.update({f"rapport_{name}": filter_ for name, filter_ in (words.FILTERS | parts.FILTERS).items()})


@hookimpl  # type: ignore[untyped-decorator]
def startup() -> None:
    # Where rich is installed, as it is with us, Datasette prints every “not found” by it with all local variables, and fails at that (0.65, rich 15):
    # the reader would get “server error”. Imported here, since Datasette registers that module while it is itself imported.
    from datasette import handle_exception

    handle_exception.rich = None


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Datasette) -> Any:
    inner, outer = refusing.wrapped(datasette), signing_in.wrapped(datasette)
    return lambda app: outer(inner(app))


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path("/-/rapport"), "label": "Rapport"}]


@hookimpl  # type: ignore[untyped-decorator]
def database_actions(datasette: Datasette, database: str) -> list[dict[str, str]]:
    if not serving.is_ledger(datasette.get_database(database)):
        return []
    return [{"href": serving.base(datasette, database), "label": "Read this ledger in Rapport"}]
