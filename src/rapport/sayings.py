"""Whether a time expression says when something was said, released, opened or aired, and not when the contact took place that the sentence also tells of.

A closed class of verbs and nouns: “told reporters on Sunday”, “released Wednesday”, “on Tuesday announced”, “in an interview on Friday”, “Friday’s testimony”.
"""

from __future__ import annotations

import re
from typing import Final

_VERB: Final = (
    r"(?:said|says|saying|told|tells|telling|tweet(?:ed|s|ing)|wrote|writes|testif(?:ied|ies|ying)|announc(?:ed|es|ing)|releas(?:ed|es|ing)|publish(?:ed|es|ing)|"
    r"disclos(?:ed|es|ing)|reveal(?:ed|s|ing)|acknowledg(?:ed|es|ing)|admit(?:ted|s|ting)|confirm(?:ed|s|ing)|den(?:ied|ies|ying)|report(?:ed|s|ing)|insist(?:ed|s|ing)|"
    r"claim(?:ed|s|ing)|alleg(?:ed|es|ing)|declar(?:ed|es|ing)|stat(?:ed|es|ing)|argu(?:ed|es|ing)|not(?:ed|es|ing)|unveil(?:ed|s|ing)|air(?:ed|s|ing)|broadcast|post(?:ed|s|ing)|"
    r"unseal(?:ed|s|ing)|declassif(?:ied|ies|ying)|defend(?:ed|s|ing)|demand(?:ed|s|ing)|launch(?:ed|es|ing)|open(?:ed|s|ing)|speaking (?:to|with) reporters|spoke (?:to|with) reporters|made public|made available)"
)
_NOUN: Final = (
    r"(?:releases?|publication|announcements?|interviews?|statements?|news conferences?|press conferences?|testimony|hearings?|tweets?|posts?|appearances?|speech|rally|"
    r"debates?|briefings?|remarks|reports?|articles?|episodes?|shows?|broadcasts?|editions?|op-ed|disclosures?|depositions?|rulings?)"
)
# What may stand between the verb or noun and its day: to whom, by whom and where, in names and a few plain words, but no other verb.
_LINK: Final = (
    r"(?:to|by|with|at|in|on|during|from|of|for|outside|before|the|a|an|his|her|its|their|reporters|journalists|lawmakers|viewers|supporters|public|publicly|news|press|"
    r"conference|briefing|interview|statement|testimony|committee|television|show|program|programme|network|en|route|trip|way|late|early|earlier|just|only|official|and|[A-Z][\w.’'&-]*)"
)
# What was released or said, where it stands between (“announced a formal inquiry Tuesday”).
_WHAT: Final = r"(?:(?:the|an?|his|her|its|their)(?:\s+[\w’'-]+){1,4})"
_BEFORE: Final = re.compile(rf"\b(?P<word>{_VERB}|{_NOUN})(?:\s+{_WHAT})?(?P<gap>(?:\s+{_LINK}){{0,10}}\s+)$")
_SUBJECT: Final = r"(?:he|she|they|who|it|has|had|have|also|then|the|a|an|his|her|their|president|mayor|governor|senator|officials|aides|lawyers|lawmakers|[A-Z][\w.’'-]*)"
_RIGHT_AFTER: Final = re.compile(rf"\s+(?:[a-z]+ly\s+|also\s+)?(?P<word>{_VERB})\b(?!,)")
_OPENING: Final = re.compile(rf",?\s+(?P<gap>(?:{_SUBJECT}\s+){{1,6}})(?P<word>{_VERB})\b(?!,)")
_OF_NOUN: Final = re.compile(rf"(?:['’]s?)?\s+(?P<word>(?:[\w-]+\s+)?{_NOUN})\b")
_OPENS: Final = re.compile(r"(?:^|[“\"—;]|\b(?:and|but|that))\s*(?:(?:on|in|late|early|earlier|by)\s+)*$", re.IGNORECASE)
_OWN: Final = re.compile(r"(?:['’]s?)?\s+(?:[\w-]+\s+)?")
_LEADING: Final = re.compile(r"(?:\b(?:on|in|late|early|earlier|as|of|the)\s+)+$", re.IGNORECASE)


def of_saying(sentence: str, start: int, end: int, triggers: list[tuple[int, int]]) -> bool:
    """Whether the time expression `sentence[start:end]` belongs to a verb or noun of saying, release or airing that reports no contact itself.

    `triggers` are the places, in the sentence, of the words that report contacts: one of them between the two, or right beside the time, owns it.
    """
    if any(_OWN.fullmatch(sentence, end, first) for first, _ in triggers if first >= end):
        return False  # “wrote in a May 16 letter”
    before = sentence[:start]
    head = before[: lead.start()] if (lead := _LEADING.search(before)) else before
    for text in (head, before):
        padded = text.rstrip() + " "
        if (match := _BEFORE.search(padded)) and not _meets(triggers, match.start("word"), start):
            return True
    if (match := _OF_NOUN.match(sentence, end)) and not _meets(triggers, start, match.end()):
        return True
    if any(to <= start and not re.search(r"[,;:—“”()]", sentence[to:start]) for _, to in triggers):
        return False  # “who met on Sunday said”
    if (match := _RIGHT_AFTER.match(sentence, end)) and not _meets(triggers, start, match.end()):
        return True
    match = _OPENING.match(sentence, end)
    return bool(match and _OPENS.search(before) and not _meets(triggers, start, match.end()))


def _meets(triggers: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in triggers)
