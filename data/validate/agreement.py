"""Agreement of two labellings of the same messages: Cohen's kappa per head.

Source: Cohen, "A Coefficient of Agreement for Nominal Scales", 1960; for severity, which is
ordered, also with quadratic weights (Cohen, 1968).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.schemas.example import Labels
from data.taxonomy import Intent

Reading = Callable[[Labels], object]

READINGS: Final[Mapping[str, Reading]] = {
    "complaint": lambda labels: labels.intent is Intent.COMPLAINT,
    "intent": lambda labels: labels.intent,
    "sarcasm": lambda labels: labels.sarcasm,
    "hostility": lambda labels: bool(labels.hostility),
    "private": lambda labels: bool(labels.private_reasons),
    "risk": lambda labels: bool(labels.risk),
    "severity": lambda labels: labels.severity,
    "emotion": lambda labels: labels.emotion,
}
"""What is compared of two labellings."""


@dataclass(frozen=True)
class Agreement:
    """``kappa`` is 1 for full agreement and 0 for that of chance; ``share`` of equal labels."""

    head: str
    kappa: float
    weighted: float | None
    share: float
    differing: tuple[str, ...]


def agreements(one: Mapping[str, Labels], other: Mapping[str, Labels]) -> list[Agreement]:
    """Agreement on the messages that both have, by id, head by head."""
    common = sorted(set(one) & set(other))
    found = []
    for head, reading in READINGS.items():
        left = [reading(one[key]) for key in common]
        right = [reading(other[key]) for key in common]
        differing = tuple(k for k, a, b in zip(common, left, right, strict=True) if a != b)
        weighted = kappa(left, right, ordered=True) if head == "severity" else None
        share = 1 - len(differing) / len(common) if common else 0.0
        found.append(Agreement(head, kappa(left, right), weighted, share, differing))
    return found


def kappa(left: Sequence[object], right: Sequence[object], *, ordered: bool = False) -> float:
    """Cohen's kappa, with quadratic weights when the values are ordered numbers."""
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415  the train extra

    if not left or set(left) == set(right) == {left[0]}:
        return 1.0
    weights = "quadratic" if ordered else None
    if ordered:
        return float(cohen_kappa_score(list(left), list(right), weights=weights))
    return float(cohen_kappa_score([str(value) for value in left], [str(v) for v in right]))
