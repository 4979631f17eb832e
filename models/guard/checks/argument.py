"""Arguing with the customer (no-debate)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = "Argues with the customer; say what you look into instead of who is right."


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("argument")):
        yield view.finding(Rule.NO_DEBATE, CheckSeverity.BLOCK, span, _MESSAGE)
