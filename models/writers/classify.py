"""A situation classifier fitted on the exemplars' own messages when the bank is loaded.

Ridge regression (Hoerl and Kennard, Technometrics 1970) from the sentence embedding to one score
per situation: with some ten messages a situation it does better than nearest neighbours, costs a
384 x 384 solve at load, and follows the bank when exemplars are added.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.schemas.exemplar import Exemplar
from data.taxonomy import Stage

_ALPHA: Final = 1.0
"""Regularisation; from 0.3 to 3 the leave-out accuracy hardly moves."""
_SECONDARY: Final = 0.6
"""Target of a situation that an exemplar names second or third."""
_STAGES: Final = frozenset({Stage.FIRST_PUBLIC, Stage.COOL_ANSWER, Stage.THANKS})
"""Messages of later stages answer a reply; alone they say too little."""


class SituationClassifier:
    """Scores situations for an embedding; near 1 when sure, near 0 otherwise."""

    def __init__(self, exemplars: Sequence[Exemplar], embeddings: NDArray[np.float32]) -> None:
        """Fit on the exemplars that answer a message; ``embeddings`` has shape ``[n, dim]``."""
        rows = [
            row
            for row, item in enumerate(exemplars)
            if item.approved and item.message and item.stage in _STAGES
        ]
        self.situations = sorted({name for row in rows for name in exemplars[row].situations})
        if not rows:
            return
        column = {name: index for index, name in enumerate(self.situations)}
        targets = np.zeros((len(rows), len(column)), np.float32)
        for line, row in enumerate(rows):
            for rank, name in enumerate(exemplars[row].situations):
                targets[line, column[name]] = _SECONDARY if rank else 1.0
        chosen = embeddings[rows].astype(np.float32)
        self._centre = chosen.mean(axis=0)
        self._offset = targets.mean(axis=0)
        centred = _unit(chosen - self._centre)
        gram = centred.T @ centred + _ALPHA * np.eye(centred.shape[1], dtype=np.float32)
        self._weights = np.linalg.solve(gram, centred.T @ (targets - self._offset))

    def scores(self, embedding: NDArray[np.float32], top: int = 8) -> list[tuple[str, float]]:
        """The ``top`` likeliest situations with positive scores, best first."""
        if not self.situations:
            return []
        values = _unit((embedding - self._centre)[None, :])[0] @ self._weights + self._offset
        order = np.argsort(-values, kind="stable")[:top]
        return [(self.situations[i], float(values[i])) for i in order if values[i] > 0]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = rows / np.maximum(norms, 1e-9)
    return scaled
