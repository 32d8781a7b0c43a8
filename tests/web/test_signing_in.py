"""Where signing in leads: to a page of a ledger here, and nowhere else."""

from __future__ import annotations

import pytest

from rapport.web.signing_in import landing, remembered

HOME = "/-/rapport"


@pytest.mark.parametrize(
    "address", ["/town/-/rapport", "/town/-/rapport/actor?name=Zo%C3%AB+%C5%81ukasz", "/harbor~20town/-/rapport/review?kind=contact"]
)
def test_the_page_that_was_read_last(address: str) -> None:
    kept = remembered(address)
    assert kept is not None
    assert landing("other=1; " + kept.split(";")[0], HOME) == address


@pytest.mark.parametrize(
    "address", ["//evil.example/-/rapport", "https://evil.example/-/rapport", "/\\\\evil.example/-/rapport", "/town", "/town/-/rapport\r\nX: y", ""]
)
def test_no_other_place(address: str) -> None:
    assert remembered(address) is None
    assert landing(f"rapport_page={address}", HOME) == HOME


def test_a_broken_cookie_is_none() -> None:
    assert landing("", HOME) == HOME
    assert landing('rapport_page="; =;;', HOME) == HOME
    assert remembered("/town/-/rapport?q=" + "x" * 3000) is None
