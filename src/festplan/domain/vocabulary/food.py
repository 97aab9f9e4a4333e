"""Cakes, diets, food and drink."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from festplan.domain.vocabulary.forms import spoken

FLAVOURS = spoken(
    {
        "chocolate": "choc, choco, chocolatey, chocolate fudge",
        "vanilla": "vanilla bean, vanilla sponge",
        "lemon": "lemony",
        "passion fruit": "passionfruit",
        "funfetti": "confetti cake, birthday cake flavour, birthday cake flavor",
        "marble": "marbled",
        "cookies and cream": "cookies & cream, cookies n cream",
        "mint chocolate": "mint choc chip, mint chocolate chip",
        "buttercream": "butter cream, buttercream frosting, buttercream icing",
        "cream cheese": "cream cheese frosting",
        "victoria sponge": "victoria sandwich",
        "matcha": "green tea",
        "fresh fruit": "fruit, fruity",
        "berries": "mixed berry, berry, mixed berries",
    },
    plain="milk chocolate, dark chocolate, white chocolate, strawberry, raspberry, blueberry, "
    "cherry, black forest, lemon drizzle, orange, lime, key lime, coconut, banana, mango, "
    "pineapple, hummingbird, apple, peach, red velvet, carrot, sprinkles, coffee, mocha, "
    "espresso, tiramisu, caramel, salted caramel, dulce de leche, toffee, butterscotch, "
    "hazelnut, nutella, praline, pistachio, almond, walnut, pecan, peanut butter, oreo, "
    "cookie dough, pumpkin, pumpkin spice, ginger, gingerbread, cinnamon, spice, rose, "
    "rosewater, lavender, earl grey, ube, tres leches, fruitcake, fondant, sponge, "
    "champagne, prosecco, sesame, chai, baileys, rum, kinder, biscoff, lotus, rasmalai, "
    "gulab jamun, red bean, pandan, guava, fig, honey, maple, blackberry, blackcurrant, "
    "elderflower, marzipan, nougat, meringue, angel food, devil's food",
)
"""Flavours of cake and icing."""

CAKE_KINDS = spoken(
    {
        "tiered": "tier, multi-tier, multi tiered, layered, layer, tiers",
        "sheet": "sheet cake, slab, tray bake, traybake, half sheet, full sheet",
        "round": "round cake",
        "square": "square cake",
        "heart": "heart-shaped, heart shaped",
        "number": "number cake, number-shaped, number shaped",
        "cupcakes": "cupcake, cup cake, cup cakes, fairy cakes, fairy cake, muffins, mini cupcakes",
        "sculpted": "3d, 3-d, carved, shaped, sculpted cake, novelty",
        "smash": "smash cake",
        "naked": "naked cake, semi-naked",
        "drip": "drip cake",
        "ice cream": "ice cream cake, ice-cream cake",
        "cheesecake": "cheese cake",
        "cake pops": "cake pop",
        "dessert table": "dessert bar, sweets table, sweet table, candy table, candy bar, "
        "dessert buffet, dessert spread, desserts table, sweetie table",
        "doughnuts": "donut wall, donut tower, doughnut wall, donuts, doughnut tower",
        "macarons": "macaron tower, macaroon, macaroons, macaron",
        "cookies": "decorated cookies, sugar cookies, cookie cake, biscuits, cookie",
        "croquembouche": "profiterole tower",
        "pie": "pies",
        "brownies": "brownie",
    }
)
"""Shapes of the cake and what may stand in its place."""

DIETS = spoken(
    {
        "vegan": "plant-based, plant based",
        "vegetarian": "veggie, meat-free, meatless, meat free",
        "pescatarian": "pescetarian",
        "keto": "ketogenic",
        "low-carb": "low carb",
        "sugar-free": "sugarfree, no added sugar",
        "low-salt": "low-sodium, low sodium",
        "low-fodmap": "fodmap",
        "gluten-free": "gf, coeliac, celiac, gluten intolerant, gluten-intolerant, glutenfree",
        "dairy-free": "df, non-dairy, non dairy, dairyfree",
        "lactose-free": "lactose intolerant, lactose-intolerant",
        "nut-free": "nutfree",
        "egg-free": "eggless",
        "soy-free": "soya-free",
        "sulphites-free": "sulphite-free, sulfite-free",
        "corn-free": "maize-free",
        "allergy-friendly": "allergen-free, allergen free, allergy friendly",
    },
    plain="halal, kosher, jain, paleo, diabetic, low-sugar, peanut-free, tree-nut-free, "
    "wheat-free, milk-free, cheese-free, fish-free, shellfish-free, seafood-free, "
    "shrimp-free, prawns-free, crab-free, lobster-free, sesame-free, mustard-free, "
    "celery-free, lupin-free, pork-free, bacon-free, beef-free, lamb-free, cashews-free, "
    "almonds-free, walnuts-free, pistachios-free, hazelnuts-free, coconut-free, "
    "garlic-free, onion-free, mushrooms-free, bananas-free, strawberries-free, kiwi-free, "
    "latex-free, honey-free, gelatine-free, red-meat-free, msg-free, food-colouring-free, "
    "food-dye-free",
)
"""Diets of guests, by name; an allergen that is kept out is called X-free."""

ALLERGENS = spoken(
    {
        "nuts": "nut",
        "peanuts": "peanut",
        "tree nuts": "tree nut, tree-nut",
        "eggs": "egg",
        "soy": "soya",
        "sulphites": "sulfites",
        "corn": "maize",
        "kiwi": "kiwifruit",
        "strawberries": "strawberry allergy",
    },
    plain="gluten, wheat, dairy, milk, cheese, lactose, fish, shellfish, seafood, shrimp, "
    "prawns, crab, lobster, sesame, mustard, celery, lupin, pork, bacon, beef, lamb, "
    "cashews, almonds, walnuts, pistachios, hazelnuts, coconut, garlic, onion, mushrooms, "
    "bananas, latex, honey, gelatine, red meat, msg, food colouring, food dye",
)
"""What guests may have to avoid, plural where the word is counted."""

ALLERGEN_DIETS: Mapping[str, str] = MappingProxyType(
    {
        word: {"nuts": "nut", "peanuts": "peanut", "tree nuts": "tree-nut", "eggs": "egg"}.get(
            word, word.replace(" ", "-")
        )
        + "-free"
        for word in sorted(set(ALLERGENS.values()))
    }
)
"""The diet that keeps an allergen out."""

CUISINES = spoken(
    {
        "bbq": "barbecue, barbeque, barbecued, bar-b-q, barbie food",
        "cookout": "",
        "pizza": "pizzas",
        "tacos": "taco, taco bar, taco stand, taco truck",
        "tex-mex": "tex mex, texmex",
        "pasta": "",
        "lasagne": "lasagna",
        "middle eastern": "middle-eastern",
        "meze": "mezze",
        "kebabs": "kebab, kabob, kabobs",
        "crepes": "crêpes, crepe",
        "sushi": "sushi bar, sushi platter",
        "burgers": "burger, hamburgers, hamburger",
        "hot dogs": "hot dog, hotdogs, hotdog",
        "sandwiches": "sandwich, sandwich platters, sandwich platter",
        "salads": "salad, salad bar",
        "soup": "soups",
        "steak": "steaks",
        "chicken": "",
        "chicken wings": "wings",
        "chicken nuggets": "nuggets",
        "finger food": "finger foods, fingerfood",
        "appetizers": "appetisers, appetizer, starters",
        "hors d'oeuvres": "hors d'oeuvre, hors doeuvres",
        "snacks": "snack, nibbles, munchies, snack table, snack bar",
        "crisps": "chips",
        "cheese board": "cheese platter, cheeseboard",
        "charcuterie": "charcuterie board",
        "grazing table": "grazing board",
        "fruit platter": "fruit tray, fresh fruit, fruit platters",
        "ice cream": "ice-cream, ice cream bar",
        "ice lollies": "popsicles, ice pops",
        "pancakes": "pancake",
        "waffles": "waffle, waffle bar",
        "dinner": "supper",
        "lunch": "luncheon",
        "three-course meal": "3-course meal, three course meal, 3 course meal",
        "afternoon tea": "",
        "kids menu": "children's menu, kids meals, kids' menu, kids food, "
        "childrens menu, kids meal",
        "mac and cheese": "mac n cheese, macaroni cheese",
        "fish and chips": "fish & chips",
        "jollof rice": "jollof",
        "jerk chicken": "jerk",
        "roast": "roast dinner, sunday roast",
        "healthy": "healthy food",
        "soul food": "",
        "seafood boil": "crawfish boil, crab boil, clam bake, low country boil",
        "asian": "pan-asian",
        "latin": "latin american",
        "west african": "",
        "rice": "",
        "pretzels": "pretzel",
        "nachos": "nacho bar",
        "meat": "meats",
        "barbecued pork": "pulled pork",
    },
    plain="mexican, fajitas, burritos, quesadillas, enchiladas, italian, spaghetti, risotto, "
    "mediterranean, greek, gyros, souvlaki, spanish, tapas, paella, french, indian, curry, "
    "biryani, samosas, tandoori, chaat, dosa, pakistani, bangladeshi, sri lankan, chinese, "
    "dim sum, dumplings, noodles, japanese, ramen, bento, hibachi, teppanyaki, sashimi, "
    "poke bowls, korean, korean bbq, kimchi, thai, pad thai, vietnamese, banh mi, pho, "
    "spring rolls, filipino, lechon, lumpia, indonesian, malaysian, lebanese, falafel, "
    "shawarma, hummus, turkish, persian, moroccan, ethiopian, nigerian, ghanaian, african, "
    "caribbean, jamaican, cuban, puerto rican, brazilian, churrasco, peruvian, ceviche, "
    "colombian, argentinian, asado, empanadas, southern, fried chicken, cajun, creole, "
    "gumbo, crawfish, hawaiian, german, bratwurst, schnitzel, polish, pierogi, russian, "
    "ukrainian, american, comfort food, sliders, chicken tenders, british, pie and mash, "
    "hog roast, pig roast, cheeseburgers, corn dogs, subs, wraps, bagels, pastries, "
    "croissants, prime rib, roast beef, brisket, ribs, carvery, salmon, seafood, oysters, "
    "fried rice, popcorn, smoothie bowls, breakfast, brunch, scones, finger sandwiches, "
    "spicy, spicy food, fusion, tofu, jackfruit, grilled cheese, meatballs, sausage rolls, "
    "quiche, baked potatoes, jacket potatoes, fries, vegetables, veggie platter, "
    "donuts bar, picnic food, picnic hampers, tamales, pupusas, arepas, plov, borscht, "
    "fondue, raclette, lobster rolls, organic food, junk food, party food, "
    "kid-friendly food, home cooking",
)
"""Cuisines, dishes and meals: any of them speaks of catering."""

SERVICE_STYLES = spoken(
    {
        "buffet": "buffet-style, buffet style, self-serve, self serve",
        "plated": "sit-down, sit down, seated dinner, plated dinner, sit-down dinner, "
        "table service, sit down dinner, seated, sit-down meal",
        "family style": "family-style, sharing platters, sharing style, shared plates",
        "food truck": "food van, food trucks, street food",
        "cocktail": "canapes, canapés, passed appetizers, passed hors d'oeuvres, tray-passed, "
        "standing reception, cocktail style, cocktail-style, passed apps, canape",
        "potluck": "pot luck, bring a dish, bring-a-dish",
        "drop-off": "drop off, delivery, delivered, takeout, takeaway, take-out, take out",
        "food stations": "stations, food station, live stations",
        "boxed": "boxed lunches, lunch boxes for each, box lunches, boxed meals",
        "self-catered": "homemade food, home cooked, cook ourselves, cook myself, diy food, "
        "self catered, self-catering, home-cooked",
    }
)
"""How the food is served."""

DRINKS = spoken(
    {
        "open bar": "full bar, free bar, hosted bar",
        "cash bar": "pay bar",
        "no alcohol": "alcohol-free, alcohol free, non-alcoholic, non alcoholic, dry party, "
        "dry wedding, dry event, dry bar, sober, booze-free",
        "alcohol": "booze, liquor, spirits, alcoholic drinks, alcoholic beverages",
        "beer": "craft beer, keg, kegs, beers, ales",
        "wine": "wines, red wine, white wine, rosé",
        "champagne": "sparkling wine, bubbly, champagne toast, prosecco, cava, cremant, sekt",
        "cocktails": "signature cocktails, signature cocktail, margaritas, cocktail bar, "
        "mojitos, cocktail",
        "mocktails": "mocktail, mocktail bar, virgin cocktails",
        "soft drinks": "soda, sodas, pop, fizzy drinks, cola",
        "juice": "juice boxes, fresh juice, smoothies",
        "lemonade": "lemonade stand",
        "coffee": "coffee bar, coffees",
        "tea": "teas, chai, iced tea",
        "hot chocolate": "cocoa, hot cocoa, hot chocolate bar",
        "punch": "fruit punch, sangria",
        "byob": "byo, bring your own bottle, bring your own booze",
        "water": "bottled water",
    }
)
"""What is drunk, and how the bar works."""
