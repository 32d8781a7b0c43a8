"""Time phrases to values: intervals anchored to the day of publication (never to today), durations, cadences."""

from __future__ import annotations

from rapport.extract.times.find import find_times
from rapport.extract.times.lengths import cadence, duration
from rapport.extract.times.resolve import Tense, when
from rapport.extract.times.story import when_in_story

__all__ = ["Tense", "cadence", "duration", "find_times", "when", "when_in_story"]
