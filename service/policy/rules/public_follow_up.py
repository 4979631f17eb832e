"""Rule ``public-follow-up``: what was solved in private is told in public.

The closing word answers no one and starts nothing, so it does not count among the replies that
``reply-twice`` limits: else no matter moved to private by a second reply could ever be closed.
"""

from datetime import timedelta

from data.schemas.suggestion import FollowUp
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def public_follow_up(case: Case, *, go_private: bool) -> FollowUp:
    """Whether a public word is owed once the matter is settled, and by when.

    Owed whenever a matter raised in public is taken to private, until it has been said.
    """
    if not go_private or not case.began_public or case.told_in_public:
        return FollowUp(required=False)
    solved = follow_up_is_due(case)
    evidence = (
        "solved in private: say so where it began"
        if solved
        else "raised in public and moved to private: come back in public once it is solved"
    )
    return FollowUp(
        required=True,
        due_at=case.now + timedelta(hours=case.policy.follow_up_hours),
        reason=reason(Rule.PUBLIC_FOLLOW_UP, "solved" if solved else "tracked", evidence),
    )


def follow_up_is_due(case: Case) -> bool:
    """Whether the public word is to be written now."""
    return case.solved and case.began_public and not case.told_in_public
