"""How easily our messages are told from real ones: the corpus's realism figure.

A classifier two-sample test (Lopez-Paz and Oquab, "Revisiting Classifier Two-Sample Tests", ICLR
2017): logistic regression on frozen sentence vectors, cross-validated; an AUC of 0.5 means that
ours cannot be told from real ones, 1.0 that they never pass.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from models.text.normalise import HANDLE, HASHTAG, URL

NAME: Final = "Marque"
"""What every brand name is replaced by; a plain word, so that the sentence stays a sentence."""
_WORD: Final = regex.compile(r"[\p{L}\p{N}]{4,}")
FOLDS: Final = 5
_SEEN: Final = 5
"""Terms in fewer texts than this are chance."""


@dataclass(frozen=True)
class Realism:
    """``auc`` is the mean over draws of ours, ``spread`` its standard deviation."""

    auc: float
    spread: float
    real: int
    ours: int
    draws: int


def names_in_handles(texts: Iterable[str]) -> frozenset[str]:
    """Handles found in ``texts``, lower-cased, without "@"."""
    return frozenset(
        found.group().lstrip("@").casefold() for text in texts for found in HANDLE.finditer(text)
    )


def mask(text: str, handles: frozenset[str], names: frozenset[str]) -> str:
    """``text`` without what tells whose customer wrote it: handles, links and brand names.

    A capitalised or tagged word that begins a handle seen in the same set is a brand name, as are
    ``names`` (lower-cased).  HTML entities, an artefact of collection, are resolved.
    """
    text = URL.sub("http", HANDLE.sub("@user", html.unescape(text)))
    text = HASHTAG.sub(lambda tag: f"#{_masked_word(tag.group(1), handles, names, tag=True)}", text)
    return _WORD.sub(lambda word: _masked_word(word.group(), handles, names, tag=False), text)


def _masked_word(word: str, handles: frozenset[str], names: frozenset[str], *, tag: bool) -> str:
    folded = word.casefold()
    named = folded in names or (tag and any(name in folded for name in names))
    if named or ((tag or word[0].isupper()) and any(h.startswith(folded) for h in handles)):
        return NAME
    return word


def discriminate(
    real: NDArray[np.float32], ours: NDArray[np.float32], *, draws: int = 5, seed: int = 0
) -> Realism:
    """Cross-validated AUC of telling ``real`` from ``ours``, ``[n, width]`` each.

    As many of ours as there are real ones are drawn, ``draws`` times, so that the classes are
    balanced; the penalty is chosen to favour the discriminator (the highest AUC of three).
    """
    rng = np.random.default_rng(seed)
    size = min(len(real), len(ours))
    found = []
    for _ in range(draws):
        some = ours[rng.choice(len(ours), size, replace=False)]
        theirs = real[rng.choice(len(real), size, replace=False)]
        vectors = np.concatenate([theirs, some])
        target = np.r_[np.ones(size), np.zeros(size)]
        found.append(max(_auc(vectors, target, c, seed) for c in (0.001, 0.01, 0.1)))
    return Realism(float(np.mean(found)), float(np.std(found)), len(real), len(ours), draws)


def _auc(vectors: NDArray[np.float32], target: NDArray[np.float64], c: float, seed: int) -> float:
    scores = np.zeros(len(target))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(vectors, target):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=500))
        model.fit(vectors[train], target[train])
        scores[test] = model.decision_function(vectors[test])
    return float(roc_auc_score(target, scores))


def give_away(
    real: Sequence[str], ours: Sequence[str], top: int = 40
) -> tuple[list[str], list[str]]:
    """Words and word pairs that most tell real texts, and ours, by log odds with add-one."""
    counts = [_document_counts(texts) for texts in (real, ours)]
    seen = set(counts[0]) | set(counts[1])
    odds = {
        term: np.log((counts[0].get(term, 0) + 1) / (len(real) + 2))
        - np.log((counts[1].get(term, 0) + 1) / (len(ours) + 2))
        for term in seen
        if counts[0].get(term, 0) + counts[1].get(term, 0) >= _SEEN
    }
    ordered = sorted(odds, key=lambda term: odds[term])
    return ordered[::-1][:top], ordered[:top]


def _document_counts(texts: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        words = regex.findall(r"[\p{L}\p{N}'@#]+|[^\s\p{L}\p{N}]", text.casefold())
        for term in {*words, *(f"{a} {b}" for a, b in pairwise(words))}:
            counts[term] = counts.get(term, 0) + 1
    return counts
