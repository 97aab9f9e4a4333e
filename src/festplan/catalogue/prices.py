"""What things usually cost: low, typical and high in US dollars a unit, with grade and source.

Grades: A a primary source (a fee schedule, a vendor's own price list), B a trade or press page,
C a calculator that names no source, own the project's own estimate. All are US prices before tax
and service. Where a source names one number only, the other ends are the project's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from festplan.catalogue.rare_prices import RARE
from festplan.domain.listing import Grade, Role, Unit


@dataclass(frozen=True, slots=True)
class Price:
    """A range in US dollars for one `unit`, of which at least `minimum_units` are sold."""

    low: float
    typical: float
    high: float
    unit: Unit
    minimum_units: int = 0
    grade: Grade = "own"
    source: str = "Festplan's own estimate"


def _hours(low: float, typical: float, high: float, least: int = 1) -> Price:
    return Price(low, typical, high, "hour", least)


def _event(low: float, typical: float, high: float) -> Price:
    return Price(low, typical, high, "event")


def _item(low: float, typical: float, high: float) -> Price:
    return Price(low, typical, high, "item")


def _head(low: float, typical: float, high: float, least: int = 10) -> Price:
    return Price(low, typical, high, "head", least)


def _serving(low: float, typical: float, high: float, grade: Grade = "own") -> Price:
    source = "winenfood, cake prices" if grade == "C" else "Festplan's own estimate"
    return Price(low, typical, high, "serving", 10, grade, source)


_BUFFET = Price(20, 27, 50, "head", 15, "A", "roaminghunger.com, catering prices")

VENUES: dict[str, Price] = {
    "park": Price(10, 50, 320, "event", 0, "A", "city fee schedules for park shelters (US)"),
    "community centre": Price(40, 60, 100, "hour", 2, "A", "oaklandca.gov and San Antonio Code"),
    "play centre": Price(400, 600, 700, "event", 0, "A", "welcometoteenytown.com, party packages"),
    "loft": Price(50, 125, 300, "hour", 3, "A", "leftmethod.com, hire from; the rest own"),
    "hall": Price(1500, 2500, 4000, "event", 0, "C", "eatsip365, mid-range hall for 4 h"),
    "hotel": Price(5000, 8000, 15000, "event", 0, "C", "eatsip365, hotel ballroom for 4 h"),
    "event space": Price(500, 1200, 2500, "event", 0, "B", "rsvp-event-planning-by-kathy, fees"),
    "private room": Price(500, 900, 2500, "event", 0, "B", "rsvp-event-planning-by-kathy, fees"),
    "restaurant": Price(500, 900, 2500, "event", 0, "B", "rsvp-event-planning-by-kathy, fees"),
    "home": _event(0, 0, 0),
    "backyard": _event(0, 0, 0),
    "office": _event(0, 0, 0),
    "amusement park": _event(600, 1200, 3000),
    "aquarium": _event(900, 2000, 6000),
    "arcade hall": _event(300, 500, 1200),
    "art gallery": _event(600, 1500, 4000),
    "bar": _event(300, 800, 2500),
    "barn": _event(1200, 2800, 6000),
    "beach": _event(75, 200, 600),
    "boat": _hours(200, 450, 1200, 2),
    "bowling alley": _event(250, 450, 1100),
    "brewery": _event(300, 900, 3000),
    "cafe": _event(150, 350, 900),
    "campsite": _event(100, 300, 900),
    "castle": _event(3000, 6000, 15000),
    "cathedral": _event(300, 900, 3000),
    "church": _event(100, 300, 800),
    "cinema": _event(250, 500, 1500),
    "cricket club": _event(150, 350, 1000),
    "climbing gym": _event(250, 400, 900),
    "conference centre": _event(800, 2000, 6000),
    "country club": _event(1500, 3500, 8000),
    "farm": _event(250, 700, 2000),
    "football club": _event(150, 350, 1000),
    "forest": _event(40, 120, 400),
    "garden": _event(500, 1100, 3500),
    "golf club": _event(500, 1500, 5000),
    "gurdwara": _event(100, 300, 800),
    "gym": _event(150, 300, 800),
    "lake": _event(75, 250, 900),
    "library": _event(25, 75, 250),
    "mansion": _event(2500, 5000, 12000),
    "mini golf": _event(200, 350, 800),
    "mosque": _event(100, 300, 800),
    "museum": _event(600, 1500, 5000),
    "nightclub": _event(800, 2000, 6000),
    "playground": _event(25, 75, 200),
    "pub": _event(100, 400, 1200),
    "rooftop": _hours(150, 250, 500, 3),
    "school": _event(100, 250, 700),
    "skating rink": _event(250, 450, 1000),
    "spa venue": _event(400, 900, 2500),
    "sports club": _event(150, 350, 1000),
    "sports field": _event(40, 120, 400),
    "stadium": _event(1500, 4000, 12000),
    "swimming pool": _event(150, 350, 900),
    "synagogue": _event(150, 400, 1200),
    "temple": _event(100, 300, 800),
    "tennis club": _event(150, 350, 1000),
    "theatre": _event(500, 1300, 4000),
    "trampoline park": _event(300, 500, 1000),
    "university": _event(200, 600, 2000),
    "vacation rental": _event(300, 700, 2000),
    "villa": _event(1500, 3500, 9000),
    "winery": _event(900, 2500, 7000),
    "zoo": _event(500, 1200, 4000),
}

CATERERS: dict[str, Price] = {
    "drop-off caterer": _BUFFET,
    "buffet caterer": _BUFFET,
    "food truck": Price(15, 22, 25, "head", 25, "A", "roaminghunger.com, truck prices"),
    "plated caterer": Price(35, 50, 125, "head", 20, "A", "roaminghunger.com, fabuloushostess.com"),
    "pizza caterer": _head(12, 16, 22),
    "taco caterer": _head(13, 18, 25),
    "sandwich caterer": _head(12, 15, 22),
    "bbq caterer": _BUFFET,
    "vegan caterer": _BUFFET,
    "halal caterer": _BUFFET,
    "kosher caterer": _head(28, 38, 65, 20),
    "italian caterer": _BUFFET,
    "indian caterer": _BUFFET,
    "mexican caterer": _BUFFET,
    "asian caterer": _BUFFET,
    "sushi caterer": _head(28, 38, 70, 15),
    "mediterranean caterer": _BUFFET,
    "middle eastern caterer": _BUFFET,
    "caribbean caterer": _BUFFET,
    "southern caterer": _BUFFET,
    "seafood caterer": _head(30, 42, 80, 20),
    "burger caterer": _head(15, 20, 28),
    "canape caterer": _head(22, 32, 60, 20),
    "grazing table caterer": _head(18, 25, 40, 15),
    "brunch caterer": _head(16, 23, 38),
    "afternoon tea caterer": _head(18, 26, 42),
    "kids menu caterer": _head(9, 13, 18),
}

BAKERIES: dict[str, Price] = {
    "cake bakery": _serving(5, 6.5, 8, "C"),
    "cake studio": _serving(8, 11, 15, "C"),
    "sculpted cake studio": _serving(12, 16, 25, "C"),
    "patisserie": _serving(7, 9.5, 12, "C"),
    "cupcake bakery": _serving(3, 4, 6),
    "vegan bakery": _serving(7, 9.5, 12, "C"),
    "gluten-free bakery": _serving(7, 9.5, 12, "C"),
    "nut-free bakery": _serving(5, 6.5, 8, "C"),
    "dessert caterer": _serving(5, 7.5, 12),
    "supermarket bakery": Price(15, 35, 60, "item", 0, "C", "kidzpal.com, cakes"),
}

SERVICES: dict[str, Price] = {
    "balloon artist": Price(90, 125, 150, "hour", 1, "A", "dfw.party, balloonamations.com"),
    "face painter": Price(50, 100, 150, "hour", 2, "A", "hoorayballoons, gigsalad.com"),
    "magician": Price(150, 225, 500, "event", 0, "A", "sandiegoreader.com 2012, fact-foundation"),
    "entertainer": Price(150, 225, 300, "event", 0, "C", "kidzpal.com, entertainers"),
    "dj": Price(400, 700, 1200, "event", 0, "A", "r5entertainment.com, metrodcdjs.com, for 4 h"),
    "photographer": Price(70, 150, 200, "hour", 1, "C", "cameracrafter.com, hourly prices"),
    "photo booth": Price(200, 350, 500, "hour", 2, "C", "theweddingzilla.com, hourly prices"),
    "bounce house": Price(100, 225, 450, "event", 0, "C", "thenewsfamous, winenfood, for 4-8 h"),
    "water slide": Price(300, 400, 500, "event", 0, "C", "tinygrab, hire for a day"),
    "decorator": Price(100, 250, 500, "event", 0, "C", "designingaura, birthday decoration"),
    "tables and chairs": Price(14, 26, 60, "item", 0, "B", "masterilo: a table, eight chairs"),
    "acrobat": _event(250, 450, 900),
    "arcade machine": _event(150, 300, 600),
    "balloon decorator": _event(120, 280, 700),
    "barista": _hours(90, 150, 250, 2),
    "bartender": _hours(35, 50, 85, 3),
    "belly dancer": _event(150, 275, 500),
    "brass band": _event(500, 1000, 2500),
    "bubble show": _event(150, 250, 450),
    "caricature artist": _hours(90, 140, 225, 2),
    "carnival games": _event(120, 250, 600),
    "casino tables": _item(150, 250, 450),
    "character performer": _event(120, 190, 350),
    "childcare": _hours(18, 28, 45, 3),
    "choir": _event(300, 700, 1800),
    "chocolate fountain": _event(150, 275, 500),
    "cleaning": _event(90, 180, 400),
    "clown": _event(125, 200, 350),
    "comedian": _event(250, 600, 1500),
    "costumes": _item(20, 45, 110),
    "cotton candy machine": _event(60, 110, 220),
    "craft station": _event(120, 225, 400),
    "dance floor": _event(200, 450, 1000),
    "dance teacher": _hours(60, 100, 180),
    "dance troupe": _event(300, 650, 1500),
    "dhol player": _event(150, 300, 600),
    "drone show": _event(4000, 9000, 20000),
    "drummer": _event(150, 300, 700),
    "dunk tank": _event(175, 275, 450),
    "escape room": _event(200, 400, 800),
    "event planner": _event(500, 1500, 4000),
    "fire dancer": _event(250, 450, 900),
    "fireworks": _event(1500, 3500, 9000),
    "first aider": _hours(30, 50, 90, 3),
    "florist": _event(100, 350, 1200),
    "foam machine": _event(175, 300, 550),
    "fog machine": _event(35, 70, 150),
    "generator": _event(75, 150, 350),
    "glitter tattoo artist": _hours(75, 110, 160),
    "guitarist": _hours(90, 150, 275),
    "hair stylist": _hours(60, 95, 160),
    "harpist": _hours(150, 250, 400),
    "heaters": _item(40, 65, 110),
    "henna artist": _hours(60, 100, 180),
    "horse carriage": _event(300, 550, 1100),
    "host": _event(150, 400, 1000),
    "hula dancer": _event(150, 275, 500),
    "hypnotist": _event(400, 800, 1800),
    "ice cream cart": _event(200, 350, 650),
    "ice sculpture": _item(200, 400, 900),
    "interpreter": _hours(60, 100, 160, 2),
    "jazz band": _event(500, 1100, 2800),
    "juggler": _event(150, 275, 550),
    "karaoke": _event(100, 225, 500),
    "laser tag": _event(200, 350, 700),
    "lifeguard": _hours(25, 40, 70, 2),
    "lighting": _event(120, 300, 900),
    "limo": _hours(80, 130, 250, 3),
    "linens": _item(8, 14, 28),
    "live band": _event(600, 1500, 4000),
    "live painter": _event(400, 900, 2000),
    "makeup artist": _hours(60, 100, 180),
    "mariachi band": _hours(250, 450, 800),
    "massage therapist": _hours(80, 110, 170, 2),
    "mechanical bull": _event(400, 650, 1100),
    "nail artist": _hours(45, 75, 130),
    "officiant": _event(150, 350, 800),
    "party favors": _item(2, 5, 12),
    "petting zoo": _event(250, 450, 900),
    "pianist": _hours(100, 175, 325),
    "pinata": _item(20, 40, 90),
    "pony ride": _hours(125, 200, 350),
    "popcorn machine": _event(60, 110, 220),
    "portable toilets": _item(90, 160, 350),
    "princess performer": _event(120, 190, 350),
    "private chef": _hours(60, 100, 200, 3),
    "projector": _event(60, 150, 400),
    "puppet show": _event(150, 250, 450),
    "reptile show": _event(200, 325, 550),
    "salsa dancer": _event(150, 275, 500),
    "santa": _event(125, 225, 400),
    "saxophonist": _hours(120, 200, 350),
    "scavenger hunt": _event(100, 225, 500),
    "science show": _event(200, 325, 550),
    "security": _hours(30, 45, 80, 4),
    "shuttle": _hours(75, 125, 225, 3),
    "singer": _hours(120, 225, 500),
    "slush machine": _event(90, 150, 275),
    "soft play": _event(175, 300, 550),
    "sound system": _event(75, 180, 500),
    "stage": _event(250, 600, 1800),
    "steel band": _event(350, 700, 1600),
    "stilt walker": _hours(125, 200, 350),
    "storyteller": _event(90, 160, 300),
    "string quartet": _hours(300, 500, 900),
    "tableware": _item(2, 4, 9),
    "tarot reader": _hours(75, 125, 225),
    "tent": _event(200, 550, 1800),
    "tour guide": _hours(40, 75, 150, 2),
    "train ride": _event(200, 350, 600),
    "trampoline": _event(120, 220, 400),
    "valet": _hours(30, 45, 75, 4),
    "videographer": _hours(90, 175, 325, 2),
    "violinist": _hours(120, 200, 350),
    "waiter": _hours(25, 38, 60, 4),
    "yoga instructor": _hours(60, 95, 160),
}

PRICES: dict[Role, dict[str, Price]] = {
    "venue": VENUES,
    "caterer": CATERERS,
    "bakery": BAKERIES,
    "vendor": {**SERVICES, **{name: Price(*price) for name, price in RARE.items()}},
}

USUAL_KIND: dict[Role, str] = {
    "venue": "event space",
    "caterer": "buffet caterer",
    "bakery": "cake bakery",
    "vendor": "entertainer",
}
"""The kind whose price stands for a kind that has none of its own."""
