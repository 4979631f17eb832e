import pytest

from data.schemas.brief import DraftBrief
from data.taxonomy import Intent, Language, Platform, Stage, Visibility, Voice
from models.spans.extract import extract
from models.writers.slots import fill, slot_values, typeset


def brief(language: Language = Language.FR, voice: Voice = Voice.VOUS) -> DraftBrief:
    return DraftBrief(
        stage=Stage.FIRST_PUBLIC,
        visibility=Visibility.PUBLIC,
        language=language,
        platform=Platform.X,
        intent=Intent.COMPLAINT,
        voice=voice,
        limit=280,
        channel_phrase="message privé",
    )


@pytest.mark.parametrize(
    ("template", "value", "right"),
    [
        ("Faute de {failure}.", "un technicien", "Faute d'un technicien."),
        ("Le suivi de {failure}.", "le colis", "Le suivi du colis."),
        ("On pense à {failure}.", "les factures", "On pense aux factures."),
        ("Rien de {failure}.", "onze jours", "Rien de onze jours."),
        ("L'état de {failure}.", "la box", "L'état de la box."),
        ("Merci de le signaler : {failure}.", "un bug", "Merci de le signaler : un bug."),
    ],
)
def test_elision_and_contraction_happen_at_the_slot(template: str, value: str, right: str) -> None:
    assert fill(template, {"failure": value}, Language.FR) == right


def test_french_typography_uses_no_break_spaces() -> None:
    assert typeset("Alors : « box » ?", Language.FR) == "Alors\u00a0: «\u00a0box\u00a0»\u00a0?"
    assert typeset("Vraiment ?!", Language.FR) == "Vraiment\u00a0?!"
    assert typeset("voir https://a.example/b", Language.FR) == "voir https://a.example/b"
    assert typeset("Really: yes?", Language.EN) == "Really: yes?"


def test_fill_needs_every_slot() -> None:
    assert fill("{Since}, c'est long.", {"since": "depuis mardi"}, Language.FR) == (
        "Depuis mardi, c'est long."
    )
    assert fill("{since} et {amount}", {"since": "depuis mardi"}, Language.FR) is None


@pytest.mark.parametrize(
    ("voice", "text", "expected"),
    [
        (Voice.VOUS, "ma facture est fausse", "votre facture"),
        (Voice.TU, "ma facture est fausse", "ta facture"),
        (Voice.TU, "mon échéancier a changé, facture fausse", "ton échéancier"),
    ],
)
def test_possessives_follow_the_brands_voice(voice: Voice, text: str, expected: str) -> None:
    values = slot_values(extract(text, Language.FR), "wrong_bill", brief(voice=voice))
    assert values["object"] == expected


def test_an_object_of_another_topic_is_not_named() -> None:
    values = slot_values(extract("ma box arrive quand", Language.FR), "wrong_bill", brief())
    assert "object" not in values


def test_a_wait_in_days_is_not_a_wait_on_the_phone() -> None:
    facts = extract("5 jours que j'attends, personne au téléphone", Language.FR)
    assert facts.duration == "5 jours"
    assert "duration" not in slot_values(facts, "long_hold", brief())


def test_failure_says_tu_for_a_brand_that_says_tu() -> None:
    facts = extract("vous m'avez prélevé sans raison", Language.FR)
    values = slot_values(facts, "unexpected_charge", brief(voice=Voice.TU))
    assert values["failure"] == "un prélèvement que tu n'attendais pas"


def test_without_a_topic_only_what_the_customer_calls_theirs_is_named() -> None:
    theirs = slot_values(extract("mon forfait, parlons-en", Language.FR), "unclear", brief())
    ours = slot_values(extract("vos télé conseillers, parlons-en", Language.FR), "unclear", brief())
    assert theirs["object"] == "votre forfait"
    assert "object" not in ours


def test_a_link_is_only_filled_when_there_is_no_choice() -> None:
    facts = extract("panne", Language.FR)
    one, two = ("https://a.example/fr",), ("https://a.example/fr", "https://a.example/en")
    single = brief().model_copy(update={"approved_links": one})
    several = brief().model_copy(update={"approved_links": two})
    assert slot_values(facts, "service_down", single)["link"] == one[0]
    assert "link" not in slot_values(facts, "service_down", several)
