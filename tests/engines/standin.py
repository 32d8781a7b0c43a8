"""A reader small enough for tests of what happens around it: it sees sentences, and obeys orders that stand in the text.

`[fail]` raises, `[exit]` ends the process, `[exit once FILE]` ends it the first time, `[slow]` takes a moment. It stands in for the real
reader where processes are killed on purpose; everything else is tested on the real one.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from rapport.annotations import Annotations, Span
from rapport.errors import WeightsError

HASH = "5" * 64


class StandIn:
    weights_hash = HASH

    def __init__(self, pause: float = 0.1) -> None:
        self._pause = pause

    def encode(self, text: str) -> str:
        return text

    def decode(self, text: str) -> Annotations:
        if "[fail]" in text:
            raise ValueError("cannot read this\nat all")
        if "[exit]" in text:
            os._exit(7)
        once = re.search(r"\[exit once (.+?)\]", text)
        if once and not Path(once.group(1)).exists():
            Path(once.group(1)).touch()
            os._exit(9)
        if "[slow]" in text:
            time.sleep(self._pause)
        return Annotations((Span(0, len(text)),))


def load(weights: Path | None) -> StandIn:
    return StandIn()


def load_quick(weights: Path | None) -> StandIn:
    return StandIn(0)


def load_missing(weights: Path | None) -> StandIn:
    raise WeightsError("no weights here")


def load_dies(weights: Path | None) -> StandIn:
    os._exit(5)
