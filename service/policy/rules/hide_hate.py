"""Rule ``hide-hate``: propose to hide or report attacks; a person decides.

Decisions taken here:

- ``hate`` is hidden even when a complaint comes with it, and gets no draft: an answer beneath it
  would keep it in view.  The complaint is still recorded and routed to a person.
- ``threat`` is reported, and gets no draft.
- ``harassment`` of a person is hidden; a complaint that comes with it is still answered.
- ``profanity`` is only proposed for hiding when it is aimed at people (an insult, or the staff)
  with no complaint in it, and even then a cool answer is drafted for the person who decides.
- An insult to the company alone is never proposed for hiding (``keep-criticism``).
- ``block`` stays the person's own option; what was sent in private can only be reported.
"""

from data.schemas.suggestion import Abstention, Moderation, Reason
from data.taxonomy import Hostility, PrivateReason, Rule, Topic
from service.policy.case import Case
from service.policy.reasons import reason

_WORST_FIRST = (Hostility.THREAT, Hostility.HATE, Hostility.HARASSMENT)
_EVIDENCE = {
    Hostility.THREAT: "threatens people or property",
    Hostility.HATE: "attacks people for what they are",
    Hostility.HARASSMENT: "harasses a person",
    Hostility.PROFANITY: "swears at people, with no complaint in it",
}


def hide_hate(case: Case) -> Moderation:
    """What to propose to whoever moderates; nothing for criticism."""
    labels = attacks(case)
    if not labels:
        return Moderation()
    report = Hostility.THREAT in labels or case.is_private
    return Moderation(
        propose="report" if report else "hide",
        reasons=tuple(_reason(label, probability) for label, probability in labels.items()),
    )


def attacks(case: Case) -> dict[Hostility, float]:
    """What would justify hiding or reporting, worst first, with probabilities."""
    labels = case.hostility(case.policy.thresholds.moderation)
    grave = {label: labels[label] for label in _WORST_FIRST if label in labels}
    if grave:
        return grave
    aimed = Hostility.PROFANITY in labels and not case.needs_help and _aimed_at_people(case)
    return {Hostility.PROFANITY: labels[Hostility.PROFANITY]} if aimed and case.hostile else {}


def unanswerable(case: Case) -> Abstention | None:
    """Abstain where no draft may be offered: hate, threats, and harassment without a complaint."""
    labels = attacks(case)
    if Hostility.THREAT in labels:
        return Abstention(
            reason="a threat: a person looks at it first, no draft", rule=Rule.HIDE_HATE
        )
    if Hostility.HATE in labels:
        return Abstention(
            reason="hate speech: no answer beneath it; any complaint in it goes to a person",
            rule=Rule.HIDE_HATE,
        )
    if Hostility.HARASSMENT in labels and not case.needs_help:
        return Abstention(
            reason="harassment without a complaint: nothing to answer", rule=Rule.HIDE_HATE
        )
    return None


def _aimed_at_people(case: Case) -> bool:
    understanding = case.understanding
    return (
        Hostility.INSULT in case.hostility(case.policy.thresholds.hostility)
        or any(item.label is Topic.STAFF for item in understanding.topics)
        or any(item.label is PrivateReason.STAFF for item in understanding.private_reasons)
    )


def _reason(label: Hostility, probability: float) -> Reason:
    return reason(Rule.HIDE_HATE, label, _EVIDENCE[label], probability)
