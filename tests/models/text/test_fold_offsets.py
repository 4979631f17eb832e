from hypothesis import given
from hypothesis import strategies as st

from models.text.fold import fold
from models.text.offsets import readable


@given(st.text())
def test_folding_never_moves_a_character(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_drops_case_accents_and_typography() -> None:
    assert fold("L’ÉTÉ « Ça »\u00a0!") == 'l\'ete " ca " !'


@given(st.text())
def test_readable_text_points_back_into_the_original(text: str) -> None:
    view = readable(text)
    for at in range(len(view.text)):
        start, end = view.span(at, at + 1)
        assert 0 <= start < end <= len(text)


def test_readable_text_undoes_hidden_and_odd_characters() -> None:
    view = readable("0\u200b6\u00a0１２‑34")
    assert view.text == "06 12-34"
    assert view.span(0, 2) == (0, 3)
