"""Rule ``reply-twice``: at most two public replies to one person in one conversation."""

from data.schemas.suggestion import Abstention, Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def replies_left(case: Case) -> int:
    """How many public replies this person may still be given."""
    return max(0, case.policy.max_public_replies - case.public_replies)


def reply_twice(case: Case) -> Abstention | None:
    """Abstain when the brand spoke last, or when no public reply is left for a public message.

    A private conversation that is under way may go on, unless the person is hostile: then the
    brand has done its part and walks away.
    """
    if case.answered:
        return Abstention(
            reason="the brand spoke last: wait for the person to answer", rule=Rule.REPLY_TWICE
        )
    if case.is_private or replies_left(case) > 0:
        return None
    if case.private_under_way and case.needs_help and not case.hostile:
        return None
    return Abstention(
        reason=f"{case.public_replies} public replies were given to this person: walk away",
        rule=Rule.REPLY_TWICE,
    )


def reply_reasons(case: Case) -> tuple[Reason, ...]:
    """Where the person's public replies stand, once there has been one."""
    if case.public_replies == 0:
        return ()
    left = replies_left(case)
    evidence = f"{case.public_replies} public replies given, {left} left"
    return (reason(Rule.REPLY_TWICE, "spent" if left == 0 else "counted", evidence, 1.0),)
