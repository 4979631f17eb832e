"""Too near to what was just sent, or to the text it was made from (not-canned)."""

from collections.abc import Iterator
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
    if any(_alike(view.folded, fold(text)) for text in ctx.recent):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.BLOCK, whole, _COPY)
    sources = [fold(text) for text in ctx.sources]
    if process.extractOne(view.folded, sources, scorer=fuzz.ratio, score_cutoff=_SOURCE):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.WARN, whole, _STOCK)


def _alike(draft: str, other: str) -> bool:
    if fuzz.ratio(draft, other, score_cutoff=_RECENT):
        return True
    shorter, longer = sorted((len(draft), len(other)))
    if not shorter or shorter / longer < _MIN_SHARED_LENGTH:
        return False
    return fuzz.token_set_ratio(draft, other, score_cutoff=_RECENT) > 0
