"""How a rule says why."""

from data.schemas.suggestion import Reason
from data.taxonomy import Rule


def reason(rule: Rule, label: str, evidence: str, confidence: float | None = None) -> Reason:
    """A reason; ``evidence`` never quotes the message, which may hold personal data."""
    return Reason(rule=rule, label=label, evidence=evidence, confidence=confidence)
