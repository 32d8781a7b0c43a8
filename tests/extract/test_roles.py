"""Roles: what a person is called by office, of which body, and since and until when, where the text tells."""

from __future__ import annotations

import pytest

from rapport.extract.roles import roles_of
from rapport.records import Role
from tests.extract.builder import Page


def roles(text: str, phrase: str, name: str) -> list[Role]:
    page = Page(text)
    page.mention(phrase, 0, head=name.split()[-1], name=name)
    found = roles_of(page.article, page.annotations().mentions, name)  # type: ignore[arg-type]
    for role in found:
        assert all(page.article.text[piece.start : piece.end] == piece.text for piece in role.evidence)
    return list(found)


@pytest.mark.parametrize(
    ("text", "phrase", "title", "organization"),
    [
        ("Port City Mayor Ada Quill spoke.", "Port City Mayor Ada Quill", "Mayor", "Port City"),
        ("The former governor Ada Quill spoke.", "The former governor Ada Quill", "former governor", None),
        ("then-Senator Ada Quill spoke.", "then-Senator Ada Quill", "former Senator", None),
        ("Democratic Sen. Ada Quill spoke.", "Democratic Sen. Ada Quill", "Sen.", None),
        ("Ada Quill, the mayor of Dover, spoke.", "Ada Quill", "mayor", "Dover"),
        ("Ada Quill, Dover’s police chief, spoke.", "Ada Quill", "police chief", "Dover"),
        ("Ada Quill, chairwoman of the Harbor Council, spoke.", "Ada Quill", "chairwoman", "Harbor Council"),
        ("Ada Quill, a former director of the Harbor Council, spoke.", "Ada Quill", "former director", "Harbor Council"),
        ("Dover Deputy Police Commissioner Ada Quill spoke.", "Dover Deputy Police Commissioner Ada Quill", "Deputy Police Commissioner", "Dover"),
        ("White House acting chief of staff Ada Quill spoke.", "White House acting chief of staff Ada Quill", "acting chief of staff", "White House"),
        ("U.S. Senator Ada Quill spoke.", "U.S. Senator Ada Quill", "Senator", "U.S."),
        ("Ada Quill, now the mayor, spoke.", "Ada Quill", "mayor", None),
        ("Ada Quill, Pia Lorne’s former chief of staff, spoke.", "Ada Quill", "former chief of staff", "Pia Lorne"),
        ("Ada Quill, a spokeswoman, spoke.", "Ada Quill", "spokeswoman", None),
        ("Ada Quill, associate director for ferries at Bay Ports, spoke.", "Ada Quill", "associate director for ferries", "Bay Ports"),
    ],
)
def test_title_and_body(text: str, phrase: str, title: str, organization: str | None) -> None:
    assert [(r.title, r.organization) for r in roles(text, phrase, "Ada Quill")] == [(title, organization)]


@pytest.mark.parametrize(
    ("told", "since", "until"),
    [
        ("the mayor of Dover since 2029", "2029-01-01", None),
        ("mayor of Dover from 2021 to 2025", "2021-01-01", "2025-12-31"),
        ("the mayor of Dover until May 2030", None, "2030-05-31"),
        ("the mayor of Dover", None, None),
    ],
)
def test_since_and_until_stand_where_the_text_tells(told: str, since: str | None, until: str | None) -> None:
    (role,) = roles(f"Ada Quill, {told}, spoke.", "Ada Quill", "Ada Quill")
    assert (role.title, role.organization, role.since, role.until) == ("mayor", "Dover", since, until)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill, who was the mayor of Dover at the time, spoke.",
        "Ada Quill, accompanied by the mayor of Dover, spoke.",
        "Ada Quill, a friend of ferries, spoke.",
        "Ada Quill, Senator Ben Bell and others spoke.",
        "Ada Quill, former Governor Tom Reyes and others spoke.",
        "Ada Quill, 34, spoke.",
    ],
)
def test_clauses_and_other_descriptions_are_no_roles(text: str) -> None:
    assert roles(text, "Ada Quill", "Ada Quill") == []
