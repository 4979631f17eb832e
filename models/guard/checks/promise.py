"""Promising what only a person may grant: money, gifts, results, dates (compensate)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon
from models.guard.sentences import Span
from models.text.fold import fold

_PROMISE: Final = (
    "Promises what a person has not granted; say what you check or ask, not what will come of it."
)
_DEADLINE: Final = "Commits to a time; leave it out unless the brand's policy approves it."

_NEGATED: Final = regex.compile(
    r"(?:\b(?:ne|n'|sans|pas|jamais|aucun|rien|don'?t|not|never|can'?t|cannot|won'?t|without|no)\b"
    r"[^.!?]{0,25}|\b(?:si|if|whether|pourquoi|why|quand|when|comment|how|what|where|ou|est-ce que|"
    r"combien|date a laquelle)\b[^.!?,:;]{0,40})$"
)
"""Not a promise: what is denied, or only asked ("I check whether you will be refunded")."""
_WINDOW: Final = 45
_REPORTED: Final = regex.compile(
    r"\b(?:were told|was told|told you|you were (?:given|quoted|promised)|promised|announced|said|"
    r"annonce\w*|promis\w*|avait dit|disait|prevu\w*|devait|etait cense|attend(?:ez|u)|"
    r"waited|waiting)\b"
)


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("promise", "fr", "en")):
        if not _hedged(view, span):
            yield view.finding(Rule.COMPENSATE, CheckSeverity.BLOCK, span, _PROMISE)
    theirs = fold(ctx.customer_message or "")
    for span in view.find(lexicon("promise", "deadline")):
        # The customer's own deadline may be taken up: "three days within the 24 hours announced".
        taken_up = _core(view.folded[slice(*span)]) in theirs
        if not taken_up and not _hedged(view, span) and not _asked(view, span):
            yield view.finding(Rule.COMPENSATE, CheckSeverity.BLOCK, span, _DEADLINE)


def _hedged(view: DraftView, span: Span) -> bool:
    return _NEGATED.search(view.folded[max(0, span[0] - _WINDOW) : span[0]]) is not None


def _asked(view: DraftView, span: Span) -> bool:
    """Whether the sentence around ``span`` is a question or tells what was once announced."""
    for start, end in view.sentences:
        if start <= span[0] < end:
            sentence = view.folded[start:end]
            return sentence.endswith("?") or _REPORTED.search(sentence) is not None
    return False


def _core(deadline: str) -> str:
    """The deadline without its preposition: "24 h" of "dans les 24 h"."""
    return deadline.split(" ", 1)[-1].removeprefix("les ").removeprefix("the ")
