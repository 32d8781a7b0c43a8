"""Names that stand in articles and never for a person, counted in invented articles."""

from training.nobody import LEAST, counted, kept


def article(text: str, *people: str) -> tuple[str, dict[str, object]]:
    return text, {"actors": [{"kind": "person", "mentions": [[text.index(name), text.index(name) + len(name)] for name in people]}]}


def test_names_that_only_others_bear_are_kept() -> None:
    seen, people = counted(
        [
            article("Ada Quill, the mayor, left Dover. The Dover Gazette said so.", "Ada Quill, the mayor"),
            article("A spokesman for Dover met Quill’s aide.", "A spokesman for Dover", "Quill"),
        ]
    )
    assert (seen["Dover"], people["Dover"]) == (2, 0)
    assert (seen["Ada Quill"], people["Ada Quill"]) == (1, 1)
    assert (seen["Quill"], people["Quill"]) == (1, 1)
    assert seen["Dover Gazette"] == 1
    few = {name: LEAST * count for name, count in seen.items()}
    assert kept(type(seen)(few), type(people)({name: LEAST * count for name, count in people.items()})) == ["A", "Dover", "Dover Gazette"]


def test_rare_names_tell_nothing() -> None:
    seen, people = counted([article("Ada Quill left Dover.", "Ada Quill")])
    assert kept(seen, people) == []
