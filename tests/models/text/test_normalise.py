import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.normalise import (
    normalise_for_display,
    normalise_for_encoder,
    split_hashtag,
    split_hashtags,
)

TRICKY = st.text(
    alphabet="w.htp:/@user ’`!a4é\u0301\u0336ν\u0627\u0653\u200d\ufe0f😀♀\u200bа\ud800\n\t\u1fef#_-[]()"
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("J’ai marre", "J'ai marre"),
        ("c‘est `la` ʼ", "c'est 'la' '"),
        ("e\u0301te\u0301", "été"),
        ("to\u200bujo\u202eurs\u00ad rien", "toujours rien"),
        ("une\nligne\tet\u00a0deux", "une ligne et deux"),
        ("bon\ud83djour", "bonjour"),
        ("noooooon", "nooon"),
        ("quoi !!!!!!!!", "quoi !!!"),
        ("😡😡😡😡😡😡", "😡😡😡"),
        ("👍🏽👍🏽👍🏽👍🏽👍🏽", "👍🏽👍🏽👍🏽"),
        ("🇫🇷🇫🇷🇫🇷🇫🇷", "🇫🇷🇫🇷🇫🇷"),
        ("j'ai payé 100000 euros", "j'ai payé 100000 euros"),
        ("voir https://exemple.test/a?b=c.", "voir http."),
        ("(www.exemple.test/x)", "(http)"),
        ("merci @Orno_Aide et @a.b@social.test", "merci @user et @user"),
        ("écrire à a@b.fr", "écrire à a@b.fr"),
        ("#PasContent du tout", "#PasContent du tout"),
        ("рауment rеfusé", "payment refusé"),
        ("Привет мир", "Привет мир"),
        ("νoleurs et νous", "voleurs et vous"),
        ("e\u0336s\u0336c\u0336r\u0336o\u0336c\u0336s\u0336", "escrocs"),
        ("e\u0336\u0301te\u0301\u0302", "été"),
        ("  ", ""),
    ],
)
def test_encoder_form(raw: str, expected: str) -> None:
    assert normalise_for_encoder(raw) == expected


def test_an_emoji_joined_from_several_keeps_its_joiner() -> None:
    assert normalise_for_encoder("la 👨‍👩‍👧 attend") == "la 👨‍👩‍👧 attend"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("J’ai\u200b dit :\r\n\r\n\r\n\r\nnon !!!!!", "J’ai dit :\n\nnon !!!!!"),
        ("❤️  https://a.test @Orno", "❤️ https://a.test @Orno"),
        ("\u202eabc\ud800", "abc"),
    ],
)
def test_display_form_keeps_what_the_customer_wrote(raw: str, expected: str) -> None:
    assert normalise_for_display(raw) == expected


@given(st.text() | TRICKY)
def test_both_forms_are_idempotent(text: str) -> None:
    for form in (normalise_for_encoder, normalise_for_display):
        once = form(text)
        assert form(once) == once


@given(st.text() | TRICKY)
def test_encoder_form_is_one_line_of_encodable_text(text: str) -> None:
    out = normalise_for_encoder(text)
    out.encode("utf-8")
    assert "\n" not in out
    assert "  " not in out
    assert out == out.strip()


@pytest.mark.parametrize(
    "piece", ["a", "!", "😡", "http://(", "@a", "@a@", "www.", "#A", "e\u0301"]
)
def test_twenty_thousand_hostile_characters_come_through(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    out = normalise_for_encoder(text)
    assert normalise_for_encoder(out) == out


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("#PasContent", "Pas Content"),
        ("#4GEnPanne", "4G En Panne"),
        ("#SAVNul", "SAV Nul"),
        ("#pas_content", "pas content"),
        ("#ÉtéPourri", "Été Pourri"),
        ("boycott", "boycott"),
    ],
)
def test_hashtags_are_split_into_words(tag: str, words: str) -> None:
    assert split_hashtag(tag) == words


def test_hashtags_are_split_in_place() -> None:
    assert split_hashtags("encore #EnPanne, bravo") == "encore En Panne, bravo"
