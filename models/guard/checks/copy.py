"""Too near to what was just sent, or to the text it was made from (not-canned)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.text.fold import fold

_RECENT: Final = 85.0
_SOURCE: Final = 92.0
"""Likeness over 100, of the texts without case and accents (Indel ratio)."""
_MIN_SHARED_LENGTH: Final = 0.6
"""Word sets are compared only between texts of about one length: a short one is not a copy."""
_COPY: Final = "Nearly the same as a reply sent lately; say it in words for this customer."
_STOCK: Final = "Nearly word for word the text it was made from; bring in this customer's own case."


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    whole = (0, len(view.folded))
    if not view.folded.strip():
        return
    if _copies(view.folded, _folded(ctx.recent)):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.BLOCK, whole, _COPY)
    sources = [fold(text) for text in ctx.sources]
    if process.extractOne(view.folded, sources, scorer=fuzz.ratio, score_cutoff=_SOURCE):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.WARN, whole, _STOCK)


@lru_cache(maxsize=4)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    """``texts`` folded once for all the drafts that one request compares with them."""
    return tuple(fold(text) for text in texts)


def _copies(draft: str, others: tuple[str, ...]) -> bool:
    if process.extractOne(draft, others, scorer=fuzz.ratio, score_cutoff=_RECENT):
        return True
    alike_long = [
        other
        for other in others
        if min(len(draft), len(other)) >= _MIN_SHARED_LENGTH * max(len(draft), len(other))
    ]
    nearest = process.extractOne(
        draft, alike_long, scorer=fuzz.token_set_ratio, score_cutoff=_RECENT
    )
    return nearest is not None
