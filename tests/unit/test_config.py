"""Caps are set in dollars and kept in microdollars; what is no amount is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from festplan.config import Settings


def test_no_cap_is_set_by_itself() -> None:
    assert Settings().caps == {}


@pytest.mark.parametrize(
    ("said", "kept"),
    [("0.05", 50_000), ("2", 2_000_000), ("0", 0), ("0.0000019", 1), ("1e3", 10**9)],
)
def test_a_cap_is_set_in_dollars(said: str, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FESTPLAN_CAP_PARTY", said)
    monkeypatch.setenv("FESTPLAN_CAP_RUN", "")
    assert Settings().caps == {"party": kept}


@pytest.mark.parametrize("said", ["cheap", "-1", "NaN", "Infinity", "1e30"])
def test_what_is_no_amount_of_dollars_is_refused(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FESTPLAN_CAP_ALL", said)
    with pytest.raises(ValidationError, match="an amount of dollars"):
        Settings()
