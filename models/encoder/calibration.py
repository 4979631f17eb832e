"""From logits to calibrated probabilities, and from those to labels.

``thresholds.json`` holds for each head ``scale``, ``bias`` (one per label) and ``threshold``:

* sigmoid heads: ``p = sigmoid(scale * z + bias)`` (Platt scaling with one slope per head); a label
  is given when ``p >= threshold``, one threshold per label;
* softmax heads: ``p = softmax(scale * z + bias)`` (temperature and prior correction).  ``intent``
  has one threshold: at or over it the label is ``complaint``, under it the likeliest.
  ``severity`` has three: the level is the number of steps k = 1, 2, 3, counted up to the first
  that fails, with ``P(level >= k) >= threshold[k - 1]``.  ``emotion`` has none: the likeliest.

The probability of sarcasm is the head's own times that of not being sincere praise.

The ``any`` head gates its groups: see :func:`interpret`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.taxonomy import Emotion, Hostility, Intent, PrivateReason, Risk, Topic
from models.encoder.heads import BY_NAME, HEADS, N_LOGITS, Head, Kind

Array = NDArray[np.floating[Any]]
_COMPLAINT: Final = BY_NAME["intent"].labels.index(Intent.COMPLAINT)
_PRAISE: Final = BY_NAME["intent"].start + BY_NAME["intent"].labels.index(Intent.PRAISE)


@dataclass(frozen=True)
class HeadThresholds:
    """Calibration and decision of one head; see the module's text."""

    scale: float
    bias: tuple[float, ...]
    threshold: tuple[float, ...]


Thresholds = Mapping[str, HeadThresholds]


def parse_thresholds(content: Mapping[str, Any]) -> dict[str, HeadThresholds]:
    """``thresholds.json`` as objects.

    Raises:
        ValueError: a head is missing, or has a number of values other than its layout's.
    """
    parsed: dict[str, HeadThresholds] = {}
    for head in HEADS:
        try:
            raw = content["heads"][head.name]
            entry = HeadThresholds(
                float(raw["scale"]),
                tuple(map(float, raw["bias"])),
                tuple(map(float, raw["threshold"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"thresholds of head {head.name!r} lack {error}") from error
        expected = _threshold_count(head)
        if (len(entry.bias), len(entry.threshold)) != (len(head.labels), expected):
            raise ValueError(
                f"thresholds of head {head.name!r} need {len(head.labels)} biases and "
                f"{expected} thresholds"
            )
        parsed[head.name] = entry
    return parsed


def _threshold_count(head: Head) -> int:
    special = {"intent": 1, "severity": len(head.labels) - 1, "emotion": 0}
    return special.get(head.name, len(head.labels))


def default_thresholds() -> dict[str, HeadThresholds]:
    """Uncalibrated: scale 1, no bias, every threshold 0.5."""
    return {
        head.name: HeadThresholds(1.0, (0.0,) * len(head.labels), (0.5,) * _threshold_count(head))
        for head in HEADS
    }


def probabilities(logits: Array, thresholds: Thresholds) -> NDArray[np.float64]:
    """Calibrated probabilities ``[..., N_LOGITS]`` of logits of the same shape.

    Raises:
        ValueError: the last axis is not ``N_LOGITS`` long.
    """
    if logits.shape[-1] != N_LOGITS:
        raise ValueError(f"logits have {logits.shape[-1]} columns, the layout has {N_LOGITS}")
    out = np.empty(logits.shape, np.float64)
    for head in HEADS:
        entry = thresholds[head.name]
        z = entry.scale * logits[..., head.columns].astype(np.float64) + np.asarray(entry.bias)
        out[..., head.columns] = _softmax(z) if head.kind is Kind.SOFTMAX else _sigmoid(z)
    # By the label guide praise is sincere: what is ironic is a complaint.  The sarcasm head, alone,
    # takes many a delighted customer for an ironic one.
    out[..., BY_NAME["sarcasm"].start] *= 1.0 - out[..., _PRAISE]
    return out


def _softmax(z: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _sigmoid(z: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(z, -60, 60)))
    return result


@dataclass(frozen=True)
class HeadEstimates:
    """What the encoder says of one message.

    Lists hold the labels given, likeliest first, each with its calibrated probability.  The
    ``*_probability`` of a group is that of "any label of the group".
    """

    intent: Intent
    intent_confidence: float
    intent_probabilities: dict[Intent, float]
    topics: tuple[tuple[Topic, float], ...]
    severity: int
    severity_confidence: float
    severity_probabilities: tuple[float, float, float, float]
    sarcasm: bool
    sarcasm_probability: float
    hostility_flag: bool
    hostility_probability: float
    hostility: tuple[tuple[Hostility, float], ...]
    private_flag: bool
    private_probability: float
    private_reasons: tuple[tuple[PrivateReason, float], ...]
    risk_flag: bool
    risk_probability: float
    risk: tuple[tuple[Risk, float], ...]
    emotion: Emotion
    emotion_confidence: float


def interpret(logits_row: Array, thresholds: Thresholds) -> HeadEstimates:
    """Labels and probabilities of one row of logits ``[N_LOGITS]``.

    A group (hostility, private reasons, risk) is flagged when its ``any`` probability or one of
    its labels passes its threshold; a flagged group always names at least its likeliest label.
    """
    p = probabilities(logits_row, thresholds)
    intent = decide_intent(p, thresholds)
    level = decide_severity(p, thresholds)
    severity_p = p[BY_NAME["severity"].columns]
    emotion_p = p[BY_NAME["emotion"].columns]
    emotion = int(emotion_p.argmax())
    sarcasm = float(p[BY_NAME["sarcasm"].start])
    intent_p = p[BY_NAME["intent"].columns]
    hostility = _group(p, thresholds, "hostility")
    private = _group(p, thresholds, "private_reasons")
    risk = _group(p, thresholds, "risk")
    return HeadEstimates(
        intent=tuple(Intent)[intent],
        intent_confidence=float(intent_p[intent]),
        intent_probabilities={
            label: float(value) for label, value in zip(Intent, intent_p, strict=True)
        },
        topics=tuple((Topic(label), value) for label, value in _labels(p, thresholds, "topics")),
        severity=level,
        severity_confidence=float(severity_p[level]),
        severity_probabilities=(
            float(severity_p[0]),
            float(severity_p[1]),
            float(severity_p[2]),
            float(severity_p[3]),
        ),
        sarcasm=sarcasm >= thresholds["sarcasm"].threshold[0],
        sarcasm_probability=sarcasm,
        hostility_flag=bool(hostility[1]),
        hostility_probability=hostility[0],
        hostility=tuple((Hostility(label), value) for label, value in hostility[1]),
        private_flag=bool(private[1]),
        private_probability=private[0],
        private_reasons=tuple((PrivateReason(label), value) for label, value in private[1]),
        risk_flag=bool(risk[1]),
        risk_probability=risk[0],
        risk=tuple((Risk(label), value) for label, value in risk[1]),
        emotion=tuple(Emotion)[emotion],
        emotion_confidence=float(emotion_p[emotion]),
    )


def decide_intent(p: NDArray[np.float64], thresholds: Thresholds) -> int:
    """Index of the intent of one row of probabilities ``[N_LOGITS]``.

    The likeliest, or ``complaint`` from its threshold on, though another be likelier.
    """
    intent = p[BY_NAME["intent"].columns]
    if intent[_COMPLAINT] >= thresholds["intent"].threshold[0]:
        return _COMPLAINT
    return int(intent.argmax())


def decide_severity(p: NDArray[np.float64], thresholds: Thresholds) -> int:
    """Severity level, 0 to 3, of one row of probabilities ``[N_LOGITS]``."""
    levels = p[BY_NAME["severity"].columns]
    level = 0
    for step, threshold in enumerate(thresholds["severity"].threshold, start=1):
        if levels[step:].sum() < threshold:
            break
        level = step
    return level


def _labels(p: NDArray[np.float64], thresholds: Thresholds, name: str) -> list[tuple[str, float]]:
    head = BY_NAME[name]
    scored = zip(head.labels, p[head.columns], thresholds[name].threshold, strict=True)
    given = [(label, float(value)) for label, value, threshold in scored if value >= threshold]
    return sorted(given, key=lambda item: -item[1])


def _group(
    p: NDArray[np.float64], thresholds: Thresholds, name: str
) -> tuple[float, list[tuple[str, float]]]:
    any_head, head = BY_NAME["any"], BY_NAME[name]
    offset = any_head.labels.index(name)
    probability = float(p[any_head.start + offset])
    given = _labels(p, thresholds, name)
    if not given and probability >= thresholds["any"].threshold[offset]:
        best = int(p[head.columns].argmax())
        given = [(head.labels[best], float(p[head.start + best]))]
    # The group is at least as likely as its likeliest label.
    return max([probability, *(value for _, value in given)]), given
