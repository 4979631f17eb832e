"""Rule ``no-pii-in-public``: never ask for, repeat or confirm personal data in public."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def no_pii_in_public(case: Case) -> tuple[Reason, ...]:
    """Say which kinds of personal data a public message holds, so that the person can be helped."""
    if case.is_private or not case.understanding.pii:
        return ()
    kinds = sorted({span.type.value for span in case.understanding.pii})
    return (
        reason(
            Rule.NO_PII_IN_PUBLIC,
            ", ".join(kinds),
            "personal data was posted in public: do not repeat it, and suggest that they remove it",
            1.0,
        ),
    )
