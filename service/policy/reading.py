"""What one message's understanding amounts to, under a brand's thresholds."""

from typing import Final

from data.schemas.suggestion import Understanding
from data.taxonomy import Emotion, Hostility, Intent, Severity
from service.policy.brand import BrandPolicy

_ANGRY: Final = frozenset({Emotion.ANGER, Emotion.FRUSTRATION, Emotion.DISAPPOINTMENT})


def own_intent(understanding: Understanding) -> Intent:
    """The intent, where what the other heads say leaves no doubt of it.

    Ironic praise is a complaint; so is a message of no stated kind in which someone is annoyed and
    lost something: to say nothing there is the worst sin (``acknowledge-fast``).
    """
    intent = understanding.intent.label
    ironic = intent is Intent.PRAISE and understanding.sarcasm.flag
    annoyed = (
        intent is Intent.OTHER
        and understanding.emotion.label in _ANGRY
        and understanding.severity.level >= Severity.ANNOYED
    )
    return Intent.COMPLAINT if ironic or annoyed else intent


def hostile(understanding: Understanding, policy: BrandPolicy) -> bool:
    """Whether the message is hostile to the company or its people.

    Swearing alone is not when it praises, nor when it says nothing to the company and no anger
    is in it ("damn, what a match").
    """
    floor = policy.thresholds.hostility
    labels = {item.label for item in understanding.hostility.labels if item.probability >= floor}
    if labels - {Hostility.PROFANITY}:
        return True
    intent = own_intent(understanding)
    if not labels or intent is Intent.PRAISE:
        return False
    return intent is not Intent.OTHER or understanding.emotion.label in _ANGRY


def contented(understanding: Understanding) -> bool:
    """Whether the message is content: praise or thanks meant as such, or plain joy."""
    if understanding.sarcasm.flag:
        return False
    intent = understanding.intent.label
    joyful = intent is Intent.OTHER and understanding.emotion.label is Emotion.JOY
    return intent is Intent.PRAISE or joyful
