"""Rules on how, when and where to answer; each test is named after its rule."""

from datetime import timedelta

import pytest

from data.schemas.message import Customer
from data.schemas.suggestion import Understanding
from data.taxonomy import (
    Action,
    Intent,
    Mention,
    Rule,
    Stage,
    Visibility,
)
from service.policy.case import Turn
from service.policy.decide import decide
from tests.service.policy.builders import (
    BILLING,
    CHATTER,
    INSULT,
    NOW,
    OUTAGE_QUESTION,
    PRAISE,
    agent,
    case,
    customer,
    labels,
    policy_with,
    single,
    understand,
)


@pytest.mark.parametrize(
    ("mention", "expected"),
    [(Mention.INDIRECT, ["indirect"]), (Mention.DIRECT, []), (Mention.NONE, [])],
)
def test_find_mentions(mention: Mention, expected: list[str]) -> None:
    decision = decide(single(understand(topics="outage", mention=mention)))
    assert labels(decision.recommendation.reasons, "find-mentions") == expected
    assert decision.recommendation.action is Action.ANSWER_PUBLIC


@pytest.mark.parametrize(
    ("understanding", "plan", "minutes"),
    [
        (understand(topics="outage"), None, 60),
        (understand(topics="outage", severity=3), None, 30),
        (understand(topics="outage"), "pro", 20),
        (understand(topics="safety", severity=3, risk="safety"), "Pro", 20),
        (understand(risk="self_harm"), None, 10),
        (understand(topics="outage"), "unheard of", 60),
    ],
)
def test_acknowledge_fast(understanding: Understanding, plan: str | None, minutes: int) -> None:
    case_ = single(understanding, person=Customer(plan=plan))
    sent_at = NOW - timedelta(minutes=5)
    assert decide(case_).recommendation.respond_by == sent_at + timedelta(minutes=minutes)


def test_acknowledge_fast_says_when_it_is_late_already() -> None:
    late = case(customer(BILLING, sent_at=NOW - timedelta(hours=2)))
    recommendation = decide(late).recommendation
    assert recommendation.respond_by == NOW - timedelta(hours=1)
    assert "overdue" in labels(recommendation.reasons, "acknowledge-fast")


@pytest.mark.parametrize(
    ("ahead", "believed"), [(timedelta(minutes=4), True), (timedelta(minutes=6), False)]
)
def test_acknowledge_fast_does_not_believe_the_future(ahead: timedelta, believed: bool) -> None:
    recommendation = decide(case(customer(BILLING, sent_at=NOW + ahead))).recommendation
    start = NOW + ahead if believed else NOW
    assert recommendation.respond_by == start + timedelta(minutes=60)
    warned = "implausible_time" in labels(recommendation.reasons, "acknowledge-fast")
    assert warned is not believed


def test_never_instant() -> None:
    hostile = decide(single(INSULT)).recommendation
    assert hostile.action is Action.COOL_OFF
    assert hostile.not_before == NOW + timedelta(minutes=10)
    assert decide(single(BILLING)).recommendation.not_before is None


def test_never_instant_does_not_delay_a_person_in_danger() -> None:
    recommendation = decide(single(understand(hostility="insult", risk="self_harm"))).recommendation
    assert recommendation.action is Action.ESCALATE
    assert recommendation.not_before is None


@pytest.mark.parametrize(
    ("understanding", "cool", "humour"),
    [
        (understand(topics="outage"), False, False),
        (understand(Intent.PRAISE, sarcasm=True, topics="outage"), False, True),
        (understand(topics="outage", severity=3), True, False),
        (INSULT, True, False),
        (understand(topics="billing", risk="legal_action", severity=2), True, False),
        (PRAISE, False, True),
    ],
)
def test_empathy(understanding: Understanding, cool: bool, humour: bool) -> None:
    brief = decide(single(understanding)).briefs[0]
    assert (brief.cool, brief.humour) == (cool, humour)


def test_empathy_without_humour_when_the_brand_allows_none() -> None:
    decision = decide(single(PRAISE, policy=policy_with(humour=False)))
    assert not decision.briefs[0].humour


def test_not_canned() -> None:
    decision = decide(single(CHATTER))
    assert decision.recommendation.action is Action.NO_REPLY
    assert decision.recommendation.respond_by is None
    assert decision.abstention is not None
    assert decision.abstention.rule is Rule.NOT_CANNED


@pytest.mark.parametrize(
    ("turns", "intent"),
    [
        # The brand asked: what follows is the answer to it.
        ([customer(BILLING), agent("Which month is it?"), customer(CHATTER)], Intent.COMPLAINT),
        # Nobody has answered the first message yet.
        ([customer(OUTAGE_QUESTION), customer(CHATTER)], Intent.QUESTION),
        # In private, a bare reference is part of the exchange.
        ([customer(BILLING), agent(), customer(CHATTER, private=True)], Intent.COMPLAINT),
        # The brand has answered and asked nothing.
        ([customer(BILLING), agent("We are looking."), customer(CHATTER)], Intent.OTHER),
        # Another person's complaint is not this one's.
        ([customer(BILLING, by="bob"), customer(CHATTER)], Intent.OTHER),
    ],
)
def test_not_canned_takes_up_what_the_person_has_open(turns: list[Turn], intent: Intent) -> None:
    case_ = case(*turns)
    assert case_.intent is intent
    assert (decide(case_).abstention is None) is (intent is not Intent.OTHER)


def test_public_first() -> None:
    public, private = decide(single(BILLING)).briefs
    assert (public.visibility, public.stage) == (Visibility.PUBLIC, Stage.FIRST_PUBLIC)
    assert (private.visibility, private.stage) == (Visibility.PRIVATE, Stage.PRIVATE)
    assert public.invite_private


def test_public_first_when_the_brand_only_answered_in_private() -> None:
    decision = decide(case(customer(BILLING), agent(private=True)))
    assert labels(decision.recommendation.reasons, "public-first") == ["private_only"]
    assert decision.briefs[0].visibility is Visibility.PUBLIC


@pytest.mark.parametrize(
    ("understanding", "why"),
    [
        (understand(topics="outage", private="account:0.6"), ["account"]),
        (understand(topics="outage", private="account:0.2"), []),
        (understand(topics="outage", pii="phone"), ["pii"]),
        (understand(topics="refund", severity=2), ["refund"]),
        (understand(topics="refund", severity=1), []),
        (understand(topics="outage", severity=2), []),
        (understand(topics="safety", severity=3, risk="safety"), ["risk"]),
        (understand(Intent.PRAISE, topics="staff", private="staff"), []),
        (OUTAGE_QUESTION, []),
        (understand(Intent.QUESTION, topics="billing", private="billing"), ["billing"]),
    ],
)
def test_go_private(understanding: Understanding, why: list[str]) -> None:
    go_private = decide(single(understanding)).recommendation.go_private
    assert labels(go_private.reasons, "go-private") == why
    assert go_private.recommended is bool(why)


def test_go_private_action_and_channel() -> None:
    recommendation = decide(single(BILLING)).recommendation
    assert recommendation.action is Action.MOVE_PRIVATE
    assert recommendation.go_private.channel == "direct_message"
    assert recommendation.go_private.confidence == pytest.approx(0.9)


def test_go_private_stays_private() -> None:
    decision = decide(case(customer(BILLING, private=True)))
    assert [brief.stage for brief in decision.briefs] == [Stage.PRIVATE]
    assert labels(decision.recommendation.go_private.reasons, "go-private") == ["already_private"]
    assert not decision.recommendation.follow_up.required


def test_no_pii_in_public() -> None:
    holding = understand(topics="billing", pii="iban phone")
    reasons = decide(single(holding)).recommendation.reasons
    assert labels(reasons, "no-pii-in-public") == ["iban, phone"]
    private = decide(case(customer(holding, private=True))).recommendation.reasons
    assert labels(private, "no-pii-in-public") == []


@pytest.mark.parametrize(
    ("understanding", "stage"),
    [
        (understand(), Stage.FIRST_PUBLIC),
        (INSULT, Stage.COOL_ANSWER),
        (understand(topics="outage", hostility="insult"), Stage.FIRST_PUBLIC),
        (understand(Intent.OTHER, hostility="insult"), Stage.COOL_ANSWER),
    ],
)
def test_empathy_asks_what_happened_only_when_it_was_not_said(
    understanding: Understanding, stage: Stage
) -> None:
    (brief,) = decide(single(understanding)).briefs
    assert brief.stage is stage
    assert brief.intent is Intent.COMPLAINT
