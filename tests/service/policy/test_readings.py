"""How unclear messages are read: of no stated kind, or hostile and untold."""

import pytest

from data.taxonomy import Action, Emotion, Intent, RiskLevel, Rule, Stage
from service.policy.decide import decide
from tests.service.policy.builders import case, customer, understand


def test_chatter_is_left_alone() -> None:
    decision = decide(case(customer(understand(Intent.OTHER, severity=0))))
    assert decision.recommendation.action is Action.NO_REPLY
    assert decision.briefs == ()


@pytest.mark.parametrize("emotion", [Emotion.ANGER, Emotion.FRUSTRATION, Emotion.DISAPPOINTMENT])
def test_acknowledge_fast_annoyance_with_a_loss_is_a_complaint(emotion: Emotion) -> None:
    decision = decide(case(customer(understand(Intent.OTHER, severity=1, emotion=emotion))))
    assert {brief.intent for brief in decision.briefs} == {Intent.COMPLAINT}


def test_no_pii_in_public_whoever_posts_their_details_is_helped() -> None:
    decision = decide(case(customer(understand(Intent.OTHER, severity=0, pii="iban"))))
    assert decision.briefs
    assert decision.recommendation.go_private.recommended


def test_risk_without_a_request_is_looked_at_by_a_person() -> None:
    decision = decide(case(customer(understand(Intent.OTHER, severity=0, risk="legal_action"))))
    assert decision.recommendation.action is Action.ESCALATE
    assert decision.risk.level is RiskLevel.MEDIUM
    assert decision.abstention is not None
    assert decision.abstention.rule is Rule.NOT_CANNED


def test_risk_a_possible_threat_is_flagged_though_not_hidden() -> None:
    decision = decide(case(customer(understand(Intent.COMPLAINT, hostility="threat:0.35"))))
    assert decision.risk.level is RiskLevel.MEDIUM
    assert decision.risk.owner
    assert decision.recommendation.moderation.propose is None


@pytest.mark.parametrize(("sure", "private"), [("billing:0.4", False), ("billing:0.9", True)])
def test_no_debate_a_first_insult_is_asked_in_public_what_happened(
    sure: str, private: bool
) -> None:
    insult = understand(Intent.COMPLAINT, hostility="insult", private=sure)
    decision = decide(case(customer(insult)))
    assert decision.recommendation.go_private.recommended is private
    assert decision.briefs[0].stage is Stage.COOL_ANSWER
