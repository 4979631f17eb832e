"""Longer than the platform takes (platform-limits)."""

from collections.abc import Iterator

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    used = ctx.count_chars(view.text)
    if used <= ctx.limit:
        return
    # Platforms weigh characters unevenly; where the overflow starts is only shown, so near enough.
    start = min(ctx.limit, max(0, len(view.text) - 1))
    yield Check(
        rule=Rule.PLATFORM_LIMITS,
        severity=CheckSeverity.BLOCK,
        start=start,
        end=len(view.text),
        message=f"{used} characters where the platform takes {ctx.limit}; shorten it.",
    )
