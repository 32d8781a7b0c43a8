"""What the commands print: pages and JSON on stdout, errors and summaries on stderr; nothing untrusted reaches a terminal as it is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def console(*, stderr: bool = False) -> Console:
    """A console that takes no text for markup. Colours only on a terminal, and none where NO_COLOR is set."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)


def show(page: RenderableType) -> None:
    """A page on stdout; without colours, codes and trailing spaces where that is no terminal."""
    out = console()
    if out.is_terminal:
        out.print(page)
    else:
        from rapport.report import plain

        print(plain(page, out.width), end="")


def say(line: str) -> None:
    """One line for people on stderr."""
    from rapport.report import clean

    print(clean(line), file=sys.stderr)


def show_json(value: Any) -> None:
    """JSON on stdout, indented."""
    from rapport.export import json_text

    print(json_text(value, indent=2))


def wrote(out: Path, form: str, json: bool) -> None:
    """Say what was written, as `rapport export` does."""
    if json:
        show_json({"to": form, "files": [str(out)]})
    else:
        say(f"wrote {out}")


def show_json_list(values: Iterable[Any]) -> int:
    """A JSON list on stdout, as `show_json` prints it but one value at a time; gives how many there were."""
    from rapport.export import json_text

    number = 0
    for number, value in enumerate(values, 1):
        print("[" if number == 1 else ",")
        print(indent(json_text(value, indent=2), "  "), end="")
    print("\n]" if number else "[]")
    return number


def tolerant_streams() -> None:
    """Let a terminal or pipe of another encoding than UTF-8 get “\\u201c” instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            partial(reconfigure, errors="backslashreplace")()


def exit_code(error: Exception) -> int | None:
    """Print an error of the tree (or of the file system, or SQLite) as one line on stderr; null for what is a fault of the program."""
    import sqlite3

    from rapport.errors import AmbiguousName, RapportError, UsageError

    if isinstance(error, BrokenPipeError):
        return None
    if not isinstance(error, RapportError | OSError | sqlite3.Error):
        return None
    say(f"rapport: {error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename and error.strerror else f"rapport: {error}")
    return 2 if isinstance(error, UsageError | AmbiguousName) else 1
