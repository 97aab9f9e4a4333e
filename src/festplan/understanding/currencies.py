"""Currencies as hosts write them: signs, codes and words."""

from __future__ import annotations

import re

_DOLLARS = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}
_WORDS = {
    "£": "GBP",
    "€": "EUR",
    "₹": "INR",
    "¥": "JPY",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "gbp": "GBP",
    "quid": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "rs": "INR",
    "inr": "INR",
    "rupee": "INR",
    "rupees": "INR",
    "usd": "USD",
    "cad": "CAD",
    "aud": "AUD",
    "nzd": "NZD",
    "sgd": "SGD",
    "chf": "CHF",
    "jpy": "JPY",
    "mxn": "MXN",
    "aed": "AED",
    "dirhams": "AED",
    "zar": "ZAR",
    "rand": "ZAR",
    "pesos": "MXN",
    "kr": "SEK",
    "ngn": "NGN",
    "naira": "NGN",
    "₦": "NGN",
    "r": "ZAR",
    "yen": "JPY",
    "yuan": "CNY",
    "rmb": "CNY",
    "franc": "CHF",
    "francs": "CHF",
    "franc swiss": "CHF",
    "swiss francs": "CHF",
    "baht": "THB",
    "ringgit": "MYR",
    "php": "PHP",
    "kroner": "NOK",
    "kronor": "SEK",
    "tenner": "GBP",
    "fiver": "GBP",
    "hkd": "HKD",
    "s$": "SGD",
    "hk$": "HKD",
    "kes": "KES",
    "ksh": "KES",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "zł": "PLN",
    "zl": "PLN",
    "zloty": "PLN",
    "zlotys": "PLN",
    "r$": "BRL",
    "brl": "BRL",
    "real": "BRL",
    "reais": "BRL",
    "₩": "KRW",
    "krw": "KRW",
    "won": "KRW",
    "₱": "PHP",
    "฿": "THB",
    "thb": "THB",
    "czk": "CZK",
    "huf": "HUF",
    "ils": "ILS",
    "shekels": "ILS",
    "₪": "ILS",
    "₺": "TRY",
    "lira": "TRY",
    "myr": "MYR",
    "cop": "COP",
    "egp": "EGP",
    "ghs": "GHS",
    "cedis": "GHS",
    "shillings": "KES",
    "pkr": "PKR",
    "lkr": "LKR",
    "bdt": "BDT",
    "taka": "BDT",
}
SIGN = (
    r"(?:us|ca|c|au|a|nz|s|hk|r)?\$|[£€₹¥₦₩₱฿₪₺]|\br(?=\d{2,3}[\d ,k])|"
    r"\b(?:usd|eur|gbp|inr|cad|aud|nzd|sgd|chf|aed|zar|jpy|ngn|hkd|mxn|rs|kes|ksh|sek|nok|dkk|pln|"
    r"brl|krw|thb|czk|huf|ils|myr|cop|egp|ghs|pkr|lkr|bdt|php)\b\.?"
)
"""What stands before an amount."""
BEHIND = (
    r"[$£€₹¥₩₪₺]|(?:us )?dollars?\b|bucks?\b|usd\b|quid\b|pounds?\b(?! cake)|gbp\b|euros?\b|eur\b|"
    r"rupees?\b|rs\b|inr\b|cad\b|aud\b|nzd\b|sgd\b|chf\b|jpy\b|mxn\b|pesos\b|aed\b|dirhams\b|"
    r"zar\b|rand\b|kr\b|ngn\b|naira\b|yen\b|yuan\b|rmb\b|franc swiss\b|swiss francs?\b|francs?\b|"
    r"baht\b|ringgit\b|php\b|kroner\b|kronor\b|hkd\b|kes\b|ksh\b|sek\b|nok\b|dkk\b|pln\b|"
    r"zł|zl\b|zlotys?\b|brl\b|reais\b|krw\b|won\b(?! the)|thb\b|czk\b|huf\b|ils\b|shekels\b|lira\b|"
    r"myr\b|cop\b|egp\b|ghs\b|cedis\b|shillings\b|pkr\b|lkr\b|bdt\b|taka\b"
)
"""What stands behind an amount."""


def currency(match: re.Match[str], locale: str) -> str | None:
    """The code of the currency that an amount (groups sign, sign1, sign2) is said in, if any."""
    said = match["sign"] or match["sign2"] or match["sign1"]
    if not said:
        return None
    said = said.strip(" .")
    if said == "$" or said in {"buck", "bucks", "dollar", "dollars", "us dollars", "us dollar"}:
        return _DOLLARS.get(locale[-2:], "USD") if "us " not in said else "USD"
    return _WORDS.get(said, said.upper())
