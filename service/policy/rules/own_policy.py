"""Rule ``own-policy``: a written policy says who answers what, where and how."""

from data.schemas.suggestion import Abstention, Moderation, Reason, RiskAssessment
from data.taxonomy import RiskLevel, Rule
from service.policy.case import Case
from service.policy.hours import on_duty
from service.policy.reasons import reason

_GRAVE = frozenset({RiskLevel.HIGH, RiskLevel.CRITICAL})


def own_policy(case: Case) -> Abstention | None:
    """Abstain where the policy has no word: another platform, or another language."""
    if not case.policy.channel(case.platform).enabled:
        return Abstention(
            reason=f"the brand's policy does not answer on {case.platform}", rule=Rule.OWN_POLICY
        )
    if case.language not in case.policy.languages:
        spoken = ", ".join(case.policy.languages)
        return Abstention(
            reason=f"the brand's policy answers in {spoken} only: a person takes over",
            rule=Rule.OWN_POLICY,
        )
    return None


def route_to(case: Case, risk: RiskAssessment, moderation: Moderation) -> str:
    """The team that takes the message.

    A grave risk goes to its owner and an attack to whoever moderates; then the customer's plan,
    then the topic decide.  Outside business hours, what would be ``care``'s goes to
    ``after_hours``; a risk's owner is never replaced.
    """
    routes = case.policy.routes
    if risk.level in _GRAVE and risk.owner is not None:
        return risk.owner
    if moderation.propose is not None:
        return routes.owner("trust")
    plan = case.policy.plan(case.customer.plan if case.customer else None)
    topics = case.understanding.topics
    team = case.policy.topic_owner(topics[0].label) if topics else routes.care
    if plan is not None and plan.route is not None:
        team = plan.route
    if team == routes.care and routes.after_hours and not on_duty(case.policy, case.now):
        return routes.after_hours
    return team


def policy_reasons(case: Case) -> tuple[Reason, ...]:
    """What of the written policy weighs on this message, and where it doubts the reading."""
    reasons: list[Reason] = []
    plan = case.policy.plan(case.customer.plan if case.customer else None)
    if plan is not None:
        evidence = "the customer holds a support plan with terms of its own"
        reasons.append(reason(Rule.OWN_POLICY, "plan", evidence))
    intent = case.understanding.intent
    if intent.confidence < case.policy.thresholds.intent:
        evidence = f"read as {intent.label} with little confidence: check before sending"
        reasons.append(reason(Rule.OWN_POLICY, "low_confidence", evidence, intent.confidence))
    return tuple(reasons)
