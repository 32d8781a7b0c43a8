"""Paragraphs that are no part of an article: advertisements, sign-up lines, share buttons, photo credits.

Each pattern describes a whole paragraph, and the list is closed: a paragraph that merely begins like boilerplate stays.
"""

from __future__ import annotations

import re
from typing import Final

_BUTTON: Final = (
    r"(?:share|print|email|save|tweet|reddit|facebook|twitter|whatsapp|linkedin|copy link|link copied!?|x|pinterest|flipboard|telegram|more)"
)
_POINTER: Final = (
    r"(?:read|see|watch|listen|recommended|related|also read|read also|see also|more|related (?:articles?|stories|story|content|coverage|topics?|news)|"
    r"more (?:on|from) [\w.'’&-]+(?: [\w.'’&-]+){0,3}|read (?:more|next|now|full story|the full story)|don['’]t miss|you may also like|up next|"
    r"most (?:read|popular)|trending(?: now)?|top stories|editor['’]?s['’]? picks?|what to read next|continue reading|recommended for you|in case you missed it)"
)
_TERMS: Final = r"(?:privacy policy|terms (?:of (?:use|service)|and conditions)|cookie (?:policy|settings|preferences)|contact us|about us)"
_DAY: Final = (
    r"(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
)
# Said by a site to its visitors, and by nobody in the news.
_NOTICE: Final = (
    r"(?:the )?page (?:that )?you (?:were|are|'re|’re) looking for|(?:read|used|reached) .{0,30}\bfree (?:articles?|stories)|free articles? (?:left|remaining|this (?:month|week))"
    r"|(?:enable|turn on) (?:javascript|cookies)|checking your browser|(?:verify|confirm|prove|make sure|ensure) (?:that )?you(?: are|'re|’re) (?:not a (?:robot|bot)|(?:a )?human)"
    r"|unusual (?:traffic|activity) from your|(?:subscribe|sign up|register|log in|sign in) (?:now |today )?(?:to|for) .{0,30}(?:unlimited access|continue reading|keep reading)"
)
_FURNITURE: Final = (
    rf"(?:.{{0,200}}[^\w])?(?:{_NOTICE})\b.{{0,250}}",
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
    rf"{_BUTTON}(?:[\s|/,·•]+{_BUTTON}){{0,12}}",
    r"(?:share|save|print|email|e-mail|bookmark|gift) this (?:article|story|post|page)(?: (?:on|via|with) .{0,60})?[.:]?",
    r"share (?:on|via|to) (?:facebook|twitter|x|whatsapp|linkedin|reddit|email|pinterest)[.:]?",
    r"(?:thank you for visiting .{1,40}\. )?you are using an? (?:old |outdated |unsupported )?(?:version of (?:your|this|a) )?browser\b.{0,400}",
    rf"(?:(?:first|last|originally) )?(?:published|posted|updated|modified)(?: on| at)?:? ?(?:[a-z]{{3,6}}day,? )?{_DAY}(?:,? (?:at )?\d{{1,2}}(?:[:.]\d\d| ?[ap]\.?m).{{0,25}})?\.?",
    # sign-up lines and pleas
    r"(?:(?:want|get|love|like|enjoy|stay|keep|never|looking|interested|for more|join|be the first)\b[^.?!]{3,80}[.?!] )?(?:click here to )?(?:sign up|subscribe|register)(?: now| here| today| for free)? (?:for|to|here)\b.{0,160}\b(?:newsletters?|inbox|alerts?|updates|emails?|e-mails?|briefing|podcasts?|channel)\b.{0,120}",
    r"(?:get|receive) .{0,100}\b(?:newsletters?|delivered|sent)\b.{0,60}\b(?:inbox|phone|device|email)\b.{0,80}",
    r"(?:enter|type) your (?:e-?mail|email address)\b.{0,120}",
    r"(?:by (?:signing up|subscribing|clicking|submitting|providing)\b.{0,80}),? you (?:agree|consent|confirm|accept)\b.{0,200}",
    r"(?:you have|you've|thank you for|thanks for) (?:successfully )?(?:subscribed|subscribing|signing up)\b.{0,120}",
    r"(?:already (?:a )?(?:subscriber|member|registered|have an account)\??) ?(?:sign|log) ?in\b.{0,60}",
    r"(?:.{0,60}\? ?)?(?:log|sign) ?in (?:or (?:register|sign up|subscribe|create an account) )?to (?:continue|comment|continue reading|join the conversation|read more|view)\b.{0,80}",
    r"(?:join the conversation|view (?:all )?comments|leave a (?:comment|reply)|show comments|read comments|post a comment)[.:]?",
    r"(?:follow|like) (?:us|.{2,40}) on (?:twitter|facebook|instagram|x|youtube|tiktok|threads|telegram|google news)\b.{0,140}",
    r"follow (?:him|her|them|us|me) (?:at|on)?:? ?@?\w{2,40}\.?",
    r"download (?:the|our) .{0,60}\bapp\b.{0,100}",
    r"(?:(?:please )?(?:consider )?(?:donat(?:e|ing)|support(?:ing)?) (?:to )?(?:our|independent|us|this) (?:journalism|newsroom|work|site|reporting|today|now|local journalism)\b.{0,160})",
    r"(?:.{0,80}[?.!] ?)?(?:get in touch|contact us|email us|let us know|send us .{1,30})\b.{0,40}\b[\w.-]+@[\w-]+\.[\w.]{2,20}.{0,40}",
    r"follow (?:along |us )?(?:with |for )?(?:all )?(?:the )?(?:latest|live) (?:updates|news|developments) (?:below|here)[.:]?",
    # copyright and terms
    r"(?:copyright|©|\(c\)|&copy;)[\s©]*(?:\(c\) )?(?:19|20)\d\d\b.{0,200}",
    r"(?:©|copyright ©?) ?[A-Z][\w .,'’&-]{2,60}(?:(?:19|20)\d\d)?\.?",
    r"all rights reserved\.?(?: .{0,160})?",
    r"this (?:material|content|article) may not be (?:published|reproduced)\b.{0,200}",
    rf"{_TERMS}(?:[\s|·•]+{_TERMS}){{0,5}}",
    r"our standards: ?the thomson reuters trust principles\.?,?.{0,60}",
    r"we use cookies\b.{0,300}",
)  # fmt: skip
_POINTERS: Final = (
    # pointers to other articles
    rf"{_POINTER}(?: ?(?:here|more|stories|articles))?[.:…»>]*",
    r"(?:read (?:more|next|also|the full story)|also read|see also|related(?: (?:articles?|stories|story|content|coverage))?|recommended|watch(?: (?:more|live|now|below))?|don['’]t miss|click here|more) ?[:|»>→] ?[^.]{3,160}[.?!]?",
    r"(?:read|click) (?:the rest|the full (?:story|article|text|report)|more)(?: of (?:the|this) \w+)? (?:here|at|on)\b.{0,60}",
    r"back to (?:top|home|homepage)",
)  # fmt: skip
# Photo agencies are written so, and not otherwise: “according to a Reuters/Ipsos poll” is no credit.
_AGENCY: Final = r"(?:AP(?: Photo| Images)?|AFP(?: Photo)?|Getty(?: Images)?|GETTY IMAGES|Reuters|REUTERS|EPA(?:-EFE)?|EFE|Shutterstock|Bloomberg|TNS|Sputnik|Xinhua|Pool|Handout|CQ Roll Call)"
_NAME: Final = r"[A-Z][\w.'’-]*(?:[ -]+[A-Z][\w.'’-]*){0,4}"
_CREDIT: Final = rf"(?:(?:Photo(?:graph)?(?:er)?|Image|Credit|Photo by|Photograph by)s?:? )?(?:{_NAME}[ ,]*(?:/| via | / ))+{_AGENCY}(?: via {_NAME})?|(?:REUTERS|AP Photo|EPA|AFP|Reuters)/{_NAME}(?:/.{{0,40}})?|AP Photo|Getty Images"
_CREDITS: Final = (
    r"(?:FILE|File) ?(?:PHOTO|Photo|photo|picture|IMAGE|image)\b.{0,400}",
    r"(?:(?:Cover )?(?:[Pp]hoto|PHOTO|[Ii]mage|IMAGE|[Vv]ideo|[Gg]raphic|[Ii]llustration|[Pp]icture)s?(?: [Cc]redit| [Ss]ource| by| courtesy(?: of)?)?|[Cc]aption|CAPTION|[Cc]redit)[:/] ?.{2,400}",
    rf"(?:.{{3,380}}[.,;)”\"’|]?[ (|–—-]+)?(?:{_CREDIT})\)?(?:, ?[Ff]ile)?\.?",
    r"(?:Enlarge this image|Click to expand Image|Enlarge|toggle caption)\b.{0,400}",
)  # fmt: skip
_CLUTTER: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _FURNITURE), re.IGNORECASE | re.DOTALL)
_POINTER_LINE: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _POINTERS), re.IGNORECASE | re.DOTALL)
_CAPTION: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _CREDITS), re.DOTALL)
_LONGEST: Final = 420
_ORNAMENTS: Final = " \t\u00a0*_-–—•·|[]<>"


def is_clutter(paragraph: str) -> bool:
    """Whether a paragraph says nothing about anything in the news: page furniture, sign-up lines, terms."""
    bare = paragraph.strip(_ORNAMENTS)
    return not bare or (len(bare) <= _LONGEST and _CLUTTER.fullmatch(bare) is not None)


def is_boilerplate(paragraph: str) -> bool:
    """Whether a paragraph is clutter, a pointer to another article, or the caption of a photo with its credit."""
    if is_clutter(paragraph):
        return True
    bare = paragraph.strip(_ORNAMENTS)
    return len(bare) <= _LONGEST and (_POINTER_LINE.fullmatch(bare) is not None or _CAPTION.fullmatch(bare) is not None)


def without_boilerplate(text: str) -> str:
    """The text of a page or file without its boilerplate paragraphs; what stays keeps its wording."""
    return "\n\n".join(paragraph for paragraph in text.split("\n\n") if not is_boilerplate(paragraph))


def without_tail(text: str) -> str:
    """A text without the clutter at its end. Nothing else of it moves, so that offsets into the text that was given stay right."""
    paragraphs = text.split("\n\n")
    while len(paragraphs) > 1 and is_clutter(paragraphs[-1]):
        paragraphs.pop()
    return "\n\n".join(paragraphs)
