"""What a model may change of a shortlist: the order of what was found, and a sentence on why.

The model is shown listings and gives ids back. Names, prices and everything else stay as the
catalogue has them; an id that was not shown is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from festplan.agents.offers.shortlist import Entry
from festplan.domain.money import show
from festplan.domain.text import TextRefused, clean

MOST_SHOWN = 12
"""Listings that a model is shown, best first; more cost tokens and are seldom picked."""
MOST_PICKS = 5
MOST_WHY = 160
"""Letters of a sentence that a model writes about a listing."""
UNUSED = "words of the host answer to nothing that is listed"
"""Why a model is asked about a shortlist; it says nothing of the words, which are the host's."""

TEXT = {"type": "string"}
PICKS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"id": TEXT, "why": TEXT},
        "required": ["id", "why"],
        "additionalProperties": False,
    },
}
ASKED = (
    "You help to plan a party. The data hold what the host wishes in their own words (wishes), "
    "what is known of the party, and what can be booked (candidates), best first by price and "
    "facts."
)
PICKING = (
    "picks: up to 5 ids of candidates that meet the wishes best, best first, each with why: at "
    "most 15 words, for the host, without prices."
)
UNMET = "unmet: the wish that nothing meets, in a few words, or an empty text."

_LINK = re.compile(r"\S*(?:://|www\.)\S*", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")
_EMPTY_WORDS = frozenset(
    "about also another anything around because been behind could every from have here house just "
    "kind like likes little looks love loves make maybe more much need nice near only other over "
    "party people place please really should some someone something somewhere sort such than that "
    "their them then there these they thing this those very want wants what when where which while "
    "with without would your".split()
)
"""Words of four letters and more that wish for nothing."""


def schema(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object with these properties, all of them required, and `unmet`."""
    every = {**properties, "unmet": TEXT}
    return {
        "type": "object",
        "properties": every,
        "required": list(every),
        "additionalProperties": False,
    }


def texts() -> dict[str, Any]:
    """The JSON schema of a list of texts."""
    return {"type": "array", "items": TEXT}


def said(value: object, most: int) -> str:
    """A model's text as it may be shown: one line, without links, cut to `most` letters.

    Empty where it is no text or nothing is left of it.
    """
    if not isinstance(value, str):
        return ""
    try:
        line = " ".join(clean(_LINK.sub("", value[: 4 * most]), what="A text").split())
    except TextRefused:
        return ""
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def lines(values: object, most: int, letters: int) -> list[str]:
    """Up to `most` different texts of a model's list."""
    found = [said(value, letters) for value in values] if isinstance(values, list) else []
    return list(dict.fromkeys(line for line in found if line))[:most]


def shown(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The listings as a model sees them; what merely stands in for one is left out."""
    listed = [entry for entry in entries if entry["listing_id"]]
    return [_shown(entry) for entry in listed[:MOST_SHOWN]]


def reordered(entries: Sequence[Entry], output: Mapping[str, Any]) -> list[Entry]:
    """The entries with the picks of `output` first, each with its sentence; the rest as before."""
    known = {entry["listing_id"]: entry for entry in entries if entry["listing_id"]}
    picked = {name: why for name, why in _picks(output) if name in known}
    chosen = list(picked)[:MOST_PICKS]
    first = [{**known[name], "remark": said(picked[name], MOST_WHY)} for name in chosen]
    rest = [entry for entry in entries if entry["listing_id"] not in chosen]
    return [_ranked(entry, rank) for rank, entry in enumerate(first)] + [
        _ranked(entry, entry.get("rank", 0) + len(first)) for entry in rest
    ]


def unused(residue: Sequence[str], entries: Sequence[Entry]) -> str | None:
    """Why the shortlist is not good enough: a wish none of whose words the best listing has."""
    best = next((entry for entry in entries if entry["listing_id"]), None)
    if best is None:
        return None
    has = _words(" ".join([best["name"], best["kind"], *best["tags"]]))
    return (
        UNUSED if any(wants and has.isdisjoint(wants) for wants in map(_words, residue)) else None
    )


def _picks(output: Mapping[str, Any]) -> list[tuple[str, object]]:
    picks = output.get("picks")
    pairs = [(pick.get("id"), pick.get("why")) for pick in picks or () if isinstance(pick, dict)]
    return [(name, why) for name, why in pairs if isinstance(name, str)]


def _ranked(entry: Entry, rank: int) -> Entry:
    return {**entry, "rank": rank} if "rank" in entry else entry


def _shown(entry: Entry) -> dict[str, Any]:
    price = entry["price"]
    amount = price["amount_minor"]
    seen = {
        "id": entry["listing_id"],
        "name": entry["name"],
        "kind": entry["kind"],
        "tags": entry["tags"],
        "setting": entry["setting"],
        "capacity": entry["capacity"],
        "price": None if amount is None else f"{show(amount, price['currency'])}/{price['unit']}",
    }
    return {name: value for name, value in seen.items() if value}


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _EMPTY_WORDS
