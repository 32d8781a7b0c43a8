"""What can be corrected of which record, and the values that each field takes: data that commands, checks, pages and files read alike."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from rapport.errors import UsageError
from rapport.ledger import corrections_chains
from rapport.records import ACTOR_KINDS, ACTS, CHANNELS, FORMS, STATUSES, Polarity, Setting, Tone

Shape = Literal["closed", "words", "list", "when", "duration", "cadence", "actor", "actors", "chain"]
# Whose values are several, each typed as an argument of its own.
SEVERAL: Final[tuple[Shape, ...]] = ("list", "actors", "chain")
_ISO_DURATION: Final = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_DAY: Final = re.compile(r"\d{4}(-\d{2}){0,2}")
_LONGEST: Final = 1000  # code points of a value that people type


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the shape of its values, which (`closed`), whether null is one, and how many a list has at least."""

    shape: Shape
    values: tuple[str, ...] = ()
    nullable: bool = True
    least: int = 0


_WHEN: Final = Field("when")
_CHAIN: Final = Field("chain")
FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    "contact": {
        "channel": Field("closed", CHANNELS, nullable=False), "status": Field("closed", STATUSES, nullable=False), "parties": Field("actors", least=2, nullable=False),
        "initiator": Field("actor"), "when": _WHEN, "duration": Field("duration"), "cadence": Field("cadence"), "place": Field("words"), "setting": Field("closed", get_args(Setting)),
        "tone": Field("closed", get_args(Tone)), "topics": Field("list"), "according_to": _CHAIN,
    },
    "statement": {
        "speaker": Field("actor"), "act": Field("closed", ACTS, nullable=False), "form": Field("closed", FORMS, nullable=False), "audience": Field("actor"),
        "about": Field("actors"), "when": _WHEN, "according_to": _CHAIN,
    },
    "stance": {
        "polarity": Field("closed", get_args(Polarity), nullable=False), "holder": Field("actor", nullable=False), "target": Field("actor", nullable=False),
        "label": Field("words"), "when": _WHEN, "according_to": _CHAIN,
    },
}  # fmt: skip


def field_of(kind: str, name: str) -> Field:
    """The field of a kind of record. Raises UsageError, which lists those there are."""
    if name not in FIELDS[kind]:
        raise UsageError(f"what can be corrected of a {kind} is {', '.join(FIELDS[kind])}, not “{name}”")
    return FIELDS[kind][name]


def parsed(kind: str, name: str, typed: Sequence[str] | None) -> Any:
    """What was typed as a value of the field, but for names of actors, which stay as typed; null for null. Raises UsageError."""
    field = field_of(kind, name)
    if typed is None:
        return check(kind, name, [] if field.shape in SEVERAL else None)
    words = [word.strip() for word in typed]
    if not words or any(not word or len(word) > _LONGEST for word in words):
        raise UsageError(f"{name}: give a value of 1 to {_LONGEST} characters, or null")
    if field.shape in SEVERAL:
        if field.least > len(words):
            raise UsageError(f"{name}: give at least {field.least}, each as an argument of its own")
        return [corrections_chains.link(word) for word in words] if field.shape == "chain" else words
    if len(words) > 1:
        raise UsageError(f"{name} takes one value; put words that belong together in quotation marks")
    if field.shape == "when":
        return _interval(words[0])
    if field.shape == "duration":
        return _length(words[0])
    if field.shape == "cadence":
        return _often(words[0])
    return words[0] if field.shape == "actor" else check(kind, name, words[0])


def check(kind: str, name: str, value: Any) -> Any:
    """A value as the log holds it, unless it is none of the field. Raises UsageError."""
    field = field_of(kind, name)
    if value is None:
        if not field.nullable or field.shape in SEVERAL:
            raise UsageError(f"{name} of a {kind} cannot be null")
        return None
    if field.shape == "closed" and value not in field.values:
        raise UsageError(f"{name} is one of {', '.join(field.values)}{' or null' if field.nullable else ''}, not “{value}”")
    if not _sound(field, value):
        raise UsageError(f"{name} of a {kind} cannot be {value!r}")
    return value


def called(name: Any) -> str:
    """A name that people give to someone. Raises UsageError where it is none."""
    if not isinstance(name, str) or not _words(" ".join(name.split())):
        raise UsageError(f"a name has 1 to {_LONGEST} characters")
    return " ".join(name.split())


def _sound(field: Field, value: Any) -> bool:
    if field.shape in SEVERAL:
        one = {"list": _words, "actors": _actor, "chain": _link}[field.shape]
        distinct = isinstance(value, list) and len({str(item) for item in value}) == len(value)
        return isinstance(value, list) and distinct and len(value) >= field.least and all(one(item) for item in value)
    if field.shape == "actor":
        return _actor(value)
    if field.shape == "when":
        return isinstance(value, dict) and value.keys() == {"text", "start", "end"} and _span(value)
    if field.shape == "duration":
        return (
            isinstance(value, dict)
            and value.keys() == {"text", "value"}
            and _iso_or_none(value["value"])
            and (value["text"] is None or _words(value["text"]))
        )
    if field.shape == "cadence":
        return isinstance(value, dict) and value.keys() == {"text", "count", "period", "bound"} and _words(value["text"]) and _cadence(value)
    return _words(value)


def _cadence(value: Mapping[str, Any]) -> bool:
    count, period = value["count"], value["period"]
    counted = count is None or (type(count) in (int, float) and 0 < count < math.inf)
    return counted and (period is None or (_iso_or_none(period) and isinstance(period, str))) and value["bound"] in (None, "min", "max")


def _link(value: Any) -> bool:
    return corrections_chains.sound(value, _words)


def _words(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value == value.encode("utf-8", "replace").decode()


def _actor(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"name", "kind"} and _words(value["name"]) and value["kind"] in ACTOR_KINDS


def _iso_or_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _ISO_DURATION.fullmatch(value) is not None)


def _span(value: Mapping[str, Any]) -> bool:
    start, end = value["start"], value["end"]
    whole = all(edge is None or (isinstance(edge, str) and len(edge) == 10 and _first(edge) == edge) for edge in (start, end))
    return whole and (start or end) is not None and (not start or not end or start <= end) and (value["text"] is None or _words(value["text"]))


def _first(text: str) -> str | None:
    """The first day of a day, month or year; null where the text is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text + "-01-01"[len(text) - 4 :]).isoformat()
    except ValueError:
        return None


def _last(text: str) -> str:
    if len(text) == 7:
        return f"{text}-{calendar.monthrange(int(text[:4]), int(text[5:]))[1]:02d}"
    return text + "-12-31" if len(text) == 4 else text


def _interval(typed: str) -> dict[str, str | None]:
    """“2031-02-16”, “2031-02”, “2031-02-16/2031-02-18”, “2031-02/” as days; the words are those of the text, or null where it has none. Raises UsageError."""
    start, slash, end = (part.strip() for part in typed.replace("..", "/").partition("/"))
    first = _first(start) if start else None
    final = end if slash else start
    last = _last(final) if final and _first(final) else None
    if (start and not first) or (final and not last) or not (first or last) or (first and last and first > last):
        raise UsageError(
            f"when: give a day, a month, a year, two of them with a slash between, or null (2031-02-16, 2031-02, 2031-02-16/2031-02-18), not “{typed}”"
        )
    return {"text": None, "start": first, "end": last}


def _length(typed: str) -> dict[str, str | None]:
    from rapport.extract.times import duration  # here, since the reader's rules are many and nothing else of the ledger needs them

    value = typed.upper() if _ISO_DURATION.fullmatch(typed.upper()) else duration(typed)
    if value is None:
        raise UsageError(f"duration: give a length such as “half an hour”, “90 minutes” or PT30M, or null, not “{typed}”")
    return {"text": typed, "value": value}


def _often(typed: str) -> dict[str, Any]:
    from rapport.extract.times import cadence  # here, as in `_length`

    found = cadence(typed)
    if found.count is None and found.period is None:
        raise UsageError(
            f"cadence: say how often, such as “twice a week”, “at least three times a month”, “every other Friday” or “six times”, or null, not “{typed}”"
        )
    return found.to_json()
