"""A brief as one HTML page: nothing is fetched, nothing runs, and whatever comes from an article is text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rapport.report.briefs.parts import Brief, ranges
from rapport.report.english import cut

_FOLDER = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    found = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.filters |= {"ranges": ranges, "cut": cut}
    return found


def page(brief: Brief) -> str:
    """The whole page."""
    return _environment().get_template("brief.html").render(brief=brief, style=(_FOLDER / "brief.css").read_text(encoding="utf-8"))
