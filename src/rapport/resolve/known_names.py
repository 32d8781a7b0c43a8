"""Names that are one by common knowledge of politics in English, and words that are nobody's name by themselves. Data, no rules."""

from __future__ import annotations

from typing import Final


def _table(text: str) -> dict[str, str]:
    return {other.strip(): line.split("=")[0].strip() for line in text.strip().splitlines() for other in line.split("=")[1].split(",")}


# Form of an organization or place → the form that it stands for. Forms are those of `forms.other_form`.
SAME: Final = _table("""
united states = us, usa, america, united states of america, us of a, states
united kingdom = uk, britain, great britain
united arab emirates = uae, arab emirates
united nations = un
european union = eu
south korea = republic of korea, rok
north korea = dprk
north atlantic treaty organization = nato
world health organization = who
world trade organization = wto
international monetary fund = imf
justice department = doj, us justice department, us doj
defense department = dod, pentagon, us defense department
state department = us state department
treasury department = treasury, us treasury, us treasury department
homeland security department = dhs, us homeland security department, homeland security
education department = us education department
energy department = us energy department
labor department = us labor department
commerce department = us commerce department
interior department = us interior department
agriculture department = usda, us agriculture department
transportation department = us transportation department
veterans affairs department = veterans affairs
housing and urban development department = hud
health and human services department = hhs, health and human services, us health and human services department
environmental protection agency = epa, us environmental protection agency
federal bureau of investigation = fbi
central intelligence agency = cia
national security agency = nsa
national security council = nsc
internal revenue service = irs
securities and exchange commission = sec
federal communications commission = fcc
federal trade commission = ftc
federal election commission = fec
food and drug administration = fda
centers for disease control and prevention = cdc, centers for disease control
congressional budget office = cbo
government accountability office = gao
immigration and customs enforcement = us immigration and customs enforcement
customs and border protection = cbp, us customs and border protection
federal reserve = fed, federal reserve board, us federal reserve
supreme court = us supreme court, united states supreme court, scotus
senate = us senate, united states senate
house of representatives = us house of representatives, us house, house, united states house of representatives
congress = us congress, united states congress
white house = wh
republican party = gop, republican
democratic party = democratic
democratic national committee = dnc
republican national committee = rnc
national rifle association = nra
american civil liberties union = aclu
associated press = ap
new york times = nyt, ny times
wall street journal = wsj
house judiciary committee = house committee on judiciary
house intelligence committee = house permanent select committee on intelligence, house permanent select intelligence committee
house oversight committee = house oversight and reform committee, house oversight and government reform committee
senate intelligence committee = senate select committee on intelligence, senate select intelligence committee
islamic state = isis, isil, islamic state of iraq and syria
washington = washington dc, dc, district of columbia
new york city = nyc
los angeles = la
california = calif
florida = fla
massachusetts = mass
pennsylvania = pa
connecticut = conn
arizona = ariz
colorado = colo
illinois = ill
michigan = mich
minnesota = minn
tennessee = tenn
texas = tex
wisconsin = wis
virginia = va
""")

KNOWN_OTHERS: Final = frozenset(SAME.values())

# Peoples and parties that are read as persons: one name each, and nobody's surname.
COLLECTIVE: Final = frozenset(
    """democrats republicans democrat dems gop americans american russians russian chinese ukrainians ukrainian britons british germans german
    french iranians iranian israelis israeli palestinians palestinian mexicans mexican canadians canadian europeans european africans asians
    latinos hispanics nazis communists socialists conservatives liberals libertarians muslims christians jews catholics evangelicals kurds kurdish
    taliban congress senate medicare medicaid obamacare god tories labour greens""".split()
)

# One word for many: the office, committee or paper of its article, and none across articles.
GENERIC: Final = frozenset(
    """department committee office court party center university press post times news state council commission board agency bureau administration
    institute foundation association union college school church company group team club network paper journal magazine service services
    government ministry parliament assembly legislature caucus campaign panel house-committee society fund bank corporation inc hospital
    project program programme coalition alliance league federation authority division unit force forces police army guard navy hill district
    city county town village capital south north east west union-bank general public national federal international
    people voters officials leaders members lawmakers senators representatives reps sens governors presidents mayors judges justices editor
    editors host hosts reporters aides staff sources critics supporters experts women men students teachers workers
    everyone anyone nobody someone monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december today yesterday tomorrow photo video image images getty facebook-twitter read more donate sign
    constitution amendment impeachment politics congressional presidential presidency senatorial immigration abortion evidence email
    left right conservative liberal progressive progressives moderate moderates independent independents establishment
    relations security protection intelligence judiciary oversight rules finance means commons lords cabinet embassy clinic community
    york first second third one two three former the voting quote advertisement subscribe newsletter chairman secretary speaker leader ceo
    tech science health education energy defense responsibility policy affairs act bill law development report reports poll survey study plan initiative
    summit deal forum partnership caller post-abc he she we you they it me i him her his oscar rs ds
    street centers customs labor media border budget care control business circuit tv democracy enforcement monitor motors tower world freedom
    housing nation food radio studies taxation united organization research bipartisan ethics growth nations power story sun trade universities
    country leadership reserve room social view academy authorization cities co companies deadline llc commerce agriculture chamber courts children
    disabilities healthcare data bend arabia jersey hampshire carolina kingdom korea republic interior middle""".split()
)

# Of several who are named together (“Presidents Clinton and Bush”): no part of a name.
PLURAL_TITLES: Final = frozenset(
    "presidents senators governors representatives ambassadors reps sens govs gens generals secretaries justices judges mayors ministers".split()
)

# Words before a surname that are no given name: “Presidents Clinton”, “Several Trump”, “Senate Democrat”, “Editor Bell”.
NO_GIVEN: Final = frozenset(
    """presidents senators governors representatives reps sens govs gens secretaries justices judges mayors mr mrs ms the a an both several many
    some most all every each other another no any this that these those these my our his her their its house senate congressional white
    democrat democrats democratic republican republicans gop liberal conservative progressive moderate independent american americans
    russian chinese ukrainian british german french iranian israeli us uk eu former formerly ex then late acting incoming outgoing deputy
    candidate candidates nominee rival fellow counterpart successor predecessor host hosts anchor editor reporter correspondent columnist
    author actor actress singer lawyer attorney aide adviser advisor strategist spokesman spokeswoman panelist pollster donor billionaire
    businessman activist analyst commentator contributor blogger writer director producer officer detective deputy chief chairman chairwoman
    secretary leader whip speaker general president vice prime minister pope rev reverend senator governor mayor rep sen gov justice judge
    anti pro neo post pre never new old young big little dear vote campaign team administration photo by via with and or but for from when
    while if as at in on of to why how what who after before since during until like unlike under over against about said says told
    monday tuesday wednesday thursday friday saturday sunday january february april july august september october november december
    cnn msnbc fox nbc abc cbs npr bbc politico reuters ap breitbart moderator medic mother father brother sister son daughter wife husband
    father-in-law cousin uncle aunt saint st""".split()
)  # fmt: skip

# Places of one name, told apart by the company they keep: form → (sense, words of names beside it that show it).
HOMONYM_PLACES: Final = {
    "georgia": (
        ("country", frozenset("tbilisi abkhazia ossetia saakashvili ivanishvili caucasus armenia azerbaijan batumi kavelashvili zourabichvili".split())),
        ("state", frozenset("atlanta savannah kemp abrams loeffler perdue isakson ossoff warnock raffensperger deal alabama florida carolina tennessee texas ohio michigan iowa arizona pennsylvania wisconsin".split())),
    ),
    "washington": (
        ("state", frozenset("seattle spokane tacoma olympia inslee cantwell jayapal".split())),
    ),
}  # fmt: skip
