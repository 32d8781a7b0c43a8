"""Time phrases: a table of invented ones, and what must hold for every text and every day of publication."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.annotations import Span
from rapport.extract.phrases import length_in, rhythm_in
from rapport.extract.times import cadence, duration, find_times, when, when_in_story
from tests.extract.times_table import CADENCES, DURATIONS, FOUND, LENGTHS, RHYTHMS, ROWS, STORIES, WED, Row

PHRASES = sorted({phrase for row in ROWS for phrase in re.findall(r"\[(.+)\]", row[0])})
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
tenses = st.sampled_from(["past", "future", None])
SCRAPS = [
    "since", "before", "the", "2030", "-", ",", "and", "of", "may", "Nov. 31", "two", "’16", "9999", "century", "ago", "99999999", "0", "1,000,000", "hours",
    "times a day", "or", "half", "every", "İ", "1900s", "years",
]  # fmt: skip
pieces = st.lists(st.sampled_from([*PHRASES, *SCRAPS]), max_size=6)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]} {row[2]}")
def test_table(row: Row) -> None:
    sentence, published, tense, start, end = row
    (phrase,) = re.findall(r"\[(.*)\]", sentence)
    assert when(phrase, published, tense) == (start, end)


@pytest.mark.parametrize(("text", "value"), DURATIONS)
def test_durations(text: str, value: str | None) -> None:
    assert duration(text) == value
    assert duration(f"  {text.upper()} ") == value


@pytest.mark.parametrize(("text", "count", "period", "bound"), CADENCES)
def test_cadences(text: str, count: float | None, period: str | None, bound: str | None) -> None:
    found = cadence(text)
    assert (found.text, found.count, found.period, found.bound) == (text, count, period, bound)


@pytest.mark.parametrize(("find", "text", "phrase"), [*((length_in, *row) for row in LENGTHS), *((rhythm_in, *row) for row in RHYTHMS)])
def test_the_phrase_that_says_how_long_or_how_often(find: Callable[[str, Span], Span | None], text: str, phrase: str | None) -> None:
    before = "Nobody spoke. "
    place = find(before + text, Span(len(before), len(before + text)))
    assert (place and (before + text)[place.start : place.end]) == phrase


@pytest.mark.parametrize(("before", "phrase", "published", "tense", "start", "end"), STORIES)
def test_phrases_that_point_into_the_story(
    before: str, phrase: str, published: str | None, tense: object, start: str | None, end: str | None
) -> None:
    assert when_in_story(phrase, before, published, tense) == (start, end)  # type: ignore[arg-type]


@given(st.sampled_from([row[1] for row in STORIES]), pieces.map(" ".join), st.one_of(st.none(), st.dates().map(date.isoformat)), tenses)
def test_any_story_gives_an_ordered_interval(phrase: str, before: str, published: str | None, tense: object) -> None:
    start, end = when_in_story(phrase, before, published, tense)  # type: ignore[arg-type]
    assert (start is None) == (end is None)
    assert start is None or end is None or date.fromisoformat(start) <= date.fromisoformat(end)


@pytest.mark.parametrize(("text", "phrases"), FOUND)
def test_phrases_are_found_in_running_text(text: str, phrases: list[str]) -> None:
    assert [text[start:end] for start, end in find_times(text)] == phrases


@pytest.mark.parametrize("phrase", [p for p in PHRASES if when(p, WED, "past") != (None, None)])
def test_what_has_a_value_is_found_in_its_sentence(phrase: str) -> None:
    sentence = f"Quill and Reyes spoke {phrase}, aides said."
    begin = sentence.index(phrase)
    assert any(start < begin + len(phrase) and begin < end for start, end in find_times(sentence))


@given(st.one_of(st.text(max_size=80), pieces.map(" ".join)), st.one_of(st.none(), st.dates().map(date.isoformat), st.text(max_size=12)), tenses)
def test_any_text_gives_an_ordered_interval_of_real_days(text: str, published: str | None, tense: object) -> None:
    start, end = when(text, published, tense)  # type: ignore[arg-type]
    known = [date.fromisoformat(day) for day in (start, end) if day]
    assert known == sorted(known)


@given(st.one_of(st.text(max_size=80), pieces.map(" ".join)))
def test_any_text_gives_sound_durations_cadences_and_spans(text: str) -> None:
    value = duration(text)
    assert value is None or re.fullmatch(
        r"P(?=.)(?:[\d.]+Y)?(?:[\d.]+M)?(?:[\d.]+W)?(?:[\d.]+D)?(?:T(?=.)(?:[\d.]+H)?(?:[\d.]+M)?(?:[\d.]+S)?)?", value
    )
    found = cadence(text)
    assert found.count is None or found.count > 0
    assert found.bound is None or found.count is not None
    end = 0
    for span in find_times(text):
        assert end <= span[0] < span[1] <= len(text)
        end = span[1]


@given(st.sampled_from(PHRASES), days, tenses, st.sampled_from(["", " ", "\n", "\u00a0 "]))
def test_blanks_and_case_do_not_matter(phrase: str, published: date, tense: object, blank: str) -> None:
    value = when(phrase, published.isoformat(), tense)  # type: ignore[arg-type]
    for other in (blank + phrase + blank, phrase.upper(), phrase.lower(), phrase.replace(" ", "  "), phrase.replace("'", "’")):
        assert when(other, published.isoformat(), tense) == value  # type: ignore[arg-type]


@given(
    days,
    days,
    tenses,
    st.sampled_from(
        ["{m} {d}, {y}", "on {d} {m} {y}", "{m} {y}", "in early {m} {y}", "in {y}", "{y}-{i:02}-{d:02}", "between {m} {y} and {m} {d}, {y}"]
    ),
)
def test_absolute_dates_do_not_depend_on_publication(day: date, published: date, tense: object, form: str) -> None:
    text = form.format(m=MONTHS[day.month - 1], d=day.day, y=day.year, i=day.month)
    value = when(text, None, tense)  # type: ignore[arg-type]
    assert value[0] is not None
    assert value == when(text, published.isoformat(), tense)  # type: ignore[arg-type]
    if "{d}" in form and "between" not in form:
        assert value == (day.isoformat(), day.isoformat())


@given(
    days, st.integers(-500, 500), tenses,
    st.sampled_from(["{w}", "last {w}", "on {w} night", "next {w}", "last week", "this week", "over the weekend", "three days ago", "yesterday", "two weeks ago", "since {w}"]),
    st.sampled_from(WEEKDAYS),
)  # fmt: skip
def test_whole_weeks_shift_what_weeks_count(published: date, weeks: int, tense: object, form: str, weekday: str) -> None:
    text, step = form.format(w=weekday), timedelta(weeks=weeks)
    before = when(text, published.isoformat(), tense)  # type: ignore[arg-type]
    after = when(text, (published + step).isoformat(), tense)  # type: ignore[arg-type]
    assert before[0] is not None
    assert [day and (date.fromisoformat(day) + step).isoformat() for day in before] == list(after)


@given(days, st.sampled_from(WEEKDAYS))
def test_weekdays_are_what_they_are_called(published: date, weekday: str) -> None:
    for text, tense in ((weekday, "past"), (weekday, "future"), (f"last {weekday}", "past"), (f"next {weekday}", "future")):
        start, end = when(text, published.isoformat(), tense)  # type: ignore[arg-type]
        assert start is not None
        assert start == end
        assert date.fromisoformat(start).strftime("%A") == weekday
    assert date.fromisoformat(when(weekday, published.isoformat(), "past")[0] or "") <= published
    assert (
        date.fromisoformat(when(f"last {weekday}", published.isoformat(), "past")[0] or "")
        < published
        < date.fromisoformat(when(f"next {weekday}", published.isoformat(), "future")[0] or "")
    )


@given(days, st.sampled_from(MONTHS), st.sampled_from(["in {m}", "last {m}", "in early {m}", "in late {m}"]))
def test_months_of_the_past_begin_before_publication(published: date, name: str, form: str) -> None:
    start, end = when(form.format(m=name), published.isoformat(), "past")
    assert start is not None
    assert end is not None
    begun = date.fromisoformat(start)
    assert begun.month == MONTHS.index(name) + 1
    assert (begun - published).days <= 21
    assert (published - begun).days <= 400


@given(st.sampled_from(PHRASES), days)
def test_undated_articles_give_no_relative_dates(phrase: str, published: date) -> None:
    """What an undated article still tells is exactly what every publication date would give too."""
    value = when(phrase, None, "past")
    dated = when(phrase, published.isoformat(), "past")
    if value[0] and value[1]:
        assert dated == value


@pytest.mark.parametrize(
    "text", ["at " * 5000, "1, " * 5000, " " * 20000, "may " * 5000, "the first " * 4000, "in about " * 5000, "9" * 20000, "2016 a b c " * 2000]
)
def test_long_texts_take_linear_time(text: str) -> None:
    begun = time.process_time()
    find_times(text), when(text, WED), duration(text), cadence(text)
    assert time.process_time() - begun < 1.5


def test_a_phrase_takes_microseconds() -> None:
    begun = time.process_time()
    for _ in range(5):
        for phrase in PHRASES:
            when(phrase, WED, "past")
    # 50 µs on a free core; the limit leaves room for slow machines.
    assert (time.process_time() - begun) / (5 * len(PHRASES)) < 500e-6
