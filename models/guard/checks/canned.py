"""Stock phrases that could stand under any message (not-canned)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = "A stock phrase; say what is true of this customer instead."


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("canned")):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.WARN, span, _MESSAGE)
