"""Words for people: untrusted text made safe for a terminal, dates, source chains, and the words that a record rests on.

Everything printed passes `clean`: articles are strangers' texts, and a terminal obeys what it is sent.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from typing import Final

from rich.text import Text

from rapport.ledger import ContactRow, EntryRow, Link, ReportRow, StanceRow, StatementRow

# Control characters (terminals obey C1 as well as C0), marks that turn the direction of writing, and halves of characters.
_OBEYED: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
# Colour and cursor sequences whole, so that no “[31m” stays behind.
_SEQUENCES: Final = re.compile("(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]")
_SPACES: Final = re.compile(r"\s+")
# “the Harbor Ledger”, but “Politico”: outlets that are spoken of with an article.
_WITH_ARTICLE: Final = frozenset(
    "beacon bulletin chronicle courier dispatch economist enquirer examiner gazette globe guardian herald independent inquirer journal ledger "
    "mail observer post press record register sentinel standard star sun telegraph times tribune".split()
)
_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second")
TRIGGER: Final = "bold underline"
# Code points of one sentence on a page; what is longer is a list or no sentence at all.
_LONGEST: Final = 600


def clean(text: str | None) -> str:
    """Untrusted text on one line without anything that a terminal would obey."""
    if not text:
        return ""
    # Nearly all text is as it should be, which is seen several times quicker than three expressions go through it; these two are obeyed though printable.
    if text.isprintable() and "  " not in text and "\ufffc" not in text and "\ufffd" not in text:
        return text.strip()
    return _OBEYED.sub("", _SPACES.sub(" ", _SEQUENCES.sub("", text))).strip()


def clean_piece(piece: str) -> str:
    """A piece of a text cleaned, with the spaces at its edges, which part it from its neighbours."""
    inner = clean(piece)
    if not inner:
        return " " if piece else ""
    return (" " if piece[0].isspace() else "") + inner + (" " if piece[-1].isspace() else "")


def marked(sentence: str, words: str | None, outside: str | None = None) -> Text:
    """A sentence with the words that report the contact highlighted, as `pieces` finds them."""
    return Text.assemble(*((piece, TRIGGER) if found else piece for piece, found in pieces(sentence, words, outside)))


def pieces(sentence: str, words: str | None, outside: str | None = None) -> list[tuple[str, bool]]:
    """A sentence in pieces, each with whether it is of the words that report the contact: their first whole-word place, if there is one
    then not within the words of `outside` (a cue does not stand in what it attributes).

    Of a sentence longer than `_LONGEST` the part around those words is shown.
    """
    shown, wanted = clean(sentence), clean(words)
    start, end = _place(shown, wanted, clean(outside)) if wanted else (0, 0)
    first = max(0, start - _LONGEST // 2) if len(shown) > _LONGEST else 0
    last = min(len(shown), first + max(_LONGEST, end - first))
    before, after = ("… " if first else "") + shown[first:start], shown[end:last] + (" …" if last < len(shown) else "")
    return [(piece, found) for piece, found in ((before, False), (shown[start:end], True), (after, False)) if piece]


def _place(shown: str, wanted: str, outside: str) -> tuple[int, int]:
    """Where words stand in a sentence; at its beginning, and none, where they do not."""
    places = list(_whole(wanted, shown))
    inner = shown.find(outside) if outside else -1
    inner_end = inner + len(outside) if inner >= 0 else -1
    return next((place for place in places if place[1] <= inner or place[0] >= inner_end), places[0] if places else (0, 0))


def _whole(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words stand whole in a text. An expression for each of many cues would take longer to make than a page has time for."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        found = not _of_word(text[start - 1 : start]) and not _of_word(text[end : end + 1])
        if found:
            yield start, end
        start = text.find(words, end if found else start + 1)


def _of_word(character: str) -> bool:
    """Whether a character, or none, is part of a word, as in expressions."""
    return character.isalnum() or character == "_"


def without(phrase: str | None, *leads: str) -> str:
    """A phrase without a leading word that the page puts before it itself (“for 45 minutes” after “lasting”)."""
    shown = clean(phrase)
    lead = next((lead for lead in leads if shown.lower().startswith(lead + " ")), "")
    return shown[len(lead) :].lstrip()


def period(start: str | None, end: str | None) -> tuple[str, ...]:
    """An interval of ISO dates in one or two short lines: ('2031-05',) for a whole month, ('2031-05-01', '– 06-18'), ('since', '2031-05-01')."""
    first, last = (start or "")[:10], (end or "")[:10]
    if not first and not last:
        return ()
    if not last:
        return ("since", first)
    if not first:
        return ("until", last)
    if first == last:
        return (first,)
    if first.endswith("-01-01") and last == first[:4] + "-12-31":
        return (first[:4],)
    if first.endswith("-01") and _month_end(last):
        return (first[:7],) if first[:7] == last[:7] else (first[:7], "– " + (last[5:7] if last[:4] == first[:4] else last[:7]))
    return (first, "– " + (last[5:] if last[:4] == first[:4] else last))


def _month_end(date: str) -> bool:
    try:
        year, month, day = (int(part) for part in date.split("-"))
        return day == calendar.monthrange(year, month)[1]
    except ValueError:
        return False


def duration_words(value: str) -> str:
    """An ISO 8601 duration in words: “30 minutes”, “1 hour 30 minutes”; as it stands where it is none."""
    found = _DURATION.fullmatch(value)
    if not found or not any(found.groups()):
        return value
    return " ".join(count(int(number), unit) for number, unit in zip(found.groups(), _UNITS, strict=True) if number)


def the(outlet: str | None) -> str:
    """An outlet's name as it stands in a sentence."""
    name = clean(outlet)
    return f"the {name}" if name.split()[-1:] and name.split()[-1].lower() in _WITH_ARTICLE and not name.lower().startswith("the ") else name


def link_words(link: Link) -> str:
    """One link of a source chain: “three aides, told to the Harbor Ledger”."""
    via = the(link.via)
    who = clean(link.actor)
    if not who:
        return via or {"document": "a document", "poll": "a poll", "unnamed": "an unnamed source"}.get(link.kind, "a source")
    if link.for_:
        who += f", speaking for {clean(link.for_)}"
    if via and via.removeprefix("the ") != who.removeprefix("the "):
        who += f", in {via}" if link.kind in ("document", "poll") else f", told to {via}"
    return who


def chain_words(links: Sequence[Link]) -> str:
    """A source chain in words; empty where the article itself vouches for what it says."""
    return f"according to {'; '.join(link_words(link) for link in links)}" if links else ""


def printed_in(row: ContactRow | ReportRow | StatementRow | StanceRow) -> str:
    """Outlet and day of publication; the title where no outlet is known."""
    place = clean(row.outlet) or (f"“{clean(row.title)}”" if row.title else "outlet unknown")
    return f"{place}, {row.published[:10]}" if row.published else f"{place}, undated"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """“1 contact”, “1,204 contacts”."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(confidence: float) -> str:
    """A confidence as printed; never 100 %, which it is not."""
    return f"{min(99, round(confidence * 100))} %"


def over(row: ContactRow | EntryRow | StatementRow | StanceRow) -> bool:
    """Whether it is a contact without a date that was over when it was first told of."""
    return isinstance(row, ContactRow | EntryRow) and not row.dated and row.status == "happened"
