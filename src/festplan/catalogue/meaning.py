"""What a listing says of itself as one text, and the key by which a text is known."""

from __future__ import annotations

from hashlib import blake2b

from festplan.domain.listing import Listing


def described(listing: Listing) -> str:
    """Kind and description; where there is no description, kind, name and tags.

    Tags are closed words, and are found as words. Names say little of a place that is described,
    and without them what many listings share is one text.
    """
    if listing.description:
        return f"{listing.kind}: {listing.description}"
    return f"{listing.kind}: {', '.join((listing.name, *listing.tags))}"


def key(text: str) -> int:
    """64 bits of the text's hash, as a signed number: two of a million differ by all but 3e-8."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
