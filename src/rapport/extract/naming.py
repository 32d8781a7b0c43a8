"""What the mentions of one article are called: bare names without titles, the fullest form of a cluster, and how someone without a name is called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapport.annotations import Annotations, EntityMention, Span
from rapport.extract.words import BODIES, TITLE, UNNAMED, trim

_ADDED: Final = re.compile(r"\s*[,;:(–—]|\s+(?:as|including|when|while|after|before)\b")
# A person with a title, before “and”.
_BESIDE: Final = re.compile(rf"(?:[A-Z][\w.’'-]*\s+)*(?i:{TITLE.pattern})\s+(?:[A-Z][\w.’'-]*\s+)+and\s+")
# “D-NY”, “Kremlin-connected”: a party and a state, or an adjective.
TAG: Final = re.compile(
    r"[DRI][.-][\w. ]+|\S+-(?:backed|based|born|connected|controlled|era|led|linked|owned|run|held|style|free|supporting|area|appointed|funded|affiliated|leaning|allied|friendly|"
    r"occupied|made|wide|level|dominated|sponsored|aligned|related|educated|trained)|[Tt]hen-[a-z]+|(?:Democratic|Democrat|Republican|Conservative|Labour|Tory)(?: presidential)?"
)
_PARTICLES: Final = r"(?:(?:al|bin|da|de|del|della|der|di|du|el|ibn|la|van|von)\s+)*"
_GIVEN: Final = re.compile(rf"(?i:{TITLE.pattern})\.?\s+(?P<given>[A-Z][\w’'-]+\s+(?:[A-Z]\.\s+)?{_PARTICLES})$")
# What a surname is cut from: “Irma O’|Malley”, “Irma Denby-|Vale”; of “the Quill-|Reyes feud” both are names.
_CUT: Final = re.compile(r"(?P<given>\b[A-Z][\w.]+ )?\b[OD][’']$|(?P<first>\b[A-Z][a-z][\w.]+ )[A-Z][\w’']+-$")
_TITLED: Final = re.compile(rf"(?i:{TITLE.pattern})\.?\s+$")
_INITIAL: Final = re.compile(r"[A-Z]\.\s+[A-Z]")
_BEFORE_INITIAL: Final = re.compile(r"(?P<given>[A-Z][\w’'-]+) $")
_SURNAMES: Final = frozenset({"king", "prince", "judge", "pope", "justice", "chair"})
_LONG: Final = 90  # code points of a phrase that still is a name
_WORDY: Final = 6
_MARGIN: Final = 40  # code points before a word in which the mark is sought that it may open a sentence after


def _begin(text: str, mention: EntityMention, start: int) -> int:
    """Where a name begins: a person's given name between title and surname (“Mayor Ada Quill”) or before an initial (“Ada B. Quill”) belongs to it, also where the
    reader took less; the rest of a title (“Secretary of” and “State Tom Reyes”) does not."""
    if mention.kind != "person":
        return start
    within = next((t for t in TITLE.finditer(text, max(0, start - _MARGIN), mention.head.start) if t.start() < start < t.end()), None)
    if within and text[within.end() : within.end() + 1] == " ":
        return within.end() + 1
    given = _BEFORE_INITIAL.search(text, max(0, start - _MARGIN), start) if _INITIAL.match(text, start) else None
    if given and not TITLE.fullmatch(given["given"]) and not _opens(text, given.start("given")):
        return given.start("given")
    if start != mention.head.start:
        return start
    if cut := _CUT.search(text, max(0, start - _MARGIN), start):
        return _whole(text, cut, start)
    found = _GIVEN.search(text, max(0, start - _MARGIN), start)
    return found.start("given") if found and not TITLE.fullmatch(found["given"].rstrip(" .")) else start


def _whole(text: str, cut: re.Match[str], start: int) -> int:
    """Where a name begins whose surname was cut: at what it was cut from, unless that is no name of a person."""
    before = (cut["given"] or cut["first"] or "").strip()
    titled = any(TITLE.fullmatch(form) for form in (before, before.rstrip(".")))
    opens = cut["first"] and _opens(text, cut.start()) and not _TITLED.search(text, max(0, cut.start() - _MARGIN), cut.start())
    if not titled and not opens:
        return cut.start()
    return cut.end("given") if cut["given"] else start


def proper_name(text: str, mention: EntityMention, names: Iterable[EntityMention]) -> str | None:
    """The bare name inside a mention, without titles: the tagged name that holds its head, else its capitalised end."""
    for name in names:
        if name.span.start <= mention.head.start and mention.head.end <= name.span.end:
            return untitled(trim(text[_begin(text, mention, name.span.start) : name.span.end]))
    phrase = text[_begin(text, mention, mention.span.start) : mention.head.end]
    run = re.search(r"(?:[A-Z][\w.’'-]*\s+(?:(?:of|the|de|van|von|bin|al|and|for)\s+)*)*[A-Z][\w.’'-]*$", phrase)
    # One capitalised word that opens a sentence is a name only where the reader tags it as one.
    if run is None or (" " not in run.group() and _opens(text, mention.span.start + run.start())):
        return None
    return untitled(trim(run.group()))


def _opens(text: str, at: int) -> bool:
    """Whether a sentence, a line or a quotation begins at a place."""
    before = text[max(0, at - _MARGIN) : at].rstrip(" \t")
    return not at or before.endswith((".", "?", "!", "\n", "“", '"'))


# “But Miller”, “While Reyes”: a sentence begins, and its first word has a capital.
_OPENER: Final = re.compile(
    r"(?:But|And|While|When|As|If|Then|Yet|Though|Although|Because|Since|After|Before|Like|Unlike|With|For|Even|Only|Still|Both|Why|How|Did|Does|Was|Is|Has) (?=[A-Z])"
)


def untitled(name: str) -> str:
    name = _OPENER.sub("", name, count=1) if _OPENER.match(name) else name
    while True:
        found = TITLE.match(name)
        rest = name[found.end() :].lstrip(" ,") if found else ""
        # “Justice Department”
        if not rest or not rest[:1].isupper() or rest.split()[-1].lower() in BODIES:
            return name
        name = rest


_LETTERS: Final = re.compile(r"[^\W\d_]+")
# Names and titles of two letters; all others of two are initials (“JB”).
_TWO_LETTERS: Final = frozenset("al bo cy da de di do du ed el jo jr la le li lo lu ma mr ms st sr ty wu xi yi".split())
_INITIALS: Final = 4
_NUMERALS: Final = frozenset({"II", "III", "IV"})


def lowered(name: str, kind: str) -> str:
    """The name of a person or a place in capitals, as in transcripts and datelines, as it is written elsewhere: “IRMA MCVALE” is “Irma McVale”.

    One word alone may be initials, and stays, but for places of five letters and more.
    """
    whole = " " in name or (kind == "place" and len(name) > _INITIALS)
    return _LETTERS.sub(lambda word: _lowered(word[0]), name) if kind in ("person", "place") and name.isupper() and whole else name


def _lowered(word: str) -> str:
    if word in _NUMERALS or len(word) == 1 or (len(word) == 2 and word.lower() not in _TWO_LETTERS):
        return word
    return f"Mc{word[2:].capitalize()}" if word.startswith("MC") and len(word) > 4 else word.capitalize()


_LONGEST: Final = 160  # code points of a headline
_SHORT: Final = 3  # letters of the shortest word that is looked at: “met” is of no headline, which has “Met”
_FEWEST: Final = 4  # long words that tell a headline from a name
# What headlines that capitalise all else leave small.
_SMALL: Final = frozenset(
    "the and for but nor yet off out per via with from into over amid after before about against than that while between during under until without upon".split()
)


def headlined(text: str, at: int) -> bool:
    """Whether a place is in a headline or a link that was left in the text: a line of capitals alone that is no sentence and announces no speaker, or one in which
    every long word begins with a capital."""
    line = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1].strip()
    return (" " in line and line.isupper() and not line.endswith((".", "!", "?", ":", "”", '"'))) or _titled(line)


def _titled(line: str) -> bool:
    words = [word for word in _LETTERS.findall(line) if len(word) >= _SHORT and word not in _SMALL] if len(line) <= _LONGEST else []
    return len([word for word in words if len(word) > _SHORT]) >= _FEWEST and all(word[0].isupper() for word in words)


# What opens an article and says where it was written: “PORT CALDER —”, “HOLLIS, Merriam (Capitol Wire) -”.
_DATELINE: Final = re.compile(r"\s*(?P<place>[A-Z][A-Z.’' -]*[A-Z.])(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?)?(?: \([^()\n]{2,40}\))?\s*(?:—|–|--?)\s")
_OPENING: Final = 200  # code points of an article before a dateline: a byline, or a line of its own


def datelined(text: str, at: int) -> bool:
    """Whether a name that begins at a place is that of a dateline."""
    if at > _OPENING:
        return False
    found = _DATELINE.match(text, text.rfind("\n", 0, at) + 1)
    return found is not None and found.start("place") <= at < found.end("place")


_OTHERS: Final = frozenset({"place", "other", "organization"})
_SUFFIXES: Final = frozenset({"Jr", "Sr", "II", "III"})
_FOLLOWERS: Final = re.compile(r"\w{3,}(?:ites|ists|crats)$", re.IGNORECASE)


_MOSTLY: Final = 0.8


def _strange(count: Counter[str], kinds: Mapping[str, Counter[str]], titled: bool = False) -> set[str]:
    """The names of a cluster that are another's: where the reader takes the one that stands most often for a person's, the name of a thing that is called after them
    (“Quill World Tower”), of their followers (“Do Nothing Quillites”) and, where it is a surname (“Ada Quill”, or `titled`: “Mr. Quill”), one that only begins with it."""
    usual = max(count, key=lambda n: (count[n], -len(n), n))
    taken = kinds.get(usual, Counter())
    if taken["person"] < _MOSTLY * taken.total() or not taken:
        return set()
    strange = {n for n in count if n != usual and (_FOLLOWERS.search(n) or (kinds.get(n) and set(kinds[n]) <= _OTHERS))}
    if " " not in usual and (titled or any(n.endswith(" " + usual) for n in count)):
        strange |= {n for n in count if n.startswith(usual + " ") and n.split()[-1].rstrip(".") not in _SUFFIXES}
    return strange


class Names:
    """What each name mention of an article is called, found once."""

    def __init__(self, text: str, tagged: Sequence[EntityMention]) -> None:
        self.text, self.tagged = text, tagged
        self.starts = [name.span.start for name in tagged]
        self.found: dict[tuple[Span, Span], tuple[str, list[str]] | None] = {}
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for name in tagged:
            self.kinds[untitled(trim(text[name.span.start : name.span.end]))][name.kind] += 1

    def of(self, mention: EntityMention) -> tuple[str, list[str]] | None:
        """The bare name, and the forms in which it stands there; null where the mention holds no name."""
        key = mention.span, mention.head
        if key not in self.found:
            self.found[key] = self._look(mention)
        return self.found[key]

    def _look(self, mention: EntityMention) -> tuple[str, list[str]] | None:
        at = bisect_left(self.starts, mention.span.start)
        if at and self.tagged[at - 1].span.end > mention.span.start:
            at -= 1
        bare = proper_name(self.text, mention, self.tagged[at : bisect_left(self.starts, mention.span.end)])
        if not (bare and len(bare.split()) <= _WORDY and len(bare) > 1 and bare[:1].isupper() and not _is_office(bare)):
            return None
        titled = trim(self.text[mention.span.start : mention.head.end])
        whole = len(titled.split()) <= _WORDY and titled[:1].isupper() and not re.search(r",| and ", titled)
        return bare, [bare, titled] if whole else [bare]

    def strangers(self, members: Sequence[EntityMention]) -> set[int]:
        """Which mentions of a cluster, by their place in it, bear a name that is not that of the person whom the others name."""
        called = {i: found[0] for i, mention in enumerate(members) if mention.form == "name" and (found := self.of(mention))}
        if len(set(called.values())) < 2:
            return set()
        titled = any(_TITLED.search(self.text, max(0, mention.head.start - _MARGIN), mention.head.start) for mention in members)
        strange = _strange(Counter(called.values()), self.kinds, titled)
        return {i for i, name in called.items() if name in strange}

    def fullest(self, members: list[EntityMention]) -> tuple[str | None, list[str]]:
        """The fullest proper name of a cluster, and all forms in which it is named."""
        named = [found for mention in members if mention.form == "name" and (found := self.of(mention))]
        if not named:
            return None, []
        count = Counter(name for name, _ in named)
        forms = [form for _, found in named for form in found]
        # The fullest form that is not a one-off oddity: more words first, then how often it stands.
        best = max(count, key=lambda n: (min(len(n.split()), 3), count[n], -len(n), n))
        best = _ending(best, max(count, key=lambda n: (count[n], -len(n), n)))
        return best, list(dict.fromkeys(f for f in forms if f != best))


def _ending(name: str, usual: str) -> str:
    """A name up to the surname that stands by itself most often (“Ada Quill Memos” where the others say “Quill”), unless that may be a given name or only a suffix follows."""
    words = name.split()
    if len(words) < 3 or usual not in words[1:-1] or words[-1].rstrip(".") in _SUFFIXES:
        return name
    return " ".join(words[: words.index(usual, 1) + 1])


def as_source(text: str, mention: EntityMention, annotations: Annotations) -> str:
    """How an unnamed source is called: as the article calls it where it is a source (“sources familiar with the call”)."""
    for item in annotations.attributions:
        for span in item.source:
            if span.start <= mention.span.start and mention.span.end <= span.end and span.end - span.start <= _LONG:
                return trim(text[span.start : span.end])
    return described(text, mention)


def _is_office(name: str) -> bool:
    """Whether a name is only an office or a word for a source (“Pakistani President”, “Sources”); a surname such as King or Prince is a name."""
    last = re.split(r"\s+", name)[-1].lower()
    return (
        name.lower() in UNNAMED
        or TAG.fullmatch(name) is not None
        or TITLE.fullmatch(name) is not None
        # A name that is cut behind its title’s stop (“GOP Sen”, “Sens”).
        or TITLE.fullmatch(last + ".") is not None
        or (last not in _SURNAMES and TITLE.fullmatch(last) is not None)
    )


def described(text: str, mention: EntityMention) -> str:
    """How someone without a name is called: the phrase up to what is only added to it (“leaders, including …”, “a senator as …”), without whom “and” joins to it
    (“Governor Ada Quill and Ferris officials”)."""
    phrase = text[mention.span.start : mention.span.end]
    head = mention.head.start - mention.span.start
    tail = _ADDED.search(phrase, mention.head.end - mention.span.start)
    beside = _BESIDE.match(phrase, 0, head)
    return trim(phrase[beside.end() if beside else 0 : tail.start() if tail else len(phrase)])
