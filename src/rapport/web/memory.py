"""Answers to questions that look at the whole ledger, remembered while the file is as it was, and for some seconds where somebody writes into it: a page
and its picture ask the same, and a reader turns pages faster than a ledger grows."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Final, TypeVar

from rapport.ledger import Ledger

_T = TypeVar("_T")
_GRACE: Final = 15.0  # seconds for which an answer holds though the file has changed since
_MOST: Final = 96  # answers

_Stamp = tuple[tuple[int, int], ...]
_lock = threading.Lock()
_answers: OrderedDict[tuple[Path, Hashable], tuple[_Stamp, float, Any]] = OrderedDict()


def recall(ledger: Ledger, what: Hashable, question: Callable[[], _T]) -> _T:
    """What `question` gives; `what` tells it from every other question."""
    key, stamp, now = (ledger.path, what), _stamp(ledger.path), time.monotonic()
    with _lock:
        if key in _answers:
            before, at, answer = _answers[key]
            if before == stamp or now - at < _GRACE:
                _answers.move_to_end(key)
                found: _T = answer
                return found
    found = question()
    with _lock:
        _answers[key] = (stamp, now, found)
        while len(_answers) > _MOST:
            _answers.popitem(last=False)
    return found


def forget(path: Path) -> None:
    """Ask everything of this file anew: somebody corrected it here."""
    with _lock:
        for key in [key for key in _answers if key[0] == path]:
            del _answers[key]


def _stamp(path: Path) -> _Stamp:
    """When the file and its log were last written, and how long they are."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
            found.append((stat.st_mtime_ns, stat.st_size))
        except OSError:
            found.append((0, 0))
    return tuple(found)
