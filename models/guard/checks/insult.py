"""Insulting or mocking the customer, or swearing at all (never-insult)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.guard.lexicon import lexicon

_INSULT: Final = "Insults or mocks the customer; take the words out and answer the problem."
_SWEAR: Final = "Swears; say it without the swear word."

# Letters written as digits or signs, undone only inside words that also hold letters.
_LEET: Final = str.maketrans("013457@$!|", "oieastasii")
_TOKEN: Final = regex.compile(r"[a-z0-9@$!|]+[a-z0-9@$|]")
_SIGNS: Final = frozenset("013457@$!|")


def _unleet(folded: str) -> str:
    """``folded`` with "1d10t" read as "idiot"; the length does not change."""
    if _SIGNS.isdisjoint(folded):
        return folded
    return _TOKEN.sub(lambda match: _read_letters(match.group()), folded)


def _read_letters(token: str) -> str:
    mixed = any(char.isalpha() for char in token) and not _SIGNS.isdisjoint(token)
    return token.translate(_LEET) if mixed else token


def check(view: DraftView, _ctx: GuardContext) -> Iterator[Check]:
    plain = _unleet(view.folded)
    for keys, message in ((("insult", "directed", "mockery"), _INSULT), (("swear",), _SWEAR)):
        for match in lexicon("insult", *keys).finditer(plain):
            if not view.quoted(*match.span()):
                yield view.finding(Rule.NEVER_INSULT, CheckSeverity.BLOCK, match.span(), message)
