"""Rule ``learn``: what a complaint teaches is recorded as an improvement signal."""

from data.schemas.suggestion import Learning
from data.taxonomy import Intent, Rule
from service.policy.case import Case
from service.policy.reasons import reason


def learn(case: Case) -> Learning:
    """Record a complaint by its topics, however it was put."""
    topics = case.understanding.topics
    if case.intent is not Intent.COMPLAINT or not topics:
        return Learning(record=False)
    names = tuple(item.label for item in topics)
    return Learning(
        record=True,
        topics=names,
        reason=reason(
            Rule.LEARN,
            ", ".join(names),
            "a complaint with a cause to learn from",
            max(item.confidence for item in topics),
        ),
    )
