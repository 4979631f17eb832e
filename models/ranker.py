"""Ordering candidates: a documented linear score over seven features, then diversity.

Weights are set by hand from reading drafts; ``docs/ranking.md`` says what each is for.  A learned
ranker replaces :func:`score` behind the same signature once there is feedback to learn from.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex
from rapidfuzz import fuzz

from data.schemas.brief import DraftBrief
from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, PartType, Stage
from models.spans.fold import strip_accents
from models.writers.base import Candidate, MessageView

WEIGHTS: Final = {
    "relevance": 0.34,
    "specificity": 0.26,
    "empathy": 0.12,
    "actionability": 0.12,
    "novelty": 0.08,
    "safety": 0.04,
    "variety": 0.04,
}
"""Feature weights; they sum to 1, so that a score lies in [0, 1]."""

ABSTAIN_BELOW: Final = 0.30
"""Best score under which nothing is offered: by then neither the situation nor the words fit."""
TOO_ALIKE: Final = 72.0
"""Token-set ratio (rapidfuzz, 0..100) from which two drafts count as the same one reworded."""
_SLOPE: Final = 9.0
_MIDPOINT: Final = 0.45

_WORD = regex.compile(r"\p{L}{4,}")
_EMPATHY = regex.compile(
    r"désolé|navré|comprend|comprends|pardon|pénible|usant|long|lourd|normal|agaç|patience|galère|"
    r"sorry|frustrat|understand|fair|hard|annoy|tiring|long|rough|shouldn't|not what|apolog",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Features:
    """All in [0, 1].

    relevance: the situation's score by frames, retrieval and encoder.
    specificity: the customer's own facts and words taken up.
    empathy: the problem is named, and owned where something went wrong.
    actionability: the tail does what the policy asked (private invitation, question, next step).
    novelty: distance from what was lately sent or drafted.
    safety: no warnings from the guard.
    variety: a draw per customer, which decides among equals.
    """

    relevance: float
    specificity: float
    empathy: float
    actionability: float
    novelty: float
    safety: float
    variety: float


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    checks: tuple[Check, ...]
    score: float

    @property
    def confidence(self) -> float:
        """Logistic of the score: 0.5 at the midpoint of usable drafts; not yet calibrated."""
        return 1.0 / (1.0 + math.exp(-_SLOPE * (self.score - _MIDPOINT)))


def _words(text: str) -> set[str]:
    return {strip_accents(word).lower() for word in _WORD.findall(text)}


def _specificity(candidate: Candidate, view: MessageView) -> float:
    """Two facts taken up, or a third of the draft's words shared, count as full."""
    words = _words(candidate.text)
    shared = len(words & view.facts.content_words) / max(len(words), 1)
    return min(1.0, 0.4 * len(set(candidate.filled)) + 1.5 * shared)


def _empathy(candidate: Candidate, brief: DraftBrief) -> float:
    if brief.stage is Stage.THANKS:
        return 1.0
    kinds = {part.type for part in candidate.parts}
    named = PartType.ACKNOWLEDGE in kinds or PartType.THANKS in kinds
    warm = PartType.APOLOGY in kinds or bool(_EMPATHY.search(candidate.text))
    return 0.5 * named + 0.5 * warm


def _actionability(candidate: Candidate, brief: DraftBrief) -> float:
    kinds = {part.type for part in candidate.parts}
    if brief.stage in {Stage.THANKS, Stage.PUBLIC_FOLLOW_UP, Stage.INCIDENT_NOTICE}:
        return 1.0
    if brief.invite_private:
        return float(PartType.INVITE_PRIVATE in kinds)
    return float(bool(kinds & {PartType.ASK, PartType.NEXT_STEP}))


def features(
    candidate: Candidate,
    checks: Sequence[Check],
    brief: DraftBrief,
    view: MessageView,
    recent: Sequence[str],
) -> Features:
    """The seven features of a candidate."""
    nearest = max((fuzz.token_set_ratio(candidate.text, text) for text in recent), default=0.0)
    warnings = sum(check.severity is CheckSeverity.WARN for check in checks)
    return Features(
        relevance=candidate.fit,
        specificity=_specificity(candidate, view),
        empathy=_empathy(candidate, brief),
        actionability=_actionability(candidate, brief),
        novelty=1.0 - nearest / 100.0,
        safety=1.0 / (1.0 + warnings),
        variety=candidate.variety,
    )


def score(values: Features) -> float:
    """Weighted sum of the features, in [0, 1]."""
    return sum(weight * float(getattr(values, name)) for name, weight in WEIGHTS.items())


def select(ranked: Sequence[Ranked], count: int) -> list[Ranked]:
    """The best ``count`` that differ: no shared template, not alike, best first.

    Three drafts are three ways to answer, not three wordings of one sentence.
    """
    chosen: list[Ranked] = []
    for item in sorted(ranked, key=lambda entry: (-entry.score, entry.candidate.text)):
        if len(chosen) == count:
            break
        if all(_different(item.candidate, other.candidate) for other in chosen):
            chosen.append(item)
    return chosen


def _different(one: Candidate, other: Candidate) -> bool:
    templates = {part.template for part in one.parts} & {part.template for part in other.parts}
    return not templates and fuzz.token_set_ratio(one.text, other.text) < TOO_ALIKE
