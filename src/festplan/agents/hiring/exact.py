"""Vendors for these guests and hours: how many of each, and what each of them would ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from festplan.agents.knowledge.kinds import Kind
from festplan.agents.knowledge.money_rules import charges
from festplan.agents.knowledge.staff import HowMany
from festplan.agents.offers import shortlist
from festplan.agents.offers.bookings import booking, vendor_lead
from festplan.agents.offers.hours import Length, length
from festplan.agents.offers.shortlist import Entry, Line
from festplan.agents.offers.vendors import RENTED, needed, plural, spelled
from festplan.domain.brief import Brief
from festplan.domain.money import percent, show
from festplan.domain.people import headcount, middle_age
from festplan.engine.agent import Result

MOST_EACH = 5
"""Entries that a host is shown for one service."""


def need(service: str, brief: Brief, time: Length) -> HowMany:
    """How many of a service, for the age of whom it honours, else that of the children."""
    age = brief.facts.get("age", middle_age(brief.facts.get("kids_ages")))
    return needed(service, headcount(brief.facts), time, age)


def shortlisted(service: str, need: HowMany, result: Result, brief: Brief) -> list[Entry]:
    """The shortlist of one service, with what the host chose for it."""
    entries = [entry for entry in result["vendors"] if entry["service"] == service]
    chosen = [
        choice for choice in brief.chosen("vendor_agent") if _service(choice.entry) == service
    ]
    time = length(brief.facts)
    pinned = shortlist.with_pinned(entries, chosen)
    return shortlist.cut([_settled(entry, need, time) for entry in pinned], MOST_EACH)


def _settled(entry: Entry, need: HowMany, time: Length) -> Entry:
    total, lines = _total(entry, need.count, time)
    warned = [need.warning] if need.warning else []
    done = shortlist.settled(
        entry,
        total=(total, lines),
        why=[need.reason, shortlist.price_text(entry["price"], total, _for(entry, need, time))],
        misses=warned,
    )
    return {**done, "needed": need.count}


def _total(entry: Entry, count: int, time: Length) -> tuple[int | None, list[Line]]:
    """What `count` of it cost: the hire of each, then the tip of people or the tax on things."""
    price, service = entry["price"], _service(entry)
    if price["unit"] in {"item", "head", "serving"}:
        hired = shortlist.hire(price, count)
        fees = shortlist.fee_lines(price, "Delivery")
    else:
        each = shortlist.hire(price, time.hours if price["unit"] == "hour" else 1)
        hired = None if each is None else each * count
        fees = [
            shortlist.line(fee["label"], fee["amount_minor"] * count, fee["basis"])
            for fee in shortlist.fee_lines(price, "Travel and set-up")
        ]
    if hired is None:
        return None, fees
    rates = charges(entry["country"])
    rented = service in RENTED
    rate = rates.tax_percent if rented else rates.tip_percent
    label = f"Tax, {rate}%" if rented else f"Tip, {rate}%"
    extra = [shortlist.line(label, percent(hired, rate))] if rate and hired else []
    return hired + sum(one["amount_minor"] for one in extra), [*fees, *extra]


def _for(entry: Entry, need: HowMany, time: Length) -> str:
    who = plural(_service(entry), need.count)
    if entry["price"]["unit"] == "hour":
        hours = max(time.hours, entry["price"]["minimum_units"])
        return f"for {who}, {hours} hours"
    return f"for {who}"


def _service(entry: Mapping[str, Any]) -> str:
    """What the entry is for; a choice made in a search is for its kind."""
    return str(entry.get("service", entry["kind"]))


def offered(service: str, need: HowMany, entries: list[Entry]) -> dict[str, Any]:
    """What the budget chooses from for one service."""
    label = spelled(service) if need.count == 1 else plural(service, need.count)
    return shortlist.offer(
        f"vendor:{service}", label[0].upper() + label[1:], entries, optional=True
    )


def task(service: str, count: int, kind: Kind) -> dict[str, Any]:
    """When to book it."""
    title = f"Book {f'the {spelled(service)}' if count == 1 else plural(service, count)}"
    return booking(f"vendor:{service}", title, vendor_lead(kind, service))


def card(needs: dict[str, HowMany], shown: dict[str, list[Entry]]) -> dict[str, Any]:
    """Every service with how many of it and from how much, in a line."""
    parts = []
    for service, need in needs.items():
        priced = [entry for entry in shown[service] if entry["total_minor"] is not None]
        least = min(priced, key=lambda entry: entry["total_minor"], default=None)
        cost = f" from {show(least['total_minor'], least['price']['currency'])}" if least else ""
        parts.append(f"{plural(service, need.count)}{cost}")
    return {"title": "Vendors", "headline": "; ".join(parts), "notes": []}
