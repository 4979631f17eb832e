"""Amounts of money: the first one named, and how many different ones there are."""

import regex

from data.taxonomy import Language

_EURO = regex.compile(
    r"(?<![\d/])(?P<n>\d{1,3}(?:[ .]\d{3})*(?:[.,]\d{1,2})?|\d+) ?(?:€|euros?\b|eur\b|balles\b)(?P<cents>\d\d)?"
)
_THOUSANDS = regex.compile(r"\.(?=\d{3}(?!\d))")
_SYMBOL_FIRST = regex.compile(
    r"(?P<s>[£$€]) ?(?P<n>\d{1,3}(?:,\d{3})*(?:\.\d{2})?|\d+(?:\.\d{2})?)k?\b"
)


def amounts_in(text: str) -> int:
    """How many different amounts of money ``text`` names."""
    lowered = text.lower()
    symbols = {match["n"] for match in _SYMBOL_FIRST.finditer(lowered)}
    return len(symbols | {match["n"] for match in _EURO.finditer(lowered)})


def amount_of(text: str, language: Language) -> str | None:
    """The first amount of money as the language writes it: "624,32 €", "£90"."""
    lowered = text.lower()
    if language is Language.FR:
        match = _EURO.search(lowered)
        if match is None:
            return None
        # A dot before three digits groups thousands; before one or two it marks cents.
        number = _THOUSANDS.sub(" ", match["n"]).replace(".", ",").strip()
        if match["cents"]:
            number = f"{number},{match['cents']}"
        return f"{number} €"
    match = _SYMBOL_FIRST.search(lowered)
    if match:
        return f"{match['s']}{match['n']}"
    match = _EURO.search(lowered)
    return f"€{match['n']}" if match else None
