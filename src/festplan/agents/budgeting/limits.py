"""What a host is willing to pay: the limits in one currency, and which needs each is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from festplan.agents.knowledge.money_rules import from_usd
from festplan.agents.offers.vendors import spelled
from festplan.domain.brief import Brief, budgets
from festplan.domain.money import minor, percent, show
from festplan.domain.people import headcount

Offer = dict[str, Any]
Said = dict[str, Any]
"""A budget fact as the view holds it; `heads` is how many people a sum for each is for."""

ABOUT_PERCENT = 10
""""About $1,500" may come to so much more: our own."""

_MEANT = {
    "food": "catering",
    "drinks": "catering",
    "food and drink": "catering",
    "caterer": "catering",
    "dessert": "cake",
    "bakery": "cake",
    "decor": "theme:decorations",
    "decoration": "theme:decorations",
    "decorations": "theme:decorations",
    "place": "venue",
    "location": "venue",
    "hall": "venue",
    "entertainment": "vendor",
    "entertainers": "vendor",
    "vendors": "vendor",
    "hire": "vendor",
}
"""Words of a purpose that are not themselves a need."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So much for some needs, by position: empty `purpose` means the whole party.

    `ceilings` are tried in order: what was said, then how far "about" may go; none for "at least".
    """

    purpose: str
    kind: str
    amount_minor: int
    floor_minor: int
    ceilings: tuple[int, ...]
    needs: frozenset[int]


def said(brief: Brief) -> list[Said]:
    """The budget facts, whole party first; the head count only where a sum is for each person."""
    heads = headcount(brief.facts).guests
    facts = sorted(budgets(brief.facts.get("budget")), key=lambda fact: fact.get("for", ""))
    return [
        {
            "for": fact.get("for", ""),
            "kind": fact.get("kind", "max"),
            "amount": fact["amount"],
            "min": fact.get("min"),
            "currency": fact.get("currency"),
            "heads": heads if fact.get("per_person") else 1,
        }
        for fact in facts
    ]


def party_currency(offers: Sequence[Offer], sayings: Sequence[Said]) -> str:
    """The currency to reckon in: the host's if every need can be had in it, else the listings'."""
    named = [fact["currency"] for fact in sayings if fact["currency"]]
    if named and all(_in_currency(offer, named[0]) for offer in offers):
        return str(named[0])
    listed = [
        option["currency"] for offer in offers for option in offer["options"] if not _guess(option)
    ]
    every = listed or [option["currency"] for offer in offers for option in offer["options"]]
    counted = Counter(every)
    usual = min(counted, key=lambda code: (-counted[code], code), default=None)
    return usual or (named[0] if named else "USD")


def in_currency(offer: Offer, currency: str) -> list[dict[str, Any]]:
    """The options of an offer in `currency`; a typical price in dollars is stated in it anew."""
    stated = (_restated(option, currency) for option in offer["options"])
    return [option for option in stated if option is not None]


def limits(sayings: Sequence[Said], needs: Sequence[str], currency: str) -> list[Limit]:
    """What was said in `currency`, for the needs that are there."""
    ours = [fact for fact in sayings if fact["currency"] in {None, currency}]
    return [_limit(fact, _needs(fact["for"], needs), currency) for fact in ours]


def questions(
    sayings: Sequence[Said], needs: Sequence[str], offers: Sequence[Offer], currency: str
) -> list[str]:
    """What only the host can say: about sums in another currency, or for what is not planned."""
    asked = []
    for fact in sayings:
        purpose = f" for {spelled(fact['for'])}" if fact["for"] else ""
        if fact["currency"] not in {None, currency}:
            sum_said = show(minor(fact["amount"], fact["currency"]), fact["currency"])
            asked.append(
                f"Your budget{purpose} is {sum_said}, but prices here are in {currency}. "
                f"How much is it in {currency}?"
            )
        elif fact["for"] and not _needs(fact["for"], needs):
            asked.append(f"You set a budget{purpose}, but nothing is planned{purpose} yet. Add it?")
    for offer in offers:
        foreign = sorted({option["currency"] for option in offer["options"]} - {currency})
        if foreign and not in_currency(offer, currency):
            asked.append(
                f"{offer['label']} is priced in {', '.join(foreign)} and is not in the total, "
                f"which is in {currency}. Which offer in {currency} do you have?"
            )
    return asked


def _limit(fact: Said, needs: frozenset[int], currency: str) -> Limit:
    amount = minor(fact["amount"], currency) * fact["heads"]
    least = minor(fact["min"] or 0, currency) * fact["heads"]
    kind = fact["kind"]
    ceilings = {
        "min": (),
        "approx": (amount, amount + percent(amount, ABOUT_PERCENT)),
    }.get(kind, (amount,))
    return Limit(fact["for"], kind, amount, amount if kind == "min" else least, ceilings, needs)


def _needs(purpose: str, needs: Sequence[str]) -> frozenset[int]:
    """The needs that a purpose is about: "dj" one service, "entertainment" every vendor."""
    if not purpose:
        return frozenset(range(len(needs)))
    meant = _MEANT.get(purpose, purpose)
    return frozenset(
        place
        for place, need in enumerate(needs)
        if need in {meant, f"vendor:{meant}"} or need.startswith(f"{meant}:")
    )


def _guess(option: Mapping[str, Any]) -> bool:
    return option["listing_id"] is None and option["basis"] == "estimate"


def _in_currency(offer: Offer, currency: str) -> bool:
    return not offer["options"] or bool(in_currency(offer, currency))


def _restated(option: dict[str, Any], currency: str) -> dict[str, Any] | None:
    if option["currency"] == currency:
        return option
    if not _guess(option) or option["currency"] != "USD":
        return None
    amount = from_usd(option["amount_minor"], currency)
    return None if amount is None else {**option, **_one_line(amount, currency)}


def _one_line(amount: int, currency: str) -> dict[str, Any]:
    return {"amount_minor": amount, "currency": currency, "lines": []}
