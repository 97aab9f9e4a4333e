"""What rarer services usually cost, in groups of like price: the project's own estimates.

US dollars before tax: low, typical, high, the unit, and the fewest units that are sold.
"""

from __future__ import annotations

from festplan.domain.listing import Unit

Group = tuple[float, float, float, Unit, int]

_GROUPS: dict[str, Group] = {
    "accordionist, bagpiper, busker, cellist, fiddler, flautist, harmonica player, percussionist, "
    "trombonist, trumpeter, ukulele player, beatboxer, rapper, organist": (90, 175, 350, "hour", 1),
    "bluegrass band, ceilidh band, rock band, samba band, steel drum band, swing band, "
    "tribute band, marching band, string trio": (500, 1200, 3000, "event", 0),
    "gospel choir": (400, 900, 2200, "event", 0),
    "orchestra": (3000, 7000, 18000, "event", 0),
    "ballet dancer, cancan dancer, flamenco dancer, tap dancer": (150, 275, 500, "event", 0),
    "choreographer": (60, 100, 200, "hour", 1),
    "drag queen, fire juggler, jester, knife thrower, living statue, mentalist, mime, "
    "sword swallower, unicyclist, ventriloquist": (175, 325, 700, "event", 0),
    "blacksmith, cigar roller, falconer, glassblower, oyster shucker, potter": (
        *(250, 500, 1100),
        "event",
        0,
    ),
    "orator, poet, town crier": (125, 250, 500, "event", 0),
    "astrologer, numerologist": (75, 125, 225, "hour", 1),
    "barber, tattoo artist": (60, 110, 200, "hour", 1),
    "calligrapher": (60, 100, 175, "hour", 2),
    "butler, usher, stagehand, coat check": (25, 40, 70, "hour", 4),
    "wine sommelier, stage manager, sound technician": (50, 85, 160, "hour", 3),
    "drone pilot, livestream": (250, 500, 1200, "event", 0),
    "air hockey table, foosball table, ping pong table, pool table": (100, 200, 400, "event", 0),
    "giant jenga, lawn games": (40, 90, 200, "event", 0),
    "archery tag, axe throwing, bubble football, paintball, sumo suits, zorb balls": (
        *(250, 450, 900),
        "event",
        0,
    ),
    "bungee run, climbing tower, obstacle course, zip line, go karts": (
        *(300, 600, 1400),
        "event",
        0,
    ),
    "virtual reality": (200, 400, 900, "event", 0),
    "goat yoga, puppy party": (200, 350, 700, "event", 0),
    "bar cart, candy cart, churro cart, crepe stand, donut cart, flower cart, gelato cart, "
    "hot dog cart, pretzel cart, taco cart, waffle cart": (200, 400, 800, "event", 0),
    "coffee machine": (60, 120, 250, "event", 0),
    "backdrop stand, disco ball, mirror ball, teleprompter": (40, 90, 250, "event", 0),
    "confetti cannon, smoke bubbles, snow machine": (60, 130, 300, "event", 0),
    "flower wall": (200, 400, 900, "event", 0),
    "led wall, video wall": (600, 1400, 4000, "event", 0),
    "silent disco": (200, 400, 900, "event", 0),
    "hot tub, mobile sauna": (175, 325, 600, "event", 0),
    "dove release": (150, 275, 450, "event", 0),
    "bean bags, crowd barriers, hammock, picnic tables": (10, 20, 45, "item", 0),
    "cooling fans": (25, 50, 100, "item", 0),
}

RARE: dict[str, Group] = {
    name: price for names, price in _GROUPS.items() for name in names.split(", ")
}
"""A price for each of them."""
