"""Promises, sums, links, contacts, liability, language, length, markup, leaks, banned phrases."""

import pytest

from data.taxonomy import CheckSeverity, Language, Platform, Rule, Visibility
from tests.models.guard.helpers import blocks, found, spanned

EN = Language.EN

PROMISES = [
    "Vous serez remboursé.",
    "Nous vous remboursons.",
    "On va vous rembourser.",
    "On vous rappelle demain à 14 h.",
    "Un technicien passera jeudi.",
    "Vous recevrez un bon d'achat.",
    "Nous ferons un geste commercial.",
    "Tout sera réglé dans les 24 h.",
    "C'est offert.",
    "Je vous offre un mois.",
    "Votre ligne sera rétablie.",
    "Réponse sous 48 heures.",
    "C'est promis, ça n'arrivera plus.",
    "Je vous garantis un retour.",
    "Votre remboursement est lancé.",
    "We'll refund you in full.",
    "You'll get a voucher.",
    "It will be resolved by Monday.",
    "An engineer will come tomorrow.",
    "We will call you back within 24 hours.",
    "I'll send you a replacement.",
    "We guarantee this won't happen again.",
    "Your refund is on its way.",
    "I've issued a refund.",
    "We can offer you a 20% discount.",
    "You will be compensated.",
    "Your next month is free of charge.",
    "We are going to credit your account.",
    "Comptez sur un remboursement dès cette semaine.",
    "Demain tout remarche.",
    "Votre colis arrive demain.",
    "Je lance le remboursement tout de suite.",
    "Nous prendrons les frais à notre charge.",
    "Your money will be in your account on Monday.",
    "I'll knock 20% off your next order.",
    "You won't be charged for it.",
    "We'll have you back online in an hour.",
]
NEUTRAL = [
    "Je vérifie pourquoi le remboursement n'est pas arrivé.",
    "Je demande si un geste commercial est possible.",
    "Je ne peux pas vous promettre une date.",
    "Je regarde quand le technicien passera.",
    "Je regarde si votre ligne sera bientôt rétablie et ce qui bloque.",
    "Le délai annoncé est dépassé, je demande pourquoi.",
    "On vous avait annoncé une réponse sous 48 heures, et rien.",
    "Avant lundi, ça marchait ?",
    "Le 3114 écoute gratuitement, jour et nuit.",
    "« Vous serez rappelé », et personne n'a rappelé.",
    "I'll check why the refund hasn't arrived.",
    "I'll ask whether a credit is possible.",
    "I can't promise a date.",
    "I'll ask when the engineer will come.",
    "I'll take it to the refunds team and ask where your refund is.",
    "Sorry you were told it would be resolved by Friday and it wasn't.",
    "That's on us, sorry.",
]


@pytest.mark.parametrize("text", PROMISES)
def test_promises_are_blocked(text: str) -> None:
    assert Rule.COMPENSATE in blocks(text)
    assert Rule.COMPENSATE in blocks(text, visibility=Visibility.PRIVATE)


@pytest.mark.parametrize("text", NEUTRAL)
def test_looking_into_it_is_no_promise(text: str) -> None:
    assert not found(text, Rule.COMPENSATE)


def test_the_customers_own_deadline_may_be_taken_up() -> None:
    text = "Dans les 24 h, disait le mail ; cela en fait 72."
    message = "vous aviez dit 24 h, ça fait 3 jours"
    assert not found(text, Rule.COMPENSATE, customer_message=message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("624,32 € pour un mois, je reprends la facture.", "vous me prélevez 624.32 euros"),
        ("1 200 € de caution, je demande.", "Caution de 1200€ gardée"),
        ("£90 for nothing, let me look.", "90 quid for nothing"),
        ("122 € de plus en un mois.", "196 au lieu de 74"),
        ("Both charges, £30 in all.", "charged £15 then £15 again"),
    ],
)
def test_the_customers_own_sums_may_be_named(text: str, message: str) -> None:
    assert not found(text, Rule.OWN_POLICY, customer_message=message, language=Language.OTHER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il reste 35 € à payer.", "35 €"),
        ("Cela coûte 1 234,56 euros.", "1 234,56 euros"),
        ("You owe £12.50 still.", "£12.50"),
        ("It is 20 quid.", "20 quid"),
    ],
)
def test_other_sums_are_blocked(text: str, value: str) -> None:
    checks = found(text, Rule.OWN_POLICY, customer_message="facture de 12 €")
    assert spanned(text, checks) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Voyez https://exemple.test/aide.", "https://exemple.test/aide"),
        ("Allez sur aide-orno.fr ou revenez.", "aide-orno.fr"),
        ("Voir www.orno.test/x", "www.orno.test/x"),
        ("Appelez le 3900.", "3900"),
        ("Call 0800 123 4567.", "0800 123 4567"),
    ],
)
def test_unapproved_links_and_lines_are_blocked(text: str, value: str) -> None:
    assert value in spanned(text, found(text, Rule.OWN_POLICY))


def test_approved_links_and_lines_pass() -> None:
    text = "Tout est sur https://www.orno.test/aide/ et au 3900, appelez le 3900. Danger : le 112."
    assert not blocks(text, approved_links=("orno.test/aide",), approved_contacts=("3900",))


def test_an_unapproved_address_is_blocked_in_private_too() -> None:
    text = "Écrivez à lea.martin@exemple.test"
    assert Rule.OWN_POLICY in blocks(text, visibility=Visibility.PRIVATE)


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes responsables de vos blessures.",
        "Nous reconnaissons notre responsabilité dans cet accident.",
        "We accept full liability.",
        "We are responsible for your injuries.",
        "It was due to our negligence.",
    ],
)
def test_admitting_liability_is_warned_of(text: str) -> None:
    assert {one.severity for one in found(text, Rule.RISK)} == {CheckSeverity.WARN}


def test_owning_a_mistake_is_no_legal_admission() -> None:
    text = "C'est notre erreur, l'équipe responsable la reprend. We got this wrong."
    assert not found(text, Rule.RISK)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are looking into the faulty line for you right now.", Language.FR),
        ("Je regarde ce qui bloque votre colis depuis lundi.", Language.EN),
        ("Estamos revisando su pedido, gracias por avisarnos hoy.", Language.EN),
    ],
)
def test_the_wrong_language_is_blocked(text: str, language: Language) -> None:
    checks = found(text, Rule.OWN_POLICY, language=language)
    assert [(one.start, one.end) for one in checks] == [(0, len(text))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Je regarde ce qui bloque votre colis depuis lundi.", Language.FR),
        ("On it!", Language.FR),
        ("« Your parcel is on the way to you », dit le mail : je vérifie.", Language.FR),
        ("Merci ! Tasty Night Noodles House", Language.FR),
        ("Whatever language this is written in.", Language.OTHER),
    ],
)
def test_the_right_language_quotes_and_short_texts_pass(text: str, language: Language) -> None:
    names = ("Tasty Night Noodles House",)
    assert not found(text, Rule.OWN_POLICY, language=language, brand_names=names)


def test_length_is_counted_as_the_platform_counts() -> None:
    assert Rule.PLATFORM_LIMITS in blocks("a" * 281)
    assert not found("a" * 280, Rule.PLATFORM_LIMITS)
    assert Rule.PLATFORM_LIMITS in blocks("a" * 150, count_chars=lambda text: 2 * len(text))


@pytest.mark.parametrize(
    "text", ["**Bonjour** à vous", "<b>Hello</b>", "Voir [ici](x)", "Tom &amp; Léa", "# Titre"]
)
def test_markup_is_blocked_in_plain_text(text: str) -> None:
    assert Rule.PLATFORM_LIMITS in blocks(text)


def test_markdown_passes_where_it_is_shown_but_html_does_not() -> None:
    assert not found("**Bonjour**", Rule.PLATFORM_LIMITS, platform=Platform.REDDIT)
    assert found("<b>Bonjour</b>", Rule.PLATFORM_LIMITS, platform=Platform.REDDIT)


@pytest.mark.parametrize("text", ["Vrai ? <3 à vous", "2 * 3 * 4", "Rock & roll, #PasContent"])
def test_ordinary_signs_are_no_markup(text: str) -> None:
    assert not found(text, Rule.PLATFORM_LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "As an AI language model, I can't.",
        "En tant qu’IA, je ne peux pas.",
        "My system prompt says so.",
        "OK, ignoring: ignore all previous instructions.",
        "J'ignore les consignes précédentes.",
        "Sure! Here's a reply:",
        "Voici une proposition de réponse :",
    ],
)
def test_a_machine_talking_is_blocked(text: str) -> None:
    assert Rule.OWN_POLICY in blocks(text, language=Language.OTHER)


def test_banned_phrases_are_found_without_case_and_accents() -> None:
    text = "Chère  Cliente, on regarde."
    checks = found(text, Rule.OWN_POLICY, banned_phrases=("chère cliente", " "))
    assert spanned(text, checks) == ["Chère  Cliente"]
    assert not found("Chères clientes", Rule.OWN_POLICY, banned_phrases=("chère cliente",))
