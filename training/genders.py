"""Which first names are men's and which women's: `python -m training.genders DATA EXAM` writes `src/rapport/annotate/genders.json`.

Counted are the people of the articles marked by reading, by the pronouns and honorifics (“Mr.”) that stand for them, and in all news articles the honorifics of a surname whose
first name the same article gives. A name is kept that somebody marked bears, and by one gender in nineteen of twenty; one that is also a common word (“mark”), stands by itself (“Texas”) or is oftener a
surname (“Clinton”) only where several people who are marked bear it. Development articles and those kept from the training are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rapport.annotate.gender import GENDERS, gender_of
from rapport.annotate.words import name_words
from training.docs import lines
from training.people import ANNOTATIONS, HELD

LEAST: Final = 2
BEARERS: Final = 3  # marked people of different surnames who must bear a word that is something else too
COMMON: Final = 0.02  # how often a word stands in lower case, a time in capitals, from which on it is a common word
ALONE: Final = 0.35  # how often a word must stand before another in capitals, a time in capitals, to be nothing but a first name
PURE: Final = 0.05  # the other gender's share of the one
CLEAR: Final = 4  # how many times as often one gender must stand for a person as the other
_FULL: Final = re.compile(r"\b([A-Z][a-zà-ü]+(?:-[A-Z][a-z]+)?)\s+(?:[A-Z]\.\s+)?([A-Z][a-zà-ü]+(?:[-'’][A-Z]?[a-z]+)?(?:[A-Z][a-z]+)?)\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_HONORIFIC: Final = re.compile(r"\b(Mr|Mrs|Ms|Miss)\.?\s+([A-Z][\w’'-]+)")


def of_people(text: str, actors: list[dict[str, Any]]) -> Iterator[tuple[str, str, int]]:
    """The first and last names of the people marked in an article, with the gender that their mentions tell: 1 he, 2 she."""
    for actor in actors:
        if actor["kind"] != "person":
            continue
        phrases = [text[start:end] for start, end in actor["mentions"]]
        told = Counter(gender_of(phrase) for phrase in phrases)
        he, she = told[1], told[2]
        if max(he, she) > CLEAR * min(he, she):
            full = {(words[0], words[-1]) for phrase in phrases if _FULL.fullmatch(phrase) and len(words := name_words(phrase)) > 1}
            yield from ((first, last, 1 if he > she else 2) for first, last in sorted(full))


def of_honorifics(text: str) -> Iterator[tuple[str, int]]:
    """The first names of those whom an article calls by one honorific and surname, each person once."""
    called: dict[str, set[int]] = defaultdict(set)
    for title, surname in _HONORIFIC.findall(text):
        called[re.sub(r"['’]s?$", "", surname)].add(1 if title == "Mr" else 2)
    pairs = dict.fromkeys((first.lower(), last) for first, last in _FULL.findall(text) if len(called.get(last, ())) == 1)
    yield from ((first, next(iter(called[last]))) for first, last in pairs)


@dataclass(slots=True)
class Bearers:
    """Who bears one first name: how often articles tell of either gender (1 he, 2 she), and the surnames of the people who are marked."""

    genders: Counter[int] = field(default_factory=Counter)
    surnames: set[str] = field(default_factory=set)


def counts(articles: Iterable[dict[str, Any]]) -> tuple[dict[str, Bearers], set[str]]:
    """Who bears each first name in articles, and which words are common words, stand by themselves or are oftener the last of two names."""
    marked = {item["id"]: item for item in lines(ANNOTATIONS)}
    found: dict[str, Bearers] = defaultdict(Bearers)
    capital: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    as_first: Counter[str] = Counter()
    as_last: Counter[str] = Counter()
    for article in articles:
        text = article["text"]
        for word in _WORD.findall(text):
            (lower if word.islower() else capital)[word.lower()] += 1
        for first, last in _FULL.findall(text):
            as_first[first.lower()] += 1
            as_last[last.lower()] += 1
        for first, gender in of_honorifics(text):
            found[first].genders[gender] += 1
        for first, last, gender in of_people(text, marked[article["id"]]["actors"]) if article["id"] in marked else ():
            found[first].genders[gender] += 1
            found[first].surnames.add(last)
    return found, {word for word in found if lower[word] > COMMON * capital[word] or max(as_last[word], ALONE * capital[word]) > as_first[word]}


def news(data: Path, exam: Path) -> Iterator[dict[str, Any]]:
    """The news articles that are neither kept from the training nor among the development articles."""
    left_out = {item["id"] for item in lines(HELD)}
    seen = {item["text"][:200] for name in ("contacts_dev", "statements_dev") for item in lines(exam / f"{name}.jsonl.gz")}
    return (a for a in lines(data / "news" / "articles.jsonl.gz") if a["id"] not in left_out and a["text"][:200] not in seen)


def kept(found: dict[str, Bearers], other: set[str]) -> dict[str, list[str]]:
    """The names that say a gender, in the order of the alphabet; of the words of `other` only those that several people bear."""
    named = {name: bearers.genders for name, bearers in found.items() if len(bearers.surnames) >= (BEARERS if name in other else 1)}
    clear = {
        name: max((1, 2), key=lambda g: c[g]) for name, c in named.items() if max(c[1], c[2]) >= LEAST and min(c[1], c[2]) <= PURE * max(c[1], c[2])
    }
    return {word: sorted(name for name, gender in clear.items() if gender == number) for number, word in ((1, "he"), (2, "she"))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("exam", type=Path, help="folder of the annotated articles")
    arguments = parser.parse_args()
    names = kept(*counts(news(arguments.data, arguments.exam)))
    GENDERS.write_text(json.dumps(names, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(json.dumps({word: len(listed) for word, listed in names.items()}))


if __name__ == "__main__":
    main()
