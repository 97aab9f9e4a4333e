"""Vocabulary words that are ordinary words too, and those that are plain wherever they stand."""

from __future__ import annotations

ORDINARY_THEMES = frozenset(
    word.strip()
    for word in (
        "space,garden,beach,pool,sports,football,soccer,basketball,baseball,hockey,tennis,golf,"
        "cricket,rugby,volleyball,gymnastics,fishing,hunting,hiking,yoga,cars,tractor,racing,"
        "skateboard,surfing,winter,spring,summer,autumn,christmas,halloween,easter,valentine,"
        "graduation,baby shower,gender reveal,construction,vehicles,trains,aviation,science,"
        "art,music,camping,farm,animals,animal,horses,insects,candy,ice cream,doughnuts,"
        "stars,fruit,"
        "spa,video games,lego,disco,casino,country,dance,ballet,harvest,pumpkin,snow,moon,sun,"
        "sunshine,clouds,rose,daisy,sunflower,lemon,citrus,strawberry,watermelon,cupcake,pizza,"
        "sushi,coffee,tea,baking,cooking,magic,magic show,escape room,laser tag,"
        "game show,trivia,board games,chess,puzzle,books,library,alphabet,numbers,travel,"
        "passport,picnic,cinema,balloon,confetti,comic,ship,sailing,army,military,nurse,doctor,"
        "mechanic,chef,crown,slime,sensory,bubbles,playground,sprinkle,dog,cat,puppy,kitten,bear,"
        "bee,fox,owl,frog,turtle,dolphin,whale,elephant,giraffe,tiger,panda,lion,monkey,shark,zoo,"
        "bunny,elf,ghost,witch,monster,monsters,mummy,hearts,police,firefighter,fire engine,"
        "astronomy,doll,mexican,hawaii,brazilian,african,indian,irish,scottish,british,italian,"
        "greek,japanese,mediterranean,roman,paris,modern,contemporary,classic,traditional,nature,"
        "industrial,minimalist,lace,pearl,neon,diamond,crystal,gemstone,luxury,royal,castle,"
        "festival,jazz,hip hop,country music,beatles,poker,mountains,lighthouse,"
        "lavender,candlelight,fairy lights,coco,belle,"
        "frozen,elsa,"
        "sonic,arcade,trolls,disney,retro,decades,twenties,thirties,fifties,sixties,"
        "seventies,eighties,nineties,glow,glitter,sparkle,romantic,elegant,spooky,ninja,karate,"
        "desert,cactus,teddy bear,hot air balloon,greenery,eucalyptus,pampas,gala,"
        "gnome,karaoke,comic book,emoji,snowman,penguin,"
        "spicy,caterpillar,llama,alpaca,sloth,octopus,koala,vintage,snowflake,santa,"
        "rockets,planets,dinosaurs park,robots,nativity,olympics,pineapple,"
        "tropics,butterfly,dragon,detective,spy,woodland"
    ).split(",")
)
"""Themes that are ordinary words as well: they need "theme", "party", "love" or to stand alone."""
SOFT_THEMES = frozenset(
    "trains robots butterfly dragon detective spy dinosaur woodland vintage elegant romantic "
    "retro minimalist industrial neon glow glitter sparkle lego spooky ninja eucalyptus pampas "
    "greenery candlelight modern eighties nineties seventies sixties fifties y2k".split()
)
"""Ordinary words that speak of style wherever they stand outside food."""
ORDINARY_VENUES = frozenset(
    "home,bar,cafe,garden,beach,farm,lake,boat,castle,school,office,church,hall,park,villa,club,"
    "nightclub,gym,library,cinema,theatre,zoo,forest,university,playground,barn,hotel,pub,"
    "brewery,campsite,temple,mosque,synagogue,gurdwara,cathedral,stadium,swimming pool,mansion,"
    "arcade hall,loft,restaurant,backyard,museum,winery,aquarium,bowling alley,event space".split(
        ","
    )
)
STRONG_VENUES = frozenset(
    "rooftop backyard barn loft winery restaurant museum aquarium hotel brewery pub cafe "
    "mansion villa nightclub".split()
) | {"bowling alley", "event space", "hall", "park", "home"}
NATIONS = frozenset(
    "american british spanish french indian pakistani bangladeshi chinese japanese korean thai "
    "vietnamese filipino indonesian malaysian lebanese turkish persian moroccan ethiopian nigerian "
    "ghanaian african caribbean jamaican cuban brazilian peruvian colombian argentinian southern "
    "hawaiian german polish russian ukrainian asian latin greek italian mexican "
    "mediterranean".split()
) | {"sri lankan", "puerto rican", "west african", "middle eastern"}
ORDINARY_SERVICES = frozenset(
    "host,shuttle,officiant,comedian,stage,waiter,choir,tables and chairs,florist,projector,"
    "sound system,bubble show,lighting,generator,party favors,jazz band,string quartet,"
    "live band,linens,tableware,interpreter,hypnotist,drummer,makeup artist,heaters,harpist,"
    "massage therapist,decorator,dance troupe,cleaning,security".split(",")
)
"""Services whose words need "a", "need", "hire" or the like before them."""
STRONG_FLAVOURS = frozenset(
    "chocolate,vanilla,strawberry,raspberry,blueberry,red velvet,lemon drizzle,funfetti,"
    "cookies and cream,buttercream,salted caramel,white chocolate,dark chocolate,milk chocolate,"
    "black forest,tres leches,victoria sponge,mint chocolate,marble,hazelnut,pistachio,"
    "passion fruit,key lime,fondant,cream cheese,caramel,earl grey,matcha,ube".split(",")
)
STRONG_CAKES = frozenset(
    "cupcakes,cheesecake,cake pops,dessert table,macarons,croquembouche,brownies,cookies,doughnuts"
    ",smash".split(",")
)
KEPT_OUT = frozenset(
    "nuts,peanuts,tree nuts,dairy,milk,lactose,eggs,gluten,wheat,soy,shellfish,sesame,mustard,"
    "celery,lupin,sulphites,shrimp,prawns,crab,lobster,cashews,almonds,walnuts,pistachios,"
    "hazelnuts,latex,kiwi".split(",")
)
"""Allergens that "no" alone makes a diet; other foods ("no pork") are merely unwanted."""
MEALS = frozenset({"breakfast", "lunch", "dinner"})
