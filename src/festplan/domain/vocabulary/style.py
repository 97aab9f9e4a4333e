"""Themes, colours and occasions. The words are common party vocabulary, written for Festplan."""

from __future__ import annotations

from festplan.domain.vocabulary.forms import spoken

THEMES = spoken(
    {
        "jungle": "rainforest, rain forest",
        "safari": "savanna, savannah",
        "dinosaur": "dino, prehistoric",
        "unicorn": "",
        "under the sea": "ocean, underwater, under-the-sea, sea creatures, sea life, deep sea",
        "space": "outer space, outer-space, galaxy, cosmic",
        "superhero": "super hero, super-hero",
        "fairytale": "fairy tale, fairy-tale, storybook",
        "fairy": "fairies, pixie",
        "alice in wonderland": "wonderland",
        "circus": "big top",
        "carnival": "fairground",
        "sports": "sporty",
        "football": "american football",
        "racing": "race car, racing car, motor racing",
        "garden": "garden-party",
        "floral": "flower, flowery, blossoms",
        "tea party": "high tea",
        "luau": "hawaiian, aloha",
        "tropical": "tropics",
        "beach": "seaside, beach-party",
        "pool": "pool-party",
        "hollywood": "red carpet, red-carpet",
        "eighties": "80s, 1980s, 80's",
        "nineties": "90s, 1990s, 90's",
        "seventies": "70s, 1970s, 70's",
        "sixties": "60s, 1960s, 60's",
        "fifties": "50s, 1950s, 50's",
        "twenties": "20s, 1920s, roaring twenties, roaring 20s, 20's",
        "y2k": "2000s, noughties",
        "decades": "",
        "gatsby": "great gatsby",
        "casino": "las vegas night, vegas night, casino night",
        "masquerade": "masked ball, masquerade ball",
        "winter": "winter wonderland, winter-wonderland",
        "spring": "springtime",
        "summer": "summery",
        "autumn": "autumnal, fall harvest",
        "christmas": "xmas, christmassy",
        "halloween": "hallowe'en",
        "easter": "",
        "valentine": "valentines, valentine's, valentine's day, valentines day",
        "graduation": "grad",
        "gender reveal": "gender-reveal",
        "construction": "construction site, building site",
        "fire engine": "fire truck, firetruck",
        "trains": "train, railway, railroad",
        "aviation": "airplane, aeroplane, plane",
        "robots": "robot",
        "sci-fi": "science fiction, scifi",
        "farm": "barnyard, farmyard",
        "animals": "animal",
        "horses": "horse, pony",
        "woodland": "woodland creatures, forest animals, forest",
        "butterfly": "butterflies",
        "insects": "bugs, bug, insect",
        "ladybird": "ladybug",
        "dragon": "",
        "knights": "knight",
        "medieval": "middle ages",
        "wizard": "wizarding, wizardry",
        "murder mystery": "whodunit, murder-mystery",
        "spy": "secret agent",
        "science": "",
        "art": "",
        "music": "musical",
        "rock star": "rockstar, rock-star",
        "pop star": "popstar, pop-star",
        "rock and roll": "rock n roll, rock 'n' roll",
        "camping": "campout, camp-out, glamping",
        "western": "cowboy, cowgirl, wild west, wild-west",
        "fiesta": "mexican fiesta",
        "day of the dead": "dia de los muertos, día de los muertos",
        "boho": "bohemian, boho-chic, boho chic",
        "rustic": "",
        "farmhouse": "",
        "vintage": "",
        "minimalist": "minimal, minimalistic",
        "elegant": "classy, sophisticated",
        "black tie": "black-tie, formal, tuxedo",
        "glamour": "glam, glamorous",
        "black and white": "black & white, monochrome, black-and-white",
        "glow": "glow in the dark, glow-in-the-dark, glow party, blacklight",
        "glitter": "glittery",
        "sparkle": "sparkly",
        "spa": "pamper, spa-day, pampering",
        "slumber party": "sleepover, pajama, pyjama, pajama party, pyjama party, sleep over",
        "video games": "video game, gaming, gamer, videogame, video-game, videogames",
        "lego": "legos",
        "candy": "candyland, candy land, candy-land, sweetie",
        "ice cream": "ice-cream",
        "doughnuts": "donut, doughnut",
        "movie night": "movie, film night, cinema night, movie-night",
        "around the world": "world travel, round the world",
        "mickey mouse": "mickey",
        "minnie mouse": "minnie",
        "superman": "",
        "spider-man": "spiderman, spider man",
        "peppa pig": "peppa",
        "paw patrol": "",
        "harry potter": "hogwarts",
        "star wars": "",
        "winnie the pooh": "pooh bear",
        "hot air balloon": "hot-air balloon, hot air balloons",
        "teddy bear": "teddy",
        "twinkle little star": "twinkle twinkle little star, twinkle twinkle",
        "stars": "starry night, starry, celestial",
        "roller skating": "roller disco, roller skate",
        "treasure hunt": "",
        "old hollywood": "",
        "secret garden": "",
        "enchanted forest": "enchanted",
        "art deco": "",
        "mad hatter": "mad hatter's tea party",
        "flower power": "hippie, hippy",
        "under construction": "",
        "70s disco": "",
        "tiki": "",
        "ugly sweater": "ugly jumper",
        "bridgerton": "",
        "rockets": "rocket",
        "country": "country western",
        "pirate": "",
        "princess": "",
        "mermaid": "",
        "rainbow": "",
        "disco": "",
        "detective": "",
        "bollywood": "",
        "vehicles": "",
        "soccer": "",
        "basketball": "",
        "baby shower": "",
    },
    plain="monkey, lion, lion king, wild one, jurassic park, jurassic, shark, nautical, "
    "finding nemo, little mermaid, astronaut, planets, moon, avengers, batman, marvel, "
    "dc comics, comic book, treasure island, frozen, elsa, royal ball, disney princess, "
    "disney, tinkerbell, greatest showman, mardi gras, olympics, super bowl, world cup, "
    "baseball, hockey, tennis, golf, cricket, rugby, volleyball, gymnastics, skateboard, "
    "surfing, fishing, hunting, hiking, yoga, formula 1, cars, hot wheels, monster truck,"
    " trucks, volcano, "
    "tractor, digger, excavator, bob the builder, botanical, wildflower, sunflower, daisy, "
    "rose, cherry blossom, afternoon tea, flamingo, pineapple, oscars, retro, studio 54, "
    "dancing queen, abba, mamma mia, poker, casino royale, speakeasy, flapper, snow, "
    "snowflake, snowman, penguin, polar bear, arctic, harvest, pumpkin, pumpkin patch, "
    "santa, nutcracker, elf, grinch, spooky, haunted house, zombie, vampire, monster, "
    "monsters, ghost, witch, mummy, egg hunt, bunny, hearts, diwali, firefighter, police, "
    "astronomy, ninja, samurai, karate, ninja turtles, pokemon, minecraft, roblox, "
    "fortnite, super mario, mario, sonic, zelda, arcade, barbie, doll, toy story, encanto, "
    "moana, coco, shrek, cinderella, snow white, belle, beauty and the beast, "
    "little prince, peter pan, jungle book, dumbo, bluey, cocomelon, sesame street, elmo, "
    "blippi, baby shark, trolls, minions, inside out, kpop, k-pop, taylor swift, beatles, "
    "hip hop, jazz, country music, disco ball, ballerina, ballet, dance, hollywood glam, "
    "james bond, sherlock holmes, lord of the rings, hobbit, game of thrones, castle, "
    "camelot, renaissance, viking, roman, greek, toga, egyptian, ancient egypt, "
    "arabian nights, moroccan, japanese, chinese new year, lunar new year, anime, "
    "parisian, paris, italian, tuscan, mediterranean, mexican, hawaii, brazilian, african, "
    "indian, irish, scottish, british, st patrick's, oktoberfest, festival, coachella, "
    "woodstock, cinco de mayo, kentucky derby, county fair, rodeo, desert, cactus, llama, "
    "alpaca, sloth, owl, fox, cat, dog, puppy, kitten, bee, bumblebee, caterpillar, "
    "very hungry caterpillar, frog, turtle, dolphin, whale, octopus, elephant, giraffe, "
    "tiger, panda, koala, bear, zoo, teddy bears picnic, lumberjack, great outdoors, "
    "national park, mountains, cottagecore, fairycore, gothic, goth, steampunk, "
    "industrial, modern, contemporary, scandinavian, classic, traditional, whimsical, "
    "romantic, nature, greenery, eucalyptus, pampas, tropical jungle, neon, sequin, pearl, "
    "lace, candlelight, fairy lights, "
    "cinema, travel, passport, picnic, lemon, citrus, "
    "strawberry, watermelon, fruit, cupcake, pizza, sushi, coffee, tea, baking, cooking, "
    "mad scientist, magic, magic show, escape room, scavenger hunt, laser tag, game show, "
    "trivia, board games, chess, puzzle, books, library, storybook characters, alphabet, "
    "numbers, baby animals, noah's ark, nativity, clouds, sunshine, sun, moon and stars, "
    "zodiac, mystical, enchanted garden, gemstone, crystal, lavender, butterfly garden, "
    "balloon, confetti, emoji, tie dye, graffiti, street art, pop art, comic, "
    "circus train, ship, sailing, lighthouse, army, military, camouflage, nurse, doctor, "
    "mechanic, chef, cowboys and indians, luxury, royal, crown, tiara, diamond, gala, "
    "garden gnome, gnome, slime, sensory, bubbles, playground, sprinkle",
)
"""Themes of decoration and play; several (space, garden, beach) are also ordinary words."""

COLOURS = spoken(
    {
        "red": "scarlet, crimson",
        "blue": "",
        "light blue": "baby blue, sky blue, powder blue, pale blue",
        "navy": "navy blue, dark blue, midnight blue",
        "green": "",
        "sage": "sage green",
        "emerald": "emerald green",
        "mint": "mint green",
        "olive": "olive green",
        "yellow": "",
        "orange": "",
        "purple": "violet",
        "lavender": "lilac, mauve",
        "pink": "",
        "blush": "blush pink, pale pink, baby pink, light pink, dusty pink, dusty rose",
        "hot pink": "fuchsia, magenta",
        "rose gold": "rose-gold",
        "gold": "golden",
        "silver": "",
        "bronze": "",
        "copper": "",
        "black": "",
        "white": "",
        "ivory": "off white, off-white",
        "cream": "",
        "beige": "tan, champagne-coloured",
        "brown": "",
        "grey": "gray",
        "teal": "",
        "turquoise": "aqua",
        "coral": "",
        "peach": "peachy",
        "burgundy": "maroon, wine red, oxblood",
        "terracotta": "rust",
        "pastel": "pastel colours, pastel colors",
        "multicoloured": "multicolored, colourful, colorful, bright colours, bright colors",
    }
)
"""Colours of the decoration."""

OCCASIONS = spoken(
    {
        "birthday": "bday, b-day, birth day, birthday party, bday party, birthday bash",
        "wedding": "getting married, get married, wedding reception, marriage, nuptials, "
        "wedding party, wedding day",
        "engagement": "engagement party",
        "rehearsal dinner": "rehearsal",
        "baby shower": "babyshower, sprinkle, baby sprinkle",
        "gender reveal": "gender-reveal, reveal party",
        "bridal shower": "wedding shower, kitchen tea",
        "bachelorette": "hen do, hens do, hens, hens night, hens party, hen party, hen night, "
        "bachelorette party",
        "bachelor party": "stag do, stag party, stag night, bucks night",
        "anniversary": "wedding anniversary, anniversary party",
        "graduation": "graduation party, grad party, commencement",
        "retirement": "retirement party",
        "farewell": "farewell party, going away party, going-away party, leaving do, "
        "leaving party, "
        "send off, send-off",
        "office party": "work party, company party, staff party, corporate event, team party, "
        "corporate party, company event, work do, office do, work event, team building, offsite, "
        "office function, company picnic, summer do, away day",
        "holiday party": "christmas party, xmas party, office christmas party, christmas do, "
        "end of year party, year-end party",
        "new year party": "new year's party, nye party, new years party, new year's eve party",
        "halloween party": "",
        "thanksgiving": "friendsgiving, thanksgiving dinner",
        "housewarming": "house warming, housewarming party, open house",
        "christening": "baptism, naming ceremony, naming day, dedication",
        "first communion": "communion, holy communion",
        "confirmation": "",
        "quinceanera": "quinceañera, quince, quincea",
        "sweet sixteen": "sweet 16, super sweet 16",
        "bar mitzvah": "bat mitzvah, b'nai mitzvah, barmitzvah, batmitzvah",
        "family reunion": "reunion, class reunion, school reunion",
        "memorial": "celebration of life, wake, funeral reception, remembrance",
        "fundraiser": "charity event, gala, benefit dinner, charity gala, charity ball",
        "launch party": "product launch, book launch, launch event",
        "dinner party": "supper club",
        "game night": "board game night, games night, watch party",
        "block party": "street party, neighborhood party, neighbourhood party",
        "cocktail party": "cocktail evening, drinks reception",
        "prom": "school dance, formal dance",
        "eid": "eid party, eid al-fitr, iftar",
        "diwali": "diwali party, deepavali",
        "hanukkah": "chanukah, hanukkah party",
        "mehndi": "sangeet, mehendi, haldi",
        "vow renewal": "renewal of vows",
        "welcome home": "homecoming, welcome party, welcome home party",
        "promotion": "promotion party",
        "sip and see": "",
    }
)
"""What is celebrated."""
