"""Options that several commands share, each declared once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, get_type_hints

import typer

from rapport.records import CHANNELS, SOURCE_KINDS, STATUSES

if TYPE_CHECKING:
    from rapport.ledger import Ledger

LedgerPath = Annotated[
    Path, typer.Option("--ledger", "-l", envvar="RAPPORT_LEDGER", metavar="FILE", help="The ledger file.", show_default="ledger.db")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DEFAULT_LEDGER: Final = Path("ledger.db")


def _one_of(option: str, metavar: str, values: Sequence[str]) -> Any:
    """An option with a closed set of values, which the shell completes."""

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return typer.Option(option, metavar=metavar, help=f"{', '.join(values)}.", autocompletion=complete)


_FILTERS: Final[dict[str, Any]] = {
    "actor": Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only of this actor; a surname will do.")],
    "with_": Annotated[str | None, typer.Option("--with", metavar="NAME", help="Only with, to or about this actor.")],
    "channel": Annotated[str | None, _one_of("--channel", "CHANNEL", CHANNELS)],
    "status": Annotated[str | None, _one_of("--status", "STATUS", STATUSES)],
    "since": Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day, month or year on: 2031-05-17, 2031-05, 2031.")],
    "until": Annotated[str | None, typer.Option("--until", metavar="DATE", help="To the end of this day, month or year.")],
    "outlet": Annotated[str | None, typer.Option("--outlet", metavar="WORDS", help="Only from outlets whose name holds these words.")],
    "source_kind": Annotated[str | None, _one_of("--source-kind", "KIND", SOURCE_KINDS)],
    "min_confidence": Annotated[float, typer.Option("--min-confidence", metavar="0–1", help="Leave out what is less certain.", show_default=False)],
    "limit": Annotated[int | None, typer.Option("--limit", "-n", metavar="N", help="At most so many entries.")],
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all filters as options; it gets them as `filters`, one value. Typer reads the signature that is built here."""

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        from rapport.ledger import Filters

        chosen = {name: arguments.pop(name) for name in _FILTERS}
        command(filters=Filters(**chosen), **arguments)

    # `Filters` is imported when a command runs, not when its signature is read.
    hints = get_type_hints(command, localns={"Filters": object}, include_extras=True)
    own = inspect.signature(command)
    parameters = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in own.parameters.values() if p.name != "filters"]
    filters = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=0.0 if name == "min_confidence" else None, annotation=kind)
        for name, kind in _FILTERS.items()
    ]
    signature = own.replace(parameters=[*parameters, *filters], return_annotation=None)
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()} | {"return": None}
    del run.__wrapped__
    return run


def examples(*lines: str) -> str:
    """The last part of a help page."""
    return "Examples:\n" + "\n".join(f"  {line}" for line in lines)


def opened(path: Path) -> Ledger:
    """An existing ledger, to ask. Raises LedgerError where there is none, and makes none."""
    from rapport.ledger import Ledger

    return Ledger(path, create=False)
