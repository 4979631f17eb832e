"""Sums of money that the customer did not name (own-policy)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView

_MESSAGE: Final = "Names a sum that is not in the customer's message; take it out."
_NUMBER = r"\d{1,12}(?:[ ,.]\d{3}(?!\d)){0,3}(?:[.,]\d{1,2})?"
_AMOUNT: Final = regex.compile(
    rf"(?:[€$£₹] ?|(?<!\w)(?:rs\.?|chf|eur|gbp|usd) ?)(?P<after>{_NUMBER})"
    rf"|(?<![\w.,])(?P<before>{_NUMBER}) ?(?:[€$£₹]|(?:k€|euros?|eur|pounds?|quid|bucks|dollars?|"
    r"usd|gbp|chf|rupees?|balles|centimes|pence)(?!\w))"
)
_MAX_NUMBERS: Final = 12
_CENTS: Final = 2
_ANY_NUMBER: Final = regex.compile(_NUMBER)


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    theirs = _numbers(DraftView.of(ctx.customer_message or "").folded)
    for match in _AMOUNT.finditer(view.folded):
        if _value(match["after"] or match["before"]) not in theirs:
            yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, match.span(), _MESSAGE)


def _numbers(message: str) -> frozenset[str]:
    """Numbers of the message, and what two of them make or differ by ("billed 196, not 74")."""
    named = [_value(match.group()) for match in _ANY_NUMBER.finditer(message)][:_MAX_NUMBERS]
    values = [Decimal(number) for number in named]
    derived = (value for a in values for b in values for value in (a + b, abs(a - b)))
    return frozenset(named) | {_value(f"{value:f}") for value in derived}


def _value(number: str) -> str:
    """A number in one spelling: no thousands mark, a point, no empty decimals."""
    head, mark, tail = _last_mark(number)
    whole = "".join(char for char in head if char.isdigit())
    if mark and len(tail) <= _CENTS:
        return f"{whole}.{tail.ljust(2, '0')}".removesuffix(".00")
    return whole + tail


def _last_mark(number: str) -> tuple[str, str, str]:
    at = max(number.rfind("."), number.rfind(","))
    return (number, "", "") if at < 0 else (number[:at], number[at], number[at + 1 :])
