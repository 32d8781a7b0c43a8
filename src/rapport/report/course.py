"""How a relationship went: one sentence, its turning points with what makes them, and what it dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from rapport.ledger import Course, Shown, Stretch, TurningPoint
from rapport.report.canvas import Ruled, Section, entry, joined
from rapport.report.words import clean, count, marked

_TONES: Final = {"friendly": "green", "hostile": "red"}
_SHORT: Final = 8
_SHOWN: Final = 6


def course_parts(course: Course, a: str, b: str) -> list[RenderableType]:
    """How a relationship went, in one sentence, and each turning point with the entries that make it; nothing where nothing shows a tone."""
    parts: list[RenderableType] = []
    if course.stretches or course.mixed:
        parts += [Section("How it went"), Text(course_words(course))]
        for name, of in ((a, course.of_a), (b, course.of_b)):
            if of:
                parts.append(Text.assemble((f"{clean(name)}: ", "bold"), _stretches(of)))
        parts += [_point(point) for point in course.turning_points]
    facts = [
        _tallied("by channel", course.channels),
        _tallied("about", dict(list(course.topics.items())[:_SHOWN])),
        _tallied("also between them", dict(list(course.others.items())[:_SHOWN])),
    ]
    shown = [fact for fact in facts if fact]
    if shown:
        parts += [Section("In short"), *shown]
    return parts


def _tallied(title: str, tally: dict[str, int]) -> Text | None:
    if not tally:
        return None
    return Text.assemble(
        (f"{title}: ", "bright_black"), ", ".join(f"{clean(name)} {number:,}" if number > 1 else clean(name) for name, number in tally.items())
    )


def course_words(course: Course) -> str:
    """“hostile until 2031-11-02; friendly since 2032-01-10, after the meeting of 2032-01-05; friction on 2032-02-01”."""
    if not course.stretches:
        return f"too little to tell how it went: {mixed_words(course)}" if course.mixed else ""
    points = {point.by: point for point in course.turning_points if point.of is None}
    words = []
    for i, stretch in enumerate(course.stretches):
        last = i == len(course.stretches) - 1
        met = points[stretch.since].contact if stretch.since in points else None
        after = f", after the contact of {met.date}" if met and met.date else ""
        if last:
            words.append(f"{stretch.tone} since {stretch.since}{after}" if i else f"{stretch.tone} in all that is dated ({_span(stretch)})")
        elif i:
            words.append(f"{stretch.tone} {_span(stretch)}{after}")
        else:
            words.append(f"{stretch.tone} until {stretch.until}")
        if stretch.against:
            days = [shown.date or "" for shown in stretch.against]
            words.append(f"against it {', '.join(days[:3])}" + (f" and {len(days) - 3} more" if len(days) > 3 else ""))
    return "; ".join(words)


def mixed_words(course: Course) -> str:
    """“2 friendly signs, 3 hostile ones”, where neither tone is borne out."""
    friendly, hostile = len(course.mixed["friendly"]), len(course.mixed["hostile"])
    return f"{count(friendly, 'friendly sign')}, {hostile:,} hostile {'one' if hostile == 1 else 'ones'}"


def _span(stretch: Stretch) -> str:
    return stretch.since if stretch.since == stretch.until else f"{stretch.since} to {stretch.until}"


def _stretches(of: Sequence[Stretch]) -> Text:
    return joined([Text.assemble((s.tone, _TONES[s.tone]), f" {_span(s)} ({count(s.signs, 'sign')})") for s in of])


def _point(point: TurningPoint) -> RenderableType:
    holder = clean(point.of) if point.of else "The relationship"
    head = Text.assemble(
        (f"{holder} turned ", "bold"), (point.tone, f"bold {_TONES[point.tone]}"), f" after {point.after}, by {point.by}: {told_words(point)}"
    )
    body: list[RenderableType] = [head]
    for title, shown in (("before", point.before), ("then", (point.contact,) if point.contact else ()), ("since", point.since)):
        body += [_quoted(title, item) for item in shown]
    return entry((point.by,), body)


def told_words(point: TurningPoint) -> str:
    """By how much a turning point is borne out: “hostile in 3 articles before, friendly in 1 since”."""
    was = "hostile" if point.tone == "friendly" else "friendly"
    return f"{was} in {count(point.articles_before, 'article')} before, {point.tone} in {point.articles:,} since"


def sign_words(item: Shown) -> str:
    """What an entry shows, in words: “Tom Reyes criticizes Ada Quill”; nothing of a contact that merely came between."""
    if not item.tone:
        return ""
    if not item.holder or not item.toward:
        return f"a {item.tone} contact of the two"
    verbs = {
        ("statement", "friendly"): "praises",
        ("statement", "hostile"): "criticizes",
        ("stance", "friendly"): "is for",
        ("stance", "hostile"): "is against",
    }
    return f"{clean(item.holder)} {verbs[item.kind, item.tone]} {clean(item.toward)}"


def _quoted(title: str, item: Shown) -> RenderableType:
    what = sign_words(item)
    return Ruled(
        Text.assemble(
            (f"{title} {item.date or 'undated'}  ", "bright_black"),
            f"{what}: " if what else "",
            marked(item.words, None),
            (f"  {item.id[:_SHORT]}", "bright_black"),
        )
    )
