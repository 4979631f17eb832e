"""Rule ``never-instant``: on a hostile thread the agent cools off before sending."""

from datetime import datetime, timedelta

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def never_instant(case: Case) -> datetime | None:
    """The moment before which no answer should leave; ``None`` when the message is not hostile."""
    if not case.hostile:
        return None
    return case.now + timedelta(minutes=case.policy.cooling_off_minutes)


def cooling_reasons(case: Case) -> tuple[Reason, ...]:
    """Why the agent waits."""
    labels = case.hostility(case.policy.thresholds.hostility)
    if not case.hostile or not labels:
        return ()
    count = case.hostile_turns
    return (
        reason(
            Rule.NEVER_INSTANT,
            ", ".join(labels),
            f"hostile message (number {count} of this person): wait "
            f"{case.policy.cooling_off_minutes} minutes before sending",
            max(labels.values()),
        ),
    )
