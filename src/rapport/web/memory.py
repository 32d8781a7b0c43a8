"""Answers to questions that look at much of a ledger, remembered while the file is as it was: a page and its picture ask the same, and a reader turns pages
faster than a ledger grows.

Where somebody writes into the file meanwhile, an answer holds for some seconds, and then for as long as it takes to ask again beside (see `serving`), but never
longer than `_STALE`: nobody waits for what another has just been told.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from rapport.ledger import Ledger

_T = TypeVar("_T")
_GRACE: Final = 15.0  # seconds for which an answer holds though the file has changed since
_STALE: Final = 120.0  # seconds after which an answer of a file that has changed is given to nobody
_MOST: Final = 400  # answers

_Stamp = tuple[tuple[int, int], ...]
_lock = threading.Lock()
_here = threading.local()
_answers: OrderedDict[tuple[Path, Hashable], tuple[_Stamp, float, Any]] = OrderedDict()


def recall(ledger: Ledger, what: Hashable, question: Callable[[], _T]) -> _T:
    """What `question` gives; `what` tells it from every other question."""
    key, stamp, now = (ledger.path, what), stamp_of(ledger.path), time.monotonic()
    with _lock:
        if key in _answers:
            before, at, answer = _answers[key]
            age = now - at
            asked_again = getattr(_here, "anew", False)
            if before == stamp or age < _GRACE or (age < _STALE and not asked_again):
                _here.old = getattr(_here, "old", False) or (before != stamp and age >= _GRACE)
                _answers.move_to_end(key)
                found: _T = answer
                return found
    found = question()
    with _lock:
        _answers[key] = (stamp, now, found)
        while len(_answers) > _MOST:
            _answers.popitem(last=False)
    return found


def kept(path: Path, what: Hashable) -> Any:
    """What `keep` was given of a file that is as it was, or was some seconds ago; else null."""
    stamp, now = stamp_of(path), time.monotonic()
    with _lock:
        before, at, answer = _answers.get((path, what), ((), -_GRACE, None))
        return answer if before == stamp or now - at < _GRACE else None


def keep(path: Path, what: Hashable, answer: object, stamp: _Stamp) -> None:
    """Remember something that was made of a file, which had this stamp before it was."""
    with _lock:
        _answers[path, what] = (stamp, time.monotonic(), answer)
        while len(_answers) > _MOST:
            _answers.popitem(last=False)


@contextmanager
def noticing(*, anew: bool = False) -> Iterator[Callable[[], bool]]:
    """Meanwhile, in this thread: what it gives says whether an answer was given that is to be asked again; with `anew`, none such is given."""
    _here.old, _here.anew = False, anew
    try:
        yield lambda: bool(_here.old)
    finally:
        _here.old, _here.anew = False, False


def forget(path: Path) -> None:
    """Ask everything of this file anew: somebody corrected it here."""
    with _lock:
        for key in [key for key in _answers if key[0] == path]:
            del _answers[key]


def stamp_of(path: Path) -> _Stamp:
    """When the file and its log were last written, and how long they are."""
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
            found.append((stat.st_mtime_ns, stat.st_size))
        except OSError:
            found.append((0, 0))
    return tuple(found)
