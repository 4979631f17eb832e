"""No personal data in public, and no asking for it there."""

import pytest

from data.taxonomy import Rule, Visibility
from tests.models.guard.helpers import blocks, found, spanned

ASKS = [
    "Donnez-nous votre numéro de client ici.",
    "Quel est votre numéro de commande ?",
    "Pouvez-vous nous communiquer votre adresse e-mail ?",
    "Votre numéro de dossier svp ?",
    "Indiquez-nous votre adresse postale, on vous répond.",
    "Il nous faut votre date de naissance.",
    "Votre numéro de commande.",
    "Donne-nous ton numéro de téléphone en commentaire.",
    "Passez-nous la référence de votre contrat. On vous répond en privé.",
    "Avez-vous votre numéro de réservation ?",
    "Please reply with your order number.",
    "What's your phone number?",
    "Can you share your account number so we can check?",
    "Send us your booking reference.",
    "Let us have your email address.",
    "Drop your tracking number below.",
    "Could you give us your full name and postcode?",
]
FINE = [
    "Envoyez-nous votre numéro de dossier en message privé, je regarde.",
    "Le numéro de suivi en MP et je cherche où il dort.",
    "Écrivez-nous par e-mail avec votre référence client.",
    "Passons en privé. Indiquez-nous votre numéro de contrat.",
    "Votre numéro de client ? En message privé, s'il vous plaît.",
    "Ne publiez pas votre numéro de commande ici.",
    "Retirez votre adresse de ce message, par prudence.",
    "Quel modèle de box avez-vous, et quelle couleur de voyant ?",
    "Donnez-nous votre numéro de train et la gare.",
    "L'adresse du magasin suffit ici.",
    "Send us your order number in a DM and I'll look.",
    "Message us privately with your account number.",
    "Your order number by private message, please.",
    "Please don't post your account number here.",
    "Please remove your phone number from this post.",
    "Which router do you have, and what colour is the light?",
    "Please leave card numbers out of your reply.",
]


@pytest.mark.parametrize("text", ASKS)
def test_asking_in_public_is_blocked(text: str) -> None:
    assert Rule.NO_PII_IN_PUBLIC in blocks(text)


@pytest.mark.parametrize("text", ASKS)
def test_asking_in_private_is_fine(text: str) -> None:
    assert not found(text, Rule.NO_PII_IN_PUBLIC, visibility=Visibility.PRIVATE)


@pytest.mark.parametrize("text", FINE)
def test_asking_for_it_in_private_or_for_what_is_not_personal_passes(text: str) -> None:
    assert not found(text, Rule.NO_PII_IN_PUBLIC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Je vois votre commande n° 40345678.", "40345678"),
        ("C'est bien le 06 12 34 56 78 ?", "06 12 34 56 78"),
        ("Your account number is 00123456, correct?", "00123456"),
        ("On envoie tout à lea.martin@exemple.fr", "lea.martin@exemple.fr"),
    ],
)
def test_personal_data_in_a_public_draft_is_blocked(text: str, value: str) -> None:
    assert value in spanned(text, found(text, Rule.NO_PII_IN_PUBLIC))
    assert not found(text, Rule.NO_PII_IN_PUBLIC, visibility=Visibility.PRIVATE)


def test_the_customers_number_is_not_repeated_even_bare_and_respaced() -> None:
    text = "Je regarde 40 345 678 tout de suite."
    checks = found(text, Rule.NO_PII_IN_PUBLIC, customer_message="commande 40345678 jamais reçue")
    assert spanned(text, checks) == ["40 345 678"]
    assert "Repeats" in checks[0].message
    assert not found(text, Rule.NO_PII_IN_PUBLIC, customer_message="rien reçu")


def test_approved_contacts_and_emergency_lines_are_no_personal_data() -> None:
    contacts = ("aide@orno.test", "+33 1 44 55 66 77")
    text = "Écrivez à Aide@orno.test ou appelez le 01 44 55 66 77. En danger, le 112."
    assert not blocks(text, approved_contacts=contacts)
