"""HTML or Markdown where the platform shows plain text (platform-limits)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Platform, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView

_MESSAGE: Final = "The platform shows plain text: this markup would be seen as it is; take it out."
_HTML: Final = regex.compile(
    r"</?[a-z][a-z0-9]{0,15}(?: [^<>\n]{0,200})?/?>|&(?:[a-z]{2,8}|#\d{2,5});"
)
_MARKDOWN: Final = regex.compile(
    r"\*\*[^*\n]{1,200}\*\*|(?<!\w)__[^_\n]{1,200}__(?!\w)|\[[^\[\]\n]{1,100}\]\([^()\n]{1,200}\)|"
    r"```|(?<!\w)`[^`\n]{1,80}`|(?:^|(?<=\n))(?:#{1,6}|>|[-*+]) (?=\S)"
)
_SHOWS_MARKDOWN: Final = frozenset({Platform.REDDIT, Platform.FORUM})


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    found = [_HTML] if ctx.platform in _SHOWS_MARKDOWN else [_HTML, _MARKDOWN]
    for pattern in found:
        for match in pattern.finditer(view.folded):
            yield view.finding(Rule.PLATFORM_LIMITS, CheckSeverity.BLOCK, match.span(), _MESSAGE)
