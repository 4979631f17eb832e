"""Personal data in a public draft (no-pii-in-public)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, PiiType, Rule
from models.guard.approved import is_approved_contact
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.text.pii import find_pii

_NAMES: Final = {
    PiiType.EMAIL: "an e-mail address",
    PiiType.PHONE: "a phone number",
    PiiType.IBAN: "an IBAN",
    PiiType.CARD: "a card number",
    PiiType.FR_SSN: "a social security number",
    PiiType.ORDER_NUMBER: "an order or booking number",
    PiiType.ACCOUNT_NUMBER: "an account or reference number",
    PiiType.POSTAL_ADDRESS: "a postal address",
}


def _key(value: str) -> str:
    return "".join(char for char in value.lower() if char.isalnum())


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    if not ctx.public:
        return
    own = find_pii(view.plain)
    if not own and not any(char.isdigit() for char in view.plain):
        return
    theirs = _customer_data(ctx.customer_message or "")
    covered: list[tuple[int, int]] = []
    for found in own:
        value = view.plain[found.start : found.end]
        if is_approved_contact(value, ctx.approved_contacts):
            continue
        span = (found.start, found.end)
        covered.append(span)
        verb = "Repeats the customer's data in public" if _key(value) in theirs else "Shows"
        message = f"{verb}: {_NAMES[found.type]}; take it out or answer in private."
        yield view.finding(Rule.NO_PII_IN_PUBLIC, CheckSeverity.BLOCK, span, message)
    yield from _bare_repeats(view, theirs, covered)


def _customer_data(message: str) -> dict[str, PiiType]:
    """Personal data of the customer's message, by its letters and digits only."""
    return {_key(message[found.start : found.end]): found.type for found in find_pii(message)}


def _bare_repeats(
    view: DraftView, theirs: dict[str, PiiType], covered: list[tuple[int, int]]
) -> Iterator[Check]:
    """The customer's number repeated without the words that would give it away."""
    kept = [i for i, char in enumerate(view.plain) if char.isalnum()]
    squeezed = "".join(view.plain[i] for i in kept).lower()
    if len(squeezed) != len(kept):
        return
    for key, kind in theirs.items():
        at = squeezed.find(key) if key else -1
        if at < 0:
            continue
        span = (kept[at], kept[at + len(key) - 1] + 1)
        if not any(low <= span[0] and span[1] <= high for low, high in covered):
            message = (
                f"Repeats the customer's data in public: {_NAMES[kind]}; "
                "take it out or answer in private."
            )
            yield view.finding(Rule.NO_PII_IN_PUBLIC, CheckSeverity.BLOCK, span, message)
