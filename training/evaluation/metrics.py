"""Scores of each head from calibrated probabilities; unknown cells take no part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.encoder.calibration import Thresholds, decide_intent, decide_severity, probabilities
from models.encoder.heads import BY_NAME, Head
from training.encoder.targets import FloatArray, Targets

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Scores = dict[str, float]

ECE_BINS: Final = 10
LOSS_LEVEL: Final = 2
"""Severity from which a message is about a real loss."""


def f1(given: Bools, truth: Bools) -> float:
    """F1 of "yes"; 0 when nothing is true and something was given, 1 when both are empty."""
    total = int(given.sum()) + int(truth.sum())
    return 1.0 if total == 0 else 2 * int((given & truth).sum()) / total


def auc(scores: Floats, truth: Bools) -> float:
    """Area under the ROC curve by ranks, ties at their mean; NaN when only one side is present."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    above = float(ranks[inverse][truth].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def ece(p: Floats, truth: Bools, bins: int = ECE_BINS) -> float:
    """Expected calibration error (Naeini et al. 2015) over equal-width bins of probability."""
    if not len(p):
        return float("nan")
    number = np.minimum((p * bins).astype(int), bins - 1)
    gaps = (
        abs(float(p[number == i].mean()) - float(truth[number == i].mean()))
        * float((number == i).mean())
        for i in range(bins)
        if bool((number == i).any())
    )
    return float(sum(gaps))


def flag_scores(p: Floats, given: Bools, truth: Bools) -> Scores:
    """Scores of one yes/no question over ``n`` rows, ``positive`` of them true."""
    return {
        "n": len(truth),
        "positive": int(truth.sum()),
        "f1": f1(given, truth),
        "macro_f1": (f1(given, truth) + f1(~given, ~truth)) / 2,
        "precision": float(truth[given].mean()) if given.any() else float("nan"),
        "recall": float(given[truth].mean()) if truth.any() else float("nan"),
        "auc": auc(p, truth),
        "ece": ece(p, truth),
    }


def class_scores(p: Floats, given: Ints, truth: Ints, labels: Sequence[str]) -> dict[str, Any]:
    """Scores of a one-of head; macro-F1 is over the classes that occur in ``truth``."""
    per_label = {label: f1(given == i, truth == i) for i, label in enumerate(labels)}
    present = [per_label[label] for i, label in enumerate(labels) if (truth == i).any()]
    confidence = p[np.arange(len(p)), given]
    return {
        "n": len(truth),
        "accuracy": float((given == truth).mean()) if len(truth) else float("nan"),
        "macro_f1": float(np.mean(present)) if present else float("nan"),
        "ece": ece(confidence, given == truth),
        "per_label": per_label,
    }


def label_scores(given: Bools, truth: Bools, known: Bools, labels: Sequence[str]) -> dict[str, Any]:
    """Scores of an any-of head; macro-F1 is over the labels that occur among known cells."""
    per_label = {
        label: f1(given[known[:, i], i], truth[known[:, i], i]) for i, label in enumerate(labels)
    }
    support = {label: int(truth[known[:, i], i].sum()) for i, label in enumerate(labels)}
    present = [per_label[label] for label in labels if support[label]]
    return {
        "n": int(known.any(axis=1).sum()),
        "micro_f1": f1(given[known], truth[known]),
        "macro_f1": float(np.mean(present)) if present else float("nan"),
        "per_label": per_label,
        "support": support,
    }


def score_heads(logits: FloatArray, targets: Targets, thresholds: Thresholds) -> dict[str, Any]:
    """All scores by name: the flags a reply hangs on, then the heads label by label.

    Flags: ``complaint``, ``severity_2`` (severity of 2 or 3), ``sarcasm``, ``hostility``,
    ``private``, ``risk``.  Heads: ``intent``, ``severity``, ``emotion``, ``topics``,
    ``hostility_labels``, ``private_labels``, ``risk_labels``.
    """
    p = probabilities(logits, thresholds)
    out: dict[str, Any] = {}
    decisions: tuple[tuple[str, Callable[[Floats], int]], ...] = (
        ("intent", lambda row: decide_intent(row, thresholds)),
        ("severity", lambda row: decide_severity(row, thresholds)),
        ("emotion", lambda row: int(row[BY_NAME["emotion"].columns].argmax())),
    )
    for name, decide in decisions:
        head = BY_NAME[name]
        truth = targets.classes(head)
        known = truth >= 0
        rows = p[known]
        given = np.array([decide(row) for row in rows], np.int64)
        classes = truth[known]
        out[name] = class_scores(rows[:, head.columns], given, classes, head.labels)
        if name == "intent":
            out["complaint"] = flag_scores(rows[:, head.start], given == 0, classes == 0)
        if name == "severity":
            upper = rows[:, head.start + LOSS_LEVEL : head.stop].sum(axis=1)
            out["severity_2"] = flag_scores(upper, given >= LOSS_LEVEL, classes >= LOSS_LEVEL)
    out["sarcasm"] = _sarcasm(p, targets, thresholds)
    out["topics"] = _labels(p, targets, thresholds, BY_NAME["topics"])
    for offset, (flag, group) in enumerate(
        (("hostility", "hostility"), ("private", "private_reasons"), ("risk", "risk"))
    ):
        out[flag] = _flag(p, targets, thresholds, offset, BY_NAME[group])
        out[f"{flag}_labels"] = _labels(p, targets, thresholds, BY_NAME[group])
    return out


def _sarcasm(p: Floats, targets: Targets, thresholds: Thresholds) -> Scores:
    column = BY_NAME["sarcasm"].start
    known = targets.known[:, column]
    scores = p[known, column]
    given = scores >= thresholds["sarcasm"].threshold[0]
    return flag_scores(scores, given, targets.values[known, column] > 0)


def _labels(p: Floats, targets: Targets, thresholds: Thresholds, head: Head) -> dict[str, Any]:
    given = p[:, head.columns] >= np.asarray(thresholds[head.name].threshold)
    truth = targets.values[:, head.columns] > 0
    return label_scores(given, truth, targets.known[:, head.columns], head.labels)


def _flag(p: Floats, targets: Targets, thresholds: Thresholds, offset: int, head: Head) -> Scores:
    column = BY_NAME["any"].start + offset
    known = targets.known[:, column]
    labelled = p[:, head.columns] >= np.asarray(thresholds[head.name].threshold)
    given = (p[:, column] >= thresholds["any"].threshold[offset]) | labelled.any(axis=1)
    return flag_scores(p[known, column], given[known], targets.values[known, column] > 0)


def report(
    logits: FloatArray,
    targets: Targets,
    slices: Sequence[Sequence[str]],
    thresholds: Thresholds,
) -> dict[str, Any]:
    """:func:`score_heads` of all rows, then of each slice by its name."""
    names = sorted({name for row in slices for name in row})
    out: dict[str, Any] = {"all": score_heads(logits, targets, thresholds)}
    for name in names:
        rows = [i for i, row in enumerate(slices) if name in row]
        out[name] = score_heads(logits[rows], targets.take(rows), thresholds)
    return out


def summary(scores: Mapping[str, Any]) -> dict[str, float]:
    """The few numbers that go into manifests and trackers."""
    picks = {
        "complaint_macro_f1": ("complaint", "macro_f1"),
        "complaint_auc": ("complaint", "auc"),
        "severity_2_macro_f1": ("severity_2", "macro_f1"),
        "severity_macro_f1": ("severity", "macro_f1"),
        "sarcasm_f1": ("sarcasm", "f1"),
        "sarcasm_auc": ("sarcasm", "auc"),
        "hostility_f1": ("hostility", "f1"),
        "hostility_auc": ("hostility", "auc"),
        "private_macro_f1": ("private", "macro_f1"),
        "private_auc": ("private", "auc"),
        "risk_f1": ("risk", "f1"),
        "risk_auc": ("risk", "auc"),
        "topics_micro_f1": ("topics", "micro_f1"),
        "emotion_macro_f1": ("emotion", "macro_f1"),
    }
    return {name: round(float(scores[head][key]), 4) for name, (head, key) in picks.items()}
