"""How much to serve: food by the guest and the diet, drinks by the hour, and what drinks cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from festplan.agents.knowledge.diet import uncounted_for_all
from festplan.agents.knowledge.drink import alcohol_kinds
from festplan.agents.knowledge.food import quantities
from festplan.agents.knowledge.money_rules import from_usd
from festplan.agents.offers import caterers
from festplan.agents.offers.hours import length
from festplan.agents.offers.own_work import own_option
from festplan.agents.offers.shortlist import Entry
from festplan.agents.planning import amounts
from festplan.domain.money import percent
from festplan.domain.people import Headcount
from festplan.domain.reading import Facts as BriefFacts

_DRINK_CENTS = (
    (caterers.BAR, 1500, 300),
    ("Drinks you buy (estimate)", 800, 300),
)
"""US cents an adult with alcohol and anybody without; a bar 8 to 30 a head (domain notes 2.4)."""
WITHOUT_SPIRITS_PERCENT = 80
"""Beer and wine alone, of what a whole bar costs: spirits are a fifth of it (own estimate)."""


def of_everything(facts: BriefFacts, people: Headcount) -> list[dict[str, Any]]:
    """How much of what; without meat everyone is counted as vegetarian."""
    exclude = facts.get("exclude", [])
    diets = uncounted_for_all(facts.get("diet", {}), people.guests)
    if "meat" in exclude:
        diets["vegetarian"] = people.guests - (diets.get("vegan") or 0)
    found = quantities(
        facts.get("service_style"),
        facts.get("cuisine", []),
        adults=people.adults,
        kids=people.kids,
        hours=length(facts).minutes / 60,
        diets=diets,
        drinks=poured(facts),
    )
    return [amounts.document(line) for line in found if line.amount]


def poured(facts: BriefFacts) -> list[str]:
    """The drinks asked for; none of alcohol where the host does without."""
    dry = {"alcohol", "beer", "wine", "cocktails", "champagne"} & set(facts.get("exclude", []))
    return [*facts.get("drinks", []), *(["no alcohol"] if "alcohol" in dry else [])]


def drinks(result: Mapping[str, Any], facts: BriefFacts, people: Headcount) -> list[Entry]:
    """An offer of its own where drinks were asked for; a caterer's price holds food alone."""
    wanted = poured(facts)
    if not wanted or {"byob", "cash bar"} & set(wanted):
        return []
    code = result["place"].get("currency", "USD")
    kinds = alcohol_kinds(wanted)
    share = (100 if "spirits" in kinds else WITHOUT_SPIRITS_PERCENT) if kinds else 0
    options = []
    for rank, (label, adult, anybody) in enumerate(_DRINK_CENTS if kinds else _DRINK_CENTS[1:]):
        cents = people.guests * anybody + percent(people.adults * adult, share)
        amount = from_usd(cents, code)
        if amount is not None:
            options.append(own_option(label, amount, code, rank))
    offered = {"need": "catering:drinks", "label": "Drinks", "optional": True, "options": options}
    return [offered] if options else []
