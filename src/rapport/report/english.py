"""Plain English for pages and briefs: dates, what a contact was, who told it.

What these give may hold words of an article: whoever shows it escapes it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from rapport.ledger import Change, ContactRow, EntryRow, Link, StanceRow, StatementRow
from rapport.report.entries import origin_words
from rapport.report.words import clean, count, duration_words, link_words, over, without

_WEB: Final = ("http", "https")
_ISO: Final = re.compile(r"\b[0-9]{4}(?:-[0-9]{2}){1,2}\b")
_MARKS: Final = "“”\"' "
_MONTHS: Final = tuple(calendar.month_name)  # made once: each look at the calendar formats a date
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CHANNEL_NOUNS: Final = {"call": "call", "message": "message", "meeting": "meeting", "unspecified": "contact"}
_STATUS_NOUNS: Final = {
    "happened": "{0}", "recurring": "repeated {0}s", "planned": "planned {0}", "proposed": "proposed {0}", "declined": "declined {0}",
    "denied": "denied {0}", "absent": "no {0}", "speculated": "rumoured {0}",
}  # fmt: skip
STATUS_WORDS: Final = {
    "happened": "took place", "recurring": "goes on", "planned": "planned", "proposed": "proposed", "declined": "declined", "denied": "denied",
    "absent": "did not take place", "speculated": "rumoured",
}  # fmt: skip
STATUS_SIGNS: Final = {
    "happened": "●", "recurring": "◉", "planned": "○", "proposed": "◌", "declined": "✕", "denied": "✕", "absent": "–", "speculated": "?",
}  # fmt: skip
ACT_WORDS: Final = {
    "assert": "said", "promise": "promised", "predict": "predicted", "request": "asked for something", "ask": "asked", "deny": "denied",
    "praise": "praised", "criticize": "criticized", "think": "thought",
}  # fmt: skip
# What was done before whom it was said to, what stands after them, what was done where nobody is known to have been told, and what leads to whom it was about.
ACT_PHRASES: Final = {
    "assert": {"alone": "said", "told": "told", "then": "", "about": "about"},
    "promise": {"alone": "promised", "told": "promised", "then": "", "about": "something about"},
    "predict": {"alone": "predicted", "told": "predicted to", "then": "", "about": "something about"},
    "request": {"alone": "asked for something", "told": "asked", "then": " for something", "about": "about"},
    "ask": {"alone": "asked", "told": "asked", "then": "", "about": "about"},
    "deny": {"alone": "denied", "told": "denied to", "then": "", "about": "something about"},
    "think": {"alone": "thought", "told": "thought, and told", "then": "", "about": "about"},
}  # fmt: skip
SOURCE_WORDS: Final = {
    "named": "named", "unnamed": "unnamed", "spokesperson": "spokesperson", "outlet": "another outlet", "document": "document", "poll": "poll",
}  # fmt: skip
KIND_WORDS: Final = {"person": "Person", "organization": "Organization", "place": "Place", "group": "Group", "unnamed": "Unnamed"}
FIELD_WORDS: Final = {
    "happened": "whether it happened", "initiator": "who made the approach", "channel": "how they were in touch", "when": "when it was", "duration": "how long it took",
    "cadence": "how often", "place": "where it was", "status": "whether it happened", "parties": "who took part", "tone": "the tone", "setting": "the setting",
}  # fmt: skip


def number(value: int) -> str:
    """Small numbers in words, as in a newspaper."""
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else f"{value:,}"


@lru_cache(maxsize=8192)
def day(date: str | None) -> str:
    """“16 February 2031”, “February 2031”, “2031” of an ISO date or its beginning."""
    if not date:
        return ""
    try:
        year, month, of_month = (*(int(part) for part in date[:10].split("-")), 0, 0)[:3]
        return " ".join(filter(None, (str(of_month) if of_month else "", _MONTHS[month] if month else "", str(year))))
    except (ValueError, IndexError):
        return clean(date)


def interval(start: str | None, end: str | None) -> str:
    """“16 February 2031”, “May 2031”, “1 May to 12 June 2031”, “2030”, “since 1 May 2031”."""
    first, last = (start or "")[:10], (end or "")[:10]
    if not first or not last:
        return f"since {day(first)}" if first else f"until {day(last)}" if last else ""
    if first == last:
        return day(first)
    if first.endswith("-01-01") and last == first[:4] + "-12-31":
        return first[:4]
    if first.endswith("-01") and _ends_month(last):
        first, last = first[:7], last[:7]
        if first == last:
            return day(first)
    if first[:4] == last[:4]:
        shown = day(first).rsplit(" ", 1)[0]
        if first[:7] == last[:7]:
            shown = shown.split(" ")[0]
        return f"{shown} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def span(date: str | None, known: tuple[str | None, str | None] | None) -> str:
    """When a contact was of which a list has but the day to put it in order by: “May 2031”, where texts tell the month alone."""
    return (interval(*known) if known else "") or day(date and date[:10])


def _ends_month(date: str) -> bool:
    try:
        return int(date[8:10]) == calendar.monthrange(int(date[:4]), int(date[5:7]))[1]
    except (ValueError, calendar.IllegalMonthError):
        return False


def when(row: EntryRow | ContactRow | StatementRow | StanceRow) -> str:
    """When it was, as the text says; else the day it was reported on, and said so by `reported`, or “by 12 June 2031” of a contact that was over then."""
    known = interval(row.start, row.end) if row.dated else ""
    return known or ("by " if row.date and over(row) else "") + day(row.date)


def contact_words(channel: str, status: str) -> str:
    """“Call”, “Planned meeting”, “No contact”."""
    words = _STATUS_NOUNS.get(status, "{0}").format(CHANNEL_NOUNS.get(channel, channel))
    return words[:1].upper() + words[1:]


def _quoted(words: str) -> str:
    """Words of an article that need not fit the sentence they stand in (“ask for grants”)."""
    return f"“{words.strip(_MARKS)}”"


def details(row: EntryRow | ContactRow) -> list[str]:
    """What is known of a contact beside its parties: how long, how often, where, about what."""
    lasting = duration_words(row.duration) if row.duration else without(row.duration_text, "for")
    return [
        *([f"lasting {lasting}"] if lasting else []),
        *([clean(row.cadence)] if row.cadence else []),
        *([clean(row.place)] if row.place else []),
        *([clean(row.when)] if row.when and not row.dated else []),
        *([f"about {'; '.join(dict.fromkeys(_quoted(without(topic, 'about')) for topic in row.topics[:4]))}"] if row.topics else []),
    ]


def parties(row: EntryRow | ContactRow, pair: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Who made the approach and whom it went to; where nobody is known to have made it, all are in the first list."""
    names = sorted(dict.fromkeys(row.parties), key=lambda n: pair.index(n) if n in pair else len(pair))
    if row.initiator and row.initiator in names and len(names) > 1:
        return [row.initiator], [name for name in names if name != row.initiator]
    return names, []


def sourced(row: EntryRow) -> str:
    """“told by four outlets, all citing one unnamed source”."""
    outlets = "one outlet" if row.outlets == 1 else f"{number(row.outlets)} outlets" if row.outlets else count(len(row.reports), "article")
    if not row.origins:
        return f"told by {outlets}"
    if len(row.origins) > 1:
        named = "all of them named" if row.named == len(row.origins) else f"{number(row.named)} of them named" if row.named else "none of them named"
        return f"told by {outlets}, from {number(len(row.origins))} independent sources, {named}"
    everyone = "all " if row.outlets > 1 else ""
    origin = row.origins[0]
    if origin.kind == "unnamed":
        return f"told by {outlets}, {everyone}citing one unnamed source"
    if origin.kind == "outlet":
        return f"told by {outlets} on its own account" if row.outlets == 1 else f"told by {outlets}, all going back to {origin_words(origin)}"
    return f"told by {outlets}, {everyone}citing {origin_words(origin)}"


def foot(row: EntryRow) -> str:
    """Who tells of an entry: of one report its chain, of several how many outlets and where these have it from."""
    words = sourced(row) if len(row.reports) > 1 else chain(row.first.sources) or "on the outlet’s own account"
    return words[:1].upper() + words[1:]


def named(name: str) -> bool:
    """Whether this is a name, which has a page, and not a description (“a crowd”, “two aides”); scripts without capitals (山田太郎) have names too."""
    return name[:1].isalnum() and not name[:1].islower()


def chain(links: Sequence[Link]) -> str:
    """“according to three aides, told to the Harbor Ledger”."""
    return f"according to {'; '.join(link_words(link) for link in links)}" if links else ""


def statement_words(row: StatementRow) -> str:
    """“praised” where it is of someone, “said” else."""
    return ACT_WORDS.get(row.act, "said")


def did(row: StatementRow, about: str, audience: str) -> str:
    """What a speaker did, with whom it is about and to whom (empty where that is not told): “told B about C”, “promised something about C”, “praised C to B”."""
    words = ACT_PHRASES.get(row.act)
    if words is None:
        said = [statement_words(row), about, audience and f"to {audience}"]
    else:
        said = [f"{words['told']} {audience}{words['then']}" if audience else words["alone"], about and f"{words['about']} {about}"]
    return " ".join(filter(None, said))


def change_words(change: Change) -> str:
    """How an entry changed: “new reports differ on where it was”, “friendly since 1 February 2031, hostile before”."""
    if change.fields:
        return f"new reports differ on {join([FIELD_WORDS.get(name, name) for name in change.fields])}"
    return _ISO.sub(lambda found: day(found[0]), change.detail)


def join(names: Sequence[str], last: str = "and") -> str:
    """“A, B and C”."""
    shown = [clean(name) for name in names]
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}" if len(shown) > 1 else "".join(shown)


def outside(url: str | None) -> str | None:
    """The address of a page on the web, or null for any other: “javascript:” and the like never become links."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in _WEB and parts.netloc else None


def cut(text: str, longest: int = 0) -> str:
    """Untrusted text, cleaned, and cut between words at `longest` code points; 0 cuts nothing."""
    shown = clean(text)
    if longest and len(shown) > longest:
        shown = shown[: shown.rfind(" ", 0, longest) if " " in shown[longest // 2 : longest] else longest] + " …"
    return shown
