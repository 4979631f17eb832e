"""Rule ``empathy``: the tone in which the person is shown to be heard."""

from dataclasses import dataclass

from data.schemas.suggestion import Reason
from data.taxonomy import Intent, RiskLevel, Rule, Severity
from service.policy.case import Case
from service.policy.reasons import reason


@dataclass(frozen=True)
class Tone:
    """``cool`` is sober and unhurt; ``humour`` allows a light touch.  Never both."""

    cool: bool
    humour: bool
    reasons: tuple[Reason, ...]


def empathy(case: Case, level: RiskLevel) -> Tone:
    """Choose the tone: cool under hostility, risk or harm; light only where nobody suffers."""
    understanding = case.understanding
    severity = understanding.severity.level
    grave = severity >= Severity.HARM or level in {
        RiskLevel.MEDIUM,
        RiskLevel.HIGH,
        RiskLevel.CRITICAL,
    }
    cool = case.hostile or grave
    mild = severity <= Severity.ANNOYED and level is RiskLevel.NONE
    playful = understanding.sarcasm.flag or case.intent is Intent.PRAISE
    humour = case.policy.humour and mild and playful and not cool and not case.is_private
    if case.intent is not Intent.COMPLAINT:
        return Tone(cool, humour, ())
    manner = "soberly" if cool else "in their terms"
    return Tone(
        cool,
        humour,
        (
            reason(
                Rule.EMPATHY,
                understanding.emotion.label,
                f"name the problem {manner}, with a short apology where the company failed",
                understanding.emotion.confidence,
            ),
        ),
    )
