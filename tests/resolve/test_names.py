"""Names match forgivingly, and never where two may be meant."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.errors import AmbiguousName, UnknownName
from rapport.resolve.names import NameGroup, find, group_names, is_name, name_key, name_words, short_for


def groups(*rows: tuple[str, str, int] | tuple[str, int] | str) -> list[NameGroup]:
    """Groups of (name, kind, count) rows; kind `person` and count 1 where left out."""
    full = [(r, "person", 1) if isinstance(r, str) else (r[0], "person", r[1]) if len(r) == 2 else r for r in rows]
    return group_names([(name_key(name, kind), name, kind, count) for name, kind, count in full])


def called(query: str, found: list[NameGroup]) -> str:
    return find(query, found).name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ada Quill", "ada quill"),
        ("  MAYOR  Ada   QUILL ", "ada quill"),
        ("Former Vice President Ada Quill", "ada quill"),
        ("ex-Gov. Ada Quill’s", "ada quill"),
        ("the Rev. Ada Quill", "rev ada quill"),
        ("Zoë Łukasz-Ørsted", "zoe lukasz-orsted"),
        ("J. D. Marsh", "jd marsh"),
        ("J.D. Marsh", "jd marsh"),
        ("Seán O’Dell", "sean o'dell"),
        ("Sean O'Dell", "sean o'dell"),
        ("James’", "james"),
        # A title that is all there is, or stands after a name, is part of it.
        ("King", "king"),
        # Degrees and ages are not.
        ("Ada Quill, MD", "ada quill"),
        ("Dr. Ada Quill, Ph.D.", "ada quill"),
        ("Ada Quill, 40", "ada quill"),
        ("Ada King", "ada king"),
        ("Prince Harry", "prince harry"),
        ("Prince Harry Voss", "harry voss"),
        ("ＡＤＡ Ｑｕｉｌｌ", "ada quill"),
        ("İpek Straße", "ipek strasse"),
        ("习近平", "习近平"),
        ("…", ""),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert name_key(name) == key


def test_only_persons_have_titles() -> None:
    assert name_key("General Marine", "organization") == "general marine"
    assert name_key("The Chancellor Group", "organization") == "chancellor group"
    assert name_key("General Marine", "person") == "marine"


@pytest.mark.parametrize(
    ("name", "kind", "named"),
    [
        ("Ada Quill", "person", True),
        ("Tom Reyes Jr.", "person", True),
        ("the mayor", "person", False),
        ("The Mayor", "person", False),
        ("a Reyes aide", "person", False),
        ("his wife", "person", False),
        ("Two Women", "person", False),
        ("Teen", "person", False),
        ("12", "person", False),
        ("Twelve", "place", True),
        ("the Harbor Boat Authority", "organization", True),
        ("the University of the coast", "organization", True),
        ("the company", "organization", False),
        ("Hollis", "place", True),
        ("Ada Quill", "unnamed", False),
        ("Senate Democrats", "group", False),
        ("习近平", "person", True),
        ("", "person", False),
        ("…", "place", False),
    ],
)
def test_descriptions_are_not_names(name: str, kind: str, named: bool) -> None:
    assert is_name(name, kind) is named


@pytest.mark.parametrize(
    ("short", "full", "may"),
    [
        ("Quill", "Ada Quill", True),
        ("Ada", "Ada Quill", False),
        ("de la Cruz", "Ana de la Cruz", True),
        ("Ada Quill", "Ada B. Quill", True),
        ("A. Quill", "Ada Quill", True),
        ("Ada B. Quill", "Ada Bea Quill", True),
        ("Ada C. Quill", "Ada Bea Quill", False),
        ("Ada Quill", "Ida Quill", False),
        ("Ada Quill", "Ada Quill Jr.", False),
        ("Quill", "Ada Quill Jr.", True),
        ("Quill Jr.", "Ada Quill Jr.", True),
        ("Quill Jr.", "Ada Quill", False),
        ("Ada Quill", "Ada Quill", False),
    ],
)
def test_short_for(short: str, full: str, may: bool) -> None:
    assert short_for(name_words(short), name_words(full)) is may


def test_a_surname_titles_case_and_accents_find_the_person() -> None:
    found = groups("Zohran Ámbar", ("Ámbar", 4), "Tom Reyes")
    for query in ("ambar", "ÁMBAR", "Mayor Ambar", "zohran", "Z. Ambar", "Zohran K. Ambar", "ámbar’s"):
        assert called(query, found) == "Zohran Ámbar"
    assert {g.name: g.count for g in found} == {"Zohran Ámbar": 5, "Tom Reyes": 1}


def test_a_surname_that_two_bear_joins_neither() -> None:
    found = groups(("Tom Reyes", 3), "Maria Reyes", ("Reyes", 7))
    assert sorted(g.count for g in found) == [1, 3, 7]
    with pytest.raises(AmbiguousName) as caught:
        find("reyes", found)
    assert caught.value.candidates == ("Tom Reyes", "Maria Reyes", "“Reyes”")
    assert called("tom reyes", found) == "Tom Reyes"
    assert find('"Reyes"', found).count == find("“reyes”", found).count == 7


def test_a_surname_means_the_one_beside_whom_its_other_bearers_are_rare() -> None:
    found = groups(("Tom Reyes", 40), ("Gov. Reyes", 7), "Maria Reyes", "Ivo Reyes")
    assert {g.name: g.count for g in found} == {"Tom Reyes": 47, "Maria Reyes": 1, "Ivo Reyes": 1}
    assert called("reyes", found) == called("Gov. Reyes", found) == "Tom Reyes"
    assert called("maria reyes", found) == "Maria Reyes"
    # Where no article calls him by surname alone, it is he all the same; and not where the others are no longer rare.
    assert called("reyes", groups(("Tom Reyes", 40), ("Maria Reyes", 2))) == "Tom Reyes"
    for others in (3, 40):
        with pytest.raises(AmbiguousName):
            find("reyes", groups(("Tom Reyes", 40), ("Maria Reyes", others)))
    assert len(groups(("Tom Reyes", 40), ("Reyes", 7), ("Maria Reyes", 3))) == 3
    # Given names are not surnames.
    with pytest.raises(AmbiguousName):
        find("tom", groups(("Tom Reyes", 40), "Tom Bell"))


def test_father_and_son_stay_apart() -> None:
    found = groups("Tom Reyes", "Tom Reyes Jr.", "Reyes")
    assert len(found) == 3
    assert called("Tom Reyes", found) == "Tom Reyes"
    assert called("Reyes Jr", found) == "Tom Reyes Jr."


def test_middle_names_join_unless_two_have_them() -> None:
    assert [g.count for g in groups(("Ada Quill", 5), "Ada B. Quill", "Ada Bea Quill")] == [7]
    # Written in full however rarely, rather than as a surname however often.
    assert [g.name for g in groups(("Quill Jr.", 5), "Ada Quill Jr.")] == ["Ada Quill Jr."]
    assert called("quill", groups(("Ada Quill", 5), "Ada B. Quill")) == "Ada Quill"
    assert len(groups("Ada Quill", "Ada B. Quill", "Ada C. Quill")) == 3


def test_a_kind_read_wrongly_now_and_then_makes_no_other_actor() -> None:
    found = groups("Ada Quill", ("Quill", "person", 5), ("Quill", "organization", 2), ("Ada Quill", "place", 1))
    assert [(g.name, g.kind, g.count) for g in found] == [("Ada Quill", "person", 9)]


def test_a_town_is_not_the_person_of_that_surname() -> None:
    found = groups(("Hollis", "place", 9), ("Hollis", "person", 2), "Abel Hollis")
    assert {(g.name, g.count) for g in found} == {("Hollis", 9), ("Abel Hollis", 3)}
    with pytest.raises(AmbiguousName):
        find("hollis", found)
    assert find('"Hollis"', found).kind == "place"
    # Nobody bears it in full: the few are most likely the town.
    assert [(g.kind, g.count) for g in groups(("Hollis", "place", 9), ("Hollis", "person", 2))] == [("place", 11)]


def test_persons_come_before_what_is_named_after_them() -> None:
    found = groups("Ada Quill", ("Quill Foundation", "organization", 9), ("Port Quill", "place", 9))
    assert called("quill", found) == "Ada Quill"
    assert called("quill foundation", found) == "Quill Foundation"
    assert called("foundation", found) == "Quill Foundation"


def test_organizations_keep_words_that_are_titles_of_persons() -> None:
    found = groups(("General Marine", "organization", 3), ("the Harbor Council", "organization", 2))
    assert called("general marine", found) == "General Marine"
    assert called("Harbor Council", found) == "the Harbor Council"


def test_hyphens_do_not_count_when_asking() -> None:
    found = groups("Alba Ocaso-Cortina")
    for query in ("ocaso cortina", "cortina", "Ocaso-Cortina", "alba cortina"):
        assert called(query, found) == "Alba Ocaso-Cortina"


def test_a_slip_finds_the_one_it_must_mean_and_else_suggests() -> None:
    found = groups("Dana Whitlock", "Tom Reyes", "Ada Clinford")
    assert called("Whitlok", found) == "Dana Whitlock"
    assert called("dana whitlcok", found) == "Dana Whitlock"
    with pytest.raises(UnknownName) as caught:
        find("Clifford", found)
    assert caught.value.suggestions == ("Ada Clinford",)
    # Two are equally near.
    with pytest.raises(UnknownName) as caught:
        find("Whitlok", groups("Dana Whitlock", "Ivo Whitlock"))
    assert set(caught.value.suggestions) == {"Dana Whitlock", "Ivo Whitlock"}
    for nothing in ("zzz", "", "…", '""'):
        with pytest.raises(UnknownName):
            find(nothing, found)


_GIVEN = st.sampled_from(["Ada", "A.", "Tom", "Zoë", "Maria B.", "Mayor Ada", "Gov.", ""])
_FAMILY = st.sampled_from(["Quill", "Reyes", "QUILL", "de la Cruz", "Ocaso-Cortina", "Cortina", "King", "Quill Jr.", "Reyes’s"])
_NAME = st.builds(lambda given, family: f"{given} {family}".strip(), _GIVEN, _FAMILY)
_ROWS = st.lists(st.tuples(_NAME, st.sampled_from(["person", "place", "organization"]), st.integers(1, 5)), min_size=1, max_size=10)


@given(rows=_ROWS, seed=st.integers())
def test_groups_do_not_depend_on_order_and_hold_everyone_once(rows: list[tuple[str, str, int]], seed: int) -> None:
    found = groups(*rows)
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    assert groups(*shuffled) == found
    members = [member for group in found for member in group.members]
    assert sorted(members) == sorted({(name_key(name, kind), kind) for name, kind, _ in rows})
    assert sum(group.count for group in found) == sum(count for _, _, count in rows)


@given(rows=_ROWS, query=_NAME | _FAMILY | st.text(max_size=8))
def test_every_candidate_can_be_asked_for_as_it_is_listed(rows: list[tuple[str, str, int]], query: str) -> None:
    found = groups(*rows)
    candidates: tuple[str, ...] | None = None
    try:
        assert find(query, found) in found
    except AmbiguousName as error:
        candidates = error.candidates
    except UnknownName:
        # Nobody with these words is there.
        assert all(set(name_words(query)) - set(name_words(name, kind)) or not name_words(query) for name, kind, _ in rows)
    if candidates is not None:
        assert len(set(candidates)) == len(candidates) > 1
        assert len({find(candidate, found).key for candidate in candidates}) > 1


def test_a_place_of_that_name_that_is_hardly_ever_named_is_the_person_misread() -> None:
    quill = NameGroup("ada quill", "Ada Quill", "person", frozenset({("ada quill", "person"), ("quill", "person")}), 17)
    place = NameGroup("quill", "Quill", "place", frozenset({("quill", "place")}), 1)
    assert find("Quill", [quill, place]) == quill
    assert find("“Quill”", [quill, place]).key == "quill"
    town = NameGroup("quill", "Quill", "place", frozenset({("quill", "place")}), 9)
    with pytest.raises(AmbiguousName):
        find("Quill", [quill, town])
