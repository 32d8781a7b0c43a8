"""What a question asks for is checked as it is asked."""

import pytest

from rapport.errors import UsageError
from rapport.ledger import Filters


@pytest.mark.parametrize(
    "bad",
    [
        {"channel": "fax"},
        {"status": "over"},
        {"since": "May"},
        {"until": "2031-13"},
        {"since": "2031-02-30"},
        {"until": "٢٠٣١"},
        {"since": "2032", "until": "2031-05"},
        {"limit": 0},
        {"offset": -1},
        {"min_confidence": 1.1},
        {"source_kind": "x"},
    ],
)
def test_filters_refuse_what_has_no_meaning(bad: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Filters(**bad)  # type: ignore[arg-type]
