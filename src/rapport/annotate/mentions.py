"""Mentions of actors: anchors from the token head, spans from the two pointers, clusters from scored pairs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from rapport.abbreviations import spelled_out
from rapport.annotate.antecedents import Antecedents
from rapport.annotate.coref import Row, clusters, is_role
from rapport.annotate.disjoint import disjoint
from rapport.annotate.gender import gender_of, gender_of_name
from rapport.annotate.labels import ANCHOR_TAGS, ATTRIBUTION_TAGS, FORMS, KINDS, NAME_TAGS, TIME_TAGS
from rapport.annotate.model import Network, States, softmax
from rapport.annotate.nobody import nobody
from rapport.annotate.pairs import FEATURES
from rapport.annotate.referents import Referent, referent
from rapport.annotate.tagged import beginning, rejoined
from rapport.annotate.tags import spans, whole_words
from rapport.annotate.words import name_words
from rapport.annotations import EntityMention, Span, TimeExpression
from rapport.heads import head as head_of

_NEAR = 96
_ANCHORS = 64
_CLOSED = frozenset(
    "and or but of in on at to for with from by that who which said says told is was were are had has have as when while then not".split()
)
_CUES: Final = [i for i, tag in enumerate(ATTRIBUTION_TAGS) if tag.endswith("cue")]
_ACTORS: Final = frozenset(f"{kind}/nominal" for kind in KINDS if kind != "other")
# “she’s”, “I’m”, “they’d”: what is glued to the head word is not of the mention (CoNLL F1 0.48 -> 0.51 on ontogum_dev).
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d))$", re.IGNORECASE)
_OWNED: Final = re.compile(r"s\s")
_INITIAL: Final = re.compile(r"(?<![A-Za-z])[A-Z]\.$")
_LETTERS: Final = re.compile(r"(?<![A-Za-z])(?:[A-Z]\.)+[A-Z]\.$")
# Antecedents are sought among this many mentions before; quadratic cost stays bounded on book-length texts.
_REACH = 500
_ROWS = 128


Name = tuple[Span, str, float]


def names(states: States) -> list[Name]:
    """Names in the text with their kind (person, organization, place, other) and probability."""
    probabilities = states.probabilities("names")
    found = spans(whole_words(probabilities.argmax(1), states.doc.joined), NAME_TAGS, probabilities)
    text = states.doc.text
    spanned = [(*whole(text, int(states.doc.starts[a]), int(states.doc.ends[b - 1])), kind, score) for a, b, kind, score in found]
    return [(Span(start, end), kind, score) for start, end, kind, score in spelled_out(text, rejoined(text, spanned))]


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the rest of the words that it begins or ends in; “U.S.” is one word, with its last stop."""
    while start and text[start].isalnum():
        if text[start - 1].isalnum():
            start -= 1
        elif _INITIAL.search(text[max(0, start - 4) : start]):
            start -= 2
        else:
            break
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    if text[end : end + 1] == "." and _LETTERS.search(text[max(0, end - 6) : end + 1]):
        end += 1
    return start, end


def times(states: States) -> tuple[TimeExpression, ...]:
    """Time expressions of the text."""
    probabilities = states.probabilities("times")
    found = spans(whole_words(probabilities.argmax(1), states.doc.joined), TIME_TAGS, probabilities)
    return tuple(TimeExpression(Span(int(states.doc.starts[a]), int(states.doc.ends[b - 1])), score) for a, b, _, score in found)


def anchors(states: States, threshold: float = 0.5) -> tuple[list[int], list[int], list[float]]:
    """Pieces at which a mention's head stands, the class of each (index into ANCHOR_TAGS) and its probability."""
    probabilities = states.probabilities("anchors")
    present = 1 - probabilities[:, 0]
    at = np.flatnonzero(present > threshold)
    classes = probabilities[:, 1:].argmax(1) + 1
    telling = _telling(states)
    # A head word in several pieces is tagged at the first; a continuation piece of the same word is never a head.
    kept = [i for i in at.tolist() if not states.doc.joined[i] and _is_word(states, i) and not (telling[i] and ANCHOR_TAGS[classes[i]] in _ACTORS)]
    return kept, [int(classes[i]) for i in kept], [float(present[i]) for i in kept]


def _is_word(states: States, piece: int) -> bool:
    starts, ends, _ = states.doc.listed
    return any(c.isalnum() for c in states.doc.text[starts[piece] : ends[piece]])


def _telling(states: States) -> npt.NDArray[np.bool_]:
    """Which pieces are more likely of a cue or of a contact's trigger than not: “said” and “met” are nobody's name."""
    cues = states.probabilities("attribution")[:, _CUES].sum(1) > 0.5
    triggers = states.probabilities("channels")[:, 0] < 0.5
    telling: npt.NDArray[np.bool_] = cues | triggers
    return telling


def _mention_spans(network: Network, states: States, at: list[int]) -> list[tuple[int, int]]:
    """First and last piece of the mention around each anchor, within its sentence."""
    doc = states.doc
    queries = states.states[at]
    keys = [network.project(head, "key", states.states) for head in ("span_start", "span_end")]
    asked = [network.project(head, "query", queries) for head in ("span_start", "span_end")]
    places = np.asarray(at)
    which = np.searchsorted(doc.bounds, places, side="right")
    # The anchors of one sentence at once, of an endless one a few.
    edges = sorted({0, len(at), *(np.flatnonzero(np.diff(which)) + 1).tolist(), *range(0, len(at), _ANCHORS)})
    found: list[tuple[int, int]] = []
    for row, end in pairwise(edges):
        low = max(doc.listed[2][which[row] - 1], at[row] - _NEAR)
        high = min(doc.listed[2][which[row]], at[end - 1] + _NEAR + 1)
        here = places[row:end, None]
        around = np.arange(low, high)[None]
        starts = np.where((around <= here) & (around >= here - _NEAR), asked[0][row:end] @ keys[0][low:high].T, -np.inf).argmax(1)
        ends = np.where((around >= here) & (around <= here + _NEAR), asked[1][row:end] @ keys[1][low:high].T, -np.inf).argmax(1)
        found += zip((low + starts).tolist(), (low + ends).tolist(), strict=True)
    return found


def _word_at(states: States, piece: int) -> tuple[int, int]:
    text, (starts, ends, _) = states.doc.text, states.doc.listed
    start, end = starts[piece], ends[piece]
    while end < len(text) and (text[end].isalnum() or (text[end] in ".-’'" and end + 1 < len(text) and text[end + 1].isalnum())):
        end += 1
    ending = _CLITIC.search(text, start, end)
    return start, max(ending.start() if ending else end, start + 1)


def _other_kind(states: States, piece: int) -> str:
    """The likeliest kind of a name that is no person's."""
    scores = states.logits("anchors")[piece]
    return max((kind for kind in KINDS if kind != "person"), key=lambda kind: float(scores[ANCHOR_TAGS.index(f"{kind}/name")]))


def _goes_on(text: str, start: int, form: str) -> bool:
    """Whether the word at a place begins before it; “whistle-blower” is one."""
    return text[start - 1].isalnum() or (form == "nominal" and start > 1 and text[start - 1] == "-" and text[start - 2].isalnum())


def _title_inside(ref: Referent, spans: dict[tuple[int, int], int]) -> bool:
    """Whether a mention is only the title at the front of a longer one (“President” in “President Ada Quill”)."""
    return not ref.words and not ref.pronoun and any(start <= ref.start and ref.end < end for start, end in spans)


def _title_before(text: str, ref: Referent, named: set[int]) -> bool:
    """Whether a description is only what stands before a name (“personal attorney” in “Quill's personal attorney Ada Reyes”)."""
    role = FORMS[ref.form] == "nominal" and is_role(ref)
    return role and ref.end + 1 in named and text[ref.end] == " "


def _noun_start(states: States, piece: int) -> int:
    """First piece of the run of words without punctuation or closed-class words that ends at a head."""
    starts, ends, bounds = states.doc.listed
    opening = bounds[states.doc.sentence(piece)]
    first = piece
    while first > opening:
        word = states.doc.text[starts[first - 1] : ends[first - 1]].lower()
        abbreviated = word == "." and first > 1 and ends[first - 2] == starts[first - 1]
        if word in _CLOSED or not (word[0].isalnum() or abbreviated):
            break
        first -= 1
        if word in ("the", "a", "an", "his", "her", "their"):
            break
    return first


def referents(network: Network, states: States, threshold: float = 0.5) -> tuple[list[Referent], list[float]]:
    """Mentions as coreference sees them, in order, with their probabilities."""
    at, classes, scores = anchors(states, threshold)
    if not at:
        return [], []
    found, kept = [], []
    doc = states.doc
    starts, ends, _ = doc.listed
    for piece, label, score, (first, last) in zip(at, classes, scores, _mention_spans(network, states, at), strict=True):
        kind, form = ANCHOR_TAGS[label].split("/")
        start, end = whole(doc.text, starts[first], ends[last])
        if start and doc.text[start - 1] in "'’" and _OWNED.match(doc.text, start):  # “the governor's husband” begins with the governor
            start = starts[_noun_start(states, max(0, first - 2))]
        head = _word_at(states, piece)
        if (kind, form) == ("person", "name") and nobody(doc.text, *head):
            kind = _other_kind(states, piece)
        end = max(end, head[1])
        if start + head_of(doc.text[start:end])[0] != head[0]:  # the pointers ran over another phrase: keep what stands around this head
            begin = max(first, _noun_start(states, piece))
            if begin > 1 and doc.text[starts[begin] - 1] in "'’" and _OWNED.match(doc.text, starts[begin]):
                begin = _noun_start(states, begin - 2)
            start, end = starts[begin], head[1]
        while start and doc.text[start].isalnum() and _goes_on(doc.text, start, form):  # a piece within a word that the vocabulary lacks
            start -= 1 + (doc.text[start - 1] == "-")
        found.append(referent(doc, (start, end), head, kind, form, piece))
        kept.append(score)
    # Two heads that give one span are one mention: the surer head's.
    best: dict[tuple[int, int], int] = {}
    for i, ref in enumerate(found):
        rival = best.setdefault((ref.start, ref.end), i)
        if kept[i] > kept[rival]:
            best[ref.start, ref.end] = i
    named = {ref.start for ref in found if FORMS[ref.form] == "name" and KINDS[ref.kind] == "person"}
    best = {span: i for span, i in best.items() if not (_title_inside(found[i], best) or _title_before(doc.text, found[i], named))}
    order = sorted(best.values(), key=lambda i: (found[i].start, -found[i].end, found[i].piece))
    return _gendered([found[i] for i in order]), [kept[i] for i in order]


def _gendered(refs: list[Referent]) -> list[Referent]:
    """A name of one word (“Quill”) takes the gender of the full names of the text that it is a part of, where they have one."""
    told: dict[str, set[int]] = {}
    for ref in refs:
        if KINDS[ref.kind] == "person" and FORMS[ref.form] == "name" and len(ref.words) > 1:
            for word in ref.words:
                told.setdefault(word, set()).add(ref.gender)
    return [
        replace(ref, gender=min(told[word]))
        if not ref.gender and FORMS[ref.form] == "name" and KINDS[ref.kind] == "person" and len(told.get(word := ref.head, ())) == 1
        else ref
        for ref in refs
    ]


def coreference(network: Network, states: States, refs: list[Referent]) -> list[Row]:
    """For each mention the first candidate antecedent and the scores of all from there to the mention before it; 0 is the score of having none."""
    at = [ref.piece for ref in refs]
    queries = network.project("coref", "query", states.states[at])
    keys = network.project("coref", "key", states.states[at])
    features = Antecedents(refs, [network.arrays[f"coref_features.{i}"] for i in range(len(FEATURES))])
    rows: list[Row] = []
    for begin in range(0, len(refs), _ROWS):
        low, high = max(0, begin - _REACH), min(len(refs), begin + _ROWS)
        block = queries[begin:high] @ keys[low:high].T / np.sqrt(queries.shape[1]) + network.arrays["coref.bias"]
        block += features.scores(low, begin, high)
        rows += [(low, block[i - begin, : i - low]) for i in range(begin, high)]
    return rows


def bare_names(states: States, refs: list[Referent], tagged: Sequence[Name]) -> list[tuple[str, ...]]:
    """The words of the tagged name that holds each name mention's head, titles left out; () where there is none."""
    found: list[tuple[str, ...]] = []
    starts = [span.start for span, _, _ in tagged]
    for ref in refs:
        head = ref.at
        at = bisect_right(starts, head[0]) - 1
        words: tuple[str, ...] = ()
        if FORMS[ref.form] == "name" and at >= 0 and tagged[at][0].end >= head[1]:
            words = name_words(states.doc.text[tagged[at][0].start : tagged[at][0].end], tagged[at][1] == "organization")
        elif FORMS[ref.form] == "name" and KINDS[ref.kind] != "other":
            begin = head[0] if KINDS[ref.kind] == "person" else beginning(states.doc.text, head[0])
            words = name_words(states.doc.text[begin : head[1]])
        found.append(words)
    return found


def _gender(text: str, ref: Referent) -> str:
    """What the words of a mention tell of its gender, whatever other names of the text it is a part of."""
    phrase = text[ref.start : ref.end]
    named = FORMS[ref.form] == "name" and KINDS[ref.kind] == "person"
    return ("", "he", "she")[gender_of(phrase) or (gender_of_name(phrase) if named else 0)]


def entity_mentions(network: Network, states: States, tagged: Sequence[Name]) -> tuple[list[EntityMention], list[int]]:
    """Mentions with cluster numbers, and the piece of each one's head; `tagged` are the names of the text."""
    refs, scores = referents(network, states)
    if not refs:
        return [], []
    numbers = clusters(coreference(network, states, refs), refs, bare_names(states, refs, tagged), disjoint(states.doc.text, refs))
    found = [
        EntityMention(
            Span(ref.start, ref.end), Span(*ref.at), KINDS[ref.kind], FORMS[ref.form], number, score, _gender(states.doc.text, ref)
        )
        for ref, number, score in zip(refs, numbers, scores, strict=True)
    ]  # fmt: skip
    return found, [ref.piece for ref in refs]


__all__ = ["anchors", "coreference", "entity_mentions", "names", "referents", "softmax", "times"]
