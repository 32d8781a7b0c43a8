"""The reader that users get: deterministic, at home in any text, and each article read by itself."""

import base64
from pathlib import Path

import pytest

from rapport.annotate import Reader
from rapport.annotate.model import WEIGHTS
from rapport.annotations import Annotations, Span
from rapport.errors import WeightsError

ARTICLE = (
    "Mayor Ada Quill called Governor Tom Reyes on Sunday to talk about the ferry strike, two aides told the Harbor Ledger.\n\n"
    "“He was polite,” Quill said on Monday. A Reyes spokesman denied that the governor had promised money.\n\n"
    "The two plan to meet in Dover next week."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def spans(found: Annotations) -> list[Span]:
    parts = [m.span for m in found.mentions] + [m.head for m in found.mentions] + [t.span for t in found.times] + [n.span for n in found.names]
    parts += [s for a in found.attributions for s in (*a.source, *a.cue, *a.content)]
    parts += [s for c in found.contacts for s in (c.trigger, *c.when, *c.place, *c.topics, *c.duration, *c.cadence)]
    return parts


def test_finds_what_a_plain_passage_says(reader: Reader) -> None:
    found = reader.annotate(ARTICLE)
    heads = {ARTICLE[m.head.start : m.head.end] for m in found.mentions if m.form == "name" and m.kind == "person"}
    assert {"Quill", "Reyes"} <= heads
    assert any(c.channel == "call" and ARTICLE[c.trigger.start : c.trigger.end].startswith("called") for c in found.contacts)
    said = [a for a in found.attributions if any(ARTICLE[s.start : s.end] == "Quill" for s in a.source)]
    assert any("He was polite" in ARTICLE[s.start : s.end] for a in said for s in a.content)
    assert "Sunday" in {ARTICLE[t.span.start : t.span.end] for t in found.times}


def test_the_same_text_gives_the_same_annotations_whatever_was_read_between(reader: Reader) -> None:
    first = reader.annotate(ARTICLE)
    reader.annotate("Something else entirely happened to the Port Authority on Tuesday. " * 40)
    assert reader.annotate(ARTICLE) == first
    assert Reader(threads=2).annotate(ARTICLE) == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        ".",
        "“",
        "a",
        "😀",
        "𝔘nicode \u200b text\u0000 with\ufeff odd characters",
        "word " * 3000,
        "x" * 5000,
        '"' * 300,
        "Quill. " * 800,
        "\ud800 lone",
    ],
    ids=range(13),
)
def test_any_text_is_read_and_every_span_stands_in_it(reader: Reader, text: str) -> None:
    for span in spans(reader.annotate(text)):
        assert 0 <= span.start < span.end <= len(text)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"encoder\.onnx"):
        Reader(tmp_path)
    for name in ("encoder.onnx", "attitudes.onnx", "heads.npz", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"not weights")
    with pytest.raises(WeightsError, match="cannot be loaded"):
        Reader(tmp_path)


def test_weights_of_another_version_are_named(tmp_path: Path) -> None:
    # A graph that adds up three inputs, one more than the reader gives.
    graph = (
        "CAg6fQoUCgNpZHMKBXR5cGVzEgFhIgNBZGQKEQoBYQoEbWFzaxIBcyIDQWRkEgFyWhIKA2lkcxILCgkIBxIFCgMSAW5aFAoFdHlwZXMSCwoJCAcSBQoDEgFu"
        "WhMKBG1hc2sSCwoJCAcSBQoDEgFuYhAKAXMSCwoJCAcSBQoDEgFuQgQKABAR"
    )
    (tmp_path / "encoder.onnx").write_bytes(base64.b64decode(graph))
    for name in ("attitudes.onnx", "heads.npz", "tokenizer.json"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    with pytest.raises(WeightsError, match="another version of Rapport"):
        Reader(tmp_path)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("“Tom Reyes is a liar and a disgrace to Dover,” said Ada Quill.", "criticize"),
        ("“She has done a wonderful job for Dover,” Tom Reyes said of Ada Quill.", "praise"),
        ("“Will the ferry run on Monday?” Ada Quill asked.", "ask"),
        ("Ada Quill said she would reopen the harbor within a month.", "promise"),
        ("The harbor would close by 2035, Ada Quill said.", "predict"),
        ("Ada Quill told him to resign at once.", "request"),
        ("Ada Quill said it was not true that she had met Reyes.", "deny"),
        ("Ada Quill said the ferry carried 400 people on Monday.", "assert"),
        # The speaker interrupts: what is done is told by the second stretch.
        ("“Well,” Tom Reyes said, “we never offered her any money, and that report is false.”", "deny"),
        ("“I,” Tom Reyes said, “urge the council to pass the budget today.”", "request"),
    ],
)
def test_what_is_done_by_saying_it(reader: Reader, text: str, act: str) -> None:
    assert [found.act for found in reader.annotate(text).attributions] == [act]
