"""Where each head lies in the encoder's output: a contract between training and serving.

The order of heads, and of labels within a head, follows ``data.taxonomy``.  The digest of the
layout is stored in every bundle, so that weights and code cannot disagree in silence.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.taxonomy import Emotion, Hostility, Intent, PrivateReason, Risk, Severity, Topic


class Kind(StrEnum):
    """``SOFTMAX`` one label of several; ``SIGMOID`` any of several, each on its own."""

    SOFTMAX = "softmax"
    SIGMOID = "sigmoid"


@dataclass(frozen=True)
class Head:
    """``labels`` name the columns ``start .. start + len(labels)`` of the logits."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.labels)

    @property
    def columns(self) -> slice:
        return slice(self.start, self.stop)


def _layout() -> tuple[Head, ...]:
    specification: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
        ("intent", Kind.SOFTMAX, tuple(Intent)),
        ("topics", Kind.SIGMOID, tuple(Topic)),
        ("severity", Kind.SOFTMAX, tuple(str(int(level)) for level in Severity)),
        ("sarcasm", Kind.SIGMOID, ("sarcasm",)),
        ("hostility", Kind.SIGMOID, tuple(Hostility)),
        ("private_reasons", Kind.SIGMOID, tuple(PrivateReason)),
        ("risk", Kind.SIGMOID, tuple(Risk)),
        ("emotion", Kind.SOFTMAX, tuple(Emotion)),
        # "Any of the group" learns from far more positives than its rare labels, and is what the
        # policy asks first: is it hostile, is it risky, does it belong in private.
        ("any", Kind.SIGMOID, ("hostility", "private_reasons", "risk")),
    )
    heads: list[Head] = []
    start = 0
    for name, kind, labels in specification:
        head = Head(name, kind, tuple(str(label) for label in labels), start)
        heads.append(head)
        start = head.stop
    return tuple(heads)


HEADS: Final[tuple[Head, ...]] = _layout()
BY_NAME: Final[dict[str, Head]] = {head.name: head for head in HEADS}
N_LOGITS: Final[int] = HEADS[-1].stop

PREFIX: Final = "query: "
"""What the base was pre-trained to see before a text (multilingual-e5)."""


def layout_digest(heads: tuple[Head, ...] = HEADS) -> str:
    """SHA-256 of the names, kinds and labels of ``heads`` in order."""
    description = [[head.name, head.kind.value, list(head.labels)] for head in heads]
    return hashlib.sha256(json.dumps(description).encode()).hexdigest()
