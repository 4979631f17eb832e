"""Rule ``find-mentions``: a mention without the handle counts as much as one with it."""

from data.schemas.suggestion import Reason
from data.taxonomy import Mention, Rule
from service.policy.case import Case
from service.policy.reasons import reason


def find_mentions(case: Case) -> tuple[Reason, ...]:
    """Say when the brand is named without its handle; nothing is held against a missing mention."""
    if case.understanding.mention is not Mention.INDIRECT:
        return ()
    return (
        reason(
            Rule.FIND_MENTIONS,
            Mention.INDIRECT,
            "the brand is named without its handle; the person may not expect an answer",
        ),
    )
