"""Personal data in a text: where it is, and the text without it."""

from collections.abc import Iterator

from data.schemas.suggestion import PiiSpan
from data.taxonomy import PiiType
from models.text.addresses import find_addresses
from models.text.bank_ids import find_cards, find_french_ssns, find_ibans
from models.text.emails import find_emails
from models.text.offsets import readable
from models.text.phones import find_phones
from models.text.references import find_references

Found = tuple[PiiType, int, int]


def find_pii(text: str) -> tuple[PiiSpan, ...]:
    """Personal data of ``text``: sorted, non-overlapping, offsets in the text as received.

    Where two kinds claim the same characters, the one that proves itself (a check digit, a
    numbering plan) wins over the one known by context.
    """
    view = readable(text)
    kept: list[PiiSpan] = []
    occupied = bytearray(len(view.text))
    for kind, start, end in _by_certainty(view.text):
        if any(occupied[start:end]):
            continue
        occupied[start:end] = b"\x01" * (end - start)
        received_start, received_end = view.span(start, end)
        kept.append(PiiSpan(type=kind, start=received_start, end=received_end))
    return tuple(sorted(kept, key=lambda span: span.start))


def redact(text: str) -> str:
    """``text`` with each piece of personal data replaced by its kind, as ``[phone]``."""
    pieces: list[str] = []
    last = 0
    for span in find_pii(text):
        pieces += [text[last : span.start], f"[{span.type.value}]"]
        last = span.end
    return "".join([*pieces, text[last:]])


def _by_certainty(text: str) -> Iterator[Found]:
    yield from ((PiiType.EMAIL, *found) for found in find_emails(text))
    if not any(char.isdigit() for char in text):
        return
    yield from ((PiiType.IBAN, *found) for found in find_ibans(text))
    yield from ((PiiType.CARD, *found) for found in find_cards(text))
    yield from ((PiiType.FR_SSN, *found) for found in find_french_ssns(text))
    yield from ((PiiType.PHONE, *found) for found in find_phones(text))
    yield from ((PiiType.POSTAL_ADDRESS, *found) for found in find_addresses(text))
    yield from find_references(text)
