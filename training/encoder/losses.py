"""Masked multi-head loss: unknown labels weigh nothing, heads weigh the same."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.encoder.heads import HEADS, N_LOGITS, Kind
from training.encoder.targets import Targets


def label_weights(targets: Targets, cap: float) -> Tensor:
    """Weight ``[N_LOGITS]`` of each label when it is positive, or the true class of a softmax.

    Sigmoid: the square root of negatives over positives, within ``1 .. cap``: full balance makes
    rare labels shout on small data.  Softmax: the square root of the mean class count over its
    own, within ``1/cap .. cap``.
    """
    weights = np.ones(N_LOGITS, np.float32)
    positive = (targets.values * targets.known).sum(axis=0)
    known = targets.known.sum(axis=0)
    for head in HEADS:
        count = positive[head.columns]
        if head.kind is Kind.SIGMOID:
            ratio = (known[head.columns] - count) / np.maximum(count, 1)
            weights[head.columns] = np.clip(np.sqrt(ratio), 1.0, cap)
        else:
            ratio = count.mean() / np.maximum(count, 1)
            weights[head.columns] = np.clip(np.sqrt(ratio), 1 / cap, cap)
    return torch.from_numpy(weights)


def masked_loss(
    logits: Tensor,
    values: Tensor,
    known: Tensor,
    weights: Tensor,
    head_weights: Mapping[str, float] | None = None,
    smoothing: float = 0.0,
) -> Tensor:
    """Weighted mean over heads of each head's mean loss over its known labels.

    Args:
        logits: ``[batch, N_LOGITS]``.
        values: 0/1 targets of the same shape, one-hot for softmax heads.
        known: boolean mask of the same shape; a softmax head is known as a whole.
        weights: ``[N_LOGITS]`` from :func:`label_weights`.
        head_weights: weight of a head by its name, 1 by default.
        smoothing: label smoothing, the share of the target spread evenly.

    Returns:
        A scalar; a head with no known label in the batch takes no part in it.
    """
    total = logits.new_zeros(())
    mass = 0.0
    for head in HEADS:
        mask = known[:, head.columns]
        if not bool(mask.any()):
            continue
        share = (head_weights or {}).get(head.name, 1.0)
        z, y, w = logits[:, head.columns], values[:, head.columns], weights[head.columns]
        if head.kind is Kind.SOFTMAX:
            loss = _softmax_loss(z[mask[:, 0]], y[mask[:, 0]], w, smoothing)
        else:
            loss = _sigmoid_loss(z, y, mask, w, smoothing)
        total = total + share * loss
        mass += share
    return total / max(mass, 1e-9)


def _softmax_loss(z: Tensor, y: Tensor, weights: Tensor, smoothing: float) -> Tensor:
    row_weights = (y * weights).sum(dim=1)
    soft = y * (1 - smoothing) + smoothing / y.shape[1]
    per_row = -(soft * functional.log_softmax(z, dim=1)).sum(dim=1)
    return (per_row * row_weights).sum() / row_weights.sum()


def _sigmoid_loss(z: Tensor, y: Tensor, mask: Tensor, weights: Tensor, smoothing: float) -> Tensor:
    soft = y * (1 - smoothing) + smoothing / 2
    per_cell = functional.binary_cross_entropy_with_logits(z, soft, reduction="none")
    cell_weights = mask * (1 + y * (weights - 1))
    # A row whose other labels are unknown still counts as one row, whatever the head's width.
    return (per_cell * cell_weights).sum() / mask.sum()
