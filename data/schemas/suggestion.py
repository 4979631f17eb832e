"""The answer of ``POST /v1/suggest``: understanding, recommendation, risk and drafts."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from data.schemas.base import Schema
from data.schemas.message import Conversation, Customer, Identifier
from data.taxonomy import (
    Action,
    CheckSeverity,
    Emotion,
    Hostility,
    Intent,
    Language,
    Mention,
    PiiType,
    Platform,
    PrivateReason,
    Risk,
    RiskLevel,
    Rule,
    Topic,
    Visibility,
)

Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class IntentEstimate(Schema):
    label: Intent
    confidence: Probability


class TopicEstimate(Schema):
    label: Topic
    confidence: Probability


class SeverityEstimate(Schema):
    level: Annotated[int, Field(ge=0, le=3)]
    confidence: Probability


class EmotionEstimate(Schema):
    label: Emotion
    confidence: Probability


class SarcasmEstimate(Schema):
    flag: bool
    probability: Probability


class HostilityLabel(Schema):
    label: Hostility
    probability: Probability


class HostilityEstimate(Schema):
    flag: bool
    labels: tuple[HostilityLabel, ...] = ()


class PrivateReasonEstimate(Schema):
    label: PrivateReason
    probability: Probability


class RiskEstimate(Schema):
    label: Risk
    probability: Probability


class PiiSpan(Schema):
    """Half-open character range of the message text as received."""

    type: PiiType
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]


class Understanding(Schema):
    """What one message says.  Lists hold only labels over their threshold, likeliest first."""

    intent: IntentEstimate
    topics: tuple[TopicEstimate, ...]
    severity: SeverityEstimate
    sarcasm: SarcasmEstimate
    hostility: HostilityEstimate
    emotion: EmotionEstimate
    private_reasons: tuple[PrivateReasonEstimate, ...]
    risk: tuple[RiskEstimate, ...]
    pii: tuple[PiiSpan, ...]
    mention: Mention


class Reason(Schema):
    """Why: the playbook rule, the label that set it off, and the evidence in words.

    ``evidence`` describes; it never repeats personal data.
    """

    rule: Rule
    label: str
    evidence: str
    confidence: Probability | None = None


class ChannelConstraints(Schema):
    """Limits of the private channel: characters, whether the customer must open it, deadlines."""

    max_chars: int | None = None
    customer_must_open: bool = False
    replies_per_comment: int | None = None
    expires_at: datetime | None = None
    note: str | None = None


class GoPrivate(Schema):
    recommended: bool
    confidence: Probability
    reasons: tuple[Reason, ...] = ()
    channel: str | None = None
    constraints: ChannelConstraints | None = None


class Moderation(Schema):
    """``propose`` is ``hide``, ``report``, ``block`` or ``None``; a person always decides."""

    propose: str | None = None
    reasons: tuple[Reason, ...] = ()


class FollowUp(Schema):
    """A public word once the matter is solved in private."""

    required: bool
    due_at: datetime | None = None
    reason: Reason | None = None


class Gesture(Schema):
    """Whether a person may grant a gesture; ``max_amount`` in ``currency``.  Never in a draft."""

    allowed: bool
    max_amount: float | None = None
    currency: str | None = None
    reason: Reason | None = None


class Learning(Schema):
    """An improvement signal: what the complaint teaches, by topic."""

    record: bool
    topics: tuple[Topic, ...] = ()
    reason: Reason | None = None


class Recommendation(Schema):
    action: Action
    reasons: tuple[Reason, ...]
    go_private: GoPrivate
    moderation: Moderation
    respond_by: datetime | None
    not_before: datetime | None
    replies_left: Annotated[int, Field(ge=0)]
    route_to: str
    follow_up: FollowUp
    gesture: Gesture
    learning: Learning


class RiskAssessment(Schema):
    flag: bool
    level: RiskLevel
    reasons: tuple[Reason, ...] = ()
    owner: str | None = None


class Check(Schema):
    """One finding of the guard; ``start``/``end`` are character offsets of the draft."""

    rule: Rule
    severity: CheckSeverity
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    message: str


class DraftLength(Schema):
    """Characters used, counted as the platform counts, and its limit."""

    used: int
    limit: int


class Draft(Schema):
    id: str
    rank: Annotated[int, Field(ge=1)]
    text: str
    visibility: Visibility
    language: Language
    score: float
    confidence: Probability
    sources: tuple[str, ...]
    writer: str
    checks: tuple[Check, ...] = ()
    length: DraftLength


class Abstention(Schema):
    reason: str
    rule: Rule | None = None


class Versions(Schema):
    service: str
    bundle: str
    policy: str
    exemplars: str


class SuggestOptions(Schema):
    drafts: Annotated[int, Field(ge=0, le=5)] = 3
    language: Language | None = None
    writers: tuple[str, ...] | None = None


class SuggestRequest(Schema):
    """Body of ``POST /v1/suggest``."""

    brand: Identifier
    platform: Platform
    conversation: Conversation
    customer: Customer | None = None
    options: SuggestOptions = SuggestOptions()


class Suggestion(Schema):
    """Body of the answer, and what is stored of it."""

    suggestion_id: str
    created_at: AwareDatetime
    conversation_revision: str
    language: Language
    understanding: Understanding
    recommendation: Recommendation
    risk: RiskAssessment
    drafts: tuple[Draft, ...]
    abstained: Abstention | None
    versions: Versions
    timing_ms: dict[str, float]
