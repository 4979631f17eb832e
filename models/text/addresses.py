"""Postal addresses in French and in British or American form."""

from collections.abc import Iterator
from typing import Final

import regex

Range = tuple[int, int]

_NUMBER = r"(?<![\w/.,-])\d{1,4}(?: ?(?:bis|ter|quater)\b|[a-dA-D]\b)?,? {1,2}"
_FR_WAY = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|blvd|place|pl\.|chemin|impasse|all[ée]e|quai|route|square|"
    r"cours|passage|r[ée]sidence|lotissement|faubourg|sentier|voie|villa|mont[ée]e|hameau)"
)
_FR_PARTICLE = r"(?:(?:de la|de|du|des|la|le|les|aux|au) |de l'|d'|l'){0,2}"
# "3 rue ou avenue": these never begin the name of a street.
_NOT_A_NAME = r"(?!(?:ou|et|est|qui|que|sans|pas|plus|avec|en|dans|pour)\b)"
_NAME = r"[\p{L}\d][\p{L}\d'.\-]{0,30}"
_CAPITAL = r"\p{Lu}[\p{L}'\-]{0,30}"
_FR_MORE = rf"(?: (?:(?:de|du|des|la|le|les|et) ){{0,2}}{_CAPITAL}){{0,4}}"
_FR_CITY = rf"(?:[ ,\n]{{1,3}}\d{{5}}(?!\d)(?: {_NAME}(?:[ -]{_CAPITAL}){{0,3}})?)?"
_FRENCH: Final = regex.compile(
    rf"{_NUMBER}(?i:{_FR_WAY}) {_FR_PARTICLE}{_NOT_A_NAME}{_NAME}(?-i:{_FR_MORE}){_FR_CITY}"
)

_EN_WAY = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Crescent|Gardens|Grove|"
    r"Terrace|Place|Pl|Square|Sq|Boulevard|Blvd|Hill|Row|Mews|Parkway|Pkwy|Walk|Green)"
)
_POSTCODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?:[A-Z]{2} )?\d{5}(?:-\d{4})?)"
_EN_CITY = rf"(?:[ ,]{{1,2}}{_CAPITAL}(?: {_CAPITAL}){{0,2}})?"
_ENGLISH: Final = regex.compile(
    rf"{_NUMBER}(?:{_CAPITAL} ){{1,4}}{_EN_WAY}\b\.?(?:{_EN_CITY}[ ,]{{1,2}}{_POSTCODE}\b)?"
)
_ENGLISH_LOWER: Final = regex.compile(
    rf"{_NUMBER}(?:[a-z'\-]{{2,30}} ){{1,4}}{_EN_WAY}\b[ ,.]{{0,2}}"
    rf"(?:[a-z]{{2,30}}[ ,]{{1,2}}){{0,3}}{_POSTCODE}\b",
    regex.I,
)


def find_addresses(text: str) -> Iterator[Range]:
    """Ranges of a house number with its street, and the town and postcode that follow."""
    for pattern in (_FRENCH, _ENGLISH, _ENGLISH_LOWER):
        yield from (match.span() for match in pattern.finditer(text))
