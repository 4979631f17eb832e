"""Rule ``public-first``: the first answer is given where the customer spoke."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def public_first(case: Case, *, go_private: bool) -> tuple[Reason, ...]:
    """Say that a public message is acknowledged in public, whatever follows in private."""
    if case.is_private:
        return ()
    if case.answered_in_private_only:
        return (
            reason(
                Rule.PUBLIC_FIRST,
                "private_only",
                "answered in private only so far: bystanders have seen nothing",
            ),
        )
    then = ", then move to private" if go_private else ""
    return (reason(Rule.PUBLIC_FIRST, "public", f"the person spoke in public: answer there{then}"),)
