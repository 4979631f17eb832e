"""Terse builders of understandings, turns and cases for tests.

``understand(Intent.COMPLAINT, topics="outage billing", severity=2, hostility="insult")``; lists are
space-separated labels, each with an optional ``:probability`` (0.9 when left out).
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from data.schemas.message import Author, Customer, Message
from data.schemas.suggestion import (
    EmotionEstimate,
    HostilityEstimate,
    HostilityLabel,
    IntentEstimate,
    PiiSpan,
    PrivateReasonEstimate,
    RiskEstimate,
    SarcasmEstimate,
    SeverityEstimate,
    TopicEstimate,
    Understanding,
)
from data.taxonomy import (
    Emotion,
    Hostility,
    Intent,
    Language,
    Mention,
    PiiType,
    Platform,
    PrivateReason,
    Risk,
    Topic,
    Visibility,
)
from service.policy.brand import BrandPolicy
from service.policy.case import Case, Turn
from service.policy.registry import PolicyRegistry

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday afternoon, in the demo brand's business hours."""
SURE = 0.9

DEMO = PolicyRegistry.load().get("demo")

_Label = TypeVar("_Label", bound=StrEnum)


def _labels(kind: type[_Label], text: str) -> list[tuple[_Label, float]]:
    pairs = (item.partition(":") for item in text.split())
    return [(kind(name), float(value) if value else SURE) for name, _, value in pairs]


def understand(
    intent: Intent = Intent.COMPLAINT,
    *,
    confidence: float = SURE,
    topics: str = "",
    severity: int = 1,
    severity_confidence: float = SURE,
    sarcasm: bool = False,
    hostility: str = "",
    private: str = "",
    risk: str = "",
    pii: str = "",
    emotion: Emotion = Emotion.NEUTRAL,
    mention: Mention = Mention.DIRECT,
) -> Understanding:
    """What a message says, with everything left out being absent."""
    insults = _labels(Hostility, hostility)
    return Understanding(
        intent=IntentEstimate(label=intent, confidence=confidence),
        topics=tuple(TopicEstimate(label=k, confidence=p) for k, p in _labels(Topic, topics)),
        severity=SeverityEstimate(level=severity, confidence=severity_confidence),
        sarcasm=SarcasmEstimate(flag=sarcasm, probability=SURE if sarcasm else 0.1),
        hostility=HostilityEstimate(
            flag=bool(insults),
            labels=tuple(HostilityLabel(label=k, probability=p) for k, p in insults),
        ),
        emotion=EmotionEstimate(label=emotion, confidence=SURE),
        private_reasons=tuple(
            PrivateReasonEstimate(label=k, probability=p)
            for k, p in _labels(PrivateReason, private)
        ),
        risk=tuple(RiskEstimate(label=k, probability=p) for k, p in _labels(Risk, risk)),
        pii=tuple(PiiSpan(type=k, start=0, end=4) for k, _ in _labels(PiiType, pii)),
        mention=mention,
    )


def customer(
    understanding: Understanding | None,
    text: str = "…",
    *,
    by: str | None = "ana",
    private: bool = False,
    sent_at: datetime | None = None,
) -> Turn:
    """A customer's turn; its id is filled in by ``case``."""
    return Turn(_message(Author.CUSTOMER, text, by, private, sent_at), understanding)


def agent(text: str = "We are looking into it.", *, private: bool = False) -> Turn:
    """A reply of the brand."""
    return Turn(_message(Author.AGENT, text, "lea", private, None))


def bystander(text: str = "same here", understanding: Understanding | None = None) -> Turn:
    """A turn by somebody who is neither."""
    return Turn(_message(Author.OTHER, text, "zoe", False, None), understanding)


def _message(
    author: Author, text: str, by: str | None, private: bool, sent_at: datetime | None
) -> Message:
    visibility = Visibility.PRIVATE if private else Visibility.PUBLIC
    return Message(
        id="m", author=author, author_id=by, text=text, sent_at=sent_at, visibility=visibility
    )


def case(
    *turns: Turn,
    platform: Platform = Platform.X,
    person: Customer | None = None,
    policy: BrandPolicy = DEMO,
    language: Language = Language.EN,
    now: datetime = NOW,
    incident: bool = False,
) -> Case:
    """A case of these turns, oldest first."""
    return Case(
        turns=tuple(
            Turn(turn.message.model_copy(update={"id": f"m{index}"}), turn.understanding)
            for index, turn in enumerate(turns)
        ),
        platform=platform,
        customer=person,
        policy=policy,
        language=language,
        now=now,
        incident=incident,
    )


def single(understanding: Understanding, **settings: Any) -> Case:
    """A case of one public message sent five minutes ago."""
    return case(customer(understanding, sent_at=NOW - timedelta(minutes=5)), **settings)


def policy_with(**changes: Any) -> BrandPolicy:
    """The demo brand with some keys changed, validated as YAML would be."""
    values = DEMO.model_dump(mode="json") | changes
    return BrandPolicy.model_validate_json(json.dumps(values))


def labels(reasons: Iterable[Any], rule: str) -> list[str]:
    """Labels of the reasons that a rule gave."""
    return [item.label for item in reasons if item.rule == rule]


BILLING = understand(topics="billing", severity=2, private="billing")
OUTAGE_QUESTION = understand(Intent.QUESTION, topics="outage", severity=0)
INSULT = understand(hostility="insult", emotion=Emotion.ANGER)
PRAISE = understand(Intent.PRAISE, severity=0, emotion=Emotion.JOY)
CHATTER = understand(Intent.OTHER, severity=0)
"""Messages that many tests start from."""
