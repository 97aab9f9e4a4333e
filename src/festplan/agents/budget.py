"""The budget: pure arithmetic over what the other agents offer.

One option is chosen for every need (one for each service): what does not fit is out unless nothing
else is there or the host pinned it, then the budget is kept, then the best fit wins, then the
price, then the id. Nothing is ever left out silently: over budget the cheapest combination stands,
with what broke it and what would make it fit. One currency; sums in another are asked about.

>>> from festplan.domain.brief import Brief
>>> park = {"listing_id": "v1", "label": "Elm Pavilion", "amount_minor": 9000, "currency": "USD",
...         "basis": "listed", "fits": True, "misses": 0, "rank": 0, "pinned": False, "lines": []}
>>> offer = {"need": "venue", "label": "Venue", "optional": False, "options": [park]}
>>> brief = Brief({"guests": 75, "budget": {"amount": 1500, "currency": "USD", "kind": "max"}})
>>> from festplan.engine.agent import Upstream
>>> seen = view(brief, Upstream(UPSTREAM, {"venue_agent": {"offers": [offer]}}))
>>> plan = settle(answer(seen, {}), brief)
>>> plan["total_minor"], plan["limit_minor"], plan["fits"], plan["per_guest_minor"]
(9000, 150000, True, 120)
>>> plan["chosen"], plan["left_over_minor"]
({'venue': 'v1'}, 141000)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from festplan.agents.budgeting import advice
from festplan.agents.budgeting.choice import Need, choose_options, needs_in
from festplan.agents.budgeting.limits import Limit, limits, party_currency, questions, said
from festplan.agents.knowledge.money_rules import Category, split
from festplan.agents.offers.hours import party_kind
from festplan.agents.offers.vendors import spelled
from festplan.agents.offers.wording import listed
from festplan.domain.brief import Brief
from festplan.domain.money import ceil_div, percent, show
from festplan.domain.people import headcount
from festplan.engine.agent import Agent, Facts, Result, Upstream

UPSTREAM = ("theme_agent", "venue_agent", "cake_agent", "catering_agent", "vendor_agent")


def view(brief: Brief, upstream: Upstream) -> Facts:
    """What the other agents offer, and what the host is willing to pay."""
    settled = {name: upstream.get(name) for name in upstream}
    offers = [
        {**offer, "agent": name}
        for name, result in settled.items()
        for offer in (result or {}).get("offers", [])
    ]
    return {"offers": offers, "limits": said(brief)}


def answer(view: Facts, evidence: Facts) -> Result:  # noqa: ARG001 nothing is looked up
    """The best combination, its lines and total, and what to do where it does not fit."""
    currency = party_currency(view["offers"], view["limits"])
    needs = needs_in(view["offers"], currency)
    names = [need["need"] for need in needs]
    limited = limits(view["limits"], names, currency)
    choose_options(needs, limited)
    whole = next((limit for limit in limited if not limit.purpose), None)
    total = _total(needs)
    kept = [_kept(limit, needs, currency) for limit in limited]
    over = max((limit["over_minor"] for limit in kept), default=0)
    foreign = any(fact["currency"] not in {None, currency} for fact in view["limits"])
    limit_minor = whole.amount_minor if whole and whole.kind != "min" else None
    return {
        "currency": currency,
        "total_minor": total,
        "limit_minor": limit_minor,
        "fits": None if foreign and not over else not over,
        "lines": [line for need in needs for line in _lines(need)],
        "left_over_minor": None if limit_minor is None else limit_minor - total,
        "chosen": {need["need"]: need["chosen"]["listing_id"] for need in needs},
        "limits": kept,
        "swaps": advice.swaps(needs, currency),
        "given_up": advice.given_up(needs, currency),
        "fixes": _fixes(needs, limited, kept, currency),
        "questions": questions(view["limits"], names, view["offers"], currency),
        "notes": _notes(view["offers"], needs, limited, currency),
    }


def check(view: Facts, result: Result) -> str | None:  # noqa: ARG001 the sums speak for themselves
    """Why `result` is wrong: lines that do not add up to the total."""
    summed = sum(line["amount_minor"] for line in result["lines"])
    return None if summed == result["total_minor"] else "the lines do not add up to the total"


def settle(result: Result, brief: Brief) -> Result:
    """The budget for this party: what each guest costs, and what broke it."""
    kind = party_kind(brief.facts)
    hired = any(line["agent"] == "venue_agent" and line["amount_minor"] for line in result["lines"])
    shares = split(kind, hired_venue=hired)
    guests = headcount(brief.facts).guests
    settled = {
        **result,
        "per_guest_minor": ceil_div(result["total_minor"], max(1, guests)),
        "broke": _broke(result, shares),
        "notes": [*result["notes"], *_reserve(result, shares["contingency"])],
    }
    return {**settled, "offers": [], "tasks": [], "card": _card(settled)}


AGENT = Agent(
    name="budget_agent",
    version=3,
    upstream=UPSTREAM,
    view=view,
    answer=answer,
    check=check,
    settle=settle,
    private=True,
)


# --- what a host is told -------------------------------------------------------------------------


def _total(needs: Sequence[Need]) -> int:
    return sum(int(need["chosen"]["amount_minor"]) for need in needs)


def _lines(need: Need) -> list[dict[str, Any]]:
    """The chosen option, then its fees, taxes and tips; together its amount exactly."""
    chosen = need["chosen"]
    extras = sum(extra["amount_minor"] for extra in chosen["lines"])
    first = _line(need, "", chosen["label"], chosen["amount_minor"] - extras, chosen["basis"])
    whole = [first] if first["amount_minor"] or not extras else []
    return [
        *whole,
        *(
            _line(
                need,
                f"#{extra['label']}",
                f"{chosen['label']}: {extra['label'].lower()}",
                extra["amount_minor"],
                extra["basis"],
            )
            for extra in chosen["lines"]
        ),
    ]


def _line(need: Need, part: str, label: str, amount: int, basis: str) -> dict[str, Any]:
    return {
        "line_id": f"{need['need']}{part}",
        "agent": need["agent"],
        "need": need["need"],
        "label": label,
        "listing_id": need["chosen"]["listing_id"],
        "amount_minor": amount,
        "basis": basis,
        "state": "planned",
    }


def _kept(limit: Limit, needs: Sequence[Need], currency: str) -> dict[str, Any]:
    """A limit with what is spent under it; "about" is kept up to its last ceiling."""
    spent = _total([needs[i] for i in sorted(limit.needs)])
    over = max(0, spent - limit.ceilings[0]) if limit.ceilings else 0
    within = not limit.ceilings or spent <= limit.ceilings[-1]
    purpose = f" for {spelled(limit.purpose)}" if limit.purpose else ""
    said = f"{_WORDS.get(limit.kind, '')}{show(limit.amount_minor, currency)}"
    return {
        "for": limit.purpose,
        "kind": limit.kind,
        "limit_minor": limit.amount_minor,
        "spent_minor": spent,
        "fits": within,
        "over_minor": 0 if within else over,
        "text": f"{show(spent, currency)} of {said}{purpose}",
    }


_WORDS = {"approx": "about ", "min": "at least "}


def _fixes(
    needs: Sequence[Need],
    limited: Sequence[Limit],
    kept: Sequence[dict[str, Any]],
    currency: str,
) -> list[dict[str, Any]]:
    found = []
    for limit, held in zip(limited, kept, strict=True):
        if held["over_minor"]:
            under = [needs[i] for i in sorted(limit.needs)]
            fixes = advice.fixes(under, held["over_minor"], currency)
            found += [{"for": limit.purpose, **fix} for fix in fixes]
    return found


def _notes(
    offers: Sequence[dict[str, Any]],
    needs: Sequence[Need],
    limited: Sequence[Limit],
    currency: str,
) -> list[str]:
    unpriced = [offer["label"].lower() for offer in offers if not offer["options"]]
    notes = [f"No price is known for {', '.join(unpriced)}; it is not in the total."] * bool(
        unpriced
    )
    for need in needs:
        chosen = need["chosen"]
        if not chosen["fits"]:
            why = "you chose it" if chosen["pinned"] else "nothing else is there"
            notes.append(f"{chosen['label']} is not all that you asked for; {why}.")
    for limit in limited:
        spent = _total([needs[i] for i in sorted(limit.needs)])
        if spent < limit.floor_minor:
            what = f" for {spelled(limit.purpose)}" if limit.purpose else ""
            least = show(limit.floor_minor, currency)
            notes.append(f"You said at least {least}{what}; this comes to {show(spent, currency)}.")
    return notes


def _broke(result: Result, shares: Mapping[Category, int]) -> dict[str, Any] | None:
    """What broke the first limit that is not kept, the whole party's before any other."""
    broken = (limit for limit in result["limits"] if limit["over_minor"])
    limit = next(broken, None)
    if limit is None:
        return None
    if limit["for"]:
        return advice.broke_purpose(limit, result["currency"])
    return advice.broke(result["lines"], limit, result["currency"], shares)


def _reserve(result: Result, share: int) -> list[str]:
    """A word on what should stay back for what nobody planned."""
    left, limit = result["left_over_minor"], result["limit_minor"]
    if left is None or left < 0 or left >= percent(limit, share):
        return []
    reserve = show(percent(limit, share), result["currency"])
    return [
        f"Only {show(left, result['currency'])} is left; {reserve} ({share}%) is a usual reserve."
    ]


def _card(result: Result) -> dict[str, Any]:
    currency = result["currency"]
    total = show(result["total_minor"], currency)
    headline = f"{total} in all, {show(result['per_guest_minor'], currency)} a guest"
    if result["limit_minor"] is not None:
        left = result["left_over_minor"]
        rest = f"{show(abs(left), currency)} {'left over' if left >= 0 else 'over'}"
        headline = f"{total} of {show(result['limit_minor'], currency)}, {rest}"
    if result["given_up"]:
        headline += f"; given up: {listed([item['text'] for item in result['given_up']])}"
    return {"title": "Budget", "headline": headline, "notes": list(result["notes"])}
