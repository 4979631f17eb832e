"""A slot or placeholder that was never filled (not-canned)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView

_MESSAGE: Final = "An unfilled placeholder; fill it or take it out."
_PLACEHOLDER: Final = regex.compile(
    r"\{{1,2}[^{}\n]{0,60}\}{1,2}|\[(?!\.\.\.|…|sic\])[^\[\]\n]{1,60}\](?!\()|"
    r"(?<!\w)x{3,}(?!\w)|_{3,}|(?<!\w)%(?:s|d|\(\w{1,30}\)s)|\$\{\w{1,30}\}|"
    r"(?<!\w)(?:lorem ipsum|tbd|insert \w{2,20} here|inserer \w{2,20} ici|a completer)(?!\w)|"
    r"<(?:nom|prenom|name|first ?name|link|lien|date|brand|marque)>"
)


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    for match in _PLACEHOLDER.finditer(view.folded):
        yield view.finding(Rule.NOT_CANNED, CheckSeverity.BLOCK, match.span(), _MESSAGE)
