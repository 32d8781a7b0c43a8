"""The command line's root: errors as one line with the right exit code, never a traceback for what is no fault of the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from rapport.cli.output import exit_code, say, tolerant_streams

_F = TypeVar("_F", bound=Callable[..., Any])


class Commands(TyperGroup):
    """Commands whose errors end as one line on stderr."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say("rapport: interrupted")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Whoever read the output has seen enough; nothing may be written to it any more, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None
        except Exception as error:
            code = exit_code(error)
            if code is None:
                raise
            raise typer.Exit(code) from None


class Command(TyperCommand):
    """A command whose usage names arguments as they are: typer puts braces, brackets and dots around `SOURCE…` and `[B]`."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        named = [(str(p.metavar or p.name), p.required) for p in self.get_params(ctx) if p.param_type_name == "argument"]
        return ["[OPTIONS]", *(name if required or name.startswith("[") else f"[{name}]" for name, required in named)]


class App(typer.Typer):
    """An application of such commands."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[_F], _F]:
        return super().command(name, **{"cls": Command, **options})


app = App(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Start with:  rapport read articles/ && rapport stats\n\nEvery command takes its ledger from --ledger, RAPPORT_LEDGER, or ledger.db here.",
)


def _version(wanted: bool) -> None:
    if wanted:
        import rapport

        print(f"rapport {rapport.__version__}")
        raise typer.Exit


@app.callback()
def root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False) -> None:
    """Reads political news and keeps a ledger of who deals with whom, with the words behind every entry."""


def main() -> None:
    """Run the command line on `sys.argv`; always ends in SystemExit."""
    tolerant_streams()
    app(prog_name="rapport")
