"""Rule ``compensate``: a gesture within the brand's limits, which only a person grants."""

from data.schemas.suggestion import Gesture
from data.taxonomy import Intent, Risk, RiskLevel, Rule
from service.policy.case import Case
from service.policy.reasons import reason

_LEGAL = frozenset({Risk.LEGAL_ACTION, Risk.REGULATOR})
_GRAVE = frozenset({RiskLevel.HIGH, RiskLevel.CRITICAL})


def compensate(case: Case, level: RiskLevel) -> Gesture:
    """Whether a person may grant a gesture, and how much at most.

    Not while a legal matter is open: a gesture may be read as an admission.
    """
    if case.intent is not Intent.COMPLAINT:
        return Gesture(allowed=False)
    policy, severity = case.policy.gesture, case.understanding.severity
    hindrance = _hindrance(case, level)
    if hindrance:
        return Gesture(allowed=False, reason=reason(Rule.COMPENSATE, "not_allowed", hindrance))
    evidence = "the company failed: a person may grant a gesture; no draft promises it"
    return Gesture(
        allowed=True,
        max_amount=policy.max_amount,
        currency=policy.currency,
        reason=reason(Rule.COMPENSATE, f"severity_{severity.level}", evidence, severity.confidence),
    )


def _hindrance(case: Case, level: RiskLevel) -> str | None:
    policy, understanding = case.policy.gesture, case.understanding
    topics = {item.label for item in understanding.topics}
    if not policy.enabled:
        return "the brand's policy grants no gesture"
    if any(item.label in _LEGAL for item in understanding.risk) or level in _GRAVE:
        return "a risk is open: its owner decides first"
    if understanding.severity.level < policy.min_severity:
        return f"severity is under {policy.min_severity}"
    if policy.topics and not topics & set(policy.topics):
        return "the matter is not one the brand's policy makes gestures for"
    return None
