"""Telephone numbers of the countries served, by the plans of ``phonenumbers``."""

from collections.abc import Iterator
from typing import Final

import phonenumbers
import regex
from phonenumbers import PhoneNumberType

Range = tuple[int, int]

_FRENCH: Final = regex.compile(
    r"(?<![\w+])(?<!\d[.,])(?:(?:\+|00)33 ?(?:\(0\))? ?|0)[ .\-]?[1-9](?:[ .\-]{0,3}\d){8}"
    r"(?!\d|[ .\-]?\d\d?\b)"
    r"|(?<![\w+])(?<!\d[.,])0[1-9](?:[ .\-_]\d\d){4}(?!\d)"
)
_CANDIDATE: Final = regex.compile(
    r"(?<![\w@#+/.,-])(?:\+|\(\+?)?\d(?:[ .\-/()]{0,3}\d){7,15}(?!\w|[€$£%]| ?[€$£])"
)
_DATE: Final = regex.compile(
    r"(?<!\d)(?:\d{1,2}([/.\-])\d{1,2}\1(?:\d{4}|\d\d)|\d{4}([/.\-])\d{1,2}\2\d{1,2})(?![/.\-]?\d)"
)
_CUE: Final = regex.compile(
    r"t[ée]l[ée]?(?:phone)?\b|\bportable|mobile|\bphone|\bcell|call|ring |text |whats?app|joindre|"
    r"joignable|appele|rappele|\bnum[ée]ro\b|reach me|contact",
    regex.I,
)
_CUE_WINDOW: Final = 40
_GROUPED: Final = regex.compile(r"^1?[ .\-]?\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}$|^\d{5} \d{5}$")
_WITH_TRUNK_ZERO: Final = ("FR", "GB", "BE", "CH", "IE", "IN")
_WITHOUT: Final = ("US", "CA", "IN")
_MIN_DIGITS: Final = 8
_HOME_CODES: Final = ("+33", "(+33", "0033", "00 33", "+44", "(+44", "0044", "00 44")
_HOME_LENGTHS: Final = ((33, 9), (44, 10))
_FRENCH_PAIRS: Final = regex.compile(r"0[1-79](?:[ .\-_/]\d\d){4}")
# Set aside for fiction, so in no plan: demonstrations and tests write them as people write theirs.
_FICTION: Final = regex.compile(
    r"0(?:(?:19900|26191|35301|46571|53649|63998)\d{4}|(?:7700900|2079460|1632960)\d{3})"
)

# Lines of companies, never of a person.
_SERVICE_LINES: Final = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


def find_phones(text: str, *, service_lines: bool = False) -> Iterator[Range]:
    """Ranges of valid numbers in readable text.

    Toll-free, premium and shared-cost lines belong to companies and are left out unless
    ``service_lines``.  Ten bare digits are a number only beside a word such as "call".
    """
    taken = -1
    starts = {match.start(): match.end() for match in _FRENCH.finditer(text)}
    for match in _CANDIDATE.finditer(text):
        starts.setdefault(match.start(), match.end())
    for start in sorted(starts):
        if start < taken:
            continue
        end = _valid_end(text, start, starts[start], service_lines)
        if end is not None:
            taken = end
            yield start, end


def _valid_end(text: str, start: int, end: int, service_lines: bool) -> int | None:
    """Where a valid number starting at ``start`` ends: trailing groups may belong to the next."""
    if _DATE.match(text, start):
        return None
    while sum(char.isdigit() for char in text[start:end]) >= _MIN_DIGITS:
        number = text[start:end]
        if _is_number(number, text, start, service_lines):
            return end
        cut = max(number.rfind(mark) for mark in " .-/")
        if cut < 0:
            return None
        end = start + len(number[:cut].rstrip(" .-/("))
    return None


def _is_number(number: str, text: str, start: int, service_lines: bool) -> bool:
    digits = "".join(char for char in number if char.isdigit())
    if _FRENCH_PAIRS.fullmatch(number) or _FICTION.fullmatch(digits):
        return True
    if number.startswith(("+", "(+")) or digits.startswith("00"):
        regions: tuple[str, ...] = ("FR",)
    elif digits.startswith("0"):
        regions = _WITH_TRUNK_ZERO
    elif _GROUPED.match(number) or _CUE.search(text, max(0, start - _CUE_WINDOW), start):
        regions = _WITHOUT
    else:
        return False
    return any(_valid_in(number, region, service_lines) for region in regions)


def _valid_in(number: str, region: str, service_lines: bool) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(parsed):
        # Plans grow and libraries age: a country code and the right length say enough.
        home = number.startswith(_HOME_CODES)
        return home and (parsed.country_code, len(str(parsed.national_number))) in _HOME_LENGTHS
    return service_lines or phonenumbers.number_type(parsed) not in _SERVICE_LINES
