"""Labels as arrays: one row per example, one column per logit, a mask where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.schemas.example import Labels
from models.encoder.heads import BY_NAME, HEADS, N_LOGITS, Head, Kind

FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

ANY_OF: Final = BY_NAME["any"].labels
"""Groups whose emptiness is a label of its own."""


@dataclass(frozen=True)
class Targets:
    """``values`` 0/1 (one-hot for softmax heads), masked by ``known``; both ``[n, N_LOGITS]``."""

    values: FloatArray
    known: BoolArray

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: Sequence[int] | NDArray[np.int64]) -> "Targets":
        return Targets(self.values[rows], self.known[rows])

    def classes(self, head: Head) -> NDArray[np.int64]:
        """Class index per row of a softmax head, -1 where unknown."""
        index = self.values[:, head.columns].argmax(axis=1)
        return np.where(self.known[:, head.start], index, -1)


def encode_labels(labels: Sequence[Labels]) -> Targets:
    """Targets of ``labels``; a head that is ``None`` is masked in all its columns."""
    values = np.zeros((len(labels), N_LOGITS), np.float32)
    known = np.zeros((len(labels), N_LOGITS), np.bool_)
    for row, item in enumerate(labels):
        for head in HEADS:
            _encode_head(item, head, values[row], known[row])
    return Targets(values, known)


def _encode_head(labels: Labels, head: Head, values: FloatArray, known: BoolArray) -> None:
    if head.name == "any":
        for offset, group in enumerate(head.labels):
            members = getattr(labels, group)
            known[head.start + offset] = members is not None
            values[head.start + offset] = bool(members)
        return
    value = getattr(labels, head.name)
    if value is None:
        return
    known[head.columns] = True
    if head.name == "sarcasm":
        values[head.start] = value
    elif head.kind is Kind.SOFTMAX:
        values[head.start + head.labels.index(str(value))] = 1
    else:
        for label in value:
            values[head.start + head.labels.index(str(label))] = 1


def concatenate(parts: Sequence[Targets]) -> Targets:
    """Rows of ``parts`` one after the other."""
    return Targets(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.known for part in parts]),
    )
