"""A safety net under the encoder: what a message says in so many words.

The encoder has seen few examples of the rarest risks, and missing one of them costs the most; and
to thank someone for their irony is the one answer that makes everything worse.  A recogniser is in
the net only where its precision on the labelled corpus is high (``python -m
tests.bench.safety_net`` prints it); it adds what was missed, and takes nothing away.
"""

from functools import lru_cache
from importlib import resources
from typing import Final

import regex
import yaml

from data.taxonomy import Language, Risk
from models.spans.extract import extract
from models.spans.fold import fold

NET: Final[dict[str, tuple[Risk, float]]] = {
    "self_harm_words": (Risk.SELF_HARM, 0.95),
    "legal_step": (Risk.LEGAL_ACTION, 0.85),
    "danger": (Risk.SAFETY, 0.7),
}
"""Situation recognised in the words, the risk it stands for, and its precision, rounded down."""


IRONY_PRECISION: Final = 0.85
"""Precision of the irony recogniser on the labelled corpus, rounded down."""
_MAX_CHARS: Final = 2_000


def risks_said(text: str, language: Language) -> dict[Risk, float]:
    """Risks that ``text`` states outright, each with the precision of its recogniser."""
    said = {hit.situation for hit in extract(text, language).situations}
    return {risk: precision for name, (risk, precision) in NET.items() if name in said}


def irony_said(text: str, language: Language) -> bool:
    """Whether ``text`` thanks or congratulates for a failure ("great job losing my bag")."""
    if language is Language.OTHER:
        return False
    return _irony(language).search(fold(text[:_MAX_CHARS], language)) is not None


@lru_cache(maxsize=2)
def _irony(language: Language) -> regex.Pattern[str]:
    source = resources.files("models.spans").joinpath("frames/irony.yaml")
    patterns = yaml.safe_load(source.read_text(encoding="utf-8"))
    return regex.compile(rf"\b(?:{patterns[language.value]})")
