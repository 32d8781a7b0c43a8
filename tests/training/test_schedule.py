"""The documented training: which corpora a step reads, and how the learning rate runs."""

from __future__ import annotations

import numpy as np
import pytest

from training.schedule import MEANS, PHASES, Options, Phase, cycle_ends, drawn, schedule, shortened


def test_a_corpus_that_is_left_out_gives_its_share_to_its_group_and_an_empty_group_is_none() -> None:
    phase = Phase(1, ({"a": 1.0}, {"b": 1.0, "c": 3.0}, {"d": 1.0}), {})
    streams = {"b": None, "d": None}
    assert drawn(phase, streams, np.random.default_rng(0)) == ["b", "d"]
    everything = dict.fromkeys("abcd")
    counts = [drawn(phase, everything, np.random.default_rng(seed))[1] for seed in range(400)]
    assert 0.65 < counts.count("c") / 400 < 0.85


def test_each_cycle_of_the_learning_rate_rises_and_falls_to_nothing() -> None:
    options = Options()
    total = sum(phase.steps for phase in PHASES)
    assert schedule(total - 1, options) < 0.01
    opening = sum(phase.steps for phase in PHASES[:2])
    assert schedule(opening - 1, options) < 0.01 < schedule(opening + 130, options)
    assert max(schedule(step, options) for step in range(total)) <= 1


def test_a_share_of_the_steps_keeps_every_phase_and_cycle() -> None:
    short = shortened(Options(), 0.01)
    assert len(short.phases) == len(PHASES)
    assert len(cycle_ends(short)) == len(cycle_ends(Options()))
    assert 0.009 < sum(phase.steps for phase in short.phases) / sum(phase.steps for phase in PHASES) < 0.011
    assert shortened(Options(), 1.0) == Options()
    with pytest.raises(ValueError, match="not 0"):
        shortened(Options(), 0)


def test_cycles_end_where_the_rate_has_fallen_and_the_mean_is_of_such() -> None:
    options = Options()
    ends = cycle_ends(options)
    assert ends[-1] == sum(phase.steps for phase in PHASES)
    assert all(schedule(end - 1, options) < 0.01 for end in ends)
    assert max(MEANS) == len(ends)
    for cycle, shares in MEANS.items():
        assert max(shares) == cycle
        assert min(shares) >= 1
        assert abs(sum(shares.values()) - 1) < 1e-9


def test_every_corpus_that_a_phase_draws_has_weights_for_its_losses() -> None:
    for phase in PHASES:
        assert {"attribution", "links", "coref", "channels", "roles", "stances", "sentiments", "factuality"} <= phase.weights.keys()
