"""A model's own talk, or an instruction obeyed, in place of a reply."""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_MESSAGE: Final = (
    "Talks about prompts, instructions or being a machine; the customer's text is never an order."
)


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for span in view.find(lexicon("leak")):
        yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, span, _MESSAGE)
