"""What to tell a host about a budget: cheaper swaps, what would make it fit, what broke it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from festplan.agents.knowledge.money_rules import Category
from festplan.agents.offers.vendors import spelled
from festplan.agents.offers.wording import listed
from festplan.domain.money import percent, show

Option = dict[str, Any]

MOST_SWAPS = 5

_CATEGORY: dict[str, Category] = {
    "venue": "venue",
    "catering": "food",
    "cake": "cake",
    "theme": "decorations",
    "vendor": "entertainment",
}
_PHOTO = frozenset({"photographer", "videographer", "photo booth"})
_FAVOURS = frozenset({"party favors", "invitations"})


def swaps(needs: Sequence[Mapping[str, Any]], currency: str) -> list[dict[str, Any]]:
    """For each need its cheapest option that fits, where it is cheaper; most saved first."""
    found = [_swap(need, _cheaper(need), currency) for need in needs if _cheaper(need)]
    return sorted(found, key=lambda swap: (-swap["saved_minor"], swap["need"]))[:MOST_SWAPS]


def fixes(needs: Sequence[Mapping[str, Any]], over: int, currency: str) -> list[dict[str, Any]]:
    """What would make it fit, when even the cheapest combination is `over` by so much.

    Things to leave out, pinned options to let go, options that miss a wish, and the money missing.
    """
    return [
        *_left_out(needs, over, currency),
        *_let_go(needs, over, currency),
        *_with_misses(needs, over, currency),
        {
            "kind": "raise",
            "saved_minor": over,
            "fits": True,
            "text": f"Raise the budget by {show(over, currency)}.",
        },
    ]


def given_up(needs: Sequence[Mapping[str, Any]], currency: str) -> list[dict[str, Any]]:
    """The needs where the money decided against what comes nearest to the wish, dearest last.

    A wish is given up where the chosen option misses more of it than another that fits; keeping it
    costs the difference to the cheapest such option.
    """
    found = [_given_up(need, _kept_wish(need), currency) for need in needs if _kept_wish(need)]
    return sorted(found, key=lambda item: (item["more_minor"], item["need"]))


def _kept_wish(need: Mapping[str, Any]) -> Option | None:
    """The cheapest option that fits and misses least, if it misses less than the chosen one."""
    usable = [option for option in need["options"] if option["fits"]]
    if need["chosen"]["pinned"] or not usable:
        return None
    best = min(usable, key=lambda o: (o["misses"], o["amount_minor"], o["rank"]))
    return best if best["misses"] < need["chosen"]["misses"] else None


def _given_up(need: Mapping[str, Any], kept: Option | None, currency: str) -> dict[str, Any]:
    assert kept is not None
    more = kept["amount_minor"] - need["chosen"]["amount_minor"]
    what = f"{_inside(need['label'])} from {kept['label']}" if kept["listing_id"] else kept["label"]
    return {
        "need": need["need"],
        "wanted": kept["label"],
        "listing_id": kept["listing_id"],
        "chosen": need["chosen"]["label"],
        "more_minor": more,
        "text": f"{what} ({show(more, currency)} more)",
    }


def broke(
    lines: Sequence[Mapping[str, Any]],
    limit: Mapping[str, Any],
    currency: str,
    usual: Mapping[Category, int],
) -> dict[str, Any]:
    """Which part went furthest beyond its usual share (percent) of the whole party's budget."""
    spent: dict[Category, int] = {}
    for line in lines:
        category = category_of(line["need"])
        spent[category] = spent.get(category, 0) + line["amount_minor"]
    shares = {category: percent(limit["limit_minor"], usual[category]) for category in spent}
    worst = max(spent, key=lambda category: (spent[category] - shares[category], category))
    return {
        "over_minor": limit["over_minor"],
        "part": worst,
        "amount_minor": spent[worst],
        "usual_minor": shares[worst],
        "text": f"Over by {show(limit['over_minor'], currency)}. Most of it is {_PARTS[worst]}: "
        f"{show(spent[worst], currency)}, where a party of this kind usually takes "
        f"{usual[worst]}% ({show(shares[worst], currency)}, estimate).",
    }


def broke_purpose(limit: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """What went beyond the sum that the host set for one purpose."""
    over = show(limit["over_minor"], currency)
    return {
        "over_minor": limit["over_minor"],
        "part": limit["for"],
        "amount_minor": limit["spent_minor"],
        "usual_minor": limit["limit_minor"],
        "text": f"The {spelled(limit['for'])} comes to {show(limit['spent_minor'], currency)}, "
        f"{over} over the {show(limit['limit_minor'], currency)} that you set for it.",
    }


def category_of(need: str) -> Category:
    """The part of a budget that a need belongs to."""
    agent, _, what = need.partition(":")
    if what in _PHOTO:
        return "photo"
    return "favours" if what in _FAVOURS else _CATEGORY.get(agent, "contingency")


_PARTS: dict[Category, str] = {
    "venue": "the venue",
    "food": "food and drink",
    "cake": "the cake",
    "entertainment": "entertainment",
    "decorations": "decorations",
    "photo": "photo and video",
    "favours": "favors and invitations",
    "contingency": "everything else",
}


def _cheaper(need: Mapping[str, Any]) -> Option | None:
    """The cheapest option that fits at least as the chosen one must, if it costs less."""
    if need["chosen"]["pinned"]:
        return None
    usable = [option for option in need["options"] if option["fits"]]
    best = min(usable, key=lambda option: (option["amount_minor"], option["rank"]), default=None)
    cheaper = best is not None and best["amount_minor"] < need["chosen"]["amount_minor"]
    return best if cheaper else None


def _swap(need: Mapping[str, Any], to: Option | None, currency: str) -> dict[str, Any]:
    assert to is not None
    chosen = need["chosen"]
    saved = chosen["amount_minor"] - to["amount_minor"]
    return {
        "need": need["need"],
        "from": chosen["label"],
        "to": to["label"],
        "listing_id": to["listing_id"],
        "saved_minor": saved,
        "text": f"{to['label']} instead of {chosen['label']} saves {show(saved, currency)}.",
    }


def _left_out(needs: Sequence[Mapping[str, Any]], over: int, currency: str) -> list[dict[str, Any]]:
    """Each optional need that is enough by itself, else the fewest that are together."""
    optional = [need for need in needs if need["optional"] and need["chosen"]["amount_minor"]]
    optional.sort(key=lambda need: -need["chosen"]["amount_minor"])
    enough = [[need] for need in optional if need["chosen"]["amount_minor"] >= over]
    if not enough and optional:
        together: list[Mapping[str, Any]] = []
        for need in optional:
            if sum(n["chosen"]["amount_minor"] for n in together) < over:
                together.append(need)
        enough = [together]
    return [_without(left, over, currency) for left in enough]


def _without(left: Sequence[Mapping[str, Any]], over: int, currency: str) -> dict[str, Any]:
    saved = sum(need["chosen"]["amount_minor"] for need in left)
    labels = listed([_inside(need["label"]) for need in left])
    short = "" if saved >= over else f", {show(over - saved, currency)} short still"
    return {
        "kind": "leave_out",
        "needs": [need["need"] for need in left],
        "saved_minor": saved,
        "fits": saved >= over,
        "text": f"Leave out {labels}: saves {show(saved, currency)}{short}.",
    }


def _inside(label: str) -> str:
    """A label inside a sentence: "food", "DJ"."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _let_go(needs: Sequence[Mapping[str, Any]], over: int, currency: str) -> list[dict[str, Any]]:
    """Pinned options that something cheaper, which fits, could take the place of."""
    found = []
    for need in needs:
        loose = {**need, "chosen": {**need["chosen"], "pinned": False}}
        cheaper = _cheaper(loose) if need["chosen"]["pinned"] else None
        if cheaper:
            swap = _swap(need, cheaper, currency)
            found.append({"kind": "let_go", "fits": swap["saved_minor"] >= over, **swap})
    return found


def _with_misses(
    needs: Sequence[Mapping[str, Any]], over: int, currency: str
) -> list[dict[str, Any]]:
    """The cheapest option of each need that is not as asked, where it is cheaper."""
    found = []
    for need in needs:
        chosen = need["chosen"]
        misfits = [o for o in need["options"] if not o["fits"] and not chosen["pinned"]]
        least = min(misfits, key=lambda option: option["amount_minor"], default=None)
        if least is not None and least["amount_minor"] < chosen["amount_minor"]:
            swap = _swap(need, least, currency)
            swap["text"] = f"{swap['text'][:-1]}, but it is not all that you asked for."
            found.append({"kind": "compromise", "fits": swap["saved_minor"] >= over, **swap})
    return found
