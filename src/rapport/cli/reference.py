"""The reference page of the command line, made from the commands themselves: `python -m rapport.cli.reference > docs/cli.md`."""

from __future__ import annotations

import inspect
import sys
from typing import Any, Final

import typer

from rapport.cli.app import app

_HEAD: Final = """\
# The command line

<!-- Made by `python -m rapport.cli.reference > docs/cli.md`; a test fails where it is not what the code says. -->

Every command names its ledger by `-l/--ledger`, else by the environment variable `RAPPORT_LEDGER`, else `ledger.db` in the current folder, and
prints JSON for programs with `--json`. Pages and JSON go to standard output; errors and the summary of a run go to standard error.
Colours are left out where the output is no terminal or `NO_COLOR` is set.

| exit code | of `read` | of other commands |
| --- | --- | --- |
| 0 | everything was read | done |
| 1 | nothing could be read | nothing found, an unknown name or id, a ledger that does not exist or is not sound |
| 2 | wrong usage | wrong usage, or an ambiguous name: the candidates are listed |
| 3 | some items failed | |
| 130 | interrupted; what was read is kept | interrupted |

With `--install-completion`, `rapport` sets up completion for your shell; with `--version` it prints its version.
"""


def reference() -> str:
    """The whole page, as Markdown."""
    group: Any = typer.main.get_command(app)
    return "\n".join([_HEAD, *(_command(name, command) for name, command in group.commands.items())])


def _command(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    lines = [f"## rapport {name}", "", inspect.cleandoc(command.help or ""), "", "```console"]
    lines += [f"$ {line.strip()}" for line in command.epilog.splitlines()[1:]]
    lines += ["```", "", "| | |", "| --- | --- |"]
    lines += [f"| `{p.metavar}` | {p.help} |" for p in arguments]
    lines += [f"| {_names(p)} | {_text(p)} |" for p in options]
    return "\n".join([*lines, ""])


def _names(option: Any) -> str:
    value = "" if option.is_flag else f" {option.metavar}"
    return ", ".join(f"`{name}{value}`" for name in sorted(option.opts, key=len, reverse=True)).replace("|", "\\|")


def _text(option: Any) -> str:
    shown = option.show_default
    default = shown if isinstance(shown, str) else option.default if shown and option.default not in (None, False) else None
    notes = [*(["required"] if option.required else []), *([f"default: {default}"] if default is not None else [])]
    return str(option.help) + (f" ({'; '.join(notes)})" if notes else "")


if __name__ == "__main__":
    import rapport.cli  # noqa: F401  (registers the commands)

    sys.stdout.write(reference())
