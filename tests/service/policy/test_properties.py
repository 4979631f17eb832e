"""What holds of every decision, whatever the conversation."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from data.schemas.message import Author, Customer, Message
from data.schemas.suggestion import Reason, Understanding
from data.taxonomy import (
    Action,
    Emotion,
    Hostility,
    Intent,
    Language,
    Mention,
    PiiType,
    Platform,
    PrivateReason,
    Risk,
    Rule,
    Stage,
    Topic,
    Visibility,
)
from service.policy.case import Case, Decision, Turn
from service.policy.decide import decide
from tests.service.policy.builders import DEMO, NOW, policy_with, understand

PROBABILITY = st.floats(0, 1)
POLICIES = st.sampled_from(
    [
        DEMO,
        policy_with(max_public_replies=1, clock="business_hours", languages=["fr"]),
        policy_with(channels={"x": {"enabled": False}, "facebook": {"private": "email"}}),
        policy_with(timezone="Pacific/Auckland", hours={}, plans={}, humour=False),
    ]
)
TIMES = (
    st.none()
    | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))
    | st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 8), timezones=st.just(UTC))
)


@st.composite
def picked(draw: st.DrawFn, kind: type[Topic | Hostility | PrivateReason | Risk | PiiType]) -> str:
    chosen = draw(st.lists(st.sampled_from(list(kind)), max_size=3, unique=True))
    return " ".join(f"{label}:{draw(PROBABILITY)}" for label in chosen)


@st.composite
def understandings(draw: st.DrawFn) -> Understanding:
    return understand(
        draw(st.sampled_from(Intent)),
        confidence=draw(PROBABILITY),
        topics=draw(picked(Topic)),
        severity=draw(st.integers(0, 3)),
        severity_confidence=draw(PROBABILITY),
        sarcasm=draw(st.booleans()),
        hostility=draw(picked(Hostility)),
        private=draw(picked(PrivateReason)),
        risk=draw(picked(Risk)),
        pii=draw(picked(PiiType)),
        emotion=draw(st.sampled_from(Emotion)),
        mention=draw(st.sampled_from(Mention)),
    )


@st.composite
def turns(draw: st.DrawFn, index: int) -> Turn:
    message = Message(
        id=f"m{index}",
        author=draw(st.sampled_from(Author)),
        author_id=draw(st.sampled_from([None, "ana", "bob"])),
        text=draw(st.sampled_from(["", "ok", "Why?", "No internet since Monday", "🤬🤬"])),
        sent_at=draw(TIMES),
        visibility=draw(st.sampled_from(Visibility)),
    )
    return Turn(message, draw(st.none() | understandings()))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    length = draw(st.integers(0, 7))
    return Case(
        turns=tuple(draw(turns(index)) for index in range(length)),
        platform=draw(st.sampled_from(Platform)),
        customer=draw(
            st.none()
            | st.builds(
                Customer,
                display_name=st.sampled_from([None, "", "Ana Costa", "x_42"]),
                plan=st.sampled_from([None, "Pro", "none such"]),
                followers=st.sampled_from([None, 0, 10**7]),
            )
        ),
        policy=draw(POLICIES),
        language=draw(st.sampled_from(Language)),
        now=NOW,
        incident=draw(st.booleans()),
    )


def _all_reasons(decision: Decision) -> list[Reason]:
    recommendation = decision.recommendation
    single = (
        recommendation.follow_up.reason,
        recommendation.gesture.reason,
        recommendation.learning.reason,
    )
    return [
        *recommendation.reasons,
        *recommendation.go_private.reasons,
        *recommendation.moderation.reasons,
        *decision.risk.reasons,
        *(item for item in single if item is not None),
    ]


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(0, 5))
def test_every_decision(case: Case, drafts: int) -> None:
    decision = decide(case, drafts)
    recommendation = decision.recommendation

    # Briefs are empty if, and only if, it abstains or no draft was asked for.
    assert (not decision.briefs) is (decision.abstention is not None or drafts == 0)
    assert all(brief.count == drafts for brief in decision.briefs)

    # Every reason names a rule of the playbook, and is about something.
    rules = set(Rule)
    assert all(item.rule in rules and item.label for item in _all_reasons(decision))

    # Public first: nothing is said in private alone to who has had no public word.
    visibilities = {brief.visibility for brief in decision.briefs}
    if visibilities == {Visibility.PRIVATE}:
        assert case.is_private or case.public_replies > 0
    if Visibility.PRIVATE in visibilities:
        assert recommendation.go_private.recommended

    # Never a public reply over the maximum; a closing word and a notice answer nobody.
    replies = {Stage.FIRST_PUBLIC, Stage.SECOND_PUBLIC, Stage.COOL_ANSWER}
    if any(brief.stage in replies for brief in decision.briefs):
        assert recommendation.replies_left > 0

    # What is known of the person stays out of public drafts.
    assert all(b.customer_name is None for b in decision.briefs if b.visibility == "public")

    # Nobody is told when to answer what needs no answer.
    if recommendation.respond_by is None:
        assert not decision.briefs or drafts == 0
        assert recommendation.not_before is None


@settings(max_examples=80, deadline=None)
@given(cases())
def test_hiding_always_has_a_hostile_ground(case: Case) -> None:
    decision = decide(case)
    if decision.recommendation.moderation.propose is not None:
        labels = {item.label for item in case.understanding.hostility.labels}
        assert labels & {
            Hostility.THREAT,
            Hostility.HARASSMENT,
            Hostility.HATE,
            Hostility.PROFANITY,
        }
    if decision.recommendation.action is Action.HIDE:
        assert decision.recommendation.moderation.propose is not None


@settings(max_examples=30, deadline=None)
@given(cases())
def test_the_same_case_gets_the_same_decision(case: Case) -> None:
    assert decide(case) == decide(case)
