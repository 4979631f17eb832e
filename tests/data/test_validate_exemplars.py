from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.validate.run import read_corpus, validate

Record = dict[str, Any]
Write = Callable[..., Path]


def found_in(path: Path) -> list[tuple[str, str]]:
    return [(finding.level, finding.check) for finding in validate(read_corpus(path))]


def with_part(exemplar: Record, text: str, kind: str = "acknowledge", **fields: object) -> Record:
    return {**exemplar, **fields, "parts": [{"type": kind, "text": text}]}


def english(exemplar: Record, text: str) -> Record:
    return with_part(exemplar, text, language="en", voice=None)


def test_a_good_exemplar_has_no_finding(exemplar: Record, write_lines: Write) -> None:
    assert found_in(write_lines(exemplar)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Je vous promets une réponse.",
        "Votre ligne sera rétablie.",
        "Vous serez vite remboursée.",
    ],
)
def test_french_promises_are_errors(exemplar: Record, write_lines: Write, text: str) -> None:
    assert found_in(write_lines(with_part(exemplar, text))) == [("error", "promise")]


@pytest.mark.parametrize(
    "text",
    ["We'll refund the second charge.", "It will be fixed.", "I promise an answer."],
)
def test_english_promises_are_errors(exemplar: Record, write_lines: Write, text: str) -> None:
    assert found_in(write_lines(english(exemplar, text))) == [("error", "promise")]


@pytest.mark.parametrize(
    "text",
    [
        "Je regarde la garantie de votre four.",
        "Deux jours sans chauffage, je vérifie avec l'équipe.",
        "Le remboursement attendu depuis mars, je le cherche.",
        "« Votre ligne sera rétablie », et rien : je comprends la colère.",
    ],
)
def test_naming_the_problem_is_no_promise(exemplar: Record, write_lines: Write, text: str) -> None:
    assert found_in(write_lines(with_part(exemplar, text))) == []


def test_a_delay_is_a_warning(exemplar: Record, write_lines: Write) -> None:
    record = with_part(exemplar, "Réponse sous 48 heures.")
    assert found_in(write_lines(record)) == [("warning", "promise")]


def test_set_phrases_are_errors(exemplar: Record, write_lines: Write) -> None:
    record = with_part(exemplar, "N'hésitez pas à nous écrire.")
    assert found_in(write_lines(record)) == [("error", "canned")]


@pytest.mark.parametrize(
    ("voice", "text"),
    [("vous", "Tu attends depuis mardi."), ("tu", "Vous attendez depuis mardi.")],
)
def test_the_other_voice_is_a_warning(
    exemplar: Record, write_lines: Write, voice: str, text: str
) -> None:
    record = with_part(exemplar, text, voice=voice)
    assert found_in(write_lines(record)) == [("warning", "voice")]


def test_the_noun_ton_is_not_the_pronoun(exemplar: Record, write_lines: Write) -> None:
    record = with_part(exemplar, "Le ton de cet appel, je le regrette.")
    assert found_in(write_lines(record)) == []


@pytest.mark.parametrize("text", ["Au sujet de {failure}, je regarde.", "La {object_bare} coupe."])
def test_a_slot_that_must_elide_or_agree_is_an_error(
    exemplar: Record, write_lines: Write, text: str
) -> None:
    assert found_in(write_lines(with_part(exemplar, text))) == [("error", "slots")]


def test_an_english_article_before_a_slot_is_an_error(exemplar: Record, write_lines: Write) -> None:
    record = english(exemplar, "Send us a {channel} with the details.")
    assert found_in(write_lines(record)) == [("error", "slots")]


def test_a_first_name_is_for_private_replies(exemplar: Record, write_lines: Write) -> None:
    record = with_part(exemplar, "{Name}, je regarde.")
    assert found_in(write_lines(record)) == [("error", "slots")]
    assert found_in(write_lines({**record, "stage": "private"})) == []


def test_a_customer_number_is_not_asked_for_in_public(exemplar: Record, write_lines: Write) -> None:
    text = "Quel est votre numéro de client ?"
    assert found_in(write_lines(with_part(exemplar, text, "ask"))) == [("error", "parts")]
    assert found_in(write_lines(with_part(exemplar, text, "invite_private"))) == []
    refused = "Quel message d'erreur ? Pas de numéro de client ici."
    assert found_in(write_lines(with_part(exemplar, refused, "ask"))) == []


def test_a_light_reply_never_suits_severity_three(exemplar: Record, write_lines: Write) -> None:
    assert found_in(write_lines({**exemplar, "light": True})) == [("error", "tone")]
    assert found_in(write_lines({**exemplar, "light": True, "severity": [0, 1]})) == []


def test_an_exclamation_where_someone_suffers_is_a_warning(
    exemplar: Record, write_lines: Write
) -> None:
    record = with_part(exemplar, "Coupez le gaz !", "safety", severity=[3, 3])
    assert found_in(write_lines(record)) == [("warning", "tone")]


def test_a_first_reply_answers_a_message(exemplar: Record, write_lines: Write) -> None:
    assert found_in(write_lines({**exemplar, "message": None})) == [("warning", "parts")]
    notice = {**exemplar, "message": None, "stage": "incident_notice"}
    assert found_in(write_lines(notice)) == []


def test_a_sector_outside_the_vocabulary_is_a_warning(exemplar: Record, write_lines: Write) -> None:
    assert found_in(write_lines({**exemplar, "sector": "casino"})) == [("warning", "sector")]


def test_equal_replies_are_errors_and_near_ones_warnings(
    exemplar: Record, write_lines: Write
) -> None:
    twin = {**exemplar, "id": "x-0002"}
    assert found_in(write_lines(exemplar, twin)) == [("error", "duplicates")]
    near = {**twin, "parts": [{**exemplar["parts"][0]}, {**exemplar["parts"][1]}]}
    near["parts"][1]["text"] = exemplar["parts"][1]["text"].replace("regarde", "cherche")
    assert found_in(write_lines(exemplar, near)) == [("warning", "duplicates")]
