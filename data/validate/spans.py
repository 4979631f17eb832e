"""Spans: what a reply takes up must be whole words, without edges of space, once each."""

from collections.abc import Iterator
from itertools import pairwise

from data.schemas.example import Example
from data.validate.findings import Finding, Located, error, warning


def check_spans(located: Located[Example]) -> Iterator[Finding]:
    """Faults of the spans of one message; the schema already keeps them inside the text."""
    text = located.item.text
    spans = sorted(located.item.spans, key=lambda span: (span.kind, span.start, span.end))
    for span in spans:
        piece = text[span.start : span.end]
        if piece != piece.strip():
            yield error("spans", located, f"{span.kind} span {piece!r} begins or ends with a space")
        elif _cuts_a_word(text, span.start) or _cuts_a_word(text, span.end):
            yield warning("spans", located, f"{span.kind} span {piece!r} cuts a word")
    for first, second in pairwise(spans):
        if first.kind == second.kind and second.start < first.end:
            yield error(
                "spans", located, f"two {first.kind} spans overlap at character {second.start}"
            )


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
