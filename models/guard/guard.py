"""Running every check over a draft."""

from collections.abc import Callable, Iterator
from typing import Final

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity
from models.guard.checks import (
    amount,
    argument,
    ask_pii,
    blame,
    canned,
    cheer,
    contact,
    copy,
    grovel,
    insult,
    language,
    leak,
    length,
    liability,
    link,
    markup,
    pii,
    placeholder,
    praise,
    promise,
    sarcasm,
    threat,
    wording,
)
from models.guard.context import GuardContext
from models.guard.draft import DraftView

CHECKS: Final[tuple[Callable[[DraftView, GuardContext], Iterator[Check]], ...]] = (
    insult.check,
    threat.check,
    blame.check,
    argument.check,
    sarcasm.check,
    pii.check,
    ask_pii.check,
    promise.check,
    amount.check,
    link.check,
    contact.check,
    liability.check,
    language.check,
    length.check,
    markup.check,
    placeholder.check,
    leak.check,
    wording.check,
    canned.check,
    copy.check,
    praise.check,
    cheer.check,
    grovel.check,
)

_ORDER: Final = {CheckSeverity.BLOCK: 0, CheckSeverity.WARN: 1, CheckSeverity.INFO: 2}


def check(text: str, ctx: GuardContext) -> tuple[Check, ...]:
    """Every finding on ``text``, blocks first, then in the order of the draft.

    Pure; never raises on any text.  An empty tuple means that nothing stands against sending.
    """
    view = DraftView.of(text)
    found = {finding for run in CHECKS for finding in run(view, ctx)}
    return tuple(
        sorted(found, key=lambda one: (_ORDER[one.severity], one.start, one.end, one.rule))
    )


def blocked(checks: tuple[Check, ...]) -> bool:
    """Whether any finding keeps the draft from leaving the service."""
    return any(finding.severity is CheckSeverity.BLOCK for finding in checks)
