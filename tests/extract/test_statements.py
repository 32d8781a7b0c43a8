"""Statements: who said what, in which form, to whom."""

import pytest

from rapport.annotations import TimeExpression
from rapport.extract import extract
from rapport.records import Reading, Statement
from tests.extract.builder import Page


def only(reading: Reading) -> Statement:
    assert len(reading.statements) == 1
    return reading.statements[0]


def name(reading: Reading, key: str | None) -> str | None:
    return next((a.name for a in reading.actors if a.id == key), None)


def test_a_speaker_with_an_apposition() -> None:
    page = Page("Hugh Hill, a doctor, said the ferry was safe.")
    page.mention("Hugh Hill, a doctor", 0, head="Hill", name="Hugh Hill")
    page.said("Hugh Hill, a doctor,", "said", "the ferry was safe")
    reading = extract(page.article, page.annotations())
    assert name(reading, only(reading).speaker) == "Hugh Hill"
    assert only(reading).form == "indirect"


def test_a_pronoun_speaks_for_its_cluster() -> None:
    page = Page("Ada Quill left. “It was late,” she said.")
    page.mention("Ada Quill", 0)
    page.mention("she", 0, form="pronoun")
    page.said("she", "said", "“It was late,”")
    reading = extract(page.article, page.annotations())
    assert name(reading, only(reading).speaker) == "Ada Quill"


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ('It went on.\n\n"The boats will run on Monday." -Pia Lorne', "Pia Lorne", '"The boats will run on Monday."'),
        ("It went on.\n\n“The boats will run on Monday.” — Pia Lorne", "Pia Lorne", "“The boats will run on Monday.”"),
        ("And from Pia Lorne: ‘The boats will run on Monday.’", "Pia Lorne", "‘The boats will run on Monday.’"),
    ],
)
def test_quotations_without_a_cue(text: str, speaker: str, content: str) -> None:
    page = Page(text)
    page.mention("Pia Lorne", 0)
    reading = extract(page.article, page.annotations())
    statement = only(reading)
    assert name(reading, statement.speaker) == speaker
    assert [e.text for e in statement.evidence if e.role == "content"] == [content]
    assert statement.form == "direct"


def test_a_quotation_over_paragraphs_is_one_statement() -> None:
    text = "“We begin today,” Quill said. “The boats will run.\n\n“They will run on Sundays too.\n\n“And that is all.”\n\nReyes listened."
    page = Page(text)
    page.mention("Quill", 0)
    page.said("Quill", "said", "“We begin today,”", "“The boats will run.")
    reading = extract(page.article, page.annotations())
    pieces = [e.text for e in only(reading).evidence if e.role == "content"]
    assert pieces == ["“We begin today,”", "“The boats will run.", "“They will run on Sundays too.", "“And that is all.”"]


def test_whom_it_is_about_and_who_was_told() -> None:
    page = Page("Ada Quill told the Harbor Ledger that Tom Reyes kept his word.")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.said("Ada Quill", "told", "that Tom Reyes kept his word", act="praise")
    reading = extract(page.article, page.annotations())
    statement = only(reading)
    assert [name(reading, key) for key in statement.about] == ["Tom Reyes"]
    assert name(reading, statement.audience) == "the Harbor Ledger"
    assert statement.act == "praise"


@pytest.mark.parametrize(
    ("reyes", "voters", "about"), [(0.4, 0.6, ["Tom Reyes", "the voters"]), (0.4, 0.4, ["Tom Reyes"]), (0.2, 0.6, ["the voters"])]
)
def test_who_is_only_described_must_be_surer_to_be_what_a_statement_is_about(reyes: float, voters: float, about: list[str]) -> None:
    page = Page("Ada Quill said that Tom Reyes owes the voters an answer.")
    page.mention("Ada Quill", 0)
    named = page.mention("Tom Reyes", 1)
    described = page.mention("the voters", 2, kind="group", form="nominal")
    page.said("Ada Quill", "said", "that Tom Reyes owes the voters an answer", about=((named, reyes), (described, voters)))
    reading = extract(page.article, page.annotations())
    assert [name(reading, key) for key in only(reading).about] == about


def test_who_stands_behind_the_telling_was_told() -> None:
    page = Page("Ada Quill told the crowd that the boats would run.")
    page.mention("Ada Quill", 0)
    page.mention("the crowd", 1, kind="group", form="nominal")
    page.said("Ada Quill", "told", "that the boats would run")
    reading = extract(page.article, page.annotations())
    assert name(reading, only(reading).audience) == "the crowd"


def test_a_statement_inside_another_names_who_reports_it() -> None:
    page = Page("Aides said Quill had promised that the boats would run.")
    page.mention("Aides", 1, kind="group", form="nominal")
    page.mention("Quill", 0)
    page.said("Aides", "said", "Quill had promised that the boats would run")
    page.said("Quill", "had promised", "that the boats would run", act="promise")
    reading = extract(page.article, page.annotations())
    inner = next(s for s in reading.statements if s.act == "promise")
    assert [name(reading, link.actor) for link in inner.according_to] == ["Aides"]
    assert inner.according_to[0].kind == "unnamed"


def test_ids_and_evidence_are_those_of_the_text() -> None:
    page = Page("Quill said the boats would run.")
    page.mention("Quill", 0)
    page.said("Quill", "said", "the boats would run")
    first, again = (extract(page.article, page.annotations()) for _ in range(2))
    assert first == again
    for piece in only(first).evidence:
        assert page.article.text[piece.start : piece.end] == piece.text


@pytest.mark.parametrize(
    ("words", "cue", "content", "time", "interval"),
    [
        ("Quill vowed to reopen the ferry next month.", "vowed", "to reopen the ferry next month", "next month", ("2031-07-01", "2031-07-31")),
        ("Quill predicted that fares would fall in 2033.", "predicted", "that fares would fall in 2033", "2033", ("2033-01-01", "2033-12-31")),
        # What lies behind is no time of a promise.
        ("Quill promised to undo the cuts of 2029.", "promised", "to undo the cuts of 2029", "2029", None),
        # An assertion does not carry the times that it speaks of.
        ("Quill said the ferry would reopen next month.", "said", "the ferry would reopen next month", "next month", None),
    ],
)
def test_promises_and_predictions_carry_the_time_they_speak_of(
    words: str, cue: str, content: str, time: str, interval: tuple[str, str] | None
) -> None:
    page = Page(words, published="2031-06-18")
    page.mention("Quill", 0)
    page.said("Quill", cue, content)
    page.times.append(TimeExpression(page.at(time), 0.9))
    found = only(extract(page.article, page.annotations(), min_confidence=0.0))
    assert (found.when and (found.when.start, found.when.end)) == interval
    assert [e.text for e in found.evidence if e.role == "when"] == ([time] if interval else [])


def test_a_quotation_before_a_dash_is_of_the_name_after_it() -> None:
    page = Page("“The ferry is slow and late,” ― Ada Quill\n\n“It sinks in any weather,” ― Tom Reyes\n")
    page.mention("Ada Quill", 0)
    page.mention("Tom Reyes", 1)
    page.said("Ada Quill", "―", "“It sinks in any weather,”")
    reading = extract(page.article, page.annotations())
    assert {(name(reading, s.speaker), s.content) for s in reading.statements} == {
        ("Ada Quill", "“The ferry is slow and late,”"),
        ("Tom Reyes", "“It sinks in any weather,”"),
    }


def test_content_of_another_paragraph_must_be_quoted() -> None:
    text = "A ferry runs again\n\nThe ferry was safe, Quill said. “It was late.”\n\nThe port was closed in May."
    page = Page(text)
    page.mention("Quill", 0)
    page.said("Quill", "said", "A ferry runs again", "The ferry was safe", "“It was late.”", "The port was closed in May")
    reading = extract(page.article, page.annotations())
    assert [e.text for e in only(reading).evidence if e.role == "content"] == ["The ferry was safe", "“It was late.”"]


def test_a_source_of_another_paragraph_is_none() -> None:
    page = Page("It was said that the ferry was safe.\n\nQuill left.")
    page.mention("Quill", 0)
    page.said("Quill", "was said", "that the ferry was safe")
    reading = extract(page.article, page.annotations())
    assert only(reading).speaker is None
    assert "source" not in {e.role for e in only(reading).evidence}


@pytest.mark.parametrize(("source", "cue", "told"), [("The hearing", "focused on", 0), ("The evidence", "showed that", 1), ("A survey", "called", 1)])
def test_a_thing_tells_only_what_it_shows(source: str, cue: str, told: int) -> None:
    page = Page(f"{source} {cue} the many boats of the harbor that were late.")
    page.mention(source, 0, kind="other", form="nominal")
    page.said(source, cue, "the many boats of the harbor that were late")
    assert len(extract(page.article, page.annotations()).statements) == told


def test_odd_forms_of_quotation_have_their_own_speakers() -> None:
    text = (
        "Four people spoke.\n\n“The boats are late every day,” — Ada Quill, mayor\n\nTom Reyes: “They run on time, as everyone knows.”\n\n"
        "• Max Hale, a clerk: “They are never on time.”\n\n“Nobody asked us about the boats” (Ben Oduya)\n\nThen, from Ivo Pike: “Nobody asked us either.”\n\n"
        "«We will see what they say», said Pia Lorne."
    )
    page = Page(text)
    for number, words in enumerate(("Ada Quill", "Tom Reyes", "Max Hale", "Ben Oduya", "Ivo Pike", "Pia Lorne")):
        page.mention(words, number)
    quotes = ("“They run on time, as everyone knows.”", "“They are never on time.”", "“Nobody asked us about the boats”", "“Nobody asked us either.”")
    page.said("Pia Lorne", "said", "“The boats are late every day,”", *quotes, "«We will see what they say»", act="criticize")
    reading = extract(page.article, page.annotations(), 0.0)
    assert {(name(reading, s.speaker), s.content, s.act) for s in reading.statements} == {
        ("Ada Quill", "“The boats are late every day,”", "criticize"),
        *((who, words, "criticize") for who, words in zip(("Tom Reyes", "Max Hale", "Ben Oduya", "Ivo Pike"), quotes, strict=True)),
        ("Pia Lorne", "«We will see what they say»", "criticize"),
    }


def test_an_outlet_in_brackets_behind_a_quotation_printed_it() -> None:
    page = Page("Ada Quill said it rained.\n\n“Nobody asked us about the boats” (Harbor News)")
    page.mention("Ada Quill", 0)
    page.said("Ada Quill", "said", "it rained")
    reading = extract(page.article, page.annotations(), 0.0)
    assert name(reading, only(reading).speaker) == "Ada Quill"


def test_a_quotation_of_someone_else_alone_becomes_theirs() -> None:
    page = Page("Reyes left.\n\nAda Quill: “The boats are late every day.”")
    page.mention("Reyes", 0)
    page.mention("Ada Quill", 1)
    page.said("Reyes", ":", "“The boats are late every day.”", act="criticize")
    reading = extract(page.article, page.annotations(), 0.0)
    assert (name(reading, only(reading).speaker), only(reading).act) == ("Ada Quill", "criticize")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The report, not yet seen by anyone, shows that boats are late, Quill said.", 1),
        ("The report (of May) shows that boats are late, Quill said.", 1),
        ("The report, Quill said, shows that boats are late.", 2),
        ("The report, “not yet seen,” shows that boats are late, Quill said.", 2),
    ],
)
def test_a_parenthesis_does_not_part_what_is_said(text: str, pieces: int) -> None:
    page = Page(text)
    page.mention("Quill", 0)
    page.said("Quill", "said", "The report", "shows that boats are late")
    content = [e.text for e in only(extract(page.article, page.annotations(), 0.0)).evidence if e.role == "content"]
    assert len(content) == pieces
    assert pieces > 1 or content == [text[: text.index(", Quill")]]


@pytest.mark.parametrize(("source", "speaks"), [("All signs", False), ("Early indications", False), ("The signs of the union", True)])
def test_nobody_speaks_in_signs(source: str, speaks: bool) -> None:
    page = Page(f"{source} suggest that the boats of the harbor will be late.")
    page.mention(source, 0, kind="group", form="nominal", head=source.split(" of ")[0].split()[-1])
    page.said(source, "suggest", "that the boats of the harbor will be late")
    assert (only(extract(page.article, page.annotations(), 0.0)).speaker is not None) == speaks


def test_this_is_nobody_whom_the_story_names() -> None:
    page = Page("Reyes left. This shows that the boats of the harbor will be late.")
    page.mention("Reyes", 0)
    page.mention("This", 0, form="pronoun")
    page.said("This", "shows", "that the boats of the harbor will be late")
    assert only(extract(page.article, page.annotations(), 0.0)).speaker is None


def test_polls_are_no_people() -> None:
    page = Page("Polls show that the boats of the harbor are late.")
    page.mention("Polls", 0, kind="group", form="nominal")
    page.said("Polls", "show", "that the boats of the harbor are late")
    reading = extract(page.article, page.annotations(), 0.0)
    assert [actor.kind for actor in reading.actors] == ["organization"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ada Quill said to Tom Reyes that the boats were late.", "Tom Reyes"),
        ("In an interview with the Harbor Ledger on Monday, Ada Quill said that the boats were late. Tom Reyes left.", "the Harbor Ledger"),
        ("Ada Quill said that the boats were late. In an interview with the Harbor Ledger, Tom Reyes agreed.", None),
        ("Ada Quill said to loud applause that the boats were late. Tom Reyes left.", None),
    ],
)
def test_who_was_told_by_the_words_beside_the_cue(text: str, told: str | None) -> None:
    page = Page(text)
    for number, words in sorted(enumerate(("Ada Quill", "Tom Reyes")), key=lambda pair: page.text_at(pair[1])):
        page.mention(words, number)
    page.said("Ada Quill", "said", "that the boats were late")
    reading = extract(page.article, page.annotations(), 0.0)
    assert name(reading, only(reading).audience) == told
