"""Asking the customer, in public, to publish what identifies them (no-pii-in-public)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon
from models.guard.sentences import Span

_MESSAGE: Final = (
    "Asks for personal data in public; ask for it in a private message, in the same sentence."
)
_OPENING_CHARS: Final = 30
"""A sentence that begins by naming the private channel speaks of the one before it."""
_WE_ANSWER: Final = regex.compile(
    r"(?:on|nous|je) (?:vous |te )?(?:repon|rappel|revien|contact|ecri)|(?:we|i)(?:'ll| will)"
)
"""Answering in private ("On vous répond en privé") leaves what was asked for in public."""
_NAMES_ONLY: Final = regex.compile(r"(?:bonjour|hello|hi)?\W*(?:le|la|l'|votre|your|the)?\W*")
_SHORT_REST: Final = 25
"""A sentence that is little more than the detail ("Votre numéro de client svp.") asks for it."""


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    if not ctx.public:
        return
    for index, (start, end) in enumerate(view.sentences):
        detail = _detail_asked(view.folded[start:end])
        if detail is not None and not _sent_to_private(view, index):
            span = (start + detail[0], start + detail[1])
            yield view.finding(Rule.NO_PII_IN_PUBLIC, CheckSeverity.BLOCK, span, _MESSAGE)


def _detail_asked(sentence: str) -> Span | None:
    """Where ``sentence`` names a personal detail that it asks for."""
    detail = lexicon("ask", "detail").search(sentence)
    if detail is None or lexicon("ask", "protect").search(sentence):
        return None
    before = sentence[: detail.start()]
    asks = lexicon("ask", "ask").search(before) is not None or (
        _NAMES_ONLY.fullmatch(before) is not None and len(sentence) - detail.end() <= _SHORT_REST
    )
    return detail.span() if asks else None


def _sent_to_private(view: DraftView, index: int) -> bool:
    """Whether the sentence, the one before it or the opening of the next names a private way."""
    private = lexicon("ask", "private")
    sentence = _sentence(view, index)
    if private.search(sentence):
        return True
    if lexicon("ask", "here").search(sentence):
        return False
    if index and private.search(_sentence(view, index - 1)):
        return True
    if index + 1 == len(view.sentences):
        return False
    opening = _sentence(view, index + 1)[:_OPENING_CHARS]
    return private.search(opening) is not None and not _WE_ANSWER.search(opening)


def _sentence(view: DraftView, index: int) -> str:
    start, end = view.sentences[index]
    return view.folded[start:end]
