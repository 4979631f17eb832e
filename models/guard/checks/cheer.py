"""A cheerful tone where someone suffers (empathy)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon
from models.text.fold import fold

_GRAVE: Final = 3
_JOY: Final = "Cheerful words to someone in a grave situation; stay sober."
_EMOJI: Final = "An emoji under a grave message; take it out."
_EXCLAMATION: Final = "An exclamation mark under a grave message; end with a full stop."
_SOBER_EMOJI: Final = regex.compile("[🖤🕊🕯🙏🤍]")
_ANY_EMOJI: Final = regex.compile(r"[\p{Emoji_Presentation}☺☹❤♥✨]")


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    bereaved = lexicon("cheer", "bereavement").search(fold(ctx.customer_message or ""))
    if ctx.severity < _GRAVE and not bereaved:
        return
    for span in view.find(lexicon("cheer", "joy", "joke")):
        yield view.finding(Rule.EMPATHY, CheckSeverity.BLOCK, span, _JOY)
    for match in _ANY_EMOJI.finditer(view.plain):
        if not _SOBER_EMOJI.match(match.group()):
            yield view.finding(Rule.EMPATHY, CheckSeverity.BLOCK, match.span(), _EMOJI)
    for match in regex.finditer(r"!+", view.folded):
        yield view.finding(Rule.EMPATHY, CheckSeverity.WARN, match.span(), _EXCLAMATION)
