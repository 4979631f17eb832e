"""Stock phrases, copies and unfilled slots."""

import pytest

from data.taxonomy import CheckSeverity, Rule
from tests.models.guard.helpers import blocks, found

REPLY = (
    "Onze jours sans internet, c'est long. Je demande à l'équipe réseau ce qui bloque chez vous."
)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour {nom}, on regarde.",
        "On regarde {since}.",
        "Bonjour [prénom], on regarde.",
        "Votre colis XXX est cherché.",
        "Bonjour ____, on regarde.",
        "Hello %s, on it.",
    ],
)
def test_an_unfilled_slot_is_blocked(text: str) -> None:
    assert Rule.NOT_CANNED in blocks(text)


@pytest.mark.parametrize(
    "text", ["Taille XXL ou XL ?", "« ça [...] marche »", "On regarde (vite)."]
)
def test_ordinary_marks_are_no_slot(text: str) -> None:
    assert not found(text, Rule.NOT_CANNED)


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes désolés pour la gêne occasionnée.",
        "Votre satisfaction est notre priorité.",
        "N’hésitez pas à revenir vers nous.",
        "Merci de votre compréhension.",
        "Nous comprenons votre frustration.",
        "We apologise for any inconvenience.",
        "Please do not hesitate to contact us.",
        "Rest assured we care.",
        "Thank you for reaching out.",
        "We take this matter very seriously.",
    ],
)
def test_stock_phrases_are_warned_of(text: str) -> None:
    checks = found(text, Rule.NOT_CANNED)
    assert checks
    assert {one.severity for one in checks} == {CheckSeverity.WARN}


def test_words_of_this_customers_own_case_are_not_stock() -> None:
    assert not found(REPLY, Rule.NOT_CANNED)


@pytest.mark.parametrize(
    "sent",
    [
        REPLY,
        REPLY.upper(),
        REPLY.replace("Onze", "Douze"),
        "Je demande à l'équipe réseau ce qui bloque chez vous. Onze jours sans internet, c'est long.",
    ],
)
def test_a_near_copy_of_what_was_sent_lately_is_blocked(sent: str) -> None:
    assert Rule.NOT_CANNED in blocks(REPLY, recent=("Autre chose.", sent))


def test_another_reply_or_a_short_one_inside_it_is_no_copy() -> None:
    other = "Votre colis fait des détours : je cherche où il est et je vous réponds ici."
    assert not found(REPLY, Rule.NOT_CANNED, recent=(other,))
    assert not found("C'est long.", Rule.NOT_CANNED, recent=(REPLY,))


def test_the_words_of_the_source_are_warned_of_unless_slots_were_filled() -> None:
    checks = found(REPLY, Rule.NOT_CANNED, sources=(REPLY,))
    assert [one.severity for one in checks] == [CheckSeverity.WARN]
    source = "{Failure}, c'est long. Je demande à l'équipe réseau ce qui bloque {place}."
    assert not found(REPLY, Rule.NOT_CANNED, sources=(source,))
