"""How a relationship went: what a reader can rely on of its periods and turning points."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.resolve.relations import FEW, Sign, borne_out, least, may_turn, one_tone, one_voice, periods, told, turns


def sign(date: str, friendly: bool, weight: float = 0.9, article: str = "", holder: int | None = 0) -> Sign:
    return Sign(date, f"{date}{article}{holder}{friendly}", article or date, holder, friendly, weight, "stance")


def hostile(*dates: str) -> list[Sign]:
    return [sign(date, False) for date in dates]


def friendly(*dates: str) -> list[Sign]:
    return [sign(date, True) for date in dates]


def test_a_hostile_campaign_that_became_friendly_turns_once() -> None:
    found = periods(hostile("2031-03-01", "2031-07-04", "2031-11-02") + friendly("2032-01-10", "2032-02-01"))
    assert [(p.tone, p.since, p.until) for p in found] == [("hostile", "2031-03-01", "2031-11-02"), ("friendly", "2032-01-10", "2032-02-01")]
    (turn,) = turns(found)
    assert (turn.tone, turn.after, turn.by) == ("friendly", "2031-11-02", "2032-01-10")
    assert [s.date for s in turn.before][-1] == "2031-11-02"
    assert next(s.date for s in turn.since) == "2032-01-10"


def test_one_quarrel_among_many_kind_words_is_friction() -> None:
    (period,) = periods(friendly("2032-01-01", "2032-02-01", "2032-04-01") + hostile("2032-03-01"))
    assert period.tone == "friendly"
    assert [s.date for s in period.against] == ["2032-03-01"]


def test_one_sure_sign_at_the_end_is_a_turn_and_an_unsure_one_is_not() -> None:
    before = hostile("2031-01-01", "2031-02-01")
    assert len(periods([*before, sign("2031-06-01", True, 0.9)])) == 2
    assert len(periods([*before, sign("2031-06-01", True, 0.5)])) == 1


def test_ten_signs_of_one_article_are_one() -> None:
    told = [Sign("2031-06-01", str(i), "one", 0, True, 0.6, "stance") for i in range(10)]
    assert len(one_voice(told)) == 1
    assert [p.tone for p in periods([*hostile("2031-01-01", "2031-02-01"), *told])] == ["hostile"]


def test_no_signs_no_periods() -> None:
    assert periods([]) == []
    assert told([]) == []
    assert turns([]) == []


DAYS = st.dictionaries(st.integers(1, 28), st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=12)


@given(DAYS)
def test_where_sums_by_day_show_one_tone_there_is_one_period(days: dict[int, tuple[int, int]]) -> None:
    weights = {day: (hostile / 10, friendly / 10) for day, (hostile, friendly) in sorted(days.items())}
    signs = [
        sign(f"2031-03-{day:02}", bool(tone), weight, article=f"{day} {tone}")
        for day, pair in weights.items()
        for tone, weight in enumerate(pair)
        if weight
    ]
    found = periods(signs)
    if one_tone(weights.values()):
        assert len(found) <= 1
    elif len(found) == 1:
        # Not said only where another path costs no more.
        assert not one_tone([*weights.values(), (0.0, 0.0)])


def test_many_days_of_one_tone_are_seen_from_their_sums() -> None:
    assert one_tone([(0.9, 0.0), (0.0, 0.5), (0.9, 0.0)])
    assert not one_tone([(0.9, 0.0), (0.9, 0.0), (0.0, 0.9), (0.0, 0.9)])
    assert one_tone([])


def two_outlets(found: list[Sign]) -> list[Sign]:
    return [replace(s, outlet=("Bay Courier", "Harbor Ledger")[i % 2]) for i, s in enumerate(found)]


BEFORE = two_outlets(hostile(*(f"2031-{month:02}-02" for month in range(5, 12))))
SINCE = two_outlets(friendly("2032-01-10", "2032-02-01", "2032-03-01", "2032-04-01"))


def test_a_turn_is_told_where_several_outlets_bear_out_both_sides() -> None:
    (turn,) = turns(told(BEFORE + SINCE))
    assert (turn.tone, turn.after, turn.by) == ("friendly", "2031-11-02", "2032-01-10")


@pytest.mark.parametrize(
    "since",
    [
        SINCE[:3],
        [replace(s, outlet="Bay Courier") for s in SINCE],
        [replace(s, article=("one", "two")[i % 2]) for i, s in enumerate(SINCE)],
        [replace(s, date="2032-01-10") for s in SINCE],
        [replace(s, own=False) for s in SINCE],
        [replace(s, outlet="") for s in SINCE],
    ],
    ids=["few", "one outlet", "two articles", "one day", "only told", "no outlet"],
)
def test_a_side_that_little_bears_out_makes_no_turn(since: list[Sign]) -> None:
    for found in (BEFORE + since, [replace(s, date=f"2030{s.date[4:]}") for s in since] + BEFORE):
        assert turns(periods(found))
        assert not turns(told(found))


SOME_BEFORE = [replace(s, outlet="Bay Courier") for s in hostile("2031-09-12", "2031-10-30", "2031-11-02")]
SOME_SINCE = friendly("2032-01-10", "2032-04-09")


def test_of_five_to_eight_articles_two_bear_out_a_side() -> None:
    (turn,) = turns(told(SOME_BEFORE + SOME_SINCE))
    assert (turn.tone, turn.after, turn.by, turn.articles) == ("friendly", "2031-11-02", "2032-01-10", (3, 2))


@pytest.mark.parametrize(
    "since",
    [
        [replace(s, firm=False) for s in SOME_SINCE],
        [replace(s, own=False) for s in SOME_SINCE],
        [replace(s, article="one") for s in SOME_SINCE],
        friendly("2031-11-20", "2032-04-09"),
        [replace(s, date="2032-01-10") for s in SOME_SINCE],
    ],
    ids=["not firm", "only told", "one article", "within a month", "one day"],
)
def test_of_five_to_eight_articles_less_makes_no_turn(since: list[Sign]) -> None:
    more = hostile("2031-08-01")  # five articles, where two of the signs since are in one
    assert turns(periods(SOME_BEFORE + more + since))
    assert not turns(told(SOME_BEFORE + more + since))


def test_where_one_outlet_tells_all_it_bears_out_both_sides() -> None:
    for outlet in ("Bay Courier", ""):
        assert len(turns(told(replace(s, outlet=outlet) for s in BEFORE + SINCE))) == 1


@pytest.mark.parametrize(
    ("found", "turned"),
    [
        (hostile("2030-09-23") + friendly("2031-06-18"), True),
        ([replace(s, article="one") for s in hostile("2030-09-23") + friendly("2031-06-18")], True),
        (hostile("2031-01-01", "2031-02-01", "2031-03-01") + friendly("2031-04-01"), True),
        (hostile("2031-01-01", "2031-02-01", "2031-03-01", "2031-03-02") + friendly("2031-04-01"), False),
        (hostile("2031-03-10") + friendly("2031-04-01"), False),
        (hostile("2030-09-23") + [replace(s, firm=False) for s in friendly("2031-06-18")], False),
        (hostile("2030-09-23") + [replace(s, own=False) for s in friendly("2031-06-18")], True),
    ],
    ids=["two articles", "one article", "four articles", "five articles", "within a month", "not firm", "told, but firm"],
)
def test_where_little_is_told_one_firm_sign_a_side_is_enough_around_a_contact(found: list[Sign], turned: bool) -> None:
    assert turns(periods(found))
    assert len(turns(told(found, ["2031-03-20"]))) == turned
    assert not turns(told(found))
    assert not turns(told(found, ["2030-01-01", "2031-07-01"]))


def test_where_little_is_told_two_articles_a_side_need_no_contact() -> None:
    found = hostile("2030-09-23", "2030-11-05") + friendly("2031-05-18", "2031-06-18")
    assert turns(told(found))
    assert not turns(told(found[:3]))
    assert not turns(told(replace(s, article=f"one {s.friendly}") for s in found))


def test_own_words_are_firm_where_they_are_read_twice_to_the_same_end() -> None:
    loose = replace(sign("2031-06-18", True, article="one"), firm=False)
    praise = replace(loose, id="praise", kind="statement", weight=0.7)
    assert [s.firm for s in one_voice([loose])] == [False]
    assert [(s.id, s.firm) for s in one_voice([praise, loose])] == [(loose.id, True)]
    for other in (replace(praise, friendly=False), replace(praise, article="two"), replace(praise, holder=1), replace(praise, kind="stance")):
        assert not any(s.firm for s in one_voice([loose, other]))
    assert not any(s.firm for s in one_voice([replace(loose, own=False), replace(praise, own=False)]))


def test_what_must_bear_out_a_side_grows_as_the_root_of_what_is_told() -> None:
    assert [least(articles) for articles in (1, FEW, 5, 9, 10, 16, 100)] == [1, 1, 2, 3, 4, 4, 10]
    before = hostile(*(f"{year}-{month:02}-01" for year in (2031, 2032, 2033) for month in range(1, 13)))
    since = friendly(*(f"2034-{month:02}-01" for month in range(1, 8)))
    assert len(turns(told(before + since))) == 1
    assert not turns(told(before + since[:6]))


def test_the_tones_of_contacts_alone_bear_out_nothing() -> None:
    met = [replace(s, kind="contact", own=False, firm=False, holder=None) for s in friendly(*(f"2032-{month:02}-01" for month in range(1, 13)))]
    assert turns(periods(BEFORE + met))
    assert not turns(told(BEFORE + met))
    assert turns(told(BEFORE + SINCE[:2] + two_outlets(met)[3:7]))


def test_where_neither_tone_is_clear_nothing_is_told() -> None:
    assert told(hostile("2031-01-15") + friendly("2031-02-01")) == []
    (period,) = told(hostile("2031-01-01", "2031-02-01", "2031-03-01", "2031-04-01") + friendly("2031-03-02"))
    assert (period.tone, len(period.against)) == ("hostile", 1)


def test_what_is_not_borne_out_is_friction_in_what_is() -> None:
    (period,) = told(BEFORE + two_outlets(hostile("2032-05-01", "2032-06-01", "2032-07-01")) + friendly("2032-01-10", "2032-02-01"))
    assert (period.tone, period.since, period.until) == ("hostile", "2031-05-02", "2032-07-01")
    assert [s.date for s in period.against] == ["2032-01-10", "2032-02-01"]


signs = st.lists(
    st.builds(
        sign,
        st.dates().map(lambda day: day.isoformat()),
        st.booleans(),
        st.floats(0.05, 1.0),
        st.sampled_from(["", "a", "b", "c"]),
        st.sampled_from([0, 1, None]),
    ),
    max_size=25,
)


@given(signs, st.randoms(use_true_random=False))
def test_the_order_of_the_signs_does_not_matter(found: list[Sign], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert periods(found) == periods(shuffled)


@given(signs)
def test_every_sign_is_in_one_period_and_neighbours_differ(found: list[Sign]) -> None:
    whole = periods(found)
    assert sorted(s for p in whole for s in (*p.signs, *p.against)) == one_voice(found)
    assert all(a.tone != b.tone and a.until < b.since for a, b in itertools.pairwise(whole))
    assert all(p.signs for p in whole)


@given(signs)
def test_signs_of_one_kind_have_one_tone(found: list[Sign]) -> None:
    same = [s for s in found if s.friendly]
    assert [p.tone for p in periods(same)] == ["friendly"][: bool(same)]


@given(signs, st.randoms(use_true_random=False))
def test_what_is_told_is_borne_out_whatever_the_order(found: list[Sign], random: object) -> None:
    found = two_outlets(found)
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    whole = told(found)
    assert whole == told(shuffled)
    assert len(whole) < 2 or all(borne_out(period, found) for period in whole)
    tones = [[s for s in found if s.friendly == friendly and s.kind != "contact"] for friendly in (False, True)]
    counted = [(len({s.article for s in of}), len({s.article for s in of if s.own}), any(s.firm for s in of)) for of in tones]
    assert len(whole) < 2 or may_turn(len({s.article for of in tones for s in of}), counted)
    assert not whole or sorted(s for p in whole for s in (*p.signs, *p.against)) == one_voice(found)
    assert all(a.tone != b.tone and a.until < b.since for a, b in itertools.pairwise(whole))
