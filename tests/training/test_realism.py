"""The realism figure: what is masked, and that it tells what differs and only that."""

import numpy as np
import pytest

from training.evaluation.realism import NAME, discriminate, give_away, mask, names_in_handles


def test_handles_links_and_names_are_masked() -> None:
    texts = ["@OndrelisSAV Ondrelis est en panne &amp; rien https://t.co/abc #ondrelis"]
    masked = mask(texts[0], names_in_handles(texts), frozenset())
    assert masked == f"@user {NAME} est en panne & rien http #{NAME}"


def test_names_given_are_masked_wherever_they_stand() -> None:
    assert mask("chez zorgel, #ZorgelNul", frozenset(), frozenset({"zorgel"})) == (
        f"chez {NAME}, #{NAME}"
    )


def test_ordinary_words_stay() -> None:
    assert mask("le service marche", frozenset({"servicex"}), frozenset()) == "le service marche"


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_the_same_source_cannot_be_told_apart(rng: np.random.Generator) -> None:
    one, other = (rng.normal(size=(200, 8)).astype(np.float32) for _ in range(2))
    assert discriminate(one, other).auc < 0.62


def test_a_shifted_source_is_told_apart(rng: np.random.Generator) -> None:
    one = rng.normal(size=(200, 8)).astype(np.float32)
    other = rng.normal(size=(300, 8)).astype(np.float32) + 1
    found = discriminate(one, other)
    assert found.auc > 0.95
    assert (found.real, found.ours) == (200, 300)


def test_words_that_give_away() -> None:
    real = [f"the worst service number {i}" for i in range(20)]
    ours = [f"a tidy little story number {i}" for i in range(20)]
    more_real, more_ours = give_away(real, ours)
    assert "worst" in more_real
    assert "story" in more_ours
    assert "number" not in more_real[:3]
