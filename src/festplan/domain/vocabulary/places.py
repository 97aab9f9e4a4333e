"""Kinds of venue, and what a venue must offer."""

from __future__ import annotations

from festplan.domain.vocabulary.forms import spoken

VENUE_KINDS = spoken(
    {
        "park": "public park, state park, picnic area, picnic shelter, pavilion, park shelter",
        "playground": "",
        "community centre": "community center, rec center, recreation center, community hall, "
        "village hall, rec centre, leisure centre, church hall, parish hall, scout hut, ymca, "
        "town hall, clubhouse, club house",
        "hall": "function hall, reception hall, party hall, event hall, function room, "
        "party room, ballroom, banquet hall, banqueting hall, event room, events hall",
        "event space": "events space, party space, private event space, event venue",
        "private room": "private dining room, private dining, back room",
        "rooftop": "roof top, roof terrace, rooftop bar, roof deck, rooftop terrace",
        "restaurant": "diner, bistro, steakhouse, pizzeria, trattoria, pizza place",
        "cafe": "café, coffee shop, tea room, tearoom",
        "bar": "lounge, cocktail lounge, wine bar, tavern",
        "pub": "gastropub, beer garden",
        "brewery": "taproom, distillery, beer hall",
        "nightclub": "night club, club",
        "winery": "vineyard, wine cellar",
        "home": "house, my house, our house, my place, our place, apartment, flat, living room, "
        "at home, my home, our home, our apartment, my apartment, garage",
        "backyard": "back yard, back garden, yard, our garden, my garden, patio, our backyard, "
        "my backyard, deck, driveway",
        "garden": "botanical garden, botanic garden, gardens, rose garden, botanical gardens, "
        "conservatory, greenhouse, orangery, courtyard",
        "museum": "children's museum, science museum, science center, science centre",
        "art gallery": "gallery, art studio",
        "aquarium": "",
        "zoo": "safari park, wildlife park",
        "library": "",
        "theatre": "theater, playhouse",
        "cinema": "movie theater, movie theatre, private screening room",
        "bowling alley": "bowling, bowling lanes, bowling lane, bowling place",
        "play centre": "play center, indoor playground, play cafe, soft play centre, play place, "
        "playspace, chuck e cheese, kids play place, soft play center, play gym",
        "trampoline park": "jump park, bounce park",
        "arcade hall": "arcade, amusement arcade, laser tag arena",
        "skating rink": "roller rink, ice rink, skate rink, roller skating rink, ice skating rink",
        "climbing gym": "climbing centre, climbing wall, bouldering gym",
        "sports club": "sports centre, sports center",
        "tennis club": "",
        "cricket club": "",
        "football club": "",
        "stadium": "",
        "sports field": "",
        "gym": "gymnasium",
        "golf club": "golf course",
        "mini golf": "crazy golf, minigolf",
        "country club": "members club, private club, social club",
        "swimming pool": "public pool, leisure pool, aquatic center, water park, waterpark, "
        "splash pad",
        "amusement park": "theme park, fun park",
        "hotel": "hotel ballroom, resort, inn, bed and breakfast",
        "loft": "studio, industrial loft, warehouse, photo studio",
        "barn": "barn venue",
        "farm": "ranch, petting farm venue, orchard, working farm",
        "beach": "beachfront, beach front, seafront, shore, beach house",
        "lake": "lakeside, lakefront, lake house, riverside, waterfront",
        "boat": "yacht, river boat, riverboat, cruise, catamaran, harbour cruise",
        "mansion": "manor, manor house, estate, stately home, country house, historic house",
        "villa": "",
        "castle": "",
        "church": "chapel",
        "synagogue": "",
        "mosque": "",
        "gurdwara": "",
        "cathedral": "",
        "temple": "",
        "school": "school hall, classroom, school gym, preschool, daycare, nursery",
        "university": "campus, college",
        "office": "conference room, meeting room, our office, workplace, boardroom",
        "conference centre": "conference center, convention center, convention centre, expo hall",
        "campsite": "campground, camp site, cabin, lodge",
        "forest": "woods, nature reserve",
        "vacation rental": "airbnb, holiday rental, vrbo, rental house, holiday home",
        "spa venue": "day spa, wellness centre",
    }
)
"""Kinds of place to hold a party in."""

SETTINGS = spoken(
    {
        "indoors": "indoor, inside, indoor space, under a roof, under cover, undercover",
        "outdoors": "outdoor, outside, open air, open-air, alfresco, al fresco, in the open, "
        "out doors, outdoor space",
    }
)
"""Under a roof or in the open."""

ACCESS = spoken(
    {
        "wheelchair": "wheelchair accessible, wheelchair-accessible, wheelchair access, "
        "step-free, step free, ramp, accessible, disabled access, handicap accessible, "
        "mobility scooter, ada accessible, walker friendly, wheelchair user",
        "elevator": "lift",
        "parking": "car park, parking lot, parking spaces, parking space, free parking, "
        "plenty of parking, on-site parking, ample parking",
        "public transport": "public transit, transit, near the subway, subway, metro, "
        "train station, tube station, bus stop, near the tube",
        "air conditioning": "air con, ac, a/c, aircon, air-conditioned, air conditioned",
        "heating": "heated",
        "kitchen": "kitchen access, kitchenette",
        "wifi": "wi-fi, internet",
        "pet friendly": "dog friendly, pet-friendly, dog-friendly, dogs allowed, pets allowed",
        "changing table": "baby changing, changing facilities, baby change",
        "accessible toilet": "disabled toilet, accessible restroom, accessible bathroom",
        "late licence": "late license, open late",
        "outside catering": "outside catering allowed, bring our own food, own catering, "
        "outside food allowed, outside food",
        "hearing loop": "induction loop",
        "sign language": "bsl, asl",
        "quiet room": "quiet space, sensory room, sensory friendly, sensory-friendly",
        "overnight stay": "accommodation, rooms for guests, overnight rooms, stay overnight, "
        "lodging",
        "fenced": "fenced in, fenced yard, gated",
    }
)
"""What the venue must offer."""
