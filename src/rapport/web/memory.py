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
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from rapport.ledger import Ledger

_T = TypeVar("_T")
_GRACE: Final = 15.0  # seconds for which an answer holds though the file has changed since
_STALE: Final = 120.0  # seconds after which an answer of a file that has changed is given to nobody
_MOST: Final = 400  # answers
_OLDEST: Final = 16  # of which one is forgotten

_Stamp = tuple[tuple[int, int], ...]
_lock = threading.Lock()
_here = threading.local()
# Each with the stamp of the file, when it was asked and how many seconds that took; and what is being asked just now.
_answers: OrderedDict[tuple[Path, Hashable], tuple[_Stamp, float, float, Any]] = OrderedDict()
_making: dict[tuple[Path, Hashable], threading.Event] = {}


def recall(ledger: Ledger, what: Hashable, question: Callable[[], _T]) -> _T:
    """What `question` gives; `what` tells it from every other question. Of several who ask the same at once one looks, and the others wait for it."""
    key, stamp = (ledger.path, what), stamp_of(ledger.path)
    while True:
        with _lock:
            if key in _answers:
                before, at, _, answer = _answers[key]
                age = time.monotonic() - at
                asked_again = getattr(_here, "anew", False)
                if before == stamp or age < _GRACE or (age < _STALE and not asked_again):
                    _here.old = getattr(_here, "old", False) or (before != stamp and age >= _GRACE)
                    _answers.move_to_end(key)
                    found: _T = answer
                    return found
            if (made := _making.get(key)) is None:
                _making[key] = made = threading.Event()
                break
        made.wait()
    try:
        began = time.monotonic()
        found = question()
        with _lock:
            # What was forgotten meanwhile is not what it was asked of.
            if _making.get(key) is made:
                _remember(key, stamp, began, found)
        return found
    finally:
        with _lock:
            if _making.get(key) is made:
                del _making[key]
        made.set()


def kept(path: Path, what: Hashable) -> Any:
    """What `keep` was given of a file that is as it was, or was some seconds ago; else null."""
    stamp, now = stamp_of(path), time.monotonic()
    with _lock:
        before, at, _, answer = _answers.get((path, what), ((), -_GRACE, 0.0, None))
        if before != stamp and now - at >= _GRACE:
            return None
        _answers.move_to_end((path, what))
        return answer


def keep(path: Path, what: Hashable, answer: object, stamp: _Stamp) -> None:
    """Remember something that was made of a file, which had this stamp before it was; it is made again at little cost."""
    with _lock:
        _remember((path, what), stamp, time.monotonic(), answer)


def _remember(key: tuple[Path, Hashable], stamp: _Stamp, began: float, answer: object) -> None:
    """Of those that were asked for longest ago the one that was made quickest is forgotten first: else pages of all kinds drive out the few dear ones."""
    _answers[key] = (stamp, began, time.monotonic() - began, answer)
    _answers.move_to_end(key)
    while len(_answers) > _MOST:
        del _answers[min(islice(_answers, _OLDEST), key=lambda old: _answers[old][2])]


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
        held: dict[tuple[Path, Hashable], Any]
        for held in (_answers, _making):
            for key in [key for key in held if key[0] == path]:
                del held[key]


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
