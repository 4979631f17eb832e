"""Personal data that could be somebody's: an invented corpus uses the ranges set aside for fiction.

Sources: Arcep decision 2018-0881 (France), Ofcom "Numbers for use in TV and radio drama" (United
Kingdom), NANPA 555-0100 to 555-0199 (North America), RFC 2606 and RFC 6761 (domain names).
"""

import re
from collections.abc import Iterator
from typing import Final

_DIGIT_RUN = re.compile(r"(?<![\w.,])\+?\d[\d .()/-]{6,22}\d(?![\w,])")
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")

_FICTION: Final = (
    # France: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 and 06 39 98, four free digits.
    re.compile(r"(?:0|33)(?:19900|26191|35301|46571|53649|63998)\d{4}"),
    # United Kingdom: mobiles, London, no area, the eight big cities, free and premium numbers.
    re.compile(r"(?:0|44)(?:7700900\d{3}|2079460\d{3}|1632960\d{3}|3069990\d{3})"),
    re.compile(r"(?:0|44)1(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}"),
    re.compile(r"(?:0|44)(?:1914980|2896496|2920180|8081570|9098790)\d{3}"),
    # North America: 555-0100 to 555-0199.
    re.compile(r"1?(?:\d{3})?55501\d{2}"),
)
_FREE_DOMAINS: Final = re.compile(
    r"(?:.+\.)?(?:example\.(?:com|net|org|fr)|(?:.+\.)?(?:example|test|invalid|localhost))"
)
_MOBILE_OR_LANDLINE: Final = re.compile(r"(?:0|33)[1-9]\d{8}|(?:0|44)[1237]\d{8,9}|1?[2-9]\d{9}")


def realistic(text: str) -> Iterator[str]:
    """A word for each piece of ``text`` that could reach or identify a real person."""
    for found in _EMAIL.finditer(text):
        if not _FREE_DOMAINS.fullmatch(found[1].lower()):
            yield f"an e-mail address at {found[1]!r}; use example.com"
    for found in _IBAN.finditer(text):
        if iban_is_valid(found[0]):
            yield "an IBAN whose check digits are right; break them"
    for found in _DIGIT_RUN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if luhn_is_valid(digits):
            yield "a card number whose check digit is right; break it"
        elif looks_like_phone(digits):
            yield "a telephone number outside the ranges set aside for fiction"


def looks_like_phone(digits: str) -> bool:
    """Whether ``digits`` dial somebody: a French, British or American number not of fiction."""
    digits = digits.removeprefix("00")
    if any(pattern.fullmatch(digits) for pattern in _FICTION):
        return False
    return _MOBILE_OR_LANDLINE.fullmatch(digits) is not None


def luhn_is_valid(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1) over 13 to 19 digits."""
    if not 13 <= len(digits) <= 19:  # noqa: PLR2004  the lengths of ISO/IEC 7812-1
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004  sum of two digits
    return total % 10 == 0


def iban_is_valid(iban: str) -> bool:
    """The check of ISO 13616: the rearranged number leaves 1 when divided by 97."""
    compact = iban.replace(" ", "")
    rearranged = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in rearranged)) % 97 == 1
