"""Well-known cities with the short names that hosts use, and parts of cities."""

from __future__ import annotations

from pathlib import Path


def _listed(name: str) -> dict[str, str]:
    """The names of a file beside this one (`country: name, name`), by their lower-case form."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    rows = [line.partition(": ")[2] for line in lines if not line.startswith("#")]
    return {one.lower(): one for row in rows for one in row.split(", ")}


_ALIASES = {
    "New York": "nyc, new york city, n.y.c., the big apple",
    "Napa": "napa valley",
    "Los Angeles": "la, l.a.",
    "San Francisco": "sf, san fran, frisco",
    "Philadelphia": "philly",
    "Las Vegas": "vegas",
    "New Orleans": "nola",
    "Washington, D.C.": "washington dc, washington d.c., d.c., washington",
    "Atlanta": "atl, hotlanta",
    "Birmingham": "brum",
    "Manchester": "manc, mcr",
    "London": "ldn",
    "Nottingham": "notts",
    "Sheffield": "sheff",
    "Southampton": "soton",
    "Bournemouth": "bmouth",
    "Brisbane": "brissy, brissie, bris vegas",
    "Fremantle": "freo",
    "Johannesburg": "joburg, jo'burg, jozi",
    "Hyderabad": "hyd",
    "Kolkata": "calcutta, kolkatta",
    "Florianopolis": "floripa",
    "Indianapolis": "indy",
    "Cincinnati": "cincy",
    "Phoenix": "phx",
    "Pittsburgh": "pgh",
    "Baltimore": "bmore, b'more",
    "Albuquerque": "abq",
    "Nashville": "nashvegas",
    "Charleston": "chucktown",
    "Barcelona": "barca, barna",
    "Krakow": "cracow",
    "Seville": "sevilla",
    "Genoa": "genova",
    "Turin": "torino",
    "Naples": "napoli",
    "Padua": "padova",
    "Geneva": "geneve",
    "Zurich": "zuerich",
    "Nuremberg": "nurnberg, nuernberg",
    "Hanover": "hannover",
    "Frankfurt": "frankfurt am main",
    "The Hague": "den haag",
    "Antwerp": "antwerpen",
    "Bruges": "brugge",
    "Ghent": "gent",
    "Gothenburg": "goteborg",
    "Bucharest": "bucuresti",
    "Belgrade": "beograd",
    "Athens": "athina",
    "Moscow": "moskva",
    "Kyiv": "kiev",
    "Beijing": "peking",
    "Busan": "pusan",
    "Chicago": "chi-town, chitown",
    "Dallas": "dfw",
    "Fort Worth": "ft worth",
    "Salt Lake City": "slc",
    "San Diego": "",
    "San Antonio": "",
    "San Jose": "",
    "St. Louis": "st louis, saint louis",
    "Portland": "pdx",
    "St. Petersburg": "saint petersburg, st petersburg",
    "Tunbridge Wells": "royal tunbridge wells",
    "Boston": "beantown",
    "Minneapolis": "mpls, msp",
    "Houston": "htx",
    "Austin": "atx",
    "Saint Paul": "st paul, st. paul",
    "Kansas City": "",
    "Oklahoma City": "okc",
    "Brooklyn": "bk",
    "Toronto": "",
    "Montreal": "",
    "Quebec City": "quebec",
    "Mexico City": "cdmx",
    "Rio de Janeiro": "rio",
    "Sao Paulo": "",
    "Ho Chi Minh City": "saigon",
    "Kuala Lumpur": "kl",
    "Hong Kong": "hk",
    "Mumbai": "bombay",
    "Bengaluru": "bangalore, blr",
    "Delhi": "new delhi",
    "Chennai": "madras",
    "Melbourne": "melb",
    "Newcastle": "newcastle upon tyne",
    "Munich": "munchen",
    "Cologne": "koln",
    "Milan": "milano",
    "Rome": "roma",
    "Florence": "firenze",
    "Venice": "venezia",
    "Lisbon": "lisboa",
    "Vienna": "wien",
    "Prague": "praha",
    "Warsaw": "warszawa",
    "Copenhagen": "kobenhavn",
    "Brussels": "bruxelles",
    "Tel Aviv": "",
    "Cape Town": "",
    "Buenos Aires": "",
    "St Andrews": "",
    "St Albans": "",
}
_NAMES = (
    "Austin, Houston, Phoenix, Jacksonville, Columbus, Charlotte, Indianapolis, Seattle, "
    "Denver, Boston, El Paso, Nashville, Detroit, Portland, Memphis, Louisville, Milwaukee, "
    "Albuquerque, Tucson, Fresno, Sacramento, Mesa, Omaha, Colorado Springs, Raleigh, Miami, "
    "Long Beach, Virginia Beach, Oakland, Tulsa, Tampa, Arlington, Wichita, Cleveland, "
    "Bakersfield, Aurora, Anaheim, Honolulu, Santa Ana, Riverside, Corpus Christi, Lexington, "
    "Stockton, Cincinnati, Pittsburgh, Anchorage, Greensboro, Plano, Newark, Lincoln, Orlando, "
    "Irvine, Toledo, Jersey City, Durham, Madison, Lubbock, Scottsdale, Reno, Buffalo, "
    "Chandler, Glendale, Norfolk, Boise, Richmond, Baton Rouge, Spokane, Des Moines, "
    "Modesto, Birmingham, Tacoma, Fontana, Rochester, Oxnard, Knoxville, Mobile, Savannah, "
    "Charleston, Providence, Santa Fe, Santa Barbara, Santa Monica, Palo Alto, Berkeley, "
    "Boulder, Ann Arbor, Sonoma, Hoboken, Queens, Manhattan, The Bronx, Staten Island, "
    "Long Island, Burlington, Asheville, Chattanooga, Fort Lauderdale, Tallahassee, Sarasota, "
    "Syracuse, Albany, Hartford, New Haven, Stamford, Cambridge, Worcester, Springfield, "
    "Vancouver, Calgary, Edmonton, Ottawa, Winnipeg, Halifax, Mississauga, Hamilton, "
    "London, Manchester, Leeds, Liverpool, Bristol, Sheffield, Glasgow, Edinburgh, Cardiff, "
    "Belfast, Leicester, Nottingham, Brighton, Oxford, York, Bath, Reading, Bradford, Southampton, "
    "Portsmouth, Plymouth, Coventry, Hull, Norwich, Exeter, Swansea, Aberdeen, Dundee, "
    "Canterbury, Cheltenham, Chester, Milton Keynes, Derby, Croydon, Wimbledon, Ealing, Hackney, "
    "Brixton, Camden, Islington, Dublin, Cork, Galway, Limerick, Paris, Lyon, Marseille, Nice, "
    "Bordeaux, Toulouse, Lille, Strasbourg, Berlin, Hamburg, Frankfurt, Stuttgart, Dusseldorf, "
    "Leipzig, Zurich, Geneva, Basel, Salzburg, Amsterdam, Rotterdam, Utrecht, Antwerp, Ghent, "
    "Bruges, Madrid, Barcelona, Valencia, Seville, Malaga, Bilbao, Porto, Naples, Turin, "
    "Bologna, Palermo, Athens, Thessaloniki, Istanbul, Ankara, Budapest, Bucharest, Sofia, "
    "Belgrade, Zagreb, Split, Krakow, Gdansk, Kyiv, Riga, Vilnius, Tallinn, Helsinki, Stockholm, "
    "Gothenburg, Oslo, Bergen, Aarhus, Reykjavik, Moscow, Dubai, Abu Dhabi, Doha, Riyadh, "
    "Jeddah, Cairo, Casablanca, Marrakech, Nairobi, Lagos, Abuja, Accra, Johannesburg, Durban, "
    "Pretoria, Addis Ababa, Tokyo, Kyoto, Osaka, Seoul, Beijing, Shanghai, Shenzhen, Taipei, "
    "Singapore, Bangkok, Jakarta, Manila, Hanoi, Jaipur, Hyderabad, Pune, Ahmedabad, Goa, "
    "Lucknow, Chandigarh, Kochi, Karachi, Lahore, Islamabad, Dhaka, Colombo, Kathmandu, Sydney, "
    "Brisbane, Perth, Adelaide, Canberra, Hobart, Auckland, Wellington, Christchurch, "
    "Guadalajara, Monterrey, Cancun, Havana, San Juan, Kingston, Bogota, Medellin, Lima, Quito, "
    "Ibadan, Enugu, Port Harcourt, Kano, Benin City, Kumasi, Mombasa, Dar es Salaam, Zanzibar, "
    "Windhoek, Gaborone, Maputo, Luanda, Antananarivo, Alexandria, Luxor, Tripoli, Khartoum, "
    "Baghdad, Tehran, Kabul, Tashkent, Almaty, Baku, Tbilisi, Yerevan, Ulaanbaatar, Thimphu, "
    "Quezon City, Makati, Baguio, Iloilo, Bacolod, Vientiane, Phnom Penh, Yangon, Mandalay, "
    "Johor Bahru, Ipoh, Kota Kinabalu, Bandung, Semarang, Medan, Makassar, Hue, Hangzhou, Suzhou, "
    "Nanjing, Wuhan, Tianjin, Chongqing, Harbin, Dalian, Qingdao, Kaohsiung, Taichung, Incheon, "
    "Daegu, Sendai, Okinawa, Noida, Gurgaon, Gurugram, Ghaziabad, Faridabad, Thane, Navi Mumbai, "
    "Nashik, Rajkot, Vadodara, Patna, Ranchi, Bhubaneswar, Guwahati, Amritsar, Ludhiana, Shimla, "
    "Dehradun, Rishikesh, Madurai, Visakhapatnam, Vijayawada, Mangalore, Pondicherry, Trivandrum, "
    "Thiruvananthapuram, Rawalpindi, Faisalabad, Multan, Peshawar, Chittagong, Sylhet, Wollongong, "
    "Toowoomba, Launceston, Rotorua, Nelson, Bloemfontein, East London, Polokwane, Maseru, "
    "San Salvador, Tegucigalpa, Managua, Belize City, Guatemala City, Panama City, Santo Domingo, "
    "Port of Spain, Bridgetown, Nassau, Montego Bay, Barranquilla, Bucaramanga, Arequipa, La Paz, "
    "Sucre, Asuncion, Ciudad Juarez, Leon, Toluca, Cabo San Lucas, San Miguel de Allende, "
    "Fortaleza, Belo Horizonte, Porto Alegre, Florianopolis, Manaus, Odessa, Lviv, Kharkiv, Minsk, "
    "Chisinau, Varna, Plovdiv, Cluj-Napoca, Timisoara, Brasov, Novi Sad, Maribor, Zadar, Pula, "
    "Kotor, Ohrid, Valletta, Nicosia, Limassol, Heraklion, Chania, Corfu, Patras, Trieste, Parma, "
    "Modena, Ravenna, Perugia, Lecce, Catania, Cagliari, Bergamo, Padua, Grenoble, Dijon, Reims, "
    "Tours, Angers, Brest, Le Havre, Rouen, Aix-en-Provence, Perpignan, Alicante, Murcia, "
    "Salamanca, Toledo, Girona, Tarragona, Vigo, Oviedo, Santander, Pamplona, Braga, Coimbra, "
    "Funchal, Haarlem, Leiden, Groningen, Breda, Liege, Namur, Dortmund, Essen, Duisburg, "
    "Mannheim, "
    "Karlsruhe, Freiburg, Potsdam, Rostock, Kiel, Lubeck, Linz, Klagenfurt, St. Gallen, Lugano, "
    "Interlaken, Zermatt, Malmo, Uppsala, Lund, Stavanger, Trondheim, Tromso, Odense, Aalborg, "
    "Tampere, Turku, Tartu, Kaunas, Lodz, Katowice, Lublin, Szczecin, Ostrava, Plzen, Kosice, "
    "Debrecen, Szeged, Pecs, Limassol, Killarney, Athlone, Drogheda, Dundalk, Wexford, Ennis, "
    "Newry, Bangor, Llandudno, Aberystwyth, Falkirk, Perth, Dunfermline, Ayr, Oban, Fort William, "
    "Santiago, Montevideo, Brasilia, Stockport, Wakefield, Bolton, Wigan, Oldham, Rochdale, "
    "Salford, "
    "Huddersfield, Halifax, Doncaster, Rotherham, Barnsley, Harrogate, Middlesbrough, Sunderland, "
    "Durham, Carlisle, Lancaster, Preston, Blackpool, Blackburn, Burnley, Warrington, "
    "Stoke-on-Trent, "
    "Wolverhampton, Walsall, Dudley, Solihull, Northampton, Peterborough, Ipswich, Colchester, "
    "Chelmsford, Southend, Luton, Watford, Slough, Guildford, Woking, Crawley, Eastbourne, "
    "Hastings, "
    "Maidstone, Bournemouth, Poole, Swindon, Gloucester, Worthing, Torquay, Truro, Newquay, "
    "Swansea, "
    "Newport, Wrexham, Inverness, Stirling, Perth, Paisley, Derry, Lisburn, Harrow, Shoreditch, "
    "Greenwich, Richmond, Brent, Lewisham, Peckham, Clapham, Whitby, Scarborough, Keswick, "
    "Windsor, "
    "Waterford, Kilkenny, Sligo, Fremantle, Geelong, Newcastle, Wollongong, Cairns, Townsville, "
    "Darwin, Ballarat, Bendigo, Byron Bay, Gold Coast, Dunedin, Queenstown, Hamilton, Tauranga, "
    "Napier, Victoria, Kelowna, Saskatoon, Regina, Kingston, Banff, Whistler, Dubuque, Cedar "
    "Rapids, "
    "Iowa City, Omaha, Sioux Falls, Fargo, Billings, Missoula, Bozeman, Cheyenne, Provo, Ogden, "
    "Flagstaff, Tempe, Sedona, Las Cruces, Amarillo, Waco, Galveston, McAllen, Shreveport, "
    "Lafayette, Biloxi, Gulfport, Montgomery, Huntsville, Birmingham, Macon, Augusta, Athens, "
    "Columbia, Greenville, Myrtle Beach, Wilmington, Winston-Salem, Fayetteville, Roanoke, "
    "Lynchburg, Alexandria, Annapolis, Frederick, Dover, Trenton, Princeton, Allentown, Scranton, "
    "Erie, Akron, Dayton, Canton, Youngstown, Fort Wayne, South Bend, Evansville, Bloomington, "
    "Peoria, Rockford, Naperville, Evanston, Green Bay, Kenosha, Duluth, Grand Rapids, Lansing, "
    "Kalamazoo, Flint, Topeka, Overland Park, Little Rock, Bentonville, Eugene, Salem, Bend, "
    "Bellevue, Olympia, Bellingham, Yakima, Juneau, Fairbanks, Hilo, Maui, Oahu, Kauai, Naples, "
    "Fort Myers, Clearwater, St. Petersburg, Gainesville, Pensacola, Key West, Boca Raton, "
    "West Palm Beach, Daytona Beach, Truckee, Lake Tahoe, Monterey, Carmel, San Luis Obispo, "
    "Malibu, Pasadena, Burbank, Santa Cruz, Santa Rosa, Palm Springs, Ojai, Aspen, Vail, "
    "Fort Collins, Nantucket, Newport, Bar Harbor, Portland, Manchester, Concord, Montpelier, "
    "Chamonix, Annecy, Avignon, Nantes, Rennes, Montpellier, Cannes, Biarritz, Siena, Pisa, "
    "Verona, "
    "Bari, Sorrento, Positano, Amalfi, Como, Granada, Cordoba, Toledo, Ibiza, Mallorca, Palma, "
    "Marbella, San Sebastian, Zaragoza, Faro, Sintra, Cascais, Innsbruck, Graz, Lucerne, Lausanne, "
    "Bern, Bonn, Bremen, Dresden, Hanover, Heidelberg, Nuremberg, Eindhoven, Maastricht, Delft, "
    "Leuven, Bratislava, Ljubljana, Dubrovnik, Sarajevo, Tirana, Skopje, Wroclaw, Poznan, Brno, "
    "Mykonos, Santorini, Rhodes, Izmir, Antalya, Beirut, Amman, Jerusalem, Haifa, Muscat, Kuwait "
    "City, Manama, Sharjah, Tunis, Algiers, Rabat, Fez, Marrakesh, Essaouira, Dakar, Kampala, "
    "Kigali, Lusaka, Harare, Stellenbosch, Soweto, Port Elizabeth, Udaipur, Jodhpur, Agra, "
    "Varanasi, Surat, Nagpur, Indore, Bhopal, Mysore, Coimbatore, Kandy, Galle, Bali, Ubud, "
    "Surabaya, Yogyakarta, Cebu, Davao, Penang, Phuket, Chiang Mai, Da Nang, Hoi An, Siem Reap, "
    "Busan, Sapporo, Fukuoka, Nagoya, Hiroshima, Yokohama, Kobe, Guangzhou, Chengdu, Macau, "
    "Oaxaca, Puebla, Tulum, Playa del Carmen, Merida, Queretaro, Puerto Vallarta, Tijuana, "
    "Cartagena, "
    "Cali, Cusco, Guayaquil, Valparaiso, Mendoza, Rosario, Salvador, Recife, Curitiba, "
    "Porto Alegre, Panama City, San Salvador, Managua, Nassau, Bridgetown, Montego Bay"
)
DISTRICTS = _listed("districts.txt")
"""Parts of cities: each is an area, and no city of its own."""
_TOWNS = _listed("towns.txt") | {name.lower(): name for name in _NAMES.split(", ")}
CITIES = {form: name for form, name in _TOWNS.items() if form not in DISTRICTS} | {
    form: city
    for city, aliases in _ALIASES.items()
    for form in (city.lower(), *filter(None, aliases.split(", ")))
}
"""Spoken form (lower-case, without accents) to city."""
