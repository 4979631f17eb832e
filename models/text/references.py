"""Order, account, contract and line numbers: known by the words before them."""

from collections.abc import Iterator
from typing import Final

import regex

from data.taxonomy import PiiType

Reference = tuple[PiiType, int, int]

_ORDER = (
    r"commandes?|cmd|colis|suivi|livraison|exp[ée]dition|r[ée]servations?|pnr|billets?|factures?|"
    r"retour|rma|orders?|parcel|package|tracking|shipment|delivery|booking|reservation|ticket|"
    r"invoice|return|confirmation"
)
_ACCOUNT = (
    r"clients?|compte|contrats?|abonn[ée]e?|abonnement|adh[ée]rente?|membre|ligne|dossier|sinistre|"
    r"r[ée]f[ée]rences?|r[ée]f|ref|identifiant|pdl|prm|rio|compteur|imei|incident|r[ée]clamation|"
    r"customer|account|acct|acc|contract|member|membership|subscriber|line|case|claim|policy|"
    r"reference|meter|id|user"
)
_KEYWORD: Final = regex.compile(
    rf"(?<!\w)(?:(?P<order>{_ORDER})|(?P<account>{_ACCOUNT})|(?P<number>n[°º]))(?![\p{{L}}\d])",
    regex.I,
)
# What may stand between the keyword and the number: "commande n° : ", "order number is #".
_BETWEEN: Final = (
    rf"(?:[ :#.,;()='\-]{{0,3}}(?:n[°ºo]|num[ée]ros?|num|nbr|numbers?|no|nr|code|is|est|was|c'est|"
    rf"de|du|d|le|la|mon|ma|my|the|internet|mobile|fixe|{_ORDER}|{_ACCOUNT})(?![\p{{L}}\d])){{0,5}}+"
    r"[ :#.,;()='°º\n\-]{0,4}"
)
_IDENTIFIER: Final = regex.compile(
    rf"{_BETWEEN}(?P<id>(?=[A-Za-z\-_/.]{{0,20}}\d)[A-Za-z0-9](?:[A-Za-z0-9]|[\-_/.](?=[A-Za-z0-9])){{3,39}}"
    r"(?: \d{3,12}(?![\w,.]?\d)){0,4})(?!\w)(?! ?(?:[€$£%]|euros?\b|eur\b|quid\b|pounds?\b))",
    regex.I,
)
_DATE: Final = regex.compile(
    r"^(?:\d{1,2}([/.\-])\d{1,2}(?:\1\d{2,4})?|\d{4}([/.\-])\d\d?\2\d\d?)$"
)
_YEAR: Final = regex.compile(r"^(?:19|20)\d\d$")
_NUMBERED: Final = regex.compile(r"n[°ºo]|num|number|#|:", regex.I)
_UNIT: Final = regex.compile(
    r"\d+(?:h\d*|min|j|km|mo|go|gb|mb|g|kg|cm|mm|w|kwh|eur|st|nd|rd|th|e|x)$", regex.I
)
# Fewer digits after "order" or "facture" are as often a quantity or an amount.
_MIN_DIGITS: Final = {PiiType.ORDER_NUMBER: 5, PiiType.ACCOUNT_NUMBER: 4}
_MIN_NUMBERED_DIGITS: Final = 4
_MIN_BOOKING_LENGTH: Final = 5


def find_references(text: str) -> Iterator[Reference]:
    """Typed ranges of identifiers with digits that follow a word such as "commande" or "order"."""
    for keyword in _KEYWORD.finditer(text):
        found = _IDENTIFIER.match(text, keyword.end())
        if found is None:
            continue
        start, end = found.span("id")
        kind = PiiType.ORDER_NUMBER if keyword["order"] else PiiType.ACCOUNT_NUMBER
        between = keyword.group() + text[keyword.end() : start]
        if _is_identifier(found["id"], between, kind):
            yield kind, start, end


def _is_identifier(candidate: str, between: str, kind: PiiType) -> bool:
    if _DATE.match(candidate) or _UNIT.match(candidate):
        return False
    numbered = _NUMBERED.search(between) is not None
    if _YEAR.match(candidate) and not numbered:
        return False
    digits = sum(char.isdigit() for char in candidate)
    if digits >= (_MIN_NUMBERED_DIGITS if numbered else _MIN_DIGITS[kind]):
        return True
    # Booking references ("K7TT2L"): capitals and digits mixed.
    mixed = digits >= 1 and len(candidate) >= _MIN_BOOKING_LENGTH and not candidate.isdigit()
    return mixed and candidate == candidate.upper() and candidate.isalnum()
