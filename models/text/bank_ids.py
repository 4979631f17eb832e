"""Numbers that prove themselves by a check digit: IBAN, bank card, French social security."""

from collections.abc import Iterator
from typing import Final

import regex
from stdnum import iban, luhn
from stdnum.fr import nir

Range = tuple[int, int]

# Source: the SWIFT IBAN registry, for the countries of the SEPA zone.
_IBAN_LENGTH: Final = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("SI",), 19),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "VA"), 22),
    **dict.fromkeys(("GI",), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS",), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}
_IBAN_HEAD: Final = regex.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d[ -]?\d")
_MAX_GAP: Final = 2

_CARD: Final = regex.compile(r"(?<![\d])\d(?:[ .\-]{0,2}\d){13,18}(?![ .\-]?\d)")
_NIR: Final = regex.compile(
    r"(?<!\d)[1-478](?:[ .\-]?\d){4}[ .\-]?\d[ .\-]?[\dABab](?:[ .\-]?\d){8}(?!\d)"
)
# Digits of a card by the first of its number (ISO/IEC 7812): Visa, Mastercard, Amex, Diners...
_CARD_LENGTHS: Final = {"2": (16,), "3": (14, 15), "4": (16, 19), "5": (16,), "6": (16, 19)}


def find_ibans(text: str) -> Iterator[Range]:
    """Ranges of IBANs whose check digits are right, with or without spaces and dashes."""
    for head in _IBAN_HEAD.finditer(text):
        length = _IBAN_LENGTH.get(head.group()[:2].upper())
        end = _end_after(text, head.start(), length) if length else None
        if end is not None and _is_iban(text[head.start() : end]):
            yield head.start(), end


def _is_iban(candidate: str) -> bool:
    # The countries' own checks know some banks only.
    return bool(iban.is_valid(candidate, check_country=False))


def _end_after(text: str, start: int, characters: int) -> int | None:
    """The offset after ``characters`` letters or digits, or ``None`` at a wide gap or the end."""
    gap = 0
    for position in range(start, len(text)):
        char = text[position]
        if char.isascii() and char.isalnum():
            gap = 0
            characters -= 1
            if not characters:
                return position + 1
        elif char in " -." and gap < _MAX_GAP:
            gap += 1
        else:
            return None
    return None


def find_cards(text: str) -> Iterator[Range]:
    """Ranges of payment card numbers of a plausible length whose Luhn digit is right."""
    for match in _CARD.finditer(text):
        digits = "".join(char for char in match.group() if char.isdigit())
        if len(digits) in _CARD_LENGTHS.get(digits[0], ()) and luhn.is_valid(digits):
            yield match.span()


def find_french_ssns(text: str) -> Iterator[Range]:
    """Ranges of French social security numbers (NIR) with their two-digit key."""
    for match in _NIR.finditer(text):
        if nir.is_valid(match.group().replace(".", " ")):
            yield match.span()
