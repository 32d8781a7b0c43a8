"""The command line: arguments -> one library call each. Everything heavy is imported by the command that needs it."""

from rapport.cli import ask, keep, reading  # noqa: F401  (they register their commands)
from rapport.cli.app import app, main

__all__ = ["app", "main"]
