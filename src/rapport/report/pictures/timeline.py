"""The one picture of a relationship: contacts by channel in the middle, what each said and held of the other above and below, the stretches
of one tone as ground, and the turning points numbered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from rapport.ledger import Course, EntryRow, Relationship, StanceRow, StatementRow
from rapport.records import TOOK_PLACE
from rapport.report.english import contact_words, day
from rapport.report.pictures.draw import ACCENT, FAINT, FONT, FRIENDLY, FRIENDLY_GROUND, HERE, HOSTILE, HOSTILE_GROUND, INK, LINE, PAPER
from rapport.report.words import clean

_CHANNELS: Final = {"meeting": "Meetings", "call": "Calls", "message": "Messages", "unspecified": "Other contacts"}
_LONGEST_NAME: Final = 22
# What the looks of marks mean: the look, its colour, its sign in a line of text, and words.
LEGEND: Final = (
    ("held", "held", "●", "took place"), ("open", "held", "○", "planned, proposed or rumoured"), ("not", "not", "✕", "denied, declined or not held"),
    ("friendly", "friendly", "▲", "praise or support"), ("hostile", "hostile", "▼", "criticism"), ("said", "said", "•", "other statement"),
)  # fmt: skip
# Signs beyond these are thinned out evenly: a picture of more would be a smear, and the list has them all.
_MOST: Final = 600
# Of so many signs and more, one in so many may lie so far from the others that the picture is cut before it.
_ENOUGH: Final = 20
_FAR: Final = 20
_MOST_FAR: Final = 12
_FRIENDLY_ACTS: Final = {"praise": True, "criticize": False}

# How each kind of mark looks: a contact that was held, one that is open, one that was not held; what was said, in praise, in criticism.
_CROSS: Final = "M-.6,-.6L.6,.6M.6,-.6L-.6,.6"
_LOOKS: Final = {
    "held": {"shape": "circle", "fill": ACCENT, "stroke": ACCENT, "size": 115},
    "open": {"shape": "circle", "fill": PAPER, "stroke": ACCENT, "size": 95},
    "not": {"shape": _CROSS, "fill": "transparent", "stroke": INK, "size": 115},
    "said": {"shape": "circle", "fill": FAINT, "stroke": FAINT, "size": 22},
    "friendly": {"shape": "triangle-up", "fill": FRIENDLY, "stroke": FRIENDLY, "size": 95},
    "hostile": {"shape": "triangle-down", "fill": HOSTILE, "stroke": HOSTILE, "size": 95},
}

Mark = dict[str, Any]


def timeline(found: Relationship, links: dict[str, str], *, narrow: bool = False) -> dict[str, Any]:
    """A Vega-Lite specification. `links` are the addresses of entries by id, none where the picture leads nowhere; `narrow` is for a phone."""
    lanes = _lanes(found)
    marks = [*_contacts(found.entries), *_signs(found, lanes)]
    marks = _thinned([mark | _LOOKS[mark["look"]] | ({"href": HERE + links.get(mark["id"], "#")} if links else {}) for mark in marks])
    course = found.course or Course((), (), (), ())
    marks, _ = _near(marks)
    span = _span([m["start"] for m in marks] + [m["end"] for m in marks])
    width, height = (352, 30) if narrow else (1036, 34)
    layers: list[dict[str, Any]] = [*_grounds(course, span), *_turns(course)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width - _margin(narrow) - (10 if narrow else 0),
        "height": {"step": height},
        "background": PAPER,
        "padding": {"left": 14 if narrow else 4, "right": 14, "top": 6, "bottom": 4},
        "data": {"values": marks},
        "layer": [*layers, *_points(lanes, span, narrow=narrow, leads=bool(links))],
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": FAINT, "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "labelFontSize": 12, "labelFont": FONT},
        },
    }


def looks(found: Relationship) -> set[str]:
    """Which looks of `LEGEND` the marks of the picture have."""
    return {mark["look"] for mark in _contacts(found.entries)} | _looks_of(found)


def timeline_size(found: Relationship, *, narrow: bool) -> int:
    """The height of the picture in pixels, nearly: what the page keeps free for it."""
    return len(_lanes(found)) * (30 if narrow else 34) + 54


def _lanes(found: Relationship) -> list[str]:
    used = {entry.channel for entry in found.entries if entry.dated}
    return [_of(found.a, found.b), *(name for channel, name in _CHANNELS.items() if channel in used), _of(found.b, found.a)]


def _of(holder: str, target: str) -> str:
    return f"{_short(holder)} on {_short(target)}"


def _short(name: str) -> str:
    """The last word of a name, as in a headline."""
    words = clean(name).split()
    last = next((word for word in reversed(words) if word.lower().strip(".,") not in ("jr", "sr", "ii", "iii")), "?")
    return last if len(last) <= _LONGEST_NAME else last[: _LONGEST_NAME - 1] + "…"


def _contacts(entries: Sequence[EntryRow]) -> list[Mark]:
    marks = []
    for row in entries:
        if not row.date or not row.dated:
            continue  # the day on which an article was printed is not that on which it was
        start, end = (row.start or row.date)[:10], (row.end or row.start or row.date)[:10]
        look = "held" if row.status in TOOK_PLACE else "not" if row.status in ("denied", "declined", "absent") else "open"
        label = f"{contact_words(row.channel, row.status)}, {day(start)}"
        marks.append({"id": row.id, "lane": _CHANNELS[row.channel], "start": start, "end": max(start, end), "look": look, "label": label})
    return marks


def _signs(found: Relationship, lanes: Sequence[str]) -> list[Mark]:
    marks = []
    rows: list[tuple[StatementRow | StanceRow, str | None, bool | None, str]] = [
        *((row, row.speaker, _FRIENDLY_ACTS.get(row.act), row.act) for row in found.statements),
        *((row, row.holder, row.polarity == "positive", row.polarity) for row in found.stances),
    ]
    for row, who, friendly, what in rows:
        if not row.date:
            continue
        lane = lanes[0] if _first_of_two(who, found.a, found.b) else lanes[-1]
        look = _look(friendly)
        at = row.date[:10]
        marks.append({"id": row.id, "lane": lane, "start": at, "end": at, "look": look, "label": f"{clean(who)}: {what}, {day(at)}"})
    return marks


def _looks_of(found: Relationship) -> set[str]:
    said = (_FRIENDLY_ACTS.get(row.act) for row in found.statements if row.date)
    held = (row.polarity == "positive" for row in found.stances if row.date)
    return {_look(friendly) for friendly in {*said, *held}}


def _look(friendly: bool | None) -> str:
    return "said" if friendly is None else "friendly" if friendly else "hostile"


@lru_cache(maxsize=4096)
def _first_of_two(who: str | None, a: str, b: str) -> bool:
    """Whether a speaker, as one article calls them, is rather the first of the two: the one with whose name theirs shares more words."""
    words = set(clean(who).lower().split())
    shared = [len(words & set(clean(name).lower().split())) for name in (a, b)]
    return shared[0] >= shared[1]


def _thinned(marks: list[Mark]) -> list[Mark]:
    if len(marks) <= _MOST:
        return marks
    return [marks[i * len(marks) // _MOST] for i in range(_MOST)]


def left_out(found: Relationship) -> tuple[int, str, str]:
    """How many signs lie so far from the others that the timeline leaves them to the list, and the first and last day that it shows."""
    days = [(row.start or row.date)[:10] for row in found.entries if row.date and row.dated]
    days += [row.date[:10] for row in found.statements if row.date]
    days += [row.date[:10] for row in found.stances if row.date]
    shown, left = _near([{"start": day} for day in days])
    return left, shown[0]["start"] if shown else "", shown[-1]["start"] if shown else ""


def _near(marks: list[Mark]) -> tuple[list[Mark], int]:
    """The marks without a few that lie far from all others, and how many these are: one call misdated by five years would leave a smear at the edge of an
    empty picture."""
    shown = sorted(marks, key=lambda mark: str(mark["start"]))
    days = [date.fromisoformat(mark["start"]).toordinal() for mark in shown]
    few = min(len(shown) // _FAR, _MOST_FAR) if len(shown) >= _ENOUGH else 0
    if few < 1:
        return shown, 0
    first, last = 0, len(shown)
    # Nearly always none lie so far: what spans least with so few left out spans half of all, or more.
    if 2 * min(days[a + last - few - 1] - days[a] for a in range(few + 1)) >= days[-1] - days[0]:
        return shown, 0
    for _ in range(2):
        whole = days[last - 1] - days[first] if last > first else 0
        cuts = [
            (days[b - 1] - days[a], a, b) for a in range(first, first + few + 1) for b in range(last - few, last + 1) if b - a >= len(shown) - few
        ]
        least = min((cut for cut in cuts if cut[0] * 2 < whole), key=lambda cut: (len(shown) - (cut[2] - cut[1]), cut[0]), default=None)
        if least is None:
            break
        _, first, last = least
        few -= len(shown) - (last - first)
        if few < 1:
            break
    kept = shown[first:last]
    return kept, len(shown) - len(kept)


def _span(days: Sequence[str]) -> tuple[str, str]:
    """The first and the last day shown, with some air on both sides."""
    if not days:
        return "2000-01-01", "2000-12-31"
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    air = max(timedelta(days=3), (last - first) * 0.03)
    return (first - air).isoformat(), (last + air).isoformat()


def _time(field: str, span: tuple[str, str] | None = None, axis: dict[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"field": field, "type": "temporal", "title": None}
    if span:
        found["scale"] = {"domain": [{"expr": f"utc({_parts(at)})"} for at in span], "type": "utc", "nice": False}
    if axis is not None:
        found["axis"] = axis
    return found


def _parts(at: str) -> str:
    year, month, of_month = at.split("-")
    return f"{int(year)}, {int(month) - 1}, {int(of_month)}"


def _grounds(course: Course, span: tuple[str, str]) -> list[dict[str, Any]]:
    """The stretches of one tone, each up to where the next begins; the last of several goes on, as “friendly since” says."""
    if not course.stretches:
        return []
    ends = [*(stretch.since for stretch in course.stretches[1:]), span[1] if len(course.stretches) > 1 else course.stretches[-1].until]
    # One day of one tone is a narrow band, not nothing.
    narrowest = (date.fromisoformat(span[1]) - date.fromisoformat(span[0])) * 0.006
    values = [
        {"start": s.since, "end": max(end, (date.fromisoformat(s.since[:10]) + narrowest).isoformat()), "tone": s.tone}
        for s, end in zip(course.stretches, ends, strict=True)
    ]
    colour = {
        "field": "tone",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["friendly", "hostile"], "range": [FRIENDLY_GROUND, HOSTILE_GROUND]},
    }
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rect", "aria": False, "clip": True},
            "encoding": {"x": _time("start"), "x2": {"field": "end"}, "color": colour},
        }
    ]


def _turns(course: Course) -> list[dict[str, Any]]:
    values = [{"at": point.by, "number": str(i)} for i, point in enumerate(course.turning_points, 1)]
    if not values:
        return []
    data = {"values": values}
    return [
        {"data": data, "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3], "aria": False, "clip": True}, "encoding": {"x": _time("at")}},
        {
            "data": data,
            "mark": {"type": "point", "filled": True, "size": 300, "color": INK, "opacity": 1, "y": 0, "aria": False},
            "encoding": {"x": _time("at"), "y": {"value": 0}},
        },
        {
            "data": data,
            "mark": {"type": "text", "color": PAPER, "fontSize": 12, "fontWeight": "bold", "baseline": "middle", "aria": False},
            "encoding": {"x": _time("at"), "y": {"value": 0}, "text": {"field": "number"}},
        },
    ]


def _points(lanes: Sequence[str], span: tuple[str, str], *, narrow: bool, leads: bool) -> list[dict[str, Any]]:
    days = (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days
    form = "%-d %b" if days < 100 else "%b %Y" if days < 2000 else "%Y"
    axis = {"format": form, "tickCount": 3 if narrow else 6, "labelOverlap": "greedy", "labelSeparation": 16, "grid": False}
    lane = {
        "field": "lane", "type": "nominal", "title": None, "sort": list(lanes), "scale": {"domain": list(lanes)},
        "axis": {"labelLimit": 150, "minExtent": _margin(narrow), "grid": True, "ticks": False, "domain": False, "labelPadding": 8, "tickBand": "center"},
    }  # fmt: skip
    base = {"x": _time("start", span, axis), "y": lane}

    def own(name: str) -> dict[str, Any]:
        return {"field": name, "type": "nominal", "scale": None}

    return [
        {
            "transform": [{"filter": "datum.start !== datum.end"}],
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5, "color": ACCENT, "aria": False},
            "encoding": base | {"x2": {"field": "end"}},
        },
        {
            "mark": {"type": "point", "strokeWidth": 1.7, "opacity": 0.95},
            "encoding": base
            | {"shape": own("shape"), "fill": own("fill"), "stroke": own("stroke"), "size": own("size")}
            | {"description": {"field": "label"}}
            | ({"href": {"field": "href"}} if leads else {}),
        },
    ]


def _margin(narrow: bool) -> int:
    return 104 if narrow else 140
