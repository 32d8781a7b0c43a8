"""Which clusters of one article are one actor, by closed rules on top of coreference: equal names, a surname, an office.

Coreference links mention by mention and leaves a name's second cluster, or “the president”, alone where nothing near it helps;
the article's own names settle most of these.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from rapport.abbreviations import LITTLE, defined, is_brief
from rapport.annotations import EntityMention
from rapport.extract.words import HONORIFICS, TITLE, words

_AGREED: Final = 0.75
_FAR_MORE: Final = 4
_SUFFIX: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii"})
_OFFICE: Final = re.compile(
    r"^(?:the|our|this)?\s*(?:(?:current|sitting|new|embattled|republican|democratic|u\.s\.|american)\s+)*(?P<title>[\w.\- ]+?)(?:['’]s?)?$",
    re.IGNORECASE,
)


def _name_key(name: str) -> tuple[str, ...]:
    found = [w for w in words(name) if w not in HONORIFICS]
    return tuple(w for i, w in enumerate(found) if not (0 < i < len(found) - 1 and len(w.rstrip(".")) == 1))


def same_names(names: Mapping[int, str], kinds: Mapping[int, str], clusters: Mapping[int, Sequence[EntityMention]], text: str) -> dict[int, int]:
    """Clusters to be merged into others: equal names (middle initials and lost spaces aside), and a bare surname into the only person who bears it, unless
    it is another's (`_another`)."""
    starts = {number: clusters[number][0].span.start for number in names}
    titled = {number: titles_of(text, clusters[number]) for number in names}
    first: dict[tuple[str, ...], int] = {}
    target: dict[int, int] = {}
    for number in sorted(names):
        key = _name_key(names[number])
        if key and first.setdefault(key, number) != number:
            target[number] = first[key]
    # Captions and scraped pages lose spaces: “AdaQuill” is Ada Quill.
    whole = {"".join(key): number for key, number in first.items() if len(key) > 1}
    target |= {number: whole[key[0]] for key, number in first.items() if len(key) == 1 and key[0] in whole}
    bearers: dict[str, list[int]] = defaultdict(list)
    for key, number in first.items():
        if len(key) > 1 and kinds[number] == "person":
            surname = next((w for w in reversed(key) if w not in _SUFFIX), key[-1])
            bearers[surname].append(number)
            if surname != key[0]:
                bearers["first:" + key[0]].append(number)
    for key, number in first.items():
        if len(key) == 1 and kinds[number] == "person":
            owners = bearers.get(key[0], []) or bearers.get("first:" + key[0], [])
            if len(owners) == 1 and not _another(number, owners[0], starts, titled, clusters):
                target[number] = owners[0]
    return target | _initials(names, kinds, first) | _short_forms(names, kinds, clusters, text)


def _short_forms(names: Mapping[int, str], kinds: Mapping[int, str], clusters: Mapping[int, Sequence[EntityMention]], text: str) -> dict[int, int]:
    """Clusters named by a short form that the text gives behind the name of another (“Alliance to Mend Our Ferries (AMOF)”), but for a place that has a person's initials and two letters behind a person (a state)."""
    known = defined(text)
    if not known:
        return {}
    ending: dict[int, set[int]] = defaultdict(set)
    called: dict[str, list[int]] = defaultdict(list)
    for number, name in names.items():
        called[name.rstrip(".")].append(number)
        for mention in clusters[number]:
            if mention.form == "name":
                ending[mention.head.end].add(number)
    found: dict[int, int] = {}
    for one in known:
        full = ending[one.end]
        owner = next(iter(full)) if len(full) == 1 else None
        if owner is None or (kinds[owner] == "person" and is_brief(text, one)):
            continue
        for number in called[text[one.short_start : one.short_end].rstrip(".")]:
            if number != owner and {kinds[number], kinds[owner]} != {"place", "person"}:
                found[number] = owner
    return found


def _another(
    surname: int, bearer: int, starts: Mapping[int, int], titled: Mapping[int, set[str]], clusters: Mapping[int, Sequence[EntityMention]]
) -> bool:
    """Whether a surname is not that of the one person who is named in full: of another gender (“Mr. Quill … Ada Quill”), or named before them, since news gives the full
    name first, with a title that is not theirs (“President Quill … first lady Ada Quill”) or far more often than they are (“President Quill … Ilka Quill”)."""
    genders = gender_of(clusters[surname]), gender_of(clusters[bearer])
    if all(genders) and genders[0] != genders[1]:
        return True
    if starts[surname] > starts[bearer] or not titled[surname] or titled[surname] & titled[bearer]:
        return False
    return bool(titled[bearer]) or (not all(genders) and len(clusters[surname]) >= _FAR_MORE * len(clusters[bearer]))


def _initials(names: Mapping[int, str], kinds: Mapping[int, str], first: Mapping[tuple[str, ...], int]) -> dict[int, int]:
    """Clusters named by the initials of the article's one body that has them (“P.T.A.”, the “Port Traders Alliance” or the “Port and Traders Alliance”)."""
    bodies: dict[str, set[int]] = defaultdict(set)
    for key, number in first.items():
        if len(key) > 2 and kinds[number] == "organization":
            for part in (key, [w for w in key if w not in LITTLE]):
                bodies["".join(w[0] for w in part)].add(number)
    found = {}
    for number in first.values():
        short = names[number].replace(".", "")
        owners = bodies.get(short.lower(), set()) if short.isupper() and 2 < len(short) < 9 else set()
        if len(owners) == 1 and number not in owners and kinds[number] == "organization":
            found[number] = next(iter(owners))
    return found


def gender_of(mentions: Sequence[EntityMention]) -> str:
    """The gender that most mentions of a cluster tell, where three in four agree: `he`, `she` or empty."""
    count = Counter(mention.gender for mention in mentions if mention.gender)
    return next((gender for gender, times in count.items() if times >= _AGREED * count.total()), "")


def titles_of(text: str, mentions: Sequence[EntityMention]) -> set[str]:
    """The titles right before the names of a cluster."""
    found = set()
    for mention in mentions:
        if mention.form == "name":
            title = TITLE.search(text[mention.span.start : mention.head.start])
            if title and title.group().lower() not in HONORIFICS:
                found.add(office(title.group()))
    return found


def offices(text: str, clusters: Mapping[int, Sequence[EntityMention]], named: set[int]) -> dict[int, int]:
    """Nameless clusters such as “the president” that the article's one bearer of the office fills.

    A title right before a name (“President Ada Quill”) counts before one with a qualifier (“Ruritanian President …”).
    """
    plain: dict[str, Counter[int]] = defaultdict(Counter)
    qualified: dict[str, Counter[int]] = defaultdict(Counter)
    for number in named:
        for mention in clusters[number]:
            phrase = text[mention.span.start : mention.span.end]
            found = TITLE.search(phrase) if mention.form == "name" else None
            if found and found.group().lower() not in HONORIFICS and mention.span.start + found.start() < mention.head.start:
                before = phrase[: found.start()].strip().lower()
                (plain if before in ("", "the") else qualified)[office(found.group())][number] += 1
    target = {}
    for number, mentions in clusters.items():
        if number in named:
            continue
        title = _office_of(text, mentions)
        holders = plain.get(title) or qualified.get(title) if title else None
        if holders and (len(holders) == 1 or holders.most_common(2)[0][1] >= 3 * holders.most_common(2)[1][1]):
            target[number] = holders.most_common(1)[0][0]
    return target


_SHORT: Final = {"gov.": "governor", "sen.": "senator", "rep.": "congressman", "congresswoman": "congressman", "representative": "congressman"}


def office(title: str) -> str:
    """A title in lower case, with its abbreviations and forms for women made one."""
    return _SHORT.get(title.lower(), title.lower())


def _office_of(text: str, mentions: Sequence[EntityMention]) -> str | None:
    """The office that a nameless cluster goes by, where it goes by nothing else."""
    found = set()
    for mention in mentions:
        if mention.form == "pronoun":
            continue
        phrase = text[mention.span.start : mention.span.end].strip()
        match = _OFFICE.match(phrase)
        title = TITLE.fullmatch(match.group("title").strip()) if match else None
        if title is None or phrase.lower().startswith(("a ", "an ")):
            return None
        found.add(office(title.group()))
    return found.pop() if len(found) == 1 else None


def is_bare_office(text: str, mention: EntityMention) -> bool:
    """Whether a mention is an office and nothing else (“the president”, “president”)."""
    match = _OFFICE.match(text[mention.span.start : mention.span.end].strip())
    return match is not None and TITLE.fullmatch(match.group("title").strip()) is not None


def resolve(target: dict[int, int]) -> dict[int, int]:
    """Follow chains of merges to their ends."""
    final = {}
    for number in target:
        end = number
        seen = {end}
        while end in target and target[end] not in seen:
            end = target[end]
            seen.add(end)
        final[number] = end
    return final
