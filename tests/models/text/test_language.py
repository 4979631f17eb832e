import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.taxonomy import Language
from models.text.language import detect_language

FR = [
    "toujours rien",
    "slt jai plu dinternet dps hier",
    "jpp de cette appli ptn",
    "service client nul",
    "ca marche tjrs pas",
    "@Orno merci pour rien !!! 😡",
    "#PasContent",
    "Encore une panne, bravo @OrnoMobile https://exemple.test/x",
    "C'EST HONTEUX",
    "nul",
]
EN = [
    "still nothing",
    "ur app is down again smh",
    "where is my parcel??",
    "worst airline ever",
    "cant log in",
    "@Orno thanks for nothing 😡",
    "Been waiting for 3 weeks now",
    "wtf @OrnoMobile",
]
OTHER = [
    ("es", "Llevo una semana sin luz y nadie me contesta"),
    ("de", "Seit gestern geht hier gar nichts mehr"),
    ("it", "Da ieri non funziona più niente"),
    ("pt", "Estou sem água desde ontem e ninguém responde"),
    ("nl", "Sinds gisteren werkt er helemaal niets meer"),
    ("ar", "لا يعمل أي شيء منذ أمس"),
    ("ru", "Со вчерашнего дня ничего не работает"),
    ("ja", "昨日から何も動きません"),
    ("zh", "从昨天起什么都不能用"),
]


@pytest.mark.parametrize("text", FR)
def test_french_however_it_is_typed(text: str) -> None:
    assert detect_language(text).language is Language.FR


@pytest.mark.parametrize("text", EN)
def test_english_however_it_is_typed(text: str) -> None:
    assert detect_language(text).language is Language.EN


@pytest.mark.parametrize(("code", "text"), OTHER)
def test_other_languages_are_named(code: str, text: str) -> None:
    guess = detect_language(text)
    assert guess.language is Language.OTHER
    assert guess.detail == code


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "1234 !!", "@Orno", "https://exemple.test"])
def test_nothing_to_read_is_other_without_confidence(text: str) -> None:
    guess = detect_language(text)
    assert (guess.language, guess.confidence, guess.detail) == (Language.OTHER, 0.0, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Customer service: trois heures que j'attends et personne ne me répond", Language.FR),
        ("They told me « c'est réglé » but I still have no internet at home", Language.EN),
    ],
)
def test_code_switching_goes_to_the_majority(text: str, language: Language) -> None:
    assert detect_language(text).language is language


def test_short_text_is_less_certain_than_long() -> None:
    short = detect_language("ok")
    long = detect_language("I have been waiting for my order for three weeks and nobody answers")
    assert short.confidence < 0.9 < long.confidence


@given(st.text())
def test_any_text_gets_a_bounded_guess(text: str) -> None:
    guess = detect_language(text)
    assert 0.0 <= guess.confidence <= 1.0
    assert guess == detect_language(text)
