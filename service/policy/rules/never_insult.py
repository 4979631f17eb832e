"""Rule ``never-insult``: whatever the customer wrote, the brand stays civil."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def never_insult(case: Case) -> tuple[Reason, ...]:
    """Remind the agent where the temptation is: a hostile message."""
    if not case.hostile:
        return ()
    evidence = "never insult, mock, threaten or penalise the person in return"
    return (reason(Rule.NEVER_INSULT, "hostile", evidence),)
