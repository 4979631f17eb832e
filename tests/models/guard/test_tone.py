"""Insult, threat, blame, argument, sarcasm, grovelling, cheer, praise answered as a complaint."""

import pytest

from data.taxonomy import CheckSeverity, Intent, Language, Rule
from tests.models.guard.helpers import blocks, found, spanned

EN = Language.EN

INSULTS = [
    "Vous êtes vraiment stupide ou quoi ?",
    "VOUS ÊTES UN MENTEUR, voilà tout.",
    "Encore un pleurnichard qui ne sait pas brancher une box.",
    "Bande d’abrutis.",
    "Sp3c1al 1d10t du jour.",
    "Quel c0nnard.",
    "id\u200biot",
    "Bien fait pour vous.",
    "Un enfant de cinq ans y arrive.",
    "Apprenez à lire.",
    "Fermez-la un peu.",
    "Allez vous faire voir.",
    "You are such a drama queen.",
    "What an idiot.",
    "You're just a troll.",
    "Stop whining and restart it.",
    "Learn to read before posting.",
    "Oh cry more about it.",
    "Get a life.",
    "Quel bordel, on regarde.",
    "Well, shit happens.",
    "Vous devriez avoir honte de nous parler ainsi.",
    "Quel client insupportable.",
    "Grow up.",
]
THREATS = [
    "On va fermer votre compte si ça continue.",
    "Votre ligne sera coupée.",
    "Nous nous réservons le droit de répondre en justice.",
    "Vous allez le regretter.",
    "Supprimez votre avis, sinon vous aurez affaire à nous.",
    "Avec ce ton, on ne vous aidera pas.",
    "Nous porterons plainte contre vous.",
    "Vous serez banni de cette page.",
    "Faites attention à ce que vous écrivez.",
    "We will close your account.",
    "You will be banned for that language.",
    "Delete your review or we will sue you.",
    "You’ll regret this post.",
    "Our lawyers will be in touch.",
    "Your service may be suspended for such words.",
    "If you keep this up we'll stop helping.",
]
BLAME = [
    "Vous auriez dû lire la notice.",
    "Il fallait vérifier l'adresse.",
    "C'est entièrement votre faute.",
    "L'erreur vient de votre côté.",
    "Vous avez mal lu le contrat.",
    "Si vous aviez lu le mail, vous le sauriez.",
    "You should have read the terms.",
    "You should’ve checked the size.",
    "This is your own fault.",
    "You clearly didn't read the email.",
    "If you had only called us first.",
    "Vous étiez pourtant prévenu.",
    "Relisez votre contrat avant de vous plaindre.",
    "You agreed to the terms.",
]
ARGUING = [
    "Vous avez tort.",
    "Calmez-vous, monsieur.",
    "En réalité, c'est faux.",
    "Vous exagérez un peu.",
    "Ce n'est pas notre problème.",
    "Si cela ne vous plaît pas, partez.",
    "Contrairement à ce que vous affirmez, il est passé.",
    "Please calm down.",
    "You are mistaken.",
    "That is simply not true.",
    "It’s not our fault.",
    "If you don't like it, go elsewhere.",
]
KIND = [
    "Trois semaines d'attente, vous avez raison de le dire. Je suis désolé.",
    "Vous n'auriez pas dû attendre si longtemps.",
    "Vous n'auriez jamais dû payer ces frais deux fois.",
    "Ce n'est pas votre faute.",
    "C'est notre erreur et on la corrige.",
    "Les menaces contre un collègue, non. Le colis, oui : je le cherche.",
    "Un retard pareil, un dossier perdu, un conseiller injoignable : c'est trop.",
    "Vous écrivez « bande d'idiots », je lis surtout trois mois sans réponse.",
    "Bloquez votre carte depuis l'appli si elle est encore active.",
    "You should not have had to wait three weeks.",
    "You shouldn't have been charged twice.",
    "It's not your fault.",
    "You are right, we got this wrong. That's on us, sorry.",
    "A kettle that isn't the one you chose is a letdown.",
    "That is not the speed you signed up for.",
    "I see why you feel ignored, and you have every right to be angry.",
    'You wrote "clowns", and after four calls I can see why.',
    "Call us to block your card now.",
]


@pytest.mark.parametrize("text", INSULTS + THREATS)
def test_insults_and_threats_are_blocked(text: str) -> None:
    assert Rule.NEVER_INSULT in blocks(text)


@pytest.mark.parametrize("text", BLAME + ARGUING)
def test_blame_and_argument_are_blocked(text: str) -> None:
    assert Rule.NO_DEBATE in blocks(text)


@pytest.mark.parametrize("text", KIND)
def test_fair_words_pass(text: str) -> None:
    assert not found(text, Rule.NEVER_INSULT) + found(text, Rule.NO_DEBATE)


def test_the_span_is_the_offending_words() -> None:
    text = "Bonjour, vous auriez dû lire la notice."
    assert spanned(text, found(text, Rule.NO_DEBATE)) == ["vous auriez dû"]


def test_a_hidden_character_stays_inside_the_span() -> None:
    text = "un id\u200biot"
    assert spanned(text, found(text, Rule.NEVER_INSULT)) == ["id\u200biot"]


@pytest.mark.parametrize(
    "text",
    [
        "Comme indiqué dans nos conditions générales, non.",
        "C'est écrit noir sur blanc dans le contrat.",
        "As stated in our terms, no.",
        "It's clearly written in your contract.",
        "Si vous le dites.",
        "Quelle perspicacité.",
        "Thanks, Captain Obvious.",
        "How original.",
    ],
)
def test_fine_print_and_sarcasm_are_warned_of(text: str) -> None:
    checks = found(text, Rule.NO_DEBATE)
    assert [one.severity for one in checks] == [CheckSeverity.WARN]


@pytest.mark.parametrize(
    "text",
    [
        "Désolé de l'attente, vraiment navré, toutes nos excuses.",
        "So sorry about this, we apologise, please forgive us.",
        "Mille excuses pour hier.",
        "The customer is always right.",
    ],
)
def test_grovelling_is_warned_of(text: str) -> None:
    checks = found(text, Rule.EMPATHY)
    assert {one.severity for one in checks} == {CheckSeverity.WARN}


def test_two_apologies_are_not_grovelling() -> None:
    assert not found("Désolé de l'attente, et pardon pour le silence.", Rule.EMPATHY)


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes désolés de votre expérience.",
        "Veuillez nous excuser.",
        "Sorry to hear that.",
        "We apologise for it.",
    ],
)
def test_praise_is_not_answered_with_an_apology(text: str) -> None:
    assert Rule.THANK_PRAISE in blocks(text, intent=Intent.PRAISE)
    assert not found(text, Rule.THANK_PRAISE, intent=Intent.COMPLAINT)


def test_thanks_for_praise_pass() -> None:
    text = "Merci ! L'équipe de Brest va sourire en lisant ça."
    assert not found(text, Rule.THANK_PRAISE, intent=Intent.PRAISE)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("Super, on regarde ça.", CheckSeverity.BLOCK),
        ("On regarde tout de suite 😄", CheckSeverity.BLOCK),
        ("Haha, on regarde.", CheckSeverity.BLOCK),
        ("Great news, we are on it.", CheckSeverity.BLOCK),
        ("On regarde tout de suite !", CheckSeverity.WARN),
    ],
)
def test_no_cheer_under_a_grave_message(text: str, severity: CheckSeverity) -> None:
    assert [one.severity for one in found(text, Rule.EMPATHY, severity=3)] == [severity]
    assert not found(text, Rule.EMPATHY, severity=1)


@pytest.mark.parametrize(
    "message",
    [
        "Mon père est décédé et vous continuez à le facturer",
        "ma mère vient de mourir, je veux fermer sa ligne",
        "You keep writing to my late husband",
        "She passed away in May",
    ],
)
def test_bereavement_is_grave_whatever_the_severity(message: str) -> None:
    text = "On s'en occupe 🎉"
    assert Rule.EMPATHY in blocks(text, customer_message=message, severity=1)


def test_sober_words_under_a_grave_message_pass() -> None:
    text = "Toutes mes condoléances. Je transmets au service concerné. 🙏"
    assert not found(text, Rule.EMPATHY, severity=3)
