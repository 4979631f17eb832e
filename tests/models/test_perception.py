"""Perception with the shipped bundle; every message is invented."""

from functools import cache

import pytest

from data.taxonomy import Intent, Mention, PiiType, Risk
from models.bundles import load_bundle
from models.perception import Names, Perceiver
from models.spans.net import NET


@cache
def _perceiver() -> Perceiver:
    return Perceiver(load_bundle())


def test_a_risk_said_outright_is_at_least_as_sure_as_its_recogniser() -> None:
    heard = _perceiver().perceive(["je vais me pendre si ça continue, et mon avocat est prévenu"])[
        0
    ]
    found = {item.label: item.probability for item in heard.understanding.risk}
    for risk in (Risk.SELF_HARM, Risk.LEGAL_ACTION):
        assert found[risk] >= dict(NET.values())[risk]


@pytest.mark.parametrize("text", ["great job losing my suitcase", "merci pour les 3h d'attente"])
def test_mock_thanks_are_a_sarcastic_complaint(text: str) -> None:
    understanding = _perceiver().perceive([text])[0].understanding
    assert understanding.sarcasm.flag
    assert understanding.intent.label is Intent.COMPLAINT


def test_order_language_mention_and_personal_data() -> None:
    texts = ["plus internet chez Lumio", "mail me at joan.b@example.org please"]
    french, english = _perceiver().perceive(texts, Names(("@lumio",), ("Lumio",)))
    assert (french.language.language, english.language.language) == ("fr", "en")
    assert french.understanding.mention is Mention.INDIRECT
    assert [span.type for span in english.understanding.pii] == [PiiType.EMAIL]


def test_nothing_in_nothing_out() -> None:
    assert _perceiver().perceive([]) == []
