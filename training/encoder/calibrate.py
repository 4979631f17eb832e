"""Calibration and thresholds from out-of-fold logits of our own corpus."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.encoder.calibration import (
    HeadThresholds,
    default_thresholds,
    probabilities,
)
from models.encoder.heads import HEADS, Head, Kind
from training.encoder.targets import Targets

FloatArray = NDArray[np.float32]

BIAS_L2: Final = 0.02
"""Pull of a label's bias to zero: labels with few positives keep near the head's own."""
PSEUDO_COUNT: Final = 2.0
"""Added to false positives and false negatives in the F1 that thresholds maximise, so that rare
labels do not get a threshold fitted to a handful of rows."""
RANGE: Final = (0.1, 0.9)
"""Thresholds stay within this range of calibrated probability."""
COARSE: Final = 10
"""Labels with fewer positives than this get :data:`RARE_THRESHOLD`."""
RARE_THRESHOLD: Final = 0.4
GRID: Final = np.linspace(*RANGE, 81)


def fit_thresholds(logits: FloatArray, targets: Targets) -> dict[str, HeadThresholds]:
    """Scale and bias of each head by maximum likelihood, then thresholds by F1.

    Args:
        logits: ``[n, N_LOGITS]``, each row from a model that never saw it.
        targets: the labels of the same rows.
    """
    fitted = default_thresholds()
    for head in HEADS:
        scale, bias = _fit_head(logits, targets, head)
        fitted[head.name] = HeadThresholds(scale, bias, fitted[head.name].threshold)
    p = probabilities(logits, fitted)
    for head in HEADS:
        entry = fitted[head.name]
        chosen = _choose(head, p[:, head.columns], targets)
        fitted[head.name] = HeadThresholds(entry.scale, entry.bias, chosen)
    return fitted


def to_json(thresholds: Mapping[str, HeadThresholds]) -> dict[str, object]:
    """The content of ``thresholds.json``."""
    heads = {
        name: {
            "scale": round(entry.scale, 6),
            "bias": [round(value, 6) for value in entry.bias],
            "threshold": [round(value, 4) for value in entry.threshold],
        }
        for name, entry in thresholds.items()
    }
    return {"format": 1, "heads": heads}


def _fit_head(logits: FloatArray, targets: Targets, head: Head) -> tuple[float, tuple[float, ...]]:
    z = torch.from_numpy(logits[:, head.columns]).double()
    y = torch.from_numpy(targets.values[:, head.columns]).double()
    known = torch.from_numpy(targets.known[:, head.columns])
    if not bool(known.any()):
        return 1.0, (0.0,) * len(head.labels)
    log_scale = torch.zeros((), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(len(head.labels), dtype=torch.float64, requires_grad=True)
    loss = _softmax_nll if head.kind is Kind.SOFTMAX else _sigmoid_nll
    _minimise([log_scale, bias], lambda: loss(log_scale.exp() * z + bias, y, known, bias))
    return float(log_scale.detach().exp()), tuple(bias.detach().tolist())


def _softmax_nll(z: Tensor, y: Tensor, known: Tensor, bias: Tensor) -> Tensor:
    rows = known[:, 0]
    nll = -(y[rows] * functional.log_softmax(z[rows], dim=1)).sum()
    return (nll + BIAS_L2 * len(z) * bias.square().mean()) / rows.sum()


def _sigmoid_nll(z: Tensor, y: Tensor, known: Tensor, bias: Tensor) -> Tensor:
    nll = functional.binary_cross_entropy_with_logits(z, y, reduction="none") * known
    return (nll.sum() + bias.square().sum()) / known.sum()


def _minimise(parameters: list[Tensor], loss: Callable[[], Tensor]) -> None:
    optimiser = torch.optim.LBFGS(parameters, max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return value

    optimiser.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped


def _choose(head: Head, p: NDArray[np.float64], targets: Targets) -> tuple[float, ...]:
    if head.name == "emotion":
        return ()
    if head.name == "intent":
        classes = targets.classes(head)
        known = classes >= 0
        return (best_threshold(p[known, 0], classes[known] == 0, macro=True),)
    if head.name == "severity":
        classes = targets.classes(head)
        known = classes >= 0
        return tuple(
            best_threshold(p[known, step:].sum(axis=1), classes[known] >= step, macro=True)
            for step in range(1, len(head.labels))
        )
    macro = head.name == "any"
    values, mask = targets.values[:, head.columns] > 0, targets.known[:, head.columns]
    return tuple(
        best_threshold(p[mask[:, i], i], values[mask[:, i], i], macro=macro)
        for i in range(len(head.labels))
    )


def best_threshold(p: NDArray[np.float64], y: NDArray[np.bool_], *, macro: bool = False) -> float:
    """Threshold of :data:`GRID` with the best F1 of "yes", or mean F1 of "yes" and "no".

    The curve is smoothed over five neighbours: a plateau is preferred to a lucky peak.
    """
    if min(int(y.sum()), int((~y).sum())) < COARSE:
        return RARE_THRESHOLD
    scores = np.array([_f1(p >= t, y) + (macro and _f1(p < t, ~y)) for t in GRID])
    smooth = np.convolve(np.pad(scores, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    return float(GRID[int(smooth.argmax())])


def _f1(given: NDArray[np.bool_], y: NDArray[np.bool_]) -> float:
    hits = float((given & y).sum())
    misses = float((given ^ y).sum()) + PSEUDO_COUNT
    return 2 * hits / (2 * hits + misses)
