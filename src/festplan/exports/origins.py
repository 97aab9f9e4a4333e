"""Where the listings of a plan are from, as their licences ask, and which of them are invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from festplan.exports.parts import Points, Section

Entry = Mapping[str, Any]

_INVENTED = "sample"
_NAMED = 6
"""Invented listings that are named; the others are counted."""


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """A section with every source and licence, where the plan shows any listing that is real.

    A plan of nothing but samples says nothing: then the catalogue is the sample.
    """
    shown = list(_listings(document["agent_results"]))
    real = [entry for entry in shown if entry.get("source") != _INVENTED]
    if not real:
        return
    said = list(dict.fromkeys(_said(entry) for entry in real))
    invented = list(dict.fromkeys(str(e["name"]) for e in shown if e not in real))
    yield Section(
        "origins", "Where the listings are from", "", (Points("", (*said, *_invented(invented))),)
    )


def _listings(results: Mapping[str, Any]) -> Iterator[Entry]:
    """Every shortlist entry that is a listing, agent by agent."""
    for result in results.values():
        for value in result.values():
            for item in value if isinstance(value, list) else ():
                if isinstance(item, Mapping) and item.get("listing_id") and item.get("source"):
                    yield item


def _said(entry: Entry) -> str:
    """Source and licence; what its price was estimated by is said with the price."""
    source, licence = str(entry["source"]).partition("; price: ")[0], entry.get("licence")
    return f"{source} ({licence})" if licence else source


def _invented(names: list[str]) -> list[str]:
    if not names:
        return []
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return [f"Invented samples, nobody to call: {', '.join(names[:_NAMED])}{rest}"]
