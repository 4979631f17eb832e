"""Where sentences begin and end."""

from typing import Final

import regex

Span = tuple[int, int]

# "M. Martin", "av. Foch", "no. 5" do not end a sentence.
_END: Final = regex.compile(
    r"(?<!(?<!\w)(?:\p{L}|mr|mrs|ms|dr|st|av|no|ref|réf|tel|tél|etc|ex|p\.ex))[.]+(?=\s|$)"
    r"|[!?…]+(?=\s|$|[)\"»”])|\n+",
    regex.I,
)


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Half-open ranges of the sentences of ``text``, without the white space around them."""
    spans: list[Span] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((start + lead, start + len(piece.rstrip())))
        start = max(start, end)
    return tuple(spans)
