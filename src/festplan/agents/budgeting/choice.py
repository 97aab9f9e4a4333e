"""Which option is chosen for every need: the host's limits as ceilings of an exact search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from festplan.agents.budgeting import search
from festplan.agents.budgeting.limits import Limit, in_currency

Need = dict[str, Any]
"""An offer of an agent in the party's currency; `chosen` is the option taken of its `options`."""


def needs_in(offers: Sequence[dict[str, Any]], currency: str) -> list[Need]:
    """Every offer with an option in the party's currency."""
    stated = [{**offer, "options": _options(offer, currency)} for offer in offers]
    return [offer for offer in stated if offer["options"]]


def _options(offer: dict[str, Any], currency: str) -> list[dict[str, Any]]:
    return [{"fits": True, **option} for option in in_currency(offer, currency)]


def _usable(need: Need) -> list[dict[str, Any]]:
    """What may be chosen: what the host pinned, else what fits, else what misses least."""
    options: list[dict[str, Any]] = need["options"]
    pinned = [option for option in options if option["pinned"]]
    fitting = [option for option in options if option["fits"]]
    fewest = min(option["misses"] for option in options)
    return pinned or fitting or [option for option in options if option["misses"] == fewest]


def choose_options(needs: list[Need], limited: Sequence[Limit]) -> None:
    """Sets the `chosen` option of each need."""
    candidates = [_usable(need) for need in needs]
    for limit in limited:
        if limit.purpose and len(limit.needs) == 1:
            (one,) = limit.needs
            candidates[one] = _held(candidates[one], limit)
    groups = _groups(candidates, [x for x in limited if x.purpose and len(x.needs) > 1])
    whole = next((limit for limit in limited if not limit.purpose), None)
    ceilings = whole.ceilings if whole else ()
    least = sum(_least(options) for options in candidates)
    ceiling = _first(ceilings, least)
    if ceilings and ceiling is None:
        candidates = [_cheapest_only(options) for options in candidates]
    options = [
        [_option(option, i, limited) for option in held] for i, held in enumerate(candidates)
    ]
    picks = search.choose(options, ceiling=ceiling, groups=groups)
    assert picks is not None, "the cheapest options keep every ceiling that is passed on"
    for need, held, pick in zip(needs, candidates, picks, strict=True):
        need["chosen"] = held[pick]


def _held(options: list[dict[str, Any]], limit: Limit) -> list[dict[str, Any]]:
    """The options of one need within its own limit; only the cheapest where none is."""
    ceiling = _first(limit.ceilings, _least(options))
    if not limit.ceilings:
        return options
    if ceiling is None:
        return _cheapest_only(options)
    return [option for option in options if option["amount_minor"] <= ceiling]


def _groups(candidates: list[list[dict[str, Any]]], limited: Sequence[Limit]) -> list[search.Group]:
    """Limits on several needs together; where even the cheapest are over, only those remain."""
    ceilings: dict[frozenset[int], int] = {}
    for limit in limited:
        ceiling = _first(limit.ceilings, sum(_least(candidates[i]) for i in limit.needs))
        if limit.ceilings and ceiling is None:
            for i in limit.needs:
                candidates[i] = _cheapest_only(candidates[i])
        elif ceiling is not None:
            ceilings[limit.needs] = min(ceiling, ceilings.get(limit.needs, ceiling))
    return [search.Group(needs, ceiling) for needs, ceiling in ceilings.items()]


def _first(ceilings: Sequence[int], least: int) -> int | None:
    """The first ceiling that the least sum keeps."""
    return next((ceiling for ceiling in ceilings if least <= ceiling), None)


def _least(options: Sequence[dict[str, Any]]) -> int:
    return min(int(option["amount_minor"]) for option in options)


def _cheapest_only(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    least = _least(options)
    return [option for option in options if option["amount_minor"] == least]


def _option(option: dict[str, Any], need: int, limited: Sequence[Limit]) -> search.Option:
    """For the search; to stay below "at least" for its own purpose counts as one more miss."""
    floors = [limit.floor_minor for limit in limited if limit.purpose and need in limit.needs]
    below = any(option["amount_minor"] < floor for floor in floors)
    name = f"{option['listing_id'] or ''} {option['label']}"
    return search.Option(name, option["amount_minor"], option["misses"] + below, option["rank"])
