"""Admitting legal liability (risk)."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = (
    "Admits legal liability; have the legal owner approve it or describe what happens next."
)


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("liability")):
        yield view.finding(Rule.RISK, CheckSeverity.WARN, span, _MESSAGE)
