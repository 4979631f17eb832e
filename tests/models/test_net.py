"""The safety net; every message is invented."""

import pytest

from data.taxonomy import Language, Risk
from models.spans.net import irony_said, risks_said

FR, EN = Language.FR, Language.EN


@pytest.mark.parametrize(
    ("language", "text", "risk"),
    [
        (FR, "encore en panne, je vais me foutre en l'air", Risk.SELF_HARM),
        (EN, "everyone would be better off without me", Risk.SELF_HARM),
        (FR, "ce sera au tribunal, mon avocat a tout", Risk.LEGAL_ACTION),
        (EN, "expect a letter from my solicitor", Risk.LEGAL_ACTION),
        (FR, "ça sent le gaz depuis votre passage, odeur de gaz partout", Risk.SAFETY),
    ],
)
def test_risks_said_outright(language: Language, text: str, risk: Risk) -> None:
    assert risk in risks_said(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [(FR, "toujours pas de réponse à mon mail"), (EN, "my order is late again")],
)
def test_ordinary_complaints_carry_no_such_risk(language: Language, text: str) -> None:
    assert risks_said(text, language) == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (FR, "merci pour la coupure en plein match"),
        (FR, "bravo pour les 2h d'attente"),
        (EN, "great job losing my suitcase"),
        (EN, "way to go cancelling it an hour before"),
        (EN, "thanks for nothing"),
    ],
)
def test_mock_thanks_are_irony(language: Language, text: str) -> None:
    assert irony_said(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (FR, "merci pour le remboursement, rapide"),
        (FR, "bravo à l'équipe de nuit"),
        (EN, "thanks for finding my suitcase"),
        (EN, "great job everyone, all sorted"),
    ],
)
def test_sincere_thanks_are_not(language: Language, text: str) -> None:
    assert not irony_said(text, language)


def test_other_languages_are_left_to_the_encoder() -> None:
    assert not irony_said("danke für den Ausfall", Language.OTHER)
    assert risks_said("danke für den Ausfall", Language.OTHER) == {}
