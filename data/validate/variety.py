"""Variety: a corpus whose texts are alike teaches to write alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

OPENING_WORDS: Final = 4
MAX_OPENING_SHARE: Final = 0.01
"""Share of the texts that may open with the same words."""
RUN_WORDS: Final = 8
MAX_RUN_SHARE: Final = 0.003
"""Share of the texts that may hold the same run of eight words."""
MIN_COUNT: Final = 5
"""Fewer texts than this are a coincidence in a small corpus."""


def opening(text: str) -> str | None:
    """The first four words in lower case; ``None`` when there are not that many."""
    words = text.casefold().split()[:OPENING_WORDS]
    return " ".join(words) if len(words) == OPENING_WORDS else None


def common_openings(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Openings that more than 1 % of ``texts`` share, with their counts, commonest first."""
    counts = Counter(start for start in map(opening, texts) if start is not None)
    return _above(counts, MAX_OPENING_SHARE * len(texts))


def common_runs(texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Runs of eight words that more than 0.3 % of ``texts`` hold, commonest first."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = text.casefold().split()
        counts.update(
            {" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1)}
        )
    return _above(counts, MAX_RUN_SHARE * len(texts))


def _above(counts: Counter[str], limit: float) -> Iterator[tuple[str, int]]:
    for words, count in counts.most_common():
        if count >= MIN_COUNT and count > limit:
            yield words, count


def distinct_2(texts: Iterable[str]) -> float:
    """Share of word pairs that are not repeats, 0 to 1; it falls as the number of texts grows.

    Source: Li et al., "A Diversity-Promoting Objective Function for Neural Conversation Models",
    NAACL 2016.
    """
    pairs = [pair for text in texts for pair in pairwise(text.casefold().split())]
    return len(set(pairs)) / len(pairs) if pairs else 0.0
