"""Offices and ranks as a few classes: what “Sen.”, “Senator” and “former U.S. senator” have in common, and who is Mr. or Mrs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# The first class whose pattern is found; more special ones first (“vice president” before “president”).
_CLASSES: Final = tuple(
    (name, re.compile(rf"\b(?:{pattern})(?:\b|$)"))
    for name, pattern in (
        ("spokesperson", r"spokes(?:man|woman|person)|press secretary|communications director"),
        ("counsel", r"special counsel|special prosecutor"),
        ("first lady", r"first lady"),
        ("vice president", r"vice[ -]president(?:-elect)?|veep|vp"),
        ("president", r"president(?:-elect)?s?"),
        ("prime minister", r"prime minister|premier|taoiseach"),
        ("state senator", r"state sen(?:ator)?"),
        ("state representative", r"state rep(?:resentative)?|assembly(?:man|woman|member)|delegate"),
        ("leader", r"(?:majority|minority) (?:leader|whip)"),
        ("senator", r"sens?|senators?"),
        ("representative", r"reps?|representatives?|congress(?:man|woman|person)"),
        ("lieutenant governor", r"(?:lt|lieutenant) gov(?:ernor)?"),
        ("governor", r"govs?|governors?"),
        ("mayor", r"mayors?"),
        ("speaker", r"speaker"),
        ("attorney general", r"attorneys? general"),
        ("district attorney", r"district attorney|prosecutor"),
        ("justice", r"justices?"),
        ("judge", r"judges?"),
        ("minister", r"minister|chancellor"),
        ("secretary", r"secretary"),
        ("chief of staff", r"chief of staff|counselor"),
        ("general", r"gen|general|col|colonel|adm|admiral|maj|major|capt|captain|sgt|sergeant|lt|lieutenant"),
        ("ambassador", r"ambassadors?"),
        ("director", r"directors?"),
        ("chairman", r"chair(?:man|woman)?"),
        ("commissioner", r"commissioners?"),
        ("council", r"council(?:man|woman|or|member)|alderman"),
        ("royal", r"king|queen|prince|princess|duke|duchess"),
        ("pope", r"pope"),
        ("cleric", r"rev|reverend|bishop|cardinal|ayatollah|sheikh|imam|rabbi"),
        ("professor", r"prof|professor"),
        ("police", r"sheriff|police chief|officer|detective|deputy"),
        ("journalist", r"reporter|correspondent|columnist|anchor|editor|host|journalist"),
        ("athlete", r"coach|quarterback|pitcher|player"),
        ("executive", r"ceo|chief executive"),
    )
)
# Offices that one person hardly holds at once: one name with two of them in one year is likely two people's.
EXCLUSIVE: Final = frozenset({
    "president", "vice president", "prime minister", "state senator", "state representative", "senator", "representative", "governor", "mayor",
    "justice", "judge", "general", "ambassador", "pope", "royal", "police", "athlete", "journalist", "professor",
})  # fmt: skip
# A doctorate, a rank of the church or of old service says nothing of what else one is.
_FORMER: Final = re.compile(r"\b(?:former|ex|late|then|outgoing|one-time|onetime)\b")
_MALE: Final = re.compile(r"\b(?:mr|sir|lord|congressman|councilman|chairman|king|prince|father)\b")
_FEMALE: Final = re.compile(r"\b(?:mrs|ms|miss|madam|lady|dame|congresswoman|councilwoman|chairwoman|queen|princess|sister)\b")
PRONOUNS: Final = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}


@lru_cache(maxsize=16384)
def title_class(title: str) -> str | None:
    """The class of a title (“former Sen.” → “senator”), null for one that says too little (“leader”, “adviser”)."""
    plain = re.sub(r"[.,]", "", title.casefold())
    return next((name for name, pattern in _CLASSES if pattern.search(plain)), None)


@lru_cache(maxsize=16384)
def is_former(title: str) -> bool:
    return _FORMER.search(title.casefold()) is not None


@lru_cache(maxsize=16384)
def gender_of(words: str) -> str:
    """`m` or `f` where a title says so (“Mrs. Quill”, “Congressman”), else empty."""
    plain = words.casefold().replace(".", "")
    male, female = _MALE.search(plain) is not None, _FEMALE.search(plain) is not None
    return "" if male == female else "m" if male else "f"
