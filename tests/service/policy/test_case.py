"""What a case says of its conversation."""

from data.taxonomy import Action, Intent, Rule
from service.policy.decide import decide
from tests.service.policy.builders import agent, bystander, case, customer, understand

COMPLAINT = understand(topics="outage")
INSULT = understand(hostility="insult")


def test_the_latest_customer_is_who_is_answered() -> None:
    case_ = case(customer(COMPLAINT, by="bob"), customer(COMPLAINT), bystander(), agent())
    assert case_.person == "ana"
    assert case_.latest_index == 1
    assert [index for index, _ in case_.own_turns] == [1]


def test_hostile_turns_are_counted_per_person() -> None:
    case_ = case(customer(INSULT, by="bob"), customer(INSULT), agent(), customer(INSULT))
    assert case_.hostile_turns == 2


def test_bystanders_are_never_the_customer() -> None:
    case_ = case(customer(COMPLAINT), bystander("me too", INSULT))
    assert case_.person == "ana"
    assert not case_.hostile


def test_where_the_conversation_began() -> None:
    assert case(customer(COMPLAINT), agent(), customer(COMPLAINT, private=True)).began_public
    assert not case(customer(COMPLAINT, private=True)).began_public


def test_no_customer_message_at_all() -> None:
    for turns in ((), (agent(), bystander())):
        decision = decide(case(*turns))
        assert decision.recommendation.action is Action.NO_REPLY
        assert decision.abstention is not None
        assert decision.recommendation.respond_by is None


def test_a_message_that_could_not_be_read_goes_to_a_person() -> None:
    decision = decide(case(customer(None)))
    assert decision.abstention is not None
    assert decision.abstention.rule is Rule.OWN_POLICY
    assert decision.recommendation.respond_by is not None
    assert decision.recommendation.route_to == "social-care"


def test_no_drafts_asked_for_is_no_abstention() -> None:
    decision = decide(case(customer(COMPLAINT)), drafts=0)
    assert decision.briefs == ()
    assert decision.abstention is None


def test_solved_needs_a_content_private_word() -> None:
    thanks = understand(Intent.PRAISE, severity=0)
    ironic = understand(Intent.PRAISE, sarcasm=True)
    assert case(customer(COMPLAINT), customer(thanks, private=True)).solved
    assert not case(customer(COMPLAINT), customer(thanks)).solved
    assert not case(customer(COMPLAINT), customer(ironic, private=True)).solved
