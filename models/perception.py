"""From texts to what they say: language, labels, personal data, mention, embedding."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.schemas.suggestion import (
    EmotionEstimate,
    HostilityEstimate,
    HostilityLabel,
    IntentEstimate,
    PrivateReasonEstimate,
    RiskEstimate,
    SarcasmEstimate,
    SeverityEstimate,
    TopicEstimate,
    Understanding,
)
from data.taxonomy import Intent, Language
from models.bundles import Bundle
from models.encoder.calibration import HeadEstimates, interpret
from models.encoder.session import Encoder
from models.spans.net import IRONY_PRECISION, irony_said, risks_said
from models.text.language import LanguageGuess, detect_language
from models.text.mentions import find_mention
from models.text.pii import find_pii

_PLACES: Final = 4
"""Decimals of a probability in an answer; more would be noise."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a brand is called: handles without or with @, names and misspellings."""

    handles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Perceived:
    """One text and what it says; ``embedding`` is L2-normalised, shape ``[dim]``."""

    text: str
    language: LanguageGuess
    understanding: Understanding
    embedding: NDArray[np.float32]


class Perceiver:
    """Runs the encoder once over a batch and words its estimates in the taxonomy."""

    def __init__(self, bundle: Bundle, threads: int = 2) -> None:
        self._encoder = Encoder(bundle, threads=threads)

    def perceive(self, texts: Sequence[str], names: Names | None = None) -> list[Perceived]:
        """Understand each text, in order; an empty list for no texts."""
        if not texts:
            return []
        known = names or Names()
        output = self._encoder.encode(texts)
        perceived = []
        for row, text in enumerate(texts):
            language = detect_language(text)
            heads = interpret(output.logits[row], self._encoder.thresholds)
            understanding = _understanding(text, language.language, heads, known)
            perceived.append(Perceived(text, language, understanding, output.embeddings[row]))
        return perceived


def _probability(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), _PLACES)


def _intent(heads: HeadEstimates, *, ironic: bool) -> IntentEstimate:
    """The intent; by the label guide, praise that is not meant is a complaint."""
    label, confidence = heads.intent, heads.intent_confidence
    if ironic and label is not Intent.COMPLAINT:
        label = Intent.COMPLAINT
        confidence = max(heads.intent_probabilities[label], heads.sarcasm_probability)
    return IntentEstimate(label=label, confidence=_probability(confidence))


def _risk(text: str, language: Language, heads: HeadEstimates) -> tuple[RiskEstimate, ...]:
    """The encoder's risks and those that the words state, each at its surer; likeliest first."""
    found = dict(heads.risk)
    for label, precision in risks_said(text, language).items():
        found[label] = max(precision, found.get(label, 0.0))
    ordered = sorted(found.items(), key=lambda item: -item[1])
    return tuple(RiskEstimate(label=label, probability=_probability(p)) for label, p in ordered)


def _understanding(
    text: str, language: Language, heads: HeadEstimates, names: Names
) -> Understanding:
    said_ironically = irony_said(text, language)
    return Understanding(
        intent=_intent(
            heads, ironic=said_ironically or (heads.sarcasm and heads.intent is Intent.PRAISE)
        ),
        topics=tuple(
            TopicEstimate(label=label, confidence=_probability(value))
            for label, value in heads.topics
        ),
        severity=SeverityEstimate(
            level=heads.severity, confidence=_probability(heads.severity_confidence)
        ),
        sarcasm=SarcasmEstimate(
            flag=heads.sarcasm or said_ironically,
            probability=_probability(
                max(heads.sarcasm_probability, IRONY_PRECISION * said_ironically)
            ),
        ),
        hostility=HostilityEstimate(
            flag=heads.hostility_flag,
            labels=tuple(
                HostilityLabel(label=label, probability=_probability(value))
                for label, value in heads.hostility
            ),
        ),
        emotion=EmotionEstimate(
            label=heads.emotion, confidence=_probability(heads.emotion_confidence)
        ),
        private_reasons=tuple(
            PrivateReasonEstimate(label=label, probability=_probability(value))
            for label, value in heads.private_reasons
        ),
        risk=_risk(text, language, heads),
        pii=find_pii(text),
        mention=find_mention(text, names.handles, names.names),
    )


def reply_language(
    guess: LanguageGuess, allowed: Sequence[Language], default: Language, floor: float = 0.6
) -> Language:
    """The language to answer in: the message's own when sure, else the brand's default.

    ``OTHER`` only when the message is surely in a language that the brand does not write.
    """
    if guess.language in allowed and guess.language is not Language.OTHER:
        return guess.language
    if guess.language is Language.OTHER and guess.detail is not None and guess.confidence >= floor:
        return Language.OTHER
    return default if guess.language is Language.OTHER else guess.language
