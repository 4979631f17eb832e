"""Rule ``incident``: many similar complaints call for one public notice besides each answer."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule
from service.policy.case import Case
from service.policy.reasons import reason


def incident(case: Case) -> tuple[Reason, ...]:
    """Propose a general notice while an incident is on; each person is still acknowledged."""
    if not case.incident or not case.needs_help:
        return ()
    evidence = "many similar messages at once: post one general notice, and answer each person too"
    return (reason(Rule.INCIDENT, "incident", evidence),)
