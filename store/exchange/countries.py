"""Countries by the names that address books give them."""

from __future__ import annotations

import unicodedata

_NAMES = {
    "AR": "argentina argentinien",
    "AT": "austria osterreich oesterreich autriche",
    "AU": "australia australien",
    "BE": "belgium belgien belgie belgique",
    "BR": "brazil brasil brasilien bresil",
    "CA": "canada kanada",
    "CH": "switzerland schweiz suisse svizzera suiza",
    "CL": "chile",
    "CN": "china chine",
    "CO": "colombia kolumbien",
    "CZ": "czechia czech-republic tschechien",
    "DE": "germany deutschland allemagne alemania",
    "DK": "denmark danmark danemark",
    "ES": "spain espana spanien espagne",
    "FI": "finland suomi finnland",
    "FR": "france frankreich francia",
    "GB": "uk united-kingdom great-britain england scotland wales"
    " grossbritannien vereinigtes-konigreich royaume-uni reino-unido",
    "GR": "greece griechenland",
    "HK": "hong-kong",
    "HU": "hungary ungarn",
    "IE": "ireland irland",
    "IL": "israel",
    "IN": "india indien inde",
    "IT": "italy italia italien italie",
    "JP": "japan japon",
    "KR": "south-korea korea",
    "LU": "luxembourg luxemburg",
    "MX": "mexico mexiko mexique",
    "NL": "netherlands the-netherlands nederland niederlande holland pays-bas",
    "NO": "norway norge norwegen",
    "NZ": "new-zealand neuseeland",
    "PL": "poland polska polen pologne",
    "PT": "portugal",
    "RO": "romania",
    "RU": "russia russland",
    "SE": "sweden sverige schweden suede",
    "SG": "singapore singapur",
    "TR": "turkey turkiye turkei",
    "TW": "taiwan",
    "UA": "ukraine",
    "US": "usa us united-states united-states-of-america vereinigte-staaten etats-unis estados-unidos",
    "ZA": "south-africa sudafrika",
}
_CODES = {name.replace("-", " "): code for code, names in _NAMES.items() for name in names.split()}


def country(text: str) -> str:
    """Return the ISO 3166 code of a country's name or code, or an empty string."""
    word = text.strip()
    if len(word) > 60:
        return ""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace(".", "").replace("-", " "))
    plain = " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
    if plain in _CODES:
        return _CODES[plain]
    return word.upper() if len(word) == 2 and word.isascii() and word.isalpha() and word.upper() in _NAMES else ""


def postal_lines(box: str, extended: str, street: str, city: str, region: str, code: str, land: str) -> str:
    """Return the lines of a postal address, the code before the city where there is no region."""
    place = f"{city}, {region} {code}" if region else f"{code} {city}"
    return "\n".join(each.strip(" ,") for each in (extended, street, box, place, land) if each.strip(" ,"))
