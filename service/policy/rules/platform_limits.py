"""Rule ``platform-limits``: fit the platform."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule, Visibility
from service.policy.case import Case
from service.policy.platforms import SPECS, TARGET, draft_limit, private_channel
from service.policy.reasons import reason


def platform_limits(case: Case, visibility: Visibility) -> int:
    """Longest draft, in the platform's own count; e-mails and forms only have our own target."""
    if visibility is Visibility.PRIVATE and not private_channel(case.policy, case.platform).own:
        return TARGET
    return draft_limit(case.platform, visibility)


def limit_reasons(case: Case) -> tuple[Reason, ...]:
    """Name the platform's limit for a public answer."""
    if case.is_private:
        return ()
    limit = SPECS[case.platform].public_limit
    evidence = f"{case.platform} takes {limit} characters, as it counts them"
    return (reason(Rule.PLATFORM_LIMITS, case.platform, evidence),)
