"""Dates of publication as pages and files write them, to ISO 8601. What is not certain stays None."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

_MONTHS: Final = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMES: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH: Final = rf"(?P<month>{_NAMES})"
_WRITTEN: Final = (
    re.compile(rf"\b{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
)
_SLASHED: Final = re.compile(r"^(?:(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})|(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>\d{4}))\b")
_ISO_LIKE: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$", re.IGNORECASE)
_IN_ADDRESS: Final = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<between>[/-])(?P<month>0?[1-9]|1[0-2])(?P=between)(?P<day>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
)
_NAMED_IN_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(0?[1-9]|[12]\d|3[01])/")
_SHAPE: Final = (
    rf"(?:{_NAMES}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_NAMES}\.?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
)
_STAMP: Final = re.compile(
    r"(?:(?:(?:first|originally)\s+)?(?:published|posted|filed|created|date)\b\s*:?\s*(?:on\b|at\b)?\s*)?(?:[a-z]{3,6}day\b,?\s+|[a-z]{3}\.?,\s+)?"
    rf"{_SHAPE}(?:[\s,|•·–—-]*(?:at\s+)?\d{{1,2}}(?:[:.]\d\d.{{0,20}}|\s?[ap]\.?m.{{0,15}}))?\W*",
    re.IGNORECASE,
)
# Before the first daily newspapers a date is a slip or a null in disguise (0001-01-01, 1601-01-01).
_EARLIEST_YEAR: Final = 1650
_EPOCH: Final = "1970-01-01"


def iso_date(value: object) -> str | None:
    """An ISO 8601 date (`2031-06-18`) or date-time with whole seconds (`2031-06-18T06:30:00-05:00`), or None.

    Takes ISO 8601 and its usual slips, RFC 2822, “June 18, 2031”, “18 June 2031” and slashed dates whose order is certain. Never guesses:
    “06/07/2031”, “Tuesday” and a null date (year 1, the epoch) give None.
    """
    if isinstance(value, datetime):
        return _checked(value.isoformat(timespec="seconds"))
    if isinstance(value, date):
        return _checked(value.isoformat())
    if not isinstance(value, str) or not (text := value.strip()) or len(text) > 100:
        return None
    return _checked(_iso(text) or _mail(text) or _written(text) or _slashed(text))


def is_stamp(text: str) -> bool:
    """Whether a text says when something was published, and nothing else: “Published: June 18, 2031 at 4 p.m.”"""
    return len(text) <= 100 and _STAMP.fullmatch(text.strip()) is not None


def date_in_address(url: str | None) -> str | None:
    """The date that an article's address carries (`/2031/06/18/`, `/2031/jun/18/`, `/2031-06-18-`), or None."""
    if not url:
        return None
    for pattern in _IN_ADDRESS:
        if found := pattern.search(url):
            return _checked(_day(int(found["year"]), int(found["month"]), int(found["day"])))
    if (found := _NAMED_IN_ADDRESS.search(url)) and found[2] in _MONTHS:
        return _checked(_day(int(found[1]), _MONTHS[found[2]], int(found[3])))
    return None


def _checked(iso: str | None) -> str | None:
    if iso is None or int(iso[:4]) < _EARLIEST_YEAR or iso.startswith(_EPOCH):
        return None
    return iso


def _iso(text: str) -> str | None:
    if found := _ISO_LIKE.match(text):
        day, time, zone = found.groups()
        zone = "+00:00" if zone and zone.upper() in {"Z", "UTC", "GMT"} else zone or ""
        text = f"{day}T{time}{zone}" if time else day
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        return parsed.date().isoformat()
    return parsed.isoformat(timespec="seconds")


def _mail(text: str) -> str | None:
    if ":" not in text or "," not in text[:5]:
        return None
    try:
        return parsedate_to_datetime(text).isoformat(timespec="seconds")
    except (TypeError, ValueError, IndexError):
        return None


def _written(text: str) -> str | None:
    for pattern in _WRITTEN:
        if found := pattern.search(text):
            return _day(int(found["year"]), _MONTHS[found["month"][:3].lower()], int(found["day"]))
    return None


def _slashed(text: str) -> str | None:
    found = _SLASHED.match(text)
    if found is None:
        return None
    if found["y"]:
        return _day(int(found["y"]), int(found["m"]), int(found["d"]))
    first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
    if first == second or second > 12:
        return _day(year, first, second)
    return _day(year, second, first) if first > 12 else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
