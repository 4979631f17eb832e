"""Sarcasm back (no-debate)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = "Reads as sarcasm at the customer; play along with them or stay plain."


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("sarcasm")):
        yield view.finding(Rule.NO_DEBATE, CheckSeverity.WARN, span, _MESSAGE)
