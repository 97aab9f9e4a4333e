"""People hired and things rented, singular."""

from __future__ import annotations

from festplan.domain.vocabulary.forms import spoken

SERVICES = spoken(
    {
        "balloon artist": "balloon twister, balloon animals, balloon man, balloon lady, "
        "balloon modeller, balloon modeler, balloon twisting, balloon person, balloon guy, "
        "balloon artiste, balloonist, balloon modelling",
        "balloon decorator": "balloon arch, balloon garland, balloon decor, balloon decorations, "
        "balloon installation, balloon wall, balloon stylist",
        "face painter": "paint faces, painting faces, faces painted, face painting, facepainter, "
        "facepainting, face paint, face-painter, "
        "face-painting",
        "magician": "magic show, illusionist, conjurer, conjuror, close-up magician, magic act",
        "clown": "",
        "dj": "disc jockey, deejay, d.j., dee jay",
        "live band": "band, cover band, wedding band, live music",
        "jazz band": "jazz trio, jazz quartet, jazz musicians",
        "steel band": "steel drums",
        "brass band": "",
        "dhol player": "dhol, dhol drummers",
        "choir": "",
        "singer": "vocalist, soloist, live singer",
        "guitarist": "acoustic guitarist, guitar player",
        "pianist": "piano player",
        "saxophonist": "sax player",
        "violinist": "",
        "harpist": "harp",
        "string quartet": "quartet, string trio, strings",
        "mariachi band": "mariachi, mariachis",
        "drummer": "drummers",
        "dance troupe": "dancers, dancer, dance group",
        "salsa dancer": "",
        "hula dancer": "",
        "belly dancer": "",
        "karaoke": "karaoke machine, karaoke setup, karaoke host",
        "photographer": "photography, photos, photo shoot, photog, cameraman",
        "videographer": "videography, video person, filmmaker, drone video",
        "photo booth": "photobooth, photo-booth, selfie booth, photo kiosk, selfie mirror, "
        "360 booth, magic mirror",
        "bounce house": "bouncy castle, bounce castle, moon bounce, moonwalk, jumpy house, "
        "jump house, inflatable, jumping castle, inflatable slide, bouncer house",
        "water slide": "waterslide, slip and slide",
        "soft play": "soft-play, ball pit, soft play hire",
        "foam machine": "foam party, foam cannon",
        "trampoline": "",
        "dunk tank": "",
        "arcade machine": "arcade games, pinball, claw machine, game truck, gaming truck, "
        "video game truck, gaming van",
        "laser tag": "nerf party",
        "mechanical bull": "bucking bronco, rodeo bull",
        "train ride": "trackless train, kiddie train",
        "carnival games": "game booths, fairground stalls, fairground rides, carnival rides",
        "casino tables": "casino table, blackjack table, roulette table, poker table",
        "entertainer": "children's entertainer, kids entertainer, party entertainer, "
        "entertainment, childrens entertainer, kids' entertainer, entertainers, "
        "performer, children entertainer",
        "princess performer": "princess visit, princess character, elsa impersonator, "
        "disney princess visit, princess actress",
        "character performer": "costumed character, character visit, mascot, superhero visit, "
        "superhero performer, spiderman performer, impersonator, lookalike",
        "santa": "santa claus visit, father christmas, santa visit",
        "puppet show": "puppeteer, puppets, puppet theatre, puppet theater, punch and judy",
        "storyteller": "story time, storytelling, story teller",
        "bubble show": "bubble artist, bubble machine, bubble performer, bubbles, bubbleologist",
        "science show": "mad scientist show, science entertainer, slime workshop, slime party",
        "reptile show": "reptile handler, reptiles, snake handler, animal show, exotic animals, "
        "animal handler, animal encounter, reptile guy",
        "petting zoo": "mobile zoo, petting farm visit, farm animals, mobile farm",
        "pony ride": "pony rides, ponies, horse ride, horse rides, pony hire",
        "juggler": "jugglers, juggling",
        "stilt walker": "stiltwalker, stilt-walker",
        "fire dancer": "fire eater, fire breather, fire show, fire performer",
        "acrobat": "aerialist, acrobats, contortionist",
        "comedian": "stand-up comic, stand up comedian, standup comedian, comic",
        "hypnotist": "",
        "caricature artist": "caricaturist, caricatures, caricature, sketch artist",
        "henna artist": "henna, henna tattoo artist, mehndi artist, mehendi artist",
        "glitter tattoo artist": "glitter tattoos, temporary tattoos, temporary tattoo artist",
        "tarot reader": "fortune teller, palm reader, psychic, tarot",
        "live painter": "wedding painter, event painter",
        "craft station": "craft table, crafts, craft workshop, pottery workshop, art teacher, "
        "painting workshop, paint and sip",
        "hair stylist": "hairdresser, hair and makeup, hair braider, hair styling",
        "makeup artist": "make-up artist, mua, makeup",
        "nail artist": "manicurist, manicures, nail tech, mani pedi",
        "massage therapist": "masseuse, massages, massage",
        "bartender": "barman, mixologist, bar staff, barkeeper, bar tender, bartending, barmaid",
        "barista": "coffee cart, coffee van, espresso cart",
        "waiter": "waitress, server, waiters, wait staff, waitstaff, serving staff, waiting staff, "
        "catering staff",
        "private chef": "personal chef, chef, teppanyaki chef, hibachi chef",
        "popcorn machine": "popcorn cart, popcorn stand",
        "cotton candy machine": "candy floss machine, cotton candy, candyfloss, candy floss, "
        "cotton candy cart",
        "ice cream cart": "ice cream van, ice cream truck, ice cream man",
        "slush machine": "slushie machine, snow cone machine, margarita machine, slushy machine",
        "chocolate fountain": "",
        "florist": "flowers, floral arrangements, bouquets, centerpieces, centrepieces, "
        "flower arrangements, floral designer",
        "decorator": "event stylist, event decorator, party stylist, set designer",
        "event planner": "party planner, wedding planner, event coordinator, coordinator, "
        "event organiser, event organizer, day-of coordinator",
        "host": "mc, emcee, master of ceremonies, toastmaster, quizmaster, quiz master, presenter, "
        "bingo caller",
        "officiant": "celebrant, minister, priest",
        "lighting": "uplighting, uplights, string lights, festoon lights, stage lights, "
        "light show, lights, laser show",
        "sound system": "pa system, speakers, speaker system, microphone, sound equipment, mics",
        "projector": "projector and screen, screen and projector, outdoor screen, big screen, "
        "inflatable screen, movie screen",
        "dance floor": "dancefloor, led dance floor",
        "stage": "podium",
        "tent": "marquee, canopy, gazebo, teepee, tipi, pop-up tent, tents",
        "tables and chairs": "chairs and tables, tables & chairs, chairs, tables, "
        "table and chairs, folding chairs, seating, chair rental, table rental, "
        "chiavari chairs, high chairs",
        "linens": "tablecloths, table linens, linen, napkins, chair covers",
        "tableware": "crockery, cutlery, glassware, dishes rental, plates and cups",
        "heaters": "patio heaters, heat lamps, patio heater",
        "generator": "power generator",
        "portable toilets": "porta potty, porta potties, portaloo, portaloos, restroom trailer, "
        "portable restrooms",
        "fireworks": "firework display, pyrotechnics, sparklers",
        "fog machine": "smoke machine, haze machine, dry ice",
        "costumes": "costume rental, costume hire, fancy dress hire",
        "party favors": "party bags, goody bags, goodie bags, party favours, loot bags, favors, "
        "favours",
        "pinata": "piñata, pinatas",
        "cleaning": "cleaner, cleaners, clean up crew, cleanup crew, clean-up, cleaning crew, "
        "cleaning service, cleanup, clean up",
        "security": "security guard, bouncer, bouncers, doorman, guards",
        "valet": "valet parking, parking attendant, valets",
        "childcare": "babysitter, nanny, sitter, child minder, childminder, creche, crèche, "
        "babysitting",
        "lifeguard": "",
        "limo": "limousine, party bus, stretch limo, limousine service",
        "shuttle": "shuttle bus, coach, minibus, bus, transport for guests, transportation, "
        "shuttle service",
        "horse carriage": "horse and carriage, carriage ride",
        "tour guide": "",
        "yoga instructor": "yoga teacher",
        "dance teacher": "dance instructor, dance lesson, salsa teacher",
        "escape room": "mobile escape room, escape game",
        "scavenger hunt": "treasure hunt organiser",
        "interpreter": "translator, sign language interpreter",
        "first aider": "medic, paramedic, first aid",
        "drone show": "",
        "ice sculpture": "ice sculptor, ice carver",
        "orchestra": "live orchestra",
        "bagpiper": "piper, bagpipes, bagpipe player",
        "cellist": "cello player",
        "accordionist": "accordion player, accordion",
        "flautist": "flutist, flute player",
        "trumpeter": "trumpet player",
        "calligrapher": "calligraphy artist",
        "ventriloquist": "ventriloquist act",
        "mime": "mime artist",
        "silent disco": "silent disco hire",
        "drag queen": "drag act, drag show, drag artist",
        "livestream": "live stream, live streaming",
        "sound technician": "sound tech, sound engineer, audio technician",
        "coat check": "coat check attendant, cloakroom attendant, cloakroom",
        "flower wall": "floral wall",
        "lawn games": "garden games, giant games",
        "giant jenga": "jumbo jenga",
        "hot tub": "jacuzzi",
        "oyster shucker": "oyster bar",
        "snow machine": "fake snow machine",
        "confetti cannon": "confetti cannons",
        "dove release": "doves",
        "butler": "butlers in the buff",
        "drone pilot": "drone operator",
        "paintball": "paintballing",
        "go karts": "go-karts, go karting",
    },
    plain="falconer, jester, orator, town crier, mentalist, beatboxer, rapper, busker, fiddler, "
    "organist, percussionist, trombonist, ukulele player, harmonica player, gospel choir, "
    "steel drum band, rock band, swing band, samba band, tribute band, ceilidh band, "
    "bluegrass band, marching band, string trio, sword swallower, knife thrower, living statue, "
    "flamenco dancer, ballet dancer, tap dancer, cancan dancer, fire juggler, unicyclist, "
    "cigar roller, wine sommelier, glassblower, blacksmith, potter, poet, astrologer, "
    "numerologist, usher, stagehand, stage manager, choreographer, barber, tattoo artist, "
    "gelato cart, churro cart, hot dog cart, crepe stand, taco cart, waffle cart, pretzel cart, "
    "donut cart, candy cart, bar cart, coffee machine, flower cart, "
    "air hockey table, pool table, ping pong table, foosball table, mirror ball, disco ball, "
    "led wall, video wall, teleprompter, smoke bubbles, climbing tower, zip line, "
    "bungee run, zorb balls, sumo suits, obstacle course, archery tag, axe throwing, "
    "bubble football, virtual reality, goat yoga, puppy party, mobile sauna, hammock, "
    "bean bags, picnic tables, crowd barriers, cooling fans, backdrop stand",
)
"""What a host hires or rents, apart from food, cake and the place itself."""
