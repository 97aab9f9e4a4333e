"""What a plan keeps whatever a host did: sums, sizes, choices, and nothing invented."""

from __future__ import annotations

from typing import Any

from festplan.domain.party import Party
from festplan.domain.people import headcount

Json = dict[str, Any]
SHORTLISTS = {
    "venue_agent": "recommended_venues",
    "cake_agent": "bakeries",
    "catering_agent": "caterers",
    "vendor_agent": "vendors",
}


def keeps_the_rules(party: Party, results: dict[str, Json]) -> None:
    """The rules of the product, on the results that the host is shown."""
    _holds_everyone(party, results)
    _choices_are_shown(party, results)
    if "budget_agent" in results:
        _adds_up(results)
    for result in results.values():
        _nothing_is_invented(result)


def _holds_everyone(party: Party, results: dict[str, Json]) -> None:
    people = headcount(party.brief.facts)
    for agent, need in (("venue_agent", people.largest), ("catering_agent", people.guests)):
        for entry in results.get(agent, {}).get(SHORTLISTS[agent], []):
            room = entry["capacity"]
            assert not entry["fits"] or room is None or room >= need, f"{room} hold {need}"


def _choices_are_shown(party: Party, results: dict[str, Json]) -> None:
    """What is pinned stays in its shortlist, and is what the budget counts with."""
    for agent, choices in party.brief.choices.items():
        result = results.get(agent)
        for choice in choices if result else ():
            service = choice.entry.get("service")
            if service is None or service in result["services"]:  # type: ignore[index]
                shown = {e["listing_id"]: e for e in result[SHORTLISTS[agent]]}  # type: ignore[index]
                assert shown[choice.listing_id]["pinned"], "a choice lost its pin"
                _is_counted(choice.listing_id, result or {}, results.get("budget_agent"))


def _is_counted(name: str, result: Json, budget: Json | None) -> None:
    for offer in result["offers"]:
        pinned = {o["listing_id"] for o in offer["options"] if o["pinned"]}
        if budget and name in pinned and budget["currency"] in _currencies(offer, name):
            assert budget["chosen"][offer["need"]] in pinned, "the budget ignores a choice"


def _currencies(offer: Json, name: str) -> list[str]:
    return [o["currency"] for o in offer["options"] if o["listing_id"] == name]


def _adds_up(results: dict[str, Json]) -> None:
    """The total is the sum of the lines, and each need's lines the price of its option.

    Typical prices in another currency are stated anew in the party's, so they are left out here.
    """
    budget = results["budget_agent"]
    lines = budget["lines"]
    assert budget["total_minor"] == sum(line["amount_minor"] for line in lines), "wrong total"
    assert len({line["line_id"] for line in lines}) == len(lines), "two lines have one id"
    if budget["limit_minor"] is not None:
        assert budget["left_over_minor"] == budget["limit_minor"] - budget["total_minor"]
    offers = [o for name, r in results.items() for o in r.get("offers", [])]
    for offer in offers:
        mine = [line["amount_minor"] for line in lines if line["need"] == offer["need"]]
        native = [o for o in offer["options"] if o["currency"] == budget["currency"]]
        prices = [option["amount_minor"] for option in native]
        assert not mine or not prices or sum(mine) in prices, "lines that are no option's price"


def _nothing_is_invented(result: Json) -> None:
    """What has no listing is an estimate; what has one names its source."""
    for entries in (result.get(name, []) for name in SHORTLISTS.values()):
        for entry in entries:
            assert entry["source"], "a price without a source"
            assert entry["listing_id"] or entry["price"]["basis"] == "estimate", "invented"
