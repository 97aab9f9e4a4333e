"""Amounts to get, as JSON, and the shopping list that they make together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from festplan.agents.knowledge.quantity import Quantity
from festplan.domain.money import ceil_div

Amount = dict[str, Any]
"""How much of an item (JSON): item, amount, unit, packs, pack, pack_size, reason, source, grade."""


def document(quantity: Quantity) -> Amount:
    """A quantity as JSON."""
    return {name: getattr(quantity, name) for name in Quantity.__slots__}


def merged(amounts: Iterable[tuple[str, Amount]]) -> list[Amount]:
    """One line an item, in the order of first need; `for` names the cards that need it.

    Amounts of one item and unit add up before they are rounded up to whole packs.
    """
    lines: dict[tuple[str, str], Amount] = {}
    for card, amount in amounts:
        key = (amount["item"], amount["unit"])
        held = lines.get(key)
        lines[key] = {**amount, "for": [card]} if held is None else _sum(held, amount, card)
    return list(lines.values())


def _sum(held: Amount, amount: Amount, card: str) -> Amount:
    total = held["amount"] + amount["amount"]
    reasons = dict.fromkeys((held["reason"], amount["reason"]))
    return {
        **held,
        "amount": total,
        "packs": ceil_div(total, held["pack_size"]) if held["pack_size"] else 0,
        "reason": "; ".join(reasons),
        "for": list(dict.fromkeys((*held["for"], card))),
    }
