"""Exemplars nearest to a message: dense and lexical rankings fused.

Exact search: up to some ten thousand exemplars, one matrix product is faster than any index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import bm25s
import numpy as np
from numpy.typing import NDArray

from data.loaders import load_exemplars
from data.schemas.exemplar import Exemplar
from data.taxonomy import Language
from models.bundles import Bundle, BundleError
from models.spans.fold import fold

RRF_K: Final = 60
"""Reciprocal rank fusion constant of Cormack, Clarke and Buettcher (SIGIR 2009)."""


def load_exemplar_index(bundle: Bundle) -> tuple[list[Exemplar], NDArray[np.float32]]:
    """The bundle's exemplars and their embeddings, shape ``[n, dim]``; verified with the bundle.

    Raises:
        BundleError: the bundle was built without an exemplar index.
    """
    if not bundle.exemplar_count:
        raise BundleError(
            f"bundle {bundle.path} has no exemplars; add them with `baume models build-index`"
        )
    exemplars = load_exemplars(bundle.exemplars_file)
    vectors = np.load(bundle.exemplar_vectors_file, allow_pickle=False).astype(np.float32)
    return exemplars, vectors


@dataclass(frozen=True, slots=True)
class Hit:
    """An exemplar with its fused score in (0, 1]: 1 when both rankings put it first."""

    exemplar: Exemplar
    score: float


class HybridRetriever:
    """Searches the exemplars of one language at a time."""

    def __init__(self, exemplars: Sequence[Exemplar], embeddings: NDArray[np.float32]) -> None:
        """Index ``exemplars`` with ``embeddings``, L2-normalised, shape ``[n, dim]``.

        Raises:
            ValueError: one row per exemplar is needed.
        """
        if len(exemplars) != embeddings.shape[0]:
            raise ValueError(
                f"{len(exemplars)} exemplars but {embeddings.shape[0]} embeddings; "
                "rebuild the index with `baume models build-index`"
            )
        self._parts = {
            language: _LanguageIndex(language, exemplars, embeddings)
            for language in (Language.FR, Language.EN)
        }

    def search(
        self, text: str, embedding: NDArray[np.float32], language: Language, k: int = 12
    ) -> list[Hit]:
        """The ``k`` exemplars of ``language`` answering the messages nearest to ``text``."""
        index = self._parts.get(language)
        return index.search(text, embedding, k) if index else []


class _LanguageIndex:
    def __init__(
        self, language: Language, exemplars: Sequence[Exemplar], embeddings: NDArray[np.float32]
    ) -> None:
        rows = [i for i, item in enumerate(exemplars) if item.language is language and item.message]
        self._language = language
        self._exemplars = [exemplars[i] for i in rows]
        self._matrix = embeddings[rows].astype(np.float32)
        self._bm25 = bm25s.BM25() if rows else None
        if self._bm25 is not None:
            corpus = [self._tokens(item.message or "") for item in self._exemplars]
            self._bm25.index(corpus, show_progress=False)

    def _tokens(self, text: str) -> list[str]:
        return [token for token in fold(text, self._language).split() if len(token) > 1] or ["_"]

    def search(self, text: str, embedding: NDArray[np.float32], k: int) -> list[Hit]:
        if self._bm25 is None:
            return []
        dense = self._matrix @ embedding
        lexical = self._bm25.get_scores(self._tokens(text))
        fused = _fuse(dense) + _fuse(lexical)
        top = np.argsort(-fused, kind="stable")[:k]
        best = 2.0 / (RRF_K + 1)
        return [Hit(self._exemplars[i], float(fused[i] / best)) for i in top]


def _fuse(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Reciprocal ranks of ``scores``, shape ``[n]``; a score of zero earns nothing."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.empty(len(scores), dtype=np.float64)
    ranks[order] = np.arange(1, len(scores) + 1)
    reciprocal: NDArray[np.float64] = 1.0 / (RRF_K + ranks)
    return np.where(scores != 0, reciprocal, 0.0)
