"""Rule ``keep-criticism``: what is merely unpleasant or unfair stays visible."""

from data.schemas.suggestion import Moderation, Reason
from data.taxonomy import Intent, Rule
from service.policy.case import Case
from service.policy.reasons import reason


def keep_criticism(case: Case, moderation: Moderation) -> tuple[Reason, ...]:
    """Say why a harsh message stays, or that a complaint comes with an attack."""
    if moderation.propose is not None:
        if case.intent is not Intent.COMPLAINT:
            return ()
        evidence = "a complaint comes with the attack: treat it even if the words are hidden"
        return (reason(Rule.KEEP_CRITICISM, "complaint", evidence),)
    if not case.hostile:
        return ()
    evidence = "harsh words alone are criticism: not a ground for hiding"
    return (reason(Rule.KEEP_CRITICISM, "criticism", evidence),)
