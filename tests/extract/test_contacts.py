"""Contacts: two parties at least, one record an encounter, phrases turned into values, on whose word."""

import pytest

from rapport.annotations import Span, TimeExpression
from rapport.extract import extract
from rapport.records import Reading
from tests.extract.builder import Page

CALL = "Mayor Ada Quill called Tom Reyes on Sunday for about half an hour to discuss the ferry strike."


def names(reading: Reading, keys: tuple[str, ...]) -> list[str]:
    by_id = {a.id: a.name for a in reading.actors}
    return sorted(by_id[key] for key in keys)


def call_page(text: str = CALL) -> Page:
    page = Page(text)
    quill = page.mention("Mayor Ada Quill", 0, name="Ada Quill")
    reyes = page.mention("Tom Reyes", 1)
    page.trigger(
        "called", [quill, reyes], initiator=((quill, 0.9),), when=(page.at("on Sunday"),), duration=(page.at("about half an hour"),),
        topics=(page.at("the ferry strike"),),
    )  # fmt: skip
    return page


def test_a_call_with_all_its_fields() -> None:
    page = call_page()
    reading = extract(page.article, page.annotations())
    (contact,) = reading.contacts
    assert names(reading, contact.parties) == ["Ada Quill", "Tom Reyes"]
    assert names(reading, (contact.initiator or "",)) == ["Ada Quill"]
    assert (contact.channel, contact.status) == ("call", "happened")
    assert contact.when is not None
    assert (contact.when.start, contact.when.end) == ("2031-06-15", "2031-06-15")
    assert contact.duration is not None
    assert contact.duration.value == "PT30M"
    assert contact.topics == ("the ferry strike",)
    assert contact.according_to == ()
    assert {e.role for e in contact.evidence} >= {"sentence", "trigger", "party", "when", "duration", "topic"}
    assert 0 < contact.confidence < 1


def test_one_party_is_no_contact() -> None:
    page = Page("Ada Quill called on Sunday.")
    quill = page.mention("Ada Quill", 0)
    page.trigger("called", [quill])
    assert extract(page.article, page.annotations()).contacts == ()


def test_missing_facts_stay_null() -> None:
    page = Page("Ada Quill met Tom Reyes.")
    page.trigger("met", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)], channel="meeting")
    (contact,) = extract(page.article, page.annotations()).contacts
    assert (contact.when, contact.duration, contact.cadence, contact.place, contact.initiator, contact.setting, contact.tone) == (None,) * 7
    assert contact.topics == ()


def test_two_groups_that_tell_of_one_encounter_are_one_record() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nQuill and Reyes talked for an hour.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    again = [page.mention("Quill", 0, after=29), page.mention("Reyes", 1, after=29)]
    page.trigger("called", [quill, reyes])
    page.trigger("talked", again, channel="unspecified", group=1, other=0.4, duration=(page.at("for an hour"),))
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.channel == "call"
    assert contact.duration is not None
    assert sum(e.role == "sentence" for e in contact.evidence) == 2


def test_a_plan_stays_apart_from_what_happened() -> None:
    page = Page("Ada Quill met Tom Reyes.\n\nThey will meet again in July.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.trigger("met", [quill, reyes], channel="meeting")
    page.trigger("meet again", [quill, reyes], channel="meeting", status="planned", group=1, when=(page.at("in July"),))
    contacts = extract(page.article, page.annotations()).contacts
    assert sorted(c.status for c in contacts) == ["happened", "planned"]
    planned = next(c for c in contacts if c.status == "planned")
    assert planned.when is not None
    assert (planned.when.start, planned.when.end) == ("2031-07-01", "2031-07-31")


def test_different_days_stay_apart() -> None:
    page = Page("Ada Quill called Tom Reyes on Sunday.\n\nQuill phoned Reyes on Monday.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    again = [page.mention("Quill", 0, after=39), page.mention("Reyes", 1, after=39)]
    page.trigger("called", [quill, reyes], when=(page.at("on Sunday"),))
    page.trigger("phoned", again, group=1, when=(page.at("on Monday"),))
    assert len(extract(page.article, page.annotations()).contacts) == 2


def test_the_source_chain_of_a_relayed_report() -> None:
    page = Page("Sources familiar with the call told the Harbor Ledger that Ada Quill phoned Tom Reyes.")
    page.mention("Sources familiar with the call", 2, form="nominal", head="Sources")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.said("Sources familiar with the call", "told", "that Ada Quill phoned Tom Reyes")
    page.trigger("phoned", [quill, reyes])
    reading = extract(page.article, page.annotations())
    (link,) = reading.contacts[0].according_to
    assert link.kind == "unnamed"
    assert link.via == "Harbor Ledger"
    assert names(reading, (link.actor or "",)) == ["Sources familiar with the call"]


def test_least_confidence_leaves_the_uncertain_out() -> None:
    page = call_page()
    all_of_it = extract(page.article, page.annotations()).contacts
    assert extract(page.article, page.annotations(), min_confidence=all_of_it[0].confidence).contacts == all_of_it
    assert extract(page.article, page.annotations(), min_confidence=0.9999).contacts == ()


def test_an_unsure_third_party_stays_out() -> None:
    page = Page("Ada Quill met Tom Reyes near Hollis.")
    quill, reyes, hollis = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1), page.mention("Hollis", 2, kind="place")
    page.trigger("met", [quill, (reyes, 0.8), (hollis, 0.12)], channel="meeting")
    reading = extract(page.article, page.annotations())
    assert names(reading, reading.contacts[0].parties) == ["Ada Quill", "Tom Reyes"]


def test_another_contact_of_the_same_two_stays_apart() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nQuill had contacted Reyes in May.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    again = [page.mention("Quill", 0, after=28), page.mention("Reyes", 1, after=28)]
    page.trigger("called", [quill, reyes])
    page.trigger("contacted", again, channel="unspecified", group=1)
    assert [c.channel for c in extract(page.article, page.annotations()).contacts] == ["call", "unspecified"]


def test_a_plan_takes_its_parties_from_the_talk_before_it() -> None:
    page = Page("Ada Quill and Tom Reyes talked and made plans to meet in person.")
    page.trigger("talked", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    page.trigger("meet in person", [], channel="meeting", status="planned", group=1)
    reading = extract(page.article, page.annotations(), 0.0)
    planned = next(c for c in reading.contacts if c.status == "planned")
    assert names(reading, planned.parties) == ["Ada Quill", "Tom Reyes"]


def test_sources_familiar_with_a_call_vouch_for_it() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nSources familiar with the call told the Harbor Ledger that it was warm.")
    page.trigger("called", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    page.mention("Sources familiar with the call", 2, form="nominal", head="Sources")
    page.said("Sources familiar with the call", "told", "that it was warm")
    (contact,) = extract(page.article, page.annotations()).contacts
    assert [(link.kind, link.via) for link in contact.according_to] == [("unnamed", "Harbor Ledger")]


def test_sources_of_the_next_sentence_vouch_for_the_main_thing_said() -> None:
    page = Page(
        "Ada Quill has texted Tom Reyes since they met in Dover.\n\nSources familiar with the conversations told the Harbor Ledger that they were warm."
    )
    quill, reyes, they = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1), page.mention("they", 2, form="pronoun")
    page.trigger("texted", [quill, reyes], channel="message", status="recurring", score=0.9)
    page.trigger("met", [quill, reyes, (they, 0.1)], channel="meeting", group=1, score=0.7)
    page.mention("Sources familiar with the conversations", 3, form="nominal", head="Sources")
    page.said("Sources familiar with the conversations", "told", "that they were warm")
    found = {c.channel: c.according_to for c in extract(page.article, page.annotations(), 0.0).contacts}
    assert [link.kind for link in found["message"]] == ["unnamed"]
    assert found["meeting"] == ()


def test_the_next_sentence_may_go_on_about_the_talk() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nThe conversation, which lasted about 30 minutes, was warm.\n\nThe storm lasted two hours.")
    page.trigger("called", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.duration is not None
    assert contact.duration.value == "PT30M"
    assert sum(e.role == "sentence" for e in contact.evidence) == 2


def test_the_next_sentence_is_not_asked_about_another_talk() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nThe storm lasted two hours.")
    page.trigger("called", [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)])
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.duration is None


def test_both_of_two_joined_names_take_part() -> None:
    page = Page("Ada Quill and Tom Reyes talked with Walter Pike.")
    page.mention("Ada Quill", 0)
    reyes, pike = page.mention("Tom Reyes", 1), page.mention("Walter Pike", 2)
    page.trigger("talked", [reyes, pike], channel="call")
    reading = extract(page.article, page.annotations())
    assert sorted(names(reading, reading.contacts[0].parties)) == ["Ada Quill", "Tom Reyes", "Walter Pike"]


@pytest.mark.parametrize(("told", "trigger"), [("exchanged letters", "exchanged letters"), ("have been exchanging letters", "letters")])
def test_nobody_begins_an_exchange(told: str, trigger: str) -> None:
    page = Page(f"Ada Quill and Tom Reyes {told}.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.trigger(trigger, [quill, reyes], channel="message", initiator=((quill, 0.9),))
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.initiator is None


def test_a_rhythm_that_the_reader_breaks_off_is_completed() -> None:
    page = Page("Ada Quill and Tom Reyes text at least twice weekly.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.trigger("text", [quill, reyes], channel="message", status="recurring", cadence=(page.at("weekly"),))
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.cadence is not None
    assert (contact.cadence.count, contact.cadence.period, contact.cadence.bound) == (2, "P1W", "min")


def test_a_third_party_without_a_name_is_mostly_one_of_those_named() -> None:
    page = Page("Ada Quill called Tom Reyes and told her counterpart to wait; an aide to Reyes listened.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    counterpart = page.mention("her counterpart", 2, form="nominal")
    aide = page.mention("an aide to Reyes", 3, form="nominal", head="aide")
    page.trigger("called", [(quill, 0.9), (reyes, 0.8), (counterpart, 0.5), (aide, 0.8)])
    reading = extract(page.article, page.annotations(), min_confidence=0.0)
    assert names(reading, reading.contacts[0].parties) == ["Ada Quill", "Tom Reyes", "an aide to Reyes"]


def test_a_third_party_of_one_sentence_among_many_was_not_there() -> None:
    page = Page("Ada Quill met Tom Reyes.\n\nQuill greeted Reyes.\n\nQuill thanked Reyes.\n\nQuill recalled how Reyes praised Pia Lorne.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    pairs = []
    for words in ("Quill greeted", "Quill thanked", "Quill recalled"):
        start = page.text_at(words)
        pairs.append((page.mention("Quill", 0, after=start), page.mention("Reyes", 1, after=start)))
    lorne = page.mention("Pia Lorne", 2)
    page.trigger("met", [0, 1], channel="meeting")
    for words, pair in zip(("greeted", "thanked"), pairs, strict=False):
        page.trigger(words, list(pair), channel="meeting")
    page.trigger("praised", [*pairs[2], (lorne, 0.85)], channel="meeting")
    reading = extract(page.article, page.annotations())
    (contact,) = reading.contacts
    assert names(reading, contact.parties) == ["Ada Quill", "Tom Reyes"]


def test_a_vague_word_for_both_does_not_make_two_contacts_one() -> None:
    page = Page("Ada Quill called Tom Reyes.\n\nQuill had contacted Reyes after the vote.\n\nTheir engagement goes on.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    again = page.mention("Quill", 0, after=20), page.mention("Reyes", 1, after=30)
    their = page.mention("Their", 2, form="pronoun")
    page.trigger("called", [quill, reyes])
    page.trigger("contacted", list(again), channel="unspecified", group=1, other=0.02)
    page.trigger("engagement", [(their, 0.1)], channel="unspecified", group=1, other=0.6)
    reading = extract(page.article, page.annotations())
    assert [c.channel for c in reading.contacts] == ["call", "unspecified"]


def test_a_sentence_that_goes_on_about_a_contact_says_when_it_was() -> None:
    page = Page("Ada Quill recently called Tom Reyes.\n\nThe discussion, which lasted 30 minutes on Saturday, was calm.")
    quill, reyes = page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)
    page.trigger("called", [quill, reyes], when=(page.at("recently"),))
    page.trigger("discussion", [], other=0.9)
    for words in ("recently", "30 minutes", "Saturday"):
        page.times.append(TimeExpression(page.at(words), 0.9))
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.when is not None
    assert contact.when.start == "2031-06-14"


@pytest.mark.parametrize(
    ("phrase", "topic"),
    [
        ("a resolution authorizing the", "a resolution authorizing"),
        ("ferries and his", "ferries"),
        ("a bill of $5", "a bill of $5.7 billion"),
        ("he", None),
        ("the harbor", "the harbor"),
    ],
)
def test_a_topic_is_whole_and_no_pronoun(phrase: str, topic: str | None) -> None:
    page = Page(
        "Ada Quill called Tom Reyes about a resolution authorizing the port, ferries and his plan, a bill of $5.7 billion and the harbor, when he was out."
    )
    parties = [page.mention("Ada Quill", 0), page.mention("Tom Reyes", 1)]
    start = page.text_at(f" {phrase}") + 1
    page.trigger("called", parties, topics=(Span(start, start + len(phrase)),))
    (contact,) = extract(page.article, page.annotations()).contacts
    assert contact.topics == ((topic,) if topic else ())
