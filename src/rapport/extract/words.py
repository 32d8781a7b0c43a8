"""Closed classes of words that extraction goes by: titles, kinds of sources, outlets, tone."""

from __future__ import annotations

import re
from typing import Final

# Longest first where one begins with another.
TITLES: Final = (
    "vice president", "prime minister", "attorney general", "secretary of state", "secretary of defense", "secretary general", "secretary-general",
    "deputy secretary", "assistant secretary", "press secretary", "chief of staff", "deputy chief of staff", "white house counsel", "special counsel",
    "majority leader", "minority leader", "house speaker", "state senator", "state sen.", "state rep.", "crown prince", "foreign minister", "defense minister",
    "finance minister", "first lady", "district attorney", "lieutenant governor", "lt. gov.", "campaign manager", "president", "president-elect", "mayor", "mayor-elect",
    "governor", "governor-elect", "gov.", "senator", "sen.", "sens.", "representative", "rep.", "reps.", "congressman", "congresswoman", "assemblyman", "assemblywoman",
    "councilman", "councilwoman", "councilmember", "speaker", "secretary", "minister", "premier", "chancellor", "judge", "justice", "general", "gen.", "admiral", "adm.", "colonel", "col.",
    "king", "queen", "prince", "princess", "ambassador", "envoy", "director", "chairman", "chairwoman", "chair", "commissioner", "comptroller", "treasurer",
    "sheriff", "chief", "counsel", "spokesman", "spokeswoman", "spokesperson", "aide", "adviser", "advisor", "strategist", "candidate", "nominee", "pope",
    "ceo", "vp", "professor", "prof.", "dr.", "mr.", "mrs.", "ms.", "sir", "rev.", "sheikh", "ayatollah", "superintendent", "delegate", "alderman", "leader",
)  # fmt: skip
HONORIFICS: Final = frozenset({"mr.", "mrs.", "ms.", "dr.", "sir", "mr", "mrs", "ms", "dr"})
TITLE: Final = re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(t) for t in sorted(TITLES, key=len, reverse=True)) + r")(?![\w])", re.IGNORECASE)
FORMER: Final = re.compile(r"\b(?:former|then|ex|past|one-time|onetime|ousted|late|outgoing)\b[- ]?", re.IGNORECASE)

UNNAMED: Final = frozenset(
    "source sources official officials person people insider insiders aide aides adviser advisers advisor advisors ally allies associate associates "
    "staffer staffers operative operatives lawmaker lawmakers diplomat diplomats strategist strategists observer observers analyst analysts expert experts "
    "critic critics supporter supporters member members someone somebody attendee attendees participant participants witness witnesses friend friends "
    "individual individuals authorities investigators prosecutors consultant consultants donor donors assistant assistants confidant confidants some others many everyone everybody anyone anybody".split()
)
# What a name or description that ends in one of these is, whatever else the reader takes it for.
BODIES: Final = frozenset(
    "congress parliament senate committee subcommittee commission council department ministry agency bureau administration government campaign office court "
    "cabinet association union institute foundation university company corporation firm network newspaper party treasury embassy consulate authority board "
    "organization organisation kremlin pentagon police fbi cia nsa doj".split()
)
GROUPS: Final = frozenset(
    "team staff delegation family caucus democrats republicans senators lawmakers officials aides advisers allies leaders members conservatives "
    "liberals investigators lawyers activists voters reporters journalists".split()
)
SPOKES: Final = re.compile(r"\bspokes(?:man|woman|person|people|men|women)\b|\bpress (?:secretary|office)\b", re.IGNORECASE)
DOCUMENT: Final = frozenset(
    "letter letters report reports memo memos memorandum transcript transcripts statement statements filing filings email emails e-mail e-mails document documents "
    "indictment affidavit complaint lawsuit readout readouts notes book memoir records testimony release op-ed article story tweet tweets post posts text texts "
    "summary declaration communique communiqué order ruling motion brief schedule calendar logs log dossier papers paper study analysis "
    "website websites database profile film documentary ad ads advertisement video footage recording tape slide slides headline editorial column essay data statistics research".split()
)
POLL: Final = frozenset("poll polls survey surveys polling".split())
OUTLET: Final = re.compile(
    r"\b(?:Times|Post|Journal|News|Reuters|Associated Press|AP|AFP|CNN|MSNBC|NBC|CBS|ABC|NPR|PBS|BBC|Fox|Politico|POLITICO|Axios|Bloomberg|Tribune|Herald|Ledger|Courier|Wire|Gazette|"
    r"Guardian|Telegraph|Chronicle|Inquirer|Observer|Examiner|Beast|Atlantic|Newsweek|Time magazine|Magazine|Globe|Sun|Dispatch|Bulletin|Star|Register|Sentinel|Breitbart|Intercept|Vox|"
    r"BuzzFeed|Buzzfeed|HuffPost|Daily Caller|The Hill|Hill|Roll Call|Semafor|Punchbowl|Salon|Slate|Economist|Nation|Press|Radio|TV|Television|outlets?|newspaper|reporters|journalists)\b"
)
PRESS: Final = frozenset("reporters journalists media press outlets outlet newspaper newspapers interviewer correspondent columnist".split())
PRIVATE: Final = re.compile(
    r"\b(?:private|privately|behind closed doors|closed-door|one-on-one|secret|secretly|confidential|back-channel|backchannel|behind the scenes)\b",
    re.IGNORECASE,
)
FRIENDLY: Final = re.compile(
    r"\b(?:friendly|cordial|warm|warmly|amicable|productive|pleasant|good-natured|congratulat\w+|thanked?|very good|constructive)\b", re.IGNORECASE
)
HOSTILE: Final = re.compile(
    r"\b(?:heated|tense|angry|angrily|testy|contentious|hostile|acrimonious|combative|fiery|shouting|yelled|yelling|threaten\w*|berated|scolded|clash\w*)\b",
    re.IGNORECASE,
)
# Verbs and phrases of saying: what they introduce was said or written.
SAYING: Final = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|according|add(?:ed|s|ing)|tweet(?:ed|s|ing)?|wr(?:ote|ites?|iting|itten)|stat(?:ed|es|ing)|not(?:ed|es|ing)|argu(?:ed|es?|ing)|"
    r"claim(?:ed|s|ing)?|insist(?:ed|s|ing)?|den(?:ied|ies|y|ying)|report(?:ed|s|ing)?|announc(?:ed|es?|ing)|explain(?:ed|s|ing)?|ask(?:ed|s|ing)?|respond(?:ed|s|ing)?|repl(?:ied|ies|y|ying)|"
    r"testif(?:ied|ies|y|ying)|acknowledg(?:ed|es?|ing)|admit(?:ted|s|ting)?|warn(?:ed|s|ing)?|suggest(?:ed|s|ing)?|confirm(?:ed|s|ing)?|declar(?:ed|es?|ing)|alleg(?:ed|es?|ing)|"
    r"assert(?:ed|s|ing)?|accus(?:ed|es?|ing)|urg(?:ed|es?|ing)|vow(?:ed|s|ing)?|promis(?:ed|es?|ing)|pledg(?:ed|es?|ing)|call(?:ed|s|ing)?|describ(?:ed|es?|ing)|conclud(?:ed|es?|ing)|"
    r"recall(?:ed|s|ing)?|continu(?:ed|es)|quot(?:ed|es?|ing)|remark(?:ed|s|ing)?|jok(?:ed|es?|ing)|contend(?:ed|s|ing)?|maintain(?:ed|s|ing)?|predict(?:ed|s|ing)?)\b",
    re.IGNORECASE,
)
# How a thing tells: “the evidence shows”, “the plan says”.
SHOWING: Final = re.compile(
    r"\b(?:says?|said|saying|according|shows?|showed|shown|showing|find(?:s|ing)?|found|suggest(?:s|ed|ing)?|reveal(?:s|ed|ing)?|indicat(?:e|es|ed|ing)|detail(?:s|ed|ing)?|"
    r"document(?:s|ed|ing)|explain(?:s|ed|ing)?|cit(?:e|es|ed|ing)|mention(?:s|ed|ing)?|portray(?:s|ed|ing)?|describ(?:e|es|ed|ing)|stat(?:e|es|ed|ing)|reads?|reported|"
    r"predict(?:s|ed|ing)?|estimat(?:e|es|ed|ing)|conclud(?:e|es|ed|ing)|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)|warn(?:s|ed|ing)?|confirm(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
# What is about to be done, may be or is not: “will turn against”, “can’t blame”, “was about to answer” report no words.
UNDONE: Final = re.compile(
    r"\b(?:will|would|can(?:not)?|could|may|might|must|should|never|no|not|(?:about|going|yet|likely) to)\b|n[’']t\b", re.IGNORECASE
)
# A phrase of nothing but these says nothing.
EMPTY: Final = frozenset(
    "a an the this that these those of in on at to for from by with about over and or as is was were be been it its his her their".split()
)


def words(text: str) -> list[str]:
    """Lower-cased words of a phrase."""
    return re.findall(r"[^\W_]+(?:[.'’-][^\W_]+)*", text.lower())


_POSSESSIVE: Final = re.compile(r"['’]s?$")


def trim(phrase: str) -> str:
    """A phrase on one line without outer punctuation and a possessive ending."""
    phrase = (
        re.sub(r"\s+", " ", phrase).strip(" ,;:.“”\"'‘’()[]—–-")
        if not phrase.endswith((".", ".’s"))
        else re.sub(r"\s+", " ", phrase).strip(" ,;:“”\"'‘’()[]—–-")
    )
    return _POSSESSIVE.sub("", phrase) if len(phrase) > 3 else phrase
