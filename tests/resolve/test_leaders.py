"""Leaders who are called by office and place."""

from __future__ import annotations

import pytest

from rapport.resolve.leaders import Holder, Office, described_office, held_office, holder, of_another_year


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("the Norwegian president", Office("president", "norway")),
        ("Norway’s newly elected president", Office("president", "norway")),
        ("The new leader of Norway", Office("leader", "norway")),
        ("the Premier of Norway", Office("prime minister", "norway")),
        ("the mayor of Port City", Office("mayor", "port city")),
        ("the former president of Norway", None),
        ("the Norwegian vice president", None),
        ("a Norwegian president", None),
        ("the president", None),
        ("the House leader", None),
        ("the mayor of Norway", None),
        ("Norway King", None),
    ],
)
def test_a_description_by_office_and_place(name: str, office: Office | None) -> None:
    assert described_office(name) == office


def test_a_role_tells_an_office_where_it_has_a_place() -> None:
    assert held_office("President", "Norwegian") == Office("president", "norway")
    assert held_office("President", None) is None
    assert held_office("former President", "Norwegian") is None
    assert held_office("President", "Harbor College") is None


def test_the_holder_is_who_nearly_all_articles_of_the_time_name() -> None:
    office = Office("president", "norway")
    told = [Holder("Quill", "president", f"a{n}", 100) for n in range(9)]
    assert holder(office, 130, told).entity == "Quill"
    assert holder(Office("leader", "norway"), 130, told).entity == "Quill"
    assert holder(office, 161, told).entity == ""
    assert holder(Office("monarch", "norway"), 130, told).entity == ""
    slip = Holder("Bell", "president", "b", 100)
    assert holder(office, 130, [*told, slip]).entity == "Quill"
    assert holder(office, 130, [*told[:8], slip]).entity == ""


def test_another_year_beside_it_may_mean_another_holder() -> None:
    assert of_another_year("Bell wrote in 2026 to ", 2031)
    assert not of_another_year("That was in 2026. Bell wrote in 2031 to ", 2031)
    assert not of_another_year("Bell, a 2032 presidential candidate, wrote to ", 2031)
