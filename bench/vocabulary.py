"""The words fake answers are made of, each list a power of two long so that a byte picks evenly."""

from __future__ import annotations


def _phrases(text: str, *, between: str) -> tuple[str, ...]:
    return tuple(text.split(between))


THEMES = _phrases(
    "jungle space pirate unicorn dinosaur circus safari mermaid robot fairy castle garden "
    "carnival western tropical winter harvest rainbow galaxy dragon superhero detective train "
    "farm ocean volcano music cinema chess football camping bakery",
    between=" ",
)
ADJECTIVES = _phrases(
    "amber bright breezy calm candlelit cheerful classic coral cosy crimson dapper dazzling "
    "emerald festive floral friendly gentle gilded golden grand hidden indigo ivory jolly "
    "lantern lively lofty lush magic mellow midnight minted misty modern mossy olive painted "
    "pastel pearl playful plum polished quiet quirky radiant rosy royal ruby rustic sandy "
    "scarlet silver snowy sparkling spirited starry sunlit sunny twilight velvet vintage wild "
    "windy woven",
    between=" ",
)
PLACES = _phrases(
    "Abbey Acre Arbor Arcade Atrium Barn Bay Beacon Bluff Bower Bridge Brook Canopy Cellar "
    "Chapel Cliff Corner Court Cove Crest Dale Depot Dock Fern Field Forge Fountain Gallery "
    "Gate Glade Granary Grove Hall Harbor Haven Hearth Hill House Island Junction Kiln Lake "
    "Lodge Loft Manor Market Meadow Mill Orchard Park Pavilion Pier Pond Quarry Quay Ridge "
    "Terrace Tower Vale Vault Villa Wharf Willow Yard",
    between=" ",
)
KINDS = _phrases(
    "pavilion, studio, rooftop, cafe, museum, boathouse, greenhouse, workshop, ballroom, "
    "courtyard, kitchen, stage, tent, library, clubhouse, deck",
    between=", ",
)
CITIES = _phrases(
    "Austin, Boston, Chicago, Denver, El Paso, Fresno, Glasgow, Houston, Leeds, Memphis, "
    "Nashville, Oakland, Portland, Raleigh, Seattle, Tucson",
    between=", ",
)
FEATURES = _phrases(
    "own kitchen; covered terrace; step-free entrance; free parking for thirty cars; "
    "near the river; open until eleven; shade all afternoon; stage with lights; "
    "quiet side room; fenced lawn; chairs and tables included; power on the patio; "
    "set-up from nine; two tram stops away; rain plan indoors; high chairs on request; "
    "small dance floor; local produce; eggless on request; nut-free preparation area; "
    "delivers before noon; second tasting free; serves in courses; self-service buffet; "
    "brings own tableware; takes leftovers to a shelter; host on site; paid by the hour; "
    "deposit of a fifth; cancels free for two weeks; booked most Saturdays; good in reviews; "
    "new this season; family run; speaks Spanish; signs for deaf guests; works with under-fives; "
    "needs a parking permit; bring an extension lead; sound limit after ten; wheelchair ramp; "
    "heaters for the evening; projector and screen; changing table; pets welcome; fire pit; "
    "seats everyone at once; standing room only; view over the lake; garden games; "
    "balloon arch included; face paint extra; ice for two hours; linen in four colours; "
    "cleaning included; candles allowed; no confetti; confetti allowed; bunting in place; "
    "photo corner; coat rack; lockers; bicycle stands; lift to all floors",
    between="; ",
)
