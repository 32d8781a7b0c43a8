"""Names that are no person's (`nobody.json`, learnt by `training.nobody` from articles in which every person is marked): “White House”, “November”, “Americans”."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Final

NOBODY: Final = Path(__file__).with_name("nobody.json")
LONGEST: Final = 4  # words of a name
# An initial, or a word with a capital (“O’Rourke”, “U.S”), without the “’s” of an owner.
_WORD: Final = r"(?:[A-Z]\.(?= [A-Z])|[A-Z](?:[\w&-]|\.(?=\w)|['’](?=[A-Z]))*)"
# A run of such words; “The” before it does not belong to it.
RUN: Final = re.compile(rf"\b(?:The )?({_WORD}(?: {_WORD})*)")


@cache
def _names() -> frozenset[str]:
    return frozenset(json.loads(NOBODY.read_text(encoding="utf-8")))


def nobody(text: str, start: int, end: int) -> bool:
    """Whether the run of words with capitals of which the word at [start, end) is the last names no person."""
    line = max(text.rfind("\n", 0, start), start - 60) + 1
    run = next((run for run in RUN.finditer(text, line, end) if run.start(1) <= start < run.end(1)), None)
    if run is None or run[1] in _names():
        return run is not None
    opening, _, rest = run[1].partition(" ")
    return opening in _names() and rest in _names()  # “Many Americans”: a sentence begins
