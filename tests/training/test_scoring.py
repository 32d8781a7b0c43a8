"""From gold files and annotations to scores: invented texts, every figure counted by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from rapport.annotations import Annotations, Attribution, EntityMention, Span, TimeExpression
from training import gold, scores, scoring
from training.gold import Attributed, AttributionDoc, CorefDoc, NameDoc, TimeDoc

TEXT = "Mayor Ada Quill said the ferry will sail. Tom Reyes denied it. Photo: Dover Post said nothing."


def at(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def span(text: str, words: str, nth: int = 0) -> Span:
    return Span(*at(text, words, nth))


def mention(text: str, words: str, cluster: int, form: Any = "name", nth: int = 0) -> EntityMention:
    found = span(text, words, nth)
    return EntityMention(found, found, "person", form, cluster, 0.9)


def write_lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    return path


def attributed(source: str, cue: str, content: str) -> Attributed:
    return Attributed(*((at(TEXT, words),) if words else () for words in (source, cue, content)))


def predicted(source: str, cue: str, content: str) -> Attribution:
    who, how, what = ((span(TEXT, words),) if words else () for words in (source, cue, content))
    return Attribution(who, how, what, score=0.9)


GOLD = (attributed("Mayor Ada Quill", "said", "the ferry will sail"), attributed("Tom Reyes", "denied", "it"))


def score(*found: Attribution, discard: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    return scoring.attribution([AttributionDoc(TEXT, GOLD, discard)], [Annotations((), attributions=found)])


def test_equal_attributions_score_one() -> None:
    result = score(predicted("Mayor Ada Quill", "said", "the ferry will sail"), predicted("Tom Reyes", "denied", "it"))
    assert result["whole_exact"]["f1"] == result["whole_half"]["f1"] == 1
    assert all(result["spans"][role]["f1"] == 1 for role in ("source", "cue", "content"))
    assert result["given_cue"] == {"asked": 2, "source_exact": 1, "source_half": 1, "content_exact": 1, "content_half": 1}


def test_half_of_the_tokens_makes_a_whole_but_not_an_exact_one() -> None:
    """“Ada Quill” is two of the three tokens of the source; “sail” one of the four of the content."""
    result = score(predicted("Ada Quill", "said", "the ferry will sail"), predicted("Tom Reyes", "denied", "sail"))
    assert result["whole_exact"]["f1"] == 0
    assert (result["whole_half"]["precision"], result["whole_half"]["recall"]) == (0.5, 0.5)
    assert result["spans"]["source"]["f1"] == result["spans"]["content"]["f1"] == 0.5
    assert result["given_cue"]["source_half"] == 1
    assert result["given_cue"]["source_exact"] == result["given_cue"]["content_half"] == 0.5


def test_an_empty_source_must_be_empty_in_both() -> None:
    result = score(predicted("", "said", "the ferry will sail"), predicted("Tom Reyes", "denied", "it"))
    assert result["whole_half"]["recall"] == 0.5
    assert result["spans"]["source"] == {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "gold": 2, "predicted": 1}


def test_discarded_text_is_left_out_on_both_sides() -> None:
    noise = predicted("Dover Post", "said", "nothing")
    right = [predicted("Mayor Ada Quill", "said", "the ferry will sail"), predicted("Tom Reyes", "denied", "it")]
    note = (TEXT.index("Photo"), len(TEXT))
    assert score(*right, noise)["whole_exact"]["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert score(*right, noise, discard=(note,))["whole_exact"]["precision"] == 1
    first = (0, TEXT.index("Tom"))
    assert score(*right, discard=(first,))["whole_exact"] == {"precision": 1, "recall": 1, "f1": 1, "gold": 1, "predicted": 1}


def test_names_by_kind_and_without() -> None:
    text = "Quill met Reyes in Dover"
    doc = NameDoc(text, ((*at(text, "Quill"), "person"), (*at(text, "Reyes"), "person"), (*at(text, "Dover"), "place")))
    found = tuple(
        EntityMention(span(text, words), span(text, words), kind, "name", -1, 0.9)  # type: ignore[arg-type]
        for words, kind in (("Quill", "person"), ("Reyes", "place"), ("Dover", "place"))
    )
    result = scoring.names([doc], [Annotations((), names=found)])
    assert result["kinds"]["person"] == {"precision": 1, "recall": 0.5, "f1": 0.6667, "gold": 2, "predicted": 1}
    assert result["kinds"]["place"]["precision"] == 0.5
    assert result["micro"]["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert result["untyped"]["f1"] == 1


def coref_doc(text: str, tokens: list[str], clusters: list[set[tuple[int, int]]]) -> CorefDoc:
    spans, start = [], 0
    for token in tokens:
        start = text.index(token, start)
        spans.append((start, start + len(token)))
        start += len(token)
    return CorefDoc(text, tuple(spans), tuple(frozenset(c) for c in clusters))


def test_mentions_in_tokens_keep_the_possessive_ending_of_phrases_only() -> None:
    text = "Quill's aide says it's late; Quill agrees, it seems."
    tokens = ["Quill", "'s", "aide", "says", "it", "'s", "late", ";", "Quill", "agrees", ",", "it", "seems", "."]
    doc = coref_doc(text, tokens, [{(0, 2), (8, 9)}, {(4, 5), (11, 12)}])
    seen = Annotations(
        (),
        mentions=(
            mention(text, "Quill", 0),
            mention(text, "it", 1, "pronoun"),
            mention(text, "Quill", 0, nth=1),
            mention(text, "it", 1, "pronoun", 1),
        ),
    )
    assert sorted(sorted(c) for c in scoring.token_clusters(doc, seen)) == [[(0, 2), (8, 9)], [(4, 5), (11, 12)]]
    assert scoring.coreference([doc], [seen])["conll_f1"] == 1


def test_singletons_and_doubles_are_dropped() -> None:
    text = "Quill met Reyes and Quill"
    doc = coref_doc(text, text.split(), [{(0, 1), (4, 5)}])
    seen = Annotations(
        (), mentions=(mention(text, "Quill", 0), mention(text, "Quill", 3), mention(text, "Reyes", 1), mention(text, "Quill", 0, nth=1))
    )
    assert scoring.token_clusters(doc, seen) == [frozenset({(0, 1), (4, 5)})]
    assert scoring.coreference([doc], [Annotations(())])["conll_f1"] == 0


def test_times_exact_and_by_overlap() -> None:
    text = "They met on Sunday morning and in May."
    doc = TimeDoc(text, (at(text, "Sunday morning"), at(text, "May")))
    seen = Annotations((), times=(TimeExpression(span(text, "Sunday"), 0.9), TimeExpression(span(text, "May"), 0.9)))
    result = scoring.times([doc], [seen])
    assert (result["exact"]["f1"], result["overlap"]["f1"]) == (0.5, 1)


def test_tokens_touched_by_a_span() -> None:
    tokens = scoring.tokenised("A well-known “friend,” he said")
    assert tokens.touched((2, 12)) == (1, 2)
    assert tokens.touched((13, 22)) == (2, 6)
    assert tokens.touched((12, 13)) == (2, 2)
    assert tokens.of([(0, 1), (2, 4)]) == {0, 1}


def test_bio_tags_to_spans() -> None:
    tags = ["B-a", "I-a", "B-a", "O", "I-b", "I-b", "I-a", "B-b"]
    assert gold.bio_spans(tags) == [(0, 2, "a"), (2, 3, "a"), (4, 6, "b"), (6, 7, "a"), (7, 8, "b")]


def test_name_files_become_documents(tmp_path: Path) -> None:
    rows = [
        {"id": "s1", "doc": "d", "tokens": ["Ada", "Quill", "left", "."], "tags": ["B-politician", "I-politician", "O", "O"]},
        {"id": "s2", "doc": "d", "tokens": ["The", "Tide", "Party", "won", "."], "tags": ["O", "B-organisation", "I-organisation", "O", "O"]},
        {"id": "s3", "tokens": ["Dover", "Vote"], "tags": ["B-election", "I-election"]},
    ]
    first, second = gold.name_docs(write_lines(tmp_path / "names.jsonl.gz", rows))
    assert [(first.text[s:e], kind) for s, e, kind in first.names] == [("Ada Quill", "person"), ("Tide Party", "organization")]
    assert [(second.text[s:e], kind) for s, e, kind in second.names] == [("Dover Vote", "other")]


def test_coreference_files_keep_token_offsets(tmp_path: Path) -> None:
    sentences = [["Quill", "'s", "aide", "left", "."], ["Quill", "(", "52", ")", "stayed", "."]]
    row = {"doc": "d", "sentences": sentences, "clusters": [[[0, 0, 2], [1, 0, 1]]]}
    (doc,) = gold.coref_docs(write_lines(tmp_path / "coref.jsonl.gz", [row]))
    assert doc.text.strip() == "Quill's aide left. Quill (52) stayed."
    assert [doc.text[s:e] for s, e in doc.tokens] == sentences[0] + sentences[1]
    assert doc.clusters == (frozenset({(0, 2), (5, 6)}),)


def measured(value: float, sha: str = "aa") -> dict[str, Any]:
    return {"coref": {"file": "x.jsonl.gz", "sha256": sha, "weights": "ww", "documents": 3, "scores": {"conll_f1": value}}}


def test_floors_hold_the_score_the_file_and_the_presence(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"coref": {"sha256": "aa", "floors": {"conll_f1": 0.5}}}))
    assert scores.below_floor(measured(0.5), floors) == []
    assert scores.below_floor(measured(0.49), floors) == ["coref: conll_f1 is 0.49, its floor 0.5"]
    assert len(scores.below_floor(measured(0.6, "bb"), floors)) == 1
    assert scores.below_floor({}, floors) == ["coref: not measured"]


def test_the_pinned_floors_name_results_that_are_measured() -> None:
    names = {name for name, _, _ in scores.files(Path("data"), Path("exam"))}
    pinned = json.loads(scores.FLOORS.read_text(encoding="utf-8"))
    assert set(pinned) <= names
    assert all(len(entry["sha256"]) == 64 and entry["floors"] for entry in pinned.values())


def test_the_page_and_the_figures_are_written(tmp_path: Path) -> None:
    result = measured(0.513)
    result["coref"]["words_per_second"] = 6000
    scores.write(result, tmp_path / "docs" / "scores.md", tmp_path / "scores.json")
    page = (tmp_path / "docs" / "scores.md").read_text(encoding="utf-8")
    assert "CoNLL F1 51.3" in page
    assert "| MUC | – | – | – |" in page
    assert "words_per_second" not in (tmp_path / "scores.json").read_text(encoding="utf-8")


def test_classes_are_averaged_over_kinds_not_over_cases(tmp_path: Path) -> None:
    row = {"text": "Quill blasted Reyes.", "p": [0, 5], "q": [14, 19]}
    rows = [row | {"id": "a", "label": "p->q negative"}, row | {"id": "b", "p": [14, 19], "q": [0, 5], "label": "q->p negative"}]
    docs = gold.pair_docs(write_lines(tmp_path / "dse.jsonl.gz", rows))
    assert docs == [gold.PairDoc("Quill blasted Reyes.", (((0, 5), (14, 19), 3), ((14, 19), (0, 5), 4)))]
    found = scoring._classes([0, 0, 0, 2], [0, 0, 1, 2], ("negative", "neutral", "positive"))
    assert found["micro_f1"] == 0.75
    assert found["macro_f1"] == round((0.8 + 0 + 1) / 3, 4)


def test_targets_and_events_are_gathered_by_sentence(tmp_path: Path) -> None:
    targets = [{"id": "x", "text": "Quill shone.", "targets": [{"s": 0, "e": 5, "polarity": 1}]}]
    assert gold.target_docs(write_lines(tmp_path / "t.jsonl.gz", targets)) == [gold.TargetDoc("Quill shone.", (((0, 5), 2),))]
    events = [{"id": n, "text": "She came and went.", "event": span, "factuality": f} for n, span, f in (("a", [4, 8], 3.0), ("b", [13, 17], -1.5))]
    docs = gold.event_docs(write_lines(tmp_path / "e.jsonl.gz", events))
    assert docs == [gold.EventDoc("She came and went.", (((4, 8), 3.0), ((13, 17), -1.5)))]
