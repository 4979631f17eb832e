import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.taxonomy import Mention
from models.text.mentions import find_mention

HANDLES = ("@OrnoMobile", "orno_aide")
NAMES = ("Orno", "NorthWind Air", "Fibrelo")


@pytest.mark.parametrize(
    "text",
    ["@ornomobile ça coupe", "hé @OrnoMobile.", "salut @orno_aide@social.test", "(@ORNO_AIDE)"],
)
def test_a_handle_is_direct(text: str) -> None:
    assert find_mention(text, HANDLES, NAMES) is Mention.DIRECT


@pytest.mark.parametrize(
    "text",
    [
        "Orno c'est nul",
        "merci l'ORNO",
        "#OrnoPasContent",
        "Fibrello en panne",
        "fibrlo toujours down",
        "northwindair again",
        "North Wind Air lost my bag",
        "FIBRELOOOOO",
    ],
)
def test_a_name_a_hashtag_or_a_slip_is_indirect(text: str) -> None:
    assert find_mention(text, HANDLES, NAMES) is Mention.INDIRECT


@pytest.mark.parametrize(
    "text",
    ["", "la fibre en panne", "Ormo c'est nul", "@fan_orno salut", "@OrnoMobileFan", "vibrelo"],
)
def test_other_words_and_other_handles_are_not_the_brand(text: str) -> None:
    assert find_mention(text, HANDLES, NAMES) is Mention.NONE


def test_an_address_is_no_handle() -> None:
    assert find_mention("écrire à x@ornomobile", HANDLES, ()) is Mention.NONE


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_and_any_names_get_an_answer(text: str, names: list[str]) -> None:
    assert find_mention(text, names, names) in set(Mention)
