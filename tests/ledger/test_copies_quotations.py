"""Copies and quotations: the same text and the same words in several articles."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.ledger import Ledger, resolving
from rapport.records import Actor, Article, Evidence, Reading, Statement, content_id

QUILL, REYES = "Ada Quill", "Tom Reyes"
SAID = "We will not close a single pier this winter, and whoever says otherwise has not read the budget."


def prose(seed: int, words: int = 220) -> str:
    rng = random.Random(seed)
    return " ".join("".join(rng.choices("bdfgklmnprstaeiou", k=rng.randint(2, 8))) for _ in range(words)) + "."


def article(number: int, text: str, published: str | None = "2031-02-01", outlet: str = "Bay Courier") -> Article:
    return Article(text, f"Report {number}", outlet, f"https://x.example/{number}", published)


def quoting(number: int, speaker: str | None, content: str, published: str | None = "2031-02-01", outlet: str = "Bay Courier") -> Reading:
    made = article(number, f"{content}, {speaker} said in report {number}.", published, outlet)
    actor = Actor(content_id("actor", made.id), made.id, speaker or "someone", "person" if speaker else "unnamed")
    form: Any = "direct" if content.startswith("“") else "mixed"
    piece = Evidence(0, len(content), "content", content)
    statement = Statement(content_id("statement", made.id), made.id, actor.id, form, "assert", content, 0.9, (piece,), cue="said")
    return Reading(made, (actor,), (), (), (statement,))


def read(path: Path, readings: list[Reading], batch: int = 100) -> None:
    with Ledger(path) as ledger:
        for at in range(0, len(readings), batch):
            with ledger.run("read") as run:
                for reading in readings[at : at + batch]:
                    run.add(reading, "origin", "w1")
            ledger.resolve()


def copies(path: Path) -> dict[str, str]:
    with Ledger(path) as ledger:
        urls = {a.id: a.title or "" for a in ledger.articles(versions=True)}
        return {urls[row[0]]: urls[row[1]] for row in ledger.connection.execute("SELECT article, original FROM copies")}


def quotations(path: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    with Ledger(path) as ledger:
        db = ledger.connection
        found = []
        for key, text in db.execute("SELECT id, text FROM quotations ORDER BY text").fetchall():
            query = "SELECT a.title, r.variant FROM quotation_reports AS r JOIN articles AS a ON a.id = r.article WHERE r.quotation = ? ORDER BY r.earliest"
            found.append((text, [(row[0], row[1]) for row in db.execute(query, (key,))]))
        return found


def test_wire_copy_and_a_shortened_reprint_are_copies_of_the_earliest(tmp_path: Path) -> None:
    text = prose(1)
    reprint = "PORT CALDER (Capitol Wire) " + text
    short = " ".join(text.split()[:90])
    texts = [(1, reprint, "2031-02-02"), (2, text, "2031-02-01"), (3, short, "2031-02-03"), (4, prose(2), "2031-02-01"), (5, text, None)]
    path = tmp_path / "l.db"
    read(path, [Reading(article(n, t, day)) for n, t, day in texts])
    assert copies(path) == dict.fromkeys(("Report 1", "Report 2", "Report 3", "Report 5"), "Report 2")


def test_texts_on_one_matter_that_share_a_paragraph_are_none(tmp_path: Path) -> None:
    shared = prose(3, 60)
    path = tmp_path / "l.db"
    read(path, [Reading(article(n, f"{prose(10 + n)}\n\n{shared}")) for n in range(4)])
    assert copies(path) == {}


def test_a_new_version_is_no_copy_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    text = prose(4)
    read(path, [Reading(article(1, text))])
    read(path, [Reading(replace(article(1, text), text=text + " More was said."))])
    assert copies(path) == {}


def test_a_quotation_shortened_spliced_and_altered_is_one(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    variants = [
        (f"“{SAID}”", "same"),
        ("“whoever says otherwise has not read the budget”", "shortened"),
        ("“We will not close a single pier … whoever says otherwise has not read the budget”", "spliced"),
        ("“We will not shut a single pier this winter, and whoever says otherwise hasn’t read the budget”", "altered"),
    ]
    readings = [quoting(n, QUILL, content, f"2031-02-0{9 - n}") for n, (content, _) in enumerate(variants)]
    read(path, readings)
    ((text, reports),) = quotations(path)
    assert text == f"“{SAID}”"
    # The earliest first.
    assert reports == [(f"Report {n}", variants[n][1]) for n in (3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((QUILL, f"“{SAID}”"), (QUILL, "“The ferries will run on every day of the coming winter season.”")),
        # Words said every day, far apart in time.
        ((QUILL, "“We have nothing further to say today”"), (QUILL, "“We have nothing further to say today”")),
        # The same few words of two people.
        ((QUILL, "“This was never a matter of money”"), (REYES, "“This was never a matter of money”")),
        # What is not in quotation marks is the outlet's wording.
        ((QUILL, "that “no pier” will be closed while she is in office, whatever they say"), (QUILL, "that “not one” will be closed while she is in office, whatever they say")),
    ],
)  # fmt: skip
def test_what_is_not_the_same_quotation(tmp_path: Path, one: tuple[str, str], other: tuple[str, str]) -> None:
    path = tmp_path / "l.db"
    read(path, [quoting(1, *one, "2031-02-01"), quoting(2, *other, "2031-09-01")])
    assert quotations(path) == []


def test_long_words_are_nobody_elses_even_where_the_speaker_was_not_found(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    read(path, [quoting(1, QUILL, f"“{SAID}”"), quoting(2, None, f"“{SAID}”", "2031-02-02")])
    assert [len(reports) for _, reports in quotations(path)] == [2]


def test_whom_most_have_say_it_is_the_speaker_and_someone_named_before_the_senator(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    read(path, [quoting(1, None, f"“{SAID}”"), quoting(2, REYES, f"“{SAID}”"), quoting(3, QUILL, f"“{SAID}”"), quoting(4, QUILL, f"“{SAID}”")])
    with Ledger(path) as ledger:
        (row,) = ledger.quotations()
        assert (row.speaker, len(row.reports), row.articles) == (QUILL, 4, 4)


def test_long_words_are_found_under_another_speaker_and_in_a_longer_quotation_and_short_ones_not(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    more = f"“Let me say it again. {SAID} That is all there is to say.”"
    read(path, [quoting(1, QUILL, f"“{SAID}”"), quoting(2, REYES, more), quoting(3, REYES, "“not close a single pier this winter”", "2031-08-01")])
    assert [[title for title, _ in reports] for _, reports in quotations(path)] == [["Report 1", "Report 2"]]


def test_a_newsletter_that_has_an_article_in_it_is_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    letters = " ".join(prose(20 + n) for n in range(5))
    read(path, [Reading(article(1, prose(21))), Reading(article(2, letters)), Reading(article(3, prose(23)))])
    assert copies(path) == {}


def test_a_reprint_of_a_third_is_found(tmp_path: Path) -> None:
    """So far from the whole that bands alone miss it now and then."""
    path = tmp_path / "l.db"
    texts = [prose(50 + n, 450) for n in range(12)]
    read(path, [Reading(article(n, text)) for n, text in enumerate(texts)])
    read(path, [Reading(article(100 + n, " ".join(text.split()[150:290]), "2031-02-03")) for n, text in enumerate(texts)])
    assert copies(path) == {f"Report {n}": f"Report {n % 100}" for n in (*range(12), *range(100, 112))}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(9)), st.integers(1, 9))
def test_order_and_batches_do_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int], batch: int) -> None:
    long = prose(5)
    readings = [quoting(n, QUILL, content, f"2031-02-0{1 + n}") for n, content in enumerate(
        (f"“{SAID}”", "“whoever says otherwise has not read the budget”", f"“{SAID}” … “Read it, and then call me about the piers.”", "“nothing else is known of it”")
    )]  # fmt: skip
    readings += [
        Reading(article(4 + n, text, f"2031-03-0{1 + n}"))
        for n, text in enumerate((long, "Wire: " + long, prose(6), " ".join(long.split()[:80]), long))
    ]
    folder = tmp_path_factory.mktemp("order")
    read(folder / "once.db", readings)
    read(folder / "shuffled.db", [readings[i] for i in order], batch)
    with Ledger(folder / "once.db") as one, Ledger(folder / "shuffled.db") as other:
        for table in ("copies", "quotations", "quotation_reports", "alike_buckets", "alike_pairs"):
            rows = [sorted(tuple(row) for row in ledger.connection.execute(f"SELECT * FROM {table}")) for ledger in (one, other)]
            assert rows[0] == rows[1]
            assert rows[0]


def test_articles_read_again_are_compared_as_their_turns_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New weights give other statements, whose ids are not those that the ledger knew; in small batches some are still known while others are gone."""
    monkeypatch.setattr(resolving, "_BATCH", 1)
    monkeypatch.setattr(resolving, "_LARGEST", 1)
    readings = [quoting(n, QUILL, f"“{SAID}”", f"2031-02-0{1 + n}") for n in range(6)]

    def again(reading: Reading) -> Reading:
        (said,) = reading.statements
        return replace(
            reading, statements=(replace(said, id=content_id("statement", said.id, "again"), speaker=None if said.id < "8" else said.speaker),)
        )

    rows = []
    for name, rounds in (("twice.db", [readings, [again(r) for r in readings]]), ("once.db", [[again(r) for r in readings]])):
        with Ledger(tmp_path / name) as ledger:
            for number, given_ in enumerate(rounds, 2 - len(rounds)):
                with ledger.run("read") as run:
                    for reading in given_:
                        run.add(reading, "origin", f"w{number}")
                ledger.resolve()
            rows.append(
                {
                    t: sorted(tuple(r) for r in ledger.connection.execute(f"SELECT * FROM {t}"))
                    for t in ("quotation_reports", "alike_buckets", "alike_pairs")
                }
            )
    assert rows[0] == rows[1]
    assert len(rows[0]["quotation_reports"]) == 6
