"""Which first names are men's and which women's: `python -m training.genders DATA EXAM` writes `src/rapport/annotate/genders.json`.

Counted are the people of the articles marked by reading, by the pronouns and honorifics (“Mr.”) that stand for them, and in all news articles the honorifics of a surname whose
first name the same article gives. A name is kept that is borne by two or more and by one gender in nineteen of twenty. Development articles and those kept from the training are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rapport.annotate.coref import GENDERS, gender_of, name_words
from training.docs import lines
from training.people import ANNOTATIONS, HELD

LEAST: Final = 2
PURE: Final = 0.05  # the other gender's share of the one
CLEAR: Final = 4  # how many times as often one gender must stand for a person as the other
_FULL: Final = re.compile(r"\b([A-Z][a-zà-ü]+(?:-[A-Z][a-z]+)?)\s+(?:[A-Z]\.\s+)?([A-Z][a-zà-ü]+(?:[-'’][A-Z]?[a-z]+)?(?:[A-Z][a-z]+)?)\b")
_HONORIFIC: Final = re.compile(r"\b(Mr|Mrs|Ms|Miss)\.?\s+([A-Z][\w’'-]+)")


def of_people(text: str, actors: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """The first names of the people marked in an article, with the gender that their mentions tell: 1 he, 2 she."""
    for actor in actors:
        if actor["kind"] != "person":
            continue
        phrases = [text[start:end] for start, end in actor["mentions"]]
        told = Counter(gender_of(phrase) for phrase in phrases)
        he, she = told[1], told[2]
        if max(he, she) > CLEAR * min(he, she):
            first = {words[0] for phrase in phrases if phrase[:1].isupper() and len(words := name_words(phrase)) > 1}
            yield from ((name, 1 if he > she else 2) for name in sorted(first))


def of_honorifics(text: str) -> Iterator[tuple[str, int]]:
    """The first names of those whom an article calls by one honorific and surname, each person once."""
    called: dict[str, set[int]] = defaultdict(set)
    for title, surname in _HONORIFIC.findall(text):
        called[re.sub(r"['’]s?$", "", surname)].add(1 if title == "Mr" else 2)
    pairs = dict.fromkeys((first.lower(), last) for first, last in _FULL.findall(text) if len(called.get(last, ())) == 1)
    yield from ((first, next(iter(called[last]))) for first, last in pairs)


def counts(data: Path, exam: Path) -> dict[str, Counter[int]]:
    """How many of either gender bear each first name."""
    marked = {item["id"]: item for item in lines(ANNOTATIONS)}
    left_out = {item["id"] for item in lines(HELD)}
    seen = {item["text"][:200] for name in ("contacts_dev", "statements_dev") for item in lines(exam / f"{name}.jsonl.gz")}
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for article in lines(data / "news" / "articles.jsonl.gz"):
        text = article["text"]
        if article["id"] in left_out or text[:200] in seen:
            continue
        told = [*of_honorifics(text), *(of_people(text, marked[article["id"]]["actors"]) if article["id"] in marked else ())]
        for name, gender in told:
            found[name][gender] += 1
    return found


def kept(found: dict[str, Counter[int]]) -> dict[str, list[str]]:
    """The names that say a gender, in the order of the alphabet."""
    clear = {
        name: max((1, 2), key=lambda g: c[g]) for name, c in found.items() if max(c[1], c[2]) >= LEAST and min(c[1], c[2]) <= PURE * max(c[1], c[2])
    }
    return {word: sorted(name for name, gender in clear.items() if gender == number) for number, word in ((1, "he"), (2, "she"))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    parser.add_argument("exam", type=Path, help="folder of the annotated articles")
    arguments = parser.parse_args()
    names = kept(counts(arguments.data, arguments.exam))
    GENDERS.write_text(json.dumps(names, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(json.dumps({word: len(listed) for word, listed in names.items()}))


if __name__ == "__main__":
    main()
