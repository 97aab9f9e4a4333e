"""Countries and the money that is paid there: ISO 3166 to ISO 4217."""

from __future__ import annotations

from types import MappingProxyType

_SPENT = """
AUD:AU,CC,CX,KI,NF,NR,TV CHF:CH,LI DKK:DK,FO,GL EUR:AD,AT,AX,BE,BG,BL,CY,DE,EA,EE,ES,FI
EUR:FR,GF,GP,GR,HR,IC,IE,IT,LT,LU,LV,MC EUR:ME,MF,MQ,MT,NL,PM,PT,RE,SI,SK,SM,TF EUR:VA,XK,YT
GBP:GB,GG,GS,IM,JE,TA ILS:IL,PS MAD:EH,MA NOK:NO,SJ NZD:CK,NU,NZ,PN,TK SHP:AC,SH
USD:AS,BQ,DG,EC,FM,GU,IO,MH,MP,PR,PW,SV USD:TC,TL,UM,US,VG,VI,ZW XAF:CF,CG,CM,GA,GQ,TD
XCD:AG,AI,DM,GD,KN,LC,MS,VC XCG:CW,SX XOF:BF,BJ,CI,GW,ML,NE,SN,TG XPF:NC,PF,WF AED:AE AFN:AF
ALL:AL AMD:AM AOA:AO ARS:AR AWG:AW AZN:AZ BAM:BA BBD:BB BDT:BD BHD:BH BIF:BI BMD:BM BND:BN BOB:BO
BRL:BR BSD:BS BTN:BT BWP:BW BYN:BY BZD:BZ CAD:CA CDF:CD CLP:CL CNY:CN COP:CO CRC:CR CUP:CU CVE:CV
CZK:CZ DJF:DJ DOP:DO DZD:DZ EGP:EG ERN:ER ETB:ET FJD:FJ FKP:FK GEL:GE GHS:GH GIP:GI GMD:GM GNF:GN
GTQ:GT GYD:GY HKD:HK HNL:HN HTG:HT HUF:HU IDR:ID INR:IN IQD:IQ IRR:IR ISK:IS JMD:JM JOD:JO JPY:JP
KES:KE KGS:KG KHR:KH KMF:KM KPW:KP KRW:KR KWD:KW KYD:KY KZT:KZ LAK:LA LBP:LB LKR:LK LRD:LR LSL:LS
LYD:LY MDL:MD MGA:MG MKD:MK MMK:MM MNT:MN MOP:MO MRU:MR MUR:MU MVR:MV MWK:MW MXN:MX MYR:MY MZN:MZ
NAD:NA NGN:NG NIO:NI NPR:NP OMR:OM PAB:PA PEN:PE PGK:PG PHP:PH PKR:PK PLN:PL PYG:PY QAR:QA RON:RO
RSD:RS RUB:RU RWF:RW SAR:SA SBD:SB SCR:SC SDG:SD SEK:SE SGD:SG SLE:SL SOS:SO SRD:SR SSP:SS STN:ST
SYP:SY SZL:SZ THB:TH TJS:TJ TMT:TM TND:TN TOP:TO TRY:TR TTD:TT TWD:TW TZS:TZ UAH:UA UGX:UG UYU:UY
UZS:UZ VES:VE VND:VN VUV:VU WST:WS YER:YE ZAR:ZA ZMW:ZM
"""

CURRENCIES = MappingProxyType(
    {
        country: currency
        for currency, _, countries in (pair.partition(":") for pair in _SPENT.split())
        for country in countries.split(",")
    }
)
"""The currency of a country; where two are tender its own."""

_NAMES = {
    "AE": "united arab emirates, uae",
    "AT": "austria, österreich",
    "AU": "australia, aus",
    "BE": "belgium",
    "BR": "brazil",
    "CA": "canada, can",
    "CH": "switzerland, schweiz, suisse",
    "CN": "china",
    "CZ": "czechia, czech republic",
    "DE": "germany, deutschland",
    "DK": "denmark",
    "ES": "spain, españa",
    "FI": "finland, suomi",
    "FR": "france",
    "GB": "united kingdom, uk, great britain, england, scotland, wales, northern ireland, u.k.",
    "GR": "greece",
    "IE": "ireland",
    "IN": "india",
    "IT": "italy, italia",
    "JP": "japan",
    "LI": "liechtenstein",
    "MC": "monaco",
    "MT": "malta",
    "MX": "mexico, méxico",
    "NL": "netherlands, the netherlands, holland",
    "NO": "norway",
    "NZ": "new zealand",
    "PL": "poland",
    "PT": "portugal",
    "SE": "sweden",
    "SG": "singapore",
    "US": "united states, united states of america, usa, u.s., u.s.a., america",
    "ZA": "south africa",
}
COUNTRIES = MappingProxyType(
    {name: code for code, names in _NAMES.items() for name in names.split(", ")}
)
"""Names of countries, in lower case, by which files and hosts often call them."""
