"""One test per playbook rule, named after its id."""

from datetime import timedelta

import pytest

from data.schemas.message import Customer
from data.taxonomy import (
    Action,
    Emotion,
    Intent,
    Language,
    Mention,
    Platform,
    RiskLevel,
    Rule,
    Stage,
    Topic,
    Visibility,
)
from service.policy.decide import decide
from tests.service.policy.builders import (
    NOW,
    agent,
    bystander,
    case,
    customer,
    labels,
    policy_with,
    single,
    understand,
)

BILLING = understand(topics="billing", severity=2, private="billing")
OUTAGE_QUESTION = understand(Intent.QUESTION, topics="outage", severity=0)
INSULT = understand(hostility="insult", emotion=Emotion.ANGER)
PRAISE = understand(Intent.PRAISE, severity=0, emotion=Emotion.JOY)
CHATTER = understand(Intent.OTHER, severity=0)


def test_every_rule_has_a_test() -> None:
    named = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    missing = [
        rule for rule in Rule if not any(n.startswith(rule.replace("-", "_")) for n in named)
    ]
    assert not missing


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
def test_acknowledge_fast(understanding, plan, minutes) -> None:
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
def test_acknowledge_fast_does_not_believe_the_future(ahead, believed) -> None:
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
def test_empathy(understanding, cool, humour) -> None:
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
def test_not_canned_takes_up_what_the_person_has_open(turns, intent) -> None:
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
def test_go_private(understanding, why) -> None:
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
def test_reply_twice(replies, action, left) -> None:
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
def test_reply_twice_counts_only_public_replies_to_this_person(turns) -> None:
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
def test_hide_hate(understanding, propose, action, drafted) -> None:
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
def test_keep_criticism(hostility, expected) -> None:
    decision = decide(single(understand(topics="outage", hostility=hostility)))
    assert labels(decision.recommendation.reasons, "keep-criticism") == expected
    assert (decision.recommendation.moderation.propose is None) is (expected != ["complaint"])


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
def test_compensate(understanding, allowed) -> None:
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
def test_learn(understanding, topics) -> None:
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
def test_own_policy_routes(understanding, plan, at, route) -> None:
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
def test_platform_limits(platform, limit, private_limit) -> None:
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
def test_risk(understanding, level, owner) -> None:
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
def test_know_the_customer(name, expected) -> None:
    public, private = decide(single(BILLING, person=Customer(display_name=name))).briefs
    assert public.customer_name is None
    assert private.customer_name == expected
