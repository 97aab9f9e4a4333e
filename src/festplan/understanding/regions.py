"""The states and countries that hosts add to a city."""

from __future__ import annotations

STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
    "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
    "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT",
    "vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV",
    "wisconsin": "WI", "wyoming": "WY", "ontario": "ON", "british columbia": "BC", "alberta": "AB",
    "manitoba": "MB", "saskatchewan": "SK", "nova scotia": "NS", "quebec": "QC",
    "new south wales": "NSW", "queensland": "QLD", "tasmania": "TAS",
}  # fmt: skip
"""States and provinces that hosts add to a city, with their codes."""

COUNTRIES = {
    form: name
    for name, forms in {
        "USA": "usa, us, united states, u.s., america, u.s.a.",
        "UK": "uk, united kingdom, great britain, u.k.",
        "England": "england", "Scotland": "scotland", "Wales": "wales", "Ireland": "ireland",
        "Canada": "canada", "Mexico": "mexico", "Australia": "australia",
        "New Zealand": "new zealand, nz", "India": "india", "France": "france",
        "Germany": "germany", "Italy": "italy", "Spain": "spain", "Portugal": "portugal",
        "Netherlands": "netherlands, the netherlands, holland", "Belgium": "belgium",
        "Switzerland": "switzerland", "Austria": "austria", "Greece": "greece",
        "Turkey": "turkiye", "Japan": "japan", "China": "china", "Singapore": "singapore",
        "UAE": "uae, united arab emirates", "South Africa": "south africa", "Brazil": "brazil",
        "Argentina": "argentina", "Nigeria": "nigeria", "Kenya": "kenya", "Jamaica": "jamaica",
        "Sweden": "sweden", "Norway": "norway", "Denmark": "denmark", "Finland": "finland",
        "Poland": "poland", "Pakistan": "pakistan", "Philippines": "philippines",
        "Slovenia": "slovenia", "Croatia": "croatia", "Hungary": "hungary", "Romania": "romania",
        "Bulgaria": "bulgaria", "Serbia": "serbia", "Montenegro": "montenegro",
        "Albania": "albania", "Slovakia": "slovakia", "Ukraine": "ukraine", "Latvia": "latvia",
        "Lithuania": "lithuania", "Estonia": "estonia", "Iceland": "iceland", "Malta": "malta",
        "Cyprus": "cyprus", "Luxembourg": "luxembourg", "Czechia": "czechia, czech republic",
        "Morocco": "morocco", "Egypt": "egypt", "Tunisia": "tunisia", "Ghana": "ghana",
        "Uganda": "uganda", "Tanzania": "tanzania", "Rwanda": "rwanda", "Ethiopia": "ethiopia",
        "Senegal": "senegal", "Zimbabwe": "zimbabwe", "Zambia": "zambia", "Botswana": "botswana",
        "Namibia": "namibia", "Mauritius": "mauritius", "Israel": "israel", "Lebanon": "lebanon",
        "Saudi Arabia": "saudi arabia", "Qatar": "qatar", "Kuwait": "kuwait", "Oman": "oman",
        "Bahrain": "bahrain", "Sri Lanka": "sri lanka", "Bangladesh": "bangladesh",
        "Nepal": "nepal", "Thailand": "thailand", "Vietnam": "vietnam", "Malaysia": "malaysia",
        "Indonesia": "indonesia", "South Korea": "south korea, korea", "Taiwan": "taiwan",
        "Cambodia": "cambodia", "Colombia": "colombia", "Peru": "peru", "Chile": "chile",
        "Ecuador": "ecuador", "Bolivia": "bolivia", "Uruguay": "uruguay", "Panama": "panama",
        "Costa Rica": "costa rica", "Guatemala": "guatemala", "Cuba": "cuba",
        "Dominican Republic": "dominican republic", "Bahamas": "bahamas, the bahamas",
        "Barbados": "barbados", "Trinidad": "trinidad", "Puerto Rico": "puerto rico",
        "Fiji": "fiji", "Northern Ireland": "northern ireland",
        "Kerala": "kerala", "Tamil Nadu": "tamil nadu", "Karnataka": "karnataka",
        "Maharashtra": "maharashtra", "Gujarat": "gujarat", "Rajasthan": "rajasthan",
        "Punjab": "punjab", "Haryana": "haryana", "Uttar Pradesh": "uttar pradesh",
        "Bihar": "bihar", "West Bengal": "west bengal", "Odisha": "odisha, orissa",
        "Assam": "assam", "Telangana": "telangana", "Andhra Pradesh": "andhra pradesh",
        "Madhya Pradesh": "madhya pradesh", "Himachal Pradesh": "himachal pradesh",
        "Uttarakhand": "uttarakhand", "South Australia": "south australia",
        "Western Australia": "western australia", "Bavaria": "bavaria",
    }.items()
    for form in forms.split(", ")
}  # fmt: skip
"""Countries, spoken form to name."""

REGIONS = {**{name: name.title() for name in STATES}, **COUNTRIES}
"""States and countries in small letters, with how they are written."""
CODES = {code: name.title() for name, code in STATES.items()}
"""Codes of states, with their names."""
