"""Ordering candidates: a documented linear score over six features, then diversity.

Weights are set by hand from reading drafts; ``docs/ranking.md`` says what each is for.  A learned
ranker replaces :func:`score` behind the same signature once there is feedback to learn from.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex
from rapidfuzz import fuzz

from data.schemas.brief import DraftBrief
from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity, PartType, Stage
from models.spans.fold import strip_accents
from models.writers.base import WEAK_FACTS, Candidate, MessageView, UsedPart

WEIGHTS: Final = {
    "relevance": 0.34,
    "specificity": 0.26,
    "empathy": 0.12,
    "actionability": 0.12,
    "novelty": 0.12,
    "variety": 0.04,
}
"""Feature weights; they sum to 1, so that a score lies in [0, 1]."""

WARNED: Final = 0.95
"""What each warning of the guard multiplies a score by."""
ABSTAIN_BELOW: Final = 0.30
"""Best score under which nothing is offered: by then neither the situation nor the words fit."""
TOO_ALIKE: Final = 72.0
"""Token-set ratio (rapidfuzz, 0..100) from which two drafts count as the same one reworded."""
_OPENING: Final = 2
"""Words by which two drafts must not begin alike."""
_SLOPE: Final = 9.0
_MIDPOINT: Final = 0.45

_LITERAL = regex.compile(r"\{\w+\}|[\u00a0 ]?[;:!?«»]")
_WORD = regex.compile(r"\p{L}{4,}")
_EMPATHY = regex.compile(
    r"désolé|navré|comprend|pardon|pénible|usant|agaç|patience|galère|"
    r"sorry|frustrat|understand|annoy|tiring|rough|shouldn't|apolog",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Features:
    """All in [0, 1].

    relevance: the situation's score by frames, retrieval and encoder.
    specificity: the customer's own facts and words taken up.
    empathy: the problem is named, and owned where something went wrong.
    actionability: the tail does what the policy asked (private invitation, question, next step).
    novelty: the share of its parts that were not lately sent or drafted.
    variety: a draw per customer, which decides among equals.
    """

    relevance: float
    specificity: float
    empathy: float
    actionability: float
    novelty: float
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


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(strip_accents(text).lower()))


@lru_cache(maxsize=4096)
def _warm(text: str) -> bool:
    return _EMPATHY.search(text) is not None


def _specificity(candidate: Candidate, view: MessageView) -> float:
    """Two facts taken up, or a third of the draft's words shared, count as full."""
    words: frozenset[str] = frozenset().union(*(_words(part.text) for part in candidate.parts))
    shared = len(words & view.facts.content_words) / max(len(words), 1)
    facts = set(candidate.filled)
    told = 0.4 * len(facts - WEAK_FACTS) + 0.1 * len(facts & WEAK_FACTS)
    return min(1.0, told + 1.5 * shared)


def _empathy(candidate: Candidate, brief: DraftBrief) -> float:
    if brief.stage is Stage.THANKS:
        return 1.0
    kinds = {part.type for part in candidate.parts}
    named = PartType.ACKNOWLEDGE in kinds or PartType.THANKS in kinds
    warm = PartType.APOLOGY in kinds or any(_warm(part.text) for part in candidate.parts)
    return 0.5 * named + 0.5 * warm


def _actionability(candidate: Candidate, brief: DraftBrief) -> float:
    kinds = {part.type for part in candidate.parts}
    if brief.stage in {Stage.THANKS, Stage.PUBLIC_FOLLOW_UP, Stage.INCIDENT_NOTICE}:
        return 1.0
    if brief.invite_private:
        return float(PartType.INVITE_PRIVATE in kinds)
    return float(bool(kinds & {PartType.ASK, PartType.NEXT_STEP}))


class Used:
    """The wordings lately sent or drafted, as a question asked of a part."""

    def __init__(self, recent: Sequence[str]) -> None:
        self._texts = "\n".join(recent)
        self._known: dict[str, bool] = {}

    def __contains__(self, part: UsedPart) -> bool:
        """Whether the part's longest run of its own words stands in a recent text."""
        found = self._known.get(part.template)
        if found is None:
            literal = max(_LITERAL.split(part.template), key=len).strip()
            found = bool(literal) and literal in self._texts
            self._known[part.template] = found
        return found


def features(candidate: Candidate, brief: DraftBrief, view: MessageView, used: Used) -> Features:
    """The six features of a candidate."""
    return Features(
        relevance=candidate.fit,
        specificity=_specificity(candidate, view),
        empathy=_empathy(candidate, brief),
        actionability=_actionability(candidate, brief),
        novelty=1.0 - sum(part in used for part in candidate.parts) / len(candidate.parts),
        variety=candidate.variety,
    )


def caution(checks: Sequence[Check]) -> float:
    """Factor on the score of a draft that the guard warns of."""
    return float(WARNED ** sum(check.severity is CheckSeverity.WARN for check in checks))


def score(values: Features) -> float:
    """Weighted sum of the features, in [0, 1]."""
    return sum(weight * float(getattr(values, name)) for name, weight in WEIGHTS.items())


def different(one: Candidate, other: Candidate) -> bool:
    """Whether two drafts are two answers: no shared part or opening, not one sentence reworded."""
    if one.text.split()[:_OPENING] == other.text.split()[:_OPENING]:
        return False
    templates = {part.template for part in one.parts} & {part.template for part in other.parts}
    return not templates and fuzz.token_set_ratio(one.text, other.text) < TOO_ALIKE
