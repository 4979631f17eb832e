"""Rule ``thank-praise``: thank personally, and never answer praise as a complaint."""

from data.schemas.suggestion import Reason
from data.taxonomy import Intent, Rule
from service.policy.case import Case
from service.policy.reasons import reason


def thank_praise(case: Case) -> tuple[Reason, ...]:
    """Say that praise is thanked for, or that ironic praise is a complaint."""
    intent, sarcasm = case.understanding.intent, case.understanding.sarcasm
    if intent.label is not Intent.PRAISE:
        return ()
    if sarcasm.flag:
        evidence = "ironic praise: a complaint, not to be thanked for"
        return (reason(Rule.THANK_PRAISE, "sarcasm", evidence, sarcasm.probability),)
    evidence = "praise: thank the person for what they name"
    return (reason(Rule.THANK_PRAISE, Intent.PRAISE, evidence, intent.confidence),)
