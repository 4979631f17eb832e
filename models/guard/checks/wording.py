"""Phrases that the brand's policy bans (own-policy)."""

from collections.abc import Iterator

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.text.fold import fold


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    for phrase in ctx.banned_phrases:
        words = fold(phrase).split()
        if not words:
            continue
        pattern = r"\s+".join(regex.escape(word) for word in words)
        message = f"The brand's policy bans “{phrase.strip()}”; say it otherwise."
        for match in regex.finditer(rf"(?<!\w){pattern}(?!\w)", view.folded):
            yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, match.span(), message)
