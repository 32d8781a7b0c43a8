"""Dependency trees to mentions: invented sentences, every head and span counted by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from rapport.annotate.labels import ANCHOR_TAGS
from training.trees import extent, sentences, trees

ROWS = """\
# text = Mayor Ada Quill doesn't trust the man from Dover, he said.
1\tMayor\t_\tNOUN\tNN\t_\t6\tnsubj\t_\t_
2\tAda\t_\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tQuill\t_\tPROPN\tNNP\t_\t1\tflat\t_\t_
4-5\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdoes\t_\tAUX\tVBZ\t_\t6\taux\t_\t_
5\tn't\t_\tPART\tRB\t_\t6\tadvmod\t_\t_
6\ttrust\t_\tVERB\tVB\t_\t0\troot\t_\t_
7\tthe\t_\tDET\tDT\t_\t8\tdet\t_\t_
8\tman\t_\tNOUN\tNN\t_\t6\tobj\t_\t_
9\tfrom\t_\tADP\tIN\t_\t10\tcase\t_\t_
10\tDover\t_\tPROPN\tNNP\t_\t8\tnmod\t_\tSpaceAfter=No
11\t,\t_\tPUNCT\t,\t_\t13\tpunct\t_\t_
12\the\t_\tPRON\tPRP\t_\t13\tnsubj\t_\t_
13\tsaid\t_\tVERB\tVBD\t_\t6\tparataxis\t_\tSpaceAfter=No
14\t.\t_\tPUNCT\t.\t_\t6\tpunct\t_\t_

"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "trees.conllu.gz"
    file.write_bytes(gzip.compress(ROWS.encode()))
    return file


def test_text_is_put_together_as_it_was_written(path: Path) -> None:
    ((text, words),) = sentences(path)
    assert text == "Mayor Ada Quill doesn't trust the man from Dover, he said."
    assert [text[w.start : w.end] for w in words][3:6] == ["does", "n't", "trust"]


def test_a_mention_reaches_over_what_hangs_on_its_head(path: Path) -> None:
    ((text, words),) = sentences(path)
    first, last = extent(words, 7)
    assert text[words[first].start : words[last].end] == "the man from Dover"
    first, last = extent(words, 9)  # a preposition is not of the mention
    assert text[words[first].start : words[last].end] == "Dover"


def test_heads_are_mentions_of_open_kind_and_other_words_are_none(path: Path, tokenizer: Tokenizer) -> None:
    (doc,) = trees(tokenizer, path, "trees")
    assert doc.anchors is not None
    heads = {}
    for piece, first, last in doc.spans:
        text = doc.pieces.text
        assert not doc.anchors[piece, 0]
        forms = {ANCHOR_TAGS[i].split("/")[1] for i in doc.anchors[piece].nonzero()[0]}
        heads[text[doc.pieces.starts[piece] : doc.pieces.ends[piece]]] = (text[doc.pieces.starts[first] : doc.pieces.ends[last]], forms)
    assert heads["man"] == ("the man from Dover", {"nominal"})
    assert heads["Dover"] == ("Dover", {"name"})
    assert heads["he"] == ("he", {"pronoun"})
    said = doc.pieces.at(doc.pieces.text.index("said"))
    assert list(doc.anchors[said].nonzero()[0]) == [0]
