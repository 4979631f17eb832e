"""A draft in another language than the customer is to be answered in (own-policy)."""

from collections.abc import Iterator
from typing import Final

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Language, Rule
from models.guard.context import GuardContext
from models.guard.draft import DraftView
from models.text.fold import fold
from models.text.language import detect_language

_NAMES: Final = {Language.FR: "French", Language.EN: "English"}
_MIN_WORDS: Final = 5
_MIN_CONFIDENCE: Final = 0.9
"""Below these a wrong guess is likelier than a wrong language."""
_WORD: Final = regex.compile(r"\p{L}{2,}")


def check(view: DraftView, ctx: GuardContext) -> Iterator[Check]:
    if ctx.language is Language.OTHER:
        return
    prose = _own_words(view, ctx)
    if len(_WORD.findall(prose)) < _MIN_WORDS:
        return
    guess = detect_language(prose)
    if guess.language is not ctx.language and guess.confidence >= _MIN_CONFIDENCE:
        message = f"Is not in {_NAMES[ctx.language]}; answer in the customer's language."
        span = (0, len(view.folded))
        yield view.finding(Rule.OWN_POLICY, CheckSeverity.BLOCK, span, message)


def _own_words(view: DraftView, ctx: GuardContext) -> str:
    """The draft without quotations and brand names, which may be in any language."""
    prose = list(view.plain)
    for start, end in view.quotes:
        prose[start:end] = " " * (end - start)
    text = "".join(prose)
    for name in ctx.brand_names:
        if name.strip():
            text = regex.sub(rf"(?<!\w){regex.escape(fold(name))}(?!\w)", " ", text, flags=regex.I)
    return text
