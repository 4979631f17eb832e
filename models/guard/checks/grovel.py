"""Grovelling: apologies heaped up (empathy)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

MAX_APOLOGIES: Final = 2
_HEAPED: Final = "One apology too many; keep one and use the room for what you do."
_ABJECT: Final = "Grovels; one short apology is worth more."


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    apologies = list(view.find(lexicon("grovel", "apology")))
    for span in apologies[MAX_APOLOGIES:]:
        yield view.finding(Rule.EMPATHY, CheckSeverity.WARN, span, _HEAPED)
    for span in view.find(lexicon("grovel", "abject")):
        yield view.finding(Rule.EMPATHY, CheckSeverity.WARN, span, _ABJECT)
