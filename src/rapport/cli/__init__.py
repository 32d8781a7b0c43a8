"""The command line: arguments -> one library call each. Everything heavy is imported by the command that needs it."""

from rapport.cli import reading, resolve, ask, across, texts, relations, briefs, identity, corrections, review, serve, keep  # noqa: F401, I001  (they register their commands, in the order of the help page)
from rapport.cli.app import app, main

__all__ = ["app", "main"]
