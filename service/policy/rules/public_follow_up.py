"""Rule ``public-follow-up``: what was solved in private is told in public."""

from datetime import timedelta

from data.schemas.suggestion import FollowUp
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason
from service.policy.rules.reply_twice import replies_left


def public_follow_up(case: Case, *, go_private: bool) -> FollowUp:
    """Whether a public word is owed once the matter is settled, and by when.

    Owed whenever a matter raised in public is taken to private.  Where both public replies are
    spent it is not: ``reply-twice`` is a maximum, and the follow-up would be a third.
    """
    owed = go_private and (case.began_public or not case.is_private)
    # The reply that is due now takes one of those left, unless it is itself the follow-up.
    spare = replies_left(case) - (0 if case.is_private else 1)
    if not owed or spare < 1:
        return FollowUp(required=False)
    evidence = (
        "solved in private: say so where it began"
        if follow_up_is_due(case)
        else "raised in public and moved to private: come back in public once it is solved"
    )
    return FollowUp(
        required=True,
        due_at=case.now + timedelta(hours=case.policy.follow_up_hours),
        reason=reason(Rule.PUBLIC_FOLLOW_UP, "solved" if case.solved else "tracked", evidence),
    )


def follow_up_is_due(case: Case) -> bool:
    """Whether the public word is to be written now."""
    return case.solved and case.began_public and replies_left(case) > 0
