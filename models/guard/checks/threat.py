"""Threatening or penalising the customer (never-insult)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = (
    "Threatens or penalises the customer; nothing they wrote may cost them their service."
)


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("threat")):
        yield view.finding(Rule.NEVER_INSULT, CheckSeverity.BLOCK, span, _MESSAGE)
