"""``baume data realism``: our messages beside real ones, by the figures of the data card."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data.loaders import load_examples
from data.schemas.example import Example
from data.taxonomy import Language
from data.validate.variety import distinct_2
from training.encoder.model import TextEncoder, load_base, load_tokenizer, run
from training.evaluation.realism import (
    Realism,
    discriminate,
    give_away,
    mask,
    names_in_handles,
)
from training.evaluation.records import load_records

_MAX_TOKENS = 128
_DRAWS = 20


@dataclass(frozen=True)
class Comparison:
    """``realism`` of all of ours and by batch; ``distinct_2`` of real ones and of as many ours."""

    realism: Realism
    by_batch: dict[str, Realism]
    distinct_2: tuple[float, float]
    give_away: tuple[list[str], list[str]]


def compare(
    base: Path,
    messages: Path,
    real: Path,
    language: Language,
    *,
    sectors: Sequence[str] = (),
    names: Sequence[str] = (),
    smallest: int = 100,
) -> Comparison:
    """Compare our messages of ``language`` (and ``sectors``, when given) with ``real`` ones.

    ``names`` are brand names to mask beside those that the handles give.  Batches with fewer than
    ``smallest`` messages have no figure of their own.

    Raises:
        DataError: a file cannot be read.
    """
    ours = [
        example
        for example in load_examples(messages)
        if example.language is language and (not sectors or example.sector in sectors)
    ]
    records = load_records(real)
    theirs = [
        text
        for text, slices in zip(records.texts, records.slices, strict=True)
        if f"lang={language}" in slices
    ]
    known = frozenset(name.casefold() for name in names)
    real_texts = _masked(theirs, known)
    our_texts = _masked([example.text for example in ours], known)
    encoder = TextEncoder(load_tokenizer(base), _MAX_TOKENS)
    model = load_base(base)
    real_vectors = run(model, encoder, real_texts)[1]
    our_vectors = run(model, encoder, our_texts)[1]
    return Comparison(
        discriminate(real_vectors, our_vectors),
        {
            batch: discriminate(real_vectors, our_vectors[rows])
            for batch, rows in _batches(ours).items()
            if len(rows) >= smallest
        },
        (distinct_2(theirs), _distinct_2_of_draws([e.text for e in ours], len(theirs))),
        give_away(real_texts, our_texts),
    )


def _masked(texts: Sequence[str], names: frozenset[str]) -> list[str]:
    handles = names_in_handles(texts)
    return [mask(text, handles, names) for text in texts]


def _batches(examples: Sequence[Example]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        rows.setdefault(example.batch, []).append(i)
    return rows


def _distinct_2_of_draws(texts: Sequence[str], size: int) -> float:
    """Mean over draws of ``size`` texts: the figure falls with the number of texts."""
    rng = np.random.default_rng(0)
    size = min(size, len(texts))
    draws = (rng.choice(len(texts), size, replace=False) for _ in range(_DRAWS))
    return float(np.mean([distinct_2(texts[i] for i in draw) for draw in draws]))
