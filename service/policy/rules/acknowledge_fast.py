"""Rule ``acknowledge-fast``: every message that calls for a reply has a time by which it is due."""

from dataclasses import dataclass
from datetime import datetime

from data.schemas.suggestion import Reason
from data.taxonomy import RiskLevel, Rule
from service.policy.case import Case
from service.policy.hours import due, on_duty
from service.policy.reasons import reason


@dataclass(frozen=True)
class Deadline:
    respond_by: datetime
    reasons: tuple[Reason, ...]


def minutes_allowed(case: Case, level: RiskLevel) -> tuple[int, str]:
    """The shortest delay that applies, in minutes, and what set it."""
    within = case.policy.respond_within_minutes
    plan = case.policy.plan(case.customer.plan if case.customer else None)
    severity = case.understanding.severity.level
    candidates = (
        (within.default, "default"),
        (within.by_severity.get(severity), f"severity {severity}"),
        (within.by_risk.get(level), f"{level} risk"),
        (plan.respond_within_minutes if plan else None, "support plan"),
    )
    return min((minutes, why) for minutes, why in candidates if minutes is not None)


def acknowledge_fast(case: Case, level: RiskLevel) -> Deadline:
    """When the answer is due, counted from when the message was sent."""
    minutes, why = minutes_allowed(case, level)
    respond_by = due(case.policy, case.sent_at, minutes)
    reasons = [
        reason(Rule.ACKNOWLEDGE_FAST, "respond_by", f"due {minutes} minutes after it came ({why})")
    ]
    if not case.time_is_sound:
        reasons.append(
            reason(
                Rule.ACKNOWLEDGE_FAST,
                "implausible_time",
                "the message's time cannot be believed; counted from now",
            )
        )
    if respond_by < case.now:
        reasons.append(
            reason(Rule.ACKNOWLEDGE_FAST, "overdue", "late already: acknowledge it without waiting")
        )
    if not on_duty(case.policy, case.now):
        clock = "runs on" if case.policy.clock == "always" else "waits for opening"
        reasons.append(
            reason(
                Rule.ACKNOWLEDGE_FAST, "out_of_hours", f"outside business hours; the clock {clock}"
            )
        )
    return Deadline(respond_by, tuple(reasons))
