"""Whether the entries that a sentence refers to say the same: what the tests hold every sentence of every brief against."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from rapport.report.briefs import Brief, Item

_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_N: Final = r"([a-z]+|\d[\d,]*)"
_STATUS: Final = {
    "took place": "●", "goes on": "◉", "go on": "◉", "was planned": "○", "were planned": "○", "was proposed": "◌", "were proposed": "◌", "was declined": "✕",
    "were declined": "✕", "is denied": "✕", "are denied": "✕", "did not take place": "–", "is only rumoured": "?", "are only rumoured": "?",
}  # fmt: skip
_NOUNS: Final = {"call": "call", "message": "message", "meeting": "meeting", "contact": "contact"}


def number(word: str) -> int:
    lower = word.lower()
    return _WORDS.index(lower) if lower in _WORDS else int(lower.replace(",", ""))


def wrong(brief: Brief) -> list[str]:
    """The sentences of the summary that their references do not bear out, with why."""
    items = {item.number: item for item in brief.items}
    found = []
    for sentence in brief.summary:
        if not sentence.refs or not set(sentence.refs) <= items.keys():
            found.append(f"no reference: {sentence}")
        elif why := _wrong(sentence.text, [items[n] for n in sentence.refs], brief):
            found.append(f"{why}: {sentence}")
    return found


def _wrong(text: str, items: list[Item], brief: Brief) -> str:
    """Why not; empty where the entries say the same."""
    first = items[0]
    if m := re.fullmatch(rf"(?:Between|Of) .+?, {_N} contacts? (?:is|are) told of(?:, of which {_N} stands? here)?(, .+?)?: (.+)\.", text):
        kinds = {noun: number(n) for n, noun in re.findall(rf"{_N} (call|message|meeting|contact)s?", m[4])}
        real = Counter(_noun(item) for item in items)
        return (
            ""
            if number(m[2] or m[1]) == len(items) and dict(real) == kinds and all(i.kind == "contact" for i in items) and _span(m[3], items)
            else "contacts"
        )
    if m := re.fullmatch(r"Of these, (.+)\.", text):
        told: Counter[str] = Counter()
        for n, verb in re.findall(rf"{_N} ({'|'.join(_STATUS)})", m[1]):
            told[_STATUS[verb]] += number(n)
        return "" if told == Counter(item.sign for item in items) else "statuses"
    if m := re.fullmatch(r"The (?:latest|one) that took place and is dated: (.+?)(?:, lasting (.+))?\.", text):
        lasting = f"lasting {m[2]}" if m[2] else ""
        return (
            ""
            if len(items) == 1 and first.dated and first.sign in "●◉" and _one(m[1], first) and (not lasting or lasting in first.details)
            else "latest"
        )
    if m := re.fullmatch(r"Most widely told is (.+?): (by .+)\.", text):
        return "" if len(items) == 1 and _one(m[1], first) and first.told.lower() == f"told {m[2]}".lower() else "widest"
    if m := re.fullmatch(
        rf"By (.+?), {_N} statements?(?: about or to (.+?))? (?:is|are) told of(?:, of which {_N} stands? here)?(?:: (.+))?\.", text
    ):
        tones = {"friendly": 0, "hostile": 0} | {
            ("friendly" if w == "praise" else "hostile"): number(n) for n, w in re.findall(rf"{_N} in (praise|criticism)", m[5] or "")
        }
        real_tones = {tone: sum(item.tone == tone for item in items) for tone in ("friendly", "hostile")}
        return "" if number(m[4] or m[2]) == len(items) and tones == real_tones and all(i.kind == "statement" for i in items) else "statements"
    if m := re.fullmatch(rf"{_N} passages? shows? (.+?) (in favour of|against) (.+)\.", text, re.IGNORECASE):
        tone = "friendly" if m[3] == "in favour of" else "hostile"
        return "" if number(m[1]) == len(items) and all(i.kind == "stance" and i.tone == tone for i in items) else "stances"
    if m := re.fullmatch(rf"{_N} passages show where .+?: {_N} in favour and {_N} against\.", text, re.IGNORECASE):
        return "" if [sum(i.tone == t for i in items) for t in ("friendly", "hostile")] == [number(m[2]), number(m[3])] else "stances"
    if "too little to tell" in text:
        return "" if {item.tone for item in items} == {"friendly", "hostile"} else "mixed"
    if m := re.search(r"(friendly|hostile)", text):
        return "" if re.search(r"tone|has been", text) and all(item.tone == m[1] for item in items) else "tone"
    if m := re.fullmatch(r"Reports differ (on .+): (.+)\.", text):
        conflicts = [c for c in brief.conflicts if c.ref in {i.number for i in items}]
        return "" if any({side.value for side in c.sides} == set(m[2].split(" or ")) for c in conflicts) else "conflict"
    if m := re.fullmatch(rf"Reports differ on {_N} further points?\.", text):
        return "" if {i.number for i in items} <= {c.ref for c in brief.conflicts} else "further"
    if re.fullmatch(r"That the .+ took place is denied\.", text):
        return "" if any(i.sign == "✕" for i in items[1:]) or len(items) == 1 else "denial"
    open_refs = {end.ref for end in brief.open}
    if text.startswith("Nothing tells what came of"):
        return "" if all(i.number in open_refs and i.sign in "○◌" for i in items) else "open"
    if m := re.fullmatch(rf"{_N} promises? or predictions? (?:is|are) open\.", text, re.IGNORECASE):
        return "" if number(m[1]) == len(items) and all(i.number in open_refs and i.kind == "statement" for i in items) else "promises"
    if m := re.fullmatch(rf"Most are with (.+): {_N}\.", text):
        return "" if number(m[2]) == len(items) and all(m[1] in item.rest for item in items) else "partner"
    return "a sentence of no known kind"


def _noun(item: Item) -> str:
    return next((noun for noun in _NOUNS if noun in item.head.lower()), "")


def _one(words: str, item: Item) -> bool:
    """Whether “a call on 16 February 2031” is the entry."""
    return _noun(item) in words and (item.when in words or all(part in words for part in item.when.split(" to ")))


def _span(words: str | None, items: list[Item]) -> bool:
    """Whether the first and the last day named are those of entries."""
    days = [w for w in re.split(r" to |from |, | in | on |reported |the dated ones ", words or "") if w]
    return all(any(day in item.when or item.when in day or item.when.startswith(day.split(" ")[0]) for item in items) for day in days)
