"""Why a listing was found, and what it misses of what was asked, in a host's words."""

from __future__ import annotations

from collections.abc import Iterator

from festplan.catalogue.scoring import FIELD_WEIGHTS, weight
from festplan.catalogue.terms import asked, stored
from festplan.domain.listing import Match, Query

ALIKE = 0.3
"""The cosine from which a listing is said to be like what was described."""
EMPTY_PERCENT = 40
"""A room less full than this feels empty."""

_FIELDS = dict(zip(FIELD_WEIGHTS, ("kind", "tags", "name", "description"), strict=True))


def why(match: Match, query: Query) -> str:
    """What speaks for the listing: the words it holds, likeness, distance, room, diets."""
    return ", ".join(_reasons(match, query))


def misses(match: Match, query: Query) -> list[str]:
    """What it lacks or does not say, though it passes every filter."""
    return list(_lacks(match, query))


def _reasons(match: Match, query: Query) -> Iterator[str]:
    listing, held = match.listing, _held(match, query)
    for counts, field in _FIELDS.items():
        if words := [word for word, weighed in held.items() if weighed == counts]:
            yield f"{' and '.join(words)} in its {field}"
    if _is_alike(match):
        yield f"like what you describe ({match.likeness:.2f} of 1)"
    if match.km is not None:
        yield f"{match.km:.1f} km away"
    if query.capacity is not None:
        yield f"holds {listing.capacity} for your {query.capacity}"
    if query.diets:
        yield f"serves {', '.join(query.diets)}"


def _lacks(match: Match, query: Query) -> Iterator[str]:
    missing = [word for word, weighed in _held(match, query).items() if not weighed]
    if missing and not _is_alike(match):
        yield f"does not mention {' or '.join(missing)}"
    guests, capacity = query.capacity, match.listing.capacity
    if guests and capacity and guests * 100 < capacity * EMPTY_PERCENT:
        yield f"{guests} guests fill {guests * 100 // capacity} % of it"
    if query.near is not None and match.km is None:
        yield "where it is, is not known"
    if match.listing.price_minor is None:
        yield "no price published: ask"


def _held(match: Match, query: Query) -> dict[str, int]:
    terms = stored(match.listing)
    return {word: weight(word, terms) for word in asked(query.words)}


def _is_alike(match: Match) -> bool:
    return match.likeness is not None and match.likeness >= ALIKE
