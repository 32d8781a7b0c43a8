"""What a form of the pages does to a ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from rapport.errors import UnknownRecord
from rapport.ledger import Ledger
from rapport.web.correcting import correct
from tests.conftest import WEIGHTS, Story


def test_of_several_reports_none_is_corrected_where_one_is_not_there(tmp_path: Path) -> None:
    met = "Ada Quill met Tom Reyes."
    s = Story(met, "Bay Courier", "2031-06-12", "A meeting")
    contact = s.contact("meeting", "happened", (s.actor("Ada Quill"), s.actor("Tom Reyes")), met, "met")
    with Ledger(tmp_path / "a.db") as ledger:
        with ledger.run("read a/") as run:
            run.add(s.reading(), s.article.id, WEIGHTS)
        ledger.resolve()
        form = {"action": "correct", "field": "channel", "value": "call", "reason": "heard it"}
        with pytest.raises(UnknownRecord, match="nobody"):
            correct(ledger, form | {"records": f"{contact} nobody"}, "ada")
        ledger.resolve()
        assert [row.channel for row in ledger.contacts()] == ["meeting"]
        correct(ledger, form | {"records": contact}, "ada")
        assert [row.channel for row in ledger.contacts()] == ["call"]
