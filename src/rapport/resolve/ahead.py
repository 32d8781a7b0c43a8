"""Whether what was read as a promise, a prediction or a plan looks ahead, so that something can still settle it.

A closed class of words: a cue that promises or predicts (“vowed”, “forecast”), or a content that speaks of what is to come (“will”, “to cut the fare”).
A question, a choice (“whether to sign”) and a year that was over by then settle themselves. Of 120 open promises and predictions of real articles that were read, half were none.
"""

from __future__ import annotations

import re
from typing import Final

_PROMISES: Final = re.compile(
    r"\b(?:promis\w*|vow(?:s|ed|ing)?|pledg\w*|swor[en]|swears?|swearing|commit(?:s|ted|ting)?|guarantee\w*|agree[sd]?|agreeing|threaten\w*|intend\w*|aim(?:s|ed|ing)?|plan(?:s|ned|ning)?|assur\w*)\b",
    re.IGNORECASE,
)
_PREDICTS: Final = re.compile(
    r"\b(?:predict\w*|forecast\w*|foresee\w*|foresaw|expect\w*|anticipat\w*|project(?:s|ed|ing)|projections?|bet(?:s|ting)?)\b", re.IGNORECASE
)
_TO_DO: Final = re.compile(
    r"\b(?:will|won['’]t|would|wouldn['’]t|shall|going to|about to|plan(?:s|ned|ning)? to|intend(?:s|ed|ing)? to|vow(?:s|ed)? to|ready to)\b|['’](?:ll|d)\b|^[^\w]*(?:not |never )?to [a-z]",
    re.IGNORECASE,
)
_TO_COME: Final = re.compile(
    r"\b(?:may(?! \d)|might|could|likely|unlikely|soon|yet to|next (?:year|month|week|decade|summer|winter|spring|fall|election)|eventually|inevitabl[ey]|expect(?:s|ed|ing)?|in the future|in the (?:coming|next))\b",
    re.IGNORECASE,
)
_CHOICE: Final = re.compile(r"^\W*(?:whether|how|what|who|which|why|where)\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:in|by|during|and)\s+((?:19|20)\d\d)\b")
# “was preparing to meet him when she was fired”, “had planned to come but”.
_OVERTAKEN: Final = re.compile(
    r"\b(?:was|were|had(?:\s+been)?)\s+(?:also\s+|originally\s+|initially\s+)?(?:preparing|planning|scheduled|supposed|due|hoping|going|planned|hoped|intended|wanted|set)\b"
    r"[^.;]*\b(?:but|when|instead|until|never|before (?:he|she|they|it))\b|\b(?:originally|initially|once)\s+(?:scheduled|planned|set|invited)\b"
    r"|\b(?:planned|wanted|hoped) to\b[^.;]*,? but\b",
    re.IGNORECASE,
)


def looks_ahead(act: str, cue: str | None, content: str, told: str | None) -> bool:
    """Whether a statement of this act (`promise` or `predict`), told on the ISO day `told`, is of what was to come."""
    if content.rstrip(" ”\"'’").endswith("?") or _CHOICE.search(content) or _over(content, told):
        return False
    if _TO_DO.search(content):
        return True
    if act == "promise":
        return _PROMISES.search(cue or "") is not None
    return _TO_COME.search(content) is not None or _PREDICTS.search(cue or "") is not None


def _over(content: str, told: str | None) -> bool:
    """Whether it names years, all over by the time."""
    if not told:
        return False
    years = _YEAR.findall(content)
    return bool(years) and max(years) < told[:4]


def overtaken(sentence: str) -> bool:
    """Whether a sentence tells of a plan as of one that something has overtaken."""
    return _OVERTAKEN.search(sentence) is not None
