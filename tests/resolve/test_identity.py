"""Who is who within one block: names that go together, and whom a short name means."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.resolve.evidence import JOIN, SURE, Field, Profile, compare, foremost, weigh
from rapport.resolve.forms import bears, form_of, full_forms, initials, is_generic, is_tail, person_form, relation
from rapport.resolve.identity import Bearer, as_person, decide_others, decide_person, entity_id, persons
from rapport.resolve.known_people import KnownPeople, KnownPerson, Office
from rapport.resolve.names import name_key
from rapport.resolve.signatures import Signature, View, sign
from rapport.resolve.titles import gender_of, is_former, title_class


def signature(name: str, kind: str = "person", **more: Any) -> Signature:
    key = name_key(name, kind)
    return Signature(form_of(key, kind), kind, key, name)._replace(**more)


def decided(*counted: tuple[Signature, int], bearers: tuple[Bearer, ...] = ()) -> list[str]:
    """The canonical form of who each signature is (its own where it stays of its article: “-”)."""
    block = [(number, one, count) for number, (one, count) in enumerate(counted)]
    random.Random(len(block)).shuffle(block)
    found = persons(block)
    names = {entity_id(form, "person"): form for _, one, _ in block for form in (one.form, *found.clusters)}
    return [names.get(decide_person(one, found, bearers), "-") for one, _ in counted]


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("Ada Quill-Holt", "person", "ada quill holt"),
        ("Tom O’ Reilly", "person", "tom o'reilly"),
        ("Presidents Quill", "person", "quill"),
        ("the Department of Ferries", "organization", "ferries department"),
        ("Ferries Department", "organization", "ferries department"),
        ("House Committee on Ferries", "organization", "house ferries committee"),
        ("Harbor Boats, Inc.", "organization", "harbor boats"),
        ("DOJ", "organization", "justice department"),
        ("U.S. Department of Justice", "organization", "justice department"),
        ("America", "place", "united states"),
        ("DOJ", "person", "justice department"),
    ],
)
def test_forms(name: str, kind: str, form: str) -> None:
    assert form_of(name_key(name, kind), kind) == form


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("ada quill", "ada b quill", "middle"),
        ("ada quill", "ida quill", ""),
        ("a quill", "ada quill", "initial"),
        ("volodymyr quillsky", "volodymyr quillskiy", "same"),
        ("joe quill", "joseph quill", "nickname"),
        ("pete quill", "peter quill", "short"),
        ("marian quill", "marien quill", "spelling"),
        ("tom quill", "tom quill jr", "generation"),
        ("tom quill sr", "tom quill jr", ""),
        ("van holt", "ada van holt", "suffix"),
        ("ada b quill", "ada c quill", ""),
        ("quill", "ada quill", ""),
    ],
)
def test_how_names_go_together(a: str, b: str, how: str) -> None:
    assert relation(a, b) == relation(b, a) == how


def test_what_is_nobodys_name() -> None:
    assert is_generic("committee")
    assert is_generic("his campaign")
    assert is_generic("d-calif")
    assert not is_generic("quill")
    assert bears("ada quill")
    assert not bears("several quill")
    assert initials("department of harbor boats") == "dhb"
    assert full_forms("Courier panelist Ada van Quill") == "ada van quill"
    assert full_forms("the mayor") == ""


@pytest.mark.parametrize(
    ("title", "office", "former"),
    [("former Sen.", "senator", True), ("U.S. senator", "senator", False), ("Vice President", "vice president", False), ("state Rep.", "state representative", False),
     ("president of Harbor Bank", "president", False), ("a friend", None, False)],
)  # fmt: skip
def test_titles(title: str, office: str | None, former: bool) -> None:
    assert (title_class(title), is_former(title)) == (office, former)


def test_gender_of_titles() -> None:
    assert [gender_of(words) for words in ("Mr. Quill", "Mrs. Quill", "Congresswoman Quill", "Dr. Quill")] == ["m", "f", "f", ""]


def test_full_names_of_one_person_come_together() -> None:
    names = ["Ada Quill", "Ada B. Quill", "Courier Ada Quill", "A. Quill"]
    assert decided((signature(names[0]), 20), (signature(names[1]), 3), (signature(names[2]), 1), (signature("Tom Quill"), 9)) == [
        "ada quill"
    ] * 3 + ["tom quill"]


def test_two_middle_names_are_two_people() -> None:
    assert decided((signature("Ada B. Quill"), 4), (signature("Ada C. Quill"), 4)) == ["ada b quill", "ada c quill"]


def test_a_nickname_needs_more_than_itself() -> None:
    joe, joseph, others = signature("Joe Quill"), signature("Joseph Quill"), (signature("Tom Quill"), 30)
    assert decided((joe, 9), (joseph, 4), others)[:2] == ["joe quill", "joseph quill"]
    held = ("senator",)
    assert decided((joe._replace(titles=held), 9), (joseph._replace(titles=held), 4), others)[:2] == ["joe quill"] * 2
    # Where hardly anyone else bears the surname, gender is enough.
    assert decided((joe._replace(gender="m"), 9), (joseph._replace(gender="m"), 4)) == ["joe quill"] * 2


def test_junior_is_another_unless_an_office_says_so() -> None:
    senior, junior = signature("Tom Quill"), signature("Tom Quill Jr.", hints=("tom quill",))
    assert decided((senior, 40), (junior, 9)) == ["tom quill", "tom quill jr"]
    held = ("vice president",)
    assert decided((senior._replace(titles=held), 40), (junior._replace(titles=held), 9)) == ["tom quill"] * 2


def test_a_surname_is_whoever_is_named_far_more_often() -> None:
    often, seldom = (signature("Ada Quill"), 30), (signature("Tom Quill"), 3)
    assert decided((signature("Quill"), 5), often, seldom)[0] == "ada quill"
    assert decided((signature("Quill"), 5), often, (seldom[0], 20))[0] == "-"


def test_gender_title_and_company_tell_two_of_a_surname_apart() -> None:
    ada, tom = signature("Ada Quill", gender="f", titles=("secretary",)), signature("Tom Quill", gender="m", titles=("president",))
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"gender": "f"}, "ada quill"),
        ({"gender": "m"}, "tom quill"),
        ({"titles": ("president",)}, "tom quill"),
        ({"titles": ("former secretary",)}, "ada quill"),
        ({"hints": ("tom quill",)}, "tom quill"),
        ({"titles": ("mayor",)}, "-"),
    )
    for more, meant in cases:
        assert decided((signature("Quill", **more), 1), (ada, 20), (tom, 20))[0] == meant, more


def test_who_is_named_beside_others_is_not_the_bare_surname() -> None:
    """A son who is only named together with his father does not make the father's surname doubtful."""
    father, son = (signature("Tom Quill"), 20), (signature("Ben Quill", crowded=True), 20)
    assert decided((signature("Quill"), 1), father, son)[0] == "tom quill"
    assert decided((signature("Quill"), 1), father, (son[0]._replace(crowded=False), 20))[0] == "-"


def test_a_given_name_alone_means_who_bears_it_alone() -> None:
    one = Bearer("zelda quill", "p:quill", entity_id("zelda quill", "person"), 30)
    found = persons([])
    assert decide_person(signature("Zelda"), found, [one]) == one.base
    assert decide_person(signature("Zelda"), found, [one, Bearer("zelda reyes", "p:reyes", "x", 20)]) == ""
    assert decide_person(signature("Zelda", titles=("royal",)), found, [one]) == ""


def test_an_acronym_is_what_its_articles_spell_out() -> None:
    spelled = signature("HBA", "organization", hints=("harbor boat authority",))
    block = [(1, spelled, 2), (2, signature("HBA", "organization"), 5)]
    assert set(decide_others(block, ()).values()) == {entity_id("harbor boat authority", "other")}
    other = Bearer("heron bird association", "o:heron bird association", "", 9)
    assert decide_others(block, [other])[2] == entity_id("hba", "other")


def test_a_last_word_is_what_its_articles_call_so_and_often_enough() -> None:
    team = Bearer("dover herons", "o:dover herons", entity_id("dover herons", "other"), 3)
    other = Bearer("calder herons", "o:calder herons", entity_id("calder herons", "other"), 1)
    few, many = ([(1, signature("Herons", "organization"), number)] for number in (24, 25))
    assert decide_others(few, [team])[1] == entity_id("dover herons", "other")
    assert decide_others(many, [team])[1] == entity_id("herons", "other")
    assert decide_others(few, [team, other])[1] == entity_id("herons", "other")


@pytest.mark.parametrize(
    ("short", "form", "tail"),
    [
        ("herons", "dover herons", True),
        ("herons", "friends of herons", False),
        ("tribune", "dover tribune", False),
        ("mariners", "dover bay mariners", True),
        ("workers", "dover ferry workers", False),
        ("teachers", "dover teachers", False),
        ("governors", "coast governors", False),
        ("press", "dover press", False),
    ],
)
def test_last_words_by_which_an_organization_is_called(short: str, form: str, tail: bool) -> None:
    assert is_tail(short, form) is tail


def test_kinds_are_those_of_most() -> None:
    place, town = signature("Lincoln", "place"), signature("Lincoln")
    votes = {"place": 9, "person": 2}
    assert [as_person(s, votes) for s in (place, town, town._replace(gender="m"))] == [False, False, True]
    assert as_person(signature("Quill", "organization"), {"person": 20, "organization": 1})
    assert not as_person(signature("Ford", "organization"), {"person": 20, "organization": 9})


def test_scores_carry_their_reasons() -> None:
    one, other = Profile(), Profile()
    one.add(signature("Ada Quill", gender="f"), 3)
    other.add(signature("Ada B. Quill", gender="f"), 1)
    score = compare("ada quill", "ada b quill", one, other)
    assert score.total >= JOIN
    assert [(r.about, r.one, r.other) for r in score.reasons] == [
        ("the names go together (middle)", "ada quill", "ada b quill"),
        ("gender", "f", "f"),
    ]
    weighed = weigh(signature("Quill"), Field.of({"ada quill": one}, None))
    assert weighed[0].form == "ada quill"
    assert weighed[0].share >= SURE
    assert sum(w.share for w in weighed) == pytest.approx(1)


@given(
    st.sampled_from(("", "m", "f")), st.lists(st.sampled_from(("senator", "former mayor", "president")), max_size=2, unique=True),
    st.sampled_from((None, 2027, 2031)), st.lists(st.tuples(st.sampled_from(("Ada", "Tom", "Ben")), st.sampled_from(("", "m", "f")), st.integers(1, 40)), max_size=5),
)  # fmt: skip
def test_the_quick_answer_is_the_first_of_the_full_one(gender: str, titles: list[str], year: int | None, bearers: list[tuple[str, str, int]]) -> None:
    profiles: dict[str, Profile] = {}
    for name, its_gender, count in bearers:
        profiles.setdefault(f"{name} quill".lower(), Profile()).add(
            signature(f"{name} Quill", gender=its_gender, titles=tuple(titles[:1]), year=year), count
        )
    short = signature("Quill", gender=gender, titles=tuple(titles), year=year, hints=("ada quill",))
    field = Field.of(profiles, year)
    form, share = foremost(short, field, KNOWN)
    first = weigh(short, field, KNOWN)[0]
    assert form == first.form
    assert share == pytest.approx(first.share)


def test_an_article_tells_who_is_beside_whom() -> None:
    signed = sign(
        [
            View("a", "Ada Quill", "person", "ada quill", aliases=("Mayor Ada Quill",), titles=("Mayor",), she=3),
            View("b", "Quill", "person", "quill", aliases=("Mr. Quill",)),
            View("c", "Reyes", "person", "reyes", aliases=("Courier panelist Tom Reyes",)),
            View("d", "two aides", "unnamed", None),
            View("e", "Committee", "organization", "committee"),
            View("f", "Ferries Committee", "organization", "ferries committee"),
            View("g", "He", "person", "he"),
        ],
        2031,
    )
    assert set(signed) == {"a", "b", "c", "e", "f"}
    assert (signed["a"].gender, signed["a"].titles, signed["a"].year) == ("f", ("mayor",), 2031)
    assert (signed["b"].gender, signed["b"].hints) == ("m", ("ada quill",))
    assert signed["c"].form == "tom reyes"
    assert signed["e"].hints == ("ferries committee",)


def test_places_of_one_name_are_told_apart_by_their_company() -> None:
    def sense(*others: str) -> str:
        views = [View(str(i), name, "place", name_key(name, "place")) for i, name in enumerate(("Georgia", *others))]
        return sign(views, None)["0"].sense

    assert (sense("Tbilisi"), sense("Atlanta"), sense("Dover")) == ("country", "state", "")


KNOWN = KnownPeople.of(
    [
        KnownPerson("1", "Ada Quill", ("Ada Holt", "ABQ", "Quill"), (Office("Governor", "Hollis", "2025-01-01", "2029-01-01"),)),
        KnownPerson("2", "Ada B. Quill", (), (Office("Mayor", "Dover", "2020"),)),
        KnownPerson("3", "Rex Holt", ("Ada Holt",)),
    ]
)


def test_known_people_have_one_form_for_what_only_they_are_called() -> None:
    assert KNOWN.form("abq", "organization") == "ada quill"
    # Two have that name, and a surname is nobody's own.
    assert KNOWN.form("ada holt", "person") == "ada holt"
    assert KNOWN.form("quill", "person") == "quill"
    assert persons([(1, signature("Ada Quill"), 3), (2, signature("Ada B. Quill"), 3)], KNOWN).canonical == {
        "ada quill": "ada quill",
        "ada b quill": "ada b quill",
    }


@pytest.mark.parametrize(
    ("words", "year", "form"),
    [
        ("the governor of Hollis", 2027, "ada quill"), ("the governor of Hollis", 2030, ""), ("the former governor of Hollis", 2030, "ada quill"),
        ("the mayor of Dover", 2031, "ada b quill"), ("the mayor", 2031, ""), ("the mayor of Hollis", 2031, ""),
    ],
)  # fmt: skip
def test_an_office_with_its_place_and_date_names_one_known_person(words: str, year: int, form: str) -> None:
    assert KNOWN.described(words, year) == form


def test_offices_known_from_elsewhere_weigh_with_their_dates() -> None:
    ada, tom = signature("Ada Quill", year=2027), signature("Tom Quill", year=2027)
    block = [(1, ada, 20), (2, tom, 20)]
    found = persons(block, KNOWN)
    governor = signature("Quill", year=2027, titles=("governor",))
    assert decide_person(governor, found, ()) == entity_id("ada quill", "person")
    assert decide_person(governor._replace(year=2035), found, ()) != entity_id("ada quill", "person")
    assert decide_person(governor, persons(block), ()) == ""


def test_person_form_keeps_what_is_no_plural_title() -> None:
    assert person_form("senators") == "senators"
