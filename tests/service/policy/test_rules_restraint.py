"""Rules on restraint and on closing; each test is named after its rule."""

from datetime import timedelta

import pytest

from data.schemas.suggestion import Understanding
from data.taxonomy import (
    Action,
    Intent,
    Rule,
    Stage,
    Visibility,
)
from service.policy.case import Turn
from service.policy.decide import decide
from tests.service.policy.builders import (
    BILLING,
    INSULT,
    NOW,
    OUTAGE_QUESTION,
    PRAISE,
    agent,
    bystander,
    case,
    customer,
    labels,
    single,
    understand,
)


def test_public_follow_up_is_tracked() -> None:
    follow_up = decide(single(BILLING)).recommendation.follow_up
    assert follow_up.required
    assert follow_up.due_at == NOW + timedelta(hours=24)
    assert not decide(single(OUTAGE_QUESTION)).recommendation.follow_up.required


THANKED_IN_PRIVATE = (
    customer(BILLING),
    agent("Write to us in private?"),
    customer(BILLING, private=True),
    agent(private=True),
    customer(PRAISE, private=True),
)


def test_public_follow_up_is_written_once_solved() -> None:
    decision = decide(case(*THANKED_IN_PRIVATE))
    assert [brief.stage for brief in decision.briefs] == [Stage.PUBLIC_FOLLOW_UP]
    assert decision.briefs[0].visibility is Visibility.PUBLIC
    assert decision.recommendation.action is Action.ANSWER_PUBLIC
    assert decision.recommendation.follow_up.required


def test_public_follow_up_is_still_owed_after_a_private_goodbye() -> None:
    decision = decide(case(*THANKED_IN_PRIVATE, agent("With pleasure.", private=True)))
    assert [brief.stage for brief in decision.briefs] == [Stage.PUBLIC_FOLLOW_UP]


def test_public_follow_up_is_said_once() -> None:
    decision = decide(case(*THANKED_IN_PRIVATE, agent("All settled, thank you.")))
    assert decision.briefs == ()
    assert decision.recommendation.action is Action.NO_REPLY
    assert not decision.recommendation.follow_up.required


@pytest.mark.parametrize(
    ("replies", "action", "left"),
    [(0, Action.COOL_OFF, 2), (1, Action.COOL_OFF, 1), (2, Action.STOP, 0), (3, Action.STOP, 0)],
)
def test_reply_twice(replies: int, action: Action, left: int) -> None:
    turns = [turn for _ in range(replies) for turn in (customer(INSULT), agent("What happened?"))]
    decision = decide(case(*turns, customer(INSULT)))
    assert decision.recommendation.action is action
    assert decision.recommendation.replies_left == left
    if action is Action.STOP:
        assert decision.briefs == ()
        assert decision.abstention is not None
        assert decision.abstention.rule is Rule.REPLY_TWICE
        assert decision.recommendation.respond_by is None


def test_reply_twice_holds_without_hostility() -> None:
    calm = understand(topics="outage")
    turns = (customer(calm), agent("Where?"), customer(calm), agent("Since when?"), customer(calm))
    assert decide(case(*turns)).recommendation.action is Action.STOP


def test_reply_twice_leaves_a_private_conversation_open() -> None:
    calm = understand(topics="outage")
    decision = decide(
        case(
            *(customer(calm), agent("Where?"), customer(calm), agent("In private?")),
            *(customer(calm, private=True), customer(calm)),
        )
    )
    assert decision.recommendation.action is Action.STOP
    assert decision.abstention is None
    assert [brief.visibility for brief in decision.briefs] == [Visibility.PRIVATE]


@pytest.mark.parametrize(
    "turns",
    [
        # Replies to somebody else.
        [customer(INSULT, by="bob"), agent(), customer(INSULT, by="bob"), agent()],
        # The brand's own post before anyone spoke, and private replies.
        [agent(), customer(BILLING), agent(private=True), agent(private=True)],
        # Bystanders are nobody's customer.
        [bystander(), agent(), bystander(), agent()],
    ],
)
def test_reply_twice_counts_only_public_replies_to_this_person(turns: list[Turn]) -> None:
    case_ = case(*turns, customer(BILLING))
    assert case_.public_replies == 0
    assert decide(case_).recommendation.replies_left == 2


def test_reply_twice_takes_customers_without_id_for_one_person() -> None:
    turns = (customer(INSULT, by=None), agent("What happened?")) * 2
    decision = decide(case(*turns, customer(INSULT, by=None)))
    assert decision.recommendation.action is Action.STOP


def test_reply_twice_waits_when_the_brand_spoke_last() -> None:
    decision = decide(case(customer(BILLING), agent()))
    assert decision.recommendation.action is Action.NO_REPLY
    assert decision.recommendation.respond_by is None


def test_no_debate() -> None:
    ironic = understand(Intent.PRAISE, sarcasm=True, topics="outage")
    assert labels(decide(single(INSULT)).recommendation.reasons, "no-debate") == ["hostile"]
    assert labels(decide(single(ironic)).recommendation.reasons, "no-debate") == ["sarcasm"]
    assert labels(decide(single(BILLING)).recommendation.reasons, "no-debate") == []


def test_never_insult() -> None:
    assert labels(decide(single(INSULT)).recommendation.reasons, "never-insult") == ["hostile"]
    assert labels(decide(single(BILLING)).recommendation.reasons, "never-insult") == []


@pytest.mark.parametrize(
    ("understanding", "propose", "action", "drafted"),
    [
        (understand(Intent.OTHER, hostility="hate"), "hide", Action.HIDE, False),
        (understand(topics="outage", hostility="hate"), "hide", Action.HIDE, False),
        (understand(topics="outage", hostility="hate:0.4"), None, Action.COOL_OFF, True),
        (understand(Intent.OTHER, hostility="threat"), "report", Action.HIDE, False),
        (understand(topics="outage", hostility="threat"), "report", Action.ESCALATE, False),
        (understand(Intent.OTHER, hostility="harassment"), "hide", Action.HIDE, False),
        (understand(topics="staff", hostility="harassment"), "hide", Action.COOL_OFF, True),
        (understand(Intent.OTHER, hostility="profanity insult"), "hide", Action.COOL_OFF, True),
        (understand(topics="outage", hostility="profanity insult"), None, Action.COOL_OFF, True),
        (understand(Intent.OTHER, hostility="profanity"), None, Action.NO_REPLY, False),
        (
            understand(Intent.OTHER, hostility="threat", risk="self_harm"),
            "report",
            Action.ESCALATE,
            False,
        ),
    ],
)
def test_hide_hate(
    understanding: Understanding, propose: str | None, action: Action, drafted: bool
) -> None:
    decision = decide(single(understanding))
    assert decision.recommendation.moderation.propose == propose
    assert decision.recommendation.action is action
    assert bool(decision.briefs) is drafted


def test_hide_hate_cannot_hide_a_private_message() -> None:
    decision = decide(case(customer(understand(hostility="hate"), private=True)))
    assert decision.recommendation.moderation.propose == "report"
    assert decision.recommendation.action is Action.ESCALATE
    assert decision.recommendation.route_to == "trust-and-moderation"


@pytest.mark.parametrize(
    ("hostility", "expected"),
    [("insult", ["criticism"]), ("profanity", ["criticism"]), ("hate", ["complaint"]), ("", [])],
)
def test_keep_criticism(hostility: str, expected: list[str]) -> None:
    decision = decide(single(understand(topics="outage", hostility=hostility)))
    assert labels(decision.recommendation.reasons, "keep-criticism") == expected
    assert (decision.recommendation.moderation.propose is None) is (expected != ["complaint"])
