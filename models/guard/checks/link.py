"""Web addresses that the brand's policy does not approve (own-policy)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.approved import is_approved_link
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.text.normalise import URL

_MESSAGE: Final = "This link is not one of the brand's approved links; use one or take it out."
_BARE: Final = regex.compile(
    r"(?<![\w@.\-/])(?:[a-z0-9\-]{1,63}\.){1,4}"
    r"(?:com|net|org|info|fr|be|ch|ca|uk|ie|in|us|eu|io|co|app|me|ly|gl|gouv\.fr)(?:/[^\s,;!?)\"]*)?"
    r"(?![\w@\-])"
)


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    spans = [match.span() for match in URL.finditer(view.plain)]
    for match in _BARE.finditer(view.folded):
        start = match.start()
        end = start + len(match.group().rstrip("."))
        if not any(low <= start < high for low, high in spans):
            spans.append((start, end))
    for start, end in spans:
        if not is_approved_link(view.plain[start:end], ctx.approved_links + ctx.approved_contacts):
            yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, (start, end), _MESSAGE)
