"""Cues that name their act: “vowed” promises, “condemned” criticizes. They settle it, whatever the reader takes it for."""

from __future__ import annotations

import re
from typing import Final

from rapport.records import Act

_CUES: Final[tuple[tuple[Act, str], ...]] = (
    ("assert", (r"according to|report(?:s|ed|ing)?|explain(?:s|ed|ing)?|cit(?:e|es|ed|ing)|recall(?:s|ed|ing)?|recount(?:s|ed|ing)?|"
                r"discuss(?:es|ed|ing)?|mention(?:s|ed|ing)?|declin(?:e|es|ed|ing) to comment")),
    ("deny", r"den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?"),
    ("promise", r"promis(?:e|es|ed|ing)|vow(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|swore|commit(?:s|ted|ting)? to"),
    ("predict", r"predict(?:s|ed|ing)?|forecast(?:s|ed)?|expect(?:s|ed|ing)?|foresee(?:s|n)?|foresaw"),
    ("praise", r"prais(?:e|es|ed|ing)|laud(?:s|ed|ing)?|hail(?:s|ed|ing)|applaud(?:s|ed|ing)?|commend(?:s|ed|ing)?|endors(?:e|es|ed|ing)|celebrat(?:e|es|ed|ing)|cheer(?:s|ed|ing)|admir(?:e|es|ed|ing)|congratulat(?:e|es|ed|ing)|thank(?:s|ed|ing)"),
    ("criticize", (r"criticiz(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|blast(?:s|ed|ing)|slam(?:s|med|ming)|denounc(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|"
                  r"blam(?:e|es|ed|ing)|mock(?:s|ed|ing)|lambast(?:e|es|ed|ing)|deride(?:s|d)?|attack(?:s|ed|ing)|decr(?:y|ies|ied|ying)|oppos(?:e|es|ed|ing)|opposition to|criticisms?|rebuk(?:e|es|ed|ing)|chastis(?:e|es|ed|ing)|protest(?:s|ed|ing)?|complain(?:s|ed|ing)?")),
    ("request", r"urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for|upon)|request(?:s|ed|ing)|implor(?:e|es|ed|ing)|advocat(?:e|es|ed|ing)|propos(?:e|es|ed|ing)|push(?:es|ed|ing)? for|press(?:es|ed|ing)? for|plead(?:s|ed|ing)?"),
    ("think", r"(?:believe|think)(?:s|d|ing)?|thought|hop(?:e|es|ed|ing)|fear(?:s|ed|ing)?|worr(?:y|ies|ied|ying)|want(?:s|ed|ing)?|consider(?:s|ed|ing)?"),
)  # fmt: skip
# What somebody says of others before these words they hold no more (“I called her a menace. I was wrong.”).
TAKEN_BACK: Final = re.compile(
    r"\bI(?: (?:was|had been|have been) (?:(?:so|very|dead|quite|just|simply|completely) )?(?:wrong|mistaken|unfair)| (?:misjudged|underestimated|apologi[sz]e)| take (?:it|that|them) back|"
    r" owe (?:him|her|them) an apology|[’']m sorry)\b"
)
_NAMED: Final = tuple((act, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for act, words in _CUES)


def act_of(cue: str) -> Act | None:
    """The act that the words of a cue name; null where they name none or several."""
    found = {act for act, pattern in _NAMED if pattern.search(cue)}
    return found.pop() if len(found) == 1 else None
