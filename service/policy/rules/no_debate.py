"""Rule ``no-debate``: no arguing, no blaming, no sarcasm back."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def no_debate(case: Case) -> tuple[Reason, ...]:
    """Remind the agent when the message invites an argument: hostility or sarcasm."""
    sarcasm = case.understanding.sarcasm
    if case.hostile:
        return (reason(Rule.NO_DEBATE, "hostile", "ask what happened; do not argue the point"),)
    if sarcasm.flag:
        evidence = "ironic: answer the complaint behind the words, without irony"
        return (reason(Rule.NO_DEBATE, "sarcasm", evidence, sarcasm.probability),)
    return ()
