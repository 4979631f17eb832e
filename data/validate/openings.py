"""Openings: a corpus whose texts begin alike teaches to begin alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

OPENING_WORDS: Final = 4
MAX_SHARE: Final = 0.01
"""Share of the texts that may open with the same words."""
MIN_COUNT: Final = 5
"""Fewer texts than this are a coincidence in a small corpus."""


def opening(text: str) -> str | None:
    """The first four words in lower case; ``None`` when there are not that many."""
    words = text.casefold().split()[:OPENING_WORDS]
    return " ".join(words) if len(words) == OPENING_WORDS else None


def common_openings(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Openings that more than 1 % of ``texts`` share, with their counts, commonest first."""
    counts = Counter(start for start in map(opening, texts) if start is not None)
    for start, count in counts.most_common():
        if count >= MIN_COUNT and count > MAX_SHARE * len(texts):
            yield start, count
