"""Rules on care, policy and risk; each test is named after its rule."""

from datetime import datetime, timedelta

import pytest

from data.schemas.message import Customer
from data.schemas.suggestion import Understanding
from data.taxonomy import (
    Action,
    Emotion,
    Intent,
    Language,
    Platform,
    RiskLevel,
    Rule,
    Stage,
    Topic,
    Visibility,
)
from service.policy.decide import decide
from tests.service.policy.builders import (
    BILLING,
    NOW,
    OUTAGE_QUESTION,
    PRAISE,
    case,
    customer,
    labels,
    policy_with,
    single,
    understand,
)


@pytest.mark.parametrize(
    ("understanding", "allowed"),
    [
        (BILLING, True),
        (understand(topics="billing", severity=1), False),
        (understand(topics="staff", severity=2), False),
        (understand(topics="billing", severity=2, risk="legal_action"), False),
        (understand(topics="billing", severity=3, risk="safety"), False),
        (understand(Intent.QUESTION, topics="billing", severity=2), False),
    ],
)
def test_compensate(understanding: Understanding, allowed: bool) -> None:
    gesture = decide(single(understanding)).recommendation.gesture
    assert gesture.allowed is allowed
    assert gesture.max_amount == (30.0 if allowed else None)


def test_compensate_needs_the_brands_policy() -> None:
    policy = policy_with(gesture={"enabled": False})
    assert not decide(single(BILLING, policy=policy)).recommendation.gesture.allowed


@pytest.mark.parametrize(
    ("understanding", "topics"),
    [
        (understand(topics="outage no_answer"), (Topic.OUTAGE, Topic.NO_ANSWER)),
        (understand(topics="outage", hostility="hate"), (Topic.OUTAGE,)),
        (understand(), ()),
        (OUTAGE_QUESTION, ()),
        (PRAISE, ()),
    ],
)
def test_learn(understanding: Understanding, topics: tuple[Topic, ...]) -> None:
    learning = decide(single(understanding)).recommendation.learning
    assert learning.topics == topics
    assert learning.record is bool(topics)


def test_incident() -> None:
    calm = understand(topics="outage")
    stages = [brief.stage for brief in decide(single(calm, incident=True)).briefs]
    assert stages == [Stage.FIRST_PUBLIC, Stage.INCIDENT_NOTICE]
    assert len(decide(single(calm)).briefs) == 1
    assert [b.stage for b in decide(single(PRAISE, incident=True)).briefs] == [Stage.THANKS]


def test_own_policy_languages() -> None:
    decision = decide(single(BILLING, language=Language.OTHER))
    assert decision.briefs == ()
    assert decision.abstention is not None
    assert decision.abstention.rule is Rule.OWN_POLICY
    assert decision.recommendation.respond_by is not None
    english_only = policy_with(languages=["en"], default_language="en")
    french = decide(single(BILLING, language=Language.FR, policy=english_only))
    assert french.abstention is not None


def test_own_policy_platforms() -> None:
    policy = policy_with(channels={"x": {"enabled": False}})
    decision = decide(single(BILLING, policy=policy))
    assert decision.recommendation.action is Action.NO_REPLY
    assert decision.recommendation.respond_by is None
    grave = decide(single(understand(risk="safety", severity=3), policy=policy))
    assert grave.recommendation.action is Action.ESCALATE


@pytest.mark.parametrize(
    ("understanding", "plan", "at", "route"),
    [
        (understand(topics="outage"), None, NOW, "social-care"),
        (understand(topics="billing"), None, NOW, "billing"),
        (understand(topics="billing"), "Pro", NOW, "pro-care"),
        (understand(topics="billing"), "Essentiel", NOW, "billing"),
        (understand(topics="outage"), None, NOW + timedelta(hours=8), "night-desk"),
        (understand(risk="safety", severity=3), None, NOW + timedelta(hours=8), "safety-desk"),
        (understand(hostility="hate"), None, NOW, "trust-and-moderation"),
    ],
)
def test_own_policy_routes(
    understanding: Understanding, plan: str | None, at: datetime, route: str
) -> None:
    case_ = single(understanding, person=Customer(plan=plan), now=at)
    assert decide(case_).recommendation.route_to == route


def test_own_policy_warns_of_an_uncertain_reading_and_still_drafts() -> None:
    decision = decide(single(understand(topics="outage", confidence=0.3)))
    assert labels(decision.recommendation.reasons, "own-policy") == ["low_confidence"]
    assert decision.briefs


@pytest.mark.parametrize(
    ("platform", "limit", "private_limit"),
    [
        (Platform.X, 280, 500),
        (Platform.BLUESKY, 300, 500),
        (Platform.TIKTOK, 150, 500),
        (Platform.FACEBOOK, 500, 500),
        (Platform.TRUSTPILOT, 500, 500),
    ],
)
def test_platform_limits(platform: Platform, limit: int, private_limit: int) -> None:
    public, private = decide(single(BILLING, platform=platform)).briefs
    assert (public.limit, private.limit) == (limit, private_limit)


@pytest.mark.parametrize(
    ("understanding", "level", "owner"),
    [
        (understand(topics="outage"), RiskLevel.NONE, None),
        (understand(risk="self_harm:0.3", severity=0), RiskLevel.CRITICAL, "safety-desk"),
        (understand(risk="safety"), RiskLevel.HIGH, "safety-desk"),
        (understand(risk="violence"), RiskLevel.HIGH, "security"),
        (understand(risk="data_breach"), RiskLevel.HIGH, "security"),
        (understand(risk="data_breach:0.4"), RiskLevel.MEDIUM, "security"),
        (understand(risk="data_breach:0.1"), RiskLevel.NONE, None),
        (understand(risk="legal_action", severity=2), RiskLevel.MEDIUM, "legal"),
        (understand(risk="legal_action", severity=3), RiskLevel.HIGH, "legal"),
        (understand(risk="press", severity=1), RiskLevel.MEDIUM, "press-office"),
        (understand(risk="staff_misconduct", severity=3), RiskLevel.HIGH, "people"),
        (understand(risk="viral", severity=1), RiskLevel.LOW, "press-office"),
        (understand(risk="viral", severity=2), RiskLevel.MEDIUM, "press-office"),
        (understand(risk="vulnerable", severity=1), RiskLevel.LOW, "social-care"),
        (understand(severity=3), RiskLevel.MEDIUM, "social-care"),
        (understand(hostility="threat"), RiskLevel.HIGH, "security"),
        (understand(risk="vulnerable safety"), RiskLevel.HIGH, "safety-desk"),
        (understand(Intent.PRAISE, severity=0, risk="safety"), RiskLevel.MEDIUM, "safety-desk"),
    ],
)
def test_risk(understanding: Understanding, level: RiskLevel, owner: str | None) -> None:
    decision = decide(single(understanding))
    assert (decision.risk.level, decision.risk.owner) == (level, owner)
    assert decision.risk.flag is (level is not RiskLevel.NONE)
    grave = level in {RiskLevel.HIGH, RiskLevel.CRITICAL}
    assert (decision.recommendation.action is Action.ESCALATE) is grave


def test_risk_of_a_wide_audience() -> None:
    heard = single(understand(risk="viral"), person=Customer(followers=20_000))
    assert decide(heard).risk.level is RiskLevel.MEDIUM


def test_risk_drafts_hold_without_humour_save_for_violence() -> None:
    holding = decide(single(understand(topics="safety", severity=3, risk="safety")))
    assert holding.briefs
    assert all(brief.cool and not brief.humour for brief in holding.briefs)
    assert decide(single(understand(risk="self_harm"))).briefs
    assert not decide(single(understand(risk="violence"))).briefs
    assert not decide(single(understand(Intent.OTHER, risk="self_harm"))).briefs


def test_thank_praise() -> None:
    decision = decide(single(PRAISE))
    assert [brief.stage for brief in decision.briefs] == [Stage.THANKS]
    assert decision.recommendation.action is Action.ANSWER_PUBLIC
    assert not decision.recommendation.gesture.allowed


def test_thank_praise_with_a_joyful_swear_word() -> None:
    joyful = understand(Intent.PRAISE, hostility="profanity", emotion=Emotion.JOY)
    decision = decide(single(joyful))
    assert [brief.stage for brief in decision.briefs] == [Stage.THANKS]
    assert decision.recommendation.not_before is None


def test_thank_praise_in_private() -> None:
    decision = decide(case(customer(PRAISE, private=True)))
    assert [(b.stage, b.visibility) for b in decision.briefs] == [
        (Stage.THANKS, Visibility.PRIVATE)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Julie Marchand", "Julie"),
        ("ANNE-LISE MOREAU", "Anne-Lise"),
        ("Mme Durand", None),
        ("grumpy_cat", None),
        ("Nightowl", None),
        ("X42 Gamer", None),
        (None, None),
        ("  ", None),
    ],
)
def test_know_the_customer(name: str | None, expected: str | None) -> None:
    public, private = decide(single(BILLING, person=Customer(display_name=name))).briefs
    assert public.customer_name is None
    assert private.customer_name == expected
