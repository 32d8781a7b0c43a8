"""Countries and what is called after them. Data, no rules."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapport.resolve.names import name_key

# Form of a country (as `forms.other_form` gives it) = its adjectives, and other names of it.
_COUNTRIES: Final = """
afghanistan = afghan; albania = albanian; algeria = algerian; angola = angolan; argentina = argentine, argentinian; armenia = armenian; australia = australian; austria = austrian;
azerbaijan = azerbaijani, azeri; bahrain = bahraini; bangladesh = bangladeshi; belarus = belarusian, belarussian; belgium = belgian; bolivia = bolivian; bosnia = bosnian; botswana = botswanan;
brazil = brazilian; bulgaria = bulgarian; burkina faso = burkinabe; burundi = burundian; cambodia = cambodian; cameroon = cameroonian; canada = canadian; chad = chadian; chile = chilean;
china = chinese, people's republic of china; colombia = colombian; congo = congolese; costa rica = costa rican; croatia = croatian; cuba = cuban; cyprus = cypriot; czech republic = czech, czechia;
denmark = danish; dominican republic = ; ecuador = ecuadorian, ecuadorean; egypt = egyptian; el salvador = salvadoran, salvadorean; eritrea = eritrean; estonia = estonian; ethiopia = ethiopian;
fiji = fijian; finland = finnish; france = french; gabon = gabonese; gambia = gambian; germany = german; ghana = ghanaian; greece = greek; guatemala = guatemalan; guinea = guinean; guyana = guyanese;
haiti = haitian; honduras = honduran; hungary = hungarian; iceland = icelandic; india = indian; indonesia = indonesian; iran = iranian; iraq = iraqi; ireland = irish; israel = israeli; italy = italian;
ivory coast = ivorian; jamaica = jamaican; japan = japanese; jordan = jordanian; kazakhstan = kazakh; kenya = kenyan; kosovo = kosovar; kuwait = kuwaiti; kyrgyzstan = kyrgyz; laos = laotian; latvia = latvian;
lebanon = lebanese; liberia = liberian; libya = libyan; lithuania = lithuanian; luxembourg = luxembourgish; macedonia = macedonian, north macedonia; madagascar = malagasy; malawi = malawian; malaysia = malaysian;
mali = malian; malta = maltese; mauritania = mauritanian; mexico = mexican; moldova = moldovan; mongolia = mongolian; montenegro = montenegrin; morocco = moroccan; mozambique = mozambican; myanmar = burmese, burma;
namibia = namibian; nepal = nepali, nepalese; netherlands = dutch; new zealand = ; nicaragua = nicaraguan; niger = nigerien; nigeria = nigerian; north korea = north korean; norway = norwegian; oman = omani;
pakistan = pakistani; palestine = palestinian; panama = panamanian; paraguay = paraguayan; peru = peruvian; philippines = philippine, filipino; poland = polish; portugal = portuguese; qatar = qatari; romania = romanian;
russia = russian, russian federation; rwanda = rwandan; saudi arabia = saudi, saudi arabian; senegal = senegalese; serbia = serbian; sierra leone = sierra leonean; singapore = singaporean; slovakia = slovak, slovakian;
slovenia = slovenian; somalia = somali; south africa = south african; south korea = south korean; south sudan = south sudanese; spain = spanish; sri lanka = sri lankan; sudan = sudanese; sweden = swedish;
switzerland = swiss; syria = syrian; taiwan = taiwanese; tajikistan = tajik; tanzania = tanzanian; thailand = thai; togo = togolese; tunisia = tunisian; turkey = turkish; turkmenistan = turkmen; uganda = ugandan;
ukraine = ukrainian; united arab emirates = emirati; united kingdom = british; united states = american; uruguay = uruguayan; uzbekistan = uzbek; venezuela = venezuelan; vietnam = vietnamese; yemen = yemeni;
zambia = zambian; zimbabwe = zimbabwean
"""


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _COUNTRIES.replace("\n", " ").split(";"):
        country, _, others = entry.partition("=")
        for name in (country, *others.split(",")):
            if name.strip():
                found[name_key(name.strip(), "place")] = name_key(country.strip(), "place")
    return found


COUNTRIES: Final = _table()
# What stands for a country as its name does.
_GOVERNMENT: Final = re.compile(r"(?P<of>.+?)(?:['’]s?)?\s+(?:government|authorities|administration|leadership|officials|leaders)", re.IGNORECASE)


@lru_cache(maxsize=16384)
def country_of(name: str) -> str:
    """The country that a name is of: its own, or that of its government (“the Ukrainian government”); empty for any other name."""
    bare = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
    found = _GOVERNMENT.fullmatch(bare)
    return COUNTRIES.get(name_key(found["of"] if found else bare, "place"), "")


@lru_cache(maxsize=512)
def names_of(country: str) -> frozenset[str]:
    """The names and adjectives of a country (“Ukraine”, “Ukrainian”), as they are written; of any other place none."""
    return frozenset(form.title() for form, of in COUNTRIES.items() if of == country)


@lru_cache(maxsize=16384)
def countries_in(description: str) -> frozenset[str]:
    """The countries that a description names by one word (“two Turkish officials”)."""
    words = re.findall(r"\b[A-Z]\w+", description)
    return frozenset(country for word in words if (country := COUNTRIES.get(name_key(word, "place"))))


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both are of countries, and of none in common."""
    return bool(one and other) and one.isdisjoint(other)
