"""The draft as the checks read it: folded, cut in sentences, and able to point back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import regex

from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, Rule
from models.guard.sentences import Span, sentence_spans
from models.text.fold import fold
from models.text.offsets import ReadableText, readable

_QUOTED: Final = regex.compile(r'"[^"\n]{1,200}"')


@dataclass(frozen=True)
class DraftView:
    """``text`` as received; ``folded`` is its readable copy without case, accents or tricks.

    Offsets that checks work with are those of ``folded`` (and ``plain``, its unfolded twin);
    :meth:`finding` turns them into offsets of ``text``.
    """

    text: str
    source: ReadableText
    folded: str
    sentences: tuple[Span, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> Self:
        source = readable(text)
        return cls(text, source, fold(source.text), sentence_spans(source.text))

    @property
    def plain(self) -> str:
        return self.source.text

    @cached_property
    def quotes(self) -> tuple[Span, ...]:
        """Ranges between quotation marks: words that are the customer's, not the agent's."""
        return tuple(match.span() for match in _QUOTED.finditer(self.folded))

    def quoted(self, start: int, end: int) -> bool:
        return any(low <= start and end <= high for low, high in self.quotes)

    def find(self, pattern: "regex.Pattern[str]") -> Iterator[Span]:
        """Ranges of ``pattern`` in the folded text, those inside quotation marks left out."""
        for match in pattern.finditer(self.folded):
            if match.end() > match.start() and not self.quoted(*match.span()):
                yield match.span()

    def finding(self, rule: Rule, severity: CheckSeverity, span: Span, message: str) -> Check:
        """A finding whose ``span``, in folded offsets, becomes offsets of the draft."""
        start, end = self.source.span(*span) if span[0] < span[1] else (0, len(self.text))
        return Check(rule=rule, severity=severity, start=start, end=end, message=message)
