"""Words that settle what a reader leaves open: whether a contact took place (“did not meet”, “will meet”), and how (“texted”, “phoned”).

The words right before a trigger overrule a reader that takes the contact for done.

On the annotated training articles the words of denial stand before contacts that did not take place in 95 of 106 cases, those of the future in 103 of 110.
"""

from __future__ import annotations

import re
from typing import Final

from rapport.annotations import Span
from rapport.records import Channel, Status

_DENIED: Final = re.compile(
    r"(?:\b(?:not|never|nor|neither|without)|n['’]t)\s+(?:(?:yet|ever|even|really|actually|directly|been|be|had|have|personally|any|further|an?|the)\s+){0,3}$"
    r"|\b(?:no|denie[sd]\s+(?:any|having|ever))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OPENS_DENIED: Final = re.compile(r"(?:not|never|no)\b", re.IGNORECASE)
_PLANNED: Final = re.compile(
    r"\b(?:will|shall|['’]ll)\s+(?:(?:also|soon|then|now|be|have|likely|again|both|instead)\s+){0,2}(?:\w+ing\s+)?$"
    r"|\b(?:set|due|scheduled|expected|slated|planning|plans?|planned|preparing|agreed|poised|going)\s+to\s+(?:(?:also|be|have|hold|host|again)\s+){0,2}(?:an?\s+)?$",
    re.IGNORECASE,
)
_CHANNELS: Final[tuple[tuple[re.Pattern[str], Channel], ...]] = (
    (re.compile(r"\b(?:text(?:s|ed|ing)?|e-?mail(?:s|ed|ing)?|letters?)\b", re.IGNORECASE), "message"),
    (re.compile(r"\b(?:tele)?phon(?:e|es|ed|ing)\b", re.IGNORECASE), "call"),
    (re.compile(r"\b(?:met|meetings?)\b", re.IGNORECASE), "meeting"),
)
# “none of them met”; “wanted to meet” (19 of 20 such contacts had not taken place, most were proposed); “called for talks” calls nobody.
_NONE: Final = re.compile(r"\bnone of (?:them|us|\w+ \w+)\s+(?:ever\s+|had\s+|have\s+|has\s+)*$", re.IGNORECASE)
_WANTED: Final = re.compile(
    r"\b(?:wants?|wanted|hopes?|hoped|hoping|willing|ready|prepared|eager|seeks?|seeking|sought)\s+to\s+(?:\w+\s+)?$", re.IGNORECASE
)
_CALL: Final = re.compile(r"call(?:s|ed|ing)?$", re.IGNORECASE)
_FOR: Final = re.compile(r"\s+(?:\w+ly\s+)?for\b")
_BEFORE: Final = 60  # code points
_ASKS: Final = 110
# “has been meeting with”: on the annotated training articles all ten such contacts recur.
_GOING_ON: Final = re.compile(r"(?:\b(?:has|have|had)|['’](?:s|ve|d))\s+(?:\w+\s+){0,2}?been\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_DOING: Final = re.compile(r"\w+ing\b", re.IGNORECASE)
# “had I not met them” says that I did.
_CONTRARY: Final = re.compile(r"\bhad\s+(?:\w+\s+){1,3}not\s+$", re.IGNORECASE)
# In the training articles 105 of 110 contacts that did not take place have such a word in a sentence that tells of them.
_NEGATIVE: Final = re.compile(
    r"\b(?:no|not|never|nor|neither|none|without|nobody|nothing|unable|refus\w+|fail\w+|den(?:y|ied|ies|ying|ials?)|declin\w+|yet to|lack\w*|cancel\w*|absent|absence|stop\w*"
    r"|avoid\w*|skip\w*|reject\w*|false\w*|untrue|disput\w+|snub\w*|silent|contradict\w*|unaware|halt\w*|severed|ended|off|cut|ignor\w+|instead|rather|barred|prevent\w*|miss\w*)\b|n['’]t\b",
    re.IGNORECASE,
)

# “asked if he had spoken with”, “would not say whether they met”: a question, of which the words tell no answer. “Whether the meeting was long” and “whether they agreed when
# they met” ask about a contact that took place, “not whether they met but when” knows of it.
_ASKED: Final = re.compile(
    r"(?:(?<!\bnot )\bwhether|\b(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|know|knows|knew|see|say|said|tell|told|remember|recall|clear|unclear|sure|inquir(?:e|es|ed|ing)|pressed|questioned)"
    r"\s+(?:[\w.’'-]+\s+){0,4}?if)\s+(?P<rest>[^.,;:?!“”\"()]*)$",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"\b(?:that|who|whom|which|when|where|after|before|while|during|since|because|about|the|his|her|their|its|this|these|those)\s+(?:[\w-]+\s+){0,2}?$|['’]s?\s+(?:\w+\s+)?$|\b(?:when|after|before|while|since|because)\b",
    re.IGNORECASE,
)
_DID: Final = re.compile(r"(?:^|[“\"(—:]\s*|[.?!]\s+)(?:(?:and|but|so)\s+)?(?:did|have|has|had)(?:n['’]t)?\s+(?:[\w.’'-]+\s+){1,6}$", re.IGNORECASE)
_ASKING: Final = re.compile(r"[^.!?“”\"]*\?")


def _before(text: str, sentence: Span, trigger: Span) -> str:
    """The words of a sentence that stand before a trigger, as far as they tell."""
    return text[max(sentence.start, trigger.start - _BEFORE) : trigger.start]


def outcome(text: str, sentence: Span, trigger: Span) -> Status | None:
    """`denied`, `planned`, `proposed`, `speculated` or `recurring` where the words before a trigger in its sentence say so; null where they say nothing."""
    before = _before(text, sentence, trigger)
    if _GOING_ON.search(before) and _DOING.match(text, trigger.start):
        return "recurring"
    if _CONTRARY.search(before):
        return None
    if _DENIED.search(before) or _OPENS_DENIED.match(text, trigger.start) or _NONE.search(before):
        return "denied"
    if is_asked(text, sentence, trigger):
        return "speculated"
    return "planned" if _PLANNED.search(before) else "proposed" if _WANTED.search(before) else None


def is_asked(text: str, sentence: Span, trigger: Span) -> bool:
    """Whether a sentence only asks if a contact took place (“asked whether she had called”, “Did you call him?”)."""
    before = text[max(sentence.start, trigger.start - _ASKS) : trigger.start]
    found = _ASKED.search(before)
    if found:
        return not _GIVEN.search(found["rest"])
    return _DID.search(before) is not None and _ASKING.match(text, trigger.end) is not None


def is_denied(text: str, sentence: Span, trigger: Span) -> bool:
    """Whether a sentence has any word by which a contact could be told not to have taken place."""
    before = _before(text, sentence, trigger)
    return _NEGATIVE.search(text, sentence.start, sentence.end) is not None and not _CONTRARY.search(before)


def demands(text: str, trigger: Span) -> bool:
    """Whether a trigger that seems to call somebody only calls for something."""
    return _CALL.search(text[trigger.start : trigger.end]) is not None and _FOR.match(text, trigger.end) is not None


def channel(words: str) -> Channel | None:
    """The channel that the words of a trigger name; null where they name none or several."""
    found = {channel for pattern, channel in _CHANNELS if pattern.search(words)}
    return found.pop() if len(found) == 1 else None
