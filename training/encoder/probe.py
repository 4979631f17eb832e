"""Linear probe: the heads alone, fitted to convergence on frozen sentence vectors."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.encoder.heads import BY_NAME, N_LOGITS
from training.encoder.losses import label_weights, masked_loss
from training.encoder.targets import Targets

FloatArray = NDArray[np.float32]


def fit_probe(
    pooled: FloatArray,
    targets: Targets,
    *,
    l2: float,
    head_l2: Mapping[str, float] | None = None,
    weight_cap: float,
    head_weights: Mapping[str, float] | None = None,
    steps: int = 100,
) -> nn.Linear:
    """Heads minimising the masked loss plus ``l2`` times the squared weights, by L-BFGS.

    ``head_l2`` has the penalty of heads that need another one, by name.

    The vectors are standardised while fitting and the standardisation is folded into the layer
    returned, which therefore takes ``pooled`` ``[n, width]`` as it is.  Deterministic: the
    problem is convex and starts at zero.
    """
    vectors = torch.from_numpy(pooled)
    mean, deviation = vectors.mean(dim=0), vectors.std(dim=0).clamp(min=1e-6)
    inputs = (vectors - mean) / deviation
    values, known = torch.from_numpy(targets.values), torch.from_numpy(targets.known)
    weights = label_weights(targets, weight_cap)
    penalty = torch.full((N_LOGITS, 1), l2)
    for name, value in (head_l2 or {}).items():
        penalty[BY_NAME[name].columns] = value
    layer = nn.Linear(pooled.shape[1], N_LOGITS)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimiser = torch.optim.LBFGS(
        layer.parameters(), max_iter=steps, history_size=20, line_search_fn="strong_wolfe"
    )

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = masked_loss(layer(inputs), values, known, weights, head_weights)
        loss = loss + (penalty * layer.weight.square()).sum()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    with torch.no_grad():
        layer.bias.sub_(layer.weight @ (mean / deviation))
        layer.weight.div_(deviation)
    return layer
