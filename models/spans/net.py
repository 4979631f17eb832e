"""A safety net under the encoder: risks that a message states in so many words.

The encoder has seen few examples of the rarest risks, and missing one of them costs the most.  A
recogniser is in the net only where its precision on the labelled corpus is high
(``python -m tests.bench.safety_net`` prints it); it adds what was missed, and takes nothing away.
"""

from typing import Final

from data.taxonomy import Language, Risk
from models.spans.extract import extract

NET: Final[dict[str, tuple[Risk, float]]] = {
    "self_harm_words": (Risk.SELF_HARM, 0.95),
    "legal_step": (Risk.LEGAL_ACTION, 0.85),
    "danger": (Risk.SAFETY, 0.7),
}
"""Situation recognised in the words, the risk it stands for, and its precision, rounded down."""


def risks_said(text: str, language: Language) -> dict[Risk, float]:
    """Risks that ``text`` states outright, each with the precision of its recogniser."""
    said = {hit.situation for hit in extract(text, language).situations}
    return {risk: precision for name, (risk, precision) in NET.items() if name in said}
