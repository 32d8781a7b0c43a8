"""From annotations to the records of one article."""

from __future__ import annotations

from rapport.annotations import Annotations
from rapport.extract.actors import cast, mention_records
from rapport.extract.contacts import ContactRules, contacts
from rapport.extract.statements import statements
from rapport.records import Article, Reading

__all__ = ["ContactRules", "extract"]


def extract(article: Article, annotations: Annotations, min_confidence: float | None = None, rules: ContactRules | None = None) -> Reading:
    """All records of an article whose confidence reaches `min_confidence` (0–1; default: all that the rules allow)."""
    people = cast(article, annotations)
    least = min_confidence or 0.0
    met = tuple(c for c in contacts(people, annotations, rules or ContactRules()) if c.confidence >= least)
    said = tuple(s for s in statements(people, annotations) if s.confidence >= least)
    actors, kept = people.records()
    return Reading(article, actors, mention_records(article, annotations, kept), met, said)
