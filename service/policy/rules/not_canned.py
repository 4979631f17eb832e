"""Rule ``not-canned``: what asks for nothing gets no help-desk answer."""

from data.schemas.suggestion import Abstention
from data.taxonomy import Intent, Rule
from service.policy.case import Case


def not_canned(case: Case) -> Abstention | None:
    """Abstain on a message that is neither a request, nor praise, nor hostile."""
    if case.intent is not Intent.OTHER or case.hostile:
        return None
    return Abstention(
        reason="the message asks for nothing and reports nothing; an answer would be canned",
        rule=Rule.NOT_CANNED,
    )
