"""Rule ``risk``: what may become a legal, safety or public crisis is flagged before anyone replies.

The level of a label follows from what it is and how severe the message is; a label perceived with
less than ``thresholds.risk_certain`` counts one level lower, never lower than ``low``.  Words of
self-harm are always critical, figurative or not: a person looks.
"""

from collections.abc import Iterator
from typing import Final

from data.schemas.suggestion import Abstention, Reason, RiskAssessment
from data.taxonomy import Hostility, Intent, Risk, RiskLevel, Rule, Severity
from service.policy.case import Case
from service.policy.reasons import reason

ORDER: Final = tuple(RiskLevel)
"""Levels from none to critical."""

_ALWAYS_HIGH: Final = frozenset({Risk.SAFETY, Risk.VIOLENCE, Risk.DATA_BREACH})
_BY_SEVERITY: Final = frozenset(
    {
        Risk.LEGAL_ACTION,
        Risk.REGULATOR,
        Risk.PRESS,
        Risk.FRAUD,
        Risk.DISCRIMINATION,
        Risk.STAFF_MISCONDUCT,
    }
)
_Found = tuple[RiskLevel, str, Reason]


def risk(case: Case) -> RiskAssessment:
    """The level, the reasons worst first, and the owner of the worst."""
    found = sorted(_found(case), key=lambda item: -ORDER.index(item[0]))
    if not found:
        return RiskAssessment(flag=False, level=RiskLevel.NONE)
    level, owner, _ = found[0]
    return RiskAssessment(
        flag=True, level=level, reasons=tuple(item[2] for item in found), owner=owner
    )


def no_draft(case: Case) -> Abstention | None:
    """Abstain where even a holding draft is out of place.

    That is violence perceived with certainty, and words of self-harm that ask nothing of the
    company: a person looks, and writes.
    """
    labels = {
        item.label: item.probability
        for item in case.understanding.risk
        if item.probability >= case.policy.thresholds.risk
    }
    if labels.get(Risk.VIOLENCE, 0.0) >= case.policy.thresholds.risk_certain:
        return Abstention(
            reason="violence is spoken of: a person looks at it first, no draft", rule=Rule.RISK
        )
    if Risk.SELF_HARM in labels and not case.needs_help:
        return Abstention(
            reason="words of self-harm: a person looks at once and writes", rule=Rule.RISK
        )
    return None


def _found(case: Case) -> Iterator[_Found]:
    for item in case.understanding.risk:
        if item.probability >= case.policy.thresholds.risk:
            level = _level(case, item.label, item.probability)
            evidence = f"{level} risk: {item.label}"
            yield (
                level,
                case.policy.risk_owner(item.label),
                reason(Rule.RISK, item.label, evidence, item.probability),
            )
    yield from _from_hostility(case)
    yield from _from_severity(case)


def _from_hostility(case: Case) -> Iterator[_Found]:
    thresholds, routes = case.policy.thresholds, case.policy.routes
    # To look at what may be a threat costs less than to hide what may be none.
    threat = case.hostility(thresholds.risk).get(Hostility.THREAT)
    if threat is not None:
        level = RiskLevel.HIGH if threat >= thresholds.moderation else RiskLevel.MEDIUM
        evidence = f"{level} risk: a threat"
        yield level, routes.owner("security"), reason(Rule.RISK, Hostility.THREAT, evidence, threat)
    labels = case.hostility(thresholds.moderation)
    for label in (Hostility.HATE, Hostility.HARASSMENT):
        if label in labels:
            yield (
                RiskLevel.MEDIUM,
                routes.owner("trust"),
                reason(Rule.RISK, label, f"medium risk: {label}", labels[label]),
            )


def _from_severity(case: Case) -> Iterator[_Found]:
    severity = case.understanding.severity
    if severity.level < Severity.HARM or not case.needs_help:
        return
    certain = severity.confidence >= case.policy.thresholds.risk_certain
    level = RiskLevel.MEDIUM if certain else RiskLevel.LOW
    evidence = f"{level} risk: harm, danger, a crisis or a legal matter"
    yield (
        level,
        case.policy.routes.care,
        reason(Rule.RISK, f"severity_{severity.level}", evidence, severity.confidence),
    )


def _level(case: Case, label: Risk, probability: float) -> RiskLevel:
    if label is Risk.SELF_HARM:
        return RiskLevel.CRITICAL
    level = _full_level(case, label)
    if probability < case.policy.thresholds.risk_certain:
        level = max(RiskLevel.LOW, ORDER[ORDER.index(level) - 1], key=ORDER.index)
    # Praise that names a danger ("spotted the gas leak") tells of one that is over.
    praised = case.intent is Intent.PRAISE and not case.hostile
    return min(level, RiskLevel.MEDIUM, key=ORDER.index) if praised else level


def _full_level(case: Case, label: Risk) -> RiskLevel:
    severity = case.understanding.severity.level
    if label in _ALWAYS_HIGH:
        return RiskLevel.HIGH
    if label in _BY_SEVERITY:
        return RiskLevel.HIGH if severity >= Severity.HARM else RiskLevel.MEDIUM
    followers = (case.customer.followers if case.customer else None) or 0
    heard = label is Risk.VIRAL and followers >= case.policy.large_audience_followers
    return RiskLevel.MEDIUM if severity >= Severity.LOSS or heard else RiskLevel.LOW
