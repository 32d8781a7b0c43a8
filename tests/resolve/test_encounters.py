"""The same contact, on records made by hand: what speaks for it, what excludes it, what became of a plan, and what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.resolve import agreement
from rapport.resolve.between import acts_for, joined, joined_names, letters_moved, says_between
from rapport.resolve.clusters import clusters, components
from rapport.resolve.links import Encounter, denied, denies, outcome, settles
from rapport.resolve.origins import Origin, origins
from rapport.resolve.outlets import Outlets, same_outlet
from rapport.resolve.places import country_of
from rapport.resolve.reports import Party, Report, Voucher, blocks, described, ordinal, took_part
from rapport.resolve.sameness import likeness, other_days
from rapport.resolve.values import other_place, rate, same_place, seconds

REYES, QUILL, BELL = (Party(name, name, "person", known=True) for name in ("Reyes", "Quill", "Bell"))
AIDES = Party("a1", "two of his aides", "unnamed", known=False)


def report(article: str = "a", **fields: Any) -> Report:
    plain: dict[str, Any] = {
        "contact": f"c{article}", "channel": "call", "status": "happened", "parties": (REYES, QUILL), "voice": article, "own": f"Outlet {article}",
        "outlet": f"Outlet {article}", "published": "2031-02-18",
    }  # fmt: skip
    return Report(article, **(plain | fields))


DATED = {"start": "2031-02-16", "end": "2031-02-16"}


def same(a: Report, b: Report) -> bool:
    one, other = likeness(a, b), likeness(b, a)
    assert one == other
    return one is not None and one.same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (DATED, DATED, True),
        (DATED, DATED | {"parties": (REYES, QUILL, BELL)}, True),
        (DATED, DATED | {"channel": "unspecified"}, True),
        (DATED, DATED | {"channel": "meeting"}, False),
        (DATED, DATED | {"status": "planned"}, False),
        (DATED, DATED | {"status": "recurring"}, True),
        (DATED, DATED | {"status": "recurring", "cadence_count": 2.0, "cadence_period": "P1W"}, False),
        (DATED, DATED | {"parties": (REYES, BELL)}, False),
        (DATED | {"parties": (REYES, QUILL, BELL)}, DATED | {"parties": (REYES, BELL, Party("x", "Pike", "person", known=True))}, False),
        (DATED, {"start": "2031-02-19", "end": "2031-02-19"}, False),
        (DATED, {"start": "2031-02-01", "end": "2031-02-28"}, False),
        (
            DATED | {"sentence": "the ferry strike mediator"},
            {"start": "2031-02-01", "end": "2031-02-28", "sentence": "a mediator, ferry, strike"},
            True,
        ),
        (DATED, {}, False),
        (DATED | {"sentence": "ferry strike mediator"}, {"sentence": "mediator and ferry"}, True),
        (DATED | {"sentence": "ferry strike mediator"}, {"sentence": "mediator and ferry", "published": "2031-02-15"}, False),
        ({}, {}, False),
        ({"sentence": "ferry strike mediator harbor"}, {"sentence": "harbor mediator ferry strike"}, True),
        ({"sentence": "ferry strike mediator harbor"}, {"sentence": "harbor mediator ferry strike", "published": "2031-05-18"}, False),
        (DATED | {"duration": "PT30M"}, DATED | {"duration": "PT1H"}, True),
        (DATED | {"channel": "message", "initiator": "Reyes"}, DATED | {"channel": "message", "initiator": "Quill"}, False),
        (DATED | {"parties": (REYES, AIDES), "place": "Dover"}, DATED | {"parties": (REYES, AIDES), "place": "Dover"}, True),
        (DATED | {"parties": (REYES, AIDES)}, DATED | {"parties": (REYES, Party("b1", "city lawyers", "group", known=False))}, False),
    ],
)
def test_what_makes_two_reports_one(one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    assert same(report("a", **one), report("b", **other)) is expected


def test_a_likeness_says_why() -> None:
    alike = likeness(report("a", **DATED), report("b", **DATED, place="Dover"))
    assert alike is not None
    assert alike.reasons == (("parties", 3.0), ("time", 3.0), ("channel", 1.0))
    assert alike.score == 7.0


dated = st.tuples(st.dates(date(2031, 1, 1), date(2031, 3, 31)), st.integers(0, 60)).map(
    lambda day: {"start": day[0].isoformat(), "end": (day[0] + timedelta(day[1])).isoformat()}
)
whens: st.SearchStrategy[dict[str, str]] = st.one_of(dated, st.just({}))


@given(one=whens, other=whens)
def test_days_that_exclude_each_other_need_no_comparison(one: dict[str, Any], other: dict[str, Any]) -> None:
    a, b = report(**one), report("b", **other)
    assert other_days(a.interval, b.interval) == other_days(b.interval, a.interval)
    if one and other:
        assert other_days(a.interval, b.interval) == (likeness(a, b) is None)
    else:
        assert not other_days(a.interval, b.interval)


def test_one_voice_tells_its_contacts_apart() -> None:
    first, other = report("a", sentence="ferry strike", **DATED), report("b", voice="a", sentence="bridge bonds", **DATED)
    assert not same(first, other)
    assert same(first, report("b", voice="a", sentence="ferry strike", **DATED))


def test_reports_that_no_comparison_can_tell_apart_have_one_signature() -> None:
    one = report("a", sentence="Reyes called Quill about the ferry.", **DATED)
    copy = report("b", contact="other", voice="a", own="Outlet a", sentence="About the ferry, Reyes called Quill.", confidence=0.2, **DATED)
    assert one.signature() == copy.signature() != one.signature(1)
    assert len({report("a", **fields).signature() for fields in ({}, DATED, {"place": "Dover"}, {"duration": "PT1H"}, {"channel": "message"})}) == 5


def test_reports_meet_where_they_have_two_parties_in_common() -> None:
    assert blocks(report(parties=(QUILL, REYES, BELL))) == ["Bell|Quill", "Bell|Reyes", "Quill|Reyes"]
    assert blocks(report(parties=(REYES, AIDES))) == ["Reyes|~aides"]
    assert blocks(report(parties=(AIDES, Party("b", "lawyers", "group", known=False)))) == []


def test_a_cited_outlet_is_no_party() -> None:
    ledger = Party("Ledger", "Harbor Ledger", "organization", known=True)
    cited = (Voucher("outlet", "Ledger", "Harbor Ledger", known=True),)
    assert took_part((REYES, ledger, QUILL), cited) == (REYES, QUILL)
    assert took_part((REYES, ledger), cited) == (REYES, ledger)
    assert took_part((REYES, ledger, QUILL), (AIDE,)) == (REYES, ledger, QUILL)


@pytest.mark.parametrize(
    ("description", "word"),
    [
        ("Negotiators for the city", "negotiators"),
        ("two of his aides", "aides"),
        ("leaders of Local 41", "leaders"),
        ("lawyers", "lawyers"),
        ("he", ""),
    ],
)
def test_who_has_no_name_is_known_by_one_word(description: str, word: str) -> None:
    assert described(description) == word


@given(st.lists(st.tuples(st.floats(6, 12), st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14), st.randoms())
def test_clusters_do_not_depend_on_the_order_of_edges(edges: list[tuple[float, str, str]], random: Any) -> None:
    pairs = {(min(a, b), max(a, b)): (score, min(a, b), max(a, b)) for score, a, b in edges if a != b}
    given_edges = list(pairs.values())
    apart = {node: [node if node in "ab" else "shared" + node] for node in "abcdef"}

    def score(a: str, b: str) -> float | None:
        return pairs[a, b][0] if (a, b) in pairs else pairs[b, a][0] if (b, a) in pairs else 0.0

    before = clusters("abcdef", given_edges, apart, score)
    random.shuffle(given_edges)
    assert clusters("fedcba", given_edges, apart, score) == before
    assert sorted(node for cluster in before for node in cluster) == list("abcdef")
    parts = [set(part) for part in components("abcdef", given_edges)]
    assert all(any(set(cluster) <= part for part in parts) for cluster in before)


def test_clusters_hold_one_report_of_an_article_and_none_that_excludes_another() -> None:
    edges = [(9.0, "a", "b"), (8.0, "b", "c"), (7.0, "c", "d")]
    both = {"a": ["1"], "b": ["2"], "c": ["1"], "d": ["3"]}
    assert clusters("abcd", edges, both, lambda a, b: 7.0) == [["a", "b"], ["c", "d"]]
    alone = {node: [node] for node in "abcd"}
    assert clusters("abcd", edges, alone, lambda a, b: None if {a, b} == {"a", "d"} else 7.0) == [["a", "b", "c"], ["d"]]
    # A chain of likely pairs whose ends have little in common is no cluster.
    assert clusters("abcd", edges, alone, lambda a, b: 9.0 if (a, b) == ("a", "b") else 0.0) == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("New York Times", "The New York Times", True),
        ("nytimes.com", "The New York Times", True),
        ("wsj.com", "Wall Street Journal", True),
        ("AP", "The Associated Press", True),
        ("apnews.com", "Associated Press", True),
        ("https://www.harborledger.example/a", "the Harbor Ledger", True),
        ("The Harbor Ledger. Voss", "Harbor Ledger", True),
        ("Harbor Ledger’s Lena Moss", "Harbor Ledger", True),
        ("NBC", "NBC News", True),
        ("Harbor Ledger", "Bay Ledger", False),
        ("Washington Post", "Washington Times", False),
        ("theguardian.com", "Guardian", True),
        ("thehill.com", "The Hill", True),
        ("Times", "New York Times", False),
    ],
)
def test_names_of_outlets(a: str, b: str, expected: bool) -> None:
    assert same_outlet(a, b) is same_outlet(b, a) is expected


def test_a_short_name_is_the_outlet_that_is_about() -> None:
    assert Outlets(["the Times", "The New York Times"]).called("the Times") == "The New York Times"
    assert Outlets(["the Times", "New York Times", "Washington Times"]).called("the Times") == "the Times"


AIDE = Voucher("unnamed", "e1", "aides")


PASSAGE = "Reyes and Quill bargained about stranded ferries, bonds, wages, pensions and harbours"


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([report("a"), report("b")], [Origin("outlet", name="Outlet a"), Origin("outlet", name="Outlet b")]),
        ([report("a"), report("b", voice="a", own="Outlet a")], [Origin("outlet", name="Outlet a")]),
        # Ten outlets that cite one newspaper's sources have one origin; who cites the paper itself, none of its own.
        (
            [report("a", own="Harbor Ledger", chain=(AIDE,))]
            + [report(x, chain=(Voucher("unnamed", f"e{x}", "sources", via="The Harbor Ledger"),)) for x in "bcdefghi"]
            + [report("j", chain=(Voucher("outlet", None, None, via="Harbor Ledger"),))],
            [Origin("unnamed", name="aides", via="Harbor Ledger")],
        ),
        ([report("a", chain=(Voucher("outlet", None, None, via="Harbor Ledger"),))], [Origin("outlet", name="Harbor Ledger")]),
        (
            [report(x, chain=(Voucher("named", "Quill", "Quill", known=True),)) for x in "ab"] + [report("c", chain=(AIDE,))],
            [Origin("named", "Quill"), Origin("unnamed", name="aides", via="Outlet c")],
        ),
        (
            [report(x, chain=(Voucher("spokesperson", who, who, known=True, speaks_for="Reyes"),)) for x, who in (("a", "Trask"), ("b", "Marin"))],
            [Origin("spokesperson", "Reyes")],
        ),
        # Who only comments on the contact is no origin, unless they took part; nor is a poll or a day, or an article that only refers to it.
        (
            [
                report("a", chain=(Voucher("named", "Bell", "Bell", known=True, reports=False),)),
                report("b", tells=False),
                report("c", chain=(Voucher("named", "Quill", "Quill", known=True, reports=False),)),
                report("d", tells=False, chain=(Voucher("poll", "p", "a Harbor College poll"),)),
                report("e", tells=False, chain=(Voucher("named", "w", "Wednesday"),)),
            ],
            [Origin("named", "Quill"), Origin("outlet", name="Outlet a")],
        ),
        ([report("a", tells=False)], [Origin("outlet", name="Outlet a")]),
        # One whom articles single out by a description is one, and so is a public document; officials are each outlet's own.
        (
            [
                report(x, chain=(Voucher("unnamed", f"e{x}", name),))
                for x, name in (("a", "a ferry whistleblower"), ("b", "the whistleblower"), ("c", "the official"), ("d", "the official"))
            ],
            [
                Origin("unnamed", name="a ferry whistleblower"),
                Origin("unnamed", name="the official", via="Outlet c"),
                Origin("unnamed", name="the official", via="Outlet d"),
            ],
        ),
        (
            [report(x, chain=(Voucher("document", f"e{x}", name),)) for x, name in (("a", "a city memo"), ("b", "the memo"), ("c", "a report"))],
            [Origin("document", name="a city memo"), Origin("document", name="a report", via="Outlet c")],
        ),
        (
            [report("a", chain=(Voucher("named", "e", "her campaign"),)), report("b", chain=(Voucher("named", "f", "Her campaign"),))],
            [Origin("named", name="her campaign", via="Outlet a")],
        ),
        # An outlet that says where it has it from is no source beside that one; a passage that it prints again is one voice.
        (
            [report("a", own="Harbor Ledger", chain=(AIDE,)), report("b", own="Harbor Ledger"), report("c")],
            [Origin("unnamed", name="aides", via="Harbor Ledger"), Origin("outlet", name="Outlet c")],
        ),
        (
            [
                report("a", own="Harbor Ledger", sentence=PASSAGE, chain=(Voucher("document", "d", "a report"),)),
                report("b", own="Harbor Ledger", sentence=PASSAGE + " Yesterday.", chain=(Voucher("named", "Bell", "Bell", known=True),)),
            ],
            [Origin("document", name="a report", via="Harbor Ledger")],
        ),
        # Of many voices, someone who took no part and whom one alone cites is no origin.
        (
            [report(x, chain=(Voucher("named", "Okafor", "Okafor", known=True),)) for x in "abcdefghijk"]
            + [report("l", chain=(Voucher("named", "Bell", "Bell", known=True),))],
            [Origin("named", "Okafor")],
        ),
    ],
)
def test_the_ends_of_the_chains(reports: list[Report], expected: list[Origin]) -> None:
    assert list(origins(reports)) == list(origins(reversed(reports))) == expected


def test_what_is_shown_is_the_best_sourced_reports() -> None:
    bare = report("a", duration="PT1H", place="Dover", start="2031-02-01", end="2031-02-28")
    unnamed = report("b", chain=(AIDE,), duration="PT30M", channel="unspecified")
    named = report("c", chain=(Voucher("named", "Quill", "Quill", known=True),), channel="unspecified")
    ranked = agreement.ranked([bare, unnamed, named])
    assert [r.article for r in ranked] == ["c", "b", "a"]
    assert agreement.given(ranked, "duration") == ("PT30M",)
    assert agreement.given(ranked, "place") == ("Dover",)
    assert agreement.given(ranked, "tone") == (None,)
    assert agreement.channel(ranked) == "call"
    # Of what the best-sourced interval holds, the narrowest.
    narrower = report("d", **DATED)
    assert agreement.when([*ranked, narrower])[1:] == ("2031-02-16", "2031-02-16")


def test_one_odd_party_is_left_out_where_many_tell_of_it() -> None:
    odd = report("a", parties=(REYES, QUILL, BELL, AIDES), chain=(Voucher("named", "Quill", "Quill", known=True),))
    several = [report(x) for x in "bcdef"]
    assert [p.name for p in agreement.parties([odd, *several])] == ["Reyes", "Quill"]
    assert [p.name for p in agreement.parties([odd, *several[:1]])] == ["Reyes", "Quill", "Bell", "two of his aides"]
    assert [p.name for p in agreement.parties([report("a"), odd, report("b", parties=(REYES, QUILL, BELL))])] == ["Reyes", "Quill", "Bell"]


def met(place: str, sentence: str) -> dict[str, Any]:
    return {"channel": "meeting", "place": place, "sentence": sentence, "trigger": "met"}


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        ({"duration": "PT30M"}, {"duration": "PT1H"}, "duration"),
        ({"duration": "PT90M"}, {"duration": "PT1H30M"}, None),
        ({"duration": "PT30M"}, {}, None),
        ({"initiator": "Reyes"}, {"initiator": "Quill"}, "initiator"),
        ({"initiator": "Reyes"}, {"initiator": "Bell"}, None),
        ({"channel": "call"}, {"channel": "meeting"}, "channel"),
        ({"channel": "call"}, {"channel": "unspecified"}, None),
        (DATED, {"start": "2031-02-17", "end": "2031-02-17"}, "when"),
        (DATED, {"start": "2031-02-01", "end": "2031-02-28"}, None),
        (met("Dover", "They met in Dover."), met("Hollis", "They met in Hollis."), "place"),
        (met("Dover", "They met in Dover."), met("Hollis", "Bell was in Hollis; they met."), None),
        (met("Dover", "They met in Dover."), met("Hollis", "They met in Hollis, before Dover."), None),
        ({"place": "Dover"}, {"place": "Hollis"}, None),
        ({"place": "the State House", "channel": "meeting"}, {"place": "his office at the State House", "channel": "meeting"}, None),
        ({"place": "Dover", "channel": "meeting"}, {"place": "his office", "channel": "meeting"}, None),
        ({"cadence_count": 2.0, "cadence_period": "P1W"}, {"cadence_count": 1.0, "cadence_period": "P1D"}, "cadence"),
        ({"cadence_count": 2.0, "cadence_period": "P1W", "cadence_bound": "min"}, {"cadence_count": 3.0, "cadence_period": "P1W"}, None),
    ],
)
def test_values_that_exclude_each_other(one: dict[str, Any], other: dict[str, Any], field: str | None) -> None:
    found = agreement.differences([report("a", **one), report("b", **other)], {"Reyes", "Quill"})
    assert {said.field for said in found} == ({field} if field else set())
    assert len(found) == (2 if field else 0)
    # One voice does not contradict itself.
    assert not agreement.differences([report("a", **one), report("b", voice="a", **other)], {"Reyes", "Quill"})


def encounter(name: str, status: str, told: str, day: str | None = None, **fields: Any) -> Encounter:
    plain = {"parties": frozenset({"Reyes", "Quill"}), "first": ordinal(day), "last": ordinal(day), "channel": "meeting"}
    return Encounter(name, status, told=ordinal(told), **(plain | fields))


PLAN = encounter("p", "planned", "2030-12-03", "2030-12-11")


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (encounter("m", "happened", "2030-12-12", "2030-12-11"), True),
        (encounter("m", "happened", "2030-12-12", "2030-12-12", channel="unspecified"), True),
        (encounter("m", "happened", "2030-12-12", "2030-12-11", channel="call"), False),
        (encounter("m", "happened", "2030-12-20", "2030-12-19"), False),
        (encounter("m", "happened", "2030-12-02", "2030-12-11"), False),
        (encounter("m", "happened", "2030-12-12"), True),
        (encounter("m", "happened", "2030-12-05"), False),
        (encounter("m", "declined", "2030-12-05"), True),
        (encounter("m", "denied", "2030-12-12", "2030-12-11"), False),
        (encounter("m", "happened", "2030-12-12", "2030-12-11", parties=frozenset({"Reyes", "Bell"})), False),
        (encounter("m", "happened", "2030-12-12", "2030-12-11", parties=frozenset({"Reyes", "Quill", "Bell"})), True),
    ],
)
def test_what_became_of_a_plan(later: Encounter, kept: bool) -> None:
    assert (outcome(PLAN, [later]) == "m") is kept


def test_of_several_outcomes_the_likeliest() -> None:
    undated, dated = encounter("a", "happened", "2030-12-12"), encounter("b", "happened", "2030-12-12", "2030-12-11")
    refused = encounter("c", "declined", "2030-12-11", "2030-12-11")
    assert outcome(PLAN, [undated, dated, refused]) == outcome(PLAN, [refused, dated, undated]) == "b"
    assert outcome(PLAN, []) is None
    assert settles(dated, undated) is None


def test_a_plan_without_a_day_needs_more_than_its_parties() -> None:
    plan = encounter("p", "planned", "2030-12-03", place="Dover", words=frozenset({"ferry", "bonds"}))
    assert outcome(plan, [encounter("m", "happened", "2030-12-12")]) is None
    assert outcome(plan, [encounter("m", "happened", "2030-12-12", place="Dover", words=frozenset({"ferry"}))]) == "m"


def test_what_a_denial_denies() -> None:
    lodge = encounter("l", "happened", "2031-03-11", None, first=ordinal("2030-10-01"), last=ordinal("2030-10-31"), articles=frozenset({"x"}))
    denial = encounter("d", "denied", "2031-03-11", articles=frozenset({"x"}))
    elsewhere = encounter("e", "happened", "2030-05-01", "2030-04-30")
    assert denied(denial, [elsewhere, lodge]) == "l"
    assert denied(denial, [elsewhere]) is None
    assert denies(lodge, denial) is None
    # What was said is denied, not that they met; and what one source says itself it does not deny.
    assert denied(encounter("d", "denied", "2031-03-11", articles=frozenset({"x"}), of_content=True), [lodge]) is None
    ends = frozenset({("named", "Voss", None, None)})
    own = encounter("l", "happened", "2031-03-11", articles=frozenset({"x"}), origins=ends)
    assert denied(encounter("d", "denied", "2031-03-11", articles=frozenset({"x"}), origins=ends), [own]) is None


def test_what_was_spoken_of_is_denied_where_both_say_what_it_was() -> None:
    topics = frozenset({"pier", "lease", "harbor"})
    spoke = encounter("s", "happened", "2031-03-02", "2030-06-01", topics=topics, channel="unspecified")
    never = encounter("d", "denied", "2031-03-01", of_content=True, topics=frozenset({"pier", "lease"}), channel="unspecified")
    assert denied(never, [spoke]) == "s"
    assert denied(replace(never, topics=frozenset({"pier"})), [spoke]) is None
    assert denied(never, [replace(spoke, topics=frozenset())]) is None
    # A question is no account of it, and what is dated on another day is not what is denied.
    assert denied(never, [replace(spoke, negated=True)]) is None
    assert denied(replace(never, first=ordinal("2031-01-01"), last=ordinal("2031-01-01")), [spoke]) is None


def test_what_denies_nothing() -> None:
    lodge = encounter("l", "happened", "2031-03-11", articles=frozenset({"x"}), words=frozenset({"ferry", "bonds", "pier"}))
    denial = encounter("d", "denied", "2031-03-11", articles=frozenset({"x"}), words=frozenset({"ferry", "bonds"}))
    assert denied(denial, [lodge]) == "l"
    # Who has not heard back waits for an answer; with somebody else there it is another contact, unless it is told alike.
    assert denied(replace(denial, unheard=True), [lodge]) is None
    third = replace(lodge, parties=lodge.parties | {"Bell"})
    assert denied(denial, [third]) is None
    assert denied(replace(denial, words=lodge.words | {"lease"}), [third]) == "l"
    assert Report("a", "c", "call", "denied", (), trigger="never heard back").unheard
    # One source in one sentence, whatever else speaks for it.
    ends = frozenset({("named", "Voss", None, None)})
    october: dict[str, Any] = {
        "first": ordinal("2030-10-01"),
        "last": ordinal("2030-10-31"),
        "place": "Dover",
        "words": lodge.words,
        "topics": frozenset({"pier", "lease"}),
    }
    once = replace(lodge, **october), replace(denial, **october)
    assert denied(once[1], [once[0]]) == "l"
    assert denied(replace(once[1], origins=ends), [replace(once[0], origins=ends)]) is None


def test_a_relative_may_be_the_namesake() -> None:
    topics = frozenset({"pier", "lease"})
    spoke = encounter("s", "happened", "2031-03-02", parties=frozenset({"quill", "son"}), family=True, topics=topics, channel="unspecified")
    never = encounter("d", "denied", "2031-03-01", parties=frozenset({"quill"}), kin=True, topics=topics, channel="unspecified")
    assert denied(never, [spoke]) == "s"
    assert denied(never, [replace(spoke, family=False)]) is None
    assert denied(replace(never, kin=False), [spoke]) is None
    assert denied(replace(never, topics=frozenset()), [spoke]) is None
    assert denied(never, [replace(spoke, parties=spoke.parties | {"reyes"})]) is None


@pytest.mark.parametrize(
    ("a", "b", "alike", "excluded"),
    [
        ("the State House", "State House", True, False),
        ("Dover", "Hollis", False, True),
        ("the Oval Office", "the White House", False, False),
        ("the White", "White House", True, False),
        ("Trump Tower", "New York City", False, False),
        ("the lobby", "Dover", False, False),
    ],
)
def test_places(a: str, b: str, alike: bool, excluded: bool) -> None:
    assert same_place(a, b) is same_place(b, a) is alike
    assert other_place(a, b) is other_place(b, a) is excluded


def test_durations_and_rates() -> None:
    assert (seconds("PT1H30M"), seconds("PT90M"), seconds("P1D"), seconds("P1M"), seconds(None), seconds("P"), seconds("an hour")) == (
        5400.0, 5400.0, 86400.0, 2629800.0, None, None, None,
    )  # fmt: skip
    assert rate(2, "P1W") == pytest.approx(2 / 7)
    assert rate(None, "P1W") is rate(2, None) is None


NAMES = ({"Quill", "Ada Quill"}, {"Reyes", "Hollis governor"})


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Bell misread a call between Mr. Reyes and Ada Quill.", True),
        ("Bell defended Quill’s call with the Hollis governor.", True),
        ("Quill will call Bell about Reyes.", False),
        ("Quill said that Bell had a call, and Reyes left.", False),
        ("Quill Jr. had a call with Reyes.", False),
        ("Quill had lunch with Reyes.", False),
        ("In a March call, Governor Reyes pressed Ada Quill.", True),
        ("During a call in which Reyes pressed Quill, Bell left.", True),
        ("After a call with Bell, Reyes pressed Quill.", False),
    ],
)
def test_between_whom_words_say_that_it_was(sentence: str, said: bool) -> None:
    assert says_between(sentence, ["call"], *NAMES) is said


def test_other_ways_to_name_the_two() -> None:
    assert letters_moved("Tom Okaofr", "Tom Okafor")
    assert letters_moved("Okaofr", "Okafor")
    assert not letters_moved("Ann Okaofr", "Tom Okafor")
    assert not letters_moved("Quil", "Quill")
    assert not letters_moved("Okafor", "Okafor")
    assert joined_names("Quill-Reyes", *NAMES)
    assert not joined_names("Quill-Bell", *NAMES)
    assert joined("He read the Quill-Reyes phone call.", "Quill-Reyes", ["call"])
    assert not joined("A Quill-Reyes ticket called.", "Quill-Reyes", ["call"])
    assert acts_for("Hollis Council clerk Ada Quill wrote.", "Hollis Council", {"Ada Quill"})
    assert not acts_for("Ada Quill wrote.", "Hollis Council", {"Ada Quill"})


@pytest.mark.parametrize(
    ("name", "country"),
    [("Freedonia", ""), ("Norway", "norway"), ("the Norwegian government", "norway"), ("Norway’s leaders", "norway"), ("Ada Norway", "")],
)
def test_names_of_countries(name: str, country: str) -> None:
    assert country_of(name) == country


def test_no_plan_is_settled_in_its_own_article_nor_by_an_invitation_nor_by_what_it_outlived() -> None:
    later = replace(encounter("m", "happened", "2030-12-12"), articles=frozenset({"b"}))
    plan = replace(PLAN, articles=frozenset({"a"}))
    assert outcome(plan, [later]) == "m"
    assert outcome(replace(plan, articles=frozenset({"a", "b"})), [later]) is None
    assert outcome(plan, [replace(later, invited=True)]) is None
    refused = replace(later, status="declined", first=None, last=None)
    assert refused.told is not None
    assert settles(replace(plan, told_last=refused.told + 3), refused) is None
