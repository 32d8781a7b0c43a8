"""Which names are no person's: `python -m training.nobody DATA` writes `src/rapport/annotate/nobody.json`.

In the articles marked by reading every mention of an individual person is marked, so that a name which stands there often and hardly ever for one is something
else's: a body, a place, a law, a month, a people. The mentions of the reader are weighed by it, which has seen far fewer of those. Articles kept from the training are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from rapport.annotate.nobody import LONGEST, NOBODY, RUN
from training.docs import lines
from training.people import ANNOTATIONS, joined

LEAST: Final = 6  # how often a name must stand in the articles
PURE: Final = 0.03  # how often, a time in the articles, it may stand for a person
_WITHIN: Final = re.compile(r"\b(?:of|for|at|in|to|with|from|on|by|near|under|who|that)\b|['’]s?\b")
_CLITIC: Final = 2  # code points of “'s”, which a mention may hold or not


def counted(articles: Iterable[tuple[str, dict[str, Any]]]) -> tuple[Counter[str], Counter[str]]:
    """How often each run of words with capitals stands in the articles, and how often at the end of a mention of a person."""
    seen: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for text, item in articles:
        mentions = [tuple(span) for actor in item["actors"] if actor["kind"] == "person" for span in actor["mentions"]]
        ends = {end + off: start for start, end in mentions for off in range(-_CLITIC, _CLITIC + 1)}
        starts = {start for start, _ in mentions}
        for run in RUN.finditer(text):
            if len(run[1].split()) <= LONGEST:
                seen[run[1]] += 1
                begin = ends.get(run.end(1))
                # “a spokesman of the White House” ends with a name that is not his; “Ada Quill, the mayor” begins with hers.
                named = begin is not None and not _WITHIN.search(text, begin, run.start(1))
                people[run[1]] += named or (run.start(1) in starts and text.startswith(",", run.end(1)))
    return seen, people


def kept(seen: Counter[str], people: Counter[str]) -> list[str]:
    """The names that are no person's, in the order of the alphabet."""
    return sorted(name for name, count in seen.items() if count >= LEAST and people[name] <= PURE * count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the open corpora")
    arguments = parser.parse_args()
    marked = {item["id"]: item for item in lines(ANNOTATIONS)}
    names = kept(*counted(joined(arguments.data / "news" / "articles.jsonl.gz", marked)))
    NOBODY.write_text(json.dumps(names, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(json.dumps({"names": len(names)}))


if __name__ == "__main__":
    main()
