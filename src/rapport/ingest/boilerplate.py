"""Paragraphs that are no part of an article: advertisements, sign-up lines, share buttons, photo credits.

Each pattern describes a whole paragraph, and the list is closed: a paragraph that merely begins like boilerplate stays. Ordinary
sentences (“Sign up for the draft, he told them.”) are kept by the limits on length and by what must follow.
"""

from __future__ import annotations

import re
from typing import Final

_PATTERNS: Final = (
    # advertisements and page furniture
    r"advertise?ments?(?: ?[-–—:.]? ?(?:continue reading below|scroll (?:down )?to continue|story continues below|article continues below))?\.?",
    r"(?:story|article) continues (?:below|after) (?:this )?(?:advertisement|ad|video|gallery)\.?",
    r"(?:sponsored|promoted|paid) (?:content|post|links?)\.?",
    r"(?:loading|please wait)\s?(?:\.{1,3}|…)",
    r"(?:skip|jump) (?:to|past) (?:main )?(?:content|navigation|newsletter promotion|advertisement|ad)\.?",
    r"(?:enable|please enable|turn on) javascript\b[^.]{0,120}\.?",
    r"(?:this video|your browser) (?:can ?not be played|does not support)\b.{0,120}",
    r"(?:video|audio|gallery|photos?|slideshow|podcast) ?(?:player|above|below)?[:.]?",
    r"(?:watch|listen)(?: (?:live|now|here|below|above))?[:.]?",
    r"\d+ (?:comments?|shares?|views?)(?: so far)?",
    r"(?:comments?|replies)(?: \(\d+\))?",
    r"(?:share|print|email|save|tweet|reddit|facebook|twitter|whatsapp|linkedin|copy link|x|pinterest|flipboard|telegram|link copied!?|more)"
    r"(?:[\s|/,·•]+(?:share|print|email|save|tweet|reddit|facebook|twitter|whatsapp|linkedin|copy link|x|pinterest|flipboard|telegram|more)){0,12}",
    r"(?:share|save|print|email|e-mail|bookmark|gift) this (?:article|story|post|page)(?: (?:on|via|with) .{0,60})?[.:]?",
    r"share (?:on|via|to) (?:facebook|twitter|x|whatsapp|linkedin|reddit|email|pinterest)[.:]?",
    # sign-up lines and pleas
    r"(?:click here to )?(?:sign up|subscribe|register)(?: now| here| today| for free)? (?:for|to|here)\b.{0,160}\b(?:newsletters?|inbox|alerts?|updates|emails?|e-mails?|briefing|podcasts?|channel)\b.{0,120}",
    r"(?:get|receive) .{0,100}\b(?:newsletters?|delivered|sent)\b.{0,60}\b(?:inbox|phone|device|email)\b.{0,80}",
    r"(?:enter|type) your (?:e-?mail|email address)\b.{0,120}",
    r"(?:by (?:signing up|subscribing|clicking|submitting|providing)\b.{0,80}),? you (?:agree|consent|confirm|accept)\b.{0,200}",
    r"(?:you have|you've|thank you for|thanks for) (?:successfully )?(?:subscribed|subscribing|signing up)\b.{0,120}",
    r"(?:already (?:a )?(?:subscriber|member|registered|have an account)\??) ?(?:sign|log) ?in\b.{0,60}",
    r"(?:log|sign) ?in (?:or (?:register|sign up|create an account) )?to (?:comment|continue reading|join the conversation|read more|view)\b.{0,80}",
    r"(?:join the conversation|view (?:all )?comments|leave a (?:comment|reply)|show comments|read comments|post a comment)[.:]?",
    r"(?:follow|like) (?:us|.{2,40}) on (?:twitter|facebook|instagram|x|youtube|tiktok|threads|telegram|google news)\b.{0,140}",
    r"follow (?:him|her|them|us|me) (?:at|on)?:? ?@?\w{2,40}\.?",
    r"download (?:the|our) .{0,60}\bapp\b.{0,100}",
    r"(?:(?:please )?(?:consider )?(?:donat(?:e|ing)|support(?:ing)?) (?:to )?(?:our|independent|us|this) (?:journalism|newsroom|work|site|reporting|today|now|local journalism)\b.{0,160})",
    # pointers to other articles
    r"(?:read|see|watch|listen|hear|click|recommended|related|also read|read also|see also|more|related (?:articles?|stories|story|content|coverage|topics?|news)|"
    r"more (?:on|from|in) [\w .,'’&-]{1,60}|read (?:more|next|now|full story|the full story)|don['’]t miss|you may also like|up next|most (?:read|popular)|trending(?: now)?|top stories|editor['’]?s['’]? picks?|"
    r"what to read next|continue reading|recommended for you|in case you missed it)(?: ?(?:here|more|stories|articles))?[.:…»>]*",
    r"(?:read (?:more|next|also|the full story)|also read|see also|related(?: (?:articles?|stories|story|content|coverage))?|recommended|watch(?: (?:more|live|now|below))?|don['’]t miss|click here|more) ?[:|»>→] ?[^.]{3,160}[.?!]?",
    r"(?:read|click) (?:the rest|the full (?:story|article|text|report)|more)(?: of (?:the|this) \w+)? (?:here|at|on)\b.{0,60}",
    r"back to (?:top|home|homepage)",
    # photo credits and captions that say so themselves
    r"(?:file (?:photo|picture|image)|(?:photo|image|picture|video|graphic|illustration)s? (?:credit|source|caption|by|courtesy(?: of)?)|(?:photo|image|photograph|picture|illustration)s?|caption|credit)[:/] ?.{2,400}",
    r"file (?:photo|picture|image)\b.{0,400}",
    r"(?=.{3,400}$).*\b(?:reuters|ap photo|getty images|afp|shutterstock|epa-efe|bloomberg)/[A-Z][\w.'’ -]{2,40}(?:/(?:file|pool|handout).*)?\)?",
    r"(?=.{3,400}$).*[(/|] ?(?:ap photo|afp photo|getty(?: images)?|(?:[\w.'’ -]{3,40})(?:/| via | / )(?:getty(?: images)?|ap(?: images)?|afp|reuters|shutterstock|epa|pool|handout)(?: via [\w ]{2,30})?)\)?\.?",
    r"\(?(?:getty images|ap photo|reuters|afp|associated press photo|shutterstock|istock|alamy)(?: ?[/|] ?[\w.'’ -]{2,40})?\)?",
    # copyright and terms
    r"(?:copyright|©|\(c\)|&copy;)[\s©]*(?:\(c\) )?(?:19|20)\d\d\b.{0,200}",
    r"(?:©|copyright ©?) ?[A-Z][\w .,'’&-]{2,60}(?:(?:19|20)\d\d)?\.?",
    r"all rights reserved\.?(?: .{0,160})?",
    r"this (?:material|content|article) may not be (?:published|reproduced)\b.{0,200}",
    r"(?:privacy policy|terms (?:of (?:use|service)|and conditions)|cookie (?:policy|settings|preferences)|contact us|about us)(?:[\s|·•]+(?:privacy policy|terms (?:of (?:use|service)|and conditions)|cookie (?:policy|settings|preferences)|contact us|about us)){0,5}",
    r"our standards: ?the thomson reuters trust principles\.?,?.{0,60}",
    r"we use cookies\b.{0,300}",
)  # fmt: skip
_WHOLE: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.DOTALL)
_LONGEST: Final = 420


def is_boilerplate(paragraph: str) -> bool:
    """Whether a whole paragraph is no part of the article (closed list; English)."""
    bare = paragraph.strip(" \t\u00a0*_-–—•·|[]<>")
    return not bare or (len(bare) <= _LONGEST and _WHOLE.fullmatch(bare) is not None)


def without_boilerplate(text: str) -> str:
    """The text without its boilerplate paragraphs; what stays keeps its wording."""
    return "\n\n".join(paragraph for paragraph in text.split("\n\n") if not is_boilerplate(paragraph))
