"""Rule ``go-private``: what cannot be discussed in public moves to the private channel."""

from collections.abc import Iterator

from data.schemas.suggestion import GoPrivate, Reason
from data.taxonomy import Intent, RiskLevel, Rule
from service.policy.case import TOLD, Case
from service.policy.platforms import constraints, private_channel
from service.policy.reasons import reason
from service.policy.rules.reply_twice import replies_left

_SERIOUS = frozenset({RiskLevel.HIGH, RiskLevel.CRITICAL})


def go_private(case: Case, level: RiskLevel) -> GoPrivate:
    """Whether to continue in private, why, and through what.

    ``confidence`` is that of the surest reason; without a reason, that of the intent, on which
    "this can be answered in public" rests.
    """
    reasons = tuple(_reasons(case, level))
    if not reasons:
        return GoPrivate(recommended=False, confidence=case.understanding.intent.confidence)
    channel = private_channel(case.policy, case.platform)
    return GoPrivate(
        recommended=True,
        confidence=max(r.confidence if r.confidence is not None else 1.0 for r in reasons),
        reasons=reasons,
        channel=channel.kind,
        constraints=constraints(
            case.policy,
            case.platform,
            sent_at=case.sent_at,
            now=case.now,
            is_private=case.is_private,
        ),
    )


def _reasons(case: Case, level: RiskLevel) -> Iterator[Reason]:
    if case.is_private:
        yield reason(Rule.GO_PRIVATE, "already_private", "the person wrote in private: stay there")
        return
    if not case.needs_help and not case.hostile:
        return
    settings, understanding = case.policy.go_private, case.understanding
    # A first insult is asked, where it was said, what happened (no-debate); only what surely
    # belongs in private takes it there.
    asks_first = case.untold and case.public_replies == 0
    floor = max(settings.min_probability, TOLD) if asks_first else settings.min_probability
    for item in understanding.private_reasons:
        if item.probability >= floor:
            yield reason(
                Rule.GO_PRIVATE,
                item.label,
                f"answering would expose or need: {item.label}",
                item.probability,
            )
    if understanding.pii:
        yield reason(Rule.GO_PRIVATE, "pii", "the message holds personal data", 1.0)
    yield from _serious_topics(case)
    if case.needs_help and level in _SERIOUS:
        yield reason(Rule.GO_PRIVATE, "risk", f"{level} risk: the details belong in private")
    if case.public_replies == 1 and case.intent is not Intent.PRAISE:
        yield reason(Rule.GO_PRIVATE, "second_reply", "second public reply: invite to private", 1.0)
    if case.private_under_way and replies_left(case) == 0:
        yield reason(Rule.GO_PRIVATE, "under_way", "the private conversation is under way", 1.0)


def _serious_topics(case: Case) -> Iterator[Reason]:
    settings, severity = case.policy.go_private, case.understanding.severity
    if case.intent is not Intent.COMPLAINT or severity.level < settings.min_severity:
        return
    for topic in case.understanding.topics:
        if topic.label in settings.topics:
            yield reason(
                Rule.GO_PRIVATE,
                topic.label,
                f"severity {severity.level} and a matter of {topic.label}: needs the file",
                min(topic.confidence, severity.confidence),
            )
