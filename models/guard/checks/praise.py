"""Answering praise as if it were a complaint (thank-praise)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Intent, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = "Apologises to someone who is praising; thank them for what they name."


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    if ctx.intent is not Intent.PRAISE:
        return
    for span in view.find(lexicon("praise")):
        yield view.finding(Rule.THANK_PRAISE, CheckSeverity.BLOCK, span, _MESSAGE)
