"""Blaming the customer (no-debate)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_BLAME: Final = "Blames the customer; say what can be done now."
_FINE_PRINT: Final = (
    "Hides behind the conditions; explain the rule in plain words and what is possible."
)


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("blame", "blame")):
        yield view.finding(Rule.NO_DEBATE, CheckSeverity.BLOCK, span, _BLAME)
    for span in view.find(lexicon("blame", "fine_print")):
        yield view.finding(Rule.NO_DEBATE, CheckSeverity.WARN, span, _FINE_PRINT)
