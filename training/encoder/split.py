"""Seeded split in which no near-copy of a training text is ever held out."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.errors import DataError
from data.schemas.example import Example
from data.splits import SplitName, faults_of, read_splits
from models.text.normalise import normalise_for_encoder

SHINGLE: Final = 4
"""Words in a shingle."""
NEAR_COPY: Final = 0.5
"""Jaccard similarity of shingles from which two texts are one group."""


TEST: Final = -1
DEV: Final = -2


@dataclass(frozen=True)
class Split:
    """``fold`` per example: ``TEST``, ``DEV``, or 0 .. k-1 for the cross-validation folds."""

    fold: tuple[int, ...]
    digest: str

    def rows(self, *folds: int) -> list[int]:
        return [i for i, fold in enumerate(self.fold) if fold in folds]

    def rows_outside(self, fold: int) -> list[int]:
        """Training rows of a fold: neither in it nor held out."""
        return [i for i, other in enumerate(self.fold) if other not in {fold, TEST, DEV}]


def group_examples(examples: Sequence[Example]) -> list[int]:
    """A group number per example: members of a pair, and near-copies, share one."""
    parent = list(range(len(examples)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        low, high = sorted((find(i), find(j)))
        parent[high] = low

    pairs: dict[str, int] = {}
    for i, example in enumerate(examples):
        if example.pair is not None:
            join(pairs.setdefault(f"{example.batch}/{example.pair}", i), i)
    for i, j in _near_copies([example.text for example in examples]):
        join(i, j)
    return [find(i) for i in range(len(examples))]


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = normalise_for_encoder(text).casefold().split()
    size = min(SHINGLE, len(words))
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def _near_copies(texts: Sequence[str]) -> list[tuple[int, int]]:
    shingles = [_shingles(text) for text in texts]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for i, mine in enumerate(shingles):
        candidates = {j for shingle in mine for j in where[shingle]}
        for j in candidates:
            union = len(mine | shingles[j])
            if union and len(mine & shingles[j]) / union >= NEAR_COPY:
                found.append((j, i))
        for shingle in mine:
            where[shingle].append(i)
    return sorted(found)


def split_corpus(
    messages: Path, examples: Sequence[Example], *, seed: int, folds: int, test_share: float
) -> Split:
    """The split of ``examples``, read from ``messages``: frozen beside that folder, or drawn.

    Where the corpus has a frozen split its test batches are the test part and its dev batches
    are left out too (fold -2, for choosing thresholds); otherwise ``test_share`` is drawn.

    Raises:
        DataError: the frozen split's digest is not that of the messages.
    """
    frozen = read_splits(messages.parent if messages.is_dir() else messages)
    if frozen is None:
        return split_examples(examples, seed=seed, folds=folds, test_share=test_share)
    if faults := faults_of(frozen, examples):
        raise DataError("; ".join(faults))
    return split_examples(examples, seed=seed, folds=folds, test_share=0, held=frozen.of)


def split_examples(
    examples: Sequence[Example],
    *,
    seed: int,
    folds: int,
    test_share: float,
    held: Callable[[str], SplitName] = lambda _: "train",
) -> Split:
    """Assign whole groups to the test part or to a fold.

    Batches that ``held`` puts in test or dev are that part whole; a group that reaches into test
    is left out of training with it.  The other groups are ordered by a hash of the seed and of
    their first example's id, so adding examples moves none of the others; of that order the
    first ``test_share`` of each batch's rows is the test part and the rest is dealt to the fold
    that has least of the batch.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for i, group in enumerate(group_examples(examples)):
        groups[group].append(i)
    by_batch: dict[str, list[list[int]]] = defaultdict(list)
    fold = [0] * len(examples)
    for first, members in groups.items():
        parts = {held(examples[i].batch) for i in members}
        if parts == {"train"}:
            by_batch[examples[first].batch].append(members)
            continue
        for i in members:
            fold[i] = TEST if "test" in parts else DEV
    for batch in sorted(by_batch):
        ordered = sorted(by_batch[batch], key=lambda rows: _rank(seed, examples[rows[0]].id))
        wanted = test_share * sum(map(len, ordered))
        taken = 0
        sizes = [0] * folds
        for members in ordered:
            if taken + len(members) <= wanted:
                number, taken = TEST, taken + len(members)
            else:
                number = sizes.index(min(sizes))
                sizes[number] += len(members)
            for i in members:
                fold[i] = number
    return Split(tuple(fold), _digest(examples, fold))


def _rank(seed: int, identifier: str) -> str:
    return hashlib.sha256(f"{seed}/{identifier}".encode()).hexdigest()


def _digest(examples: Sequence[Example], fold: Sequence[int]) -> str:
    lines = sorted(
        f"{example.id}\t{number}" for example, number in zip(examples, fold, strict=True)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
