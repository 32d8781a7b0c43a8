"""Leaders without a name in their article, and who they are to the ledger, in any order of taking in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from rapport.ledger import Ledger
from rapport.records import Actor, Article, Reading, Role, content_id


def reading(number: int, published: str, *who: tuple[str, str | None]) -> Reading:
    """An article of some actors, who are presidents of the place given with them."""
    article = Article(f"It happened, number {number}.", None, "Bay Courier", f"https://courier.example/{number}", published)
    actors = tuple(
        Actor(content_id("actor", article.id, name), article.id, name, "person", (), (Role("President", place),) if place else ())
        for name, place in who
    )
    return Reading(article, actors, ())


TOLD = [
    reading(1, "2031-05-01", ("Ada Quill", "Norwegian")),
    reading(2, "2031-05-20", ("the Norwegian president", None), ("Tom Reyes", None)),
    reading(3, "2031-05-21", ("Norway’s president", None), ("Ada Quill", None)),
    reading(4, "2031-12-01", ("the president of Norway", None)),
    reading(5, "2031-05-22", ("the Danish president", None)),
]


def meant(path: Path, batches: Sequence[Sequence[Reading]]) -> dict[str, str]:
    with Ledger(path) as ledger:
        for batch in batches:
            with ledger.run("read") as run:
                for item in batch:
                    run.add(item, "", "w1")
            ledger.resolve()
        query = "SELECT x.name, e.name FROM members AS m JOIN actors AS x ON x.article = m.article AND x.id = m.actor JOIN entities AS e ON e.id = m.entity"
        return {name: called for name, called in ledger.connection.execute(query) if "president" in name}


def test_who_holds_the_office_by_other_articles_of_the_time(tmp_path: Path) -> None:
    expected = {
        "the Norwegian president": "Ada Quill", "Norway’s president": "Norway’s president", "the president of Norway": "the president of Norway",
        "the Danish president": "the Danish president",
    }  # fmt: skip
    assert meant(tmp_path / "once.db", [TOLD]) == expected
    for n, order in enumerate(permutations(TOLD[:3])):
        assert meant(tmp_path / f"{n}.db", [[item] for item in (*order, *TOLD[3:])]) == expected


def test_a_second_holder_leaves_it_open_again(tmp_path: Path) -> None:
    rival = reading(6, "2031-05-03", ("Ben Bell", "Norwegian"))
    assert meant(tmp_path / "rival.db", [TOLD, [rival]])["the Norwegian president"] == "the Norwegian president"


def test_why_tells_the_office_and_the_place(tmp_path: Path) -> None:
    meant(tmp_path / "why.db", [TOLD])
    with Ledger(tmp_path / "why.db") as ledger:
        for found in (ledger.why("the Norwegian president", "Ada Quill"), ledger.why("Ada Quill", "Norway's president")):
            assert found.same
            assert (found.weights[0].one, found.weights[0].other) == ("president of norway", "Ada Quill: 1 of 1 articles")
        assert not ledger.why("the Danish president", "Ada Quill").same
