"""The playbook's two examples, in both languages, as the policy must settle them."""

import pytest

from data.schemas.suggestion import Understanding
from data.taxonomy import Action, Emotion, Intent, Language, Rule, Stage, Visibility
from service.policy.decide import decide
from tests.service.policy.builders import agent, case, customer, labels, understand

VENT = understand(hostility="insult:0.8", emotion=Emotion.ANGER, severity=1)
SNEER = understand(Intent.OTHER, hostility="insult:0.85", emotion=Emotion.ANGER, severity=0)

HATER = {
    Language.EN: (
        "You are the worst, I can't believe you take money for this",
        "I'm sorry we let you down. What happened?",
        "Whatever, as if clowns like you could fix anything",
        "I'd like to help. Write to me by direct message if you want me to try.",
        "Still the worst",
    ),
    Language.FR: (
        "Vous êtes les pires, dire que vous faites payer pour ça",
        "Je suis désolée de vous lire. Que s'est-il passé ?",
        "Peu importe, comme si des clowns comme vous pouvaient réparer quoi que ce soit",
        "Je voudrais vous aider. Écrivez-moi en message privé si vous voulez que j'essaie.",
        "Toujours les pires",
    ),
}


@pytest.mark.parametrize("language", [Language.EN, Language.FR])
def test_first_insult_gets_one_cool_public_answer_that_asks(language: Language) -> None:
    decision = decide(case(customer(VENT, HATER[language][0]), language=language))
    assert decision.recommendation.action is Action.COOL_OFF
    assert decision.recommendation.not_before is not None
    assert decision.recommendation.moderation.propose is None
    (brief,) = decision.briefs
    assert (brief.stage, brief.visibility) == (Stage.COOL_ANSWER, Visibility.PUBLIC)
    assert brief.cool
    assert not brief.humour
    assert not brief.invite_private


@pytest.mark.parametrize("language", [Language.EN, Language.FR])
def test_second_insult_gets_an_invitation_to_private(language: Language) -> None:
    first, asks, second, *_ = HATER[language]
    decision = decide(
        case(customer(VENT, first), agent(asks), customer(SNEER, second), language=language)
    )
    assert decision.recommendation.action is Action.COOL_OFF
    assert decision.recommendation.replies_left == 1
    public, private = decision.briefs
    assert (public.stage, public.invite_private) == (Stage.SECOND_PUBLIC, True)
    phrase = "message privé" if language is Language.FR else "direct message"
    assert public.channel_phrase == phrase
    assert private.visibility is Visibility.PRIVATE


@pytest.mark.parametrize("language", [Language.EN, Language.FR])
def test_third_insult_gets_no_draft_but_advice_to_stop(language: Language) -> None:
    first, asks, second, invites, third = HATER[language]
    turns = (customer(VENT, first), agent(asks), customer(SNEER, second), agent(invites))
    decision = decide(case(*turns, customer(SNEER, third), language=language))
    assert decision.recommendation.action is Action.STOP
    assert decision.briefs == ()
    assert decision.abstention is not None
    assert decision.abstention.rule is Rule.REPLY_TWICE
    assert decision.recommendation.moderation.propose is None


def ironic(intent: Intent) -> Understanding:
    return understand(
        intent, topics="outage", severity=2, sarcasm=True, private="account", emotion=Emotion.ANGER
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.EN, "Great job cancelling my flight, best birthday ever"),
        (Language.FR, "Bravo pour l'annulation de mon vol, quel bel anniversaire"),
    ],
)
@pytest.mark.parametrize("intent", [Intent.PRAISE, Intent.COMPLAINT])
def test_a_sarcastic_post_is_a_complaint(language: Language, text: str, intent: Intent) -> None:
    decision = decide(case(customer(ironic(intent), text), language=language))
    assert {brief.intent for brief in decision.briefs} == {Intent.COMPLAINT}
    assert Stage.THANKS not in {brief.stage for brief in decision.briefs}
    assert decision.recommendation.action is Action.MOVE_PRIVATE
    assert decision.recommendation.learning.record
    assert labels(decision.recommendation.reasons, "no-debate") == ["sarcasm"]
