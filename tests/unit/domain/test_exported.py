"""What comes back from an export is checked fact by fact."""

from __future__ import annotations

from typing import Any

import pytest

from festplan.domain.exported import intact

BUDGET = {"amount": 1500, "currency": "USD", "kind": "max"}


def content(budget: Any) -> dict[str, Any]:
    said = {"input_id": "inp_1", "content": "under $1,500", "order": 1, "facts": {"budget": budget}}
    return {"inputs": [said]}


def test_a_whole_budget_comes_back() -> None:
    assert intact(content(BUDGET)).inputs[0].facts == {"budget": BUDGET}


@pytest.mark.parametrize("gone", ["amount", "kind"])
def test_a_budget_without_a_part_is_refused(gone: str) -> None:
    spoilt = {name: value for name, value in BUDGET.items() if name != gone}
    with pytest.raises((KeyError, ValueError)):
        intact(content(spoilt))
    with pytest.raises((KeyError, ValueError)):
        intact(content([BUDGET, spoilt]))
