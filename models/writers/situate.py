"""Which situations a reply may be about, and how sure we are.

Three witnesses: the written frames (what the message literally says), the classifier fitted on
the exemplars' messages (what it is like), and the encoder's topics and intent (what it is about).
"""

from collections.abc import Sequence
from typing import Final

from data.situations import SITUATION_TOPIC
from data.taxonomy import Hostility, Intent, Risk
from models.writers.base import MessageView

_FRAME_UNIT: Final = 0.15
"""Score of one unit of frame weight; a frame of weight 4 gives 0.6."""
_WORDED: Final = 0.1
_CLASSIFIER: Final = 1.3
_ALONE: Final = 0.2
"""Classifier score from which a situation that no frame found is considered."""
_PRESUMING: Final = frozenset({"repeated_problem", "same_here", "leaving"})
_ALONE_PRESUMING: Final = 0.35
"""These presume a history; said or very likely, or not at all."""
_IN_TOPIC: Final = 0.15
_OFF_TOPIC: Final = 0.45
_ABOUT_BASE: Final = 0.06
_ABOUT_SURE: Final = 0.38
"""A topic's own situation presumes nothing but the topic, so it scores by how sure that is; what is
said in so many words, or what the classifier is sure of, scores higher."""

PRAISE: Final = frozenset({"praise_staff", "praise_product", "praise_service", "problem_solved"})
QUESTIONS: Final = frozenset({"question_info", "question_outage", "request_contact", "suggestion"})
_ASKED_IN_COMPLAINTS: Final = frozenset({"request_contact", "question_outage"})
_ASKING: Final = frozenset({Intent.QUESTION, Intent.REQUEST})


_NEEDS_HOSTILITY: Final = {
    "insulted": frozenset({Hostility.INSULT, Hostility.PROFANITY}),
    "threatened": frozenset({Hostility.THREAT}),
    "harassed_employee": frozenset({Hostility.HARASSMENT}),
    "hateful": frozenset({Hostility.HATE}),
}
HOSTILE: Final = frozenset(_NEEDS_HOSTILITY)
_NEEDS_RISK: Final = {
    "self_harm_words": frozenset({Risk.SELF_HARM}),
    "vulnerable_person": frozenset({Risk.VULNERABLE}),
    "danger": frozenset({Risk.SAFETY}),
    "injury": frozenset({Risk.SAFETY}),
    "discrimination": frozenset({Risk.DISCRIMINATION}),
    "data_leak": frozenset({Risk.DATA_BREACH}),
    "staff_misconduct": frozenset({Risk.STAFF_MISCONDUCT}),
    "legal_step": frozenset({Risk.LEGAL_ACTION, Risk.REGULATOR}),
    "bereavement": frozenset(),
    "scam_impersonation": frozenset({Risk.FRAUD}),
    "contract_without_consent": frozenset({Risk.FRAUD}),
}
"""Situations whose words would be out of place without evidence: the label, or (except for the
hostile ones) a frame that found it said."""


def _evident(situation: str, view: MessageView) -> bool:
    if situation in _NEEDS_HOSTILITY:
        labels = {item.label for item in view.understanding.hostility.labels}
        return bool(labels & _NEEDS_HOSTILITY[situation])
    if situation in _NEEDS_RISK:
        risks = {item.label for item in view.understanding.risk}
        said = any(hit.situation == situation for hit in view.facts.situations)
        return said or bool(risks & _NEEDS_RISK[situation])
    return True


def _allowed(situation: str, intent: Intent, said: frozenset[str]) -> bool:
    if intent is Intent.PRAISE:
        return situation in PRAISE
    if situation in PRAISE:
        return False
    if intent in _ASKING:
        return situation not in HOSTILE
    return situation not in QUESTIONS or (situation in _ASKED_IN_COMPLAINTS and situation in said)


def score_situations(
    view: MessageView, intent: Intent, likely: Sequence[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Situations with a score in [0, 1], best first.

    ``intent`` is what the reply has to be for (ironic praise is a complaint); ``likely`` is the
    classifier's opinion, which alone must be strong.
    """
    said = frozenset(hit.situation for hit in view.facts.situations)
    topics = {estimate.label for estimate in view.understanding.topics}
    scores: dict[str, float] = {}
    for frame in view.facts.situations:
        worded = _WORDED if frame.failure else 0.0
        scores[frame.situation] = frame.weight * _FRAME_UNIT + worded
    if "request_contact" in scores and any(hit.failure for hit in view.facts.situations):
        # Whoever says what fails wants it mended, by whatever channel.
        scores["request_contact"] *= 0.5
    for situation, score in likely:
        enough = _ALONE_PRESUMING if situation in _PRESUMING else _ALONE
        heard = situation in scores or score >= enough
        if heard and not situation.startswith("about_"):
            scores[situation] = scores.get(situation, 0.0) + _CLASSIFIER * score
    for situation, score in scores.items():
        topic = SITUATION_TOPIC[situation]
        if topic is None or not topics:
            continue
        scores[situation] = score + _IN_TOPIC if topic in topics else score * _OFF_TOPIC
    for estimate in view.understanding.topics:
        about = f"about_{estimate.label}"
        scores[about] = _ABOUT_BASE + _ABOUT_SURE * estimate.confidence
    kept = [
        (name, min(score, 1.0))
        for name, score in scores.items()
        if _allowed(name, intent, said) and _evident(name, view)
    ]
    return sorted(kept, key=lambda item: (-item[1], item[0]))
